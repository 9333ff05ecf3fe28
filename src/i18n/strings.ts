import { type FailureText, isObject, type Rating } from '../domain/index.js';
import { LANGUAGES, type Language } from './languages.js';

/** The English texts, by name. `lang` is their language tag; `{number}`, `{count}` and `{max}` are placeholders for numbers. */
export const english = {
  lang: 'en',
  group: 'Rate answer {number}',
  up: 'Good response',
  neutral: 'Neither good nor bad',
  down: 'Bad response',
  commentUp: 'What did you like? (optional)',
  commentNeutral: 'What was missing? (optional)',
  commentDown: 'What went wrong? (optional)',
  comment: 'Your comment (optional)',
  send: 'Send',
  close: 'Close',
  edit: 'Edit',
  addComment: 'Add a comment',
  remove: 'Remove',
  undo: 'Undo',
  reviewed: 'Reviewed',
  retry: 'Retry',
  saving: 'Sending…',
  saved: 'Thanks for your feedback!',
  removed: 'Your feedback was removed.',
  waiting: 'Will be sent when the answer is complete.',
  offline: 'Saved on this device. It will be sent when you are online.',
  notSent: 'Not sent yet. Trying again.',
  gaveUp: 'Not sent yet.',
  keepOpen: 'Keep this page open until it is sent.',
  signIn: 'Sign in to send your feedback. It is kept.',
  cannotRate: "You can't rate this answer.",
  cannotChange: 'Your change could not be made.',
  unavailable: "Feedback isn't available here.",
  invalid: 'The server did not accept this feedback.',
  tooLarge: 'Your comment is too long.',
  tooLong: 'Your comment is too long: {count} characters, {max} at most.',
  counter: '{count} characters, {max} at most',
} satisfies Record<FailureText | Rating | CommentLabel, string> & Record<string, string>;

/** The name of the comment box's label for a rating. */
export type CommentLabel = `comment${Capitalize<Rating>}`;

/** The name of a text. */
export type TextName = keyof typeof english;

/** All texts of the widget in one language, by name. */
export type Strings = Readonly<Record<TextName, string>>;

/** Whether a value may be texts by name. Throws if it cannot be read. */
export const isTexts = (value: unknown) => isObject(value) && Object.values(value);

/** The texts of a language (English by default) with the host's overrides. Overrides that are not strings are ignored. */
export function pickStrings(locale: Strings | undefined, overrides?: Partial<Strings> | null): Strings {
  const texts: Record<string, string> = { ...english };
  for (const source of [locale, overrides])
    for (const [name, text] of Object.entries(source ?? {}))
      if (Object.hasOwn(english, name) && typeof text === 'string') texts[name] = text;
  return texts as Strings;
}

/** Replaces the placeholders of a text by numbers in the language's format, or by nothing for null. */
export function fillIn(text: string, numbers: Readonly<Record<string, number | null>>, lang: string): string {
  // In some languages a dot makes the number an ordinal.
  const filled = text.replace(/\{(\w+)\}(\.?)/g, (whole, name: string, dot: string) => {
    const number = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
    return number === undefined ? whole : number === null ? '' : toText(number, lang) + dot;
  });
  return filled.replace(/ {2,}/g, ' ').trim();
}

/** Whether small numbers look as in JavaScript. Arabic has digits of its own; of languages that are not built in, Intl knows. */
const hasLatinDigits = (lang: string) =>
  lang === 'en' || (lang !== 'ar' && LANGUAGES.includes(lang.toLowerCase().replace(/-(br|hans)$/, '') as Language));

function toText(number: number, lang: string): string {
  try {
    // The first use of Intl on a page takes some 20 ms.
    return Math.abs(number) < 1000 && hasLatinDigits(lang) ? `${number}` : number.toLocaleString(lang);
  } catch {
    // The host may pass a `lang` that is not a language tag.
    return `${number}`;
  }
}

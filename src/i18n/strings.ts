import { type FailureText, isObject, type Rating } from '../domain/index.js';
import { LANGUAGES, type Language } from './languages.js';

/** The English texts, by name. `lang` is their language tag; `{number}`, `{count}` and `{max}` are placeholders for numbers. */
export const english = {
  /** Language tag of the texts, for screen readers and numbers. */
  lang: 'en',
  /** Name of the group of buttons. `{number}` is the number of the answer, or nothing while it is not known. */
  group: 'Rate answer {number}',
  /** The button, and its tooltip. */
  up: 'Good response',
  /** The button, and its tooltip. */
  neutral: 'Neither good nor bad',
  /** The button, and its tooltip. */
  down: 'Bad response',
  /** Label of the comment box after thumbs up. */
  commentUp: 'What did you like? (optional)',
  /** Label of the comment box after neutral. */
  commentNeutral: 'What was missing? (optional)',
  /** Label of the comment box after thumbs down. */
  commentDown: 'What went wrong? (optional)',
  /** Label of the comment box without a rating, with `comment="always"`. */
  comment: 'Your comment (optional)',
  /** Button of the comment box. */
  send: 'Send',
  /** Button that closes the comment box. */
  close: 'Close',
  /** Button that opens the comment box again, if there are words. */
  edit: 'Edit',
  /** Button that opens the comment box again, if there are no words. */
  addComment: 'Add a comment',
  /** Button beside words that were sent, which removes rating and words. */
  remove: 'Remove',
  /** Button that brings them back. */
  undo: 'Undo',
  /** Mark of a record that someone of the project has read. */
  reviewed: 'Reviewed',
  /** Button after a failure that may go away. */
  retry: 'Retry',
  /** Status while a request is on its way. */
  saving: 'Sending…',
  /** Status after the server has confirmed. */
  saved: 'Thanks for your feedback!',
  /** Status after the server has deleted the record. */
  removed: 'Your feedback was removed.',
  /** Status of a rating whose `query-id` is not known yet. */
  waiting: 'Will be sent when the answer is complete.',
  /** Status while the browser is offline. */
  offline: 'Saved on this device. It will be sent when you are online.',
  /** Status while it is tried again. */
  notSent: 'Not sent yet. Trying again.',
  /** Status after the last try, of a rating that waits for Send, and of one that waits for its ids without an `answer-key`. */
  gaveUp: 'Not sent yet.',
  /** Status of a rating that is in the memory of the page only, because nothing could be stored. */
  keepOpen: 'Keep this page open until it is sent.',
  /** Status if the API wants a token, or another one (401). */
  signIn: 'Sign in to send your feedback. It is kept.',
  /** Status if the person may not rate (403). */
  cannotRate: "You can't rate this answer.",
  /** Status if the person may not change the record (403). */
  cannotChange: 'Your change could not be made.',
  /** Status of a widget that is set up wrongly, or whose project the API does not know. */
  unavailable: "Feedback isn't available here.",
  /** Status if the API has refused the feedback and does not say why. */
  invalid: 'The server did not accept this feedback.',
  /** Status if the API has refused the comment for its length. */
  tooLarge: 'Your comment is too long.',
  /** Message of the comment box beyond `max-length`. */
  tooLong: 'Your comment is too long: {count} characters, {max} at most.',
  /** Counter of the comment box, from 80 % of `max-length`. */
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

/** The names that texts by name may not have, and the values that are no text. */
export const findWrongTexts = (texts: object): readonly (readonly [name: string, value: unknown, isKnown: boolean])[] =>
  Object.entries(texts).flatMap(([name, value]) => {
    const isKnown = Object.hasOwn(english, name);
    return isKnown && (value == null || typeof value === 'string') ? [] : [[name, value, isKnown] as const];
  });

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
    // The number of an answer has no separators, as ids have none, where that needs no Intl.
    return number === undefined ? whole : number === null ? '' : toText(number, lang, name === 'number') + dot;
  });
  return filled.replace(/ {2,}/g, ' ').trim();
}

/** Whether plain numbers look as in JavaScript. Arabic has digits of its own; of languages that are not built in, Intl knows. */
const hasLatinDigits = (lang: string) =>
  lang === 'en' || (lang !== 'ar' && LANGUAGES.includes(lang.toLowerCase().replace(/-(br|hans)$/, '') as Language));

function toText(number: number, lang: string, isUngrouped: boolean): string {
  try {
    // The first use of Intl on a page takes some 30 ms.
    return (isUngrouped || number < 1000) && hasLatinDigits(lang) ? `${number}` : number.toLocaleString(lang);
  } catch {
    // The host may pass a `lang` that is not a language tag.
    return `${number}`;
  }
}

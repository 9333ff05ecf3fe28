import type { FailureText } from '../domain/index.js';

/**
 * English, the source of every text that a person reads. `lang` is the language tag of the texts; `{number}`, `{count}` and `{max}`
 * stand for numbers.
 */
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
  undo: 'Undo',
  retry: 'Retry',
  saving: 'Sending…',
  saved: 'Thanks for your feedback!',
  removed: 'Your feedback was removed.',
  waiting: 'Will be sent when the answer is complete.',
  offline: 'Saved on this device. It will be sent when you are online.',
  notSent: 'Not sent yet. Trying again.',
  gaveUp: 'Not sent yet.',
  keepOpen: 'Keep this page open until it is sent.',
  signIn: 'Sign in again to send your feedback. It is kept.',
  cannotRate: "You can't rate this answer.",
  cannotChange: 'Your change could not be made.',
  unavailable: "Feedback isn't available here.",
  invalid: 'The server did not accept this feedback.',
  tooLarge: 'Your comment is too long.',
  tooLong: 'Your comment is too long: {count} of {max} characters.',
  counter: '{count} of {max} characters',
} satisfies Record<FailureText, string> & Record<string, string>;

/** The name of a text. */
export type TextName = keyof typeof english;

/** Every text of the widget by its name, in one language. */
export type Strings = Readonly<Record<TextName, string>>;

/** A language's texts, English by default, with the host's own over them. Only text is taken; anything else is passed over. */
export function pickStrings(locale: Strings | undefined, overrides?: Partial<Strings> | null): Strings {
  const texts = [locale, overrides].flatMap((source) => Object.entries(source ?? {}));
  return { ...english, ...Object.fromEntries(texts.filter(([name, text]) => Object.hasOwn(english, name) && typeof text === 'string')) };
}

/** A text with its numbers filled in, written as the language writes them; the place of one that is not known closes up. */
export function fillIn(text: string, numbers: Readonly<Record<string, number | null>>, lang: string): string {
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(numbers, name) ? toText(numbers[name] ?? null, lang) : whole,
  );
  return filled.replace(/ {2,}/g, ' ').trim();
}

let formatter: { readonly lang: string; readonly format: (number: number) => string } | undefined;

/** Languages that write numbers below a thousand as JavaScript does: the first `Intl.NumberFormat` of a page takes some 20 ms. */
const PLAIN = /^(de|en|es|fr|he|it|ja|ko|nl|pl|pt|zh)(-[A-Za-z]{2,4})*$/;

function toText(number: number | null, lang: string): string {
  if (number === null) return '';
  if (number >= 0 && number < 1000 && PLAIN.test(lang)) return `${number}`;
  if (formatter?.lang !== lang) formatter = { lang, format: toFormat(lang) };
  return formatter.format(number);
}

function toFormat(lang: string): (number: number) => string {
  try {
    return new Intl.NumberFormat(lang).format;
  } catch {
    // The host's own `lang` may be no language tag.
    return String;
  }
}

/** English, the source of every text that a person reads. `{max}` and `{count}` stand for numbers. */
export const english = {
  group: 'Rate this answer',
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
  expired: 'Your earlier feedback could not be sent in time.',
  signIn: 'Sign in again to send your feedback. It is kept.',
  cannotRate: "You can't rate this answer.",
  cannotChange: 'Your change could not be made.',
  unavailable: "Feedback isn't available here.",
  invalid: 'The server did not accept this feedback.',
  tooLarge: 'Your comment is too long.',
  tooLong: 'Your comment is too long: {count} of {max} characters.',
  counter: '{count} of {max} characters',
};

/** Every text of the widget by its name. */
export type Strings = Readonly<Record<keyof typeof english, string>>;

/** English with the host's own texts over it. Only text is taken; anything else in `overrides` is passed over. */
export function pickStrings(overrides: Partial<Strings> = {}): Strings {
  const own = Object.entries(overrides).filter(([name, text]) => Object.hasOwn(english, name) && typeof text === 'string');
  return { ...english, ...Object.fromEntries(own) };
}

/** A text with its numbers filled in, written as the language writes them. */
export function fillIn(text: string, numbers: Readonly<Record<string, number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(numbers, name) ? new Intl.NumberFormat().format(numbers[name] as number) : whole,
  );
}

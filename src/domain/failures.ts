/** The row of one kind of failure. */
interface Failure {
  /** The HTTP statuses of this kind. */
  readonly statuses?: readonly number[];
  /** What can make the same call succeed: time (`auto`), the person or the host (`manual`), or nothing (`never`). */
  readonly retry: 'auto' | 'manual' | 'never';
  /** Only for failures after which a write may still be committed: the milliseconds to wait before the list is read. */
  readonly quarantineMs?: number;
  /** The name of the text that the person reads; null if nothing is shown. */
  readonly text: string | null;
  /** The name of the text for a change or a removal, if it differs. */
  readonly changeText?: string;
  /** The server refuses the comment, which goes back into the box. */
  readonly refusesWords?: true;
  /** It happens on pages that are set up well, so the console is not told. */
  readonly isRoutine?: true;
}

/** All kinds of failure. Everything that depends on a kind is read from its row. */
export const FAILURES = {
  config: { retry: 'never', text: 'unavailable' },
  offline: { retry: 'auto', text: 'offline', isRoutine: true },
  network: { retry: 'auto', quarantineMs: 5_000, text: 'notSent' },
  timeout: { retry: 'auto', quarantineMs: 30_000, text: 'notSent' },
  server: { statuses: [408, 409], retry: 'auto', quarantineMs: 30_000, text: 'notSent' },
  response: { retry: 'auto', quarantineMs: 30_000, text: 'notSent' },
  busy: { statuses: [425, 429], retry: 'auto', text: 'notSent', isRoutine: true },
  auth: { statuses: [401], retry: 'manual', text: 'signIn' },
  forbidden: { statuses: [403], retry: 'never', text: 'cannotRate', changeText: 'cannotChange' },
  'not-found': { statuses: [404, 410], retry: 'never', text: 'unavailable' },
  invalid: { statuses: [400, 415, 422], retry: 'never', text: 'invalid', refusesWords: true },
  'too-large': { statuses: [413], retry: 'never', text: 'tooLarge', refusesWords: true, isRoutine: true },
  misattributed: { retry: 'never', text: null },
  unclaimed: { retry: 'never', text: null },
} as const satisfies Readonly<Record<string, Failure>>;

/**
 * The kind of a failure, for code to branch on.
 *
 * - `config`: the set-up of the page is wrong, and nothing was sent.
 * - `offline`: `navigator.onLine` is false, and nothing was sent.
 * - `network`, `timeout`, `server`, `response`: the outcome is unknown, and the write may have been committed. `response` is a response that is not the
 *   API's, such as the error page of a gateway.
 * - `busy`: the server asks to retry later (425, 429).
 * - `auth`: `getToken` returned no usable token, or the server refused it twice.
 * - `forbidden`, `not-found`, `invalid`, `too-large`: the server refused the call (403; 404, 410; 400, 415, 422; 413).
 * - `misattributed`: the feedback was recorded, but not in the name of the impersonated user. A client tells it; a submitter returns the record as it is.
 * - `unclaimed`: a widget without `answerKey` was removed or shows another answer before the ids of the rated answer were known, so the feedback is lost.
 */
export type FeedbackErrorKind = keyof typeof FAILURES;

type Row = (typeof FAILURES)[FeedbackErrorKind];
type TextOf<R> = R extends { readonly text: infer Text extends string } ? Text : never;
type ChangeTextOf<R> = R extends { readonly changeText: infer Text } ? Text : never;

/** The names of the texts for failures. Every language has them. */
export type FailureText = TextOf<Row> | ChangeTextOf<Row>;

/** The row of a kind. */
export const failureOf = (kind: FeedbackErrorKind): Failure & { readonly text: FailureText | null; readonly changeText?: FailureText } =>
  FAILURES[kind];

/** The kind for an HTTP status: `invalid` for a 4xx without a row, `server` for a 5xx, `response` for a status below 400. */
export function kindOfStatus(status: number): FeedbackErrorKind {
  const kinds = Object.keys(FAILURES) as FeedbackErrorKind[];
  const kind = kinds.find((kind) => failureOf(kind).statuses?.includes(status));
  return kind ?? (status >= 500 ? 'server' : status < 400 ? 'response' : 'invalid');
}

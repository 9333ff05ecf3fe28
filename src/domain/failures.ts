/** What one kind of failure means. */
interface Failure {
  /** The HTTP statuses that mean it. */
  readonly statuses?: readonly number[];
  /** Who can make the same call succeed: `auto` time alone, `manual` the person or the host, `never` nobody. */
  readonly retry: 'auto' | 'manual' | 'never';
  /** Only where a write may have been committed although it failed: how long to wait before the server is asked, in milliseconds. */
  readonly quarantineMs?: number;
  /** The name of the text that the person reads; none where they are told nothing. */
  readonly text?: string;
  /** The name of the text where a record was to be changed or removed, if it is another one. */
  readonly changeText?: string;
  /** The server refuses the words, which go back into the box. */
  readonly refusesWords?: true;
}

/** Every kind of failure. Whatever depends on a kind is read from its row. */
export const FAILURES = {
  config: { retry: 'never', text: 'unavailable' },
  offline: { retry: 'auto', text: 'offline' },
  network: { retry: 'auto', quarantineMs: 5_000, text: 'notSent' },
  timeout: { retry: 'auto', quarantineMs: 30_000, text: 'notSent' },
  server: { statuses: [408, 409], retry: 'auto', quarantineMs: 30_000, text: 'notSent' },
  response: { retry: 'auto', quarantineMs: 30_000, text: 'notSent' },
  busy: { statuses: [425, 429], retry: 'auto', text: 'notSent' },
  auth: { statuses: [401], retry: 'manual', text: 'signIn' },
  forbidden: { statuses: [403], retry: 'never', text: 'cannotRate', changeText: 'cannotChange' },
  'not-found': { statuses: [404, 410], retry: 'never', text: 'unavailable' },
  invalid: { statuses: [400, 415, 422], retry: 'never', text: 'invalid', refusesWords: true },
  'too-large': { statuses: [413], retry: 'never', text: 'tooLarge', refusesWords: true },
  misattributed: { retry: 'never' },
} as const satisfies Readonly<Record<string, Failure>>;

/**
 * What went wrong, for code to branch on.
 *
 * - `config`: the page's set-up is wrong; nothing was sent.
 * - `offline`: the browser says that it is offline; nothing was sent.
 * - `network`, `timeout`, `server`, `response`: the outcome is unknown, the write may have been committed. `response` is an answer that is not the API's:
 *   a success without the record that was asked for, or a refusal without the API's JSON, as gateways send.
 * - `busy`: the server asks to come back later (425, 429).
 * - `auth`: there is no usable token, or the server refused it twice.
 * - `forbidden`, `not-found`, `invalid`, `too-large`: the server refused the call (403; 404, 410; 400, 415, 422; 413).
 * - `misattributed`: it was recorded, but in the name of another than the impersonated user.
 */
export type FeedbackErrorKind = keyof typeof FAILURES;

type Row = (typeof FAILURES)[FeedbackErrorKind];
type TextOf<R> = R extends { readonly text: infer Text } ? Text : never;
type ChangeTextOf<R> = R extends { readonly changeText: infer Text } ? Text : never;

/** The names of the texts that failures are told with: every language has them. */
export type FailureText = TextOf<Row> | ChangeTextOf<Row>;

/** The row of a kind. */
export const failureOf = (kind: FeedbackErrorKind): Failure & { readonly text?: FailureText; readonly changeText?: FailureText } =>
  FAILURES[kind];

/** The kind that an HTTP status of a refusal means: `invalid` for a 4xx that has no row, `server` for a 5xx, `response` for anything else. */
export function kindOfStatus(status: number): FeedbackErrorKind {
  const kinds = Object.keys(FAILURES) as FeedbackErrorKind[];
  const kind = kinds.find((kind) => failureOf(kind).statuses?.includes(status));
  return kind ?? (status >= 500 ? 'server' : status < 400 ? 'response' : 'invalid');
}

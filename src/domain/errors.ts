import { own } from './own-properties.js';
/**
 * What went wrong, for code to branch on.
 *
 * - `config`: the page's set-up is wrong; nothing was sent.
 * - `auth`: no usable token, or the server refused it twice.
 * - `forbidden`, `not-found`, `invalid`, `too-large`: the server refused the call (403, 404, 400/415/422, 413).
 * - `busy`: the server asks to come back later (425, 429).
 * - `network`, `timeout`, `server`, `response`: the outcome is unknown, the write may have been committed. `response` is an
 *   answer that is not the API's: a success without the record that was asked for, or a refusal without the API's JSON, as gateways send.
 * - `offline`: the browser knows that it is offline; nothing was sent.
 * - `expired`: feedback from an earlier visit was not sent within 72 hours and was dropped.
 * - `misattributed`: it was recorded, but in the name of another than the impersonated user.
 */
export type FeedbackErrorKind =
  | 'config'
  | 'auth'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'too-large'
  | 'busy'
  | 'network'
  | 'timeout'
  | 'server'
  | 'response'
  | 'offline'
  | 'expired'
  | 'misattributed';

/** What a {@link FeedbackError} carries beside its kind and message. */
export interface FeedbackErrorDetails {
  /** The HTTP status, where an answer came. */
  status?: number | undefined;
  /** The server's messages for each field, nested names joined by dots: `{ 'context.query_id': ['...'] }`. */
  fields?: Readonly<Record<string, readonly string[]>> | undefined;
  /** How long the server asked to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The name and message of what failed underneath, as text. It never holds the token or the request. */
  cause?: string | undefined;
}

/**
 * The one error of this package: a value that the submitter returns and events carry. Only wrong options are thrown.
 * It covers what the network and the server do, and the page's set-up; an error in the host's own event handlers is not its.
 */
export class FeedbackError extends Error {
  override readonly name = 'FeedbackError';
  /** What went wrong, to branch on. */
  readonly kind: FeedbackErrorKind;
  /** The HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** What the server said, by the field that it is about; empty where it said nothing. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FeedbackErrorKind, message: string, given: FeedbackErrorDetails = {}) {
    const details = own(given);
    super(message, details);
    this.kind = kind;
    this.status = details.status;
    this.fields = details.fields ?? {};
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same call may succeed later without anyone changing anything. */
  get retryable(): boolean {
    return this.kind === 'busy' || this.kind === 'offline' || this.uncertain;
  }

  /** Whether a write may have been committed although it failed. */
  get uncertain(): boolean {
    return /^(network|timeout|server|response)$/.test(this.kind);
  }
}

/** A {@link FeedbackError} of kind `config`, worded as: which option, what was given, what is needed. */
export function configError(option: string, given: unknown, needed: string): FeedbackError {
  return new FeedbackError('config', `${option}: got ${show(given)}, needs ${needed}.`);
}

function show(given: unknown): string {
  if (given == null || given === '') return 'nothing';
  if (typeof given === 'string') return JSON.stringify(given);
  return typeof given === 'object' ? 'an object' : typeof given === 'function' ? 'a function' : String(given);
}

/** The error for an option that is not good, or undefined. */
export function check(isGood: unknown, option: string, given: unknown, needed: string): FeedbackError | undefined {
  return isGood ? undefined : configError(option, given, needed);
}

/** Throws the first error there is, as only wrong options are thrown. */
export function demand(...checks: readonly (FeedbackError | undefined)[]): void {
  for (const error of checks) if (error) throw error;
}

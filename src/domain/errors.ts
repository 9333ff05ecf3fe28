import { type FeedbackErrorKind, failureOf } from './failures.js';
import { ownProperties } from './own-properties.js';

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
    const details = ownProperties(given);
    super(message, details);
    this.kind = kind;
    this.status = details.status;
    this.fields = details.fields ?? {};
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same call may succeed later without anyone changing anything. */
  get retryable(): boolean {
    return failureOf(this.kind).retry === 'auto';
  }

  /** Whether the server refused the words, which the person may change. */
  get refusesWords(): boolean {
    return !!failureOf(this.kind).refusesWords;
  }

  /** Whether a write may have been committed although it failed. */
  get uncertain(): boolean {
    return failureOf(this.kind).quarantineMs !== undefined;
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

import { type FeedbackErrorKind, failureOf } from './failures.js';
import type { FeedbackRecord } from './feedback.js';
import { isObject } from './json.js';
import { ownProperties } from './own-properties.js';

/** The optional details of a {@link FeedbackError}. */
export interface FeedbackErrorDetails {
  /** The HTTP status, if there was a response. */
  status?: number | undefined;
  /** The server's messages by field. Nested names are joined by dots: `{ 'context.query_id': ['...'] }`. */
  fields?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The delay that the server asked for, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The name and message of the underlying error; not in the script. Never contains the token or the request. */
  cause?: string | undefined;
}

/**
 * The only error type of this package, for failures of the network, the server and the set-up. The submitter returns it and events carry it; it is
 * thrown only for wrong options. Errors in event handlers of the host are not wrapped in it.
 */
export class FeedbackError extends Error {
  override readonly name = 'FeedbackError';
  /** The kind of failure, for code to branch on. */
  declare readonly kind: FeedbackErrorKind;
  /** The HTTP status; undefined if there was no response. */
  declare readonly status: number | undefined;
  /** The server's messages by field; empty if there are none. */
  declare readonly fields: Readonly<Record<string, readonly string[]>>;
  /** The delay that the server asked for, in milliseconds. */
  declare readonly retryAfterMs: number | undefined;

  constructor(kind: FeedbackErrorKind, message: string, given: FeedbackErrorDetails = {}) {
    const details = ownProperties(given);
    super(message, details);
    this.kind = kind;
    this.status = details.status;
    this.fields = details.fields ?? {};
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same call may succeed later by itself. */
  get retryable(): boolean {
    return failureOf(this.kind).retry === 'auto';
  }

  /** Whether the server refused what was sent, which may be the comment: `fields` says so where it has `feedback`. */
  get refusesWords(): boolean {
    return !!failureOf(this.kind).refusesWords;
  }

  /** Whether a write may have been committed although it failed. */
  get uncertain(): boolean {
    return failureOf(this.kind).quarantineMs !== undefined;
  }
}

/** The error of a record that was not given by the user with that email, whom its request has impersonated; undefined for none. */
export function findMisattribution({ given_by }: FeedbackRecord, expected: string): FeedbackError | undefined {
  const email = given_by?.email;
  if (!expected || email?.toLowerCase() === expected.toLowerCase()) return undefined;
  return new FeedbackError('misattributed', `Given by ${email}, not by ${expected}: the token may lack CAN_IMPERSONATE_OTHER_USERS.`);
}

/** Creates an error of kind `config` that names the option, the given value and what is needed. */
export function configError(option: string, given: unknown, needed: string): FeedbackError {
  // What was passed as `getToken` may be a token.
  const shown = /^(get)?token/i.test(option) && given && typeof given === 'string' ? 'a string' : show(given);
  return new FeedbackError('config', `${option}: got ${shown}, needs ${needed}.`);
}

/** A value as messages show it. What is in an object may be private, and any access to it may throw. */
function show(given: unknown): string {
  if (given == null || given === '') return 'nothing';
  if (typeof given === 'string') return JSON.stringify(given);
  if (isObject(given)) return 'an object';
  // As a property, because the script's minifier writes `given + ''` for the function, which throws for a symbol.
  return Array.isArray(given) ? 'a list' : typeof given === 'function' ? 'a function' : globalThis.String(given);
}

/** Returns an error for an option if `isValid` is falsy. */
export function check(isValid: unknown, option: string, given: unknown, needed: string): FeedbackError | undefined {
  return isValid ? undefined : configError(option, given, needed);
}

import { isRefusal } from '../api/index.js';
import { isObject } from '../domain/index.js';

/** Why a proxy did not answer with what was asked for; see `ProxyEvent`. */
export type Cause = 'refused' | 'misattributed' | 'upstream-failed' | 'failed';

interface Facts {
  /** For the log. */
  readonly reason?: string;
  /** A record that should not be there. */
  readonly recordId?: string;
  readonly headers?: Record<string, string>;
}

/** An answer that ends the call. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly event: Cause = 'refused',
    readonly more: Facts = {},
  ) {
    super();
  }
}

/** One that says why, to the visitor and to the log. */
export const refuse = (status: number, error: string, event?: Cause, more: Facts = {}): Refusal =>
  new Refusal(status, { error }, event, { reason: error, ...more });

/** What is the host's own to mend; the visitor is told nothing of it. */
export const fail = (reason: string): Refusal => new Refusal(500, { error: 'Something went wrong.' }, 'failed', { reason });

/** What the API answered: a JSON value, or undefined. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What the API may say of a visitor's call. Anything else, and whatever a gateway in front of it says, is an upstream failure. */
const PASSED_ON = [400, 403, 404, 409, 410, 413, 415, 422, 425, 429];

/** Ends a call that the API did not do; its words are passed on where they may be about what the visitor sent. */
export function raise({ status, body }: Answer): never {
  // What is wrong with the service token is nothing the visitor could mend.
  if (!PASSED_ON.includes(status) || !isRefusal(status, body))
    throw refuse(502, `The feedbacks API did not do it (${status}).`, 'upstream-failed');
  const words = toWords(body);
  throw new Refusal(status, isObject(words) ? words : { error: 'The feedbacks API refused it.' }, 'refused', {
    reason: `The API answered ${status}.`,
  });
}

/** The error texts of an answer by their fields, and nothing else of it. */
function toWords(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value;
  if (depth > 3 || !value || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  const words = Object.entries(value).flatMap(([name, one]) => {
    const text = toWords(one, depth + 1);
    return text === undefined ? [] : [[name, text]];
  });
  return words.length ? Object.fromEntries(words) : undefined;
}

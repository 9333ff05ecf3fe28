import { isObject, isUuid, ownProperties } from '../domain/index.js';
import { refuseField } from './refusal.js';

/** The end of the reason of a 404 for a path that the API does not have. */
export const NO_PATH = 'is no path of the API.';

/**
 * Whether a page of this site sent the request: by `allowedOrigins` if there are any, by `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), or
 * else by `Origin`, which browsers omit for a `GET` of the same origin.
 */
export function isSameSite({ headers, method }: Request, { origin, protocol }: URL, allowedOrigins: readonly string[]): boolean {
  const sender = headers.get('origin');
  if (sender && allowedOrigins.length) return allowedOrigins.includes(sender);
  const site = headers.get('sec-fetch-site');
  // Nobody but the person can have a browser ask without a page, such as from its address bar.
  if (site) return site === 'same-origin' || (site === 'none' && method === 'GET' && !sender);
  // Behind a reverse proxy, a framework's URL may have another host than the browser used.
  return !sender || [origin, `${protocol}//${headers.get('host')}`].includes(sender);
}

/** Whether a text is an origin as browsers serialize it. The `null` of sandboxed pages is not, because all of them share it. */
export const isOrigin = (text: unknown) => typeof text === 'string' && URL.canParse(text) && new URL(text).origin === text;

/** Checks the `context` of a new record. */
export function readContext(context: unknown): object {
  const { conversation_id, query_id, source } = ownProperties(isObject(context) ? context : {});
  if (!isUuid(conversation_id)) throw refuseField('conversation_id', 'Must be a valid UUID.', 'context');
  if (!Number.isSafeInteger(query_id) || Number(query_id) < 0) throw refuseField('query_id', 'A valid integer is required.', 'context');
  if (typeof source !== 'string' || !source) throw refuseField('source', 'This field is required.', 'context');
  return { conversation_id, query_id, source };
}

/** Checks the comment and the rating of a body. Each is optional. */
export function readFeedback({ feedback, is_positive }: Record<string, unknown>, maxLength: number): object {
  if (feedback !== undefined && typeof feedback !== 'string') throw refuseField('feedback', 'Not a valid string.');
  if (feedback && [...feedback].length > maxLength) throw refuseField('feedback', `At most ${maxLength} characters.`);
  if (![undefined, null, true, false].includes(is_positive as boolean)) throw refuseField('is_positive', 'Must be a valid boolean.');
  return { ...(feedback === undefined ? {} : { feedback }), ...(is_positive === undefined ? {} : { is_positive }) };
}

/** Checks a number of the query string. */
export function readNumber(searchParams: URLSearchParams, name: string, fallback: number, min: number, max: number): number {
  const text = searchParams.get(name);
  const number = text === null ? fallback : /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw refuseField(name, `A number from ${min} to ${max} is required.`);
}

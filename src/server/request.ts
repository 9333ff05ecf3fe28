import { isObject, isUuid, ownProperties, toJson } from '../domain/index.js';
import { isDeadlineError, withDeadline } from '../platform/index.js';
import { fail, Refusal, refuse } from './refusal.js';

const MAX_BYTES = 64 * 1024;
/** Bodies that are read at once. With all of them as large as they may be, they take 128 MiB. */
const MAX_BODIES = 2048;
let bodies = 0;
const READ_BEFORE = 'The body was read before the proxy got it: mount it before what reads bodies, such as express.json().';

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

/** Reads the body of a request as a JSON object. */
export async function readBody(request: Request, timeoutMs: number): Promise<Record<string, unknown>> {
  const { headers } = request;
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) throw refuse(415, 'The body has to be JSON.');
  if (request.bodyUsed || request.body?.locked) throw fail(READ_BEFORE);
  if (bodies >= MAX_BODIES) throw refuse(429, 'Too many bodies at once.', 'refused', { headers: { 'retry-after': '1' } });
  bodies += 1;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  const cancel = () => void reader?.cancel().catch(() => {});
  const read = async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.length;
      if (bytes > MAX_BYTES) throw refuse(413, 'The body is larger than 64 KiB.');
      chunks.push(part.value);
    }
  };
  try {
    await withDeadline(timeoutMs, read());
    const all = await new Blob(chunks).arrayBuffer();
    if (!bytes && Number(headers.get('content-length')) > 0) throw fail(READ_BEFORE);
    const body = toJson(new TextDecoder('utf-8', { fatal: true }).decode(all));
    if (isObject(body)) return ownProperties(body);
  } catch (error) {
    cancel();
    if (error instanceof Refusal) throw error;
    if (isDeadlineError(error)) throw refuse(408, 'The body did not come in time.');
  } finally {
    bodies -= 1;
  }
  throw refuse(400, 'The body is no JSON object.');
}

/** Checks the `context` of a new record. */
export function readContext(context: unknown): object {
  const { conversation_id, query_id, source } = ownProperties(isObject(context) ? context : {});
  if (!isUuid(conversation_id)) throw new Refusal(400, { context: { conversation_id: ['Must be a valid UUID.'] } });
  if (!Number.isSafeInteger(query_id)) throw new Refusal(400, { context: { query_id: ['A valid integer is required.'] } });
  if (typeof source !== 'string' || !source) throw new Refusal(400, { context: { source: ['This field is required.'] } });
  return { conversation_id, query_id, source };
}

/** Checks the comment and the rating of a body. Each is optional. */
export function readFeedback({ feedback, is_positive }: Record<string, unknown>, maxLength: number): object {
  if (feedback !== undefined && typeof feedback !== 'string') throw new Refusal(400, { feedback: ['Not a valid string.'] });
  if (feedback && [...feedback].length > maxLength) throw new Refusal(400, { feedback: [`At most ${maxLength} characters.`] });
  if (![undefined, null, true, false].includes(is_positive as boolean))
    throw new Refusal(400, { is_positive: ['Must be a valid boolean.'] });
  return { ...(feedback === undefined ? {} : { feedback }), ...(is_positive === undefined ? {} : { is_positive }) };
}

/** Checks a number of the query string. */
export function readNumber(searchParams: URLSearchParams, name: string, fallback: number, min: number, max: number): number {
  const text = searchParams.get(name);
  const number = text === null ? fallback : /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new Refusal(400, { [name]: [`A number from ${min} to ${max} is required.`] });
}

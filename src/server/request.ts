import { isObject, isUuid, ownProperties, toJson } from '../domain/index.js';
import { isDeadlineError, withDeadline } from '../platform/index.js';
import { fail, Refusal, refuse } from './refusal.js';

const MOST_BYTES = 64 * 1024;
const READ_BEFORE = 'The body was read before the proxy got it.';

/** Whether a page of this site asks, as far as the browser tells: https://www.w3.org/TR/fetch-metadata/ and the Origin header. */
export function isFromOwnPage({ headers }: Request, { host }: URL, allowedOrigins: readonly string[]): boolean {
  const origin = headers.get('origin');
  if (origin && allowedOrigins.includes(origin)) return true;
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  // A framework may name itself otherwise in the URL than the browser did.
  return !origin || (URL.canParse(origin) && [host, headers.get('host')].includes(new URL(origin).host));
}

/** An origin as browsers write it; that of a sandboxed page is `null` and everyone's. */
export const isOrigin = (text: unknown) => typeof text === 'string' && URL.canParse(text) && new URL(text).origin === text;

/** The body of a call as a JSON object. */
export async function readBody(request: Request, timeoutMs: number): Promise<Record<string, unknown>> {
  const { headers } = request;
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) throw refuse(415, 'The body has to be JSON.');
  if (request.bodyUsed || request.body?.locked) throw fail(READ_BEFORE);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  const drop = () => void reader?.cancel().catch(() => {});
  const read = async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.length;
      if (bytes > MOST_BYTES) throw refuse(413, 'The body is larger than 64 KiB.');
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
    drop();
    if (error instanceof Refusal) throw error;
    if (isDeadlineError(error)) throw refuse(408, 'The body did not come in time.');
  }
  throw refuse(400, 'The body is no JSON object.');
}

/** Which answer a new record is about. */
export function readContext(context: unknown): object {
  const { conversation_id, query_id, source } = ownProperties(isObject(context) ? context : {});
  if (!isUuid(conversation_id)) throw new Refusal(400, { context: { conversation_id: ['Must be a valid UUID.'] } });
  if (!Number.isSafeInteger(query_id)) throw new Refusal(400, { context: { query_id: ['A valid integer is required.'] } });
  if (typeof source !== 'string' || !source) throw new Refusal(400, { context: { source: ['This field is required.'] } });
  return { conversation_id, query_id, source };
}

/** What a visitor may say of an answer: the words and the rating, each only where it is there. */
export function readWords({ feedback, is_positive }: Record<string, unknown>, maxLength: number): object {
  if (feedback !== undefined && typeof feedback !== 'string') throw new Refusal(400, { feedback: ['Not a valid string.'] });
  if (feedback && [...feedback].length > maxLength) throw new Refusal(400, { feedback: [`At most ${maxLength} characters.`] });
  if (![undefined, null, true, false].includes(is_positive as boolean))
    throw new Refusal(400, { is_positive: ['Must be a valid boolean.'] });
  return { ...(feedback === undefined ? {} : { feedback }), ...(is_positive === undefined ? {} : { is_positive }) };
}

/** A number of the query. */
export function readNumber(searchParams: URLSearchParams, name: string, otherwise: number, least: number, most: number): number {
  const text = searchParams.get(name);
  const number = text === null ? otherwise : /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Refusal(400, { [name]: [`A number from ${least} to ${most} is required.`] });
}

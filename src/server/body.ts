import { isObject, ownProperties, toJson } from '../domain/index.js';
import { isDeadlineError, withDeadline } from '../platform/index.js';
import { fail, Refusal, refuse } from './refusal.js';
import type { Call } from './upstream.js';

const MAX_BYTES = 64 * 1024;
/** Bodies that a process reads at once. They take up to 128 MiB. */
const MAX_BODIES = 2048;
/** Bodies of one visitor among them. A page has two calls under way at once. */
const MAX_BODIES_OF_VISITOR = 32;
const READ_BEFORE =
  'The body was read before the proxy got it: mount it before what reads bodies, such as express.json(), and return its promise.';

interface Reading {
  readonly email: string;
  /** When its deadline is over. */
  readonly end: number;
}

/** The bodies that are being read, by all proxies of the process: some hosts create one for each request. */
const readings = new Set<Reading>();

/** Counts a body in. Returns the function that counts it out. */
function startReading(email: string, msLeft: number): () => void {
  const now = performance.now();
  let theirs = 0;
  for (const reading of readings) {
    // A platform may end a handler whose visitor has gone, without its `finally`.
    if (reading.end < now) readings.delete(reading);
    else if (reading.email === email) theirs += 1;
  }
  if (theirs >= MAX_BODIES_OF_VISITOR || readings.size >= MAX_BODIES)
    throw refuse(429, 'Too many bodies at once.', 'refused', {
      reason: `Too many bodies at once: the proxy reads ${MAX_BODIES_OF_VISITOR} of a visitor and ${MAX_BODIES} in all.`,
      headers: { 'retry-after': '1' },
    });
  const reading = { email, end: now + msLeft };
  readings.add(reading);
  return () => readings.delete(reading);
}

/** The bytes of a stream, copied into one buffer: small chunks would take many times their size. */
async function readBytes(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<Uint8Array> {
  let buffer = new Uint8Array(1024);
  let bytes = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const { value } = part;
    if (bytes + value.length > MAX_BYTES) throw refuse(413, 'The body is larger than 64 KiB.');
    if (bytes + value.length > buffer.length) {
      const larger = new Uint8Array(Math.min(2 * (bytes + value.length), MAX_BYTES));
      larger.set(buffer.subarray(0, bytes));
      buffer = larger;
    }
    buffer.set(value, bytes);
    bytes += value.length;
  }
  return buffer.subarray(0, bytes);
}

/** Reads the body of a visitor's request as a JSON object. */
export async function readBody({ request, visitor, msLeft }: Call): Promise<Record<string, unknown>> {
  const { headers } = request;
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) throw refuse(415, 'The body has to be JSON.');
  if (request.bodyUsed || request.body?.locked) throw fail(READ_BEFORE);
  const endReading = startReading(visitor.email, msLeft());
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    reader = request.body?.getReader();
    const all = await withDeadline(msLeft(), readBytes(reader));
    if (!all.length && Number(headers.get('content-length')) > 0) throw fail(READ_BEFORE);
    const body = toJson(new TextDecoder('utf-8', { fatal: true }).decode(all));
    if (isObject(body)) return ownProperties(body);
  } catch (error) {
    void reader?.cancel().catch(() => {});
    if (error instanceof Refusal) throw error;
    if (isDeadlineError(error)) throw refuse(408, 'The body did not come in time.');
  } finally {
    endReading();
  }
  throw refuse(400, 'The body is no JSON object.');
}

import { FeedbackError, isObject, kindOfStatus, ownProperties } from '../domain/index.js';

/** The fields of Django's error responses that hold a message as plain text. */
const FIELDS = ['error', 'detail', 'non_field_errors', 'feedback', 'is_positive'];

/**
 * Whether a 4xx response is a refusal by the API: JSON with an `error`, a `detail` or messages by field. Gateways, firewalls and captive portals also
 * respond with 4xx, which proves nothing about the record. 401, 425 and 429 count from any sender. A body with a status is not the API's: Django has
 * none, but problem details (RFC 9457) and many gateways do.
 */
export function isRefusal(status: number, body: unknown): boolean {
  const isText = (value: unknown) => !!value && typeof value === 'string';
  const hasMessages = (value: unknown): boolean =>
    Array.isArray(value) ? value.some(isText) : isObject(value) && Object.values(value).some(hasMessages);
  if (/^4(01|25|29)$/.test(`${status}`)) return true;
  if (!isObject(body) || body['status'] || body['statusCode']) return false;
  return FIELDS.some((name) => isText(body[name])) || hasMessages(body);
}

/** Creates the error for a response that is not a success, with the server's messages. `retryAfter` is the value of the header. */
export function readRefusal(call: string, status: number, body: unknown, retryAfter: string | null, nowMs: number): FeedbackError {
  const kind = status >= 400 && status < 500 && !isRefusal(status, body) ? 'response' : kindOfStatus(status);
  const fields = flatten(body);
  const messages = Object.entries(fields).map(([name, texts]) => (/^(error|detail)$/.test(name) ? '' : `${name}: `) + texts.join(' '));
  const message =
    kind === 'response'
      ? `${call} got a ${status} response that is not from the feedbacks API.`
      : `${call} got a ${status} response${messages.length ? `: ${messages.join('; ')}` : '.'}`;
  return new FeedbackError(kind, message, { status, fields, retryAfterMs: readRetryAfter(retryAfter, nowMs) });
}

/** The messages by field of a Django response: `{"error": "..."}`, `{"field": ["..."]}`, or nested as `{"context": {"query_id": ["..."]}}`. */
function flatten(body: unknown): Record<string, readonly string[]> {
  // Without a prototype, so that a field called __proto__ is harmless.
  const found: Record<string, string[]> = ownProperties({});
  const walk = (value: unknown, path: string, depth: number): void => {
    if (!value || depth > 8) return;
    const field = path || 'error';
    if (typeof value === 'string') found[field] = [...(found[field] ?? []), value];
    else if (typeof value === 'object')
      for (const [name, item] of Object.entries(value))
        walk(item, Array.isArray(value) ? path : path ? `${path}.${name}` : name, depth + 1);
  };
  if (typeof body !== 'string') walk(body, '', 0);
  return { ...found };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from now. */
function readRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (!value) return undefined;
  const delayMs = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
}

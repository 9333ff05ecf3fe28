import { FeedbackError, isObject, kindOfStatus } from '../domain/index.js';

/** The fields of a record, as Django names them in its messages, and those that every Django view may name. */
const FIELDS = ['error', 'detail', 'non_field_errors', 'feedback', 'is_positive'];

/**
 * Whether a 4xx answer is the API's own refusal: JSON with an `error`, a `detail`, or messages by field. A gateway, a firewall or a login page of the network
 * answers with any status too, and what it says is nothing about the record. 401, 425 and 429 mean the same whoever says them. Django puts no status into
 * its answers; problem details (RFC 9457) and the errors of many gateways have one.
 */
export function isRefusal(status: number, body: unknown): boolean {
  const isText = (value: unknown) => !!value && typeof value === 'string';
  const hasMessages = (value: unknown): boolean =>
    Array.isArray(value) ? value.some(isText) : isObject(value) && Object.values(value).some(hasMessages);
  if (/^4(01|25|29)$/.test(`${status}`)) return true;
  if (!isObject(body) || body['status'] || body['statusCode']) return false;
  return FIELDS.some((name) => isText(body[name])) || hasMessages(body);
}

/** The error for an answer that is no success, with the server's own words in it. `retryAfter` is the header's value. */
export function readRefusal(call: string, status: number, body: unknown, retryAfter: string | null, nowMs: number): FeedbackError {
  const kind = status >= 400 && status < 500 && !isRefusal(status, body) ? 'response' : kindOfStatus(status);
  const fields = flatten(body);
  const messages = Object.entries(fields).map(([name, texts]) => (/^(error|detail)$/.test(name) ? '' : `${name}: `) + texts.join(' '));
  const message =
    kind === 'response'
      ? `${call} was answered with ${status}, but not as the feedbacks API answers.`
      : `${call} was answered with ${status}${messages.length ? `: ${messages.join('; ')}` : '.'}`;
  return new FeedbackError(kind, message, { status, fields, retryAfterMs: readRetryAfter(retryAfter, nowMs) });
}

/**
 * Messages by field, from any of Django's shapes: `{"error": "..."}`, `{"detail": "..."}`, `{"field": ["..."]}` and nested as
 * `{"context": {"query_id": ["..."]}}`, which becomes `context.query_id`.
 */
function flatten(body: unknown): Record<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'string') {
      if (value) found.set(path || 'error', [...(found.get(path || 'error') ?? []), value]);
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, path, depth);
    } else if (value && typeof value === 'object' && depth < 8) {
      for (const [name, item] of Object.entries(value)) walk(item, path ? `${path}.${name}` : name, depth + 1);
    }
  };
  if (body && typeof body === 'object') walk(body, '', 0);
  // `fromEntries` defines own properties, so a field called __proto__ stays a plain name.
  return Object.fromEntries(found);
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from now. */
function readRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (!value) return undefined;
  const delayMs = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
}

import { isRefusal } from '../api/index.js';
import { failureOf, isObject, kindOfStatus } from '../domain/index.js';

/** Why a call was not answered; see `ProxyEvent`. */
export type Cause = 'refused' | 'misattributed' | 'upstream-failed' | 'failed';

interface Facts {
  /** For the log. */
  readonly reason?: string;
  /** What the host's code has thrown. */
  readonly error?: unknown;
  /** The id of a record that should not exist. */
  readonly recordId?: string;
  readonly headers?: Record<string, string>;
}

/** Thrown to end a call with an error response. */
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

/** A refusal of what the visitor sent in a field, with the same words in the log. */
export const refuseField = (field: string, message: string, parent?: string): Refusal => {
  const fields = { [field]: [message] };
  return new Refusal(400, parent ? { [parent]: fields } : fields, 'refused', {
    reason: `${parent ? `${parent}.` : ''}${field}: ${message}`,
  });
};

/** A refusal whose message goes to the visitor and to the log. */
export const refuse = (status: number, error: string, event?: Cause, more: Facts = {}): Refusal =>
  new Refusal(status, { error }, event, { reason: error, ...more });

/** A failure of the host's code. Its reason goes to the log only. */
export const fail = (reason: string, error?: unknown): Refusal =>
  new Refusal(500, { error: 'Something went wrong.' }, 'failed', { reason, ...(error === undefined ? {} : { error }) });

/** A response of the API; `body` is undefined if it was not JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The media type of the response, for the log. */
  readonly type?: string | undefined;
}

/** Whether a status is passed on, so that the widget sees the same kind of failure as without a proxy. A refused token is the host's. */
function isPassedOn(status: number): boolean {
  const kind = kindOfStatus(status);
  return kind !== 'auth' && !!failureOf(kind).statuses?.includes(status);
}

/** What the host may look at, for the log. */
function hintOf(status: number, type: string | undefined, isProject: boolean): string {
  if (status >= 300 && status < 400) return ' (a redirect): see baseUrl';
  if (type && !/json/i.test(type)) return ` (${type}): see baseUrl, and what stands before the API`;
  if (isProject && status === 404) return ': see projectId, region and baseUrl';
  return status < 300 ? ', without what the API returns: see baseUrl' : '';
}

/**
 * Ends a call that the API refused. Its messages are passed on if they may be about what the visitor sent. With `isProject`, the call was for the project
 * as a whole, and not for one record: a 404 is the host's mistake.
 */
export function raise({ status, body, type }: Answer, isProject = false): never {
  const hint = hintOf(status, type, isProject);
  if (kindOfStatus(status) === 'auth') throw refuse(502, `The API refused the service token (${status}).`, 'upstream-failed');
  if (!isPassedOn(status) || !isRefusal(status, body))
    throw refuse(502, `The feedbacks API answered ${status}, which is not passed on${hint}.`, 'upstream-failed');
  const messages = toMessages(body);
  throw new Refusal(status, isObject(messages) ? messages : { error: 'The feedbacks API refused it.' }, 'refused', {
    reason: `The API answered ${status}${isObject(messages) ? ` (${Object.keys(messages).join(', ')})` : ''}${hint}.`,
  });
}

/** The error messages of a response by field, and nothing else from it. */
function toMessages(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value;
  if (depth > 3 || !value || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  const messages = Object.entries(value).flatMap(([name, one]) => {
    const text = toMessages(one, depth + 1);
    return text === undefined ? [] : [[name, text]];
  });
  return messages.length ? Object.fromEntries(messages) : undefined;
}

import { createFetch } from 'ofetch';
import {
  type Answer,
  check,
  checkInteger,
  checkRating,
  checkText,
  checkUuid,
  demand,
  type Feedback,
  FeedbackError,
  type FeedbackPage,
  type FeedbackRecord,
  isSameId,
  isUuid,
  own,
  toIsPositive,
} from '../domain/index.js';
import { isEmail, isOwnOrigin, type ProjectOptions, readFeedbacksUrl } from '../options/index.js';
import { type Clock, systemClock } from '../platform/index.js';
import { createTokenSource, type GetToken } from './access-token.js';
import { readRefusal } from './parse-error.js';

/** Where the feedback goes, and as whom. */
export interface SubmitterOptions extends ProjectOptions {
  /** Not needed where `baseUrl` is a path of the page's own origin. */
  getToken?: GetToken | undefined;
  /** The word before the token in the `Authorization` header. @default 'Bearer' */
  authScheme?: 'Bearer' | 'Token' | undefined;
  /** Records as the user with this email. For code on a server, whose token has CAN_IMPERSONATE_OTHER_USERS. */
  impersonateEmail?: string | undefined;
  /** The deadline of one request, headers and body together, in milliseconds. @default 15000 */
  timeoutMs?: number | undefined;
  /** Used in place of the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
}

/**
 * One call is one HTTP request (two after a 401), and always ends in a value: what was asked for or a {@link FeedbackError}. An aborted
 * `signal` keeps what was not sent yet from being sent, so that nothing goes out under the token of whoever signs in next.
 */
export interface Submitter {
  /** Where the records are: the URL that `submit` posts to. */
  readonly url: string;
  /** Empty where no one is impersonated. */
  readonly impersonateEmail: string;
  /** Records feedback on an answer (`POST`). */
  submit(answer: Answer, feedback: Feedback, signal?: AbortSignal): Promise<FeedbackRecord | FeedbackError>;
  /** Changes the given fields of a record (`PATCH`). */
  update(id: string, changes: Partial<Feedback>, signal?: AbortSignal): Promise<FeedbackRecord | FeedbackError>;
  /** Removes a record (`DELETE`); undefined says that it is gone. */
  remove(id: string, signal?: AbortSignal): Promise<undefined | FeedbackError>;
  /** One page of the records that the token may see. `limit` is 1 to 1000. @default { limit: 100, offset: 0 } */
  list(page?: { limit?: number; offset?: number }, signal?: AbortSignal): Promise<FeedbackPage | FeedbackError>;
}

interface Call<T> {
  readonly method: 'POST' | 'PATCH' | 'DELETE' | 'GET';
  readonly path?: string;
  readonly body?: Record<string, unknown>;
  readonly status: number;
  /** Whether a JSON body with the right status is what was asked for. */
  readonly accepts: (body: unknown) => body is T;
}

// Browsers refuse a keepalive request once 64 KiB of such bodies are in flight on the page (Fetch, 4.6).
const KEEPALIVE_BYTES = 65_536;
let bytesInFlight = 0;

/** Makes a submitter. Throws a {@link FeedbackError} of kind `config` where an option is wrong. */
export function createSubmitter(given: SubmitterOptions, clock?: Clock): Submitter {
  const options = own(given);
  const { getToken, authScheme = 'Bearer', impersonateEmail = '', timeoutMs = 1 } = options;
  demand(
    check(
      typeof getToken === 'function' || isOwnOrigin(options.baseUrl),
      'getToken',
      undefined,
      'a function that returns the access token',
    ),
    check(/^(Bearer|Token)$/.test(authScheme), 'authScheme', authScheme, '"Bearer" or "Token"'),
    check(impersonateEmail === '' || isEmail(impersonateEmail), 'impersonateEmail', impersonateEmail, 'one email'),
    check(timeoutMs > 0 && timeoutMs < 2 ** 31, 'timeoutMs', timeoutMs, 'milliseconds from 1 to 2147483647'),
  );
  return createCheckedSubmitter(options, clock);
}

const globalFetch: typeof fetch = (input, init) => globalThis.fetch(input, init);

/** What ofetch would otherwise look for in the prototype. */
const UNUSED = {
  baseURL: undefined,
  params: undefined,
  query: undefined,
  onRequest: undefined,
  onRequestError: undefined,
  onResponse: undefined,
  onResponseError: undefined,
  parseResponse: undefined,
  duplex: undefined,
} as unknown as object;

/** The same for a door whose options can only be right. */
export function createCheckedSubmitter(given: SubmitterOptions, clock = systemClock): Submitter {
  const options = own(given);
  const { getToken, authScheme = 'Bearer', impersonateEmail = '', source = 'PlaygroundConversation', timeoutMs = 15_000 } = options;
  const url = readFeedbacksUrl(options);
  const takeToken = getToken ? createTokenSource(getToken, clock) : () => '';
  // A server door of the page's own knows its visitors by their cookies; nothing else is sent any.
  const credentials = isOwnOrigin(options.baseUrl) ? 'same-origin' : 'omit';
  const { fetch = globalFetch } = options;
  // The init of a request is read with its prototype, too.
  const request = createFetch({ fetch: (input, init) => fetch(input, own(init ?? {})) }).raw;

  async function send<T>(call: Call<T>, signal?: AbortSignal): Promise<T | FeedbackError> {
    for (let refresh = false; ; refresh = true) {
      const token = await takeToken(refresh);
      if (token instanceof FeedbackError) return token;
      if (signal?.aborted) return new FeedbackError('auth', 'The session ended.');
      const outcome = await attempt(call, token);
      if (refresh || !getToken || !(outcome instanceof FeedbackError) || outcome.status !== 401) return outcome;
    }
  }

  /** One request. ofetch's own timeout leaves the body out, so the deadline is a race over both. */
  function attempt<T>(call: Call<T>, token: string): Promise<T | FeedbackError> {
    const abort = new AbortController();
    return new Promise((resolve) => {
      const cancel = clock.after(timeoutMs, () => {
        resolve(new FeedbackError('timeout', `${call.method} ${url} was not answered within ${timeoutMs} ms.`));
        abort.abort();
      });
      exchange(call, token, abort.signal).then(resolve).finally(cancel);
    });
  }

  async function exchange<T>(call: Call<T>, token: string, signal: AbortSignal): Promise<T | FeedbackError> {
    const { method, path = '' } = call;
    const body = call.body && JSON.stringify(call.body);
    const bytes = body ? new TextEncoder().encode(body).length : 0;
    const keepalive = method !== 'GET' && bytesInFlight + bytes <= KEEPALIVE_BYTES;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (token) headers['authorization'] = `${authScheme} ${token}`;
    if (body) headers['content-type'] = 'application/json';
    if (impersonateEmail) headers['x-impersonate-email'] = impersonateEmail;
    if (keepalive) bytesInFlight += bytes;
    try {
      const response = await request<unknown, 'text'>(url + path, {
        method,
        headers,
        signal,
        keepalive,
        body: body ?? null,
        responseType: 'text',
        ignoreResponseError: true,
        retry: 0,
        redirect: 'error',
        credentials,
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        ...UNUSED,
      });
      const answer = parse(response._data);
      if (response.status === call.status && call.accepts(answer)) return answer;
      return readRefusal(`${method} ${url}${path}`, response.status, answer, response.headers.get('retry-after'), clock.now());
    } catch (thrown) {
      // ofetch's error holds the request and so the token; its cause is what fetch threw.
      const { name, message } = ((thrown as Error).cause ?? thrown) as Error;
      const cause = token ? `${name}: ${message}`.replaceAll(token, '[token]') : `${name}: ${message}`;
      return new FeedbackError('network', `${method} ${url}${path} got no answer: no network, a redirect, or CORS.`, { cause });
    } finally {
      if (keepalive) bytesInFlight -= bytes;
    }
  }

  return {
    url,
    impersonateEmail,

    async submit(answer, { rating, comment }, signal) {
      const wrong = checkAnswer(answer) ?? checkFeedback({ rating, comment });
      if (wrong) return wrong;
      const is_positive = toIsPositive(rating);
      return send(
        {
          method: 'POST',
          body: {
            context: { conversation_id: answer.conversationId, query_id: answer.queryId, source },
            feedback: comment.trim(),
            is_positive,
          },
          status: 201,
          accepts: (body): body is FeedbackRecord =>
            isRecord(body) &&
            isSameId(body.context.conversation_id, answer.conversationId) &&
            body.context.query_id === answer.queryId &&
            body.is_positive === is_positive,
        },
        signal,
      );
    },

    async update(id, changes, signal) {
      const { rating, comment } = own(changes);
      const wrong = checkUuid('id', id) ?? checkFeedback({ ...(rating && { rating }), ...(comment !== undefined && { comment }) });
      if (wrong) return wrong;
      return send(
        {
          method: 'PATCH',
          path: `${id}/`,
          body: {
            ...(comment === undefined ? {} : { feedback: comment.trim() }),
            ...(rating === undefined ? {} : { is_positive: toIsPositive(rating) }),
          },
          status: 200,
          accepts: (body): body is FeedbackRecord =>
            isRecord(body) && isSameId(body.id, id) && (rating === undefined || body.is_positive === toIsPositive(rating)),
        },
        signal,
      );
    },

    async remove(id, signal) {
      const accepts = (body: unknown): body is undefined => body === undefined;
      return checkUuid('id', id) ?? send({ method: 'DELETE', path: `${id}/`, status: 204, accepts }, signal);
    },

    async list({ limit = 100, offset = 0 } = {}, signal) {
      const wrong =
        check(Number.isInteger(limit) && limit > 0 && limit <= 1000, 'limit', limit, 'an integer from 1 to 1000') ??
        check(Number.isInteger(offset) && offset >= 0, 'offset', offset, 'an integer of at least 0');
      if (wrong) return wrong;
      return send({ method: 'GET', path: `?limit=${limit}&offset=${offset}`, status: 200, accepts: isPage }, signal);
    },
  };
}

function parse(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

function isRecord(body: unknown): body is FeedbackRecord {
  const record = body as FeedbackRecord | null | undefined;
  return (
    isUuid(record?.id) &&
    typeof record.feedback === 'string' &&
    (record.is_positive === null || typeof record.is_positive === 'boolean') &&
    !!record.context &&
    typeof record.context === 'object'
  );
}

function isPage(body: unknown): body is FeedbackPage {
  const page = body as FeedbackPage | null | undefined;
  return typeof page?.count === 'number' && Array.isArray(page.results) && page.results.every(isRecord);
}

function checkAnswer({ conversationId, queryId }: Answer): FeedbackError | undefined {
  return checkUuid('conversationId', conversationId) ?? checkInteger('queryId', queryId);
}

function checkFeedback({ rating, comment }: Partial<Feedback>): FeedbackError | undefined {
  return (
    (rating === undefined ? undefined : checkRating('rating', rating)) ??
    (comment === undefined ? undefined : checkText('comment', comment))
  );
}

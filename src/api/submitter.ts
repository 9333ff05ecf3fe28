import {
  check,
  FeedbackError,
  type FeedbackRecord,
  type GetToken,
  isObject,
  isSameId,
  ownProperties,
  type Submitter,
  stringify,
  toIsPositive,
  UUID_NEEDED,
} from '../domain/index.js';
import { demandOptions, isEmail, isSameOrigin, originOfPage, type ProjectOptions, tellUnknown, toFeedbacksUrl } from '../options/index.js';
import { type Clock, demand, isScript, settleInTime, systemClock } from '../platform/index.js';
import { createTokenSource } from './access-token.js';
import { checkAnswer, checkFeedback, checkId, checkObjects, checkPage, isPage, isRecord, parse } from './checks.js';
import { createExchange } from './exchange.js';
import { readRefusal } from './parse-error.js';

/** The options of {@link createSubmitter}. */
export interface SubmitterOptions extends ProjectOptions {
  /** Returns the access token. Not needed if `baseUrl` has the page's origin. */
  getToken?: GetToken | undefined;
  /** The scheme of the `Authorization` header. @default 'Bearer' */
  authScheme?: 'Bearer' | 'Token' | undefined;
  /** The email of the user to act as. For servers whose token has the permission CAN_IMPERSONATE_OTHER_USERS. */
  impersonateEmail?: string | undefined;
  /** Milliseconds for one request with its response body. With more than the default, a vote whose response is lost may be recorded twice. @default 15000 */
  timeoutMs?: number | undefined;
  /** @default the global fetch */
  fetch?: typeof globalThis.fetch | undefined;
}

const NAMES = Object.keys({
  projectId: true,
  region: true,
  baseUrl: true,
  source: true,
  getToken: true,
  authScheme: true,
  impersonateEmail: true,
  timeoutMs: true,
  fetch: true,
} satisfies Record<keyof SubmitterOptions, true>);

interface Call<T> {
  readonly method: 'POST' | 'PATCH' | 'DELETE' | 'GET';
  readonly path?: string;
  readonly body?: Record<string, unknown>;
  readonly status: number;
  /** Whether a response body with this status is the expected one. */
  readonly accepts: (body: unknown) => body is T;
}

// Browsers refuse a keepalive request if the bodies in flight on the page would exceed 64 KiB (Fetch, 4.6).
const KEEPALIVE_BYTES = 65_536;
let bytesInFlight = 0;

/** Creates a submitter that checks what it is given. Throws a {@link FeedbackError} of kind `config` for a wrong option. */
export function createSubmitter(given: SubmitterOptions): Submitter {
  demand(check(isObject(given), 'projectId', given, 'an object with it, such as { projectId, getToken }'));
  const options = ownProperties(given);
  const { getToken, authScheme = 'Bearer', impersonateEmail = '', timeoutMs = 1, fetch } = options;
  tellUnknown('submitter: createSubmitter()', options, NAMES, true);
  const { projectId = '', ...target } = demandOptions(options, 'projectId', 'baseUrl', 'region', 'source');
  demand(
    check(projectId, 'projectId', undefined, UUID_NEEDED),
    check(
      typeof getToken === 'function' || isSameOrigin(options.baseUrl),
      'getToken',
      getToken,
      `a function that returns the access token, or a baseUrl of the origin of this page${URL.canParse(originOfPage() ?? '') ? `, ${originOfPage()}` : ''}`,
    ),
    check(/^(Bearer|Token)$/.test(authScheme), 'authScheme', authScheme, '"Bearer" or "Token"'),
    check(impersonateEmail === '' || isEmail(impersonateEmail), 'impersonateEmail', impersonateEmail, 'one email'),
    check(
      typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < 2 ** 31,
      'timeoutMs',
      timeoutMs,
      'milliseconds from 1 to 2147483647',
    ),
    check(!fetch || typeof fetch === 'function', 'fetch', fetch, 'a function like the fetch of browsers'),
  );
  const submitter = createCheckedSubmitter({ ...options, ...target, projectId });
  const checked: Submitter = {
    ...submitter,
    async submit(answer, feedback, signal) {
      const { rating = null, comment = null } = ownProperties(feedback);
      const wrong = checkObjects({ answer, feedback }) ?? checkAnswer(ownProperties(answer)) ?? checkFeedback({ rating, comment });
      return wrong ?? submitter.submit(answer, feedback, signal);
    },
    async update(id, changes, signal) {
      return checkId(id) ?? checkFeedback(ownProperties(changes)) ?? submitter.update(id, changes, signal);
    },
    async remove(id, signal) {
      return checkId(id) ?? submitter.remove(id, signal);
    },
    async list(page, signal) {
      return checkPage(page) ?? submitter.list(page, signal);
    },
  };
  settings.set(checked, settingsOf(submitter) ?? '');
  return checked;
}

/** What fetch threw, without the token. Browsers do not say why, so the script leaves it out. */
function causeOf(thrown: unknown, token: string): string {
  const { name, message } = thrown as Error;
  return token ? `${name}: ${message}`.replaceAll(token, '[token]') : `${name}: ${message}`;
}

/** What the browsers and Node say about any request that got no answer. Anything else is what the page's own `fetch` says. */
const USUAL_CAUSE = /^TypeError: (Failed to fetch|fetch failed|Load failed|NetworkError when)|^AbortError/;

const globalFetch: typeof fetch = (input, init) => globalThis.fetch(input, init);

const settings = new WeakMap<Submitter, string>();

/** A text that is equal for submitters of this package with the same URL, `source`, `authScheme` and `impersonateEmail`; undefined for any other. */
export const settingsOf = (submitter: Submitter): string | undefined => settings.get(submitter);

/** Creates a submitter from checked options. It does not check the arguments of its methods. */
export function createCheckedSubmitter(given: SubmitterOptions, clock: Clock = systemClock): Submitter {
  const options = ownProperties(given);
  // In the script all options have their defaults.
  const { getToken, source } = isScript ? options : { ...options, source: options.source ?? 'PlaygroundConversation' };
  // The script has no options for these.
  const authScheme = (!isScript && options.authScheme) || 'Bearer';
  const impersonateEmail = (!isScript && options.impersonateEmail) || '';
  const timeoutMs = (!isScript && options.timeoutMs) || 15_000;
  const fetch = (!isScript && options.fetch) || globalFetch;
  const url = toFeedbacksUrl(options);
  const takeToken = getToken ? createTokenSource(getToken, clock) : () => '';
  // A server proxy of the page's origin knows its visitors by their cookies. No other server gets any.
  const credentials = isSameOrigin(options.baseUrl) ? 'same-origin' : 'omit';
  const exchange = createExchange(fetch);

  let isKeepaliveRefused = false;

  async function send<T>(call: Call<T>, signal?: AbortSignal): Promise<T | FeedbackError> {
    for (let refresh = false; ; refresh = true) {
      const token = await takeToken(refresh, signal);
      if (token instanceof FeedbackError) return token;
      if (signal?.aborted) return new FeedbackError('auth', 'Session ended.');
      const outcome = await attempt(call, token);
      if (refresh || !getToken || !(outcome instanceof FeedbackError) || outcome.status !== 401) return outcome;
    }
  }

  /** Makes one request. Unlike that of ofetch, its timeout covers the body. */
  function attempt<T>(call: Call<T>, token: string): Promise<T | FeedbackError> {
    const abort = new AbortController();
    const timeOut = () => {
      abort.abort();
      return new FeedbackError('timeout', `${call.method} ${url} was not answered within ${timeoutMs} ms.`);
    };
    return settleInTime<T | FeedbackError>(clock, timeoutMs, () => request(call, token, abort.signal), timeOut);
  }

  async function request<T>(call: Call<T>, token: string, signal: AbortSignal): Promise<T | FeedbackError> {
    const { method, path = '' } = call;
    const body = call.body && stringify(call.body);
    const bytes = body ? new Blob([body]).size : 0;
    const keepalive = !isKeepaliveRefused && method !== 'GET' && bytesInFlight + bytes <= KEEPALIVE_BYTES;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (token) headers['authorization'] = `${authScheme} ${token}`;
    if (body) headers['content-type'] = 'application/json';
    if (!isScript && impersonateEmail) headers['x-impersonate-email'] = impersonateEmail;
    if (keepalive) bytesInFlight += bytes;
    try {
      const {
        status,
        headers: received,
        text,
      } = await exchange(url + path, {
        method,
        headers,
        signal,
        keepalive,
        body: body ?? null,
        redirect: 'error',
        credentials,
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      isKeepaliveRefused = false;
      const answer = parse(text);
      if (status === call.status && call.accepts(answer)) return answer;
      return readRefusal(`${method} ${url}${path}`, status, answer, received.get('retry-after'), clock.now());
    } catch (thrown) {
      // The page's other requests may use up the 64 KiB, which looks like any network error.
      isKeepaliveRefused = keepalive;
      const message = `${method} ${url}${path} got no answer: no network, a redirect, or CORS.`;
      if (isScript) return new FeedbackError('network', message, {});
      const cause = causeOf(thrown, token);
      return new FeedbackError('network', USUAL_CAUSE.test(cause) ? message : `${message} fetch() failed: ${cause}`, { cause });
    } finally {
      if (keepalive) bytesInFlight -= bytes;
    }
  }

  const submitter: Submitter = {
    url,
    ...(isScript ? ({} as { impersonateEmail: string }) : { impersonateEmail }),

    async submit(answer, { rating, comment }, signal) {
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
      const { rating, comment } = ownProperties(changes);
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
      return send({ method: 'DELETE', path: `${id}/`, status: 204, accepts }, signal);
    },

    async list({ limit = 100, offset = 0 } = {}, signal) {
      return send({ method: 'GET', path: `?limit=${limit}&offset=${offset}`, status: 200, accepts: isPage }, signal);
    },
  };
  settings.set(submitter, [url, source, ...(isScript ? [] : [authScheme, impersonateEmail])].join(' '));
  return submitter;
}

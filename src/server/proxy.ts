import { isRefusal, toToken } from '../api/index.js';
import {
  check,
  demand,
  type FeedbackPage,
  type FeedbackRecord,
  isObject,
  isSameId,
  isUuid,
  ownProperties,
  UUID_NEEDED,
} from '../domain/index.js';
import { demandOptions, isEmail, type ProjectOptions, toFeedbacksUrl } from '../options/index.js';
import { isDeadlineError, withDeadline } from '../platform/index.js';
import { type Answer, fail, Refusal, raise, refuse } from './refusal.js';
import { isFromOwnPage, isOrigin, readBody, readContext, readNumber, readWords } from './request.js';
import { type Call, createUpstream, type Visitor } from './upstream.js';

export type { Visitor };

/** What a proxy did, for the host's own logs: no words and no token. */
export interface ProxyEvent {
  /**
   * - `answered`: done.
   * - `refused`: the visitor's call was not in order.
   * - `misattributed`: the API recorded as the service user; the record was deleted again, or is named in `recordId`.
   * - `upstream-failed`: the API did not answer, or not with what was asked for.
   * - `failed`: the host's own `authorize` or `token`, what they returned, or a body that the host had read already.
   */
  readonly event: 'answered' | 'refused' | 'misattributed' | 'upstream-failed' | 'failed';
  /** Of the visitor's call. */
  readonly method: string;
  /** That the visitor was answered with. */
  readonly status: number;
  /** From the call to the answer, in milliseconds. */
  readonly durationMs: number;
  /** Why it was not answered. */
  readonly reason?: string;
  /** A record that should not be there and could not be deleted. */
  readonly recordId?: string;
}

/** What a proxy is made of: which project, by what token, and for whom. */
export interface FeedbackProxyOptions extends Pick<ProjectOptions, 'projectId' | 'region' | 'baseUrl'> {
  /** The service token, or a function that returns it. It needs the permission CAN_IMPERSONATE_OTHER_USERS, and never leaves the server. */
  token: string | (() => string | Promise<string>);
  /** The word before the token in the `Authorization` header. @default 'Bearer' */
  authScheme?: 'Bearer' | 'Token' | undefined;
  /** Tells who sent this request, by the host's own session; null for nobody. */
  authorize: (request: Request) => Visitor | null | Promise<Visitor | null>;
  /** Origins of the site's own pages, such as `https://www.example.com`, where neither the request's URL nor its `Host` tells. @default [] */
  allowedOrigins?: readonly string[] | undefined;
  /** The longest comment, in code points. @default 4000 */
  maxLength?: number | undefined;
  /** Milliseconds for `authorize`, the body and the list together, and as many for the change itself. @default 15000 */
  timeoutMs?: number | undefined;
  /** Told of every call; what it throws is passed over. */
  onEvent?: ((event: ProxyEvent) => unknown) | undefined;
  /** @default the global fetch */
  fetch?: typeof globalThis.fetch | undefined;
}

/** The most that the API lists at once. */
const PAGE = 1000;
const MOST_PAGES = 50;
/** Between the looks for a record that is not listed: 3 s in all. */
const PAUSES_MS = [250, 750, 2000];
const PATH = /\/projects\/([\da-f-]{36})\/feedbacks\/(?:([\da-f-]{36})\/)?$/i;
const METHODS = { collection: ['GET', 'POST'], record: ['PATCH', 'DELETE'] } as const;
const FILTERS = ['status', 'is_positive', 'search'];

/**
 * A fetch-style handler that stands between a page and the feedbacks API, so that no Clarifeye token reaches a browser: it asks the host who the
 * visitor is, acts in their name with the service token, and forwards nothing but the feedbacks calls of one project, each built anew. It keeps no
 * state. Throws a FeedbackError of kind `config` for a wrong option.
 */
export function createFeedbackProxy(given: FeedbackProxyOptions): (request: Request) => Promise<Response> {
  const options = ownProperties(given);
  const {
    projectId,
    token,
    authScheme = 'Bearer',
    authorize,
    allowedOrigins = [],
    maxLength = 4000,
    timeoutMs = 15_000,
    onEvent,
  } = options;
  demand(check(projectId, 'projectId', undefined, UUID_NEEDED));
  const url = toFeedbacksUrl(demandOptions(options, 'projectId', 'baseUrl', 'region'));
  demand(
    check(URL.canParse(url), 'baseUrl', options.baseUrl, 'an absolute URL: a path would be of this server'),
    check(typeof token === 'function' || toToken(token), 'token', undefined, 'the service token, or a function that returns it'),
    check(/^(Bearer|Token)$/.test(authScheme), 'authScheme', authScheme, '"Bearer" or "Token"'),
    check(typeof authorize === 'function', 'authorize', undefined, 'a function that tells who the visitor is'),
    check(
      Array.isArray(allowedOrigins) && allowedOrigins.every(isOrigin),
      'allowedOrigins',
      String(allowedOrigins),
      'a list of origins such as https://www.example.com',
    ),
    check(Number.isInteger(maxLength) && maxLength > 0, 'maxLength', maxLength, 'a number of code points'),
    check(Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs < 2 ** 31, 'timeoutMs', timeoutMs, 'milliseconds from 1 to 2147483647'),
    check(!onEvent || typeof onEvent === 'function', 'onEvent', onEvent, 'a function'),
    check(!options.fetch || typeof options.fetch === 'function', 'fetch', options.fetch, 'a function'),
  );
  const ask = createUpstream({ url, token, authScheme, fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)) });

  const countDown = () => {
    const end = performance.now() + timeoutMs;
    return () => Math.ceil(end - performance.now());
  };

  /** A change has a time of its own: one that is cut off may be carried out all the same, and could not be taken back. */
  const change = (call: Call, ...what: [method: string, path: string, body?: object]) => ask({ ...call, msLeft: countDown() }, ...what);

  /** The body of an answer with the status that the contract gives; any other ends the call. */
  async function expectStatus(status: number, asked: Promise<Answer>): Promise<unknown> {
    const answer = await asked;
    return answer.status === status ? answer.body : raise(answer);
  }

  /** Whether a record is this visitor's: by the id where both are known, else by the e-mail. */
  function isTheirs({ email, userId }: Visitor, { given_by }: FeedbackRecord): boolean {
    return userId && given_by?.id ? isSameId(given_by.id, userId) : isSameEmail(given_by?.email, email);
  }

  /** The records that the API lists for the visitor, each once. */
  async function* listed(call: Call, filters = '', mostPages = MOST_PAGES): AsyncGenerator<FeedbackRecord> {
    const seen = new Set<string>();
    let offset = 0;
    for (let page = 0; page < mostPages; page += 1) {
      const body = await expectStatus(200, ask(call, 'GET', `?limit=${PAGE}&offset=${offset}${filters}`));
      if (!isObject(body) || !Array.isArray(body['results'])) throw raise({ status: 200, body });
      for (const record of body['results'].filter(isRecord)) {
        // One that was recorded meanwhile moves the others to the next page.
        if (!seen.has(record.id)) yield record;
        seen.add(record.id);
      }
      if (!body['next'] || !body['results'].length) return;
      offset += body['results'].length;
      if (call.request.signal.aborted) throw refuse(499, 'The visitor has gone.');
    }
    if (mostPages === MOST_PAGES) throw refuse(502, 'The project has more records than can be looked through.', 'upstream-failed');
  }

  async function list(call: Call): Promise<Response> {
    const { origin, pathname, searchParams } = new URL(call.request.url);
    const limit = readNumber(searchParams, 'limit', 100, 1, 1000);
    const offset = readNumber(searchParams, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
    const filters = FILTERS.flatMap((name) => {
      const value = searchParams.get(name);
      return value === null ? [] : [`&${name}=${encodeURIComponent(value)}`];
    }).join('');
    const records: FeedbackRecord[] = [];
    for await (const record of listed(call, filters)) if (isTheirs(call.visitor, record)) records.push(record);
    const at = (place: number) => `${origin}${pathname}?limit=${limit}&offset=${place}${filters}`;
    const page: FeedbackPage = {
      count: records.length,
      next: offset + limit < records.length ? at(offset + limit) : null,
      previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
      results: records.slice(offset, offset + limit),
    };
    return Response.json(page);
  }

  async function post(call: Call): Promise<Response> {
    const { visitor, request, msLeft } = call;
    const body = await readBody(request, msLeft());
    const answer = await change(call, 'POST', '', { context: readContext(body['context']), ...readWords(body, maxLength) });
    const { status, body: record } = answer;
    if (status === 201 && isRecord(record) && isTheirs(visitor, record)) return Response.json(record, { status });
    // What was recorded, but not as the visitor's, must not stay.
    const id = isObject(record) && status < 300 ? record['id'] : undefined;
    if (!isUuid(id)) throw raise(answer);
    throw isRecord(record) && isTheirs(visitor, record) ? raise(answer) : await takeBack(call, id, record);
  }

  async function takeBack(call: Call, id: string, record: unknown): Promise<Refusal> {
    const removal = await change(call, 'DELETE', `${id}/`).catch(() => null);
    const isGone = removal?.status === 204 || (removal?.status === 404 && isRefusal(404, removal.body));
    const error =
      isRecord(record) && isSameEmail(record.given_by?.email, call.visitor.email)
        ? "The visitor's userId is another one than the API has for their e-mail."
        : 'The service token lacks the permission CAN_IMPERSONATE_OTHER_USERS, or the visitor is not in the project.';
    return refuse(502, isGone ? error : `${error} The record could not be deleted again.`, 'misattributed', {
      ...(isGone ? {} : { recordId: id }),
      // Nothing that the widget could mend by asking soon.
      headers: { 'retry-after': '300' },
    });
  }

  /**
   * Ends the call unless the record is listed as the visitor's: the service token may change anyone's. A list may lag behind a write, so a record that it
   * does not show is looked for again, among the newest, before it counts as gone.
   */
  async function demandTheirs(call: Call, id: string): Promise<void> {
    for (let look = 0; ; look += 1) {
      for await (const record of listed(call, '', look ? 1 : MOST_PAGES)) {
        if (!isSameId(record.id, id)) continue;
        if (isTheirs(call.visitor, record)) return;
        throw refuse(403, 'This is not your record.');
      }
      const pauseMs = PAUSES_MS[look];
      if (pauseMs === undefined) throw refuse(404, 'Not found.');
      if (call.msLeft() <= pauseMs) throw refuse(502, 'The record is not listed, and there is no time to look again.', 'upstream-failed');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  async function patch(call: Call, id: string): Promise<Response> {
    const body = await readBody(call.request, call.msLeft());
    if ('status' in body) throw refuse(403, 'A visitor can not change the status.');
    const changes = readWords(body, maxLength);
    if (!Object.keys(changes).length) throw refuse(400, 'There is nothing to change.');
    await demandTheirs(call, id);
    const record = await expectStatus(200, change(call, 'PATCH', `${id}/`, changes));
    if (!isRecord(record) || !isSameId(record.id, id) || !isTheirs(call.visitor, record)) throw raise({ status: 200, body: record });
    return Response.json(record);
  }

  async function remove(call: Call, id: string): Promise<Response> {
    await demandTheirs(call, id);
    await expectStatus(204, change(call, 'DELETE', `${id}/`));
    return new Response(null, { status: 204 });
  }

  async function answer(request: Request): Promise<Response> {
    const address = new URL(request.url);
    const { method } = request;
    const [, project, id] = PATH.exec(address.pathname) ?? [];
    if (!isSameId(project, projectId) || (id !== undefined && !isUuid(id))) throw refuse(404, 'Not found.');
    const methods: readonly string[] = id ? METHODS.record : METHODS.collection;
    if (!methods.includes(method))
      throw refuse(405, `Method ${method} is not allowed.`, 'refused', { headers: { allow: methods.join(', ') } });
    if (!isFromOwnPage(request, address, allowedOrigins)) throw refuse(403, 'Pages of other sites may not ask.');
    const msLeft = countDown();
    const call = { visitor: await readVisitor(authorize, request, msLeft()), request, msLeft };
    if (!id) return method === 'GET' ? list(call) : post(call);
    return method === 'PATCH' ? patch(call, id) : remove(call, id);
  }

  return async (request) => {
    const start = performance.now();
    const tell = async (event: ProxyEvent['event'], status: number, more: Pick<ProxyEvent, 'reason' | 'recordId'> = {}) => {
      try {
        await onEvent?.({ event, method: request.method, status, durationMs: Math.round(performance.now() - start), ...more });
      } catch {
        // A broken log is no reason to lose feedback.
      }
    };
    try {
      const response = await answer(request);
      void tell('answered', response.status);
      return uncached(response);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : fail('An error was thrown that was not foreseen.');
      const { status, body, event, more } = refusal;
      const { headers, ...facts } = more;
      void tell(event, status, facts);
      return uncached(Response.json(body, { status, ...(headers ? { headers } : {}) }));
    }
  };
}

/** What is one person's stays out of every cache. */
function uncached(response: Response): Response {
  response.headers.set('cache-control', 'no-store');
  return response;
}

async function readVisitor(authorize: FeedbackProxyOptions['authorize'], request: Request, timeoutMs: number): Promise<Visitor> {
  // The body is the proxy's to read.
  const { url, method, headers } = request;
  const asked = Promise.resolve().then(() => authorize(new Request(url, { method, headers })));
  const visitor = await withDeadline(timeoutMs, asked).catch((error) => {
    throw fail(`authorize() ${isDeadlineError(error) ? 'did not answer in time' : 'failed'}.`);
  });
  if (!visitor) throw refuse(401, 'Sign in first.');
  const { email, userId } = visitor;
  // It becomes a header.
  if (!isEmail(email)) throw fail('authorize() returned no e-mail that a header can carry.');
  if (userId && !isUuid(userId)) throw fail('authorize() returned a userId that is no UUID.');
  return { email, userId };
}

/** Two addresses that a project takes for one: with letters of Unicode in them, the API's could be another person's. */
const isSameEmail = (one: unknown, other: string) => isEmail(one) && String(one).toLowerCase() === other.toLowerCase();

function isRecord(value: unknown): value is FeedbackRecord {
  return isObject(value) && isUuid(value['id']) && isObject(value['given_by']);
}

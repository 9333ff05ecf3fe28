import { isEmail, type ProjectOptions, readFeedbacksUrl } from './config.js';
import { check, demand } from './errors.js';
import { type FeedbackPage, type FeedbackRecord, isSameId, isUuid } from './feedback.js';
import { own } from './own.js';

/** Who is signed in on the host's page. */
export interface Visitor {
  /** As the Clarifeye project knows them. */
  readonly email: string;
  /** The person's id as the API names it in `given_by`, where it is known. */
  readonly userId?: string | undefined;
}

/** What a proxy did, for the host's own logs: no words and no token. */
export interface ProxyEvent {
  readonly event: 'answered' | 'refused' | 'misattributed' | 'upstream-failed';
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

export interface FeedbackProxyOptions extends Pick<ProjectOptions, 'projectId' | 'region' | 'baseUrl'> {
  /** The service token, or a function that returns it. It needs the permission CAN_IMPERSONATE_OTHER_USERS, and never leaves the server. */
  token: string | (() => string | Promise<string>);
  /** Tells who sent this request, by the host's own session; null for nobody. */
  authorize: (request: Request) => Visitor | null | Promise<Visitor | null>;
  /** Origins besides the request's own whose pages may ask, such as `https://www.example.com`. @default [] */
  allowedOrigins?: readonly string[] | undefined;
  /** The longest comment, in code points. @default 4000 */
  maxLength?: number | undefined;
  /** For each call to the API. @default 15000 */
  timeoutMs?: number | undefined;
  onEvent?: ((event: ProxyEvent) => void) | undefined;
  /** @default the global fetch */
  fetch?: typeof globalThis.fetch | undefined;
}

const MOST_BYTES = 64 * 1024;
const PAGE = 100;
const MOST_PAGES = 50;
const PATH = /\/projects\/([\da-f-]{36})\/feedbacks\/(?:([\da-f-]{36})\/)?$/i;
const METHODS = { collection: ['GET', 'POST'], record: ['PATCH', 'DELETE'] } as const;

/** An answer that ends the call. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly event: ProxyEvent['event'] = 'refused',
  ) {
    super();
  }
}

const refuse = (status: number, error: string, event?: ProxyEvent['event']): Refusal => new Refusal(status, { error }, event);

/**
 * A fetch-style handler that stands between a page and the feedbacks API, so that no Clarifeye token reaches a browser: it asks the host who the
 * visitor is, acts in their name with the service token, and forwards nothing but the feedbacks calls of one project, each built anew. It keeps no
 * state. Throws a FeedbackError of kind `config` for a wrong option.
 */
export function createFeedbackProxy(given: FeedbackProxyOptions): (request: Request) => Promise<Response> {
  const options = own(given);
  const { projectId, token, authorize, allowedOrigins = [], maxLength = 4000, timeoutMs = 15_000, onEvent } = options;
  const url = readFeedbacksUrl(options);
  demand(
    check(URL.canParse(url), 'baseUrl', options.baseUrl, 'an absolute URL: a path would be of this server'),
    check(token && /string|function/.test(typeof token), 'token', undefined, 'the service token, or a function that returns it'),
    check(typeof authorize === 'function', 'authorize', undefined, 'a function that tells who the visitor is'),
    check(Array.isArray(allowedOrigins), 'allowedOrigins', allowedOrigins, 'a list of origins such as https://www.example.com'),
  );
  const callApi = options.fetch ?? ((input, init) => globalThis.fetch(input, init));

  /** One call to the API in the visitor's name. */
  async function ask(visitor: Visitor, method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    try {
      const secret = typeof token === 'function' ? await token() : token;
      const response = await callApi(url + path, {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          accept: 'application/json',
          'x-impersonate-email': visitor.email,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        // A redirect is no answer. Cloudflare's fetch does not know `error`.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : undefined };
    } catch {
      throw refuse(502, 'The feedbacks API could not be reached.', 'upstream-failed');
    }
  }

  /** The body of an answer with the status that the contract gives; any other ends the call. */
  async function expectStatus(status: number, answer: Promise<{ status: number; body: unknown }>): Promise<unknown> {
    const { status: found, body } = await answer;
    if (found === status) return body;
    // What is wrong with the service token is nothing the visitor could mend.
    if (found === 401 || found >= 500 || found < 400) throw refuse(502, 'The feedbacks API did not do it.', 'upstream-failed');
    throw new Refusal(found, isObject(body) ? body : { error: 'The feedbacks API refused it.' });
  }

  const isTheirs = ({ email, userId }: Visitor, { given_by }: FeedbackRecord) =>
    userId && given_by.id ? isSameId(given_by.id, userId) : !!given_by.email && given_by.email.toLowerCase() === email.toLowerCase();

  /** The visitor's own records, page by page. */
  async function* ownRecords(visitor: Visitor): AsyncGenerator<FeedbackRecord> {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { results, next } = (await expectStatus(200, ask(visitor, 'GET', `?limit=${PAGE}&offset=${page * PAGE}`))) as FeedbackPage;
      for (const record of results) if (isTheirs(visitor, record)) yield record;
      if (!next) return;
    }
    throw refuse(502, 'The project has more records than can be looked through.', 'upstream-failed');
  }

  async function list(visitor: Visitor, { origin, pathname, searchParams }: URL): Promise<Response> {
    const limit = readNumber(searchParams, 'limit', PAGE, 1, 1000);
    const offset = readNumber(searchParams, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
    const records: FeedbackRecord[] = [];
    for await (const record of ownRecords(visitor)) records.push(record);
    const at = (place: number) => `${origin}${pathname}?limit=${limit}&offset=${place}`;
    const page: FeedbackPage = {
      count: records.length,
      next: offset + limit < records.length ? at(offset + limit) : null,
      previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
      results: records.slice(offset, offset + limit),
    };
    return Response.json(page);
  }

  async function post(visitor: Visitor, request: Request): Promise<Response> {
    const { context, ...body } = await readBody(request);
    const record = (await expectStatus(
      201,
      ask(visitor, 'POST', '', { context: readContext(context), ...readWords(body, maxLength) }),
    )) as FeedbackRecord;
    if (!isTheirs(visitor, record)) {
      if (isUuid(record.id)) await ask(visitor, 'DELETE', `${record.id}/`);
      throw refuse(
        502,
        'The service token lacks the permission CAN_IMPERSONATE_OTHER_USERS, or the visitor is not in the project.',
        'misattributed',
      );
    }
    return Response.json(record, { status: 201 });
  }

  /** Ends the call where the record is not the visitor's: the service token may change anyone's. */
  async function demandTheirs(visitor: Visitor, id: string): Promise<void> {
    for await (const record of ownRecords(visitor)) if (isSameId(record.id, id)) return;
    throw refuse(403, 'This is not your record.');
  }

  async function patch(visitor: Visitor, id: string, request: Request): Promise<Response> {
    const body = await readBody(request);
    if ('status' in body) throw refuse(403, 'A visitor can not change the status.');
    const changes = readWords(body, maxLength);
    if (!Object.keys(changes).length) throw refuse(400, 'There is nothing to change.');
    await demandTheirs(visitor, id);
    return Response.json(await expectStatus(200, ask(visitor, 'PATCH', `${id}/`, changes)));
  }

  async function remove(visitor: Visitor, id: string): Promise<Response> {
    await demandTheirs(visitor, id);
    await expectStatus(204, ask(visitor, 'DELETE', `${id}/`));
    return new Response(null, { status: 204 });
  }

  async function answer(request: Request): Promise<Response> {
    const address = new URL(request.url);
    const [, project, id] = PATH.exec(address.pathname) ?? [];
    if (!isSameId(project, projectId) || (id !== undefined && !isUuid(id))) throw refuse(404, 'Not found.');
    const methods: readonly string[] = id ? METHODS.record : METHODS.collection;
    if (!methods.includes(request.method)) throw refuse(405, `Method ${request.method} is not allowed.`);
    if (!isFromOwnPage(request, address, allowedOrigins)) throw refuse(403, 'Pages of other sites may not ask.');
    const visitor = await readVisitor(authorize, request);
    if (request.method === 'GET') return list(visitor, address);
    if (request.method === 'POST') return post(visitor, request);
    return request.method === 'PATCH' ? patch(visitor, id ?? '', request) : remove(visitor, id ?? '');
  }

  return async (request) => {
    const start = Date.now();
    const tell = (event: ProxyEvent['event'], status: number) => {
      try {
        onEvent?.({ event, method: request.method, status, durationMs: Date.now() - start });
      } catch {
        // A broken log is no reason to lose feedback.
      }
    };
    try {
      const response = await answer(request);
      tell('answered', response.status);
      return response;
    } catch (error) {
      const { status, body, event } = error instanceof Refusal ? error : refuse(500, 'Something went wrong.');
      tell(event, status);
      return Response.json(body, { status });
    }
  };
}

async function readVisitor(authorize: FeedbackProxyOptions['authorize'], request: Request): Promise<Visitor> {
  // The body is the proxy's to read.
  const visitor = await authorize(new Request(request.url, { method: request.method, headers: request.headers }));
  if (!visitor) throw refuse(401, 'Sign in first.');
  // It becomes a header.
  if (!isEmail(visitor.email)) throw refuse(401, 'Sign in first.');
  return visitor;
}

/** Whether a page of this site asks, as far as the browser tells: https://www.w3.org/TR/fetch-metadata/ and the Origin header. */
function isFromOwnPage({ headers }: Request, { host }: URL, allowedOrigins: readonly string[]): boolean {
  const origin = headers.get('origin');
  if (origin && allowedOrigins.includes(origin)) return true;
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  // A framework may name itself otherwise in the URL than the browser did.
  return !origin || (URL.canParse(origin) && [host, headers.get('host')].includes(new URL(origin).host));
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) throw refuse(415, 'The body has to be JSON.');
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > MOST_BYTES) {
      await reader?.cancel();
      throw refuse(413, 'The body is larger than 64 KiB.');
    }
    chunks.push(part.value);
  }
  try {
    const all = await new Blob(chunks).arrayBuffer();
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(all));
    if (isObject(body)) return own(body);
  } catch {
    // Told below.
  }
  throw refuse(400, 'The body is no JSON object.');
}

function readContext(context: unknown): object {
  const { conversation_id, query_id, source } = own(isObject(context) ? context : {});
  if (!isUuid(conversation_id)) throw new Refusal(400, { context: { conversation_id: ['Must be a valid UUID.'] } });
  if (!Number.isSafeInteger(query_id)) throw new Refusal(400, { context: { query_id: ['A valid integer is required.'] } });
  if (typeof source !== 'string' || !source) throw new Refusal(400, { context: { source: ['This field is required.'] } });
  return { conversation_id, query_id, source };
}

/** What a visitor may say of an answer: the words and the rating, each only where it is there. */
function readWords({ feedback, is_positive }: Record<string, unknown>, maxLength: number): object {
  if (feedback !== undefined && typeof feedback !== 'string') throw new Refusal(400, { feedback: ['Not a valid string.'] });
  if (feedback && [...feedback].length > maxLength) throw new Refusal(400, { feedback: [`At most ${maxLength} characters.`] });
  if (![undefined, null, true, false].includes(is_positive as boolean))
    throw new Refusal(400, { is_positive: ['Must be a valid boolean.'] });
  return { ...(feedback === undefined ? {} : { feedback }), ...(is_positive === undefined ? {} : { is_positive }) };
}

function readNumber(searchParams: URLSearchParams, name: string, otherwise: number, least: number, most: number): number {
  const text = searchParams.get(name);
  const number = text === null ? otherwise : /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Refusal(400, { [name]: [`A number of at least ${least} is required.`] });
}

const isObject = (value: unknown): value is Record<string, unknown> => !!value && typeof value === 'object' && !Array.isArray(value);

import { check, type FeedbackPage, isSameId, isUuid } from '../domain/index.js';
import { demand, withDeadline } from '../platform/index.js';
import { readBody } from './body.js';
import { demandProxyOptions, type FeedbackProxyOptions, type ProxyEvent } from './options.js';
import { createRecords, type Records } from './records.js';
import { fail, Refusal, refuse } from './refusal.js';
import { isSameSite, NO_PATH, readContext, readFeedback, readNumber } from './request.js';
import { type Call, createUpstream, isFromThisProxy } from './upstream.js';
import { readVisitor } from './visitor.js';

const PATH = /\/projects\/([\da-f-]{36})\/feedbacks\/(?:([\da-f-]{36})\/)?$/i;
const METHODS = { collection: ['GET', 'POST'], record: ['PATCH', 'DELETE'] } as const;
const NEEDED = 'a fetch-style Request: c.req.raw in Hono; Express and node:http need getRequestListener of @hono/node-server';
const FILTERS = ['status', 'is_positive', 'search'];

/**
 * Creates a fetch-style handler between a page and the feedbacks API, so that no Clarifeye token reaches a browser. It asks the host who the visitor is,
 * acts in their name with the service token, and forwards only the feedback calls of one project, each built anew. It keeps nothing between calls. Throws a
 * FeedbackError of kind `config` for a wrong option.
 */
export function createFeedbackProxy(options: FeedbackProxyOptions): (request: Request) => Promise<Response> {
  const checked = demandProxyOptions(options);
  const { projectId, authorize, allowedOrigins, maxLength, timeoutMs, onEvent } = checked;
  const startDeadline = () => {
    const end = performance.now() + timeoutMs;
    return () => Math.ceil(end - performance.now());
  };
  const records = createRecords(createUpstream(checked), startDeadline);

  async function respond(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { method } = request;
    const [, project, id] = PATH.exec(url.pathname) ?? [];
    if (!isSameId(project, projectId) || (id !== undefined && !isUuid(id))) {
      const isOther = project && !isSameId(project, projectId);
      const other = `The page asks for project ${project}, and the proxy is of project ${projectId}.`;
      throw isOther
        ? refuse(404, 'Not found.', 'refused', { reason: other })
        : refuse(404, 'Not a path of the API.', 'refused', { reason: `${url.pathname.slice(0, 200)} ${NO_PATH}` });
    }
    const methods: readonly string[] = id ? METHODS.record : METHODS.collection;
    if (!methods.includes(method))
      throw refuse(405, `Method ${method} is not allowed.`, 'refused', { headers: { allow: methods.join(', ') } });
    if (!isSameSite(request, url, allowedOrigins)) {
      const page = request.headers.get('origin') ?? 'another site';
      const expected = allowedOrigins.length
        ? `allowedOrigins has ${allowedOrigins.join(', ')}.`
        : `the request is for ${url.origin}: see allowedOrigins.`;
      throw refuse(403, 'Pages of other sites may not ask.', 'refused', { reason: `A page of ${page} asks, and ${expected}` });
    }
    const msLeft = startDeadline();
    if (await withDeadline(msLeft(), isFromThisProxy(request, checked)).catch(() => false))
      throw refuse(508, 'The server proxy asks itself.', 'failed', {
        reason: `baseUrl: got ${JSON.stringify(options.baseUrl)}, which is this proxy, needs the URL of the API.`,
      });
    const call = { visitor: await readVisitor(authorize, request, msLeft()), request, msLeft };
    if (!id) return method === 'GET' ? list(records, call) : post(records, call, maxLength);
    if (method === 'PATCH') return patch(records, call, id, maxLength);
    await records.remove(call, id);
    return new Response(null, { status: 204 });
  }

  return async (request) => {
    // A server whose requests are other objects, such as Express, must not wait for a response that nobody sends.
    demand(check(typeof request?.headers?.get === 'function', 'request', request, NEEDED));
    const start = performance.now();
    const notify = async (event: ProxyEvent['event'], status: number, more: Pick<ProxyEvent, 'reason' | 'recordId' | 'error'> = {}) => {
      try {
        await onEvent({ event, method: request.method, status, durationMs: Math.round(performance.now() - start), ...more });
      } catch {
        // A broken log must not lose feedback.
      }
    };
    try {
      const response = await respond(request);
      void notify('answered', response.status);
      return uncached(response);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : fail('An unexpected error was thrown.', error);
      const { status, body, event, more } = refusal;
      const { headers, ...facts } = more;
      void notify(event, status, facts);
      return uncached(Response.json(body, { status, ...(headers ? { headers } : {}) }));
    }
  };
}

/** One person's records must not end up in any cache. */
function uncached(response: Response): Response {
  response.headers.set('cache-control', 'no-store');
  return response;
}

async function list(records: Records, call: Call): Promise<Response> {
  const { origin, pathname, searchParams } = new URL(call.request.url);
  const limit = readNumber(searchParams, 'limit', 100, 1, 1000);
  const offset = readNumber(searchParams, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
  const filters = FILTERS.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [`&${name}=${encodeURIComponent(value)}`];
  }).join('');
  const all = await records.list(call, filters);
  const at = (place: number) => `${origin}${pathname}?limit=${limit}&offset=${place}${filters}`;
  const page: FeedbackPage = {
    count: all.length,
    next: offset + limit < all.length ? at(offset + limit) : null,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
    results: all.slice(offset, offset + limit),
  };
  return Response.json(page);
}

async function post(records: Records, call: Call, maxLength: number): Promise<Response> {
  const body = await readBody(call);
  const record = await records.create(call, { context: readContext(body['context']), ...readFeedback(body, maxLength) });
  return Response.json(record, { status: 201 });
}

async function patch(records: Records, call: Call, id: string, maxLength: number): Promise<Response> {
  const body = await readBody(call);
  if ('status' in body) throw refuse(403, 'A visitor can not change the status.');
  const changes = readFeedback(body, maxLength);
  if (!Object.keys(changes).length) throw refuse(400, 'There is nothing to change.');
  return Response.json(await records.update(call, id, changes));
}

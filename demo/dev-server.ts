import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { type Api, createApi } from './api.ts';
import { PROJECT_ID, SCRIPTS, USERS } from './setting.ts';

/** The real API to forward to; the token never leaves this process. */
interface Upstream {
  readonly baseUrl: string;
  readonly projectId: string;
  readonly token: string;
}

/** The environment's upstream, or undefined for the stand-in. Half a set-up is an error. */
function readUpstream(): Upstream | undefined {
  const { CLARIFEYE_BASE_URL: baseUrl, CLARIFEYE_PROJECT_ID: projectId, CLARIFEYE_TOKEN: token } = process.env;
  if (baseUrl && projectId && token) return { baseUrl: baseUrl.replace(/\/+$/, ''), projectId, token };
  if (!baseUrl && !projectId && !token) return undefined;
  throw new Error('Set all of CLARIFEYE_BASE_URL, CLARIFEYE_PROJECT_ID and CLARIFEYE_TOKEN, or none of them for the stand-in API.');
}

/** Serves the feedbacks API under `/api/v1`: the stand-in, or the real one where the environment names it. */
export function feedbacksApi(): Plugin {
  const upstream = readUpstream();
  const api = createApi({
    users: USERS,
    describe(conversationId, queryId) {
      const script = SCRIPTS.find(({ id }) => id === conversationId);
      return { title: script?.title ?? '', question: script?.turns[queryId]?.question ?? '' };
    },
  });
  const serve = (middlewares: Connect.Server) => middlewares.use('/api/v1', createHandler(upstream, api));
  return {
    name: 'feedbacks-api',
    configureServer: ({ middlewares }) => void serve(middlewares),
    configurePreviewServer: ({ middlewares }) => void serve(middlewares),
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { name: 'clarifeye-project', content: upstream?.projectId ?? PROJECT_ID }, injectTo: 'head' },
    ],
  };
}

function createHandler(upstream: Upstream | undefined, api: Api): Connect.SimpleHandleFunction {
  return (incoming, outgoing) => {
    void toRequest(incoming)
      .then((request) => (upstream ? forward(request, upstream) : api.handle(request)))
      .catch(() => Response.json({ error: 'The API could not be reached.' }, { status: 502 }))
      .then((response) => sendResponse(response, outgoing));
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = 'GET', headers, url = '/' } = incoming;
  const body = chunks.length ? Buffer.concat(chunks) : null;
  return new Request(new URL(`/api/v1${url}`, `http://${headers.host ?? 'localhost'}`), {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : [])),
    body,
  });
}

async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** Hands the call on with the server's own token in place of the page's. */
async function forward(request: Request, { baseUrl, token }: Upstream): Promise<Response> {
  const url = new URL(request.url);
  const body = await request.text();
  const response = await fetch(baseUrl + url.pathname.slice('/api/v1'.length) + url.search, {
    method: request.method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body } : {}),
    redirect: 'error',
  });
  const { status } = response;
  const type = response.headers.get('content-type');
  return new Response(status === 204 ? null : await response.text(), { status, headers: type ? { 'content-type': type } : {} });
}

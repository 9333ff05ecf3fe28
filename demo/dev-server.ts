import { randomUUID } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Connect, Plugin } from 'vite';
import { createExampleServer } from './example-server.ts';
import { PROJECT_ID } from './setting.ts';
import { createStandIn } from './stand-in.ts';
import { SERVICE_TOKEN, USERS } from './users.ts';

/** Where the demo's feedback goes: the stand-in, or the real API. */
interface Upstream {
  readonly baseUrl: string;
  readonly projectId: string;
  readonly token: string;
  /** Who may sign in at the server access. */
  readonly people: readonly { email: string; userId?: string }[];
  readonly fetch: typeof fetch;
  /** Whether the page's own token is put in place of by the server's, so that the real one stays there. */
  readonly replacesToken: boolean;
}

/** The environment's upstream, or the stand-in where it names none. Half a set-up is an error. */
function readUpstream(): Upstream {
  const { CLARIFEYE_BASE_URL: baseUrl, CLARIFEYE_PROJECT_ID: projectId, CLARIFEYE_TOKEN: token, CLARIFEYE_VISITOR: email } = process.env;
  if (baseUrl && projectId && token)
    return { baseUrl: baseUrl.replace(/\/+$/, ''), projectId, token, people: email ? [{ email }] : [], fetch, replacesToken: true };
  if (baseUrl || projectId || token)
    throw new Error('Set all of CLARIFEYE_BASE_URL, CLARIFEYE_PROJECT_ID and CLARIFEYE_TOKEN, or none of them for the stand-in API.');
  const api = createStandIn();
  return {
    baseUrl: 'http://localhost/api/v1',
    projectId: PROJECT_ID,
    token: SERVICE_TOKEN,
    people: Object.values(USERS).flatMap(({ id, email, isAdmin }) => (isAdmin ? [] : [{ email, userId: id }])),
    fetch: (input, init) => api.handle(new Request(input, init)),
    replacesToken: false,
  };
}

/** Serves `/api`: the API itself for the page with a token, the server access for the page without one, and the inbox. */
export function demoApi(): Plugin {
  const upstream = readUpstream();
  const listen = getRequestListener(createApp(upstream).fetch);
  const serve = (middlewares: Connect.Server) =>
    void middlewares.use((incoming, outgoing, next) => (incoming.url?.startsWith('/api/') ? void listen(incoming, outgoing) : next()));
  return {
    name: 'demo-api',
    // Vite lets pages of any port of this machine ask; this server holds a token.
    config: () => ({ server: { cors: false } }),
    configureServer: ({ middlewares }) => serve(middlewares),
    transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'clarifeye-project', content: upstream.projectId }, injectTo: 'head' }],
  };
}

/** No page of another site may use what this server holds: https://www.w3.org/TR/fetch-metadata/. */
const refuseOtherSites: MiddlewareHandler = async ({ req }, next) => {
  const site = req.header('sec-fetch-site');
  const origin = req.header('origin');
  const isOwn = site ? /^(same-origin|none)$/.test(site) : !origin || origin === new URL(req.url).origin;
  return isOwn ? next() : Response.json({ error: 'Pages of other sites may not ask.' }, { status: 403 });
};

function createApp(upstream: Upstream): Hono {
  const { replacesToken, ...api } = upstream;
  const { baseUrl, projectId, token, fetch } = api;
  const authorization = `Bearer ${token}`;
  return new Hono()
    .use(refuseOtherSites)
    .route('/', createExampleServer({ ...api, secret: randomUUID(), home: '/demo/server-proxy.html' }))
    .get('/api/inbox', async ({ json }) => {
      const answer = await fetch(`${baseUrl}/projects/${projectId}/feedbacks/?limit=50`, { headers: { authorization } });
      return json(await answer.json(), answer.ok ? 200 : 502);
    })
    .all(`/api/v1/projects/${projectId}/feedbacks/*`, async ({ req, notFound }) => {
      const { pathname, search } = new URL(req.url);
      const [place] = /\/feedbacks\/([\da-f-]{36}\/)?$/.exec(pathname) ?? [];
      if (!place) return notFound();
      const body = await req.text();
      const headers = {
        authorization: replacesToken ? authorization : (req.header('authorization') ?? ''),
        ...(body ? { 'content-type': 'application/json' } : {}),
      };
      const answer = await fetch(`${baseUrl}/projects/${projectId}${place}${search}`, {
        method: req.method,
        headers,
        ...(body ? { body } : {}),
        redirect: 'manual',
      });
      return new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.headers.get('content-type') ?? '' } });
    })
    .onError((error, { json }) =>
      error instanceof HTTPException ? error.getResponse() : json({ error: 'The API could not be reached.' }, 502),
    );
}

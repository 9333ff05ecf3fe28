import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { createFeedbackProxy } from '../../src/server';
import { PROJECT_ID } from '../support/people';

/** Ways to the same upstream: the server proxy, Hono's own `proxy()` that passes everything on, and a handler that looks a record up before it does. */
const upstream = process.env['UPSTREAM'] ?? '';
const passOn = createFeedbackProxy({
  projectId: PROJECT_ID,
  baseUrl: `${upstream}/api/v1`,
  token: 'admin-token',
  // Slow bodies are those of many visitors.
  authorize: ({ headers }) => {
    const [, name] = /^session=(\w+)$/.exec(headers.get('cookie') ?? '') ?? [];
    return name ? { email: `${name}@example.com` } : null;
  },
});

const toUpstream = (url: string, way: string) => {
  const { pathname, search } = new URL(url);
  return `${upstream}${pathname.replace(way, '/api/v1')}${search}`;
};

const app = new Hono()
  .all('/handler/*', ({ req }) => passOn(req.raw))
  .all('/proxy/*', ({ req }) => proxy(toUpstream(req.url, '/proxy'), req))
  .patch('/twice/*', async ({ req, json }) => {
    const url = toUpstream(req.url, '/twice');
    const id = url.split('/').at(-2);
    const { authorization = '', ...headers } = req.header();
    const asked = { authorization, 'x-impersonate-email': headers['x-impersonate-email'] ?? '', 'content-type': 'application/json' };
    const body = JSON.stringify(await req.json());
    const page = await (await fetch(`${url.replace(/[^/]+\/$/, '')}?limit=1000`, { headers: asked })).json();
    if (!(page as { results: { id: string }[] }).results.some((record) => record.id === id)) return json({}, 404);
    const answer = await fetch(url, { method: 'PATCH', headers: asked, body });
    return json((await answer.json()) as object, answer.status as 200);
  })
  .post('/text', async ({ req, text }) => text(await req.text().catch(() => '')));

serve({ hostname: '127.0.0.1', port: 0, fetch: app.fetch }, ({ port }) => process.send?.(port));
// The memory in use, for whoever asks.
process.on('message', () => {
  gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { createFeedbackProxy } from '../../src/server';
import { PROJECT_ID } from '../support/people';

/** Two ways to the same upstream: the server proxy, and Hono's own `proxy()` that passes everything on. */
const upstream = process.env['UPSTREAM'] ?? '';
const passOn = createFeedbackProxy({
  projectId: PROJECT_ID,
  baseUrl: `${upstream}/api/v1`,
  token: 'admin-token',
  authorize: ({ headers }) => (headers.get('cookie') === 'session=ada' ? { email: 'ada@example.com' } : null),
});

const app = new Hono()
  .all('/handler/*', ({ req }) => passOn(req.raw))
  .all('/proxy/*', ({ req }) => {
    const { pathname, search } = new URL(req.url);
    return proxy(`${upstream}${pathname.replace('/proxy', '/api/v1')}${search}`, req);
  });

serve({ hostname: '127.0.0.1', port: 0, fetch: app.fetch }, ({ port }) => process.send?.(port));

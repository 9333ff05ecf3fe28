import { Hono } from 'hono';
import { deleteCookie, setSignedCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { parseSigned } from 'hono/utils/cookie';
import { createFeedbackProxy, type FeedbackProxyOptions, type Visitor } from '../src/server/index.ts';

interface ExampleOptions extends Pick<FeedbackProxyOptions, 'projectId' | 'baseUrl' | 'token' | 'fetch'> {
  /** Signs the session's cookie. */
  readonly secret: string;
  /** Who may sign in. A real server asks for more than a name. */
  readonly people: readonly Visitor[];
  /** The path of the page that is shown after signing in or out. */
  readonly home: string;
}

const DAY = 24 * 60 * 60;

/** The page's own server: it signs visitors in with a cookie, and passes their feedback on in their name. */
export function createExampleServer({ secret, people, home, ...api }: ExampleOptions): Hono {
  const find = (email: unknown) => people.find((person) => person.email === email) ?? null;

  async function readVisitor({ headers }: Request): Promise<Visitor | null> {
    const { session } = await parseSigned(headers.get('cookie') ?? '', secret, 'session');
    const [until, email] = (session || '').split(' ');
    return Date.now() < Number(until) ? find(email) : null;
  }

  const passOn = createFeedbackProxy({ ...api, authorize: readVisitor });

  return new Hono()
    .get('/api/session', async ({ req, json }) => json({ visitor: await readVisitor(req.raw), people: people.map(({ email }) => email) }))
    .post('/api/session', csrf(), async (context) => {
      const { email } = await context.req.parseBody().catch(() => ({ email: undefined }));
      if (find(email)) {
        const secure = new URL(context.req.url).protocol === 'https:';
        // Signed with its end: a browser's copy could be kept for longer.
        await setSignedCookie(context, 'session', `${Date.now() + DAY * 1000} ${email}`, secret, {
          path: '/',
          httpOnly: true,
          sameSite: 'Lax',
          secure,
          maxAge: DAY,
        });
      } else deleteCookie(context, 'session', { path: '/' });
      return context.redirect(home, 303);
    })
    .all('/api/clarifeye/*', ({ req }) => passOn(req.raw));
}

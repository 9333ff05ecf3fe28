// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createExampleServer } from '../../demo/example-server';
import { PROJECT_ID } from '../support/people';

const ADA = { email: 'ada@example.com' };
const app = createExampleServer({
  projectId: PROJECT_ID,
  baseUrl: 'https://api.example/api/v1',
  token: 'x',
  secret: 'secret',
  people: [ADA],
  home: '/',
});

async function signIn(email: string): Promise<string> {
  const headers = { origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.request('/api/session', { method: 'POST', body: new URLSearchParams({ email }).toString(), headers });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const visitor = async (cookie: string) => (await (await app.request('/api/session', { headers: { cookie } })).json()).visitor;

describe("the example server's session", () => {
  afterEach(() => void vi.useRealTimers());

  it('signs in who is known, for a day', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const cookie = await signIn('ada@example.com');
    expect(await visitor(cookie)).toEqual(ADA);
    vi.setSystemTime(Date.now() + 25 * 60 * 60 * 1000);
    expect(await visitor(cookie)).toBeNull();
    expect(await visitor(await signIn('eve@example.com'))).toBeNull();
  });

  it('takes no cookie that was changed', async () => {
    const cookie = await signIn('ada@example.com');
    expect(await visitor(cookie.replace(/=\d/, '=9'))).toBeNull();
    expect(await visitor(cookie.slice(0, -3))).toBeNull();
    expect(await visitor('session=ada@example.com')).toBeNull();
  });
});

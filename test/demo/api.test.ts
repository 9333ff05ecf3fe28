import { describe, expect, it } from 'vitest';
import { type ApiCall, createApi } from '../../demo/api';
import { findAnswerFault } from '../support/contract';
import { CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';

const PATH = `/api/v1/projects/${PROJECT_ID}/feedbacks/`;
const NEW = { context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, feedback: '', is_positive: true };

function setUp() {
  const api = createApi({ users: USERS });
  const call = (method: string, path: string, token = 'ada-token', more: Partial<ApiCall> = {}) => {
    const url = new URL(path, 'https://api.example');
    const answer = api.answer({ method, url, authorization: `Bearer ${token}`, ...more });
    if (answer.status !== 301 && answer.status !== 405) expect(findAnswerFault(method, url, answer.status, answer.body)).toBeUndefined();
    return answer as { status: number; body: never; location?: string };
  };
  const post = (token?: string, more: Partial<ApiCall> = {}) => call('POST', PATH, token, { body: NEW, ...more }).body as { id: string };
  return { call, post };
}

describe('stand-in API', () => {
  it('records, changes and removes', () => {
    const { call, post } = setUp();
    const { id } = post();
    expect(call('PATCH', `${PATH}${id}/`, 'ada-token', { body: { feedback: 'Nice', is_positive: null } }).body).toMatchObject({
      id,
      feedback: 'Nice',
      is_positive: null,
      status: 'to_review',
    });
    expect(call('DELETE', `${PATH}${id}/`).status).toBe(204);
    expect(call('DELETE', `${PATH}${id}/`).status).toBe(404);
  });

  it('takes both schemes and no unknown token', () => {
    const { call } = setUp();
    expect(call('GET', PATH, '', { authorization: 'Token ada-token' }).status).toBe(200);
    expect(call('GET', PATH, 'nobody').status).toBe(401);
    expect(call('GET', PATH, '', { authorization: null }).status).toBe(401);
    expect(call('GET', PATH, 'toString').status).toBe(401);
  });

  it('refuses a stranger with 403, and an unknown project with 404', () => {
    const { call } = setUp();
    expect(call('GET', PATH, 'stranger-token').status).toBe(403);
    expect(call('GET', PATH.replace(PROJECT_ID, CONVERSATION_ID)).status).toBe(404);
  });

  it('says which fields are wrong, nested as they are sent', () => {
    const { call } = setUp();
    const context = { conversation_id: 'x', query_id: 1.5 };
    expect(call('POST', PATH, 'ada-token', { body: { context, is_positive: 'yes', feedback: 7 } })).toMatchObject({
      status: 400,
      body: {
        context: { conversation_id: [expect.any(String)], query_id: [expect.any(String)], source: [expect.any(String)] },
        is_positive: [expect.any(String)],
        feedback: [expect.any(String)],
      },
    });
  });

  it('lets people change and see only their own records, and an admin all', () => {
    const { call, post } = setUp();
    const { id } = post('ada-token');
    expect(call('PATCH', `${PATH}${id}/`, 'bob-token', { body: { feedback: 'x' } }).status).toBe(403);
    expect(call('DELETE', `${PATH}${id}/`, 'bob-token').status).toBe(403);
    expect(call('GET', PATH, 'bob-token').body).toMatchObject({ count: 0 });
    expect(call('GET', PATH, 'admin-token').body).toMatchObject({ count: 1 });
    expect(call('DELETE', `${PATH}${id}/`, 'admin-token').status).toBe(204);
  });

  it('impersonates with the permission, and silently does not without', () => {
    const { post } = setUp();
    expect(post('admin-token', { impersonateEmail: 'BOB@example.com' })).toMatchObject({ given_by: { email: 'bob@example.com' } });
    expect(post('ada-token', { impersonateEmail: 'bob@example.com' })).toMatchObject({ given_by: { email: 'ada@example.com' } });
    expect(post('admin-token', { impersonateEmail: 'stranger@example.com' })).toMatchObject({ given_by: { email: 'admin@example.com' } });
  });

  it('pages, newest change first, and filters', () => {
    const { call, post } = setUp();
    const ids = [post().id, post().id, post().id];
    call('PATCH', `${PATH}${ids[0]}/`, 'ada-token', { body: { feedback: 'Needle', is_positive: false } });
    const page = call('GET', `${PATH}?limit=2`).body as { results: { id: string }[]; next: string };
    expect(page.results.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(call('GET', page.next).body).toMatchObject({ results: [{ id: ids[1] }], next: null, previous: expect.any(String) });
    expect(call('GET', `${PATH}?search=needle`).body).toMatchObject({ count: 1 });
    expect(call('GET', `${PATH}?is_positive=true`).body).toMatchObject({ count: 2 });
    expect(call('GET', `${PATH}?limit=1001`).status).toBe(400);
    expect(call('GET', `${PATH}?offset=-1`).status).toBe(400);
  });

  it('redirects a URL without its final slash, as Django does', () => {
    const { call } = setUp();
    expect(call('POST', PATH.slice(0, -1), 'ada-token', { body: NEW })).toMatchObject({ status: 301, location: PATH });
  });

  it('answers a preflight for any origin', async () => {
    const api = createApi({ users: USERS });
    const response = await api.handle(new Request(`https://api.example${PATH}`, { method: 'OPTIONS' }));
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  });
});

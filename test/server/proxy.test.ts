// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../demo/api';
import { createFeedbackProxy, type FeedbackProxyOptions, type ProxyEvent, type Visitor } from '../../src/server';
import { createDice } from '../simulation/random';
import { findAnswerFault, findRequestFault } from '../support/contract';
import { ANSWER, CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';

const ADA: Visitor = { email: 'ada@example.com' };
const BOB: Visitor = { email: 'bob@example.com' };
const MOUNT = 'https://app.example/api/clarifeye';
const FEEDBACKS = `${MOUNT}/projects/${PROJECT_ID}/feedbacks/`;

/** A proxy in front of the stand-in API, with everything that reaches the API held against the contract. */
function setUp(more: Partial<FeedbackProxyOptions> = {}) {
  const api = createApi({ users: USERS });
  const reached: { method: string; url: string; headers: Record<string, string>; body: unknown }[] = [];
  const faults: string[] = [];
  const events: ProxyEvent[] = [];
  const visitors = new Map([
    ['ada', ADA],
    ['bob', BOB],
  ]);
  const handle = createFeedbackProxy({
    projectId: PROJECT_ID,
    baseUrl: 'https://api.example/api/v1',
    token: 'admin-token',
    authorize: ({ headers }) => visitors.get(headers.get('cookie')?.replace('session=', '') ?? '') ?? null,
    onEvent: (event) => events.push(event),
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = init?.body ? JSON.parse(String(init.body)) : undefined;
      reached.push({ method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body });
      const fault = findRequestFault(request.method, new URL(request.url), request.headers, body);
      if (fault) faults.push(fault);
      return api.handle(request);
    },
    ...more,
  });
  const call = async (method: string, path = FEEDBACKS, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await handle(
      new Request(path, {
        method,
        headers: {
          cookie: 'session=ada',
          'sec-fetch-site': 'same-origin',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const answer = text ? JSON.parse(text) : undefined;
    const inContract = new URL(path.replace(/^.*?(?=\/projects\/)/, 'https://api.example/api/v1'), 'https://x');
    const fault = PATHS.test(path) ? findAnswerFault(method, inContract, response.status, answer) : undefined;
    if (fault) faults.push(fault);
    return { status: response.status, body: answer, headers: Object.fromEntries(response.headers) };
  };
  const give = async (is_positive: boolean | null, cookie = 'ada', queryId = ANSWER.queryId) =>
    call(
      'POST',
      FEEDBACKS,
      { context: { conversation_id: CONVERSATION_ID, query_id: queryId, source: 'PlaygroundConversation' }, feedback: 'Hm', is_positive },
      { cookie: `session=${cookie}` },
    );
  return { api, handle, call, give, reached, faults, events, records: () => api.records(PROJECT_ID) };
}

/** A proxy in front of an API that answers each method as told. */
function setUpLiar(answers: Partial<Record<string, () => Response>>, more: Partial<FeedbackProxyOptions> = {}) {
  const asked: string[] = [];
  const setting = setUp({
    fetch: async (input, init) => {
      asked.push(`${init?.method} ${new URL(String(input)).pathname.replace(/^.*feedbacks/, '')}`);
      return answers[init?.method ?? '']?.() ?? Response.json({ error: 'No.' }, { status: 500 });
    },
    ...more,
  });
  return { ...setting, asked };
}

const ID = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const record = (given_by: unknown, more = {}) => ({ id: ID, feedback: '', is_positive: true, context: {}, given_by, ...more });

const PATHS = /\/feedbacks\/([\da-f-]{36}\/)?(\?.*)?$/;

describe('createFeedbackProxy', () => {
  it("records, changes and removes in the visitor's own name", async () => {
    const { call, give, records, reached, faults, events } = setUp();
    const { status, body } = await give(true);
    expect([status, records()]).toMatchObject([201, [{ is_positive: true, feedback: 'Hm', given_by: { email: 'ada@example.com' } }]]);
    const changed = await call('PATCH', `${FEEDBACKS}${body.id}/`, { is_positive: null, feedback: 'Well' });
    expect([changed.status, records()]).toMatchObject([200, [{ is_positive: null, feedback: 'Well' }]]);
    expect(await call('DELETE', `${FEEDBACKS}${body.id}/`)).toMatchObject({ status: 204, body: undefined });
    expect(records()).toEqual([]);
    expect(faults).toEqual([]);
    expect(
      reached.every(
        ({ headers }) => headers['authorization'] === 'Bearer admin-token' && headers['x-impersonate-email'] === 'ada@example.com',
      ),
    ).toBe(true);
    expect(events).toMatchObject([
      { event: 'answered', method: 'POST', status: 201 },
      { event: 'answered', method: 'PATCH', status: 200 },
      { event: 'answered', method: 'DELETE', status: 204 },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Hm|Well|token/);
  });

  it.each([
    'https://x.example/projects',
    'https://x.example/a/b/c/projects',
    'http://localhost/projects',
  ])('works under any mount: %s', async (mount) => {
    const { call } = setUp();
    expect((await call('GET', `${mount}/${PROJECT_ID}/feedbacks/`)).status).toBe(200);
  });

  it('lists only what the visitor gave, in honest pages, also where the API shows the token everything', async () => {
    const { call, give, faults } = setUp();
    for (let queryId = 0; queryId < 3; queryId += 1) await give(true, 'ada', queryId);
    for (let queryId = 0; queryId < 4; queryId += 1) await give(false, 'bob', queryId);
    const first = await call('GET', `${FEEDBACKS}?limit=2`);
    expect(first.body).toMatchObject({ count: 3, next: `${FEEDBACKS}?limit=2&offset=2`, previous: null });
    expect(first.body.results).toHaveLength(2);
    const second = await call('GET', first.body.next);
    expect(second.body).toMatchObject({
      count: 3,
      next: null,
      previous: `${FEEDBACKS}?limit=2&offset=0`,
      results: [{ given_by: { email: 'ada@example.com' } }],
    });
    expect(faults).toEqual([]);
    // A visitor whom the API does not know: it goes on as the service user, an admin who sees everyone's.
    const { call: callUnknown } = setUp({ authorize: () => ({ email: 'nobody@example.com' }) });
    expect((await callUnknown('GET')).body).toMatchObject({ count: 0, results: [] });
  });

  describe("a record that is not the visitor's", () => {
    const CHANGES = [
      ['PATCH', { is_positive: false }],
      ['DELETE', undefined],
    ] as const;

    afterEach(() => void vi.useRealTimers());

    /** The answer to a call that waits for a list which may lag. */
    async function afterLooking(answer: Promise<{ status: number; body: unknown }>) {
      await vi.advanceTimersByTimeAsync(5_000);
      return answer;
    }

    it.each(CHANGES)('is not found by %s, where the list does not show it', async (method, changes) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      const { call, give, records } = setUp();
      const { body } = await give(true, 'bob');
      expect(await afterLooking(call(method, `${FEEDBACKS}${body.id}/`, changes))).toMatchObject({
        status: 404,
        body: { error: 'Not found.' },
      });
      expect(records()).toMatchObject([{ is_positive: true, given_by: { email: 'bob@example.com' } }]);
    });

    it.each(CHANGES)('is refused to %s, where the list shows it', async (method, changes) => {
      const results = [record({ email: 'bob@example.com' })];
      const { call, asked } = setUpLiar({ GET: () => Response.json({ count: 1, next: null, previous: null, results }) });
      expect(await call(method, `${FEEDBACKS}${ID}/`, changes)).toMatchObject({ status: 403, body: { error: 'This is not your record.' } });
      expect(asked).toEqual(['GET /']);
    });

    it.each(CHANGES)('is an upstream failure for %s, where there is no time to look for it again', async (method, changes) => {
      const GET = () => Response.json({ count: 0, next: null, previous: null, results: [] });
      const { call } = setUpLiar({ GET }, { timeoutMs: 100 });
      expect((await call(method, `${FEEDBACKS}${ID}/`, changes)).status).toBe(502);
    });

    it.each(CHANGES)('is not found by %s once it is gone, however often it is asked', async (method, changes) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      const { call, give } = setUp();
      const { body } = await give(true);
      await call('DELETE', `${FEEDBACKS}${body.id}/`);
      for (let time = 0; time < 2; time += 1)
        expect((await afterLooking(call(method, `${FEEDBACKS}${body.id}/`, changes))).status).toBe(404);
    });

    it.each(CHANGES)("is the visitor's to %s once a list that lags behind shows it", async (method, changes) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      let looks = 0;
      const GET = () => {
        looks += 1;
        const results = looks > 3 ? [record({ email: 'ada@example.com' })] : [];
        return Response.json({ count: results.length, next: null, previous: null, results });
      };
      const PATCH = () => Response.json(record({ email: 'ada@example.com' }, { is_positive: false }));
      const { call, asked } = setUpLiar({ GET, PATCH, DELETE: () => new Response(null, { status: 204 }) });
      expect((await afterLooking(call(method, `${FEEDBACKS}${ID}/`, changes))).status).toBeLessThan(300);
      expect(asked).toEqual(['GET /', 'GET /', 'GET /', 'GET /', `${method} /${ID}/`]);
    });
  });

  describe('an answer that is not of the API', () => {
    const page = () => new Response('<html><h1>403 Forbidden</h1></html>', { status: 403, headers: { 'content-type': 'text/html' } });

    it.each([400, 403, 404, 409, 410, 413, 415, 422])('is an upstream failure where it has status %i and is HTML', async (status) => {
      const POST = () => new Response('<html>', { status });
      expect(await setUpLiar({ POST }).give(true)).toMatchObject({ status: 502, body: { error: expect.any(String) } });
    });

    it.each([
      ['nothing', ''],
      ['text', 'Forbidden'],
      ['a JSON text', '"Forbidden"'],
      ['JSON without a message of the API', '{"message":"Forbidden"}'],
      ['an empty list', '[]'],
    ])('is an upstream failure where it is %s', async (_, body) => {
      expect((await setUpLiar({ POST: () => new Response(body, { status: 403 }) }).give(true)).status).toBe(502);
    });

    it('is an upstream failure for a list, a change and a removal, too', async () => {
      const results = [record({ email: 'ada@example.com' })];
      const GET = () => Response.json({ count: 1, next: null, previous: null, results });
      expect((await setUpLiar({ GET: page }).call('GET')).status).toBe(502);
      const { call } = setUpLiar({ GET, PATCH: page, DELETE: page });
      expect((await call('PATCH', `${FEEDBACKS}${ID}/`, { is_positive: false })).status).toBe(502);
      expect((await call('DELETE', `${FEEDBACKS}${ID}/`)).status).toBe(502);
    });
  });

  it('lets no visitor change the status', async () => {
    const { call, give, records } = setUp();
    const { body } = await give(true);
    expect((await call('PATCH', `${FEEDBACKS}${body.id}/`, { status: 'reviewed', is_positive: false })).status).toBe(403);
    expect(records()).toMatchObject([{ status: 'to_review', is_positive: true }]);
  });

  it('takes back what was recorded as the service user, and names the missing permission', async () => {
    const { give, records, events } = setUp({ authorize: () => ({ email: 'nobody@example.com' }) });
    const { status, body } = await give(true);
    expect([status, body.error]).toEqual([502, expect.stringContaining('CAN_IMPERSONATE_OTHER_USERS')]);
    expect(records()).toEqual([]);
    expect(events).toMatchObject([{ event: 'misattributed', status: 502, reason: expect.stringContaining('nobody@example.com') }]);
    expect(JSON.stringify(body)).not.toContain('nobody@example.com');
  });

  it.each([
    ['nobody is signed in', { cookie: '' }, 401],
    ['a page of another site asks', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a page of a sibling domain asks', { 'sec-fetch-site': 'same-site', origin: 'https://blog.app.example' }, 403],
    ['an old browser names another origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }, 403],
    ['the body is a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('refuses where %s', async (_, headers, status) => {
    const { call, reached } = setUp();
    const body = { context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' } };
    expect((await call('POST', FEEDBACKS, body, headers)).status).toBe(status);
    expect(reached).toEqual([]);
  });

  it.each([
    ['of another site, although the browser calls it nobody’s', { 'sec-fetch-site': 'none', origin: 'https://evil.example' }],
    ['of the same host with another scheme', { 'sec-fetch-site': '', origin: 'http://app.example' }],
    ['of the same host with another port', { 'sec-fetch-site': '', origin: 'https://app.example:8443' }],
    ['of a sandboxed page', { 'sec-fetch-site': '', origin: 'null' }],
  ])('refuses a page %s', async (_, headers) => {
    const { call, reached } = setUp();
    expect((await call('GET', FEEDBACKS, undefined, headers)).status).toBe(403);
    expect(reached).toEqual([]);
  });

  it('answers the listed origins alone, if there is a list', async () => {
    const { call } = setUp({ allowedOrigins: ['https://www.app.example'] });
    const statusFrom = async (origin: string, site: string) =>
      (await call('GET', FEEDBACKS, undefined, { 'sec-fetch-site': site, origin })).status;
    expect(await statusFrom('https://www.app.example', 'same-site')).toBe(200);
    expect(await statusFrom('https://www.app.example', '')).toBe(200);
    expect(await statusFrom('https://app.example', 'same-origin')).toBe(403);
    expect(await statusFrom('https://evil.example', 'none')).toBe(403);
  });

  it('knows its own origin behind a reverse proxy', async () => {
    const { call } = setUp();
    const inside = FEEDBACKS.replace('https://app.example', 'http://10.0.0.7:3000');
    expect((await call('GET', inside, undefined, { 'sec-fetch-site': 'same-origin', origin: 'https://app.example' })).status).toBe(200);
    const named = { 'sec-fetch-site': '', origin: 'http://app.example', host: 'app.example' };
    expect((await call('GET', inside, undefined, named)).status).toBe(200);
    expect((await call('GET', inside, undefined, { ...named, origin: 'http://evil.example' })).status).toBe(403);
  });

  it.each([
    ['no JSON', '{"context"', 400],
    ['a list', '[]', 400],
    ['more than 64 KiB', JSON.stringify({ feedback: 'x'.repeat(70_000) }), 413],
    [
      'too many words',
      JSON.stringify({ context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, feedback: '👍'.repeat(4001) }),
      400,
    ],
    ['no conversation', JSON.stringify({ context: { query_id: 0, source: 'x' } }), 400],
    ['a query id that is no integer', JSON.stringify({ context: { conversation_id: CONVERSATION_ID, query_id: 0.5, source: 'x' } }), 400],
    [
      'a rating that is none',
      JSON.stringify({ context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: 'yes' }),
      400,
    ],
  ])('refuses a body that is %s, in the shape of the contract', async (_, body, status) => {
    const { call, reached, faults } = setUp();
    expect((await call('POST', FEEDBACKS, body)).status).toBe(status);
    expect([reached, faults.filter((fault) => !/with 413$/.test(fault))]).toEqual([[], []]);
  });

  it('passes nothing on but the known fields, the token and the name', async () => {
    const { call, reached } = setUp();
    await call(
      'POST',
      FEEDBACKS,
      {
        context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x', evil: 1 },
        is_positive: true,
        status: 'reviewed',
        given_by: { email: 'eve@example.com' },
        __proto__: { evil: 1 },
      },
      {
        authorization: 'Bearer stolen',
        'x-impersonate-email': 'eve@example.com',
        'x-forwarded-for': '1.2.3.4',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=1.2.3.4',
        'x-http-method-override': 'DELETE',
        referer: 'https://app.example/secret',
      },
    );
    const [{ headers, body, url } = { headers: {} as Record<string, string>, body: {}, url: '' }] = reached;
    expect(Object.keys(headers).sort()).toEqual(['accept', 'authorization', 'content-type', 'x-impersonate-email']);
    expect([headers['authorization'], headers['x-impersonate-email']]).toEqual(['Bearer admin-token', 'ada@example.com']);
    expect(body).toEqual({ context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: true });
    expect(url).toBe(`https://api.example/api/v1/projects/${PROJECT_ID}/feedbacks/`);
  });

  it.each([
    ['is down', () => Promise.reject(new Error('admin-token refused')), 502],
    [
      'refuses the token',
      () => Promise.resolve(Response.json({ error: 'admin-token is bad' }, { status: 401, headers: { 'x-secret': 'admin-token' } })),
      502,
    ],
    ['fails', () => Promise.resolve(new Response('<html>admin-token', { status: 500 })), 502],
    ['redirects', () => Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://evil.example' } })), 502],
    ['answers HTML', () => Promise.resolve(new Response('<html>', { status: 200 })), 502],
    ['asks to wait', () => Promise.resolve(Response.json({ error: 'Slow down.' }, { status: 429, headers: { 'x-secret': '1' } })), 429],
    [
      'never answers',
      (_: unknown, init?: RequestInit) =>
        new Promise<Response>((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
      502,
    ],
  ] as [
    string,
    typeof fetch,
    number,
  ][])('where the API %s tells so in the shape of the contract, without the token or its headers', async (_, fetch, status) => {
    const { call } = setUp({ fetch, timeoutMs: 30 });
    const answer = await call('GET');
    expect(answer.status).toBe(status);
    expect(typeof answer.body.error).toBe('string');
    expect(JSON.stringify(answer)).not.toMatch(/admin-token|x-secret/);
  });

  it.each([
    ['no giver', () => Response.json(record(undefined), { status: 201 })],
    ['a giver of another shape', () => Response.json(record({ email: 5 }), { status: 201 })],
    ['another giver', () => Response.json(record({ email: 'service@example.com' }), { status: 201 })],
    ['another giver and another status', () => Response.json(record({ email: 'service@example.com' }), { status: 200 })],
  ])('takes back a record with %s', async (_, POST) => {
    const { give, asked, events } = setUpLiar({ POST, DELETE: () => new Response(null, { status: 204 }) });
    expect((await give(true)).status).toBe(502);
    expect(asked).toEqual(['POST /', `DELETE /${ID}/`]);
    expect(events).toMatchObject([{ event: 'misattributed', status: 502 }]);
  });

  it.each([
    ['refused', () => Response.json({ error: 'No.' }, { status: 403 })],
    ['lost', () => Promise.reject(new Error('reset')) as never],
  ])('names the record that could not be taken back, where the deletion was %s', async (_, DELETE) => {
    const POST = () => Response.json(record({ email: 'service@example.com' }), { status: 201 });
    const { give, events } = setUpLiar({ POST, DELETE });
    expect((await give(true)).body.error).toMatch(/CAN_IMPERSONATE_OTHER_USERS.*could not be deleted again/);
    expect(events).toMatchObject([{ event: 'misattributed', status: 502, recordId: ID }]);
  });

  it('asks the visitor to come back later with what would only be misattributed again', async () => {
    const { give } = setUp({ authorize: () => ({ email: 'nobody@example.com' }) });
    expect((await give(true)).headers['retry-after']).toBe('300');
  });

  it.each([
    ['nothing', () => new Response('', { status: 201 })],
    ['no record', () => Response.json(null, { status: 201 })],
  ])('calls %s in the place of a new record the fault of the API', async (_, POST) => {
    const { give, events } = setUpLiar({ POST });
    expect((await give(true)).status).toBe(502);
    expect(events).toMatchObject([{ event: 'upstream-failed' }]);
  });

  it('passes over records of another shape in the list, and calls another shape of the list the fault of the API', async () => {
    const results = [record({ email: 'ada@example.com' }), record(null), null, 5];
    const { call } = setUpLiar({ GET: () => Response.json({ count: 4, next: null, previous: null, results }) });
    expect((await call('GET')).body).toMatchObject({ count: 1, results: [{ id: ID }] });
    for (const page of [{}, [], null, { results: {} }])
      expect((await setUpLiar({ GET: () => Response.json(page) }).call('GET')).status).toBe(502);
  });

  it('counts a record once that moved to the next page meanwhile, and ends at an empty page', async () => {
    const page = (ids: string[], next: string | null) =>
      Response.json({ count: 3, next, previous: null, results: ids.map((id) => record({ email: 'ada@example.com' }, { id })) });
    const other = '4c90c3cc-0d44-4b50-8888-8dd25736052a';
    const pages = [page([other, ID], 'more'), page([ID], 'more'), page([], 'more')];
    const { call, asked } = setUpLiar({ GET: () => pages.shift() as Response });
    expect((await call('GET')).body.count).toBe(2);
    expect(asked).toHaveLength(3);
  });

  it('checks that a change was of the record that was meant', async () => {
    const GET = () => Response.json({ count: 1, next: null, previous: null, results: [record({ email: 'ada@example.com' })] });
    for (const answer of [new Response('', { status: 200 }), Response.json(record({}, { id: ANSWER.conversationId.replace('3', '5') }))])
      expect((await setUpLiar({ GET, PATCH: () => answer }).call('PATCH', `${FEEDBACKS}${ID}/`, { is_positive: false })).status).toBe(502);
  });

  it('asks the API for what the visitor filters by, written anew', async () => {
    const { call, give, reached } = setUp();
    await give(true);
    await give(false, 'ada', 1);
    expect((await call('GET', `${FEEDBACKS}?is_positive=true&evil=1&search=a%26limit%3D1`)).status).toBe(200);
    expect(new URL(reached.at(-1)?.url ?? '').search).toBe('?limit=1000&offset=0&is_positive=true&search=a%26limit%3D1');
  });

  it('tells no one the token, also where the API repeats it', async () => {
    const echo = (status: number) => () =>
      Response.json({ error: 'bad Bearer admin-token', trace: { at: 5 }, feedback: ['Hm'] }, { status });
    const { give, call } = setUpLiar({ POST: echo(403), GET: echo(200) });
    expect((await give(true)).body).toEqual({ error: 'bad Bearer [token]', feedback: ['Hm'] });
    expect(JSON.stringify(await call('GET'))).not.toContain('admin-token');
    expect((await setUpLiar({ POST: echo(418) }).give(true)).status).toBe(502);
  });

  it("leaves a person's words and name alone, also where they are like the token", async () => {
    const words = 'the admin-token is wrong';
    const { call, records } = setUp();
    const body = { context: { conversation_id: ANSWER.conversationId, query_id: 0, source: 'x' }, feedback: words, is_positive: null };
    expect(await call('POST', FEEDBACKS, body)).toMatchObject({ status: 201, body: { feedback: words } });
    expect((await call('GET')).body.results).toMatchObject([{ feedback: words }]);
    expect(records()).toMatchObject([{ feedback: words }]);
    const short = setUpLiar(
      { POST: () => Response.json(record({ email: 'ada@example.com' }, { debug: 'ada' }), { status: 201 }) },
      { token: 'ada' },
    );
    const { status, body: given } = await short.give(true);
    expect([status, given.given_by, given.debug]).toEqual([201, { email: 'ada@example.com' }, undefined]);
  });

  it.each([
    ['in a field of its own', { debug: 'se/cret+"' }],
    ['in a list', { tags: ['a', 'x se/cret+"'] }],
    ['beside what it says of the answer', { context: { trace: 'se/cret+"' } }],
    ['in place of what it says of the answer', { context: 'se/cret+"' }],
  ])('tells no one a token with quotes that a record repeats %s', async (_, more) => {
    const POST = () => Response.json(record({ email: 'ada@example.com' }, more), { status: 201 });
    const { status, body } = await setUpLiar({ POST }, { token: 'se/cret+"' }).give(true);
    expect([status, body.id, JSON.stringify(body).includes('cret')]).toEqual([201, ID, false]);
  });

  it.each([
    [
      'a page in place of the API',
      () => new Response('<p>Hi</p>', { headers: { 'content-type': 'text/html' } }),
      ' (text/html): see baseUrl',
    ],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/login' } }), ' (a redirect): see baseUrl'],
    ['something else', () => Response.json({}, { status: 201 }), ', without what the API returns: see baseUrl'],
  ])('tells the log of %s', async (_, POST, hint) => {
    const events: ProxyEvent[] = [];
    await setUpLiar({ POST }, { onEvent: (event) => events.push(event) }).give(true);
    expect(events.at(-1)?.reason).toContain(hint);
  });

  it('tells the log of a page in place of a list, or of a changed record', async () => {
    const events: ProxyEvent[] = [];
    const page = () => new Response('<p>Hi</p>', { headers: { 'content-type': 'text/html' } });
    const listed = () => Response.json({ count: 1, next: null, previous: null, results: [record({ email: 'ada@example.com' })] });
    const onEvent = (event: ProxyEvent) => events.push(event);
    await setUpLiar({ GET: page }, { onEvent }).call('GET');
    await setUpLiar({ GET: listed, PATCH: page }, { onEvent }).call('PATCH', `${FEEDBACKS}${ID}/`, { is_positive: false });
    expect(events.map(({ reason }) => reason?.includes(' (text/html): see baseUrl'))).toEqual([true, true]);
  });

  it('tells the log which host could not be reached, and what a fetch of the host has thrown', async () => {
    const events: ProxyEvent[] = [];
    const fetch = () => Promise.reject(new Error('blocked'));
    await setUpLiar({}, { onEvent: (event) => events.push(event), fetch }).give(true);
    expect(events.at(-1)?.reason).toMatch(/could not be reached\. \([\w.:]+: Error: blocked\)$/);
  });

  it.each([
    ['written with escapes', 'se/cret+"', String.raw`{"error":"se\/cret\u002b\u0022","se\/cret+\"":"x"}`],
    ['that came with a newline', 'secret\n', '{"error":"secret","secret":"x"}'],
  ])('tells no one a token %s', async (_, token, echo) => {
    const { give } = setUpLiar({ POST: () => new Response(echo, { status: 400 }) }, { token });
    expect((await give(true)).body).toEqual({ error: '[token]', '[token]': 'x' });
  });

  it.each([
    ['the token', { token: () => new Promise<string>(() => {}) }, 502, 'token() did not return in time.'],
    ['a fetch that knows no signals', { fetch: () => new Promise<Response>(() => {}) }, 502, 'The feedbacks API did not answer in time.'],
    ['authorize', { authorize: () => new Promise<Visitor>(() => {}) }, 500, 'authorize() did not answer in time.'],
  ])('waits no longer than it may for %s', async (_, more, status, reason) => {
    const { call, events } = setUp({ ...more, timeoutMs: 30 });
    expect((await call('GET')).status).toBe(status);
    expect(events).toMatchObject([{ reason }]);
  });

  it('looks through the pages of a list no longer than it may, and no further once the visitor has gone', async () => {
    let pages = 0;
    const slow = async () => {
      pages += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Response.json({
        count: 1e6,
        next: 'more',
        previous: null,
        results: [record({ email: 'bob@example.com' }, { id: CONVERSATION_ID.replace('3', '5') })],
      });
    };
    const { call, events } = setUp({ fetch: slow, timeoutMs: 90 });
    expect((await call('DELETE', `${FEEDBACKS}${ID}/`)).status).toBe(502);
    expect([events, pages < 8]).toMatchObject([[{ reason: 'The feedbacks API did not answer in time.' }], true]);

    pages = 0;
    const leaving = new AbortController();
    const handle = createFeedbackProxy({
      projectId: PROJECT_ID,
      baseUrl: 'https://api.example/api/v1',
      token: 'x',
      authorize: () => ADA,
      fetch: () => {
        leaving.abort();
        return slow();
      },
    });
    await handle(new Request(FEEDBACKS, { signal: leaving.signal }));
    expect(pages).toBe(1);
  });

  it("gives a change its whole time, also after a slow sign-in, so that what is not the visitor's can be taken back", async () => {
    const slowly = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 60, value));
    const asked: string[] = [];
    const { give } = setUp({
      timeoutMs: 100,
      authorize: () => slowly(ADA),
      fetch: (_, init) => {
        asked.push(`${init?.method}`);
        const isPost = init?.method === 'POST';
        return slowly(
          isPost ? Response.json(record({ email: 'service@example.com' }), { status: 201 }) : new Response(null, { status: 204 }),
        );
      },
    });
    expect([(await give(true)).body.error, asked]).toEqual([expect.stringMatching(/CAN_IMPERSONATE/), ['POST', 'DELETE']]);
  });

  it.each([
    ['PATCH', { is_positive: true }],
    ['DELETE', undefined],
  ])('makes two calls for a %s of an ordinary visitor, and few for one who sees 30,000 records', async (method, body) => {
    const asked: string[] = [];
    const mine = record({ email: 'ada@example.com' });
    const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const others = Array.from({ length: 30_000 }, (_, n) => record({ email: 'x@example.com' }, { id: idOf(n) }));
    const upstream =
      (all: readonly object[]): typeof fetch =>
      async (input, init) => {
        asked.push(`${init?.method}`);
        if (init?.method === 'PATCH') return Response.json({ ...mine, is_positive: true });
        if (init?.method === 'DELETE') return new Response(null, { status: 204 });
        const { searchParams } = new URL(String(input));
        const [offset, limit] = [Number(searchParams.get('offset')), Number(searchParams.get('limit'))];
        const next = offset + limit < all.length ? 'more' : null;
        return Response.json({ count: all.length, next, previous: null, results: all.slice(offset, offset + limit) });
      };
    expect((await setUp({ fetch: upstream([mine]) }).call(method, `${FEEDBACKS}${ID}/`, body)).status).toBeLessThan(300);
    expect(asked).toEqual(['GET', method]);
    asked.length = 0;
    expect((await setUp({ fetch: upstream([mine, ...others]) }).call(method, `${FEEDBACKS}${ID}/`, body)).status).toBeLessThan(300);
    expect(asked).toEqual(['GET', method]);
    asked.length = 0;
    expect((await setUp({ fetch: upstream([...others, mine]) }).call(method, `${FEEDBACKS}${ID}/`, body)).status).toBe(404);
    expect(asked).toEqual(['GET', 'GET', 'GET', 'GET']);
  });

  it('finds a record behind the pages of an API that lists fewer at once', async () => {
    const own = record({ email: 'ada@example.com' });
    const others = (from: number) => Array.from({ length: 100 }, (_, n) => record({ email: 'x@example.com' }, { id: idOf(from + n) }));
    const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const all = [...others(0), ...others(100), own];
    const { call } = setUp({
      async fetch(input, init) {
        if (init?.method === 'DELETE') return new Response(null, { status: 204 });
        const offset = Number(new URL(String(input)).searchParams.get('offset'));
        const next = offset + 100 < all.length ? 'more' : null;
        return Response.json({ count: all.length, next, previous: null, results: all.slice(offset, offset + 100) });
      },
    });
    expect((await call('DELETE', `${FEEDBACKS}${ID}/`)).status).toBe(204);
  });

  it.each([410, 413, 415, 422, 425])('passes a final %i of the API on, so that nothing is sent again in vain', async (status) => {
    expect((await setUpLiar({ POST: () => Response.json({ error: 'No.' }, { status }) }).give(true)).status).toBe(status);
  });

  it('takes no address with letters of Unicode for the visitor', async () => {
    const POST = () => Response.json(record({ email: 'mar\u212a@example.com' }), { status: 201 });
    const liar = setUpLiar(
      { POST, DELETE: () => new Response(null, { status: 204 }) },
      { authorize: () => ({ email: 'mark@example.com' }) },
    );
    expect([(await liar.give(true)).status, liar.asked]).toEqual([502, ['POST /', `DELETE /${ID}/`]]);
  });

  it('names a wrong userId, and takes an empty one for none', async () => {
    const { give } = setUp({ authorize: () => ({ ...ADA, userId: ID }) });
    expect((await give(true)).body.error).toMatch(/userId/);
    for (const userId of [null, '']) expect((await setUp({ authorize: () => ({ ...ADA, userId }) }).give(true)).status).toBe(201);
  });

  it('calls a body that the host has read its own fault', async () => {
    const { events, ...proxy } = setUp();
    const handle = createFeedbackProxy({
      projectId: PROJECT_ID,
      baseUrl: 'https://api.example/api/v1',
      token: 'x',
      authorize: () => ADA,
      onEvent: (event) => events.push(event),
    });
    const request = new Request(FEEDBACKS, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await request.text();
    expect((await handle(request)).status).toBe(500);
    // What is left of it behind express.json().
    expect((await proxy.call('POST', FEEDBACKS, '', { 'content-length': '9' })).status).toBe(500);
    const reason =
      'The body was read before the proxy got it: mount it before what reads bodies, such as express.json(), and return its promise.';
    expect(events).toMatchObject(Array(2).fill({ event: 'failed', reason }));
  });

  it('sends no words that a polluted prototype adds', async () => {
    Object.assign(Object.prototype, { feedback: 'evil', is_positive: true });
    try {
      const { call, reached } = setUp();
      await call('POST', FEEDBACKS, JSON.stringify({ context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' } }));
      expect(Object.keys(reached[0]?.body ?? {})).toEqual(['context']);
    } finally {
      for (const name of ['feedback', 'is_positive']) Reflect.deleteProperty(Object.prototype, name);
    }
  });

  it('takes the scheme of the token from its options', async () => {
    const { call, reached } = setUp({ authScheme: 'Token' });
    await call('GET');
    expect(reached[0]?.headers['authorization']).toBe('Token admin-token');
  });

  it('waits no longer than it may for a body, and reads no more of one that is too large', async () => {
    const handle = createFeedbackProxy({
      projectId: PROJECT_ID,
      baseUrl: 'https://api.example/api/v1',
      token: 'x',
      timeoutMs: 30,
      authorize: () => ADA,
    });
    const post = (start: (controller: ReadableStreamDefaultController) => void, cancel = () => new Promise<void>(() => {})) =>
      handle(
        new Request(FEEDBACKS, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': '100' },
          body: new ReadableStream({ start, cancel }),
          duplex: 'half',
        } as RequestInit),
      );
    expect((await post(() => {})).status).toBe(408);
    expect((await post((controller) => controller.enqueue(new Uint8Array(70_000)))).status).toBe(413);
    // The visitor has gone; it is not for the host to mend.
    expect((await post((controller) => controller.error(new Error('aborted')))).status).toBe(400);
  });

  describe('with bodies that are slow to come', () => {
    const started: ReadableStreamDefaultController[] = [];
    const waiting: Promise<Response>[] = [];
    const settings = { timeoutMs: 60_000, authorize: ({ headers }: Request) => ({ email: `${headers.get('cookie')}@example.com` }) };

    const start = (handle: (request: Request) => Promise<Response>, name: string, more = {}) => {
      const body = new ReadableStream({ start: (controller) => void started.push(controller) });
      const headers = { cookie: name, 'content-type': 'application/json' };
      waiting.push(handle(new Request(FEEDBACKS, { method: 'POST', headers, body, duplex: 'half', ...more } as RequestInit)));
    };
    /** The status of a call with a whole body that is no record: 400 if it is read. */
    const statusFor = async (handle: (request: Request) => Promise<Response>, name: string) => {
      const headers = { cookie: name, 'content-type': 'application/json' };
      return (await handle(new Request(FEEDBACKS, { method: 'POST', headers, body: '[]' }))).status;
    };

    afterEach(async () => {
      for (const controller of started.splice(0)) controller.error(new Error('aborted'));
      await Promise.all(waiting.splice(0));
    });

    it('a visitor who sends 32 is put off, and nobody else', async () => {
      const { handle } = setUp(settings);
      for (let count = 0; count < 32; count += 1) start(handle, 'eve');
      await vi.waitUntil(async () => (await statusFor(handle, 'eve')) === 429);
      expect(await statusFor(handle, 'ada')).toBe(400);
      started.shift()?.error(new Error('aborted'));
      expect((await waiting.shift())?.status).toBe(400);
      expect(await statusFor(handle, 'eve')).toBe(400);
    });

    it('the 2,049th is put off, whichever proxy of the process gets it, and told to try again', async () => {
      const [one, other] = [setUp(settings), setUp(settings)];
      for (let count = 0; count < 2048; count += 1) start(one.handle, `visitor${count}`);
      await vi.waitUntil(async () => (await statusFor(other.handle, 'ada')) === 429, { timeout: 10_000 });
      const refused = await other.call('POST', FEEDBACKS, '[]');
      expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    });
  });

  it('keeps no answer in a cache, and says which methods there are', async () => {
    const { call, give } = setUp();
    for (const answer of [await call('GET'), await give(true), await call('GET', `${MOUNT}/x`)])
      expect(answer.headers['cache-control']).toBe('no-store');
    expect((await call('PUT', FEEDBACKS, {})).headers['allow']).toBe('GET, POST');
  });

  it('asks for the token each time, and tells nothing of its failure', async () => {
    const token = vi.fn().mockResolvedValueOnce('admin-token').mockRejectedValueOnce(new Error('vault is sealed'));
    const { call } = setUp({ token });
    expect((await call('GET')).status).toBe(200);
    expect(await call('GET')).toMatchObject({ status: 502, body: { error: 'The server has no token for the feedbacks API.' } });
  });

  it('goes on where the log of the host throws, and answers 500 where authorize does', async () => {
    const { call } = setUp({
      onEvent() {
        throw new Error('disk full');
      },
    });
    expect((await call('GET')).status).toBe(200);
    const { call: callLate } = setUp({ onEvent: () => Promise.reject(new Error('log is down')) });
    expect((await callLate('GET')).status).toBe(200);
    const { call: callBroken } = setUp({ authorize: () => Promise.reject(new Error('session store is down: admin-token')) });
    expect(await callBroken('GET')).toMatchObject({ status: 500, body: { error: 'Something went wrong.' } });
  });

  it.each<[string, Partial<FeedbackProxyOptions>, string]>([
    ['authorize throws', { authorize: () => Promise.reject(new Error('db down')) }, 'GET answered 500. authorize() has thrown.'],
    ['token throws', { token: () => Promise.reject(new Error('db down')) }, 'GET answered 502. token() has thrown.'],
    ['there is no token', { token: () => '' }, 'GET answered 502. token() returned nothing.'],
    ['the token has its scheme', { token: () => 'Bearer x' }, 'GET answered 502. token() returned more than the token alone'],
    [
      'the token has expired',
      { fetch: async () => Response.json({ detail: 'Expired.' }, { status: 401 }) },
      'GET answered 502. The API refused the service token (401).',
    ],
    ['authorize returns no email', { authorize: () => ({}) as Visitor }, 'GET answered 500. authorize() returned no usable email'],
  ])('tells the console where %s, unless the host logs events itself', async (_, more, line) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { call } = setUp({ onEvent: undefined, ...more });
    await call('GET');
    expect(log.mock.calls[0]?.[0]).toContain(`clarifeye-feedback: server-proxy: ${line}`);
    expect(log.mock.calls[0]?.[1]).toEqual(/throws/.test(_) ? expect.stringContaining('Error: db down') : undefined);
    await setUp(more).call('GET');
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
  });

  it.each<[string, Partial<FeedbackProxyOptions>, Record<string, string>, string]>([
    [
      'the API lets the visitor not rate',
      { fetch: async () => Response.json({ detail: 'No.' }, { status: 403 }) },
      {},
      'POST answered 403. The API answered 403 (detail).',
    ],
    [
      'the page has an origin that is not allowed',
      {},
      { origin: 'https://other.example', 'sec-fetch-site': 'same-site' },
      'POST answered 403. A page of https://other.example asks, and the request is for https://app.example: see allowedOrigins.',
    ],
  ])('warns in the console where %s', async (_, more, headers, line) => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { call } = setUp({ onEvent: undefined, ...more });
    const body = { context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: true, feedback: '' };
    expect((await call('POST', FEEDBACKS, body, headers)).status).toBe(403);
    expect(log.mock.calls).toEqual([[expect.stringContaining(`clarifeye-feedback: server-proxy: ${line}`)]]);
    log.mockRestore();
  });

  it('warns of an option that it does not know', () => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
    setUp({ allowedOrigin: ['https://www.example.com'] } as Partial<FeedbackProxyOptions>);
    expect(log.mock.calls).toEqual([
      [expect.stringMatching(/server-proxy: got the option allowedOrigin, needs one of projectId, .*allowedOrigins/)],
    ]);
    log.mockRestore();
  });

  it.each<[string, Partial<FeedbackProxyOptions>, string, string]>([
    [
      'the page has another project',
      {},
      FEEDBACKS.replace(PROJECT_ID, CONVERSATION_ID),
      `The page asks for project ${CONVERSATION_ID}, and the proxy is of project ${PROJECT_ID}.`,
    ],
    ['the path has one part too many', {}, `${MOUNT}/v1/feedback`, 'is no path of the API.'],
    [
      'the API does not know the project',
      { fetch: async () => Response.json({ error: 'Not found.' }, { status: 404 }) },
      FEEDBACKS,
      'The API answered 404 (error): see projectId, region and baseUrl.',
    ],
    [
      'authorize returns nothing',
      { authorize: () => undefined as unknown as null },
      FEEDBACKS,
      'GET answered 401. authorize() returned undefined, so nobody is signed in: return { email } of the visitor, or null.',
    ],
    [
      'authorize returns false',
      { authorize: () => false as unknown as null },
      FEEDBACKS,
      'GET answered 401. authorize() returned false, so nobody is signed in: return { email } of the visitor, or null.',
    ],
    [
      'authorize returns an empty text',
      { authorize: () => '' as unknown as null },
      FEEDBACKS,
      'GET answered 401. authorize() returned an empty text, so nobody is signed in',
    ],
  ])('tells the console only once that %s', async (_, more, url, line) => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { call } = setUp({ onEvent: undefined, ...more });
    for (let count = 0; count < 3; count += 1) await call('GET', url);
    expect(log.mock.calls).toEqual([[expect.stringContaining(line)]]);
    log.mockRestore();
  });

  it('tells the console of each wrong path, but not of all that a bot asks for', async () => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { call } = setUp({ onEvent: undefined });
    await call('GET', `${MOUNT}/first`);
    await call('GET', `${MOUNT}/second`);
    expect(log.mock.calls.map(([line]) => /\/(\w+) is no path/.exec(String(line))?.[1])).toEqual(['first', 'second']);
    for (let count = 0; count < 100; count += 1) await call('GET', `${MOUNT}/${count}`);
    expect(log.mock.calls.length).toBeLessThan(21);
    log.mockRestore();
  });

  it.each([
    ['a token', 'admin-token'],
    ['a function for it', () => 'admin-token'],
  ])('answers once, and names the option in the console, where its baseUrl is its own path, with %s', async (_, token) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let asked = 0;
    const { handle, give } = setUp({
      baseUrl: MOUNT,
      token,
      onEvent: undefined as never,
      authorize: () => ADA,
      fetch: (input, init) => {
        asked += 1;
        return handle(new Request(input, init));
      },
    });
    expect((await give(true)).status).toBe(502);
    expect(asked).toBe(1);
    const line = `POST answered 508. baseUrl: got "${MOUNT}", which is this proxy, needs the URL of the API.`;
    expect(log.mock.calls[0]).toEqual([expect.stringContaining(line)]);
    log.mockRestore();
  });

  it('takes a visitor whose request has headers of its calls, also if their token is not to be had in time', async () => {
    const stolen = { authorization: 'Bearer stolen', 'x-impersonate-email': 'bob@example.com' };
    const body = { context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, feedback: '', is_positive: true };
    const { call, records } = setUp();
    expect((await call('POST', FEEDBACKS, body, stolen)).status).toBe(201);
    expect(records()).toMatchObject([{ given_by: { email: 'ada@example.com' } }]);
    const hanging = setUp({ token: () => new Promise<string>(() => {}), timeoutMs: 60 });
    expect((await hanging.call('POST', FEEDBACKS, body, stolen)).status).toBeGreaterThan(499);
  });

  it('tells the console that it was called with a request in place of its options', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => createFeedbackProxy(new Request('https://app.example/') as never)).toThrow('projectId: got nothing');
    expect(log.mock.calls[0]?.[0]).toContain('server-proxy: createFeedbackProxy() got a request, needs its options');
    log.mockRestore();
  });

  it('is silent in the console about a record that is gone, and about those who are not signed in', async () => {
    const log = vi.spyOn(console, 'warn');
    await setUp({ onEvent: undefined, authorize: () => null }).call('GET');
    await setUp({ onEvent: undefined }).call('DELETE', `${FEEDBACKS}${CONVERSATION_ID}/`);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  it('says in its log which field was refused, and why', async () => {
    const { call, events } = setUp({ maxLength: 5 });
    const context = { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' };
    await call('POST', FEEDBACKS, { context, feedback: 'Too long', is_positive: true });
    await call('POST', FEEDBACKS, { context: { ...context, query_id: 'a' }, feedback: '', is_positive: true });
    await call('GET', `${FEEDBACKS}?limit=x`);
    expect(events.map(({ reason }) => reason)).toEqual([
      'feedback: At most 5 characters.',
      'context.query_id: A valid integer is required.',
      'limit: A number from 1 to 1000 is required.',
    ]);
  });

  it.each([
    ['a text', 'ada@example.com', 'a string'],
    ['a list', ['ada@example.com'], 'a list'],
    ['another field', { mail: 'ada@example.com' }, 'an object without email (mail)'],
    ['an email that is not there', { email: undefined }, 'an object whose email is undefined'],
    ['an email of another type', { email: 7 }, 'an email of type number'],
    ['a name and an address', { email: 'Ada <ada@example.com>' }, 'not an address alone'],
    ['an address and a space', { email: ' ada@example.com' }, 'not an address alone'],
  ])('says what authorize has returned in place of a visitor: %s', async (_, visitor, words) => {
    const { call, events } = setUp({ authorize: () => visitor as Visitor });
    await call('GET');
    expect(events).toMatchObject([{ status: 500, reason: expect.stringContaining(`no usable email (${words})`) }]);
    expect(JSON.stringify(events)).not.toContain('ada@');
  });

  it('says what a refused call has got wrong', async () => {
    const { call, events } = setUp({ authorize: () => undefined as unknown as null });
    const other = '99999999-0000-4000-8000-000000000000';
    for (const path of [FEEDBACKS, FEEDBACKS.replace(PROJECT_ID, other), `${MOUNT}/feedbacks/`]) await call('GET', path);
    expect(events).toMatchObject([
      { status: 401, reason: expect.stringMatching(/^authorize\(\) returned undefined/) },
      { status: 404, reason: `The page asks for project ${other}, and the proxy is of project ${PROJECT_ID}.` },
      { status: 404, reason: expect.stringContaining('is no path of the API.') },
    ]);
    // diagnose() knows it by these words.
    expect((await call('GET', `${MOUNT}/feedbacks/`)).body).toEqual({ error: 'Not a path of the API.' });
  });

  it('answers a person who opens its URL', async () => {
    const { call } = setUp();
    expect((await call('GET', FEEDBACKS, undefined, { 'sec-fetch-site': 'none' })).status).toBe(200);
    expect((await call('POST', FEEDBACKS, {}, { 'sec-fetch-site': 'none' })).status).toBe(403);
  });

  it.each([
    ['Express', { url: '/x', method: 'GET', headers: { cookie: '' }, on() {} }],
    ['a Lambda', { rawPath: '/x', headers: {} }],
    ['nothing', undefined],
  ])('rejects at once what %s passes instead of a Request', async (_, request) => {
    const handle = createFeedbackProxy({ projectId: PROJECT_ID, token: 'x', authorize: () => null });
    await expect(handle(request as never)).rejects.toThrow(/^request: got (an object|nothing), needs a fetch-style Request/);
  });

  it('lets no e-mail break out of its header', async () => {
    for (const email of ['ada@example.com\r\nx-evil: 1', 'ada', '', 'ä@example.com', 'a@b, eve@example.com', ['ada@example.com']]) {
      const { call, reached, events } = setUp({ authorize: () => ({ email }) as Visitor });
      expect([(await call('GET')).status, reached]).toEqual([500, []]);
      expect(events).toMatchObject([
        {
          event: 'failed',
          reason: expect.stringMatching(/^authorize\(\) returned no usable email \(.*\), needs \{ email \} of the visitor, or null\.$/),
        },
      ]);
    }
  });

  it('lets none of 1,000 made-up paths, methods, headers and bodies out of the contract', async () => {
    const dice = createDice(7);
    const id = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
    const other = '99999999-0000-4000-8000-000000000000';
    const segments = [
      'projects',
      PROJECT_ID,
      PROJECT_ID.toUpperCase(),
      other,
      'feedbacks',
      id,
      '..',
      '.',
      '%2e%2e',
      '%2E%2E',
      '',
      '%2f',
      '%5c',
      ';',
      'feedbacks;x=1',
      'feedbacks%00',
      '*',
      'users',
      '%66eedbacks',
      'api',
      'v1',
      '@evil.example',
    ];
    const tails = [
      '',
      '/',
      '//',
      '?limit=1',
      '?limit=1&limit=2',
      '?offset=-1',
      '?search=x&status=reviewed',
      '#x',
      '/?limit=1e3',
      ';',
      '%20',
      '/..;/',
    ];
    const methods = ['GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'QUERY', 'patch', 'MOVE'];
    const bodies = [
      undefined,
      '{}',
      '[]',
      'null',
      '1',
      '{"is_positive":true}',
      '{"feedback":1}',
      '{"__proto__":{"status":"reviewed"}}',
      '{"status":"reviewed"}',
      `{"context":{"conversation_id":"${id}","query_id":0,"source":"x"}}`,
      '{"context":{"conversation_id":"../..","query_id":"0"}}',
      '\u0000',
      '{"a":'.repeat(50),
    ];
    const { call, reached, faults, give, records } = setUp();
    await give(true, 'bob');
    const before = reached.length;
    const statuses = new Set<number>();
    for (let run = 0; run < 1000; run += 1) {
      const path = dice.chance(0.4)
        ? `/projects/${dice.pick([PROJECT_ID, other])}/feedbacks/${dice.chance(0.5) ? `${dice.pick([id, records()[0]?.id ?? id])}/` : ''}`
        : Array.from({ length: 1 + Math.floor(dice.next() * 6) }, () => `/${dice.pick(segments)}`).join('');
      const body = dice.pick(bodies);
      const method = dice.pick(methods);
      const headers = dice.pick([
        {},
        { authorization: 'Bearer x' },
        { 'x-impersonate-email': 'eve@example.com' },
        { 'content-type': 'text/plain' },
        { 'transfer-encoding': 'chunked' },
        { host: 'evil.example' },
      ]);
      const url = `${MOUNT}${path}${dice.pick(tails)}`;
      if (!URL.canParse(url)) continue;
      const hasBody = !/^(GET|HEAD)$/i.test(method) && body !== undefined;
      statuses.add((await call(method, url, hasBody ? body : undefined, headers as Record<string, string>)).status);
    }
    const known = new RegExp(
      `^https://api\\.example/api/v1/projects/${PROJECT_ID}/feedbacks/([\\da-f-]{36}/)?(\\?limit=\\d+&offset=\\d+)?$`,
    );
    for (const { method, url, headers } of reached.slice(before)) {
      expect(url).toMatch(known);
      expect(['GET', 'POST', 'PATCH', 'DELETE']).toContain(method);
      expect(headers['x-impersonate-email']).toBe('ada@example.com');
    }
    expect(faults.filter((fault) => !/with (404|405|413|415)$/.test(fault))).toEqual([]);
    expect(records().filter(({ given_by }) => given_by?.email === 'bob@example.com')).toMatchObject([
      { is_positive: true, feedback: 'Hm', status: 'to_review' },
    ]);
    expect(statuses.has(500)).toBe(false);
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
  });

  it.each([
    [{ projectId: 'x' }, /^projectId: got "x"/],
    [{ timeoutMs: 0 }, /^timeoutMs: got 0, needs milliseconds/],
    [{ timeoutMs: Number.NaN }, /^timeoutMs: got/],
    [{ maxLength: 0.5 }, /^maxLength: got 0.5, needs/],
    [{ allowedOrigins: ['https://app.example/'] }, /^allowedOrigins: got "https:\/\/app.example\/", needs a list of origins/],
    [{ allowedOrigins: ['null'] }, /^allowedOrigins: got "null"/],
    [{ onEvent: 5 }, /^onEvent: got 5, needs a function/],
    [{ fetch: 5 }, /^fetch: got 5, needs a function/],
    [{ token: '' }, /^token: got nothing, needs the service token/],
    [{ token: 'Bearer x' }, /^token: got a string, needs the service token alone, without Bearer/],
    [{ authorize: undefined }, /^authorize: got nothing, needs a function/],
    [{ baseUrl: '/api/v1' }, /^baseUrl: got "\/api\/v1", needs an absolute URL/],
    [{ baseUrl: 'http://api.example' }, /^baseUrl: got "http:\/\/api\.example"/],
  ])('names a wrong option: %o', (wrong, message) => expect(() => setUp(wrong as never)).toThrow(message));
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter, type SubmitterOptions } from '../../src/api/submitter';
import { FeedbackError } from '../../src/domain/errors';
import { ANSWER, CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { createTestApi, dropBefore, refuse } from '../support/test-api';

const UP = { rating: 'up', comment: '' } as const;

function setUp(options: Partial<SubmitterOptions> = {}) {
  const server = createTestApi();
  const getToken = vi.fn((_: { refresh: boolean }) => 'ada-token');
  return { server, getToken, submitter: createSubmitter({ projectId: PROJECT_ID, getToken, fetch: server.fetch, ...options }) };
}

async function recordOne({ submitter }: ReturnType<typeof setUp>): Promise<string> {
  const record = await submitter.submit(ANSWER, UP);
  if (record instanceof FeedbackError) throw record;
  return record.id;
}

describe('submitter', () => {
  it("needs no token for a server door of the page's own, and sends cookies there alone", async () => {
    const fetch = vi.fn((_: unknown, __?: RequestInit) => Promise.resolve(Response.json({ error: 'Sign in first.' }, { status: 401 })));
    const submitter = createSubmitter({ projectId: PROJECT_ID, baseUrl: '/api/clarifeye/', fetch });
    expect(submitter.url).toBe(`${location.origin}/api/clarifeye/projects/${PROJECT_ID}/feedbacks/`);
    expect(await submitter.submit(ANSWER, { rating: 'up', comment: '' })).toMatchObject({ kind: 'auth', status: 401 });
    expect(fetch).toHaveBeenCalledTimes(1);
    const { credentials, headers } = fetch.mock.calls[0]?.[1] ?? {};
    expect([credentials, new Headers(headers).has('authorization')]).toEqual(['same-origin', false]);
    const other = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x', fetch });
    await other.list();
    expect(fetch.mock.calls.at(-1)?.[1]?.credentials).toBe('omit');
  });

  it.each([
    '//evil.example/api',
    '/\\\\evil.example',
    'api/v1',
    'http://evil.example/api',
  ])('takes no other origin for a path: %s', (baseUrl) =>
    expect(() => createSubmitter({ projectId: PROJECT_ID, baseUrl })).toThrow(/^(baseUrl|getToken): got/));

  it('records a rating on an answer', async () => {
    const { submitter, server } = setUp();
    const record = await submitter.submit(ANSWER, { rating: 'down', comment: ' Too long \n' });
    expect(record).toMatchObject({ is_positive: false, feedback: 'Too long', given_by: { email: 'ada@example.com' } });
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      url: `https://eu.app.clarifeye.ai/api/v1/projects/${PROJECT_ID}/feedbacks/`,
      body: {
        context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'PlaygroundConversation' },
        feedback: 'Too long',
        is_positive: false,
      },
    });
  });

  it('sends neutral as null', async () => {
    const { submitter, server } = setUp();
    await submitter.submit(ANSWER, { rating: 'neutral', comment: '' });
    expect(server.records()[0]?.is_positive).toBeNull();
  });

  it('changes only the fields it is given', async () => {
    const all = setUp();
    const id = await recordOne(all);
    expect(await all.submitter.update(id, { comment: 'Nice' })).toMatchObject({ feedback: 'Nice', is_positive: true });
    expect(await all.submitter.update(id, { rating: 'neutral' })).toMatchObject({ feedback: 'Nice', is_positive: null });
    expect(all.server.calls.slice(1).map(({ body }) => body)).toEqual([{ feedback: 'Nice' }, { is_positive: null }]);
  });

  it('removes a record, and lists what there is in pages', async () => {
    const all = setUp();
    const id = await recordOne(all);
    expect(await all.submitter.list({ limit: 1, offset: 0 })).toMatchObject({ count: 1, results: [{ id }] });
    expect(await all.submitter.remove(id)).toBeUndefined();
    expect(await all.submitter.list()).toMatchObject({ count: 0, results: [] });
    expect(all.server.calls.at(-1)?.url).toMatch(/feedbacks\/\?limit=100&offset=0$/);
  });

  it('sends what keeps the token and the words where they belong', async () => {
    const all = setUp();
    await recordOne(all);
    const safe = { redirect: 'error', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };
    expect(all.server.calls[0]?.init).toMatchObject({ ...safe, keepalive: true });
    await all.submitter.list();
    expect(all.server.calls[1]?.init).toMatchObject({ ...safe, keepalive: false });
  });

  it('leaves keepalive off once 64 KiB would be in flight, and on again afterwards', async () => {
    const { submitter, server } = setUp();
    const large = { rating: 'up', comment: 'é'.repeat(20_000) } as const;
    await Promise.all([submitter.submit(ANSWER, large), submitter.submit({ ...ANSWER, queryId: 1 }, large)]);
    await submitter.submit({ ...ANSWER, queryId: 2 }, large);
    expect(server.calls.map(({ init }) => init.keepalive)).toEqual([true, false, true]);
  });

  it.each(['Bearer', 'Token'] as const)('sends the token as %s', async (authScheme) => {
    const all = setUp({ authScheme });
    await recordOne(all);
    expect(all.server.calls[0]?.headers.get('authorization')).toBe(`${authScheme} ada-token`);
  });

  it('acts as the user it impersonates', async () => {
    const { submitter } = setUp({ impersonateEmail: 'bob@example.com', getToken: () => 'admin-token' });
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ given_by: { email: 'bob@example.com' } });
  });

  it('names its source', async () => {
    const { submitter } = setUp({ source: 'HelpCenter' });
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ context: { source: 'HelpCenter' } });
  });

  it('asks for a fresh token once after a 401, and sends the same again', async () => {
    const { submitter, getToken, server } = setUp();
    getToken.mockReturnValueOnce('expired-token');
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ is_positive: true });
    expect(getToken.mock.calls).toEqual([[{ refresh: false }], [{ refresh: true }]]);
    expect(server.calls[1]?.body).toEqual(server.calls[0]?.body);
  });

  it('answers an auth error after a second 401', async () => {
    const { submitter, server } = setUp({ getToken: () => 'expired-token' });
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ kind: 'auth', status: 401 });
    expect(server.calls).toHaveLength(2);
  });

  it('sends nothing without a usable token', async () => {
    const { submitter, server } = setUp({ getToken: () => '' });
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ kind: 'auth' });
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['a wrong conversation id', { ...ANSWER, conversationId: 'x' }, UP, /^conversationId: got "x"/],
    ['a query id that is no integer', { ...ANSWER, queryId: 0.5 }, UP, /^queryId: got 0.5/],
    ['an unknown rating', ANSWER, { rating: 'great', comment: '' }, /^rating: got "great"/],
    ['words that are no text', ANSWER, { rating: 'up', comment: 7 }, /^comment: got 7/],
  ])('sends nothing for %s', async (_, answer, feedback, message) => {
    const { submitter, server } = setUp();
    const error = await submitter.submit(answer, feedback as never);
    expect(error).toMatchObject({ kind: 'config', message: expect.stringMatching(message) });
    expect(server.calls).toEqual([]);
  });

  it('sends nothing for a record id that is no UUID', async () => {
    const { submitter, server } = setUp();
    expect(await submitter.remove('../x')).toMatchObject({ kind: 'config' });
    expect(await submitter.update('../x', UP)).toMatchObject({ kind: 'config' });
    expect(await submitter.list({ limit: 1001 })).toMatchObject({ kind: 'config' });
    expect(await submitter.list({ offset: -1 })).toMatchObject({ kind: 'config' });
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['projectId', { projectId: 'x' }],
    ['getToken', { getToken: 'secret' as never }],
    ['authScheme', { authScheme: 'Basic' as never }],
    ['impersonateEmail', { impersonateEmail: 'a@b\r\nX-Evil: 1' }],
    ['impersonateEmail', { impersonateEmail: 'nobody' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['baseUrl', { baseUrl: 'http://example.com/api/v1' }],
    ['region', { region: 'mars' as never }],
  ] satisfies [string, Partial<SubmitterOptions>][])('throws for a wrong %s, naming it', (name, wrong) => {
    expect(() => setUp(wrong)).toThrow(new RegExp(`^${name}: got `));
    expect(() => setUp(wrong)).not.toThrow(/secret/);
  });

  describe('takes for a success only what it asked for', () => {
    const record = {
      id: '00000000-0000-4000-8000-000000000099',
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      given_by: {},
      status: 'to_review',
      feedback: '',
      context: { conversation_id: CONVERSATION_ID.toUpperCase(), query_id: 0 },
      is_positive: true,
    };

    it('compares ids without case and takes the words as the server has them', async () => {
      const { submitter, server } = setUp();
      server.meet(refuse(201, { ...record, feedback: 'normalised' }));
      expect(await submitter.submit(ANSWER, UP)).toMatchObject({ feedback: 'normalised' });
    });

    it.each([
      ['another status', refuse(200, record)],
      ['HTML', new Response('<html>Sign in to the Wi-Fi</html>', { status: 201, headers: { 'content-type': 'text/html' } })],
      ['broken JSON', new Response('{"id": "0000', { status: 201, headers: { 'content-type': 'application/json' } })],
      ['an empty body', new Response('', { status: 201 })],
      ['a list', refuse(201, [record])],
      ['null', refuse(201, null)],
      ['a wrong id', refuse(201, { ...record, id: '7' })],
      ['another conversation', refuse(201, { ...record, context: { conversation_id: PROJECT_ID, query_id: 0 } })],
      ['another query', refuse(201, { ...record, context: { ...record.context, query_id: 1 } })],
      ['another rating', refuse(201, { ...record, is_positive: null })],
    ])('not %s', async (_, answer) => {
      const { submitter, server } = setUp();
      server.meet(answer.clone());
      expect(await submitter.submit(ANSWER, UP)).toMatchObject({ kind: 'response', uncertain: true });
    });

    it('not another record, another rating or a page without records', async () => {
      const { submitter, server } = setUp();
      server.meet(refuse(200, record), refuse(200, { ...record, is_positive: false }), refuse(200, { results: [] }));
      expect(await submitter.update(ANSWER.conversationId, { rating: 'up' })).toMatchObject({ kind: 'response' });
      expect(await submitter.update(record.id, { rating: 'up' })).toMatchObject({ kind: 'response' });
      expect(await submitter.list()).toMatchObject({ kind: 'response' });
    });
  });

  it("answers the server's refusal with its field messages", async () => {
    const { submitter, server } = setUp();
    server.meet(refuse(400, { feedback: ['Too long.'] }));
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ kind: 'invalid', status: 400, fields: { feedback: ['Too long.'] } });
  });

  it('tells when the server wants it back', async () => {
    const { submitter, server } = setUp();
    server.meet(refuse(429, {}, { 'retry-after': '7' }));
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
  });

  it('keeps the token out of every error', async () => {
    const { submitter, server } = setUp({ getToken: () => 'canary-token' });
    server.meet(() => Promise.reject(new TypeError('Failed with Bearer canary-token')), dropBefore);
    const error = (await submitter.submit(ANSWER, UP)) as FeedbackError;
    expect(error).toMatchObject({ kind: 'network', cause: 'TypeError: Failed with Bearer [token]' });
    const everything = [error.message, error.stack, error.cause, JSON.stringify(error), ...Object.values(error).map(String)].join('\n');
    expect(everything).not.toContain('canary');
  });

  describe('has a deadline of 15 s', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('over the headers', async () => {
      const { submitter, server } = setUp();
      server.meet(() => new Promise(() => {}));
      const pending = submitter.submit(ANSWER, UP);
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await pending).toMatchObject({ kind: 'timeout', uncertain: true });
      expect(server.calls[0]?.init.signal?.aborted).toBe(true);
    });

    it('and over the body', async () => {
      const { submitter, server } = setUp();
      server.meet(new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) }), { status: 201 }));
      const pending = submitter.submit(ANSWER, UP);
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await pending).toMatchObject({ kind: 'timeout' });
    });
  });

  it('answers a body that breaks off as an open outcome', async () => {
    const { submitter, server } = setUp();
    server.meet(new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) }), { status: 201 }));
    expect(await submitter.submit(ANSWER, UP)).toMatchObject({ kind: 'network', uncertain: true });
  });
});

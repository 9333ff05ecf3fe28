import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import { answer, init } from '../../src/client/page-defaults';
import type { FeedbackClient } from '../../src/domain';
import { clear, resume } from '../../src/entries/index';
import { ANSWER, PROJECT_ID, USERS } from '../support/people';
import { createTestApi, dropBefore } from '../support/test-api';

const OTHER_ANSWER = { ...ANSWER, queryId: ANSWER.queryId + 1 };
const WORDS = 'Words of Ada';

/** A page whose `getToken` returns the token of whoever is signed in, and what it has sent with each token. */
function openPage() {
  const { fetch, calls, meet, records } = createTestApi();
  let person = 'ada';
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => `${person}-token`, fetch });
  return {
    submitter,
    meet,
    records,
    signIn: (name: string) => {
      person = name;
    },
    sentBy: (name: string) => calls.filter(({ headers }) => headers.get('authorization') === `Bearer ${name}-token`),
  };
}

/** Expects a phase after some time: after a failure, the next request of the page waits. */
async function expectPhase(client: FeedbackClient, phase: string, answer = ANSWER, ms = 15_000): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  expect(client.answer(answer).state.phase).toBe(phase);
}

describe('a client for another person, with the same submitter', () => {
  const lines = () => vi.mocked(console.warn).mock.calls.map(([line]) => String(line));
  const clients: FeedbackClient[] = [];
  const create = (options: Parameters<typeof createFeedbackClient>[0]) => {
    const client = createFeedbackClient(options);
    clients.push(client);
    return client;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });

  afterEach(async () => {
    // The requests of all clients of a page wait in one queue after a failure.
    await vi.advanceTimersByTimeAsync(60_000);
    for (const client of clients.splice(0)) client.dispose();
    sessionStorage.clear();
    localStorage.clear();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it.each([
    ['user key', { userKey: 'ada' }, { userKey: 'bob' }],
    ['user key in the local storage', { userKey: 'ada', storage: 'local' }, { userKey: 'bob', storage: 'local' }],
    ['user id', { userId: USERS['ada-token'].id }, { userId: USERS['bob-token'].id }],
  ] as const)('by its %s leaves what the one before has not sent to its author', async (_, ada, bob) => {
    const { submitter, meet, signIn, sentBy } = openPage();
    const first = create({ submitter, ...ada });
    meet(dropBefore);
    first.answer(ANSWER).rate('down', WORDS);
    await expectPhase(first, 'queued', ANSWER, 10);
    const sent = sentBy('ada').length;
    signIn('bob');
    const second = create({ submitter, ...bob });
    resume();
    window.dispatchEvent(new Event('online'));
    second.answer(OTHER_ANSWER).rate('up');
    await expectPhase(second, 'saved', OTHER_ANSWER);
    expect(second.answer(ANSWER).state.rating).toBe(null);
    expect(JSON.stringify(sentBy('bob').map(({ body }) => body))).not.toContain(WORDS);
    expect(sentBy('bob').filter(({ method }) => method === 'POST')).toHaveLength(1);
    // She comes back.
    signIn('ada');
    const third = create({ submitter, ...ada });
    expect(third.answer(ANSWER).state).toMatchObject({ rating: 'down', comment: WORDS });
    await expectPhase(third, 'saved');
    expect(sentBy('ada').length).toBeGreaterThan(sent);
  });

  it('sends nothing with a token that comes after the change', async () => {
    const { fetch, calls } = createTestApi();
    let give = (_: string) => {};
    const getToken = () => new Promise<string>((resolve) => (give = resolve));
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken, fetch });
    create({ submitter, userKey: 'ada' }).answer(ANSWER).rate('down', WORDS);
    await vi.advanceTimersByTimeAsync(100);
    create({ submitter, userKey: 'bob' });
    give('bob-token');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(calls).toEqual([]);
  });

  it('may be for nobody in the end, as where a render is thrown away: the one that is pressed sends', async () => {
    const { submitter, sentBy } = openPage();
    const first = create({ submitter, userKey: 'ada' });
    const answer = first.answer(ANSWER);
    create({ submitter, userKey: 'bob' });
    answer.rate('up');
    await expectPhase(first, 'saved');
    first.answer(OTHER_ANSWER).rate('down');
    await expectPhase(first, 'saved', OTHER_ANSWER);
    expect(sentBy('ada').filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('gets nothing of what waits in memory for the ids of its answer', async () => {
    const { submitter, signIn, sentBy } = openPage();
    create({ submitter, userKey: 'ada' }).answer({ answerKey: 'm1' }).rate('down', WORDS);
    signIn('bob');
    const second = create({ submitter, userKey: 'bob' });
    expect(second.answer({ ...ANSWER, answerKey: 'm1' }).state.rating).toBe(null);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sentBy('bob').filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('leaves what is stored for the one before within reach of a sign-out', async () => {
    const { submitter, meet } = openPage();
    const first = create({ submitter, userKey: 'ada' });
    meet(dropBefore);
    first.answer(ANSWER).rate('down', WORDS);
    await expectPhase(first, 'queued', ANSWER, 10);
    create({ submitter, userKey: 'bob' });
    expect(JSON.stringify(sessionStorage)).toContain(WORDS);
    clear();
    expect(JSON.stringify(sessionStorage)).not.toContain(WORDS);
  });

  it.each([
    ['PATCH', (client: FeedbackClient) => client.answer(ANSWER).rate('down')],
    ['DELETE', (client: FeedbackClient) => client.answer(ANSWER).remove()],
  ] as const)('without a user key, whose %s is forbidden, leaves the record of the one before alone', async (method, press) => {
    const { submitter, signIn, sentBy, records } = openPage();
    const first = create({ submitter });
    first.answer(ANSWER).rate('up');
    await expectPhase(first, 'saved');
    signIn('bob');
    const second = create({ submitter });
    press(second);
    await expectPhase(second, 'failed');
    expect(second.answer(ANSWER).state.error).toMatchObject({ kind: 'forbidden' });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sentBy('bob').flatMap((call) => (call.method === 'GET' ? [] : [call.method]))).toEqual([method]);
    expect(records()).toMatchObject([{ is_positive: true }]);
  });

  it('leaves those of the same person, of nobody in particular and of other submitters alone', async () => {
    const [page, other] = [openPage(), openPage()];
    const first = create({ submitter: page.submitter, userKey: 'ada' });
    create({ submitter: page.submitter, userKey: 'ada', userId: USERS['ada-token'].id, storage: 'none' });
    create({ submitter: page.submitter });
    create({ submitter: other.submitter, userKey: 'bob' });
    page.meet(dropBefore);
    first.answer(ANSWER).rate('up');
    await expectPhase(first, 'saved');
    expect(lines().filter((line) => /client:/.test(line))).toEqual([]);
  });

  it.each([
    [{}],
    [{ userKey: '' }],
  ])('ends the client of nobody, with %j, so that what nobody has sent is not sent in their name', async (nobody) => {
    const page = openPage();
    const client = create({ submitter: page.submitter, ...nobody });
    page.signIn('nobody');
    client.answer(ANSWER).rate('up');
    await expectPhase(client, 'failed');
    page.signIn('bob');
    create({ submitter: page.submitter, userKey: 'bob' });
    resume();
    await vi.advanceTimersByTimeAsync(120_000);
    expect([page.sentBy('bob'), page.records()]).toEqual([[], []]);
  });

  it('is no one that was disposed, whose later feedback the console tells, whether its answer was open or not', async () => {
    const page = openPage();
    const client = create({ submitter: page.submitter, userKey: 'ada' });
    const answer = client.answer(ANSWER);
    client.dispose();
    expect(lines()).toEqual([]);
    answer.rate('up');
    client.answer(OTHER_ANSWER).rate('up');
    expect(lines()).toEqual(
      Array(2).fill(
        expect.stringMatching(/client: got feedback after its dispose\(\), needs one that lives as long as the page\..*#client$/),
      ),
    );
    await vi.advanceTimersByTimeAsync(15_000);
    expect(page.sentBy('ada')).toEqual([]);
  });
});

describe('init with another userKey', () => {
  it('keeps what the former person has not sent from the token of the next, where nothing asks for a client', async () => {
    vi.useFakeTimers();
    const { submitter, meet, records, signIn, sentBy } = openPage();
    init({ submitter, userKey: 'ada' });
    meet(dropBefore);
    answer(ANSWER).rate('down', WORDS);
    await vi.advanceTimersByTimeAsync(1000);
    init({ userKey: 'bob' });
    signIn('bob');
    await vi.advanceTimersByTimeAsync(120_000);
    expect([sentBy('bob'), records()]).toEqual([[], []]);
    signIn('ada');
    init({ userKey: 'ada' });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(records()).toMatchObject([{ feedback: WORDS, given_by: { email: 'ada@example.com' } }]);
    init({ submitter: undefined, userKey: undefined });
    sessionStorage.clear();
    vi.useRealTimers();
  });

  it.each([
    ['restore', { restore: 'server', userId: USERS['bob-token'].id }],
    ['storage', { storage: 'local' }],
  ] as const)('ends the client of the former person also where %s changes with the person', async (_, more) => {
    vi.useFakeTimers();
    const { submitter, meet, records, signIn, sentBy } = openPage();
    init({ submitter, userKey: 'ada' });
    // Clients of the tests before have the same settings.
    clear();
    meet(dropBefore);
    answer(ANSWER).rate('down', WORDS);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sentBy('ada')).toHaveLength(1);
    init({ userKey: 'bob', ...more });
    signIn('bob');
    resume();
    await vi.advanceTimersByTimeAsync(120_000);
    expect([sentBy('bob').filter(({ method }) => method !== 'GET'), records()]).toEqual([[], []]);
    init({ submitter: undefined, userKey: undefined, userId: undefined, restore: undefined, storage: undefined });
    sessionStorage.clear();
    localStorage.clear();
    vi.useRealTimers();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import type { FeedbackClient } from '../../src/domain';
import { resume } from '../../src/entries/index';
import { ANSWER, PROJECT_ID, USERS } from '../support/people';
import { createTestApi, dropBefore } from '../support/test-api';

const OTHER_ANSWER = { ...ANSWER, queryId: ANSWER.queryId + 1 };
const WORDS = 'Words of Ada';

/** A page whose `getToken` returns the token of whoever is signed in, and what it has sent with each token. */
function openPage() {
  const { fetch, calls, meet } = createTestApi();
  let person = 'ada';
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => `${person}-token`, fetch });
  return {
    submitter,
    meet,
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

  afterEach(() => {
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
    ['user key after none', {}, { userKey: 'bob' }],
  ] as const)('by its %s ends the one before, whose words wait for their author', async (_, ada, bob) => {
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

  it('leaves those of the same person and of other submitters alone', async () => {
    const [page, other] = [openPage(), openPage()];
    const first = create({ submitter: page.submitter, userKey: 'ada' });
    create({ submitter: page.submitter, userKey: 'ada', storage: 'none' });
    create({ submitter: other.submitter, userKey: 'bob' });
    first.answer(ANSWER).rate('up');
    await expectPhase(first, 'saved');
    expect(lines()).toEqual([]);
  });

  it.each([
    ['was replaced', ({ submitter }: ReturnType<typeof openPage>) => void create({ submitter, userKey: 'bob' })],
    ['was disposed', (_: unknown, client: FeedbackClient) => client.dispose()],
  ])('tells the console of feedback to one that %s, whether its answer was open or not', (_, end) => {
    const page = openPage();
    const client = create({ submitter: page.submitter, userKey: 'ada' });
    const answer = client.answer(ANSWER);
    end(page, client);
    expect(lines()).toEqual([]);
    answer.rate('up');
    client.answer(OTHER_ANSWER).rate('up');
    expect(lines()).toEqual(
      Array(2).fill(expect.stringMatching(/client: got feedback after its dispose\(\), .* needs a new one .*#client$/)),
    );
    expect(page.sentBy('ada')).toEqual([]);
  });
});

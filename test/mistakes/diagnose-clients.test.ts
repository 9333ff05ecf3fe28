import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFeedbackClient, createSubmitter, diagnose } from '../../src/entries';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const clients: { dispose(): void }[] = [];

function createClient(getToken = () => 'ada-token', projectId = PROJECT_ID) {
  const client = createFeedbackClient({ submitter: createSubmitter({ projectId, getToken }) });
  clients.push(client);
  return client;
}

const found = async () => (await diagnose()).map(({ check, isRight, found }) => `${isRight ? '' : '! '}${check}: ${found}`);

beforeEach(() => {
  vi.spyOn(console, 'table').mockImplementation(() => {});
  vi.stubGlobal('fetch', async () => Response.json({ count: 0, next: null, previous: null, results: [] }));
});

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('diagnose() finds the client of a page with buttons of its own, one row for clients that reach the same', async () => {
  const url = `https://eu.app.clarifeye.ai/api/v1/projects/${PROJECT_ID}/feedbacks/`;
  createClient();
  createClient();
  expect(await found()).toEqual([
    expect.stringMatching(/^version/),
    `set-up: Feedback goes to ${url}`,
    'token: What the submitter sends is accepted.',
    `API: ${url} answers. No rating was sent to try it.`,
    expect.stringMatching(/^storage/),
    'widgets: There is no widget on the page now, which is right only with buttons of your own.',
  ]);
});

it('diagnose() without a client and without widgets says that there is no set-up', async () => {
  createClient().dispose();
  expect((await found()).filter((row) => row.startsWith('!'))).toEqual([
    expect.stringMatching(/^! set-up: There is no projectId/),
    expect.stringMatching(/^! widgets: There is no widget/),
  ]);
});

it('diagnose() finds a rating that waits under an answer key which no widget has, also one of an earlier page', async () => {
  const waits =
    '! widgets: A rating waits under the answer key "temp-1", which no widget has now: it is sent once one has this key and an id.';
  const client = createClient();
  const answer = client.answer({ conversationId: CONVERSATION_ID, answerKey: 'temp-1' });
  expect(await found()).not.toContain(waits);
  answer.rate('up');
  expect(await found()).toContain(waits);
  client.dispose();
  createClient();
  expect(await found()).toContain(waits);
  createClient().answer({ conversationId: CONVERSATION_ID, answerKey: 'temp-1', queryId: 0 });
  expect(await found()).not.toContain(waits);
});

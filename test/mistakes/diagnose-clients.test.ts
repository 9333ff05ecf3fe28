import { h } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeedbackClient, createSubmitter, diagnose, type FeedbackClient, FeedbackWidget } from '../../src/entries';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { cleanup, render } from '../support/testing-library';

const OTHER_PROJECT = '99999999-2222-4333-8444-555555555555';
const clients: FeedbackClient[] = [];

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

it('diagnose() asks for the person whose client sends, and not for those who have left', async () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token' });
  for (const userKey of ['nobody', 'ada', 'bob']) clients.push(createFeedbackClient({ submitter, userKey }));
  expect((await found()).filter((row) => /set-up|token/.test(row))).toEqual([
    `set-up: Feedback goes to ${submitter.url}`,
    'token: What the submitter sends is accepted.',
  ]);
});

it('diagnose() checks the clients of two projects', async () => {
  createClient();
  createClient(undefined, OTHER_PROJECT);
  expect((await found()).filter((row) => /set-up/.test(row))).toEqual([
    expect.stringContaining(PROJECT_ID),
    expect.stringContaining(OTHER_PROJECT),
  ]);
});

it('diagnose() calls a page without a widget wrong, if its clients are only those of components that were there', async () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token' });
  render(h(FeedbackWidget, { submitter, conversationId: CONVERSATION_ID, queryId: 0 }));
  cleanup();
  expect((await found()).filter((row) => row.startsWith('! widgets'))).toEqual([
    expect.stringContaining('There is no widget on the page now'),
  ]);
});

describe('of ratings that wait under an answer key', () => {
  const TEXT =
    'A rating waits under the answer key "temp-1", which no widget has now. It is sent once a widget, or answer(), has this key and an id.';
  const waiting = async () => (await found()).filter((row) => row.includes('A rating waits'));
  const show = (answerKey: string, conversationId: string | undefined) =>
    render(h(FeedbackWidget, { client: clients[0] as FeedbackClient, conversationId, answerKey }));

  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('diagnose() tells each once, also of an earlier page, and until it has its id', async () => {
    const answer = createClient().answer({ conversationId: CONVERSATION_ID, answerKey: 'temp-1' });
    createClient();
    expect(await waiting()).toEqual([]);
    answer.rate('up');
    expect(await waiting()).toEqual([`widgets: ${TEXT}`]);
    for (const client of clients.splice(0)) client.dispose();
    createClient();
    expect(await waiting()).toEqual([`widgets: ${TEXT}`]);
    createClient().answer({ conversationId: CONVERSATION_ID, answerKey: 'temp-1', queryId: 0 });
    expect(await waiting()).toEqual([]);
  });

  it('diagnose() tells those that are in the memory of the page alone', async () => {
    const answer = createClient().answer({ answerKey: 'temp-1' });
    answer.rate('up');
    expect(await waiting()).toEqual([`widgets: ${TEXT}`]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 21_000 });
    show('server-9', CONVERSATION_ID);
    expect(await waiting()).toEqual([`! widgets: ${TEXT}`]);
    answer.remove();
    expect(await waiting()).toEqual([]);
  });

  it.each([
    ['beside a widget of the conversation that has another key, after 20 s', 'server-9', CONVERSATION_ID, 21_000, [`! widgets: ${TEXT}`]],
    ['beside one before that', 'server-9', CONVERSATION_ID, 5_000, [`widgets: ${TEXT}`]],
    ['beside a widget of another conversation', 'server-9', OTHER_PROJECT, 21_000, [`widgets: ${TEXT}`]],
    ['beside one whose conversation is not known yet', 'server-9', undefined, 21_000, [`widgets: ${TEXT}`]],
    ['beside the widget that has the key', 'temp-1', CONVERSATION_ID, 21_000, []],
  ])('diagnose() %s', async (_, answerKey, conversationId, ageMs, expected) => {
    createClient().answer({ conversationId: CONVERSATION_ID, answerKey: 'temp-1' }).rate('up');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ageMs });
    show(answerKey, conversationId);
    expect(await waiting()).toEqual(expected);
  });
});

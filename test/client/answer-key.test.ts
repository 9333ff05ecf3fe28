import { describe, expect, it, vi } from 'vitest';
import { waitingModelOf } from '../../src/client/widget-client';
import { toWaitingRef, type WaitingRef } from '../../src/domain/answer-ref';
import type { AnswerFeedback } from '../../src/domain/interfaces';
import { createArea } from '../simulation/device';
import { CONVERSATION_ID } from '../support/people';
import { createWorld } from '../support/world';

const MINUTE = 60_000;
const OTHER_CONVERSATION = '11111111-2222-4333-8444-555555555555';
const KEY = { conversationId: CONVERSATION_ID, answerKey: 'message 1' };
const IDS = { ...KEY, queryId: 7 };
const stateOf = ({ state: { phase, rating, comment } }: AnswerFeedback) => [phase, rating, comment];

describe('an answer with a key and no query id', () => {
  it('keeps what is said until the query id comes, and is the same answer then', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    const answer = client.answer(KEY);
    const phases: string[] = [];
    answer.subscribe(() => phases.push(answer.state.phase));
    answer.rate('down', 'Too slow');
    await time.pass(MINUTE);
    expect([stateOf(answer), server.methods()]).toEqual([['waiting', 'down', 'Too slow'], []]);
    expect(client.answer(IDS)).toBe(answer);
    await time.pass(MINUTE);
    expect(stateOf(answer)).toEqual(['saved', 'down', 'Too slow']);
    expect([phases.at(0), phases.at(-1)]).toEqual(['waiting', 'saved']);
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: 'Too slow', context: { query_id: 7 } }]);
    expect(server.methods()).toEqual(['POST']);
  });

  it('is told in the console where two answers have the same key, because a rating may be on the wrong one', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { client } = createWorld().open();
    for (const queryId of [7, 7]) client.answer({ ...KEY, queryId });
    client.answer({ conversationId: OTHER_CONVERSATION, answerKey: KEY.answerKey, queryId: 8 });
    expect(warn).not.toHaveBeenCalled();
    for (const queryId of [8, 7, 9]) client.answer({ ...KEY, queryId });
    const line = /answer-key: got "message 1" for two answers, needs one of its own for each\. .*#answer-key$/;
    expect(warn.mock.calls).toEqual([[expect.stringMatching(line)]]);
    warn.mockRestore();
  });

  it('is named in the console after 20 s, because a key that changes with the ids leaves a rating behind', async () => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    const { time, open, server } = createWorld();
    const { client } = open();
    client.answer(KEY).rate('up');
    client.answer({ ...IDS, answerKey: 'the id of the server' });
    await time.pass(MINUTE);
    const line =
      /query-id: got nothing for 20 s for the answer-key "message 1", so a rating waits\. It is sent once a widget has this key and an id: keep the key when the id comes\./;
    expect([info.mock.calls, server.methods()]).toEqual([[[expect.stringMatching(line)]], []]);
    info.mockRestore();
  });

  it.each([
    ['session', { storage: 'session' }],
    ['local', { storage: 'local', userKey: 'ada' }],
  ] as const)('keeps it over a reload with %s storage, and asks the list before it sends it', async (_, options) => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const first = open(options, session);
    first.client.answer(KEY).rate('up', 'Kept');
    first.tab.kill();
    await time.pass(MINUTE);
    const { client } = open(options, session);
    const answer = client.answer(KEY);
    await time.pass(MINUTE);
    expect([stateOf(answer), server.methods()]).toEqual([['waiting', 'up', 'Kept'], []]);
    client.answer(IDS);
    await time.pass(10 * MINUTE);
    expect([stateOf(client.answer(IDS)), stateOf(answer)]).toEqual(Array(2).fill(['saved', 'up', 'Kept']));
    expect(server.records()).toHaveLength(1);
  });

  it('is never told as gone while its ids become known', async () => {
    const { time, open } = createWorld();
    const { client } = open();
    const answer = client.answer(KEY);
    const heard: (string | null)[] = [];
    answer.subscribe(() => heard.push(`${answer.state.phase} ${answer.state.rating} ${answer.state.draft}`));
    answer.rate('up');
    client.answer(IDS);
    await time.pass(MINUTE);
    expect(heard).toEqual(['waiting up ', 'saving up ', 'saved up ']);
  });

  it('is sent by the next page that knows its ids, although that page never showed it without them', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const first = open({}, session);
    first.client.answer(KEY).rate('up');
    first.tab.kill();
    const { client } = open({}, session);
    const answer = client.answer(IDS);
    await time.pass(MINUTE);
    expect([stateOf(answer), server.records().length]).toEqual([['saved', 'up', ''], 1]);
  });

  it('says that it was taken back on the page where that was done, and nothing on the next one', () => {
    const { open } = createWorld();
    const session = createArea();
    const noticeOf = ({ client }: ReturnType<typeof open>) => {
      const { key, answerKey } = toWaitingRef(KEY) as WaitingRef;
      return waitingModelOf(client, { key, answerKey }).view.value.notice;
    };
    const first = open({}, session);
    first.client.answer(KEY).rate('up');
    first.client.answer(KEY).remove();
    expect(noticeOf(first)).toBe('removed');
    first.tab.kill();
    expect(noticeOf(open({}, session))).toBeNull();
  });

  it('can be taken back before it is sent', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    const answer = client.answer(KEY);
    answer.rate('up');
    answer.remove();
    client.answer(IDS);
    await time.pass(MINUTE);
    expect([stateOf(answer), server.methods()]).toEqual([['idle', null, ''], []]);
  });

  it('goes to no other key and no other conversation', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    client.answer(KEY).rate('down');
    client.answer({ ...IDS, answerKey: 'message 2' });
    client.answer({ conversationId: CONVERSATION_ID, queryId: 8 });
    client.answer({ ...IDS, conversationId: OTHER_CONVERSATION });
    await time.pass(MINUTE);
    expect(server.methods()).toEqual([]);
    client.answer(IDS);
    await time.pass(MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false, context: { conversation_id: CONVERSATION_ID, query_id: 7 } }]);
  });

  it('changes the feedback that the answer has already, if it was said later', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    const { conversationId, queryId } = IDS;
    client.answer({ conversationId, queryId }).rate('up');
    await time.pass(MINUTE);
    const early = client.answer(KEY);
    early.rate('down');
    const ratings: unknown[] = [];
    early.subscribe(() => ratings.push(early.state.rating));
    client.answer(IDS);
    await time.pass(MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false }]);
    // The object that was returned for the key goes on with the answer.
    expect([stateOf(early), [...new Set(ratings)]]).toEqual([['saved', 'down', ''], ['down']]);
    early.rate('neutral');
    await time.pass(MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: null }]);
  });

  it('begins anew without its ids, as where the page generates it again under the same key', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    client.answer(IDS).rate('up');
    await time.pass(MINUTE);
    const again = client.answer(KEY);
    expect(stateOf(again)).toEqual(['idle', null, '']);
    again.rate('down');
    client.answer({ ...IDS, queryId: 9 });
    await time.pass(MINUTE);
    expect(server.records().map(({ context, is_positive }) => [context.query_id, is_positive])).toEqual(
      expect.arrayContaining([
        [7, true],
        [9, false],
      ]),
    );
  });

  it('waits in the memory of the page without storage, and says that the page must stay open', async () => {
    const { time, open, server } = createWorld();
    const { client } = open({ storage: 'none' });
    const answer = client.answer(KEY);
    answer.rate('up');
    await time.pass(MINUTE);
    expect(stateOf(answer)).toEqual(['waiting', 'up', '']);
    client.answer(IDS);
    await time.pass(MINUTE);
    expect(server.records()).toHaveLength(1);
  });

  it('waits under its key alone while the conversation is not known, too', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    const answer = client.answer({ answerKey: 'first of a new chat' });
    answer.rate('up', 'Early');
    await time.pass(MINUTE);
    expect(client.answer({ conversationId: CONVERSATION_ID, answerKey: 'first of a new chat' })).toBe(answer);
    expect([stateOf(answer), server.methods()]).toEqual([['waiting', 'up', 'Early'], []]);
    expect(client.answer({ ...IDS, answerKey: 'first of a new chat' })).toBe(answer);
    await time.pass(MINUTE);
    expect(server.records()).toMatchObject([{ feedback: 'Early' }]);
  });

  it('is sent by one of two tabs', async () => {
    const { time, open, server } = createWorld();
    const options = { storage: 'local', userKey: 'ada' } as const;
    const [one, two] = [open(options).client, open(options).client];
    const shown = two.answer(KEY);
    one.answer(KEY).rate('up');
    await time.pass(1000);
    expect(stateOf(shown)).toEqual(['waiting', 'up', '']);
    for (const client of [one, two]) client.answer(IDS);
    await time.pass(10 * MINUTE);
    expect(server.records()).toHaveLength(1);
    expect([one, two].map((client) => stateOf(client.answer(IDS)))).toEqual(Array(2).fill(['saved', 'up', '']));
  });

  it('is forgotten on sign-out', async () => {
    const { time, open, server } = createWorld();
    const { client } = open();
    const waiting = [client.answer(KEY), client.answer({ answerKey: 'other' })];
    for (const answer of waiting) answer.rate('up');
    client.clear();
    expect(waiting.map(stateOf)).toEqual(Array(2).fill(['idle', null, '']));
    client.answer(IDS);
    client.answer({ ...IDS, queryId: 8, answerKey: 'other' });
    await time.pass(MINUTE);
    expect(server.methods()).toEqual([]);
  });

  it('does not count towards the 100 answers that a storage holds unsent', async () => {
    const { time, open, server, network } = createWorld();
    const { client } = open();
    network.isUp = false;
    for (let index = 0; index < 150; index += 1) client.answer({ conversationId: CONVERSATION_ID, answerKey: `${index}` }).rate('up');
    for (let queryId = 0; queryId < 100; queryId += 1) client.answer({ conversationId: CONVERSATION_ID, queryId }).rate('up');
    await time.pass(1000);
    network.isUp = true;
    await time.pass(10 * MINUTE);
    expect(server.records()).toHaveLength(100);
  });

  it.each([
    ['conversationId', {}],
    ['conversationId', { queryId: 7 }],
    ['queryId', { conversationId: CONVERSATION_ID }],
    ['answerKey', { conversationId: CONVERSATION_ID, answerKey: 7 as never }],
    ['conversationId', { conversationId: 'abc', answerKey: 'a' }],
  ])('needs %s', (name, ids) => {
    expect(() => createWorld().open().client.answer(ids)).toThrow(new RegExp(`^${name}: got`));
  });
});

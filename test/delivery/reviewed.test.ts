import { describe, expect, it, vi } from 'vitest';
import type { FeedbackRecord } from '../../src/domain/feedback';
import { createArea } from '../simulation/device';
import { ANSWER, CONVERSATION_ID, USERS } from '../support/people';
import { createHold, dropAfter, dropBefore, type Fault, refuse } from '../support/test-api';
import { createWorld, draftOf, modelIn, phaseOf, ratingOf } from '../support/world';

const MINUTE = 60_000;
const KNOWN = { userId: USERS['ada-token'].id };
const showing =
  (records: readonly FeedbackRecord[]): Fault =>
  async () =>
    Response.json({ count: records.length, next: null, previous: null, results: records });

describe('a list that the token may not read', () => {
  it.each([403, 404])('with status %i is not asked again and again', async (status) => {
    const { time, open, server } = createWorld();
    const { model } = open(KNOWN);
    model.delivery.seed({ rating: 'up', comment: '' }, null);
    server.meet(...Array.from({ length: 100 }, () => refuse(status)));
    model.choose('down');
    await time.pass(30 * MINUTE);
    expect(server.methods().length).toBeLessThan(5);
    expect(phaseOf(model)).toBe('failed');
  });
});

describe('a list that lags behind', () => {
  it.each(['change', 'removal'])('does not bring an earlier rating back over a %s with `restore`', async (kind) => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const one = open(KNOWN, session);
    one.model.choose('up');
    await time.pass(MINUTE);
    const former = server.records();
    if (kind === 'change') one.model.choose('down');
    else one.model.remove();
    await time.pass(2000);
    one.tab.kill();
    server.meet(showing(former));
    const { model } = open({ ...KNOWN, restore: 'server' }, session);
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), ratingOf(model)]).toEqual(kind === 'change' ? ['saved', 'down'] : ['idle', undefined]);
    expect(server.records().map(({ is_positive }) => is_positive)).toEqual(kind === 'change' ? [false] : []);
  });

  it('does not bring an earlier rating back over what another tab has told meanwhile', async () => {
    const { time, open, server } = createWorld();
    const options = { ...KNOWN, storage: 'none' } as const;
    const other = open(options);
    other.model.choose('up');
    await time.pass(MINUTE);
    const former = server.records();
    const hold = createHold();
    server.meet(async (handle) => {
      await hold.fault(handle);
      return Response.json({ count: 1, next: null, previous: null, results: former });
    });
    const { model } = open({ ...options, restore: 'server' });
    await time.pass(100);
    other.model.choose('down');
    await time.pass(1000);
    hold.open();
    await time.pass(MINUTE);
    expect([phaseOf(model), ratingOf(model)]).toEqual(['saved', 'down']);
  });

  it('does not pass off earlier words as those on record', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const one = open({}, session);
    one.model.want({ rating: 'up', comment: 'Old words' });
    await time.pass(MINUTE);
    const former = server.records();
    one.model.want({ rating: 'up', comment: 'Old words, and a long addition' });
    await time.pass(2000);
    one.tab.kill();
    server.meet(showing(former));
    const { model } = open({}, session);
    model.openPanel();
    await time.pass(1000);
    expect(model.view.value.wanted?.comment).toBe('');
    await time.pass(10_000);
    expect(model.view.value.wanted?.comment).toBe('Old words, and a long addition');
    model.write(draftOf(`${model.view.value.wanted?.comment}!`));
    model.send();
    await time.pass(MINUTE);
    expect(server.records()[0]?.feedback).toBe('Old words, and a long addition!');
  });
});

describe('a sign-out', () => {
  it('leaves the token that was asked for before it to no one else', async () => {
    const { time, open, server, getToken } = createWorld();
    const { client, model } = open();
    let give = (_: string) => {};
    getToken.mockImplementationOnce(
      () =>
        new Promise<string>((resolve) => {
          give = resolve;
        }),
    );
    model.choose('up');
    await time.pass(1000);
    client.clear();
    getToken.mockReturnValue('bob-token');
    modelIn(client, { ...ANSWER, queryId: 1 }).choose('down');
    await time.pass(100);
    give('ada-token');
    await time.pass(MINUTE);
    expect(server.records()).toMatchObject([{ given_by: { email: 'bob@example.com' } }]);
  });

  it('that a frozen tab hears of late removes nothing that was said since', async () => {
    const { time, open, server, network } = createWorld();
    const options = { storage: 'local', userKey: 'ada' } as const;
    const one = open(options);
    const two = open(options);
    two.tab.freeze();
    one.client.clear();
    await time.pass(MINUTE);
    network.isUp = false;
    modelIn(one.client, { ...ANSWER, queryId: 5 }).choose('up');
    await time.pass(1000);
    two.tab.thaw();
    await time.pass(1000);
    one.tab.kill();
    two.tab.kill();
    network.isUp = true;
    open(options);
    await time.pass(10 * MINUTE);
    expect(server.records().length).toBe(1);
  });
});

describe('a record in another name', () => {
  it('is deleted although that fails at first', async () => {
    const { time, open, server, getToken } = createWorld();
    const { model, client } = open(KNOWN);
    getToken.mockReturnValue('bob-token');
    server.meet((handle) => handle(), dropBefore);
    model.choose('up');
    await time.pass(10_000);
    getToken.mockReturnValue('ada-token');
    client.resume();
    await time.pass(10 * MINUTE);
    expect(server.records().map(({ given_by }) => given_by?.email)).toEqual(['ada@example.com']);
  });
});

describe('feedback under an answerKey', () => {
  it('outlives a page that learns the conversation and the query id at once', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const one = open({}, session);
    one.client.answer({ conversationId: CONVERSATION_ID, answerKey: 'k' }).rate('up');
    await time.pass(MINUTE);
    one.tab.kill();
    const { client } = open({}, session);
    client.answer({ answerKey: 'k' });
    const answer = client.answer({ conversationId: CONVERSATION_ID, queryId: 7, answerKey: 'k' });
    await time.pass(10 * MINUTE);
    expect([answer.state.rating, server.records().length]).toEqual(['up', 1]);
  });

  it.each(['on this page', 'on an earlier page'])('gives way to what was said later, with the ids, %s', async (where) => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const one = open({}, session);
    one.client.answer({ conversationId: CONVERSATION_ID, answerKey: 'k' }).rate('up');
    await time.pass(MINUTE);
    one.client.answer({ conversationId: CONVERSATION_ID, queryId: 8 }).rate('down');
    await time.pass(MINUTE);
    if (where === 'on an earlier page') one.tab.kill();
    const { client } = where === 'on an earlier page' ? open({}, session) : one;
    const answer = client.answer({ conversationId: CONVERSATION_ID, queryId: 8, answerKey: 'k' });
    await time.pass(10 * MINUTE);
    expect([answer.state.rating, server.records()]).toMatchObject(['down', [{ is_positive: false }]]);
  });
});

describe('a refusal after an uncertain POST', () => {
  it('leaves no record that was committed late', async () => {
    const { time, open, server } = createWorld();
    const { model } = open(KNOWN);
    server.meet(
      async (handle) => {
        time.after(60_000, () => void handle());
        throw new TypeError('Failed to fetch');
      },
      (handle) => handle(),
      refuse(403),
    );
    model.choose('up');
    await time.pass(MINUTE);
    expect([phaseOf(model), ratingOf(model)]).toEqual(['failed', undefined]);
    await time.pass(30 * MINUTE);
    expect([server.records().length, ratingOf(model)]).toEqual([0, undefined]);
  });
});

describe('a submitter of the host', () => {
  it('that never settles counts as timed out', async () => {
    const { time, open, server } = createWorld({ submitter: { timeoutMs: 2 ** 30 } });
    const { model, events } = open();
    server.meet(() => new Promise(() => {}));
    model.choose('up');
    await time.pass(10 * MINUTE);
    expect(events).toMatchObject([{ type: 'change' }, { type: 'error', error: { kind: 'timeout' } }, { type: 'saved' }]);
    expect(server.records().length).toBe(1);
  });
});

describe('a session that has ended', () => {
  it('is not asked for the words of each box', async () => {
    const { time, open, server, getToken } = createWorld();
    const session = createArea();
    const one = open({}, session);
    const answers = [1, 2, 3, 4].map((queryId) => ({ ...ANSWER, queryId }));
    for (const answer of answers) modelIn(one.client, answer).want({ rating: 'up', comment: 'Words' });
    await time.pass(MINUTE);
    one.tab.kill();
    const { client } = open({}, session);
    getToken.mockReturnValue('expired-token');
    const before = server.calls.length;
    for (const answer of answers) {
      modelIn(client, answer).openPanel();
      await time.pass(1000);
    }
    await time.pass(10 * MINUTE);
    expect(server.calls.length - before).toBe(2);
  });
});

describe('a broken entry', () => {
  it.each([
    { posted: [null] },
    { posted: [0] },
    { changedAt: 1e300 },
    { draft: { reasons: [{ type: 'iframe', props: {} }], words: '' } },
    { draft: { reasons: [], words: 7 } },
  ])('with %j is dropped', async (broken) => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const one = open({}, session);
    server.meet(dropAfter, () => new Promise(() => {}));
    one.model.choose('up');
    await time.pass(6000);
    one.tab.kill();
    const key = session.key(0) ?? '';
    session.setItem(key, JSON.stringify({ ...JSON.parse(session.getItem(key) ?? ''), ...broken }));
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { model } = open({}, session);
    await time.pass(MINUTE);
    expect(phaseOf(model)).toBe('idle');
    model.choose('down');
    await time.pass(30 * MINUTE);
    expect([phaseOf(model), ratingOf(model)]).toEqual(['saved', 'down']);
  });

  it('with a revision that cannot rise takes up the next press', () => {
    const { open, network } = createWorld();
    const session = createArea();
    network.isUp = false;
    const one = open({}, session);
    one.model.choose('up');
    one.tab.kill();
    const key = session.key(0) ?? '';
    session.setItem(key, JSON.stringify({ ...JSON.parse(session.getItem(key) ?? ''), revision: 1e300 }));
    open({}, session).model.choose('down');
    expect(JSON.parse(session.getItem(key) ?? '')).toMatchObject({ wanted: { rating: 'down' } });
  });
});

describe('a record of an earlier visit', () => {
  const leave = async (words: string) => {
    const world = createWorld();
    const earlier = world.open({ storage: 'none' });
    earlier.model.want({ rating: 'up', comment: words });
    await world.time.pass(MINUTE);
    earlier.tab.kill();
    return world;
  };

  it.each([
    ['keeps its words when a known person presses the same rating', 'up', 'Of an earlier visit', undefined],
    ['hands its words to the draft when a known person presses another rating', 'down', '', 'Of an earlier visit'],
  ] as const)('%s', async (_, rating, comment, draft) => {
    const { time, open, server } = await leave('Of an earlier visit');
    const [{ id } = { id: '' }] = server.records();
    const { model } = open({ ...KNOWN, storage: 'none' });
    model.choose(rating);
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ id, is_positive: rating === 'up', feedback: comment }]);
    expect([phaseOf(model), model.view.value.wanted, model.draft.value?.words]).toEqual(['saved', { rating, comment }, draft]);
  });

  it('that is about to be deleted as a second one is not taken from a list that was read before', async () => {
    const { time, open, server } = await leave('');
    const [{ id: first } = { id: '' }] = server.records();
    const options = { ...KNOWN, storage: 'local', restore: 'server' } as const;
    const other = open({ storage: 'none' });
    other.model.want({ rating: 'up', comment: '' });
    await time.pass(MINUTE);
    other.tab.kill();
    const [second] = server.records().filter(({ id }) => id !== first);
    const { model, client } = open(options);
    // As a page leaves it that was closed before it could delete the second record.
    model.delivery.seed({ rating: 'up', comment: '' }, first, { updatedAt: 0, isReviewed: false, duplicates: [second?.id ?? ''] });
    model.delivery.seed({ rating: 'up', comment: '' }, second?.id ?? '', { updatedAt: 0, isReviewed: false, duplicates: [first] });
    model.want({ rating: 'up', comment: 'More' });
    await time.pass(10 * MINUTE);
    client.dispose();
    expect(server.records()).toMatchObject([{ id: first, is_positive: true, feedback: 'More' }]);
  });

  it('loses them to the words that the person writes now', async () => {
    const { time, open, server } = await leave('Of an earlier visit');
    const { model } = open({ ...KNOWN, storage: 'none' });
    model.want({ rating: 'up', comment: 'New' });
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'New' }]);
  });

  it.each([true, false])('is found although the list comes while the vote is sent (restore %s)', async (isRestored) => {
    const { time, open, server } = await leave('');
    const hold = createHold();
    server.meet(hold.fault);
    const { client, model } = open({ ...KNOWN, storage: 'none', restore: isRestored ? 'server' : 'storage' });
    if (!isRestored) modelIn(client, { ...ANSWER, queryId: 1 }).choose('up');
    model.choose('down');
    await time.pass(100);
    hold.open();
    await time.pass(10 * MINUTE);
    expect(server.records().filter(({ context }) => context.query_id === 0)).toMatchObject([{ is_positive: false }]);
  });
});

describe('words of an earlier page, which this one has not read yet', () => {
  /** A page that opens after one on which words were sent, while the list cannot be read. */
  async function reopen() {
    const world = createWorld();
    const session = createArea();
    const one = world.open({}, session);
    one.model.choose('down');
    one.model.write({ reasons: ['Wrong'], words: 'Nonsense' });
    one.model.send();
    await world.time.pass(MINUTE);
    one.tab.kill();
    const { model } = world.open({}, session);
    await world.time.pass(1000);
    world.network.isUp = false;
    return { ...world, model };
  }
  const WORDS = '#Wrong\nNonsense';

  it('stay on record when the removal is undone', async () => {
    const { model, time, network, server } = await reopen();
    model.remove();
    await time.pass(1000);
    model.undo();
    network.isUp = true;
    await time.pass(10 * MINUTE);
    expect([server.records(), phaseOf(model)]).toMatchObject([[{ is_positive: false, feedback: WORDS }], 'saved']);
  });

  it('stay on record when the same rating is pressed again', async () => {
    const { model, time, network, server } = await reopen();
    model.choose('down');
    await time.pass(1000);
    model.choose('down');
    network.isUp = true;
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: WORDS }]);
  });

  it('stand in the box when another rating is pressed', async () => {
    const { model, time, network, server } = await reopen();
    model.remove();
    await time.pass(1000);
    model.choose('up');
    network.isUp = true;
    await time.pass(10 * MINUTE);
    expect([server.records(), model.draft.value?.words]).toMatchObject([[{ is_positive: true, feedback: '' }], WORDS]);
  });

  it('are not put under another rating when its removal is undone', async () => {
    const { model, time, network, server } = await reopen();
    model.choose('up');
    model.remove();
    network.isUp = true;
    await time.pass(MINUTE);
    model.undo();
    await time.pass(10 * MINUTE);
    expect([server.records(), model.draft.value?.words]).toMatchObject([[{ is_positive: true, feedback: '' }], WORDS]);
  });

  it('come back with the removal undone after they were read', async () => {
    const { model, time, network, server } = await reopen();
    model.write({ reasons: [], words: 'Not sent yet' });
    model.remove();
    network.isUp = true;
    await time.pass(MINUTE);
    expect(server.records()).toEqual([]);
    model.undo();
    await time.pass(10 * MINUTE);
    expect([server.records(), model.draft.value?.words]).toMatchObject([
      [{ is_positive: false, feedback: WORDS }],
      `${WORDS}\nNot sent yet`,
    ]);
  });
});

describe('Undo', () => {
  it('leaves unsent words alone', async () => {
    const { time, open, server } = createWorld();
    const { model } = open({});
    model.choose('down');
    model.write({ reasons: [], words: 'Not sent yet' });
    model.remove();
    model.undo();
    await time.pass(MINUTE);
    expect([server.records(), model.draft.value?.words]).toMatchObject([[{ is_positive: false, feedback: '' }], 'Not sent yet']);
  });

  it.each([false, true])('ends when another tab has rated and removed since (told late: %s)', async (isLate) => {
    const { time, open, server } = createWorld();
    const options = { storage: 'local', userKey: 'ada' } as const;
    const [one, other] = [open(options), open(options)];
    one.model.choose('up');
    one.model.remove();
    expect(one.model.view.value.removed).toMatchObject({ rating: 'up' });
    await time.pass(1000);
    if (isLate) one.tab.freeze();
    other.model.choose('down');
    await time.pass(1000);
    other.model.remove();
    if (!isLate) await time.pass(MINUTE);
    one.model.undo();
    if (isLate) one.tab.thaw();
    await time.pass(10 * MINUTE);
    expect([server.records(), one.model.view.value.removed]).toEqual([[], null]);
  });
});

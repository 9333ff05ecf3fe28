import { describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import type { AnswerModel } from '../../src/client/answer-model';
import { createFeedbackClient, type FeedbackClientOptions } from '../../src/client/feedback-client';
import { createLoneModel } from '../../src/client/waiting';
import type { BeforeSend, Rating } from '../../src/domain';
import { createArea } from '../simulation/device';
import { createDice } from '../simulation/random';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createHold, dropAfter, dropBefore, type Fault, refuse } from '../support/test-api';
import { createWorld, draftOf, modelIn, phaseOf, ratingOf } from '../support/world';

function setUp(options: Omit<Partial<FeedbackClientOptions>, 'submitter'> = {}) {
  const world = createWorld();
  const page = world.open(options);
  return { ...world, ...page, types: () => page.events.map(({ type }) => type), soon: () => world.time.pass(100) };
}

const LOCAL = { storage: 'local', userKey: 'ada' } as const;

function say(model: AnswerModel, words: string): void {
  model.write(draftOf(words));
  model.send();
}

describe('client', () => {
  it('keeps one record through a click, words, another rating and undo', async () => {
    const { model, server, soon } = setUp();
    model.choose('up');
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
    say(model, ' Clear \n');
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Clear' }]);
    model.choose('neutral');
    await soon();
    expect([server.records(), model.draft.value]).toMatchObject([[{ is_positive: null, feedback: '' }], { words: 'Clear' }]);
    model.choose('neutral');
    await soon();
    expect([phaseOf(model), server.records()]).toEqual(['idle', []]);
    expect(server.calls.map(({ method, body }) => [method, body])).toEqual([
      ['POST', expect.objectContaining({ feedback: '', is_positive: true })],
      ['PATCH', { feedback: 'Clear' }],
      ['PATCH', { is_positive: null, feedback: '' }],
      ['DELETE', undefined],
    ]);
  });

  it('says nothing is saved before the server did', async () => {
    const { model, server, types, soon } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    model.choose('up');
    await soon();
    expect([phaseOf(model), types()]).toEqual(['saving', ['change']]);
    hold.open();
    await soon();
    expect([phaseOf(model), types()]).toEqual(['saved', ['change', 'saved']]);
  });

  it('ends with the last choice when the rating changes in flight, one request after the other', async () => {
    const { model, server, events, soon } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    for (const rating of ['up', 'down', 'neutral', 'down'] as const) model.choose(rating);
    await soon();
    expect(server.methods()).toEqual(['POST']);
    model.choose('neutral');
    hold.open();
    await soon();
    expect(server.methods()).toEqual(['POST', 'PATCH']);
    expect(server.records()).toMatchObject([{ is_positive: null }]);
    expect(events.filter(({ type }) => type === 'saved')).toMatchObject([
      { feedback: { rating: 'neutral' }, record: { is_positive: null } },
    ]);
  });

  it('removes a record whose rating was taken back in flight', async () => {
    const { model, server, types, soon } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    model.choose('up');
    await soon();
    model.choose('up');
    hold.open();
    await soon();
    expect([phaseOf(model), server.methods(), types()]).toEqual(['idle', ['POST', 'DELETE'], ['change', 'change', 'removed']]);
  });

  it('tells the person, but not the host, that what was never sent is removed', async () => {
    const { model, device, types, soon } = setUp();
    device.isOnline = false;
    model.choose('up');
    await soon();
    model.remove();
    await soon();
    expect(types()).toEqual(['change', 'error', 'change']);
    expect(model.view.value).toMatchObject({ phase: 'idle', notice: 'removed' });
  });

  describe('with a change whose outcome is open', () => {
    it('sends the former rating again rather than call it saved', async () => {
      const { model, server, time, soon } = setUp();
      model.choose('up');
      await soon();
      server.meet(dropAfter);
      model.choose('down');
      await soon();
      model.choose('up');
      await time.pass(10_000);
      expect([phaseOf(model), server.records()[0]?.is_positive]).toEqual(['saved', true]);
    });

    it('posts again after a removal that went through', async () => {
      const { model, server, time, soon } = setUp();
      model.choose('up');
      await soon();
      server.meet(dropAfter);
      model.choose('up');
      await soon();
      model.choose('up');
      await time.pass(10_000);
      expect([phaseOf(model), server.records().length]).toEqual(['saved', 1]);
    });

    it('removes what was posted before it says so', async () => {
      const { model, server, time, soon } = setUp({ userId: 'aaaaaaaa-0000-4000-8000-000000000000' });
      server.meet(dropAfter);
      model.choose('up');
      await soon();
      model.choose('up');
      await time.pass(10_000);
      expect([phaseOf(model), server.records(), model.view.value.notice]).toEqual(['idle', [], 'removed']);
    });
  });

  it('sends words without a rating as neutral', async () => {
    const { model, server, soon } = setUp();
    say(model, 'Hm');
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: null, feedback: 'Hm' }]);
  });

  it('keeps what is typed after Send', async () => {
    const { model, server, soon } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    say(model, 'abc');
    model.write(draftOf('abc and more'));
    hold.open();
    await soon();
    expect([model.draft.value?.words, model.panel.value]).toEqual(['abc and more', 'open']);
  });

  it('keeps words that were never sent when the rating is taken back', async () => {
    const { model, soon } = setUp();
    model.choose('up');
    model.write(draftOf('Not yet'));
    await soon();
    model.choose('up');
    expect(model.draft.value?.words).toBe('Not yet');
  });

  it('leaves words that the server refused out of the next rating', async () => {
    const { model, server, soon } = setUp();
    model.choose('up');
    await soon();
    server.meet(refuse(400, { feedback: ['No names.'] }));
    say(model, 'It was Bob');
    await soon();
    model.choose('down');
    await soon();
    expect(server.calls.at(-1)?.body).toEqual({ is_positive: false });
    expect([phaseOf(model), model.draft.value?.words]).toEqual(['saved', 'It was Bob']);
  });

  it('holds a rating back until Send, or until it is released', async () => {
    const { model, server, client, soon } = setUp();
    model.stage('up');
    expect([phaseOf(model), model.staged.value]).toEqual(['idle', 'up']);
    say(model, 'Nice');
    await soon();
    const other = modelIn(client, { ...ANSWER, queryId: 1 });
    other.stage('down');
    other.stage('neutral');
    other.recordStaged();
    await soon();
    expect(server.calls.map(({ body }) => body)).toMatchObject([
      { is_positive: true, feedback: 'Nice' },
      { is_positive: null, feedback: '' },
    ]);
  });

  it('thanks for words that go out on Retry, and leaves a box alone that was opened to edit', async () => {
    const { model, server, soon } = setUp();
    model.choose('up');
    await soon();
    server.meet(refuse(401), refuse(401));
    say(model, 'Nice');
    await soon();
    expect([phaseOf(model), model.panel.value]).toEqual(['failed', 'open']);
    model.retry();
    await soon();
    expect([phaseOf(model), model.panel.value, model.draft.value]).toEqual(['saved', 'thanks', null]);
    model.openPanel();
    model.write(draftOf('Nicer'));
    model.retry();
    expect(model.panel.value).toBe('open');
  });

  it('drops a held rating that is pressed again', () => {
    const { model, server } = setUp();
    model.stage('up');
    model.stage('up');
    model.recordStaged();
    expect([model.staged.value, model.panel.value, server.calls.length]).toEqual([null, 'closed', 0]);
  });

  it("shares one model among all who ask for an answer, whatever its id's case", () => {
    const { client, model } = setUp();
    expect(modelIn(client, { ...ANSWER, conversationId: ANSWER.conversationId.toUpperCase() })).toBe(model);
    expect(modelIn(client, { ...ANSWER, queryId: 1 })).not.toBe(model);
  });

  it.each<[string, Fault]>([
    ['a message for the field', refuse(400, { feedback: ['Too rude.'] })],
    ['words that are too long', refuse(413, { detail: 'Too long.' })],
  ])('sends refused words again when Send is pressed again, after %s', async (_, refusal) => {
    const { model, server, soon } = setUp();
    model.choose('up');
    await soon();
    server.meet(refusal);
    say(model, 'ab');
    await soon();
    expect(phaseOf(model)).toBe('failed');
    model.send();
    await soon();
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ feedback: 'ab' }]]);
  });

  it('closes a box that was sent empty', async () => {
    const { model, server, soon } = setUp();
    say(model, 'Nice');
    await soon();
    model.openPanel();
    say(model, '');
    await soon();
    expect([model.panel.value, server.records()]).toMatchObject(['thanks', [{ feedback: '' }]]);
  });

  it('leaves refused words in their box when another answer gets through', async () => {
    const { client, server, soon } = setUp();
    const [refused, other] = [0, 1].map((queryId) => modelIn(client, { ...ANSWER, queryId }));
    if (!refused || !other) throw new Error('two models');
    server.meet(refuse(422, { feedback: ['Too rude.'] }));
    say(refused, 'Rude words');
    await soon();
    expect(refused.panel.value).toBe('open');
    other.choose('up');
    await soon();
    expect([phaseOf(other), phaseOf(refused), refused.panel.value]).toEqual(['saved', 'failed', 'open']);
  });

  it('never has more than two requests in flight', async () => {
    const { client, server, soon } = setUp();
    modelIn(client, { ...ANSWER, queryId: 9 }).choose('up');
    await soon();
    const holds = [0, 1, 2, 3].map(createHold);
    server.meet(...holds.map(({ fault }) => fault));
    const models = [0, 1, 2, 3].map((queryId) => modelIn(client, { ...ANSWER, queryId }));
    for (const model of models) model.choose('up');
    await soon();
    expect(server.calls).toHaveLength(3);
    for (const { open } of holds) open();
    await soon();
    expect([models.map(phaseOf), server.records().length]).toEqual([['saved', 'saved', 'saved', 'saved'], 5]);
  });

  it('refuses options and ids that cannot be right', () => {
    const { client } = setUp();
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x' });
    expect(() => client.answer({ ...ANSWER, queryId: 1.5 })).toThrow(/^queryId: got 1.5/);
    expect(() => client.answer({ ...ANSWER, conversationId: 'x' })).toThrow(/^conversationId: got "x"/);
    expect(() => createFeedbackClient({} as never)).toThrow(/^submitter: got nothing/);
    expect(() => createFeedbackClient({ submitter, storage: 'local' })).toThrow(/^userKey: got nothing/);
    expect(() => createFeedbackClient({ submitter, storage: 'disk' as never })).toThrow(/^storage: got "disk"/);
    expect(() => createFeedbackClient({ submitter, restore: 'server' })).toThrow(/^userId: got nothing/);
    expect(() => createFeedbackClient({ submitter, userId: 'ada' })).toThrow(/^userId: got "ada"/);
  });

  it.each(['', null, undefined])('takes %o for an option that is not given', (none) => {
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x', region: none as never, source: none as never });
    expect(submitter.url).toMatch(/^https:\/\/eu\./);
    sessionStorage.clear();
    const client = createFeedbackClient({ submitter, storage: none as never, userKey: none as never });
    client.answer(ANSWER).rate('up');
    expect(sessionStorage.key(0)).toBe(`clarifeye-feedback:${submitter.url}::${ANSWER.conversationId}/0`);
    client.dispose();
    sessionStorage.clear();
  });

  describe('on the next page', () => {
    it.each([
      'session',
      'local',
    ] as const)('shows the earlier rating from the %s storage, without a request and without its words', async (storage) => {
      const { model, tab, server, soon, open, device } = setUp({ storage, userKey: 'ada' });
      const session = createArea();
      const first = storage === 'session' ? open({ storage, userKey: 'ada' }, session) : { model, tab };
      first.model.choose('down');
      say(first.model, 'Secret words');
      await soon();
      expect(server.records()).toMatchObject([{ feedback: 'Secret words' }]);
      const area = storage === 'session' ? session : device.local;
      expect(area.getItem(area.key(0) ?? '')).not.toContain('Secret');
      first.tab.kill();
      const before = server.calls.length;
      const next = open({ storage, userKey: 'ada' }, session);
      await soon();
      expect([phaseOf(next.model), ratingOf(next.model), server.calls.length]).toEqual(['saved', 'down', before]);
      next.model.choose('up');
      await soon();
      expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
      expect(next.model.draft.value).toEqual(draftOf('Secret words'));
    });

    it('has what was typed and not sent, also where nothing was rated', async () => {
      const { model, tab, open } = setUp(LOCAL);
      model.write({ reasons: ['Wrong'], words: 'Half a thought' });
      tab.kill();
      const next = open(LOCAL).model;
      expect([phaseOf(next), next.draft.value]).toEqual(['idle', { reasons: ['Wrong'], words: 'Half a thought' }]);
    });

    it('sends what was not sent, though its answer is not shown', async () => {
      const { model, tab, client, device, server, open, soon } = setUp(LOCAL);
      device.isOnline = false;
      model.choose('up');
      modelIn(client, { ...ANSWER, queryId: 7 }).choose('down');
      await soon();
      tab.kill();
      device.isOnline = true;
      open(LOCAL);
      await soon();
      expect(server.records()).toHaveLength(2);
    });

    it('never sends under one user key what was said under another', async () => {
      const { model, tab, device, server, open, soon } = setUp(LOCAL);
      device.isOnline = false;
      model.choose('up');
      await soon();
      tab.kill();
      device.isOnline = true;
      const next = open({ ...LOCAL, userKey: 'bob' });
      await soon();
      expect([phaseOf(next.model), server.calls.length]).toEqual(['idle', 0]);
    });

    it('restores from the server in one request for all answers', async () => {
      const { server, open, soon } = setUp();
      const first = open({ storage: 'none' });
      first.model.choose('up');
      modelIn(first.client, { ...ANSWER, queryId: 1 }).choose('down');
      await soon();
      first.tab.kill();
      const next = open({ storage: 'none', restore: 'server', userId: 'aaaaaaaa-0000-4000-8000-000000000000' });
      const other = modelIn(next.client, { ...ANSWER, queryId: 1 });
      await soon();
      expect([ratingOf(next.model), ratingOf(other), phaseOf(other)]).toEqual(['up', 'down', 'saved']);
      expect(server.methods().filter((method) => method === 'GET')).toHaveLength(1);
      other.choose('neutral');
      await soon();
      expect(server.methods().at(-1)).toBe('PATCH');
    });
  });

  describe('while it is being restored from the server', () => {
    const USER_ID = 'aaaaaaaa-0000-4000-8000-000000000000';
    const restoring = async () => {
      const { server, model, tab, open, soon } = setUp(LOCAL);
      model.choose('up');
      await soon();
      tab.kill();
      const hold = createHold();
      server.meet(hold.fault);
      const page = open({ storage: 'local', userKey: 'mara', restore: 'server', userId: USER_ID });
      await soon();
      return { ...page, server, hold, open, soon };
    };

    it('brings nothing back of who signs out meanwhile', async () => {
      const { client, model, hold, soon } = await restoring();
      client.clear();
      hold.open();
      await soon();
      expect([phaseOf(model), ratingOf(model)]).toEqual(['idle', undefined]);
    });

    it('hides nothing that another tab says meanwhile', async () => {
      const { model, hold, open, soon } = await restoring();
      open({ storage: 'local', userKey: 'mara', userId: USER_ID }).model.choose('neutral');
      await soon();
      expect(ratingOf(model)).toBe('neutral');
      hold.open();
      await soon();
      expect(ratingOf(model)).toBe('neutral');
    });

    it('shows what comes', async () => {
      const { model, hold, soon } = await restoring();
      hold.open();
      await soon();
      expect([phaseOf(model), ratingOf(model)]).toEqual(['saved', 'up']);
    });
  });

  describe('restored from the server with a record that someone has read', () => {
    const reviewed = async () => {
      const { server, open, soon } = setUp();
      const device = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
      await device.submit(ANSWER, { rating: 'up', comment: '' });
      await server.fetch(`${device.url}${server.records()[0]?.id}/`, {
        method: 'PATCH',
        headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
        body: JSON.stringify({ status: 'reviewed' }),
      });
      const { model } = open({ storage: 'none', restore: 'server', userId: 'aaaaaaaa-0000-4000-8000-000000000000' });
      await soon();
      return { model, soon };
    };

    it('says so until the person changes it', async () => {
      const { model, soon } = await reviewed();
      expect(model.view.value).toMatchObject({ phase: 'saved', isReviewed: true });
      model.choose('down');
      expect(model.view.value.isReviewed).toBe(false);
      await soon();
      expect(model.view.value).toMatchObject({ phase: 'saved', isReviewed: false });
    });
  });

  describe('restored from the server with two records of one answer, as from two devices', () => {
    const restored = async () => {
      const { server, time, open, soon } = setUp();
      const device = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
      await device.submit(ANSWER, { rating: 'up', comment: '' });
      await time.pass(1000);
      await device.submit(ANSWER, { rating: 'down', comment: 'Long and careful words' });
      server.calls.length = 0;
      expect(server.records()).toHaveLength(2);
      const { model } = open({ storage: 'none', restore: 'server', userId: 'aaaaaaaa-0000-4000-8000-000000000000' });
      await soon();
      // What was said last.
      expect([phaseOf(model), ratingOf(model)]).toEqual(['saved', 'down']);
      return { server, model, soon };
    };

    it('leaves none when the rating is taken back', async () => {
      const { server, model, soon } = await restored();
      model.choose('down');
      await soon();
      expect(server.records()).toEqual([]);
    });

    it('leaves one when it is changed', async () => {
      const { server, model, soon } = await restored();
      model.choose('neutral');
      await soon();
      expect(server.records()).toMatchObject([{ is_positive: null, feedback: '' }]);
      expect(model.draft.value?.words).toContain('Long and careful words');
    });

    it('changes nothing by itself', async () => {
      const { server } = await restored();
      expect(server.methods()).toEqual(['GET']);
    });

    it("lets the host's value stand in its place, and be taken back", async () => {
      const { model } = await restored();
      model.delivery.seed({ rating: 'neutral', comment: '' }, null);
      expect(ratingOf(model)).toBe('neutral');
      model.delivery.seed(null, null);
      expect(ratingOf(model)).toBeUndefined();
    });
  });

  describe("with the host's value", () => {
    it('shows it as saved, and changes its record', async () => {
      const { server, model, open, tab, soon } = setUp();
      model.choose('up');
      await soon();
      tab.kill();
      const next = open();
      next.model.delivery.seed({ rating: 'up', comment: '' }, server.records()[0]?.id ?? null);
      expect([phaseOf(next.model), ratingOf(next.model)]).toEqual(['saved', 'up']);
      next.model.choose('down');
      await soon();
      expect(server.methods()).toEqual(['POST', 'PATCH']);
    });

    it('without an id finds the record of a person who is known, and keeps one', async () => {
      const { server, model, open, tab, time, soon } = setUp();
      model.choose('up');
      await soon();
      tab.kill();
      const next = open({ userId: 'aaaaaaaa-0000-4000-8000-000000000000' });
      next.model.delivery.seed({ rating: 'up', comment: '' }, null);
      next.model.choose('down');
      await time.pass(10_000);
      expect([phaseOf(next.model), server.records().map(({ is_positive }) => is_positive)]).toEqual(['saved', [false]]);
    });

    it('never hides what the person said since', async () => {
      const { model, soon } = setUp();
      model.choose('down');
      await soon();
      model.delivery.seed({ rating: 'up', comment: '' }, null);
      expect(ratingOf(model)).toBe('down');
    });
  });

  describe('in two tabs', () => {
    it('shows in one what was said in the other, and posts once', async () => {
      const { model, open, server, soon } = setUp(LOCAL);
      const other = open(LOCAL);
      model.choose('up');
      await soon();
      expect([ratingOf(other.model), phaseOf(other.model)]).toEqual(['up', 'saved']);
      other.model.choose('down');
      await soon();
      expect([ratingOf(model), server.methods(), server.records().length]).toEqual(['down', ['POST', 'PATCH'], 1]);
    });

    it('ends with the last choice when both choose at once', async () => {
      const { model, open, server, soon } = setUp(LOCAL);
      const other = open(LOCAL);
      model.choose('up');
      other.model.choose('down');
      await soon();
      expect(server.records()).toMatchObject([{ is_positive: false }]);
      expect([ratingOf(model), ratingOf(other.model)]).toEqual(['down', 'down']);
    });

    it('takes over what a tab left when it was killed', async () => {
      const { model, tab, open, server, time } = setUp(LOCAL);
      const other = open(LOCAL);
      server.meet(() => new Promise(() => {}));
      model.choose('up');
      await time.pass(50);
      tab.kill();
      await time.pass(60_000);
      expect([phaseOf(other.model), server.records().length]).toEqual(['saved', 1]);
    });
  });

  it('forgets everything on sign-out: here, in the storage and in other tabs', async () => {
    const { model, client, device, open, server, soon } = setUp(LOCAL);
    const other = open(LOCAL);
    model.choose('up');
    await soon();
    device.isOnline = false;
    model.choose('down');
    model.write(draftOf('Draft'));
    client.clear();
    await soon();
    expect([phaseOf(model), phaseOf(other.model), model.draft.value, device.local.length]).toEqual(['idle', 'idle', null, 0]);
    device.isOnline = true;
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: true }]);
  });

  describe('after a sign-out', () => {
    it('keeps nothing of the former person in another tab either, whatever the storage', async () => {
      const { model, client, open, device, server, getToken, soon } = setUp();
      const session = createArea();
      const other = open({}, session);
      device.isOnline = false;
      other.model.choose('down');
      say(other.model, 'Secret of Ada');
      await soon();
      client.clear();
      await soon();
      expect(session.length).toBe(0);
      getToken.mockReturnValue('bob-token');
      device.isOnline = true;
      other.tab.kill();
      open({}, session);
      await soon();
      expect([phaseOf(model), server.calls]).toEqual(['idle', []]);
    });

    it('keeps the rating of the next person, also where a frozen tab hears of the sign-outs only then', async () => {
      const { model, client, tab, open, device, soon } = setUp(LOCAL);
      const other = open(LOCAL);
      other.tab.freeze();
      device.isOnline = false;
      client.clear();
      await soon();
      model.choose('up');
      await soon();
      client.clear();
      await soon();
      model.choose('down');
      await soon();
      other.tab.thaw();
      await soon();
      tab.kill();
      other.tab.kill();
      const next = open(LOCAL);
      device.isOnline = true;
      await soon();
      expect([phaseOf(next.model), ratingOf(next.model)]).toEqual(['saved', 'down']);
    });

    it("sends nothing that was under way under the next person's token", async () => {
      const { model, client, server, getToken, time } = setUp();
      const hold = createHold();
      server.meet((handle) => hold.fault(handle).then(() => refuse(401)));
      getToken.mockReturnValueOnce('revoked-token');
      model.choose('down');
      await time.pass(100);
      client.clear();
      getToken.mockReturnValue('bob-token');
      hold.open();
      await time.pass(60_000);
      expect([server.methods(), server.records().map(({ given_by }) => given_by?.email)]).toEqual([['POST'], []]);
    });

    it('learns nothing about the next person from an answer that comes late', async () => {
      const { model, client, server, getToken, time } = setUp();
      const hold = createHold();
      server.meet(hold.fault);
      model.choose('up');
      await time.pass(100);
      client.clear();
      getToken.mockReturnValue('admin-token');
      hold.open();
      await time.pass(100);
      server.meet(dropBefore);
      model.choose('down');
      await time.pass(200_000);
      const says = server.records().map(({ given_by, is_positive }) => [given_by?.email, is_positive]);
      expect(says.sort()).toEqual([
        ['ada@example.com', true],
        ['admin@example.com', false],
      ]);
    });
  });

  describe('takes words that it does not know for no reason to erase them', () => {
    async function recordAndReload() {
      const { model, tab, open, server, soon, time } = setUp(LOCAL);
      model.choose('up');
      say(model, 'Long valuable words');
      await soon();
      tab.kill();
      return { server, soon, time, model: open(LOCAL).model, words: () => server.records()[0]?.feedback };
    }

    it('when a rating was given before the ids were known', async () => {
      const { model, soon, words, server } = await recordAndReload();
      const waiting = createLoneModel();
      waiting.choose('down');
      model.adopt(waiting);
      await soon();
      expect([words(), server.records()[0]?.is_positive]).toEqual(['', false]);
      expect(model.draft.value).toEqual(draftOf('Long valuable words'));
    });

    it('when Send is pressed over a box that was not touched', async () => {
      const { model, soon, words } = await recordAndReload();
      model.choose('down');
      model.send();
      await soon();
      expect([words(), model.draft.value]).toEqual(['', draftOf('Long valuable words')]);
    });

    it('when a rating that was held back is released', async () => {
      const { model, soon, words } = await recordAndReload();
      const waiting = createLoneModel();
      waiting.stage('down');
      model.adopt(waiting);
      model.recordStaged();
      await soon();
      expect([words(), model.draft.value]).toEqual(['', draftOf('Long valuable words')]);
    });

    it('when they leave with a removal, so that Undo brings them back', async () => {
      const { model, soon, server } = await recordAndReload();
      model.remove();
      await soon();
      expect([server.records(), model.draft.value]).toEqual([[], draftOf('Long valuable words')]);
      model.undo();
      await soon();
      expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Long valuable words' }]);
      expect([phaseOf(model), model.draft.value]).toEqual(['saved', null]);
    });

    it('when the list that would show them is refused once, as by a gateway', async () => {
      const { model, soon, server, time, words } = await recordAndReload();
      server.meet(refuse(403));
      model.remove();
      await time.pass(8_000);
      expect([server.records(), model.draft.value]).toEqual([[], draftOf('Long valuable words')]);
      model.undo();
      await soon();
      expect(words()).toBe('Long valuable words');
    });

    it('when the list that would show them is refused twice: they leave as soon as an answer shows them', async () => {
      const { model, server, time } = await recordAndReload();
      server.meet(refuse(403), refuse(403));
      model.choose('down');
      await time.pass(8_000);
      expect(server.methods().slice(-3)).toEqual(['GET', 'PATCH', 'PATCH']);
      expect(server.records()).toMatchObject([{ is_positive: false, feedback: '' }]);
      expect(model.draft.value).toEqual(draftOf('Long valuable words'));
    });

    it('and asks for them when the box is opened', async () => {
      const { model, soon, server } = await recordAndReload();
      expect([model.view.value.hasHiddenWords, model.view.value.wanted?.comment]).toEqual([true, '']);
      model.openPanel();
      await soon();
      expect([model.view.value.hasHiddenWords, model.view.value.wanted?.comment]).toEqual([false, 'Long valuable words']);
      expect([phaseOf(model), server.methods().at(-1)]).toEqual(['saved', 'GET']);
    });

    it('in front of what is typed before they are there', async () => {
      const { model, soon, server, words } = await recordAndReload();
      const hold = createHold();
      server.meet(hold.fault);
      model.openPanel();
      model.write(draftOf('PS'));
      await soon();
      hold.open();
      await soon();
      model.send();
      await soon();
      expect(words()).toBe('Long valuable words\nPS');
    });

    it('and not those that are known to be none', async () => {
      const { model, tab, open, soon, server } = setUp(LOCAL);
      model.choose('up');
      await soon();
      tab.kill();
      const next = open(LOCAL).model;
      next.openPanel();
      await soon();
      expect([next.view.value.hasHiddenWords, server.methods()]).toEqual([false, ['POST']]);
    });

    it('nor their reasons, which the box knows again', async () => {
      const reasons = { up: ['Clear'], down: ['Wrong'] };
      const { model, tab, open, soon, server } = setUp(LOCAL);
      model.choose('down');
      model.write({ reasons: ['Wrong'], words: 'Hm' });
      model.send();
      await soon();
      expect(server.records()).toMatchObject([{ feedback: '#Wrong\nHm' }]);
      tab.kill();
      const next = open(LOCAL).model;
      next.offer(reasons);
      next.choose('up');
      await soon();
      expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
      expect([phaseOf(next), next.draft.value]).toEqual(['saved', { reasons: ['Wrong'], words: 'Hm' }]);
    });

    it("and takes over and gives back the host's words", () => {
      const { model } = setUp();
      model.delivery.seed({ rating: 'up', comment: 'Great' }, null);
      expect(model.view.value.wanted?.comment).toBe('Great');
      model.delivery.seed(null, null);
      expect([phaseOf(model), model.view.value.wanted]).toEqual(['idle', null]);
    });
  });

  it('closes the box when another tab has sent the words', async () => {
    const { model, server, open, time } = setUp(LOCAL);
    model.choose('up');
    await time.pass(100);
    server.meet(refuse(429, {}, { 'retry-after': '30' }));
    say(model, 'Words');
    await time.pass(100);
    open(LOCAL);
    await time.pass(1000);
    expect([server.records()[0]?.feedback, model.panel.value, phaseOf(model)]).toEqual(['Words', 'thanks', 'saved']);
  });

  describe('asks beforeSend', () => {
    it('for the words, and shows what was recorded', async () => {
      const { model, server, soon } = setUp({
        beforeSend: async ({ rating, comment }) => ({ rating, comment: comment.replace(/\d/g, '#') }),
      });
      model.choose('up');
      say(model, 'Card 1234');
      await soon();
      expect(server.records()).toMatchObject([{ feedback: 'Card ####' }]);
      expect(model.view.value).toMatchObject({ phase: 'saved', wanted: { comment: 'Card ####' } });
    });

    it('which may change what it is given', async () => {
      const beforeSend = vi.fn((feedback: { rating: Rating; comment: string }) => {
        feedback.comment = feedback.comment.replace(/\d/g, '#');
        feedback.rating = 'down';
        return feedback;
      });
      const { model, server, soon } = setUp({ beforeSend: beforeSend as unknown as BeforeSend });
      model.choose('up');
      say(model, 'Card 1234');
      await soon();
      expect(server.records()).toMatchObject([{ feedback: 'Card ####', is_positive: true }]);
      expect(model.view.value).toMatchObject({ phase: 'saved', wanted: { rating: 'up', comment: 'Card ####' } });
      expect(beforeSend).toHaveBeenCalledOnce();
    });

    it.each([
      ['null', () => null],
      [
        'an error',
        () => {
          throw new Error('x');
        },
      ],
      ['no answer within 10 s', () => new Promise<null>(() => {})],
    ])('and keeps the words back, not the rating, for %s', async (_, beforeSend) => {
      const { model, server, time } = setUp({ beforeSend });
      say(model, 'secret');
      await time.pass(11_000);
      expect([phaseOf(model), server.records()[0]?.feedback]).toEqual(['saved', '']);
      say(model, 'secret');
      await time.pass(11_000);
      expect(server.methods()).toEqual(['POST']);
    });

    it('and leaves the words on record alone when it keeps new ones back', async () => {
      let isBroken = false;
      const { model, server, soon } = setUp({ beforeSend: (feedback) => (isBroken ? null : feedback) });
      say(model, 'First');
      await soon();
      isBroken = true;
      say(model, 'Second');
      await soon();
      expect(server.records()).toMatchObject([{ feedback: 'First' }]);
    });
  });

  describe('when the API is down', () => {
    it('makes at most 60 requests an hour per tab for 100 answers in 5 tabs, and drains within a minute of its return', async () => {
      const { open, server, time } = createWorld({ random: createDice(1).next });
      let isDown = true;
      server.meet(
        ...Array.from({ length: 2000 }, () => (handle: () => Promise<Response>) => (isDown ? Promise.resolve(refuse(503)) : handle())),
      );
      const pages = [0, 1, 2, 3, 4].map(() => open(LOCAL));
      for (let queryId = 0; queryId < 100; queryId += 1)
        modelIn((pages[queryId % 5] as (typeof pages)[number]).client, { ...ANSWER, queryId }).choose('up');
      await time.pass(3_600_000);
      expect(server.calls.length / 5).toBeLessThanOrEqual(60);
      expect(server.calls.length / 5).toBeGreaterThan(20);
      isDown = false;
      await time.pass(60_000);
      expect(server.records()).toHaveLength(100);
    });
  });
});

import { describe, expect, it, vi } from 'vitest';
import { clientOf, createFeedbackClient, type FeedbackClientOptions } from '../src/client';
import type { AnswerModel, FeedbackEvent } from '../src/model';
import { createSubmitter } from '../src/submitter';
import { ANSWER, PROJECT_ID } from './support/people';
import { createHold, createTestApi, dropBefore, refuse } from './support/test-api';

function setUp(options: Partial<FeedbackClientOptions> = {}) {
  const server = createTestApi();
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
  const client = createFeedbackClient({ submitter, ...options });
  const model = client.answer(ANSWER);
  const events: FeedbackEvent[] = [];
  model.listen((event) => events.push(event));
  return { server, submitter, client, model, events, types: () => events.map(({ type }) => type) };
}

const phaseOf = (model: AnswerModel) => model.state.value.phase;
const reach = (model: AnswerModel, phase: string) => vi.waitFor(() => expect(phaseOf(model)).toBe(phase));

function say(model: AnswerModel, words: string): void {
  model.write(words);
  model.send();
}

describe('client', () => {
  it('keeps one record through a click, words, another rating and undo', async () => {
    const { model, server } = setUp();
    model.choose('up');
    await reach(model, 'saved');
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
    say(model, ' Clear \n');
    await vi.waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Clear' }]));
    await reach(model, 'saved');
    model.choose('neutral');
    await vi.waitFor(() => expect(server.records()).toMatchObject([{ is_positive: null, feedback: 'Clear' }]));
    await reach(model, 'saved');
    model.choose('neutral');
    await reach(model, 'idle');
    expect(server.records()).toEqual([]);
    expect(server.calls.map(({ method, body }) => [method, body])).toMatchObject([
      ['POST', { feedback: '', is_positive: true }],
      ['PATCH', { feedback: 'Clear' }],
      ['PATCH', { is_positive: null }],
      ['DELETE', undefined],
    ]);
    expect(server.calls.slice(1, 3).map(({ body }) => Object.keys(body as object))).toEqual([['feedback'], ['is_positive']]);
  });

  it('says nothing is saved before the server did', async () => {
    const { model, server, types } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    model.choose('up');
    expect(phaseOf(model)).toBe('saving');
    expect(types()).toEqual(['change']);
    hold.open();
    await reach(model, 'saved');
    expect(types()).toEqual(['change', 'saved']);
  });

  it('ends with the last choice when the rating changes in flight, one request after the other', async () => {
    const { model, server, events } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    model.choose('up');
    model.choose('down');
    model.choose('neutral');
    model.choose('down');
    await vi.waitFor(() => expect(server.methods()).toEqual(['POST']));
    hold.open();
    await reach(model, 'saved');
    expect(server.calls.map(({ method, body }) => [method, body])).toMatchObject([
      ['POST', { is_positive: true }],
      ['PATCH', { is_positive: false }],
    ]);
    expect(server.records()).toMatchObject([{ is_positive: false }]);
    expect(events.filter(({ type }) => type === 'saved')).toMatchObject([{ feedback: { rating: 'down' }, record: { is_positive: false } }]);
  });

  it('removes a record whose rating was taken back in flight', async () => {
    const { model, server, types } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    model.choose('up');
    await vi.waitFor(() => expect(server.methods()).toEqual(['POST']));
    model.choose('up');
    hold.open();
    await reach(model, 'idle');
    expect(server.methods()).toEqual(['POST', 'DELETE']);
    expect(types()).toEqual(['change', 'change', 'removed']);
  });

  it('sends words without a rating as neutral', async () => {
    const { model, server } = setUp();
    say(model, 'Hm');
    await reach(model, 'saved');
    expect(server.records()).toMatchObject([{ is_positive: null, feedback: 'Hm' }]);
  });

  it('holds a rating back until Send, or until it is released', async () => {
    const { model, server, client } = setUp();
    model.hold('up');
    expect([phaseOf(model), model.held.value]).toEqual(['idle', 'up']);
    say(model, 'Nice');
    await reach(model, 'saved');
    const other = client.answer({ ...ANSWER, queryId: 1 });
    other.hold('down');
    other.hold('neutral');
    other.release();
    await reach(other, 'saved');
    expect(server.calls.map(({ body }) => body)).toMatchObject([
      { is_positive: true, feedback: 'Nice' },
      { is_positive: null, feedback: '' },
    ]);
  });

  it('drops a held rating that is pressed again', () => {
    const { model, server } = setUp();
    model.hold('up');
    model.hold('up');
    model.release();
    expect([model.held.value, model.panel.value, server.calls.length]).toEqual([null, 'closed', 0]);
  });

  it("shares one model among all who ask for an answer, whatever its id's case", () => {
    const { client, model } = setUp();
    expect(client.answer({ ...ANSWER, conversationId: ANSWER.conversationId.toUpperCase() })).toBe(model);
    expect(client.answer({ ...ANSWER, queryId: 1 })).not.toBe(model);
  });

  it('gives a bare submitter one client', () => {
    const { submitter } = setUp();
    expect(clientOf(submitter)).toBe(clientOf(submitter));
  });

  it('never has more than two requests in flight', async () => {
    const { client, server } = setUp();
    const holds = [0, 1, 2, 3].map(createHold);
    server.meet(...holds.map(({ fault }) => fault));
    const models = [0, 1, 2, 3].map((queryId) => client.answer({ ...ANSWER, queryId }));
    for (const model of models) model.choose('up');
    await vi.waitFor(() => expect(server.calls).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.calls).toHaveLength(2);
    for (const { open } of holds) open();
    await Promise.all(models.map((model) => reach(model, 'saved')));
    expect(server.records()).toHaveLength(4);
  });

  it('refuses ids that cannot be right', () => {
    const { client } = setUp();
    expect(() => client.answer({ ...ANSWER, queryId: 1.5 })).toThrow(/^queryId: got 1.5/);
    expect(() => client.answer({ ...ANSWER, conversationId: 'x' })).toThrow(/^conversationId: got "x"/);
    expect(() => createFeedbackClient({} as never)).toThrow(/^submitter: got nothing/);
  });

  describe('asks beforeSend', () => {
    it('for the words, and shows what was recorded', async () => {
      const { model, server } = setUp({ beforeSend: async ({ rating, comment }) => ({ rating, comment: comment.replace(/\d/g, '#') }) });
      model.choose('up');
      say(model, 'Card 1234');
      await vi.waitFor(() => expect(server.records()).toMatchObject([{ feedback: 'Card ####' }]));
      await reach(model, 'saved');
      expect(model.state.value.wanted?.comment).toBe('Card ####');
    });

    it.each([
      ['null', () => null],
      [
        'an error',
        () => {
          throw new Error('x');
        },
      ],
    ])('and keeps the words back, not the rating, for %s', async (_, beforeSend) => {
      const { model, server } = setUp({ beforeSend });
      say(model, 'secret');
      await reach(model, 'saved');
      expect(server.records()).toMatchObject([{ is_positive: null, feedback: '' }]);
      say(model, 'secret');
      await reach(model, 'saved');
      expect(server.methods()).toEqual(['POST']);
    });
  });

  describe('when it fails', () => {
    it.each([
      [500, 'notSent'],
      [429, 'notSent'],
      [400, 'invalid'],
      [413, 'tooLarge'],
      [404, 'unavailable'],
    ])('with %i keeps what is wanted, says so, and sends it on Retry', async (status, notice) => {
      const { model, server, events } = setUp();
      server.meet(refuse(status));
      model.choose('up');
      await reach(model, 'failed');
      expect(model.state.value).toMatchObject({ notice, wanted: { rating: 'up' }, confirmed: null });
      expect(events.at(-1)).toMatchObject({
        type: 'error',
        answer: ANSWER,
        feedback: { rating: 'up' },
        willRetry: false,
        error: { status },
      });
      expect(server.records()).toEqual([]);
      model.retry();
      await reach(model, 'saved');
      expect(server.records()).toHaveLength(1);
    });

    it('for want of a connection says that it is not sent yet', async () => {
      const { model, server } = setUp();
      server.meet(dropBefore);
      model.choose('up');
      await reach(model, 'failed');
      expect(model.state.value).toMatchObject({ notice: 'notSent', error: { kind: 'network' } });
    });

    it('for want of a token asks the person to sign in', async () => {
      const { model, server } = setUp();
      server.meet(refuse(401), refuse(401));
      model.choose('up');
      await reach(model, 'failed');
      expect(model.state.value).toMatchObject({ notice: 'signIn', wanted: { rating: 'up' } });
    });

    it('with 403 takes the rating back, for it is not on record', async () => {
      const { model, server } = setUp();
      server.meet(refuse(403));
      model.choose('up');
      await reach(model, 'failed');
      expect(model.state.value).toMatchObject({ notice: 'cannotRate', wanted: null });
    });

    it('with 403 on a change goes back to the former rating and never touches that record again', async () => {
      const { model, server } = setUp();
      model.choose('up');
      await reach(model, 'saved');
      server.meet(refuse(403));
      model.choose('down');
      await reach(model, 'failed');
      expect(model.state.value).toMatchObject({ notice: 'cannotChange', wanted: { rating: 'up' } });
      model.undo();
      await reach(model, 'idle');
      expect(server.methods()).toEqual(['POST', 'PATCH']);
    });

    it('with 404 on a change posts anew, and on an undo is done', async () => {
      const { model, server } = setUp();
      model.choose('up');
      await reach(model, 'saved');
      server.meet(refuse(404));
      model.choose('down');
      await vi.waitFor(() => expect(server.methods()).toEqual(['POST', 'PATCH', 'POST']));
      await reach(model, 'saved');
      server.meet(refuse(404));
      model.undo();
      await reach(model, 'idle');
      expect(server.methods().at(-1)).toBe('DELETE');
    });

    it('keeps the words where they were written', async () => {
      const { model, server } = setUp();
      model.choose('down');
      await reach(model, 'saved');
      server.meet(refuse(400, { feedback: ['No names, please.'] }));
      say(model, 'It was Bob');
      await reach(model, 'failed');
      expect([model.draft.value, model.panel.value]).toEqual(['It was Bob', 'open']);
    });

    it('sends a newer choice in place of the failed one', async () => {
      const { model, server } = setUp();
      server.meet(refuse(500));
      model.choose('up');
      await reach(model, 'failed');
      model.choose('down');
      await reach(model, 'saved');
      expect(server.records()).toMatchObject([{ is_positive: false }]);
    });
  });
});

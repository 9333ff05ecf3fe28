import { describe, expect, it } from 'vitest';
import { ANSWER } from '../support/people';
import { refuse } from '../support/test-api';
import { createWorld, draftOf } from '../support/world';

function setUp() {
  const world = createWorld();
  const page = world.open();
  const feedback = page.client.answer(ANSWER);
  return { ...world, ...page, feedback, soon: () => world.time.pass(100) };
}

describe('the headless API of an answer', () => {
  it('is the same object for the same answer, whatever the case of its conversation id', () => {
    const { client, feedback } = setUp();
    expect(client.answer({ ...ANSWER, conversationId: ANSWER.conversationId.toUpperCase() })).toBe(feedback);
    expect(client.answer({ ...ANSWER, queryId: 1 })).not.toBe(feedback);
  });

  it('records a rating, words and their removal in one record', async () => {
    const { feedback, server, soon } = setUp();
    feedback.rate('up');
    expect(feedback.state).toMatchObject({ rating: 'up', comment: '', phase: 'saving', error: null, canRetry: false });
    await soon();
    feedback.comment(' Clear ');
    await soon();
    expect([feedback.state.phase, server.records()]).toMatchObject(['saved', [{ is_positive: true, feedback: 'Clear' }]]);
    feedback.remove();
    await soon();
    expect([feedback.state.phase, server.records()]).toEqual(['idle', []]);
    expect(server.methods()).toEqual(['POST', 'PATCH', 'DELETE']);
  });

  it('sends nothing when the same is said again, however often', async () => {
    const { feedback, server, soon } = setUp();
    feedback.remove();
    for (let time = 0; time < 5; time += 1) {
      feedback.rate('down', 'Wrong');
      await soon();
    }
    feedback.comment('Wrong');
    await soon();
    expect(server.methods()).toEqual(['POST']);
  });

  it('counts words without a rating as neutral, and makes them the draft when the rating changes', async () => {
    const { feedback, server, soon } = setUp();
    feedback.comment('Hm');
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: null, feedback: 'Hm' }]);
    feedback.rate('down');
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: '' }]);
    expect(feedback.state).toMatchObject({ rating: 'down', comment: '', draft: 'Hm' });
  });

  it('brings back what was removed last, as one record, and only once', async () => {
    const { feedback, server, soon } = setUp();
    feedback.undo();
    expect(feedback.state.phase).toBe('idle');
    feedback.rate('down', 'Wrong');
    await soon();
    feedback.remove();
    await soon();
    expect(server.records()).toEqual([]);
    feedback.undo();
    feedback.undo();
    await soon();
    expect(feedback.state).toMatchObject({ rating: 'down', comment: 'Wrong', draft: '', phase: 'saved' });
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: 'Wrong' }]);
    feedback.remove();
    feedback.rate('up');
    feedback.remove();
    feedback.undo();
    await soon();
    expect(feedback.state.rating).toBe('up');
  });

  it('brings it back without a request where its removal was not sent yet', async () => {
    const { feedback, server, soon } = setUp();
    feedback.rate('up');
    await soon();
    feedback.remove();
    feedback.undo();
    await soon();
    expect([feedback.state.phase, server.methods()]).toEqual(['saved', ['POST']]);
  });

  it('gives a new snapshot after each change, and the same one until then', async () => {
    const { feedback, model, soon } = setUp();
    const seen = [feedback.state];
    const stop = feedback.subscribe(() => seen.push(feedback.state));
    expect(feedback.state).toBe(seen[0]);
    feedback.rate('up');
    await soon();
    model.write(draftOf('Half a th'));
    expect(seen.map(({ rating, phase, draft }) => [rating, phase, draft])).toEqual([
      [null, 'idle', ''],
      ['up', 'saving', ''],
      ['up', 'saved', ''],
      ['up', 'saved', 'Half a th'],
    ]);
    expect(new Set(seen).size).toBe(4);
    stop();
    feedback.rate('down');
    expect(seen).toHaveLength(4);
  });

  it('tells whether a retry may help, and retries', async () => {
    const { feedback, server, getToken, soon } = setUp();
    getToken.mockImplementationOnce(() => '');
    feedback.rate('up');
    await soon();
    expect(feedback.state).toMatchObject({ phase: 'failed', canRetry: true, error: { kind: 'auth' } });
    feedback.retry();
    await soon();
    expect([feedback.state.phase, server.records().length]).toEqual(['saved', 1]);
    server.meet(refuse(400, { feedback: ['No.'] }));
    feedback.comment('x');
    await soon();
    expect(feedback.state).toMatchObject({ phase: 'failed', canRetry: false, error: { kind: 'invalid' } });
  });

  it('is shared with the widgets of the answer', async () => {
    const { feedback, model, soon } = setUp();
    model.choose('neutral');
    await soon();
    expect(feedback.state).toMatchObject({ rating: 'neutral', phase: 'saved' });
  });

  it('tells every subscriber of every change, also where one throws', async () => {
    const { feedback, server, soon } = setUp();
    const told = [0, 0];
    feedback.subscribe(() => {
      told[0] = (told[0] ?? 0) + 1;
      throw new Error('of the host');
    });
    feedback.subscribe(() => {
      told[1] = (told[1] ?? 0) + 1;
    });
    feedback.rate('up');
    await soon();
    expect([told, server.records().length]).toEqual([[2, 2], 1]);
  });

  it('records nothing for empty words without a rating', async () => {
    const { feedback, server, soon } = setUp();
    feedback.comment('');
    feedback.comment(' \n');
    await soon();
    expect([server.records(), feedback.state.phase]).toEqual([[], 'idle']);
    feedback.rate('up', 'Clear');
    await soon();
    feedback.comment('');
    await soon();
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
  });

  it('throws for what is no rating or no text, and changes nothing', () => {
    const { feedback } = setUp();
    expect(() => feedback.rate('thumbs_down' as never)).toThrow(/^rating: got "thumbs_down", needs/);
    expect(() => feedback.rate('up', 5 as never)).toThrow(/^comment: got 5, needs a text/);
    expect(() => feedback.comment(undefined as never)).toThrow(/^comment: got nothing, needs a text/);
    expect(feedback.state).toMatchObject({ rating: null, phase: 'idle' });
  });
});

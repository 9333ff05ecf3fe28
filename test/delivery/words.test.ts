import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedbackRecord } from '../../src/domain/feedback';
import { createArea } from '../simulation/device';
import { ANSWER, CONVERSATION_ID, USERS } from '../support/people';
import { dropAfter, type Fault, refuse } from '../support/test-api';
import { createWorld, draftOf, modelIn, phaseOf, ratingOf } from '../support/world';

const MINUTE = 60_000;
const KNOWN = { userId: USERS['ada-token'].id };
const SHARED = { storage: 'local', userKey: 'ada' } as const;

const told = () => vi.mocked(console.warn).mock.calls.map(([message]) => String(message));

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

afterEach(() => vi.restoreAllMocks());

const keysOf = (area: Storage) => Array.from({ length: area.length }, (_, index) => area.key(index) ?? '');

/** A page that opens after one that has recorded words, which are not in the storage any more. */
async function reopen(options: object = {}) {
  const world = createWorld();
  const session = createArea();
  const earlier = world.open({}, session);
  earlier.model.want({ rating: 'up', comment: 'Old words' });
  await world.time.pass(5 * MINUTE);
  earlier.tab.kill();
  const { model } = world.open(options, session);
  await world.time.pass(1000);
  return { ...world, model };
}

describe('words on record that the page does not know', () => {
  it.each(['Edit', 'a removal'])('are found by %s after beforeSend has withheld newer ones', async (how) => {
    const { model, time, server } = await reopen({ beforeSend: () => null });
    model.write(draftOf('New'));
    model.send();
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Old words' }]);
    if (how === 'Edit') model.openPanel();
    else model.remove();
    await time.pass(5 * MINUTE);
    expect([model.view.value.wanted?.comment, model.draft.value?.words].join()).toContain('Old words');
  });

  it('do not stay under another rating whose words beforeSend has withheld', async () => {
    const { model, time, server } = await reopen({ beforeSend: () => null });
    model.want({ rating: 'down', comment: 'New' });
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: '' }]);
  });

  it('become the draft with another rating after the server has refused newer ones', async () => {
    const { model, time, server } = await reopen();
    server.meet(refuse(400, { feedback: ['No.'] }));
    model.want({ rating: 'up', comment: 'New' });
    await time.pass(MINUTE);
    expect(phaseOf(model)).toBe('failed');
    model.choose('down');
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: '' }]);
    expect(model.draft.value?.words).toContain('Old words');
  });

  it('are known to all clients of a page of which one has saved them', async () => {
    const { time, open, server } = createWorld();
    const one = open(SHARED);
    const other = open(SHARED, one.tab);
    one.model.want({ rating: 'up', comment: 'Helpful' });
    await time.pass(5 * MINUTE);
    expect(other.model.view.value.wanted).toEqual({ rating: 'up', comment: 'Helpful' });
    other.model.choose('down');
    await time.pass(MINUTE);
    expect([other.model.draft.value?.words, server.methods()]).toEqual(['Helpful', ['POST', 'PATCH']]);
  });

  it('become the draft where a known person rates, removes and rates otherwise before they can be read', async () => {
    const { time, open, server, network } = createWorld();
    const earlier = open(KNOWN);
    earlier.model.want({ rating: 'up', comment: 'Old words' });
    await time.pass(5 * MINUTE);
    earlier.tab.kill();
    const { client, model } = open(KNOWN);
    modelIn(client, { ...ANSWER, queryId: 5 }).choose('up');
    await time.pass(MINUTE);
    network.isUp = false;
    model.choose('up');
    model.remove();
    model.choose('down');
    network.isUp = true;
    await time.pass(5 * MINUTE);
    expect(server.records().find(({ context }) => context.query_id === ANSWER.queryId)).toMatchObject({ is_positive: false, feedback: '' });
  });

  it.each([true, false])('stay where a known person rates on another device (removed and undone: %s)', async (isUndone) => {
    const { time, open, server } = createWorld();
    const earlier = open(KNOWN);
    earlier.model.want({ rating: 'up', comment: 'Old words' });
    await time.pass(5 * MINUTE);
    earlier.tab.kill();
    const { model } = open(KNOWN);
    model.choose('up');
    if (isUndone) {
      model.remove();
      model.undo();
    }
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Old words' }]);
  });
});

describe('Send', () => {
  /** A tab that shows thumbs down, while another one has stored thumbs up and gone before it could tell. */
  async function openBehind() {
    const world = createWorld({ hearsayMs: () => null });
    const [one, other] = [world.open(SHARED), world.open(SHARED)];
    one.model.choose('down');
    await world.time.pass(MINUTE);
    const stored = () =>
      keysOf(world.device.local)
        .map((key) => world.device.local.getItem(key))
        .join();
    one.tab.onStep = () => {
      if (/"rating":"up"/.test(stored())) one.tab.kill();
    };
    one.model.choose('up');
    await world.time.pass(1000);
    expect(ratingOf(other.model)).toBe('down');
    other.model.openPanel();
    return { ...world, model: other.model };
  }

  it('without words leaves the newer rating of another tab', async () => {
    const { model, time, server } = await openBehind();
    model.send();
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
    expect(ratingOf(model)).toBe('up');
  });

  it('with words records them with the rating that the tab shows as soon as one types', async () => {
    const { model, time, server } = await openBehind();
    model.write(draftOf('Too long'));
    expect(ratingOf(model)).toBe('up');
    model.send();
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Too long' }]);
  });
});

/** A page that opens after one whose words are on record, though their response was lost, so that the author is not known. */
async function reopenAfterLoss() {
  const world = createWorld();
  const session = createArea();
  world.server.meet(dropAfter);
  const earlier = world.open({}, session);
  earlier.model.want({ rating: 'up', comment: 'Old words' });
  await world.time.pass(10 * MINUTE);
  earlier.tab.kill();
  return { ...world, model: world.open({}, session).model };
}

describe('Undo', () => {
  it.each([
    'a response that came',
    'a response that was lost',
  ])('keeps the words of a record whose removal was not sent yet, after %s', async (which) => {
    const { time, open, server, network } = createWorld();
    const session = createArea();
    if (which.includes('lost')) server.meet(dropAfter);
    const earlier = open({}, session);
    earlier.model.want({ rating: 'up', comment: 'Old words' });
    await time.pass(10 * MINUTE);
    earlier.tab.kill();
    const { model } = open({}, session);
    await time.pass(MINUTE);
    network.isUp = false;
    model.remove();
    model.undo();
    network.isUp = true;
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Old words' }]);
  });

  it('keeps words that nobody has read although a request of the removal is on its way', async () => {
    const { time, server, model } = await reopenAfterLoss();
    server.meet(async () => {
      await new Promise<void>((go) => void time.after(1000, go));
      return refuse(503);
    });
    model.remove();
    await time.pass(200);
    model.undo();
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Old words' }]);
  });

  it('keeps them where the list that follows does not show the record of that request yet', async () => {
    const { time, server, model } = await reopenAfterLoss();
    const lag: Fault = async (handle) => {
      const page = await (await handle()).json();
      return Response.json({ ...page, results: page.results.filter(({ feedback }: FeedbackRecord) => feedback) });
    };
    server.meet((handle) => handle(), lag, refuse(429, {}, { 'retry-after': '60' }));
    model.remove();
    await time.pass(2000);
    expect(server.methods().slice(-3)).toEqual(['POST', 'GET', 'DELETE']);
    model.undo();
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: 'Old words' }]);
  });

  it('brings back no words that another device has said with another rating', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const earlier = open(KNOWN, session);
    earlier.model.want({ rating: 'up', comment: 'Old words' });
    await time.pass(5 * MINUTE);
    earlier.tab.kill();
    const [record] = server.records();
    await server.fetch(`${server.calls[0]?.url}${record?.id}/`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer ada-token', 'content-type': 'application/json' },
      body: JSON.stringify({ is_positive: false, feedback: 'Of the phone' }),
    });
    const { model } = open(KNOWN, session);
    model.remove();
    await time.pass(5 * MINUTE);
    model.undo();
    await time.pass(5 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true, feedback: '' }]);
    expect(model.draft.value?.words).toBe('Of the phone');
  });

  it('is not offered again by a second removal, after another tab has rated and removed', async () => {
    const { time, open } = createWorld();
    const [one, other] = [open(SHARED), open(SHARED)];
    for (const { model } of [one, other]) {
      model.choose(model === one.model ? 'up' : 'down');
      await time.pass(MINUTE);
      model.remove();
      await time.pass(MINUTE);
    }
    one.model.remove();
    expect(one.model.view.value.removed).toBeNull();
  });

  it('does not overwrite what another tab has said about an answer that waits for its ids', async () => {
    const { time, open } = createWorld();
    const ids = { conversationId: CONVERSATION_ID, answerKey: 'k' };
    const [one, other] = [open(SHARED).client.answer(ids), open(SHARED).client.answer(ids)];
    one.rate('up');
    one.remove();
    await time.pass(1000);
    other.rate('down');
    await time.pass(1000);
    one.undo();
    await time.pass(1000);
    expect([one.state.rating, other.state.rating]).toEqual(['down', 'down']);
  });
});

describe('the console', () => {
  it('says nothing of a record that was gone already when it was deleted', async () => {
    const { time, open, server } = createWorld();
    const { model } = open({});
    model.choose('up');
    await time.pass(MINUTE);
    server.meet(dropAfter);
    model.remove();
    await time.pass(5 * MINUTE);
    expect(phaseOf(model)).toBe('idle');
    expect(told().filter((text) => !text.includes('network: '))).toEqual([]);
  });

  it('does not repeat words that the server quotes', async () => {
    const { time, open, server } = createWorld();
    const { model } = open({});
    server.meet(refuse(400, { feedback: ['"my private words" is not allowed.'] }));
    model.want({ rating: 'up', comment: 'my private words' });
    await time.pass(MINUTE);
    expect(told()).toEqual([expect.stringMatching(/^clarifeye-feedback: invalid: POST \S+ got a 400 response http/)]);
  });

  it('does not remind of feedback that another tab has moved to its answer', async () => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    const { time, open } = createWorld();
    const [one, other] = [open(SHARED), open(SHARED)];
    one.client.answer({ conversationId: CONVERSATION_ID, answerKey: 'k' }).rate('up');
    await time.pass(1000);
    other.client.answer({ conversationId: CONVERSATION_ID, queryId: 77, answerKey: 'k' });
    await time.pass(5 * MINUTE);
    expect(info).not.toHaveBeenCalled();
  });
});

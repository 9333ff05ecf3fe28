import { describe, expect, it } from 'vitest';
import type { Feedback, FeedbackRecord } from '../../src/domain/feedback';
import type { FeedbackEvent } from '../../src/domain/interfaces';
import { createArea } from '../simulation/device';
import { USERS } from '../support/people';
import { createHold, dropAfter, type Fault, refuse } from '../support/test-api';
import { createWorld, draftOf, phaseOf, ratingOf } from '../support/world';

const MINUTE = 60_000;
const KNOWN = { userId: USERS['ada-token'].id };

type World = ReturnType<typeof createWorld>;
/** A person whose earlier visit has left a record for the answer. */
async function afterEarlierVisit(): Promise<World> {
  const world = createWorld();
  const earlier = world.open(KNOWN);
  earlier.model.choose('down');
  await world.time.pass(MINUTE);
  earlier.tab.kill();
  return world;
}

type Model = ReturnType<World['open']>['model'];

describe('beforeSend that takes its time', () => {
  const slowly = (time: World['time'], result: Feedback | null) => () =>
    new Promise<Feedback | null>((resolve) => void time.after(2000, () => resolve(result)));

  function write(model: Model, words: string): void {
    model.choose('down');
    model.write(draftOf(words));
    model.send();
  }

  it.each<[string, (model: Model) => void, object[]]>([
    ['flips the rating', (model) => model.choose('up'), [{ is_positive: true, feedback: '' }]],
    ['takes it back', (model) => model.remove(), []],
    [
      'flips it twice',
      (model) => {
        model.choose('up');
        model.choose('neutral');
      },
      [{ is_positive: null, feedback: '' }],
    ],
  ])('never writes over what the person does meanwhile, who %s', async (_, act, records) => {
    const world = createWorld();
    const { model } = world.open({ beforeSend: slowly(world.time, null) });
    write(model, 'Secret');
    await world.time.pass(1000);
    act(model);
    await world.time.pass(10 * MINUTE);
    expect(world.server.records()).toMatchObject(records);
    expect([phaseOf(model), ratingOf(model)]).toEqual([records.length ? 'saved' : 'idle', model.view.value.wanted?.rating]);
  });

  it('never writes over what the person does meanwhile in another tab', async () => {
    const world = createWorld();
    const options = { storage: 'local', userKey: 'ada', beforeSend: slowly(world.time, null) } as const;
    const [one, two] = [world.open(options).model, world.open(options).model];
    write(one, 'Secret');
    await world.time.pass(1000);
    two.choose('neutral');
    await world.time.pass(10 * MINUTE);
    expect(world.server.records()).toMatchObject([{ is_positive: null }]);
    expect([ratingOf(one), ratingOf(two)]).toEqual(['neutral', 'neutral']);
  });
});

describe('a handler that throws', () => {
  const throwAt = (type: FeedbackEvent['type']) => (event: FeedbackEvent) => {
    if (event.type === type) throw new Error('of the host');
  };

  it.each(['error', 'change', 'saved'] as const)('at "%s" stops nothing', async (type) => {
    const { time, open, server } = createWorld();
    const { model } = open();
    model.listen(throwAt(type));
    server.meet(refuse(429));
    model.choose('up');
    await time.pass(MINUTE);
    expect([phaseOf(model), server.records().length]).toEqual(['saved', 1]);
    model.choose('down');
    await time.pass(MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false }]);
  });
});

describe('the HTML of a gateway', () => {
  const html = (status: number): Fault => new Response('<html>Forbidden</html>', { status, headers: { 'content-type': 'text/html' } });

  it.each<[string, number, (model: Model) => void, object[]]>([
    ['POST', 403, (model) => model.choose('up'), [{ is_positive: true }]],
    ['POST', 404, (model) => model.choose('up'), [{ is_positive: true }]],
    ['POST', 201, (model) => model.choose('up'), [{ is_positive: true }]],
    ['POST', 413, (model) => model.choose('up'), [{ is_positive: true }]],
  ])('for a %s with status %i costs no vote', async (_, status, act, records) => {
    const { time, open, server } = createWorld();
    const { model } = open();
    server.meet(html(status));
    act(model);
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', records]);
  });

  it.each([
    ['PATCH', 403],
    ['PATCH', 404],
    ['PATCH', 400],
  ])('for a %s with status %i neither loses the record nor the change', async (_, status) => {
    const { time, open, server } = createWorld();
    const { model } = open();
    model.choose('up');
    await time.pass(MINUTE);
    server.meet(html(status));
    model.choose('down');
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ is_positive: false }]]);
  });

  it.each([200, 403, 404])('for a DELETE with status %i does not count as done', async (status) => {
    const { time, open, server } = createWorld();
    const { model } = open();
    model.choose('up');
    await time.pass(MINUTE);
    server.meet(html(status));
    model.remove();
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records()]).toEqual(['idle', []]);
  });

  it.each([200, 403, 404])('for a list with status %i proves nothing', async (status) => {
    const { time, open, server } = createWorld();
    const { model } = open();
    server.meet(dropAfter, html(status));
    model.choose('up');
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records().length]).toEqual(['saved', 1]);
  });
});

describe('a list that shows a record more than once', () => {
  const twice =
    (change: (record: object) => object): Fault =>
    async (handle) => {
      const page = await (await handle()).json();
      const results = page.results.flatMap((record: object) => [record, change(record)]);
      return Response.json({ ...page, count: results.length, results });
    };

  it.each<[string, (record: object) => object]>([
    ['as it is', (record) => record],
    ['with its id in capitals', (record) => ({ ...record, id: (record as { id: string }).id.toUpperCase() })],
    ['once as it was before', (record) => ({ ...record, is_positive: null })],
  ])('%s leaves it alone', async (_, change) => {
    const { time, open, server } = createWorld();
    const { model } = open(KNOWN);
    server.meet(dropAfter, twice(change));
    model.choose('up');
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ is_positive: true }]]);
    expect(server.methods()).not.toContain('DELETE');
  });
});

describe('an outage past the last try', () => {
  async function giveUp(world: World) {
    const page = world.open();
    world.network.isUp = false;
    page.model.choose('up');
    await world.time.pass(15 * MINUTE);
    expect(phaseOf(page.model)).toBe('failed');
    world.network.isUp = true;
    return page;
  }

  it('ends when the tab is shown or the browser is online again, without Retry', async () => {
    const world = createWorld();
    const { model, tab } = await giveUp(world);
    tab.wake();
    await world.time.pass(10 * MINUTE);
    expect([phaseOf(model), world.server.records().length]).toEqual(['saved', 1]);
  });

  it('ends when another answer gets through', async () => {
    const world = createWorld();
    const { client, model } = await giveUp(world);
    client.answer({ conversationId: '3c90c3cc-0d44-4b50-8888-8dd25736052a', queryId: 1 }).rate('down');
    await world.time.pass(10 * MINUTE);
    expect([phaseOf(model), world.server.records().length]).toEqual(['saved', 2]);
  });

  it('ends with the next visit', async () => {
    const world = createWorld();
    const session = createArea();
    const page = world.open({}, session);
    world.network.isUp = false;
    page.model.choose('up');
    await world.time.pass(15 * MINUTE);
    page.tab.kill();
    world.network.isUp = true;
    const { model } = world.open({}, session);
    await world.time.pass(10 * MINUTE);
    expect([phaseOf(model), world.server.records().length]).toEqual(['saved', 1]);
  });
});

describe('a list that lags behind', () => {
  const showing = (records: readonly FeedbackRecord[]): Fault =>
    Response.json({ count: records.length, next: null, previous: null, results: records });

  it('shows nothing newer than what the last write has returned', async () => {
    const { time, open, server } = await afterEarlierVisit();
    const { model } = open(KNOWN);
    const [post, list] = [createHold(), createHold()];
    let former: readonly FeedbackRecord[] = [];
    server.meet(
      post.fault,
      (handle) => {
        former = server.records();
        return handle();
      },
      async (handle) => {
        await list.fault(handle);
        return showing(former) as Response;
      },
    );
    model.choose('up');
    await time.pass(100);
    model.choose('down');
    post.open();
    await time.pass(100);
    expect(server.methods().slice(-3)).toEqual(['POST', 'PATCH', 'GET']);
    // The list is on its way, as it was before the change, when the person goes back to the first rating.
    model.choose('up');
    list.open();
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ is_positive: true }]]);
  });
});

describe('the lookup for what a known person has done elsewhere', () => {
  it('is made on the next page if the page is closed before', async () => {
    const world = await afterEarlierVisit();
    const session = createArea();
    const page = world.open(KNOWN, session);
    world.server.meet(
      (handle) => handle(),
      () => new Promise(() => {}),
    );
    page.model.choose('up');
    await world.time.pass(1000);
    expect(world.server.records()).toHaveLength(2);
    page.tab.kill();
    const { model } = world.open(KNOWN, session);
    expect(phaseOf(model)).toBe('saved');
    await world.time.pass(MINUTE);
    expect([phaseOf(model), world.server.records()]).toMatchObject(['saved', [{ is_positive: true }]]);
  });

  it('spares a second record for an answer that waited while it was made', async () => {
    const world = await afterEarlierVisit();
    const { client, model } = world.open(KNOWN);
    world.device.isOnline = false;
    model.choose('up');
    await world.time.pass(100);
    world.device.isOnline = true;
    const other = client.answer({ conversationId: '3c90c3cc-0d44-4b50-8888-8dd25736052a', queryId: 1 });
    other.rate('up');
    await world.time.pass(10 * MINUTE);
    expect([phaseOf(model), world.server.records()]).toMatchObject(['saved', [{}, {}]]);
    expect(world.server.methods().filter((method) => method === 'POST')).toHaveLength(2);
  });
});

describe('an API that names authors by email alone', () => {
  it('finds a known person by the email that a write has returned', async () => {
    const world = createWorld();
    const page = world.open(KNOWN);
    const nameless: Fault = async (handle) => {
      const response = await handle();
      const text = (await response.text()).replace(/"given_by":\{"id":"[^"]*",/g, '"given_by":{');
      return new Response(text, { status: response.status, headers: response.headers });
    };
    const lost: Fault = async (handle) => {
      await handle();
      throw new TypeError('Failed to fetch');
    };
    world.server.meet(lost, nameless, nameless, nameless, nameless, nameless, nameless);
    page.model.choose('up');
    await world.time.pass(10 * MINUTE);
    expect([phaseOf(page.model), world.server.records()]).toMatchObject(['saved', [{ is_positive: true }]]);
  });
});

import { describe, expect, it } from 'vitest';
import { createArea } from '../simulation/device';
import { createHold, refuse } from '../support/test-api';
import { createWorld, draftOf, phaseOf, ratingOf } from '../support/world';

const MINUTE = 60_000;
type Page = ReturnType<ReturnType<typeof createWorld>['open']>;
const LOCAL = { storage: 'local', userKey: 'ada' } as const;

function copyOf(area: Storage): Storage {
  const copy = createArea();
  for (let index = 0; index < area.length; index += 1) {
    const key = area.key(index) ?? '';
    copy.setItem(key, area.getItem(key) ?? '');
  }
  return copy;
}

describe('a duplicated tab', () => {
  it.each([
    ['while its feedback waits for the network', 0],
    ['while its request is in flight', 5],
    ['once its feedback is recorded', MINUTE],
  ])('leaves one record when it is duplicated %s', async (_, afterMs) => {
    const { time, open, server, network } = createWorld();
    const session = createArea();
    network.isUp = afterMs > 0;
    const { model } = open({}, session);
    model.choose('up');
    await time.pass(afterMs);
    const { model: other } = open({}, copyOf(session));
    network.isUp = true;
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true }]);
    expect([model, other].map(phaseOf)).toEqual(['saved', 'saved']);
  });

  it('says what was said last in the other', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const { model } = open({ userKey: 'ada' }, session);
    model.choose('up');
    await time.pass(MINUTE);
    const { model: other } = open({ userKey: 'ada' }, copyOf(session));
    other.choose('down');
    await time.pass(MINUTE);
    expect(ratingOf(model)).toBe('down');
    model.remove();
    await time.pass(10 * MINUTE);
    expect([server.records(), ratingOf(other), phaseOf(other)]).toEqual([[], undefined, 'idle']);
  });
});

describe('a duplicated tab that ends', () => {
  it.each([
    ['a removal', (model: Page['model']) => model.remove(), []],
    ['a change', (model: Page['model']) => model.choose('down'), [false]],
  ])('while it repeats %s that is done already leaves the other with nothing to do', async (_, act, ratings) => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const { model } = open({ userKey: 'ada' }, session);
    model.choose('up');
    await time.pass(MINUTE);
    act(model);
    const copy = copyOf(session);
    await time.pass(MINUTE);
    const phase = phaseOf(model);
    const hold = createHold();
    server.meet(hold.fault, hold.fault);
    const { tab } = open({ userKey: 'ada' }, copy);
    await time.pass(1000);
    tab.kill();
    hold.open();
    await time.pass(MINUTE);
    expect(phaseOf(model)).toBe(phase);
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.records().map(({ is_positive }) => is_positive)]).toEqual([phase, ratings]);
  });
});

describe('a tab with a storage of its own', () => {
  it('that opens again shows what another tab has done since', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const first = open({ userKey: 'ada' }, session);
    first.model.choose('up');
    await time.pass(MINUTE);
    const { model: other } = open({ userKey: 'ada' }, copyOf(session));
    first.tab.kill();
    other.choose('down');
    await time.pass(MINUTE);
    const { model } = open({ userKey: 'ada' }, session);
    await time.pass(1000);
    expect([ratingOf(model), phaseOf(model), server.records().length]).toEqual(['down', 'saved', 1]);
  });

  it.each([
    ['a rating', (model: { choose(rating: 'down'): void }) => model.choose('down'), 5000, [true]],
    ['a removal', (model: { remove(): void }) => model.remove(), 5000, [true]],
    ['an unsent rating', (model: { choose(rating: 'down'): void }) => model.choose('down'), 0, [true]],
  ])('that opens again with %s leaves one record, although another tab has rated without knowing of it', async (_, act, afterMs, ratings) => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const first = open({ userKey: 'ada' }, session);
    for (const rating of ['up', 'neutral', 'up'] as const) {
      first.model.choose(rating);
      await time.pass(MINUTE);
    }
    act(first.model);
    await time.pass(afterMs);
    first.tab.kill();
    const { model: other } = open({ userKey: 'ada' }, createArea());
    await time.pass(MINUTE);
    other.choose('up');
    await time.pass(MINUTE);
    const { model } = open({ userKey: 'ada' }, session);
    await time.pass(10 * MINUTE);
    expect(server.records().map(({ is_positive }) => is_positive)).toEqual(ratings);
    expect([model, other].map((one) => [phaseOf(one), ratingOf(one)])).toEqual(Array(2).fill(['saved', 'up']));
  });

  it('that opens again asks little where the API refuses both of the records', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const first = open({ userKey: 'ada' }, session);
    for (const rating of ['neutral', 'up'] as const) {
      first.model.choose(rating);
      await time.pass(MINUTE);
    }
    first.tab.kill();
    const { model: other } = open({ userKey: 'ada' }, createArea());
    other.choose('down');
    await time.pass(MINUTE);
    const before = server.methods().length;
    server.meet(...Array.from({ length: 100 }, () => refuse(403)));
    open({ userKey: 'ada' }, session);
    await time.pass(10 * MINUTE);
    // The record of the refused PATCH is left alone, and only the other one is tried.
    expect(server.methods().slice(before)).toEqual(['PATCH', 'DELETE']);
  });

  it('knows of its own request in flight although another tab, which did not, has told it more', async () => {
    const { time, open, server } = createWorld();
    const first = open({ userKey: 'ada' }, createArea());
    for (const rating of ['up', 'neutral'] as const) {
      first.model.choose(rating);
      await time.pass(MINUTE);
    }
    const { model } = open({ userKey: 'ada' }, createArea());
    // The response is lost, so that nobody knows whether the second record was made.
    server.meet(async (handle) => {
      await time.pass(0);
      await handle();
      return new Promise<Response>(() => {});
    });
    model.choose('down');
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false }]);
    expect([first.model, model].map((one) => [phaseOf(one), ratingOf(one)])).toEqual(Array(2).fill(['saved', 'down']));
  });

  it('keeps what is pressed in it at the moment at which another tab sends', async () => {
    const { time, open, server, network } = createWorld();
    const session = createArea();
    const { model } = open({ userKey: 'ada' }, session);
    model.choose('up');
    await time.pass(MINUTE);
    const { model: other } = open({ userKey: 'ada' }, copyOf(session));
    await time.pass(MINUTE);
    network.isUp = false;
    model.remove();
    await time.pass(200);
    network.isUp = true;
    // The first tab begins its next attempt while the news of the press is on its way, so that both are at the same revision.
    model.retry();
    other.choose('neutral');
    await time.pass(10 * MINUTE);
    expect([ratingOf(model), ratingOf(other), server.records()]).toMatchObject(['neutral', 'neutral', [{ is_positive: null }]]);
  });
});

describe('words that a tab knows to be on the server only', () => {
  it('become a draft when a tab that knew of nothing changes the rating', async () => {
    const { time, open, server } = createWorld();
    const session = createArea();
    const first = open({ userKey: 'ada' }, session);
    first.model.want({ rating: 'up', comment: 'Helpful' });
    await time.pass(MINUTE);
    first.tab.kill();
    const { model: aware } = open({ userKey: 'ada' }, session);
    const { model } = open({ userKey: 'ada' });
    model.choose('down');
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: '' }]);
    expect([aware, model].map(({ draft }) => draft.value?.words)).toContain('Helpful');
  });
});

describe('a frozen tab that shares its storage', () => {
  it('does not write an old message over what was stored since', async () => {
    const { time, device, open, server } = createWorld({ hearsayMs: () => null });
    const [one, two] = [open(LOCAL), open(LOCAL)];
    one.model.choose('up');
    await time.pass(MINUTE);
    two.tab.freeze();
    one.model.choose('down');
    await time.pass(1000);
    // The last press is stored, and the tab is closed before its message leaves.
    one.tab.onStep = () => {
      const key = device.local.key(0) ?? '';
      if (device.local.getItem(key)?.includes('neutral')) one.tab.kill();
    };
    one.model.choose('neutral');
    await time.pass(1000);
    two.tab.thaw();
    await time.pass(10 * MINUTE);
    expect([ratingOf(two.model), server.records()]).toMatchObject(['neutral', [{ is_positive: null }]]);
  });
});

describe('two tabs', () => {
  it.each([
    ['storages of their own', { userKey: 'ada' }],
    ['no storage', { storage: 'none', userKey: 'ada' } as const],
  ])('with %s record what was said last, although the second knew nothing of the first', async (_, options) => {
    const { time, open, server } = createWorld();
    const { model } = open(options);
    model.want({ rating: 'up', comment: 'Helpful' });
    await time.pass(MINUTE);
    const { model: other } = open(options);
    other.choose('down');
    await time.pass(10 * MINUTE);
    expect([model, other].map(ratingOf)).toEqual(['down', 'down']);
    expect(server.records()).toMatchObject([{ is_positive: false, feedback: '' }]);
    expect([model, other].map(({ draft }) => draft.value?.words)).toContain('Helpful');
  });

  it('of two persons whose hosts name them by `userId` alone share nothing', async () => {
    const { time, open } = createWorld();
    const [one, two] = [open({ userId: 'ada' }).model, open({ userId: 'grace' }).model];
    one.choose('up');
    await time.pass(10 * MINUTE);
    expect([ratingOf(one), ratingOf(two)]).toEqual(['up', undefined]);
  });

  it.each([
    ['one storage', LOCAL],
    ['storages of their own', { userKey: 'ada' }],
    ['no storage', { storage: 'none', userKey: 'ada' } as const],
  ])('without Web Locks leave one record with %s, although both rate at once', async (_, options) => {
    const { time, open, server } = createWorld({ hasLocks: false });
    const models = [open(options).model, open(options).model];
    for (const model of models) model.choose('up');
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: true }]);
    expect(models.map(phaseOf)).toEqual(['saved', 'saved']);
  });

  it.each([
    ['never', () => null],
    ['late', () => 20_000],
  ])('show the same although storage events come %s', async (_, hearsayMs) => {
    const { time, open } = createWorld({ hearsayMs });
    const [one, two] = [open(LOCAL).model, open(LOCAL).model];
    one.choose('up');
    await time.pass(1000);
    expect([phaseOf(two), ratingOf(two)]).toEqual(['saved', 'up']);
    two.choose('down');
    await time.pass(1000);
    expect([phaseOf(one), ratingOf(one)]).toEqual(['saved', 'down']);
  });

  it.each([
    ['one storage', LOCAL],
    ['storages of their own', { userKey: 'ada' }],
  ])('show the same once the browser thaws one of them, with %s', async (_, options) => {
    const { time, open, server } = createWorld();
    const [one, two] = [open(options), open(options)];
    one.model.choose('up');
    await time.pass(1000);
    two.tab.freeze();
    one.model.choose('down');
    await time.pass(5 * MINUTE);
    two.tab.thaw();
    await time.pass(1000);
    expect([phaseOf(two.model), ratingOf(two.model)]).toEqual(['saved', 'down']);
    expect(server.records()).toMatchObject([{ is_positive: false }]);
  });
});

describe('a tab of another person', () => {
  it.each([
    ['says nothing to one whose host did not say who it is', {}, {}],
    ['says nothing to one of another userKey', { userKey: 'ada' }, { userKey: 'bob' }],
  ])('%s', async (_, ada, bob) => {
    const { time, open } = createWorld();
    const [one, two] = [open(ada).model, open(bob).model];
    one.choose('up');
    await time.pass(MINUTE);
    expect([phaseOf(two), ratingOf(two)]).toEqual(['idle', undefined]);
  });
});

describe('navigator.onLine', () => {
  it.each([
    ['a first rating', (model: { choose(rating: 'down'): void }) => model.choose('down'), [false]],
    ['a removal', (model: { remove(): void }) => model.remove(), []],
  ])('that is false on a working network delays %s by a minute', async (_, act, records) => {
    const { time, open, server, device } = createWorld();
    const { model } = open();
    if (!records.length) model.choose('up');
    await time.pass(1000);
    device.isOnline = false;
    act(model);
    await time.pass(59_000);
    expect(phaseOf(model)).toBe('queued');
    await time.pass(2_000);
    expect(server.records().map(({ is_positive }) => is_positive)).toEqual(records);
    expect(phaseOf(model)).toBe(records.length ? 'saved' : 'idle');
  });

  it.each([
    ['one types', ({ model }: Page) => model.write(draftOf('Why'))],
    ['one comes back to the tab', ({ tab }: Page) => tab.wake()],
  ])('that is false on a working network delays a rating by no more while %s', async (_, act) => {
    const { time, open, server, device } = createWorld();
    device.isOnline = false;
    const page = open();
    page.model.choose('up');
    for (let times = 0; times < 6; times += 1) {
      await time.pass(10_500);
      act(page);
    }
    expect(server.records()).toMatchObject([{ is_positive: true }]);
  });

  it('that stays false on a working network delays the first of several presses only', async () => {
    const { time, open, server, network, device } = createWorld();
    device.isOnline = false;
    const { model } = open();
    model.choose('up');
    await time.pass(MINUTE + 1000);
    expect(phaseOf(model)).toBe('saved');
    model.choose('down');
    await time.pass(1000);
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ is_positive: false }]]);
    network.isUp = false;
    model.choose('neutral');
    await time.pass(1000);
    expect(model.view.value).toMatchObject({ phase: 'queued', notice: 'offline' });
    network.isUp = true;
    await time.pass(MINUTE);
    expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ is_positive: null }]]);
  });

  it('that was right in one outage is believed in the next', async () => {
    const { time, open, server, network, device } = createWorld();
    const { model, tab } = open();
    const setUp = (isUp: boolean) => {
      device.isOnline = network.isUp = isUp;
      tab.wake();
    };
    setUp(false);
    model.choose('up');
    await time.pass(2 * MINUTE);
    setUp(true);
    await time.pass(60 * MINUTE);
    const before = server.calls.length;
    setUp(false);
    model.choose('down');
    await time.pass(30_000);
    expect(model.view.value).toMatchObject({ phase: 'queued', error: { kind: 'offline' } });
    setUp(true);
    await time.pass(60 * MINUTE);
    expect([phaseOf(model), server.methods().slice(before)]).toEqual(['saved', ['PATCH']]);
  });

  it('that is true without a network costs nothing', async () => {
    const { time, open, server, network } = createWorld();
    network.isUp = false;
    const page = open();
    page.model.choose('up');
    await time.pass(15 * MINUTE);
    expect(phaseOf(page.model)).toBe('failed');
    network.isUp = true;
    page.tab.wake();
    await time.pass(MINUTE);
    expect([phaseOf(page.model), server.records().length]).toEqual(['saved', 1]);
  });
});

describe('a token that two visitors share', () => {
  it.each([
    ['the same rating', 'up', 'up'],
    ['another rating', 'down', 'up'],
  ] as const)('leaves both their records, with %s', async (_, first, second) => {
    const { time, open, server } = createWorld();
    const visitors = [open({ userKey: 'one' }), open({ userKey: 'two' })];
    visitors[0]?.model.choose(first);
    await time.pass(3 * MINUTE);
    visitors[1]?.model.choose(second);
    await time.pass(10 * MINUTE);
    expect(server.records()).toHaveLength(2);
    visitors[1]?.model.remove();
    await time.pass(10 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: first === 'up' }]);
  });

  it('never costs the vote of another visitor, when a request of one is lost', async () => {
    const { time, open, server } = createWorld();
    const [one, two] = [open({ userKey: 'one' }), open({ userKey: 'two' })];
    two.model.choose('down');
    await time.pass(MINUTE);
    server.meet(async (handle) => {
      await handle();
      throw new TypeError('Failed to fetch');
    });
    one.model.choose('up');
    await time.pass(10 * MINUTE);
    one.model.choose('neutral');
    await time.pass(10 * MINUTE);
    expect(server.records().map(({ is_positive }) => is_positive)).toEqual(expect.arrayContaining([false, null]));
    expect(server.records()).toHaveLength(2);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { backoffMs, CLOSED_TAB_QUARANTINE_MS, MAX_TRIES, RECHECK_AFTER_MS } from '../../src/delivery/policy';
import { FAILURES, type FeedbackErrorKind, failureOf } from '../../src/domain/failures';
import { english } from '../../src/i18n/strings';
import { createArea } from '../simulation/device';
import { ANSWER, PROJECT_ID, USERS } from '../support/people';
import { dropAfter, dropBefore, type Fault, refuse } from '../support/test-api';
import { createWorld, draftOf, phaseOf, ratingOf } from '../support/world';

const MINUTE = 60_000;
const html: Fault = () =>
  Promise.resolve(new Response('<html>Sign in to the Wi-Fi</html>', { status: 201, headers: { 'content-type': 'text/html' } }));
const broken = () => new Response('{"id": "0000', { status: 201 });
const stall: Fault = () => new Promise(() => {});
const stallAfter: Fault = async (handle) => {
  await handle();
  return new Promise(() => {});
};
const answerAfter =
  (status: number): Fault =>
  async (handle) => {
    await handle();
    return refuse(status);
  };

describe('delivery', () => {
  it('stores what is wanted in the task of the click, before anything is sent', () => {
    const { open, server, device } = createWorld();
    const { model } = open({ storage: 'local', userKey: 'ada' });
    model.choose('up');
    expect(server.calls).toEqual([]);
    expect(device.local.getItem(device.local.key(0) ?? '')).toContain('"rating":"up"');
  });

  it('keeps under one key the origin, the project, the user and the answer', () => {
    const { open, device } = createWorld();
    open({ storage: 'local', userKey: 'ada@x' }).model.choose('up');
    expect(device.local.key(0)).toBe(
      `clarifeye-feedback:https://eu.app.clarifeye.ai/api/v1/projects/${PROJECT_ID}/feedbacks/:ada%40x:${ANSWER.conversationId}/0`,
    );
  });

  it("takes back what was recorded as someone else's, where the host told who the person is, and waits for that person", async () => {
    const { time, open, server, getToken } = createWorld();
    const { model, client, events } = open({ userId: 'aaaaaaaa-0000-4000-8000-000000000000' });
    getToken.mockReturnValue('bob-token');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    model.choose('up');
    await time.pass(1000);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/auth: Given by bob@example\.com, who is not the userId\. .*#auth$/)]]);
    warn.mockRestore();
    expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'signIn', wanted: { rating: 'up' } });
    expect(server.records()).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['change', 'error']);
    getToken.mockReturnValue('ada-token');
    client.resume();
    await time.pass(1000);
    expect(phaseOf(model)).toBe('saved');
    expect(server.records()).toMatchObject([{ is_positive: true, given_by: { email: 'ada@example.com' } }]);
  });

  describe('after each failure of the table', () => {
    const uncertain: [string, Fault][] = [
      ['a network error', dropAfter],
      ['a deadline', stallAfter],
      ['408', answerAfter(408)],
      ['409', answerAfter(409)],
      ['500', answerAfter(500)],
      ['504', answerAfter(504)],
      ['HTML with 201', (handle) => handle().then(() => html(handle))],
      ['a truncated body', (handle) => handle().then(broken)],
    ];
    it.each(uncertain)('%s: is queued, asks the list once the quarantine is over, and adopts what was committed', async (_, fault) => {
      const { time, open, server } = createWorld();
      const { model, events } = open();
      server.meet(fault);
      model.choose('up');
      await time.pass(fault === stallAfter ? 15_100 : 100);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: 'notSent' });
      expect(english.notSent).toBe('Not sent yet. Trying again.');
      await time.pass(MINUTE);
      expect(phaseOf(model)).toBe('saved');
      expect(server.methods()).toEqual(['POST', 'GET']);
      expect(server.records()).toMatchObject([{ is_positive: true }]);
      expect(events.map(({ type }) => type)).toEqual(['change', 'error', 'saved']);
      expect(events[1]).toMatchObject({ willRetry: true });
    });

    const waiting = (Object.keys(FAILURES) as FeedbackErrorKind[]).flatMap((kind) => {
      const { retry, statuses: [status] = [], text } = failureOf(kind);
      return retry === 'auto' && status && text ? [[kind, status, text] as const] : [];
    });
    it.each(waiting)('%s: says the same while it waits, also after Retry', async (_, status, text) => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(refuse(status), refuse(status), refuse(status));
      model.choose('up');
      await time.pass(100);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: text });
      model.retry();
      await time.pass(100);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: text });
    });

    it('is tried again within the backoff, and no other wait is longer', async () => {
      const { time, open, server } = createWorld();
      const { model } = open();
      model.choose('up');
      await time.pass(100);
      server.meet(dropBefore);
      model.choose('down');
      await time.pass(100);
      const [least, most] = [backoffMs(1, () => 0), backoffMs(1, () => 1)];
      await time.pass(least - 200);
      expect(server.methods()).toEqual(['POST', 'PATCH']);
      await time.pass(most - least + 300);
      expect(server.methods()).toEqual(['POST', 'PATCH', 'PATCH']);
    });

    it('waits for a POST whose tab was closed, and for no less than that', async () => {
      const { time, open, server } = createWorld();
      const session = createArea();
      const { model, tab } = open({}, session);
      server.meet(stall);
      model.choose('up');
      await time.pass(100);
      tab.kill();
      open({}, session);
      await time.pass(CLOSED_TAB_QUARANTINE_MS - 200);
      expect(server.methods()).toEqual(['POST']);
      await time.pass(1_000);
      expect(server.methods()).toEqual(['POST', 'GET', 'POST']);
    });

    it.each([
      ['a network error', dropBefore, 5000],
      ['a deadline', stall, 30_000],
      ['500', refuse(500), 30_000],
    ] as [
      string,
      Fault,
      number,
    ][])('%s: posts again when the list has nothing, and not before the quarantine', async (_, fault, quarantineMs) => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(fault);
      model.choose('up');
      await time.pass(fault === stall ? 15_000 : 0);
      await time.pass(quarantineMs - 10);
      expect(server.methods()).toEqual(['POST']);
      await time.pass(20);
      expect(server.methods()).toEqual(['POST', 'GET', 'POST']);
      expect(phaseOf(model)).toBe('saved');
    });

    it.each([425, 429])('%i: backs off and posts the same again without asking', async (status) => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(refuse(status));
      model.choose('up');
      await time.pass(100);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: 'notSent', error: { kind: 'busy' } });
      await time.pass(3000);
      expect(server.methods()).toEqual(['POST', 'POST']);
      expect(phaseOf(model)).toBe('saved');
    });

    it("429 with Retry-After: obeys the server's wish, within 300 s and up to a fifth later", async () => {
      const { time, open, server } = createWorld();
      const { model, tab } = open();
      server.meet(refuse(429, {}, { 'retry-after': '9999' }));
      model.choose('up');
      await time.pass(299_000);
      tab.wake();
      await time.pass(10);
      expect(server.methods()).toEqual(['POST']);
      await time.pass(61_000);
      expect(phaseOf(model)).toBe('saved');
    });

    it('offline: waits, says so, and sends when the network is back', async () => {
      const { time, open, server, device, network } = createWorld();
      device.isOnline = network.isUp = false;
      const { model, tab, events } = open();
      model.choose('up');
      await time.pass(10 * MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: 'offline' });
      expect(english.offline).toBe('Saved on this device. It will be sent when you are online.');
      expect(server.calls).toEqual([]);
      device.isOnline = network.isUp = true;
      tab.wake();
      await time.pass(100);
      await time.pass(6_000);
      expect(phaseOf(model)).toBe('saved');
      expect(events.filter(({ type }) => type === 'error')).toMatchObject([{ error: { kind: 'offline' } }, { error: { kind: 'network' } }]);
    });

    it('the first 401: refreshes the token and goes on', async () => {
      const { time, open, server, getToken } = createWorld();
      const { model } = open();
      server.meet(refuse(401));
      model.choose('up');
      await time.pass(100);
      expect(phaseOf(model)).toBe('saved');
      expect(getToken.mock.calls).toEqual([[{ refresh: false }], [{ refresh: true }]]);
    });

    it.each([
      ['a second 401', () => 'refused-token'],
      ['a token that is none', () => ''],
      ['a getToken that fails', () => Promise.reject(new Error('x'))],
      ['a getToken that takes over 10 s', () => new Promise<string>(() => {})],
    ])('%s: is kept until the host resumes', async (_, failing) => {
      const { time, open, server, getToken } = createWorld();
      getToken.mockImplementation(failing);
      const { model, client } = open();
      model.choose('up');
      await time.pass(11_000);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'signIn', wanted: { rating: 'up' } });
      expect(english.signIn).toBe('Sign in to send your feedback. It is kept.');
      await time.pass(10 * MINUTE);
      expect(server.records()).toEqual([]);
      getToken.mockReturnValue('ada-token');
      client.resume();
      await time.pass(100);
      expect(phaseOf(model)).toBe('saved');
    });

    it('403 on a POST: stops, and takes the rating back', async () => {
      const { time, open, server } = createWorld();
      const { model, events } = open();
      server.meet(refuse(403));
      model.choose('up');
      await time.pass(10 * MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'cannotRate', wanted: null });
      expect(english.cannotRate).toBe("You can't rate this answer.");
      expect(server.methods()).toEqual(['POST']);
      expect(events.at(-1)).toMatchObject({ type: 'error', feedback: { rating: 'up' }, willRetry: false });
    });

    it.each([
      'down',
      'up',
    ] as const)('403 on a change (press %s): shows the former rating and never touches that record again', async (next) => {
      const { time, open, server } = createWorld();
      const { model } = open();
      model.choose('up');
      await time.pass(100);
      server.meet(refuse(403));
      model.choose(next);
      await time.pass(100);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'cannotChange', wanted: { rating: 'up' } });
      expect(english.cannotChange).toBe('Your change could not be made.');
      model.remove();
      await time.pass(10 * MINUTE);
      expect([phaseOf(model), server.methods().slice(2)]).toEqual(['idle', []]);
    });

    it.each([
      ['the host names it', {}],
      ['the API lists it', { restore: 'server' }],
    ] as const)('403 on a change: shows the record on the next visit, where %s, and changes it then', async (_, options) => {
      const { time, open, server } = createWorld();
      const known = { userKey: 'ada', userId: USERS['ada-token'].id, ...options };
      const session = createArea();
      const first = open(known, session);
      first.model.choose('up');
      await time.pass(3 * MINUTE);
      server.meet(refuse(403));
      first.model.choose('down');
      await time.pass(3 * MINUTE);
      first.tab.kill();
      const { model } = open(known, session);
      if (!('restore' in options)) model.delivery.seed({ rating: 'up', comment: '' }, server.records()[0]?.id ?? null);
      await time.pass(3 * MINUTE);
      expect([ratingOf(model), phaseOf(model)]).toEqual(['up', 'saved']);
      model.choose('neutral');
      await time.pass(10 * MINUTE);
      expect([phaseOf(model), server.records()]).toMatchObject(['saved', [{ is_positive: null }]]);
    });

    it('404 on a POST: stops', async () => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(refuse(404));
      model.choose('up');
      await time.pass(10 * MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'unavailable' });
      expect(english.unavailable).toBe("Feedback isn't available here.");
      expect(server.methods()).toEqual(['POST']);
    });

    it('404 on the list: stops', async () => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(dropBefore, refuse(404));
      model.choose('up');
      await time.pass(MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'unavailable' });
    });

    it('404 on a change: asks the list, then posts', async () => {
      const { time, open, server } = createWorld();
      const { model } = open();
      model.choose('up');
      await time.pass(100);
      server.api.answer({
        method: 'DELETE',
        url: new URL(`https://x/projects/${PROJECT_ID}/feedbacks/${server.records()[0]?.id}/`),
        authorization: 'Bearer ada-token',
      });
      model.choose('down');
      await time.pass(100);
      expect(server.methods()).toEqual(['POST', 'PATCH', 'GET', 'POST']);
      expect([phaseOf(model), server.records().length]).toEqual(['saved', 1]);
    });

    it('404 on a removal: is done', async () => {
      const { time, open, server } = createWorld();
      const { model } = open();
      model.choose('up');
      await time.pass(100);
      server.meet(refuse(404));
      model.remove();
      await time.pass(100);
      expect(phaseOf(model)).toBe('idle');
    });

    it.each([400, 415, 422])("%i: stops, keeps the words and shows the server's", async (status) => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(refuse(status, { feedback: ['No names.'] }));
      model.write(draftOf('It was Bob'));
      model.send();
      await time.pass(10 * MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'invalid', error: { fields: { feedback: ['No names.'] } } });
      expect([model.view.value.wanted?.comment, server.methods()]).toEqual(['It was Bob', ['POST']]);
    });

    it('413: stops and keeps the words', async () => {
      const { time, open, server } = createWorld();
      const { model } = open();
      server.meet(refuse(413));
      model.write(draftOf('Long'));
      model.send();
      await time.pass(10 * MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'tooLarge' });
      expect(english.tooLarge).toBe('Your comment is too long.');
      expect(model.view.value.wanted?.comment).toBe('Long');
    });

    it('another giver than the impersonated one: is saved, and the host is told', async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      const { time, open } = createWorld({ submitter: { impersonateEmail: 'bob@example.com' } });
      const { model, client, events } = open();
      model.choose('up');
      client.answer({ ...ANSWER, queryId: 9 }).rate('down');
      await time.pass(100);
      expect(warn.mock.calls).toEqual([
        [expect.stringMatching(/misattributed: Given by ada@.*, not by bob@example\.com: .*#misattributed$/)],
      ]);
      warn.mockRestore();
      expect(phaseOf(model)).toBe('saved');
      expect(events).toMatchObject([
        { type: 'change' },
        { type: 'error', error: { kind: 'misattributed' }, willRetry: false },
        { type: 'saved' },
      ]);
    });

    it('a killed tab: the next page waits a moment, asks the list and adopts', async () => {
      const { time, open, server, device } = createWorld();
      const options = { storage: 'local', userKey: 'ada' } as const;
      const first = open(options);
      server.meet(stallAfter);
      first.model.choose('up');
      await time.pass(100);
      first.tab.kill();
      expect(device.local.length).toBe(1);
      const { model } = open(options);
      expect([phaseOf(model), ratingOf(model)]).toEqual(['saving', 'up']);
      await time.pass(6000);
      expect([phaseOf(model), server.methods()]).toEqual(['saved', ['POST', 'GET']]);
    });

    it.each(['blocked', 'full'] as const)('storage %s: goes on in memory and asks to keep the page open while queued', async (storage) => {
      const { time, open, server } = createWorld({ storage });
      const { model } = open();
      server.meet(dropBefore);
      model.choose('up');
      await time.pass(100);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: 'keepOpen' });
      expect(english.keepOpen).toBe('Keep this page open until it is sent.');
      await time.pass(MINUTE);
      expect(model.view.value).toMatchObject({ phase: 'saved', notice: 'saved' });
    });
  });

  it('gives up after the last try, keeps what is wanted, and starts anew on Retry', async () => {
    const { time, open, server } = createWorld();
    const { model, events } = open();
    server.meet(...Array.from({ length: 40 }, () => refuse(429)));
    model.choose('up');
    await time.pass(60 * MINUTE);
    expect(model.view.value).toMatchObject({ phase: 'failed', notice: 'gaveUp', wanted: { rating: 'up' } });
    expect(english.gaveUp).toBe('Not sent yet.');
    expect(server.calls).toHaveLength(MAX_TRIES);
    expect(events.filter(({ type }) => type === 'error')).toMatchObject([{ willRetry: true }, { willRetry: false }]);
    model.retry();
    await time.pass(100);
    expect(server.calls).toHaveLength(MAX_TRIES + 1);
  });

  describe('which gave up', () => {
    const MANY = Array.from({ length: 40 });

    it('made all its tries, also where the list can be read between two of them', async () => {
      const { open, server, time } = createWorld();
      const { model, events } = open();
      server.meet(...MANY.flatMap((): Fault[] => [() => Promise.resolve(new Response('<html>', { status: 413 })), (handle) => handle()]));
      model.choose('up');
      await time.pass(60 * MINUTE);
      expect([phaseOf(model), server.methods().filter((method) => method === 'POST').length]).toEqual(['failed', MAX_TRIES]);
      expect(events.at(-1)).toMatchObject({ type: 'error', willRetry: false });
    });

    it('starts again when the tab is shown, and no more than once a minute', async () => {
      const { open, server, time } = createWorld();
      const { model, tab } = open();
      server.meet(...MANY.map(() => refuse(429)));
      model.choose('up');
      await time.pass(20 * MINUTE);
      expect([phaseOf(model), server.calls.length]).toEqual(['failed', MAX_TRIES]);
      tab.wake();
      await time.pass(20 * MINUTE);
      expect([phaseOf(model), server.calls.length]).toEqual(['failed', 2 * MAX_TRIES]);
      tab.wake();
      await time.pass(100);
      expect(server.calls.length).toBe(2 * MAX_TRIES + 1);
    });

    it('says that it waits, where the server asked it to and the tab is shown', async () => {
      const { open, server, time } = createWorld();
      const { model, tab } = open();
      server.meet(...MANY.map(() => refuse(429, {}, { 'retry-after': '300' })));
      model.choose('up');
      await time.pass(120 * MINUTE);
      expect(phaseOf(model)).toBe('failed');
      tab.wake();
      await time.pass(1000);
      expect(model.view.value).toMatchObject({ phase: 'queued', notice: 'notSent' });
    });

    it('looks for a late commit in time, although the tab was shown meanwhile', async () => {
      const { open, server, time } = createWorld();
      const { model, tab } = open();
      model.choose('up');
      await time.pass(1000);
      let commit = () => {};
      server.meet(async (handle) => {
        commit = handle;
        throw new TypeError('Failed to fetch');
      });
      model.want({ rating: 'down', comment: 'Wrong' });
      await time.pass(500);
      tab.wake();
      model.choose('neutral');
      await time.pass(100_000);
      expect(phaseOf(model)).toBe('saved');
      await commit();
      expect(server.records()).toMatchObject([{ is_positive: false, feedback: 'Wrong' }]);
      await time.pass(RECHECK_AFTER_MS - 100_000);
      expect(server.records()).toMatchObject([{ is_positive: null, feedback: '' }]);
    });

    it('looks again behind a saved record unseen', async () => {
      const { open, server, time } = createWorld();
      const { model, tab, events } = open();
      server.meet(dropAfter, (handle) => handle(), ...MANY.map(() => refuse(503)));
      model.choose('up');
      await time.pass(60 * MINUTE);
      expect(phaseOf(model)).toBe('saved');
      const told = events.length;
      tab.wake();
      await time.pass(1000);
      expect([phaseOf(model), events.length]).toEqual(['saved', told]);
    });
  });

  it('sends what an earlier visit left, whenever that was', async () => {
    const { open, server, time, device } = createWorld();
    const local = { storage: 'local', userKey: 'ada' } as const;
    const { model, tab } = open(local);
    device.isOnline = false;
    model.choose('up');
    tab.kill();
    await time.pass(365 * 24 * 60 * MINUTE);
    device.isOnline = true;
    const next = open(local);
    await time.pass(MINUTE);
    expect([phaseOf(next.model), server.records().length]).toEqual(['saved', 1]);
  });

  it('reads the list again some time after an uncertain outcome: the oldest record stays, with what is wanted', async () => {
    const { time, open, server } = createWorld();
    const { model } = open();
    let commit: (() => Promise<Response>) | undefined;
    server.meet((handle) => {
      commit = handle;
      return Promise.reject(new TypeError('Failed to fetch'));
    });
    model.choose('up');
    await time.pass(10_000);
    expect(phaseOf(model)).toBe('saved');
    model.choose('down');
    await time.pass(40_000);
    await commit?.();
    expect(server.records()).toHaveLength(2);
    await time.pass(RECHECK_AFTER_MS);
    expect(server.records()).toMatchObject([{ is_positive: false }]);
    expect(phaseOf(model)).toBe('saved');
  });

  it('mends a change that was committed late, after a newer one', async () => {
    const { time, open, server } = createWorld();
    const { model } = open();
    model.choose('up');
    await time.pass(100);
    let commit: (() => Promise<Response>) | undefined;
    server.meet((handle) => {
      commit = handle;
      return new Promise(() => {});
    });
    model.choose('down');
    await time.pass(1000);
    model.choose('neutral');
    await time.pass(30_000);
    expect(server.records()).toMatchObject([{ is_positive: null }]);
    await commit?.();
    expect(server.records()).toMatchObject([{ is_positive: false }]);
    await time.pass(3 * MINUTE);
    expect(server.records()).toMatchObject([{ is_positive: null }]);
  });

  describe("with an admin's token, among the records of others", () => {
    const record = (server: ReturnType<typeof createWorld>['server'], token: string, is_positive: boolean) =>
      server.api.answer({
        method: 'POST',
        url: new URL(`https://x/api/v1/projects/${PROJECT_ID}/feedbacks/`),
        authorization: `Bearer ${token}`,
        body: { context: { conversation_id: ANSWER.conversationId, query_id: 0, source: 'x' }, feedback: '', is_positive },
      });

    it('posts again when the list proves nothing, then keeps one of its own, and touches no other', async () => {
      const { time, open, server, getToken } = createWorld();
      getToken.mockReturnValue('admin-token');
      record(server, 'ada-token', true);
      record(server, 'bob-token', true);
      const { model } = open();
      server.meet(dropAfter);
      model.choose('up');
      await time.pass(4 * MINUTE);
      expect(phaseOf(model)).toBe('saved');
      expect(
        server
          .records()
          .map(({ given_by }) => given_by?.email)
          .sort(),
      ).toEqual(['ada@example.com', 'admin@example.com', 'bob@example.com']);
      expect(server.methods()).toEqual(['POST', 'GET', 'POST', 'GET', 'PATCH', 'DELETE', 'GET']);
    });

    it('removes its own record, and no other, when the rating in doubt is taken back', async () => {
      const { time, open, server, getToken } = createWorld();
      getToken.mockReturnValue('admin-token');
      record(server, 'ada-token', true);
      record(server, 'bob-token', true);
      const { model } = open();
      server.meet(dropAfter);
      model.choose('up');
      await time.pass(100);
      model.remove();
      await time.pass(4 * MINUTE);
      expect(phaseOf(model)).toBe('idle');
      expect(
        server
          .records()
          .map(({ given_by }) => given_by?.email)
          .sort(),
      ).toEqual(['ada@example.com', 'bob@example.com']);
    });

    it("adopts its own at once where the host knows the person's id", async () => {
      const { time, open, server, getToken } = createWorld();
      getToken.mockReturnValue('admin-token');
      record(server, 'ada-token', true);
      const { model } = open({ userId: 'cccccccc-0000-4000-8000-000000000000' });
      server.meet(dropAfter);
      model.choose('up');
      await time.pass(MINUTE);
      expect([phaseOf(model), server.methods()]).toEqual(['saved', ['POST', 'GET']]);
      model.choose('down');
      await time.pass(100);
      expect(server.methods().at(-1)).toBe('PATCH');
    });
  });
});

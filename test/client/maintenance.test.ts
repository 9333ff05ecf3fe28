import { describe, expect, it } from 'vitest';
import { ANSWER } from '../support/people';
import { dropBefore, refuse } from '../support/test-api';
import { createWorld, modelIn, phaseOf } from '../support/world';

const HOUR_MS = 3_600_000;

describe('an API that can be read, but not written', () => {
  it.each([1, 2, 9])('hears of %i rated answers less and less often, and gets them all once it is back', async (count) => {
    const { open, time, server } = createWorld();
    const { fetch } = server;
    const requests = { POST: 0, GET: 0 };
    let isWritable = false;
    server.fetch = async (input, init) => {
      const method = init?.method as keyof typeof requests;
      requests[method] += 1;
      if (isWritable || method === 'GET') return fetch(input, init);
      return new Response('{"error": "Maintenance."}', { status: 503, headers: { 'content-type': 'application/json' } });
    };
    const { client, tab } = open({ storage: 'local' });
    const models = Array.from({ length: count }, (_, queryId) => modelIn(client, { ...ANSWER, queryId }));
    for (const model of models) model.choose('up');
    await time.pass(HOUR_MS);
    expect([requests.POST < 60, requests.GET < 70]).toEqual([true, true]);
    isWritable = true;
    await time.pass(HOUR_MS);
    tab.wake();
    await time.pass(HOUR_MS);
    expect([models.map(phaseOf), server.records().length]).toEqual([models.map(() => 'saved'), count]);
  });

  it('starts again what was given up, also if all that it says of another answer is that its list may not be read', async () => {
    const { open, time, server, network } = createWorld();
    const { client } = open({ storage: 'local' });
    const [late, former] = [modelIn(client, ANSWER), modelIn(client, { ...ANSWER, queryId: 7 })];
    network.isUp = false;
    former.choose('up');
    await time.pass(1_200_000);
    expect(former.view.value.notice).toBe('gaveUp');
    late.choose('down');
    await time.pass(100);
    network.isUp = true;
    server.meet(refuse(403));
    await time.pass(600_000);
    expect(phaseOf(former)).toBe('saved');
  });

  it('is not told of twice if it responds again before the answer is sent', async () => {
    const { open, time, server } = createWorld();
    const { model } = open({ storage: 'local' });
    const notices: (string | null)[] = [];
    model.view.subscribe(({ notice }) => void notices.push(notice));
    server.meet(dropBefore);
    model.choose('up');
    await time.pass(60_000);
    expect([notices.filter((notice) => notice === 'notSent').length, phaseOf(model)]).toEqual([1, 'saved']);
  });
});

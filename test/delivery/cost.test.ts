import { describe, expect, it } from 'vitest';
import { createArea } from '../simulation/device';
import { ANSWER } from '../support/people';
import { dropAfter, dropBefore, refuse } from '../support/test-api';
import { createWorld, modelIn, phaseOf } from '../support/world';

const ADA = 'aaaaaaaa-0000-4000-8000-000000000000';
const MINUTE = 60_000;

// The table "Requests" of docs/delivery.md.
describe('what feedback costs in requests', () => {
  it('is nothing on a page on which nobody rates', async () => {
    const { open, server, time } = createWorld();
    open({ userId: ADA });
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual([]);
  });

  it('is one for the first feedback, and one for each change', async () => {
    const { open, server, time } = createWorld();
    const { model } = open();
    model.choose('up');
    await time.pass(MINUTE);
    model.choose('down');
    await time.pass(MINUTE);
    model.remove();
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(['POST', 'PATCH', 'DELETE']);
  });

  it('is one list more for a known person, once for the page', async () => {
    const { open, server, time } = createWorld();
    const { client, model } = open({ userId: ADA });
    model.choose('up');
    await time.pass(MINUTE);
    expect(model.view.value).toMatchObject({ phase: 'saved', notice: 'saved' });
    modelIn(client, { ...ANSWER, queryId: 1 }).choose('up');
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(['POST', 'GET', 'POST']);
  });

  it.each([
    [
      'a record that an earlier visit left is changed by it',
      { rating: 'down' as const, others: [0] },
      ['POST', 'GET', 'PATCH', 'DELETE'],
      1,
    ],
    [
      'one that it knows by then is changed in place of adding another',
      { rating: 'down' as const, others: [1] },
      ['POST', 'GET', 'PATCH'],
      2,
    ],
  ])('%s', async (_, { rating, others }, methods, count) => {
    const { open, server, time } = createWorld();
    const earlier = open({ storage: 'none' });
    for (const queryId of others) modelIn(earlier.client, { ...ANSWER, queryId }).choose('up');
    await time.pass(MINUTE);
    earlier.tab.kill();
    server.calls.length = 0;
    const { client, model } = open({ storage: 'none', userId: ADA });
    model.choose(rating);
    await time.pass(MINUTE);
    for (const queryId of others) if (queryId) modelIn(client, { ...ANSWER, queryId }).choose(rating);
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(methods);
    expect(server.records().map(({ is_positive }) => is_positive)).toEqual(Array(count).fill(false));
  });

  it.each([
    ['is there', dropAfter, ['POST', 'GET', 'GET']],
    ['is not', dropBefore, ['POST', 'GET', 'POST', 'GET']],
  ])('is a list, and another later, after a POST with an uncertain outcome whose record %s', async (_, fault, methods) => {
    const { open, server, time } = createWorld();
    const { model } = open();
    server.meet(fault);
    model.choose('up');
    await time.pass(10 * MINUTE);
    expect([phaseOf(model), server.methods()]).toEqual(['saved', methods]);
  });

  it('is the same PATCH again, and a list later, after one with an uncertain outcome', async () => {
    const { open, server, time } = createWorld();
    const { model } = open();
    model.choose('up');
    await time.pass(MINUTE);
    server.meet(dropAfter);
    model.choose('down');
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(['POST', 'PATCH', 'PATCH', 'GET']);
  });

  it('is a list first, and one later, on a page that starts with unsent feedback', async () => {
    const { open, server, time, network } = createWorld();
    const session = createArea();
    network.isUp = false;
    const { model, tab } = open({}, session);
    model.choose('up');
    tab.kill();
    network.isUp = true;
    open({}, session);
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(['GET', 'POST', 'GET']);
  });

  it('is two requests for a session that has ended, however many answers wait, and no more until somebody signs in', async () => {
    const { open, server, time, getToken } = createWorld();
    getToken.mockReturnValue('dead-token');
    const { client } = open();
    const models = Array.from({ length: 20 }, (_, queryId) => modelIn(client, { ...ANSWER, queryId }));
    for (const model of models) model.choose('up');
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(['POST', 'POST']);
    expect(new Set(models.map(phaseOf))).toEqual(new Set(['failed']));
    client.resume();
    await time.pass(MINUTE);
    expect(server.methods()).toHaveLength(4);
    getToken.mockReturnValue('ada-token');
    models[7]?.retry();
    await time.pass(5 * MINUTE);
    expect(new Set(models.map(phaseOf))).toEqual(new Set(['saved']));
    expect(server.records()).toHaveLength(20);
  });

  it.each([
    403, 404,
  ])('is a list that is refused with %i, and what was asked for all the same, with a token that may not list', async (status) => {
    const { open, server, time, network } = createWorld();
    const session = createArea();
    network.isUp = false;
    const { model, tab } = open({}, session);
    model.choose('up');
    tab.kill();
    network.isUp = true;
    server.meet(refuse(status));
    const { model: next } = open({}, session);
    await time.pass(MINUTE);
    expect([phaseOf(next), server.methods()]).toEqual(['saved', ['GET', 'POST']]);
    server.calls.length = 0;
    const { client, model: known } = open({ userId: ADA, storage: 'none' });
    modelIn(client, { ...ANSWER, queryId: 5 }).choose('up');
    await time.pass(10);
    server.meet(refuse(status));
    await time.pass(MINUTE);
    expect([phaseOf(known), phaseOf(modelIn(client, { ...ANSWER, queryId: 5 }))]).toEqual(['idle', 'saved']);
  });

  it('leaves feedback on display as saved when a token that may not list opens the page again', async () => {
    const { open, server, time } = createWorld({ hasLocks: false });
    const session = createArea();
    const { model, tab } = open({}, session);
    model.choose('up');
    await time.pass(1000);
    tab.kill();
    server.meet(refuse(403));
    const { model: next } = open({}, session);
    await time.pass(1000);
    expect([phaseOf(next), server.methods()]).toEqual(['saved', ['POST', 'GET']]);
  });

  it('is no request after a refusal', async () => {
    const { open, server, time } = createWorld();
    const { model } = open();
    server.meet(refuse(403));
    model.choose('up');
    await time.pass(10 * MINUTE);
    expect(server.methods()).toEqual(['POST']);
  });
});

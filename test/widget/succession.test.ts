import { describe, expect, it } from 'vitest';
import { type Arrival, arrive, depart } from '../../src/widget/succession';

/** Which of the widgets that came takes over the focus of each that went, by the keys of their answers. */
async function successors(before: readonly (string | null)[], after: readonly (string | null)[]): Promise<(number | undefined)[]> {
  const found: (number | undefined)[] = before.map(() => undefined);
  const departed = before.map((key, index): Arrival => ({ key: () => key, focus: () => ({ index, selection: null }), take() {} }));
  const arrived = after.map(
    (key, place): Arrival => ({
      key: () => key,
      focus: () => null,
      take({ index }) {
        found[index] = place;
      },
    }),
  );
  for (const arrival of departed) depart(arrival);
  for (const arrival of arrived) arrive(arrival);
  await new Promise((resolve) => setTimeout(resolve));
  return found;
}

describe('succession', () => {
  it('tells answers by their ids, wherever they are now', async () => {
    expect(await successors(['a/0', 'a/1'], ['a/2', 'a/1', 'a/0'])).toEqual([2, 1]);
  });

  it('follows each of two widgets of one answer by one', async () => {
    expect(await successors(['a/0', 'a/0', 'a/0'], ['a/0', 'a/0'])).toEqual([0, 1, undefined]);
  });

  it('follows no widget without ids, although another stands in its place', async () => {
    expect(await successors(['a/0', null], ['a/0', null])).toEqual([0, undefined]);
    expect(await successors([null], ['a/1'])).toEqual([undefined]);
    expect(await successors(['a/0'], [null])).toEqual([undefined]);
  });

  it('needs someone to come and someone to go', async () => {
    expect([await successors(['a/0'], []), await successors([], ['a/0'])]).toEqual([[undefined], []]);
  });

  it('gives a widget that was only moved its focus back, although it has no ids', async () => {
    const taken: unknown[] = [];
    const moved: Arrival = { key: () => null, focus: () => ({ index: 1, selection: [2, 3] }), take: (focus) => taken.push(focus) };
    depart(moved);
    arrive(moved);
    await new Promise((resolve) => setTimeout(resolve));
    expect(taken).toEqual([{ index: 1, selection: [2, 3] }]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Arrival, findSuccessors } from '../../src/widget/succession';

/** Which of the widgets that came takes over the focus from each that went, by the keys of their answers. */
function successors(before: readonly (string | null)[], after: readonly (string | null)[]): (number | undefined)[] {
  const departures = before.map((key) => ({ key, focus: null }));
  const arrivals = after.map((key): Arrival => ({ key: () => key, take() {} }));
  const found = findSuccessors(departures, arrivals);
  return departures.map((departure) => {
    const arrival = found.get(departure);
    return arrival && arrivals.indexOf(arrival);
  });
}

describe('succession', () => {
  it('tells answers by their ids, wherever they are now', () => {
    expect(successors(['a/0', 'a/1'], ['a/2', 'a/1', 'a/0'])).toEqual([2, 1]);
  });

  it('follows each of two widgets of one answer by one', () => {
    expect(successors(['a/0', 'a/0', 'a/0'], ['a/0', 'a/0'])).toEqual([0, 1, undefined]);
  });

  it('follows no widget without ids, although another stands in its place', () => {
    expect(successors(['a/0', null], ['a/0', null])).toEqual([0, undefined]);
    expect(successors([null], ['a/1'])).toEqual([undefined]);
    expect(successors(['a/0'], [null])).toEqual([undefined]);
  });

  it('needs someone to come and someone to go', () => {
    expect([successors(['a/0'], []), successors([], ['a/0'])]).toEqual([[undefined], []]);
  });
});

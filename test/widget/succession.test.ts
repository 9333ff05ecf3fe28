import { describe, expect, it } from 'vitest';
import { type Arrival, type Departure, findHeirs } from '../../src/widget/succession';

const place = (name: string) => {
  const [conversationId = '', query = ''] = name.split('/');
  return { conversationId, key: query ? name : null };
};
const list = document.body;
const gone = (name: string, ancestors: readonly Node[] = [list]): Departure => ({ ...place(name), model: null, focus: null, ancestors });
const come = (name: string, parent: Node = list): Arrival => ({ place: () => place(name), ancestors: [parent, list], take() {} });

/** Which of the widgets that came takes over from each that went. */
function heirs(before: readonly string[], after: readonly string[]): Record<string, string> {
  const [departures, arrivals] = [before.map((name) => gone(name)), after.map((name) => come(name))];
  const found = findHeirs(departures, arrivals);
  return Object.fromEntries(
    departures.flatMap((departure, index) => {
      const arrival = found.get(departure);
      return arrival ? [[before[index] ?? '', after[arrivals.indexOf(arrival)] ?? '']] : [];
    }),
  );
}

describe('succession', () => {
  it('follows a list that is made anew', () => {
    expect(heirs(['a/0', 'a/1', 'a/'], ['a/0', 'a/1', 'a/'])).toEqual({ 'a/0': 'a/0', 'a/1': 'a/1', 'a/': 'a/' });
  });

  it('follows an answer whose id came with the new list', () => {
    expect(heirs(['a/0', 'a/'], ['a/0', 'a/1'])).toMatchObject({ 'a/': 'a/1' });
    expect(heirs(['a/', 'a/0'], ['a/1', 'a/0'])).toMatchObject({ 'a/': 'a/1' });
  });

  it('tells known answers by their ids, wherever they are now', () => {
    expect(heirs(['a/0', 'a/1'], ['a/2', 'a/1', 'a/0'])).toEqual({ 'a/0': 'a/0', 'a/1': 'a/1' });
  });

  it('gives nothing away where the list has become another: older ones in front, one in between, one more', () => {
    expect(heirs(['a/'], ['a/0', 'a/'])).toEqual({});
    expect(heirs(['a/0', 'a/'], ['a/0', 'a/1', 'a/'])).toEqual({ 'a/0': 'a/0' });
    expect(heirs(['a/0', 'a/'], ['a/0'])).toEqual({ 'a/0': 'a/0' });
    expect(heirs(['a/1', 'a/'], ['a/', 'a/1'])).toEqual({ 'a/1': 'a/1' });
  });

  it('stays in its own list', () => {
    const [one, two] = [document.createElement('ol'), document.createElement('ol')];
    document.body.append(one, two);
    const departure = gone('a/', [one, document.body]);
    expect(findHeirs([departure], [come('a/8', two)]).size).toBe(0);
    expect(findHeirs([departure], [come('a/8', one)]).size).toBe(1);
  });

  it('follows nobody into another conversation, or out of a changed list', () => {
    expect(heirs(['a/0', 'a/'], ['b/0', 'b/'])).toEqual({});
    expect(heirs(['a/'], ['b/0'])).toEqual({});
    expect(heirs([''], ['b/0'])).toEqual({});
    expect(heirs([''], [''])).toEqual({});
    expect(heirs(['a/0', 'a/1', 'a/'], ['a/1', 'a/2', 'a/'])).toEqual({ 'a/1': 'a/1' });
  });

  it('needs someone to come and someone to go', () => {
    expect([heirs(['a/'], []), heirs([], ['a/'])]).toEqual([{}, {}]);
  });
});

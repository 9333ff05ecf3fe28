import { describe, expect, it } from 'vitest';
import { type Arrival, type Departure, findHeirs } from '../../src/widget/succession';

const place = (name: string) => {
  const [conversationId = '', query = ''] = name.split('/');
  return { conversationId, key: query ? name : null };
};
const gone = (name: string): Departure => ({ ...place(name), model: null, focus: null });
const come = (name: string): Arrival => ({ ...place(name), take() {} });

/** Which of the widgets that came takes over from each that went. */
function heirs(before: readonly string[], after: readonly string[]): Record<string, string> {
  const [departures, arrivals] = [before.map(gone), after.map(come)];
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

  it('follows an answer whose id came with the new list, also where the next one streams already', () => {
    expect(heirs(['a/0', 'a/'], ['a/0', 'a/1'])).toMatchObject({ 'a/': 'a/1' });
    expect(heirs(['a/0', 'a/'], ['a/0', 'a/1', 'a/'])).toMatchObject({ 'a/': 'a/1' });
    expect(heirs(['a/'], ['a/1', 'a/'])).toEqual({ 'a/': 'a/1' });
  });

  it('follows lists that grow at their start', () => {
    expect(heirs(['a/', 'a/1', 'a/0'], ['a/', 'a/2', 'a/1', 'a/0'])).toMatchObject({ 'a/': 'a/2', 'a/0': 'a/0' });
  });

  it('follows nobody into another conversation, or out of a changed list', () => {
    expect(heirs(['a/0', 'a/'], ['b/0', 'b/'])).toEqual({});
    expect(heirs(['a/'], ['b/0'])).toEqual({});
    expect(heirs([''], ['b/0'])).toEqual({});
    expect(heirs(['a/0', 'a/1', 'a/'], ['a/1', 'a/2', 'a/'])).toEqual({ 'a/1': 'a/1' });
  });

  it('needs someone to come and someone to go', () => {
    expect([heirs(['a/'], []), heirs([], ['a/'])]).toEqual([{}, {}]);
  });
});

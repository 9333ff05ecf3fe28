import { describe, expect, it } from 'vitest';
import { EMPTY_ENTRY as EMPTY, type Entry, isConfirmed, isSettled } from '../../src/delivery/entry';
import { createStore, parseEntry } from '../../src/delivery/store';
import { createArea } from '../simulation/device';

const ID = '00000000-0000-4000-8000-000000000001';
const known = { id: ID, rating: 'up', comment: 'Words', isMine: true } as const;
const unsent: Entry = { ...EMPTY, revision: 3, changedAt: 5, wanted: { rating: 'up', comment: 'Words' } };
const settled: Entry = { ...unsent, record: known };

/** A storage that refuses everything, as a browser may at any time. */
const forbidden = new Proxy({} as Storage, {
  get() {
    throw new DOMException('denied', 'SecurityError');
  },
});

/** A storage with room for so many characters. */
function createSmallArea(most: number): Storage {
  const area = createArea();
  return Object.assign(Object.create(area), {
    setItem(key: string, value: string) {
      const others = Array.from({ length: area.length }, (_, index) => area.key(index) ?? '').filter((other) => other !== key);
      const used = others.reduce((sum, other) => sum + other.length + (area.getItem(other)?.length ?? 0), 0);
      if (used + key.length + value.length > most) throw new DOMException('full', 'QuotaExceededError');
      area.setItem(key, value);
    },
  }) as Storage;
}

describe('storage', () => {
  it('gives back what was written', () => {
    const store = createStore(createArea(), 'p:');
    expect(store.write('a/0', unsent)).toBe(true);
    expect([store.read('a/0'), store.keys(), store.read('b/0')]).toEqual([unsent, ['a/0'], null]);
    store.remove('a/0');
    expect(store.keys()).toEqual([]);
  });

  it.each([
    ['a later version', JSON.stringify({ v: 3, wants: 'something else' })],
    ['a much later version', JSON.stringify({ v: 40, ...unsent })],
  ])('leaves an entry of %s untouched', (_, text) => {
    const area = createArea();
    area.setItem('p:a/0', text);
    const store = createStore(area, 'p:');
    expect([store.read('a/0'), store.keys(), store.write('a/0', unsent)]).toEqual([null, [], false]);
    expect(area.getItem('p:a/0')).toBe(text);
    store.clear();
    expect(area.length).toBe(0);
  });

  it.each(['posted', 'duplicates', 'gone'])('drops an entry whose %s is a text', (name) => {
    const area = createArea();
    area.setItem('p:a/0', JSON.stringify({ v: 2, ...unsent, [name]: '' }));
    expect(createStore(area, 'p:').read('a/0')).toBeNull();
  });

  it.each([
    ['Array', Array.prototype],
    ['String', String.prototype],
    ['Object', Object.prototype],
  ])('reads back what it wrote on a page that has put toJSON on %s', (_, prototype) => {
    const store = createStore(createArea(), 'p:');
    const entry = { ...unsent, duplicates: [ID] };
    Object.defineProperty(prototype, 'toJSON', { value: () => 'x', configurable: true });
    try {
      store.write('a/0', entry);
    } finally {
      Reflect.deleteProperty(prototype, 'toJSON');
    }
    expect(store.read('a/0')).toEqual(entry);
  });

  it('reads back what it wrote on a page that has put names on Object.prototype', () => {
    const store = createStore(createArea(), 'p:');
    const names = { write: { type: 'post' }, duplicates: ['x'], wanted: 'x', v: 7 };
    for (const [name, value] of Object.entries(names)) Object.defineProperty(Object.prototype, name, { value, configurable: true });
    try {
      store.write('a/0', unsent);
      expect(store.read('a/0')).toEqual(unsent);
    } finally {
      for (const name of Object.keys(names)) Reflect.deleteProperty(Object.prototype, name);
    }
  });

  it('keeps no words once nothing is left to send or to check', () => {
    const store = createStore(createArea(), 'p:');
    store.write('a/0', settled);
    expect(store.read('a/0')).toEqual({
      ...settled,
      wanted: { rating: 'up', comment: null },
      record: { ...known, comment: null },
    });
    store.write('b/0', { ...settled, recheck: 2 });
    expect(store.read('b/0')?.wanted?.comment).toBe('Words');
  });

  it('sees and clears only what is under its prefix', () => {
    const area = createArea();
    area.setItem('host', 'x');
    const store = createStore(area, 'p:');
    store.write('a/0', unsent);
    createStore(area, 'q:').write('b/0', unsent);
    store.clear();
    expect([area.length, area.getItem('host')]).toEqual([2, 'x']);
  });

  it.each([
    ['no JSON', '{"v":1,'],
    ['null', 'null'],
    ['no version', JSON.stringify(unsent)],
    ['a wrong rating', JSON.stringify({ v: 2, ...unsent, wanted: { rating: 'great', comment: '' } })],
    ['words that are no text', JSON.stringify({ v: 2, ...unsent, wanted: { rating: 'up', comment: 7 } })],
    ['an id that is none', JSON.stringify({ v: 2, ...unsent, record: { ...known, id: '../x' } })],
    ['extras that are no ids', JSON.stringify({ v: 2, ...unsent, duplicates: ['x'] })],
    ['an unknown doubt', JSON.stringify({ v: 2, ...unsent, unresolved: 'maybe' })],
    ['a change without what it changed', JSON.stringify({ v: 2, ...unsent, write: { type: 'patch', id: ID, at: 1 } })],
    ['a revision that is no number', JSON.stringify({ v: 2, ...unsent, revision: '9' })],
  ])('drops an entry with %s, and no other', (_, text) => {
    const area = createArea();
    const store = createStore(area, 'p:');
    store.write('a/0', unsent);
    area.setItem('p:b/0', text);
    expect(parseEntry(text)).toBeNull();
    expect([store.keys(), area.getItem('p:b/0')]).toEqual([['a/0'], null]);
  });

  it.each([
    ['nothing', null],
    ['a storage that is forbidden', forbidden],
  ])('never throws over %s', (_, area) => {
    const store = createStore(area, 'p:');
    expect([store.write('a/0', unsent), store.read('a/0'), store.keys()]).toEqual([false, null, []]);
    store.remove('a/0');
    store.clear();
  });

  it('drops the oldest settled entries to make room, and never an unsent one', () => {
    const store = createStore(createSmallArea(660), 'p:');
    store.write('old/0', { ...settled, changedAt: 1 });
    store.write('new/0', { ...settled, changedAt: 2 });
    expect(store.write('a/0', unsent)).toBe(true);
    expect(store.keys()).toEqual(['new/0', 'a/0']);
    expect(store.write('b/0', unsent)).toBe(true);
    expect(store.keys()).toEqual(['a/0', 'b/0']);
    expect(store.write('c/0', { ...unsent, wanted: { rating: 'up', comment: 'x'.repeat(300) } })).toBe(false);
    expect(store.keys()).toEqual(['a/0', 'b/0']);
  });

  it('refuses the 101st unsent answer, and still takes changes of the others', () => {
    const store = createStore(createArea(), 'p:');
    for (let queryId = 0; queryId < 100; queryId += 1) expect(store.write(`a/${queryId}`, unsent)).toBe(true);
    expect(store.write('a/100', unsent)).toBe(false);
    expect(store.write('a/7', { ...unsent, revision: 4 })).toBe(true);
    expect(store.write('a/101', settled)).toBe(true);
  });

  it('knows what is confirmed and what is settled', () => {
    expect([isConfirmed(EMPTY), isConfirmed(unsent), isConfirmed(settled)]).toEqual([true, false, true]);
    expect(isConfirmed({ ...settled, unresolved: 'list' })).toBe(false);
    expect(isConfirmed({ ...settled, wanted: { rating: 'up', comment: null } })).toBe(true);
    expect(isConfirmed({ ...settled, wanted: { rating: 'down', comment: null } })).toBe(false);
    expect(isConfirmed({ ...settled, wanted: null })).toBe(false);
    expect([isSettled({ ...settled, recheck: 1 }), isSettled({ ...settled, duplicates: [ID] }), isSettled(settled)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

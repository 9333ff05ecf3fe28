import * as library from '@preact/signals';
import { describe, expect, it } from 'vitest';
import * as own from '../../src/script/signals';

describe.each([
  ['@preact/signals', library.signal],
  ['the signals of the script', own.signal],
] as const)('%s', (_, signal: typeof own.signal) => {
  it('calls a listener at once and after each change', () => {
    const seen: number[] = [];
    const count = signal(0);
    count.subscribe((value) => seen.push(value));
    count.value = 1;
    count.value = 2;
    expect(seen).toEqual([0, 1, 2]);
    expect([count.value, count.peek()]).toEqual([2, 2]);
  });

  it('does not call a listener for the same value', () => {
    const seen: number[] = [];
    const count = signal(0);
    count.subscribe((value) => seen.push(value));
    count.value = 0;
    expect(seen).toEqual([0]);
  });

  it('calls no listener that was removed, even by a listener before it', () => {
    const seen: string[] = [];
    const count = signal(0);
    count.subscribe((value) => value && stop());
    const stop = count.subscribe((value) => seen.push(`second ${value}`));
    count.value = 1;
    count.value = 2;
    expect(seen).toEqual(['second 0']);
  });

  it('tells every listener the newest value last when one of them sets another', () => {
    const seen: number[] = [];
    const count = signal(0);
    count.subscribe((value) => {
      if (value === 1) count.value = 2;
    });
    count.subscribe((value) => seen.push(value));
    count.value = 1;
    expect(seen.at(-1)).toBe(2);
    expect(seen.filter((value) => value === 2)).toHaveLength(1);
  });

  it('calls the same function for each of its subscriptions', () => {
    let calls = 0;
    const listener = () => {
      calls += 1;
    };
    const count = signal(0);
    const stop = count.subscribe(listener);
    count.subscribe(listener);
    stop();
    count.value = 1;
    expect(calls).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterMs } from '../../src/delivery/policy';
import { failureOf } from '../../src/domain/failures';

describe('policy', () => {
  it('backs off between a half and the whole of twice as long each time, up to a minute', () => {
    expect([1, 2, 3, 5, 6, 12].map((n) => backoffMs(n, () => 0))).toEqual([1000, 2000, 4000, 16_000, 30_000, 30_000]);
    expect([1, 2, 3, 5, 6, 12].map((n) => backoffMs(n, () => 1))).toEqual([2000, 4000, 8000, 32_000, 60_000, 60_000]);
  });

  it('obeys the server within 1 to 300 s and up to a fifth longer', () => {
    expect([0, 7000, 10 ** 9].map((askedMs) => retryAfterMs(askedMs, () => 0))).toEqual([1000, 7000, 300_000]);
    expect(retryAfterMs(10_000, () => 1)).toBe(12_000);
  });

  it('waits 5 s after a network error and 30 s after a timeout, a 5xx or an answer that is none', () => {
    expect((['network', 'timeout', 'server', 'response'] as const).map((kind) => failureOf(kind).quarantineMs)).toEqual([
      5000, 30_000, 30_000, 30_000,
    ]);
  });
});

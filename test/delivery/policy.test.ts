import { describe, expect, it } from 'vitest';
import { BACKOFF_UNIT_MS, backoffMs, RECHECK_AFTER_MS, retryAfterMs } from '../../src/delivery/policy';
import { failureOf } from '../../src/domain/failures';
import { LATEST_COMMIT_MS } from '../../src/domain/find-record';

describe('policy', () => {
  it('backs off between a half and the whole of twice as long each time, up to a minute', () => {
    const longest = [1, 2, 3, 4].map((n) => BACKOFF_UNIT_MS * 2 ** n);
    expect([1, 2, 3, 4, 12].map((n) => backoffMs(n, () => 1))).toEqual([...longest, 60_000]);
    expect([1, 2, 3, 4, 12].map((n) => backoffMs(n, () => 0))).toEqual([...longest.map((ms) => ms / 2), 30_000]);
  });

  it('looks for a commit until the list is read for the last time, counted from the start of a request of 15 s', () => {
    expect(LATEST_COMMIT_MS).toBe(RECHECK_AFTER_MS + 2 * (10_000 + 15_000));
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

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenSource } from '../../src/api/access-token';
import type { GetToken } from '../../src/domain/interfaces';
import { systemClock } from '../../src/platform/clock';

const source = (getToken: GetToken) => createTokenSource(getToken, systemClock);

describe('token', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shares one pending call among all who ask meanwhile, and asks anew afterwards', async () => {
    const getToken = vi.fn(async () => 'abc');
    const take = source(getToken);
    expect(await Promise.all([take(false), take(false), take(false)])).toEqual(['abc', 'abc', 'abc']);
    expect(getToken).toHaveBeenCalledTimes(1);
    await take(false);
    expect(getToken).toHaveBeenCalledTimes(2);
  });

  it('asks for a fresh one though a call for any is pending, and shares that one too', async () => {
    const getToken = vi.fn(async ({ refresh }: { refresh: boolean }) => (refresh ? 'new' : 'old'));
    const take = source(getToken);
    expect(await Promise.all([take(false), take(true), take(true), take(false)])).toEqual(['old', 'new', 'new', 'new']);
    expect(getToken).toHaveBeenCalledTimes(2);
  });

  it('takes a string as well as a promise, without the space around it', async () => {
    expect(await source(() => ' abc\n')(false)).toBe('abc');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret'))],
    ['gives nothing', () => undefined as never],
    ['gives an empty string', () => ''],
    ['gives a string with a line break in it', () => 'a\r\nb: c'],
  ])('answers an auth error where getToken %s', async (_, getToken: GetToken) => {
    const error = await source(getToken)(false);
    expect(error).toMatchObject({ kind: 'auth' });
    expect(String((error as Error).message)).not.toContain('secret');
  });

  it('gives up after 10 s', async () => {
    const pending = source(() => new Promise(() => {}))(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await pending).toMatchObject({ kind: 'auth', message: 'getToken({ refresh: true }) returned no token within 10 s.' });
  });
});

import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate';

describe('gate', () => {
  it('runs no more jobs at a time than its limit, first come first served', async () => {
    const gate = createGate(2);
    const opened: (() => void)[] = [];
    const started: number[] = [];
    const jobs = [0, 1, 2, 3].map((number) =>
      gate(() => {
        started.push(number);
        return new Promise<number>((resolve) => opened.push(() => resolve(number)));
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    opened[1]?.();
    await jobs[1];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    opened[0]?.();
    opened[2]?.();
    await Promise.all([jobs[0], jobs[2]]);
    opened[3]?.();
    expect(await Promise.all(jobs)).toEqual([0, 1, 2, 3]);
  });

  it('lets the next one in when a job fails', async () => {
    const gate = createGate(1);
    await expect(gate(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await gate(async () => 7)).toBe(7);
  });
});

import { describe, expect, it } from 'vitest';
import { createRequestQueue } from '../../src/delivery/request-queue';
import { createTime } from '../simulation/time';

function setUp(limit: number) {
  const time = createTime(0);
  const gate = createRequestQueue(limit, time, () => 0.5);
  const started: number[] = [];
  /** A job that takes a second and ends like this. */
  const enter = (number: number, answer: boolean | undefined) =>
    gate.enter(async () => {
      started.push(number);
      await new Promise<void>((resolve) => void time.after(1000, resolve));
      return answer;
    });
  return { time, gate, started, enter };
}

describe('gate', () => {
  it('runs no more jobs at a time than its limit, first come first served', async () => {
    const { time, started, enter } = setUp(2);
    for (const number of [0, 1, 2, 3]) void enter(number, true);
    await time.pass(500);
    expect(started).toEqual([0, 1]);
    await time.pass(1000);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('lets the next one in when a job fails', async () => {
    const { gate } = setUp(1);
    await expect(gate.enter(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await gate.enter(async () => true);
  });

  it('probes with one job at a time, further and further apart, while the API does not answer', async () => {
    const { time, gate, started, enter } = setUp(2);
    for (let number = 0; number < 200; number += 1) void enter(number, false);
    await time.pass(2500);
    expect([started.length, gate.isClosed()]).toEqual([2, true]);
    await time.pass(3_597_500);
    expect(started.length).toBeGreaterThan(40);
    expect(started.length).toBeLessThanOrEqual(60);
  });

  it('opens for all when a probe is answered, and says so', async () => {
    const { time, gate, started, enter } = setUp(2);
    let opened = 0;
    gate.whenOpen(() => {
      opened += 1;
    });
    for (const number of [0, 1]) void enter(number, false);
    for (const number of [2, 3, 4, 5]) void enter(number, true);
    await time.pass(60_000);
    expect([started.length, opened, gate.isClosed()]).toEqual([6, 1, false]);
  });

  it('probes at once when it is woken, at most once a second', async () => {
    const { time, gate, started, enter } = setUp(1);
    for (let number = 0; number < 9; number += 1) void enter(number, false);
    await time.pass(20_000);
    const before = started.length;
    gate.wake();
    gate.wake();
    await time.pass(10);
    gate.wake();
    await time.pass(980);
    expect(started.length).toBe(before + 1);
  });
});

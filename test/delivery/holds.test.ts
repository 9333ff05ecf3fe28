import { describe, expect, it } from 'vitest';
import { createHolds } from '../../src/delivery/holds';
import { createTime } from '../simulation/time';

describe('holds', () => {
  it('end after their time, or when they are released', async () => {
    const time = createTime(0);
    const holds = createHolds<'a' | 'b' | 'c'>(time);
    holds.add('a', 1000);
    holds.add('b', 2000);
    holds.add('c');
    await time.pass(1000);
    expect(holds.size).toBe(2);
    holds.release('c');
    await time.pass(1000);
    expect(holds.size).toBe(0);
  });

  it('end no sooner for a time that was given before', async () => {
    const time = createTime(0);
    const holds = createHolds<'a'>(time);
    holds.add('a', 1000);
    await time.pass(900);
    holds.add('a', 1000);
    await time.pass(500);
    expect(holds.size).toBe(1);
    await time.pass(500);
    expect(holds.size).toBe(0);
  });

  it('wake who waits for a change', async () => {
    const holds = createHolds<'a'>(createTime(0));
    holds.add('a');
    const changed = holds.change();
    holds.release('a');
    await changed;
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { DeliveryState } from '../../src/delivery/delivery';
import { createWaiting } from '../../src/delivery/waiting';

describe('waiting', () => {
  it('keeps what is wanted, and lets a rating change without its words', () => {
    const states: DeliveryState[] = [];
    const waiting = createWaiting({ onState: (state) => states.push(state), onSettled: vi.fn(), onError: vi.fn() });
    waiting.want({ rating: 'up', comment: 'Words' });
    waiting.want({ rating: 'down', comment: null });
    expect(states.at(-1)).toMatchObject({ phase: 'waiting', wanted: { rating: 'down', comment: 'Words' } });
    waiting.want(null);
    expect(states.at(-1)).toMatchObject({ phase: 'idle', wanted: null });
  });
});

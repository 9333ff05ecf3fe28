import { describe, expect, it, vi } from 'vitest';
import { createDelivery, type DeliveryState, type DeliveryTarget } from '../src/delivery';
import { FeedbackError } from '../src/errors';
import { createSubmitter } from '../src/submitter';
import { ANSWER, PROJECT_ID } from './support/people';
import { createHold, createTestApi } from './support/test-api';

const UP = { rating: 'up', comment: '' } as const;

function setUp(more: Partial<DeliveryTarget> = {}) {
  const server = createTestApi();
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
  const states: DeliveryState[] = [];
  const onSettled = vi.fn();
  const onError = vi.fn();
  const target = { answer: ANSWER, submitter, gate: <T>(job: () => Promise<T>) => job(), ...more };
  const delivery = createDelivery(target, { onState: (state) => states.push(state), onSettled, onError });
  return { server, delivery, states, onSettled, onError, phases: () => states.map(({ phase }) => phase) };
}

describe('delivery', () => {
  it('goes through saving to saved, and tells once', async () => {
    const { delivery, onSettled, phases } = setUp();
    delivery.want(UP);
    await vi.waitFor(() => expect(onSettled).toHaveBeenCalledTimes(1));
    expect([...new Set(phases())]).toEqual(['saving', 'saved']);
    expect(onSettled).toHaveBeenCalledWith(expect.objectContaining({ is_positive: true }));
  });

  it('without a target waits', () => {
    const states: DeliveryState[] = [];
    const delivery = createDelivery(null, { onState: (state) => states.push(state), onSettled: vi.fn(), onError: vi.fn() });
    delivery.want(UP);
    delivery.retry();
    expect(states.at(-1)).toMatchObject({ phase: 'waiting', wanted: UP });
    delivery.want(null);
    expect(states.at(-1)).toMatchObject({ phase: 'idle', wanted: null });
  });

  it('tells nothing once it is disposed', async () => {
    const { delivery, server, states, onSettled } = setUp();
    const hold = createHold();
    server.meet(hold.fault);
    delivery.want(UP);
    await vi.waitFor(() => expect(server.calls).toHaveLength(1));
    const before = states.length;
    delivery.dispose();
    hold.open();
    await vi.waitFor(() => expect(server.records()).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([states.length, onSettled.mock.calls.length]).toEqual([before, 0]);
  });

  it('takes a config error for what only the host can mend', async () => {
    const submitter = { submit: async () => new FeedbackError('config', 'x') } as never;
    const { delivery, onError, states } = setUp({ submitter });
    delivery.want(UP);
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    expect(states.at(-1)).toMatchObject({ phase: 'failed', notice: 'unavailable' });
  });
});

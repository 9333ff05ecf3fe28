import { type Delivery, type DeliveryListener, type DeliveryView, feedbackOf, type Wanted } from '../delivery/index.js';

/** The view of an answer without feedback. */
export const IDLE: DeliveryView = { wanted: null, hasHiddenWords: false, phase: 'idle', error: null, notice: null };

/** Stands in for a delivery while the ids of the answer are not known: it remembers the wanted feedback and sends nothing. */
export function createWaiting({ onView }: DeliveryListener): Delivery {
  let wanted: Wanted | null = null;
  const nothing = () => {};
  return {
    want(next) {
      wanted = next && { rating: next.rating, comment: next.comment ?? wanted?.comment ?? null };
      onView({ ...IDLE, wanted: feedbackOf(wanted, null), phase: wanted ? 'waiting' : 'idle' });
    },
    wanted: () => wanted,
    start: nothing,
    seed: nothing,
    receive: nothing,
    readWords: nothing,
    retry: nothing,
    resume: nothing,
    wake: nothing,
    readStorage: nothing,
    dispose: nothing,
  };
}

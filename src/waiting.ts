import type { Delivery, DeliveryWatch } from './delivery.js';
import type { Feedback } from './feedback.js';

/** In place of a delivery while the answer's ids are not known: what is wanted waits, and nothing is sent. */
export function createWaiting(watch: DeliveryWatch): Delivery {
  let wanted: Feedback | null = null;
  const rest = () => {};
  return {
    want(next) {
      wanted = next && { rating: next.rating, comment: next.comment ?? wanted?.comment ?? '' };
      watch.onState({ wanted, phase: wanted ? 'waiting' : 'idle', error: null, notice: null });
    },
    start: rest,
    know: rest,
    retry: rest,
    resume: rest,
    wake: rest,
    see: rest,
    dispose: rest,
  };
}

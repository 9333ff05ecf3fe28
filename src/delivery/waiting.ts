import type { Delivery, DeliveryWatch } from './delivery.js';
import { toFeedback, type Wanted } from './store.js';

/** In place of a delivery while the answer's ids are not known: what is wanted waits, and nothing is sent. */
export function createWaiting(watch: DeliveryWatch): Delivery {
  let wanted: Wanted | null = null;
  const rest = () => {};
  return {
    want(next) {
      // Words that are null may be on record already.
      wanted = next && { rating: next.rating, comment: next.comment ?? wanted?.comment ?? null };
      watch.onState({
        wanted: toFeedback(wanted, null),
        hasHiddenWords: false,
        phase: wanted ? 'waiting' : 'idle',
        error: null,
        notice: null,
      });
    },
    wanted: () => wanted,
    start: rest,
    know: rest,
    learn: rest,
    retry: rest,
    resume: rest,
    wake: rest,
    see: rest,
    dispose: rest,
  };
}

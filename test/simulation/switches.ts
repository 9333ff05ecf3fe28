import { KILLED_QUARANTINE_MS, SWEEP_AFTER_MS } from '../../src/delivery/policy';
import type { Clock } from '../../src/platform/clock';

/** A rule of the policy that the simulation can turn off, to prove that it would notice. */
export type Switch = 'sweep' | 'quarantine' | 'reconcile' | 'writeAhead';

export const SWITCHES: readonly Switch[] = ['sweep', 'quarantine', 'reconcile', 'writeAhead'];

const QUARANTINES_MS = [KILLED_QUARANTINE_MS, 5_000, 30_000];

/** The clock without the waits of the rule. */
export function withoutWaits(clock: Clock, off: Switch | undefined): Clock {
  if (off !== 'sweep' && off !== 'quarantine') return clock;
  return {
    now: clock.now,
    after(delayMs, deed) {
      if (off === 'sweep' && delayMs === SWEEP_AFTER_MS) return () => {};
      return clock.after(off === 'quarantine' && QUARANTINES_MS.includes(delayMs) ? 0 : delayMs, deed);
    },
  };
}

/** What the storage keeps of an entry without the rule; null keeps nothing of it. */
export function withoutRecords(value: string, off: Switch | undefined): string | null {
  if (off === 'sweep') return value.replace(/"sweep":\d+/, '"sweep":0');
  if (off === 'writeAhead' && /"doubt":"list"|"sweep":[1-9]/.test(value)) return null;
  return value;
}

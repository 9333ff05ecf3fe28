import { CLOSED_TAB_QUARANTINE_MS, RECHECK_AFTER_MS } from '../../src/delivery/policy';
import { FAILURES, type FeedbackErrorKind, failureOf } from '../../src/domain/failures';
import type { Clock } from '../../src/platform/clock';

/** A rule of the policy that the simulation can turn off, to prove that it would notice. */
export type Switch = 'recheck' | 'quarantine' | 'reconcile' | 'writeAhead';

export const SWITCHES: readonly Switch[] = ['recheck', 'quarantine', 'reconcile', 'writeAhead'];

const kinds = Object.keys(FAILURES) as FeedbackErrorKind[];
export const QUARANTINES_MS = [CLOSED_TAB_QUARANTINE_MS, ...kinds.flatMap((kind) => failureOf(kind).quarantineMs ?? [])];

/** The clock without the waits of the rule. */
export function withoutWaits(clock: Clock, off: Switch | undefined): Clock {
  if (off !== 'recheck' && off !== 'quarantine') return clock;
  return {
    now: clock.now,
    after(delayMs, deed) {
      if (off === 'recheck' && delayMs === RECHECK_AFTER_MS) return () => {};
      return clock.after(off === 'quarantine' && QUARANTINES_MS.includes(delayMs) ? 0 : delayMs, deed);
    },
  };
}

/** What the storage keeps of an entry without the rule; null keeps nothing of it. */
export function withoutRecords(value: string, off: Switch | undefined): string | null {
  if (off === 'recheck') return value.replace(/"recheck":\d+/, '"recheck":0');
  if (off === 'writeAhead' && /"unresolved":"list"|"recheck":[1-9]|"write":\{/.test(value)) return null;
  return value;
}

/** How often a delivery tries before it gives up. */
export const MOST_TRIES = 12;
/** How long after an uncertain write the list is read again: by then late commits are over. */
export const RECHECK_AFTER_MS = 120_000;
/** How long another tab is given for what it has begun. */
export const TAKE_OVER_AFTER_MS = 45_000;
/** How long a delivery that gave up waits at least before it starts again by itself once more. */
export const RESTART_AFTER_MS = 60_000;
/** A `POST` that was under way when its tab closed is waited for like one that the network lost. */
export const CLOSED_TAB_QUARANTINE_MS = 5_000;

/** How long to wait before try `n`, counted from 1, in milliseconds. */
export function backoffMs(n: number, random: () => number): number {
  return (0.5 + random() / 2) * Math.min(60_000, 1000 * 2 ** n);
}

/** How long a `Retry-After` is obeyed: 1 to 300 s, and up to a fifth more, so that not all clients come back at once. */
export function retryAfterMs(askedMs: number, random: () => number): number {
  return Math.min(300_000, Math.max(1000, askedMs)) * (1 + random() / 5);
}

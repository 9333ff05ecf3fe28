import type { Clock } from '../platform/index.js';
import { BACKOFF_UNIT_MS } from './policy.js';

/** Limits the concurrent requests of a page. While the API does not respond, it lets one request at a time through as a probe. */
export interface RequestQueue {
  /** Runs a job in its turn. The job returns whether the API responded, or undefined if it made no request. */
  enter(job: () => Promise<boolean | undefined>): Promise<void>;
  /** Whether the API did not respond to the last request. */
  isClosed(): boolean;
  /** Sends the next probe now, at most once a second. */
  wake(): void;
  /** Calls the listener whenever the API responds again. Returns a function that removes it. */
  whenOpen(listener: () => void): () => void;
}

/** The longest pause, in milliseconds. Pauses that double from `BACKOFF_UNIT_MS` up to it make fewer than 60 probes an hour. */
const MAX_PAUSE_MS = 68_000;

/** Creates a queue that runs up to `limit` jobs at a time, first come, first served. */
export function createRequestQueue(limit: number, clock: Clock, random: () => number): RequestQueue {
  const queue: (() => void)[] = [];
  const listeners = new Set<() => void>();
  let running = 0;
  let failures = 0;
  let cancelPause: (() => void) | undefined;
  let canWake = true;

  function admit(): void {
    while (queue.length && !cancelPause && running < (failures ? 1 : limit)) {
      running += 1;
      queue.shift()?.();
    }
  }

  function pause(): void {
    cancelPause?.();
    const delayMs = Math.min(MAX_PAUSE_MS, BACKOFF_UNIT_MS * 2 ** (failures - 1)) * (0.95 + random() * 0.1);
    cancelPause = clock.after(delayMs, endPause);
  }

  function endPause(): void {
    cancelPause?.();
    cancelPause = undefined;
    admit();
  }

  return {
    async enter(job) {
      await new Promise<void>((go) => {
        queue.push(go);
        admit();
      });
      let hasResponded: boolean | undefined;
      try {
        hasResponded = await job();
      } finally {
        running -= 1;
        if (hasResponded === undefined) admit();
      }
      if (hasResponded === false) {
        failures += 1;
        pause();
      } else if (hasResponded && failures) {
        failures = 0;
        for (const listener of [...listeners]) listener();
      }
      admit();
    },
    isClosed: () => failures > 0,
    wake() {
      if (!canWake) return;
      canWake = false;
      clock.after(1000, () => {
        canWake = true;
      });
      endPause();
    },
    whenOpen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

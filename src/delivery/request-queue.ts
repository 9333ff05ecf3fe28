import type { Clock } from '../platform/index.js';

/**
 * Bounds the requests of a page. `enter` runs a job when it is its turn, first come first served; the job tells whether the API
 * answered (true), did not (false), or was not asked (undefined). While it does not answer, one request at a time probes for it.
 */
export interface RequestQueue {
  enter(job: () => Promise<boolean | undefined>): Promise<void>;
  /** Whether a job that enters now has to wait until the API is probed again. */
  isClosed(): boolean;
  /** Probes at once rather than when its time comes; at most once a second. */
  wake(): void;
  /** Calls when the API answers again after it did not. */
  onOpen(listener: () => void): () => void;
}

// Over an hour these make fewer than 60 probes: 1, 2, 4 ... 32 s, then about 68 s apart.
const LONGEST_PAUSE_MS = 68_000;

/** Makes a queue that lets `limit` jobs run at a time. */
export function createRequestQueue(limit: number, clock: Clock, random: () => number): RequestQueue {
  const queue: (() => void)[] = [];
  const listeners = new Set<() => void>();
  let running = 0;
  let failures = 0;
  let cancelPause: (() => void) | undefined;
  let isRested = true;

  function admit(): void {
    while (queue.length && !cancelPause && running < (failures ? 1 : limit)) {
      running += 1;
      queue.shift()?.();
    }
  }

  function pause(): void {
    cancelPause?.();
    const delayMs = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (failures - 1)) * (0.95 + random() * 0.1);
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
      let isAnswered: boolean | undefined;
      try {
        isAnswered = await job();
      } finally {
        running -= 1;
        if (isAnswered === undefined) admit();
      }
      if (isAnswered === false) {
        failures += 1;
        pause();
      } else if (isAnswered && failures) {
        failures = 0;
        for (const listener of [...listeners]) listener();
      }
      admit();
    },
    isClosed: () => failures > 0,
    wake() {
      if (!isRested) return;
      isRested = false;
      clock.after(1000, () => {
        isRested = true;
      });
      endPause();
    },
    onOpen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

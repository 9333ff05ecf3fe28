/** Time that passes only when it is told to. */
export interface Time {
  now(): number;
  /** Does a deed after a delay, unless the returned function is called before. */
  after(delayMs: number, deed: () => void): () => void;
  /** Lets time pass, deed by deed in their order, and everything that follows from a deed before the next one. */
  pass(durationMs: number): Promise<void>;
  /** The same until no deed is left, or the time is over. */
  passUntilQuiet(mostMs: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly deed: () => void;
  isCancelled: boolean;
}

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Starts at the given time, in milliseconds since the epoch. */
export function createTime(startMs: number): Time {
  const heap: Timer[] = [];
  let now = startMs;
  let order = 0;

  function push(timer: Timer): void {
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timer, heap[parent] as Timer)) break;
      heap[at] = heap[parent] as Timer;
      at = parent;
    }
    heap[at] = timer;
  }

  function pop(): Timer | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (!last || !first || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child += 1;
      if (!isBefore(heap[child] as Timer, last)) break;
      heap[at] = heap[child] as Timer;
      at = child;
    }
    heap[at] = last;
    return first;
  }

  async function passUntil(end: number): Promise<void> {
    await settle();
    for (;;) {
      const next = heap[0];
      if (!next || next.at > end) return;
      pop();
      if (next.isCancelled) continue;
      now = Math.max(now, next.at);
      next.deed();
      await settle();
    }
  }

  return {
    now: () => now,
    after(delayMs, deed) {
      const timer: Timer = { at: now + Math.max(0, delayMs), order: order++, deed, isCancelled: false };
      push(timer);
      return () => {
        timer.isCancelled = true;
      };
    },
    async pass(durationMs) {
      const end = now + durationMs;
      await passUntil(end);
      now = end;
    },
    async passUntilQuiet(mostMs) {
      await passUntil(now + mostMs);
    },
  };
}

/** Every promise that can settle by itself has settled when the next immediate runs. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

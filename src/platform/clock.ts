/** Time as an argument, so that a test can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Does a deed once after a delay in milliseconds, unless the returned function is called before. */
  after(delayMs: number, deed: () => void): () => void;
}

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, deed) {
    const timer = setTimeout(deed, delayMs);
    return () => clearTimeout(timer);
  },
};

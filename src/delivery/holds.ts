import type { Clock } from '../platform/index.js';

/** Reasons to wait, by name; each ends after its time, or when it is released. */
export interface Holds<Name extends string> {
  readonly size: number;
  /** Adds a reason; without a delay it ends only when it is released. */
  add(name: Name, delayMs?: number): void;
  release(...names: Name[]): void;
  /** Settles when a reason ends, or at the next `release`. */
  change(): Promise<void>;
}

export function createHolds<Name extends string>(clock: Clock): Holds<Name> {
  const names = new Map<Name, object>();
  let goOn = () => {};

  function release(...ended: Name[]): void {
    for (const name of ended) names.delete(name);
    goOn();
  }

  return {
    get size() {
      return names.size;
    },
    add(name, delayMs) {
      const own = {};
      names.set(name, own);
      // One that was added anew meanwhile has a time of its own.
      if (delayMs !== undefined) clock.after(delayMs, () => names.get(name) === own && release(name));
    },
    release,
    change: () =>
      new Promise((resolve) => {
        goOn = resolve;
      }),
  };
}

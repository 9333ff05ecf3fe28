/** Writes a line of this package to the console. */
export function log(level: 'error' | 'warn' | 'info', text: string, ...details: readonly unknown[]): void {
  console[level](`clarifeye-feedback: ${text}`, ...details);
}

/** Reports an error of the host's code as an uncaught one. Never throws. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Runs code of the host. Reports an error instead of throwing it, and returns undefined. */
export function guard<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    return void report(error);
  }
}

/** A set of listeners. Errors in them are reported. */
export function createListeners<T>() {
  const listeners = new Set<(news: T) => void>();
  return {
    /** Calls the listener with all news. Returns a function that removes it. */
    add(listener: (news: T) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(news: T): void {
      for (const listener of [...listeners]) guard(() => listener(news));
    },
    clear: () => listeners.clear(),
  };
}

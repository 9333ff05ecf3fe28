/** The part of a signal that the widget uses. */
export interface ReadonlySignal<T> {
  readonly value: T;
  peek(): T;
  /** Calls the listener now and after every change. Returns a function that removes it. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Signal<T> extends ReadonlySignal<T> {
  value: T;
}

/**
 * Creates a signal for the script, in place of `@preact/signals`, which would make it 1.1 kB larger. The widget neither computes signals nor tracks who
 * reads them: it only sets, reads and subscribes.
 */
export function signal<T>(value: T): Signal<T> {
  const listeners = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set value(next) {
      if (next === value) return;
      value = next;
      for (const listener of [...listeners]) {
        // A listener has set another value, which all of them have got already.
        if (value !== next) return;
        if (listeners.has(listener)) listener();
      }
    },
    peek: () => value,
    subscribe(listener) {
      const onChange = () => listener(value);
      listeners.add(onChange);
      onChange();
      return () => listeners.delete(onChange);
    },
  };
}

/** Runs changes, which listeners hear of one by one. Widgets draw later, and see only the last. */
export const batch = (change: () => void): void => change();

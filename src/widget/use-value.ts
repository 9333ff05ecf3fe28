import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * The value of a signal; when it changes, the component is drawn again. What the package `@preact/signals` does for every component it does for one that asks,
 * so that the script carries the signals alone.
 */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const [, draw] = useState<T>(source.peek());
  useLayoutEffect(() => source.subscribe((value) => draw(() => value)), [source]);
  return source.peek();
}

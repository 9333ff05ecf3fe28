import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The value of a signal, which must not be a function. Rerenders the component when it changes; the script has no `@preact/signals` to do that for all components. */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const [, draw] = useState<T>(source.peek());
  useLayoutEffect(() => source.subscribe(draw), [source]);
  return source.peek();
}

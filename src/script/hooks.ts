import { type Component, options } from 'preact';
import type { EffectCallback } from 'preact/hooks';

/** What one call of a hook keeps between renders. */
interface Slot {
  value?: unknown;
  dependencies?: readonly unknown[] | undefined;
  cleanUp?: ReturnType<EffectCallback>;
}

/** A component of Preact. It calls the functions in `__h` once the nodes of a render are in place. */
interface Rendered extends Component {
  slots?: Slot[];
  __h: (() => void)[];
}

type Hook = (node: { readonly __c?: Rendered }) => void;

/** Of Preact's options, the two that hooks need: one is called before a render, the other when a component is removed. */
const callbacks = options as { __r?: Hook; unmount?: Hook };

let component: Rendered;
let index = 0;

callbacks.__r = ({ __c }) => {
  component = __c as Rendered;
  component.slots ??= [];
  index = 0;
};

callbacks.unmount = ({ __c }) => __c?.slots?.forEach(cleanUp);

function nextSlot(): Slot {
  const slots = component.slots as Slot[];
  slots[index] ??= {};
  return slots[index++] as Slot;
}

/** Stores the dependencies. Returns whether one has changed, or there are none. */
function hasChanged(slot: Slot, next?: readonly unknown[]): boolean {
  const { dependencies } = slot;
  slot.dependencies = next;
  return !dependencies || !next || next.some((value, at) => value !== dependencies[at]);
}

function cleanUp(slot: Slot): void {
  slot.cleanUp?.();
  slot.cleanUp = undefined;
}

// The hooks that the widget uses, for the script, in place of `preact/hooks`, which would make it 0.25 kB larger. They take and return what Preact's do.

export function useMemo<T>(make: () => T, dependencies: readonly unknown[]): T {
  const slot = nextSlot();
  if (hasChanged(slot, dependencies)) slot.value = make();
  return slot.value as T;
}

export const useRef = <T>(current: T): { current: T } => useMemo(() => ({ current }), []);

/** Unlike Preact's, it takes no functions, neither as the initial value nor as the next one. */
export function useState<T>(initial: T): [T, (next: T) => void] {
  const owner = component;
  const state: [T, (next: T) => void] = useMemo(() => {
    const setValue = (next: T) => {
      if (next === state[0]) return;
      state[0] = next;
      owner.setState({});
    };
    return [initial, setValue];
  }, []);
  return state;
}

export function useLayoutEffect(run: EffectCallback, dependencies?: readonly unknown[]): void {
  const slot = nextSlot();
  if (!hasChanged(slot, dependencies)) return;
  // As in Preact, all effects of a component are cleaned up before the first one runs again.
  component.__h.unshift(() => cleanUp(slot));
  component.__h.push(() => {
    slot.cleanUp = run();
  });
}

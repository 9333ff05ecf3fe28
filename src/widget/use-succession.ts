import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AnswerModel } from '../client/index.js';
import { activeIn, focusOfPage } from '../platform/index.js';
import { keyOf } from './frame.js';
import type { InnerProps } from './props.js';
import { type Arrival, arrive, depart, type LostFocus } from './succession.js';

const CONTROLS = 'button, textarea';

/** The number of widgets of each model. A staged rating is recorded when the last one is removed. */
const views = new WeakMap<AnswerModel, number>();

/** Moves the focus from a removed widget to the new one of the same answer, when a page renders its list anew. */
export function useSuccession(root: RefObject<HTMLElement | null>, props: InnerProps, model: AnswerModel): void {
  const key = useRef<string | null>(null);
  key.current = keyOf(props);

  useLayoutEffect(() => {
    const widget = root.current;
    if (!widget) return undefined;
    let focused: Element | null = null;
    const onFocusIn = (event: Event) => {
      focused = event.target as Element;
    };
    // Chromium fires focusout before it removes the element, Firefox not at all.
    const onFocusOut = () =>
      setTimeout(() => {
        if (widget.isConnected && !widget.contains(activeIn(widget))) focused = null;
      });
    widget.addEventListener('focusin', onFocusIn);
    widget.addEventListener('focusout', onFocusOut);
    const controls = () => [...widget.querySelectorAll(CONTROLS)];
    const arrival: Arrival = {
      key: () => key.current,
      focus: () => focused && toLostFocus(focused, controls()),
      take: (focus) => restore(focus, controls),
    };
    const { memory } = props;
    arrive(arrival, memory?.arrival);
    if (memory) memory.arrival = arrival;
    return () => {
      if (memory) memory.arrival = null;
      depart(arrival);
    };
  }, []);

  useLayoutEffect(() => {
    views.set(model, (views.get(model) ?? 0) + 1);
    return () => {
      views.set(model, (views.get(model) ?? 1) - 1);
      setTimeout(() => views.get(model) || model.recordStaged());
    };
  }, [model]);
}

function toLostFocus(focused: Element, controls: readonly Element[]): LostFocus | null {
  const index = controls.indexOf(focused);
  const selection = focused instanceof HTMLTextAreaElement ? ([focused.selectionStart, focused.selectionEnd] as const) : null;
  return index < 0 ? null : { index, selection };
}

function restore({ index, selection }: LostFocus, controls: () => readonly Element[]): void {
  const control = controls()[index] as HTMLElement | undefined;
  // The person has moved the focus elsewhere.
  if (focusOfPage()) return;
  control?.focus({ preventScroll: true });
  if (selection && control instanceof HTMLTextAreaElement) control.setSelectionRange(...selection);
}

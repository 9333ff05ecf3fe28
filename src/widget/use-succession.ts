import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AnswerModel } from '../client/index.js';
import { activeIn, documentProperty } from '../platform/index.js';
import type { InnerProps } from './props.js';
import { type Arrival, arrive, depart, type LostFocus } from './succession.js';

const CONTROLS = 'button, textarea';

/** Views by model: what is held back is released only when the last one has gone. */
const views = new WeakMap<AnswerModel, number>();

/** Lets a widget take over the focus from the one of the same answer that left, where a page makes its list anew. */
export function useSuccession(root: RefObject<HTMLElement | null>, props: InnerProps, model: AnswerModel): void {
  const key = useRef<string | null>(null);
  key.current = props.answer?.key ?? null;

  useLayoutEffect(() => {
    const widget = root.current;
    if (!widget) return undefined;
    let focused: Element | null = null;
    const onFocusIn = (event: Event) => {
      focused = event.target as Element;
    };
    // Chromium tells of a lost focus before it removes the element, Firefox not at all.
    const onFocusOut = () =>
      setTimeout(() => {
        if (widget.isConnected && !widget.contains(activeIn(widget))) focused = null;
      });
    widget.addEventListener('focusin', onFocusIn);
    widget.addEventListener('focusout', onFocusOut);
    const controls = () => [...widget.querySelectorAll(CONTROLS)];
    const arrival: Arrival = { key: () => key.current, take: (focus) => restore(focus, controls) };
    const { memory } = props;
    arrive(arrival, memory?.arrival);
    if (memory) memory.arrival = arrival;
    return () => {
      if (memory) memory.arrival = null;
      depart(arrival, focused && toLostFocus(focused, controls()));
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
  const active = documentProperty('activeElement');
  // Whoever has moved on is not called back.
  if (active && active !== documentProperty('body')) return;
  control?.focus({ preventScroll: true });
  if (selection && control instanceof HTMLTextAreaElement) control.setSelectionRange(...selection);
}

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AnswerModel } from '../model.js';
import { activeIn, ancestorsOf, real } from '../real.js';
import type { InnerProps } from './props.js';
import { type Arrival, arrive, type Departure, depart, type LostFocus, placeOf } from './succession.js';

const CONTROLS = 'button, textarea';

/** Views by model: what is held back is released only when the last one has gone. */
const views = new WeakMap<AnswerModel, number>();

/**
 * Lets a widget take over from the one that stood in its place when a page makes its list anew: the focus, and what was said while the ids were not
 * known.
 */
export function useSuccession(root: RefObject<HTMLElement | null>, props: InnerProps, model: AnswerModel): void {
  const latest = useRef({ ...placeOf(props), model });
  latest.current = { ...placeOf(props), model };

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
    // By the time it is gone, nothing tells where it stood.
    const ancestors = ancestorsOf(widget);
    const arrival: Arrival = {
      ancestors,
      place: () => latest.current,
      take: (departure) => take(departure, latest.current.model, controls),
    };
    const { kept } = props;
    arrive(arrival, kept?.arrival);
    if (kept) kept.arrival = arrival;
    return () => {
      if (kept) kept.arrival = null;
      const { model, ...place } = latest.current;
      const hasSaid = !model.answer && (model.wanted() || model.held.peek() || model.draft.peek());
      depart({ ...place, ancestors, model: hasSaid ? model : null, focus: focused && toLostFocus(focused, controls()) }, arrival);
    };
  }, []);

  useLayoutEffect(() => {
    views.set(model, (views.get(model) ?? 0) + 1);
    return () => {
      views.set(model, (views.get(model) ?? 1) - 1);
      setTimeout(() => views.get(model) || model.release());
    };
  }, [model]);
}

function toLostFocus(focused: Element, controls: readonly Element[]): LostFocus | null {
  const index = controls.indexOf(focused);
  const selection = focused instanceof HTMLTextAreaElement ? ([focused.selectionStart, focused.selectionEnd] as const) : null;
  return index < 0 ? null : { index, selection };
}

function take({ model, focus }: Departure, heir: AnswerModel, controls: () => readonly Element[]): void {
  if (model) heir.takeOver(model);
  if (!focus) return;
  const restore = () => {
    const { index, selection } = focus;
    const control = controls()[index] as HTMLElement | undefined;
    const active = real('activeElement');
    if (active && active !== real('body')) return;
    control?.focus({ preventScroll: true });
    if (selection && control instanceof HTMLTextAreaElement) control.setSelectionRange(...selection);
  };
  // What was taken over is drawn a microtask later.
  if (model) queueMicrotask(() => queueMicrotask(restore));
  else restore();
}

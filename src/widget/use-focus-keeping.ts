import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { activeIn, focusOfPage } from '../platform/index.js';

const CHOSEN = '[aria-pressed="true"].cf-rating';

/**
 * Keeps the focus in the widget when the focused element is removed: it moves from the box to the button that opens it and back, and from anything else to
 * the chosen rating, or the one that was chosen before. Safari does not focus a button that is clicked, so the last pressed one counts, too.
 */
export function useFocusKeeping(root: RefObject<HTMLElement | null>) {
  const pressed = useRef<Element | null>(null);
  const keyed = useRef<EventTarget | null>(null);
  const widget = root.current;
  const focused = widget && activeIn(widget);
  const last = focused && widget.contains(focused) ? focused : pressed.current;
  const wasInBox = !!last?.closest('.cf-panel');
  const chosen = last && widget?.querySelector<HTMLElement>(CHOSEN);
  const wasOpener = !!last?.matches('.cf-opener');

  useLayoutEffect(() => {
    if (!widget || !last || last.isConnected) return;
    pressed.current = null;
    const active = focusOfPage();
    // The person has moved the focus elsewhere.
    if (active && active.shadowRoot !== widget.getRootNode()) return;
    const find = (selector: string) => widget.querySelector<HTMLElement>(selector);
    const successor = (wasOpener && find('textarea')) || ((wasInBox || wasOpener) && find('.cf-opener'));
    (successor || find(CHOSEN) || chosen || find('.cf-rating'))?.focus({ preventScroll: !wasOpener });
  });

  return {
    onClickCapture(event: MouseEvent) {
      const button = (event.target as Element).closest('button');
      // The second click of a double-click must not undo the first, nor press a button that has taken its place.
      if (button && event.detail > 1) {
        event.preventDefault();
        event.stopPropagation();
      } else pressed.current = button;
    },
    onKeyDownCapture(event: KeyboardEvent) {
      // Neither must the repeats of a held key, wherever the focus has moved.
      if (!event.repeat) keyed.current = event.target;
      else if (event.key === 'Enter' && (keyed.current !== event.target || event.target instanceof HTMLButtonElement))
        event.preventDefault();
    },
    onFocusOut() {
      if (pressed.current?.isConnected) pressed.current = null;
    },
  };
}

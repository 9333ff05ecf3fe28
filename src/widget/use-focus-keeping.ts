import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { activeIn, documentProperty } from '../platform/index.js';

/**
 * Keeps the focus in the widget when the element that has it, or that was pressed last, goes away: from the box it goes to the button that
 * opens it and back, from anything else to the ratings. Safari gives no focus to a button that is clicked, so presses count too.
 */
export function useFocusKeeping(root: RefObject<HTMLElement | null>) {
  const pressed = useRef<Element | null>(null);
  const keyed = useRef<EventTarget | null>(null);
  const widget = root.current;
  const focused = widget && activeIn(widget);
  const last = focused && widget.contains(focused) ? focused : pressed.current;
  const wasInBox = !!last?.closest('form');
  const wasOpener = !!last?.matches('.cf-opener');

  useLayoutEffect(() => {
    if (!widget || !last || last.isConnected) return;
    pressed.current = null;
    const [active, body] = [documentProperty('activeElement'), documentProperty('body')];
    // Whoever has moved on is not called back.
    if (active && active !== body && active.shadowRoot !== widget.getRootNode()) return;
    const find = (selector: string) => widget.querySelector<HTMLElement>(selector);
    const successor = (wasInBox && find('.cf-opener')) || (wasOpener && find('textarea'));
    (successor || find('[aria-pressed="true"].cf-rating') || find('.cf-rating'))?.focus({ preventScroll: !wasOpener });
  });

  return {
    onClickCapture(event: MouseEvent) {
      const button = (event.target as Element).closest('button');
      // A double-click is one press: neither taken back, nor one of the button that comes in the place of the first.
      if (button && event.detail > 1) {
        event.preventDefault();
        event.stopPropagation();
      } else pressed.current = button;
    },
    onKeyDownCapture(event: KeyboardEvent) {
      // So is a key that is held down, wherever the focus goes meanwhile.
      if (!event.repeat) keyed.current = event.target;
      else if (event.key === 'Enter' && (keyed.current !== event.target || event.target instanceof HTMLButtonElement))
        event.preventDefault();
    },
    onFocusOut() {
      if (pressed.current?.isConnected) pressed.current = null;
    },
  };
}

import { h, render } from 'preact';
import { listen } from '../real.js';
import { InnerWidget } from './feedback-widget.js';

let isAwaited = false;

/**
 * Draws a whole widget where nobody sees it, once a page shows that someone is there, so that their first press need not wait for its code to be
 * compiled: in time that the browser has left, in two parts.
 */
export function awaitWarmUp(page: Document): void {
  if (isAwaited) return;
  isAwaited = true;
  // A finger's first touch is one too.
  const stop = listen(page, 'pointerover', () => {
    stop();
    whenIdle(() => {
      const place = Document.prototype.createElement.call(page, 'div');
      const draw = (comment: 'off' | 'always') => render(h(InnerWidget, { comment, isPending: true }), place);
      draw('off');
      whenIdle(() => {
        draw('always');
        render(null, place);
      });
    });
  });
}

/** Safari has no idle time to tell of. */
const whenIdle = (deed: () => void) => (globalThis.requestIdleCallback ?? setTimeout)(deed);

import { h, render } from 'preact';
import { resolve } from '../options/index.js';
import { listen } from '../platform/index.js';
import { InnerWidget } from '../widget/index.js';

/** Settles once a page shows that someone is there; a finger's first touch does, too. */
let someone: Promise<void> | undefined;
let isDue = true;

/** Looks out for someone. */
export function awaitSomeone(): void {
  someone = new Promise((resolve) => {
    const stops = ['pointerover', 'keydown'].map((name) =>
      listen(document, name, () => {
        for (const stop of stops) stop();
        resolve();
      }),
    );
  });
}

/**
 * Draws a whole widget where nobody sees it, once someone is there, so that their first press need not wait for its code to be compiled: in time that
 * the browser has left, in two parts.
 */
export function warmUp(): void {
  if (!isDue) return;
  isDue = false;
  void someone?.then(() =>
    whenIdle(() => {
      const place = Document.prototype.createElement.call(document, 'div');
      const draw = (comment: 'off' | 'always') => render(h(InnerWidget, { ...resolve([{ comment }]) }), place);
      draw('off');
      whenIdle(() => {
        draw('always');
        render(null, place);
      });
    }),
  );
}

/** Safari has no idle time to tell of, and Chromium may tell of none while nothing is drawn. */
function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 500 });
  else setTimeout(run);
}

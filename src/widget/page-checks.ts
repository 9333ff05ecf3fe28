import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { activeIn, isScript, logOnce } from '../platform/index.js';
import type { InnerProps } from './props.js';

/** Style sheets may be loaded after the component, in milliseconds. */
const LATEST_STYLE_MS = 3000;

/** Whether an element is in a page with style sheets, none of which is that of the component. An element in a shadow root has its own. */
function isUnstyled(element: HTMLElement | null): boolean {
  const page = element?.ownerDocument;
  // A page without any style sheet, and without layout, is that of a unit test.
  if (!element || element.getRootNode() !== page) return false;
  if (!page.styleSheets.length && !element.offsetHeight) return false;
  return page.defaultView?.getComputedStyle(element).getPropertyValue('--_target') === '';
}

/** Whether a widget whose ratings are items of the page's bar is in anything else. A bar that is hidden may be right when it is shown. */
function isOutsideOfBar(element: HTMLElement | null): boolean {
  const root = element?.getRootNode();
  const host = root instanceof ShadowRoot ? root.host : element;
  const place = host?.assignedSlot ?? host;
  const parent = place?.parentNode instanceof ShadowRoot ? place.parentNode.host : place?.parentElement;
  if (!element?.matches('[data-layout=toolbar]') || !parent?.getClientRects().length) return false;
  const { display, flexWrap } = getComputedStyle(parent);
  return !(/flex/.test(display) && /^wrap/.test(flexWrap));
}

function useCheck(root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const timer = setTimeout(() => {
      if (isUnstyled(root.current))
        logOnce('warn', "style: the page has no style sheet for the component, needs import 'clarifeye-feedback/style.css'.");
      if (isOutsideOfBar(root.current))
        logOnce('warn', 'layout: got "toolbar" outside of a bar that wraps, needs to be a child of a flex box with flex-wrap: wrap.');
    }, LATEST_STYLE_MS);
    return () => clearTimeout(timer);
  }, []);
}

/** Whether this is on a server, whose HTML has a mark of its own. */
export const FROM_SERVER = !isScript && typeof document === 'undefined' ? { 'data-from-server': '' } : {};

function useHydration(
  root: RefObject<HTMLElement | null>,
  isIdle: boolean,
  isDisabled: boolean,
  { drawAnew, focused = -1 }: InnerProps,
): void {
  useLayoutEffect(() => {
    const html = root.current as HTMLElement;
    // The ratings are there, however the widget is drawn.
    const buttons = [...html.querySelectorAll<HTMLElement>('[aria-pressed][part]')];
    buttons[focused]?.focus({ preventScroll: true });
    if (!html.hasAttribute('data-from-server')) return;
    if (!isIdle || isDisabled === !html.querySelector('[aria-disabled]')) drawAnew?.(buttons.indexOf(activeIn(html) as HTMLElement));
  }, []);
}

/**
 * Draws a hydrated widget anew if it is not as the server has drawn it: while Preact hydrates, it leaves the attributes of the server's HTML. A server
 * knows no storage, and not the origin of the page.
 */
export const useHydrationCheck = isScript ? () => {} : useHydration;

/** Warns, once for a page, if the style sheet of the Preact component is missing, or the bar of a toolbar. The script has no room for it. */
export const useStyleCheck = isScript ? () => {} : useCheck;

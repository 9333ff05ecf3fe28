import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { isScript, log } from '../platform/index.js';

/** Style sheets may be loaded after the component, in milliseconds. */
const LATEST_STYLE_MS = 3000;
let isChecked = false;

function useCheck(root: RefObject<Element | null>): void {
  useLayoutEffect(() => {
    if (isChecked) return;
    isChecked = true;
    setTimeout(() => {
      const element = root.current;
      // A page without any style sheet is that of a unit test.
      if (!element?.isConnected || !element.ownerDocument.styleSheets.length) return;
      if (!getComputedStyle(element).getPropertyValue('--_target'))
        log('warn', "style: the page has no style sheet for the component, needs import 'clarifeye-feedback/style.css'.");
    }, LATEST_STYLE_MS);
  }, []);
}

/** Warns, once for a page, if the style sheet of the Preact component is missing. The script and the element bring their own. */
export const useStyleCheck = isScript ? () => {} : useCheck;

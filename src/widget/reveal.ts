import { parentOf } from '../platform/index.js';

/** The space below a revealed box, in pixels, beside what an on-screen keyboard covers. */
const MARGIN = 8;

/**
 * Scrolls a box into view. An on-screen keyboard counts as out of view. Containers that only clip are left alone, because the reader could not scroll them
 * back.
 */
export function reveal(box: HTMLElement): void {
  const clipping: [Element, number][] = [];
  for (let node: Node | null = box; node; node = parentOf(node))
    if (node instanceof Element && /hidden|clip/.test(getComputedStyle(node).overflowY)) clipping.push([node, node.scrollTop]);
  const { visualViewport: seen } = window;
  const covered = seen?.scale === 1 ? innerHeight - seen.height - seen.offsetTop : 0;
  box.style.scrollMarginBottom = covered > 0 ? `${covered + MARGIN}px` : '';
  // jsdom has no layout.
  box.scrollIntoView?.({ block: 'nearest' });
  for (const [node, top] of clipping) node.scrollTop = top;
}

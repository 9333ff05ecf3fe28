/** The space around a revealed box, in pixels. */
const MARGIN = 8;

/**
 * Scrolls a box into view. An on-screen keyboard counts as out of view. Containers that only clip are left alone, because the reader could not scroll them
 * back.
 */
export function reveal(box: HTMLElement): void {
  // jsdom has no layout.
  if (!box.scrollIntoView) return;
  const clipping: [Element, number][] = [];
  for (let node: Node | null = box; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
    if (node instanceof Element && /hidden|clip/.test(getComputedStyle(node).overflowY)) clipping.push([node, node.scrollTop]);
  const { height = innerHeight, offsetTop = 0, scale = 1 } = window.visualViewport ?? {};
  box.style.scrollMarginBottom = `${MARGIN + (scale === 1 ? Math.max(0, innerHeight - height - offsetTop) : 0)}px`;
  box.scrollIntoView({ block: 'nearest' });
  for (const [one, top] of clipping) one.scrollTop = top;
}

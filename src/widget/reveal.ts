/** The space around a revealed box, in pixels. */
const MARGIN = 8;

function* ancestorsOf(element: Element): Generator<Element> {
  for (let node: Node | null = element; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
    if (node instanceof Element && node !== element) yield node;
}

/** The fixed or sticky bar that covers a point of the page, outside a box; undefined for none. */
function barAt(x: number, y: number, box: Element): Element | undefined {
  const cover = Document.prototype.elementFromPoint.call(document, x, y);
  const around = [...ancestorsOf(box)];
  if (!cover || around.includes(cover)) return undefined;
  return [cover, ...ancestorsOf(cover)].find((one) => !around.includes(one) && /fixed|sticky/.test(getComputedStyle(one).position));
}

/**
 * Scrolls a box into view. An on-screen keyboard and a bar that the page fixes at its bottom count as out of view. Containers that only clip are left alone,
 * because the reader could not scroll them back.
 */
export function reveal(box: HTMLElement): void {
  // jsdom has no layout.
  if (!box.scrollIntoView) return;
  const clipping = [...ancestorsOf(box)].flatMap((one) =>
    /hidden|clip/.test(getComputedStyle(one).overflowY) ? [[one, one.scrollTop] as const] : [],
  );
  const scroll = (covered: number) => {
    box.style.scrollMarginBottom = `${MARGIN + covered}px`;
    box.scrollIntoView({ block: 'nearest' });
    for (const [one, top] of clipping) one.scrollTop = top;
  };
  const { visualViewport } = window;
  scroll(visualViewport && visualViewport.scale === 1 ? Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop) : 0);
  const { left, width, bottom } = box.getBoundingClientRect();
  const bar = barAt(left + width / 2, bottom - 1, box);
  if (bar) scroll(bottom - bar.getBoundingClientRect().top);
}

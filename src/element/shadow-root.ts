import css from '../widget/feedback-widget.css?inline';

/** The document of an element, whatever elements are in it. */
export const pageOf = (element: Element) => Reflect.get(Node.prototype, 'ownerDocument', element) as Document;

const sheets = new WeakMap<Document, CSSStyleSheet>();

/**
 * The style sheet that all widgets of a document share. Being constructed, it needs no nonce under a strict CSP, but belongs to one document
 * only. Undefined for a document without a window.
 */
export function sheetOf(page: Document): CSSStyleSheet | undefined {
  let sheet = sheets.get(page);
  const view = Reflect.get(Document.prototype, 'defaultView', page) as (Window & typeof globalThis) | null;
  if (!sheet && view) {
    sheet = new view.CSSStyleSheet();
    // jsdom has no constructed style sheets.
    sheet.replaceSync?.(css);
    sheets.set(page, sheet);
  }
  return sheet;
}

/**
 * A container for Preact in a shadow root that may hold nodes of others, such as the styles of a browser extension. Preact sees only the given row, or
 * nothing, and appends its nodes last. In the shadow root itself, Preact would take over any first child, and it has no argument to prevent that:
 * https://github.com/preactjs/rfcs/pull/10
 */
export function containerIn(root: ShadowRoot, row: Element | undefined): Element {
  const container = {
    nodeType: 1,
    namespaceURI: 'http://www.w3.org/1999/xhtml',
    ownerDocument: root.ownerDocument,
    firstChild: row,
    childNodes: row ? [row] : [],
    insertBefore: (node: Node, before: Node | null) => root.insertBefore(node, before?.parentNode === root ? before : null),
  };
  return container as unknown as Element;
}

/**
 * Completes a press during which the page moves the element, as one does that writes `innerHTML` around an attached widget with each token: Chromium sends no
 * `click` if a node is moved between `pointerdown` and `pointerup`, or while the space bar is held. Returns a function to call after each move.
 */
export function completePresses(root: ShadowRoot): () => void {
  let pressed: HTMLElement | null = null;
  let hasMoved = false;
  const begin = (event: Event) => {
    const { key = ' ', repeat } = event as KeyboardEvent;
    if (key !== ' ' || repeat) return;
    pressed = (event.target as Element).closest('button');
    hasMoved = false;
  };
  const end = (event: Event) => {
    const button = pressed;
    if (!hasMoved || !button || !event.composedPath().includes(button)) return;
    // A click that the browser sends comes before this.
    setTimeout(() => pressed === button && button.click());
  };
  for (const name of ['pointerdown', 'keydown']) root.addEventListener(name, begin);
  for (const name of ['pointerup', 'keyup']) root.addEventListener(name, end);
  root.addEventListener('click', () => {
    pressed = null;
  });
  return () => {
    hasMoved = true;
  };
}

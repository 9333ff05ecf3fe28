import { log } from '../platform/index.js';
import css from '../widget/feedback-widget.css?inline';

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

/** Gives a shadow root the sheet. Extensions add sheets, too, and jsdom has no list of them. */
export function adopt(root: ShadowRoot, sheet: CSSStyleSheet): void {
  const { adoptedStyleSheets: sheets = [] } = root;
  if (!sheets.includes(sheet)) root.adoptedStyleSheets = [...sheets, sheet];
}

/**
 * A container for Preact in a shadow root that may hold nodes of others, such as the styles of a browser extension. Preact sees only the given row, or
 * nothing, and appends its nodes last. In the shadow root itself, Preact would take over any first child, and it has no argument to prevent that:
 * https://github.com/preactjs/rfcs/pull/10
 */
export function containerIn(root: ShadowRoot, row: Element | undefined): Element {
  const container = {
    namespaceURI: root.host.namespaceURI,
    ownerDocument: root.ownerDocument,
    firstChild: row,
    childNodes: row ? [row] : [],
    insertBefore: (node: Node, before: Node | null) => root.insertBefore(node, before?.parentNode === root ? before : null),
  };
  return container as unknown as Element;
}

let isContentTold = false;

/**
 * Warns, once for a page, of content that an element hides: it was written as `<clarifeye-feedback />`, which HTML does not close, so that what follows falls
 * into it, or its note has no slot.
 */
export function checkContent(host: Element): void {
  const isHidden = (node: ChildNode) =>
    node.nodeType < 4 && !(node as Element).slot && !/^S(TYLE|CRIPT)$/.test(node.nodeName) && node.textContent?.trim();
  if (isContentTold || ![...host.childNodes].some(isHidden)) return;
  isContentTold = true;
  log('warn', 'slot: got hidden content: the end tag is missing, or slot="disclaimer".');
}

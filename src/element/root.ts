/**
 * A root for Preact within a shadow root that may hold other nodes too, as those of extensions: it sees the given row alone, or nothing, and puts its own
 * nodes last. Given the shadow root itself, Preact would take any first child for its own, and has no argument to say otherwise:
 * https://github.com/preactjs/rfcs/pull/10
 */
export function rootFor(root: ShadowRoot, row: Element | undefined): Element {
  const place = {
    nodeType: 1,
    namespaceURI: 'http://www.w3.org/1999/xhtml',
    ownerDocument: root.ownerDocument,
    firstChild: row,
    childNodes: row ? [row] : [],
    insertBefore: (node: Node, before: Node | null) => root.insertBefore(node, before?.parentNode === root ? before : null),
  };
  return place as unknown as Element;
}

// Elements of the page can shadow properties of `document` and of forms, as <img name="currentScript"> and <input name="children"> do:
// https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem. They cannot shadow those of the prototypes, which are used here.

/** Reads a property of the document that page elements cannot shadow. */
export function documentProperty<Name extends keyof Document>(name: Name): Document[Name] {
  return Reflect.get(Document.prototype, name, document);
}

/** A view of a node whose properties and methods page elements cannot shadow. */
export function unshadowed<T extends Document | ShadowRoot | Element>(node: T): T {
  const prototype = (node === document ? Document : node instanceof ShadowRoot ? ShadowRoot : Element).prototype;
  return new Proxy(node, {
    get(target, name) {
      const value = Reflect.get(prototype, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The parent of a node, or the host of a shadow root. */
export const parentOf = (node: Node): Node | null =>
  node instanceof ShadowRoot ? node.host : (Reflect.get(Node.prototype, 'parentNode', node) as Node | null);

/** The value of an attribute on the element or its nearest ancestor that has it, across shadow roots. */
export function findUp(element: Element, name: string): string | null {
  const owner = Element.prototype.closest.call(element, `[${name}]`);
  if (owner) return Element.prototype.getAttribute.call(owner, name);
  const root = Node.prototype.getRootNode.call(element);
  return root instanceof ShadowRoot ? findUp(root.host, name) : null;
}

/** Adds an event listener, also to a `document` whose methods are shadowed. Returns a function that removes it. */
export function listen(target: EventTarget | null | undefined, name: string, listener: (event: Event) => void): () => void {
  if (!target) return () => {};
  const { addEventListener, removeEventListener } = target === document ? Document.prototype : target;
  addEventListener.call(target, name, listener);
  return () => removeEventListener.call(target, name, listener);
}

/** The focused element in the document or shadow root of an element. */
export function activeIn(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.activeElement : documentProperty('activeElement');
}

/** What has the focus of the page; null if nothing has. */
export function focusOfPage(): Element | null {
  const active = documentProperty('activeElement');
  return active === documentProperty('body') ? null : active;
}

/** Calls `run` once a frame has been painted, or soon where none is, as in a page that nobody sees. */
export function afterPaint(run: () => void): void {
  const timer = setTimeout(run, 200);
  requestAnimationFrame(() => {
    clearTimeout(timer);
    setTimeout(run);
  });
}

/** Sets an attribute, or removes it for null. Does nothing if it has that text already, so that no observer hears of it. */
export function setAttribute(element: Element, name: string, text: string | null): void {
  if (text === element.getAttribute(name)) return;
  if (text === null) element.removeAttribute(name);
  else element.setAttribute(name, text);
}

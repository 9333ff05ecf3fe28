// A page's elements can stand in the place of what `document` and forms have by their names, as in <img name="currentScript"> and
// <input name="children">: https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem. The prototypes can't be reached that way.

/** A property of the document itself, whatever elements the page has. */
export function documentProperty<Name extends keyof Document>(name: Name): Document[Name] {
  return Reflect.get(Document.prototype, name, document);
}

/** A node as its prototype has it, whatever elements are in it. */
export function unshadowed<T extends Document | ShadowRoot | Element>(node: T): T {
  const prototype = (node instanceof Document ? Document : node instanceof ShadowRoot ? ShadowRoot : Element).prototype;
  return new Proxy(node, {
    get(target, name) {
      const value = Reflect.get(prototype, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** An attribute of an element or of the nearest one around it that has it, through shadow roots. */
export function findUp(element: Element, name: string): string | null {
  const owner = Element.prototype.closest.call(element, `[${name}]`);
  if (owner) return Element.prototype.getAttribute.call(owner, name);
  const root = Node.prototype.getRootNode.call(element);
  return root instanceof ShadowRoot ? findUp(root.host, name) : null;
}

/** Listens to an event target by the platform's own method. Returns what ends it. */
export function listen(target: EventTarget | undefined, name: string, listener: (event: Event) => void): () => void {
  if (!target) return () => {};
  const { addEventListener, removeEventListener } = target instanceof Document ? Document.prototype : target;
  addEventListener.call(target, name, listener);
  return () => removeEventListener.call(target, name, listener);
}

/** What has the focus in the document or shadow root of an element. */
export function activeIn(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.activeElement : documentProperty('activeElement');
}

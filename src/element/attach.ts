import { check, demand, ownProperties } from '../domain/index.js';
import type { ElementOptions } from '../options/index.js';
import { findUp, listen, unshadowed } from '../platform/index.js';
import type { ClarifeyeFeedbackElement } from './element.js';

const TAG = 'clarifeye-feedback';
/** On every widget that was attached, so that a copy of the page's own is told from one that the page has put there. */
const MARK = 'data-attached';
/** How often in one task a widget is put back to the end, where the page moves something else there each time. */
const MOST_MOVES = 3;

/** What the attached widgets are like; the ids come from the page. */
export interface AttachOptions extends Omit<ElementOptions, 'conversationId' | 'queryId' | 'value'> {
  /** Where to look: the document, or an open shadow root. @default document */
  root?: Document | ShadowRoot | Element | undefined;
}

/** What {@link attach} made. */
export interface Attachment {
  /** Takes the widgets away again and stops looking. What was said is still sent. */
  dispose(): void;
}

/** One call of {@link attach}. */
interface Search {
  readonly root: Document | ShadowRoot | Element;
  /** The attributes that can change what matches, and the ids. */
  readonly attributes: readonly string[];
  look(): void;
}

const searches = new Set<Search>();
const attached = new WeakSet<Element>();
let moves = new WeakMap<Element, number>();
let observer: MutationObserver | undefined;

/**
 * Puts a widget at the end of every element that matches, now and later. Its ids are `data-conversation-id` and `data-query-id` of the element or
 * of an ancestor, and follow them when they change. Throws a FeedbackError of kind `config` for a wrong selector or root. Does nothing on a server.
 */
export function attach(selector: string, given: AttachOptions = {}): Attachment {
  if (!globalThis.document) return { dispose() {} };
  const { root = document, ...options } = ownProperties(given);
  demand(
    check(isSelector(selector), 'selector', selector, 'a CSS selector such as ".answer"'),
    check(root instanceof Node && 'querySelectorAll' in root, 'root', root, 'the document, an element or an open shadow root'),
  );
  const widgets = new Map<Element, ClarifeyeFeedbackElement>();
  /** Those of elements that have left the page, for when they come back. */
  const former = new WeakMap<Element, ClarifeyeFeedbackElement>();
  const named = [...selector.matchAll(/\[\s*([\w-]+)/g)].map(([, name = '']) => name.toLowerCase());

  function letGo(element: Element, widget: ClarifeyeFeedbackElement): void {
    widget.remove();
    // It may match no more only because the widget is in it, as with `:empty`.
    if (unshadowed(root).contains(element) && unshadowed(element).matches(selector)) unshadowed(element).append(widget);
    else {
      widgets.delete(element);
      former.set(element, widget);
    }
  }

  function keep(element: Element): void {
    const widget = widgets.get(element) ?? former.get(element) ?? adopt(element, options);
    if (!widget) return;
    if (!widgets.has(element))
      listen(widget, 'focusout', () => setTimeout(() => widgets.get(element) === widget && place(widget, element)));
    widgets.set(element, widget);
    place(widget, element);
  }

  const search: Search = {
    root,
    attributes: ['id', 'class', 'data-conversation-id', 'data-query-id', ...named],
    look() {
      const found = new Set(unshadowed(root).querySelectorAll(selector));
      for (const [element, widget] of widgets) if (!found.has(element)) letGo(element, widget);
      for (const element of found) keep(element);
    },
  };
  searches.add(search);
  observe();
  return {
    dispose() {
      if (!searches.delete(search)) return;
      observe();
      for (const widget of widgets.values()) widget.remove();
      widgets.clear();
    },
  };
}

function isSelector(selector: unknown): boolean {
  try {
    new DocumentFragment().querySelector(selector as string);
    return typeof selector === 'string';
  } catch {
    return false;
  }
}

/** One observer for the whole page; what it watches can only be added to, so it starts anew, and looks at what it may have missed. */
function observe(): void {
  observer ??= new MutationObserver(lookAll);
  observer.disconnect();
  for (const { root, attributes } of searches)
    observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: [...attributes] });
  lookAll();
}

function lookAll(): void {
  for (const search of searches) {
    try {
      search.look();
    } catch (error) {
      // One search is not to stop the others, nor the page.
      console.error('clarifeye-feedback: attach', error);
    }
  }
  // What came of this is no reason to look again.
  observer?.takeRecords();
}

/** The widget for an element; none where another search, or the page itself, has put one there. A copy that the page has made of one is replaced. */
function adopt(element: Element, options: object): ClarifeyeFeedbackElement | undefined {
  if (unshadowed(element).closest(TAG)) return undefined;
  for (const inside of unshadowed(element).querySelectorAll(TAG)) {
    if (attached.has(inside) || !inside.hasAttribute(MARK)) return undefined;
    inside.remove();
  }
  const widget = Object.assign(unshadowed(document).createElement(TAG), options);
  widget.setAttribute(MARK, '');
  attached.add(widget);
  return widget;
}

/** Puts a widget last, with the ids of its place. */
function place(widget: ClarifeyeFeedbackElement, element: Element): void {
  for (const name of ['conversation-id', 'query-id']) {
    const id = findUp(element, `data-${name}`);
    if (id === widget.getAttribute(name)) continue;
    if (id === null) widget.removeAttribute(name);
    else widget.setAttribute(name, id);
  }
  if (unshadowed(element).lastChild === widget) return;
  // A move takes the focus away (Firefox's `moveBefore` too, from inside a shadow root), so it waits until the person is done.
  if (widget.parentNode === element && widget.shadowRoot?.activeElement) return;
  const count = moves.get(widget) ?? 0;
  if (!count) setTimeout(() => (moves = new WeakMap()));
  if (count >= MOST_MOVES) return;
  moves.set(widget, count + 1);
  unshadowed(element).append(widget);
}

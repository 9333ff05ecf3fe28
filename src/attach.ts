import type { AttributeOptions } from './config.js';
import type { ClarifeyeFeedbackElement, ObjectOptions } from './element.js';
import { check, demand } from './errors.js';
import { own } from './own.js';
import { createElement, listen, querySelectorAll } from './real.js';

const TAG = 'clarifeye-feedback';

/** What the attached widgets are like; the ids come from the page. */
export interface AttachOptions extends Omit<AttributeOptions, 'conversationId' | 'queryId'>, ObjectOptions {
  /** Where to look: the document, or an open shadow root. @default document */
  root?: Document | ShadowRoot | Element | undefined;
}

/** What {@link attach} made. */
export interface Attachment {
  /** Takes the widgets away again and stops looking. What was said is kept and sent. */
  dispose(): void;
}

/** One call of {@link attach}. */
interface Search {
  readonly root: Document | ShadowRoot | Element;
  readonly widgets: Map<Element, ClarifeyeFeedbackElement>;
  /** The attributes that can change what matches, and the ids. */
  readonly attributes: readonly string[];
  look(): void;
}

const searches = new Set<Search>();
let observer: MutationObserver | undefined;

/**
 * Puts a widget at the end of every element that matches, now and later. Its ids are `data-conversation-id` and `data-query-id` of the element or
 * of an ancestor, and follow them when they change. Throws a FeedbackError of kind `config` for a wrong selector or root.
 */
export function attach(selector: string, given: AttachOptions = {}): Attachment {
  const { root = document, ...options } = own(given);
  demand(
    check(isSelector(selector), 'selector', selector, 'a CSS selector such as ".answer"'),
    check(root instanceof Node && 'querySelectorAll' in root, 'root', root, 'the document, an element or an open shadow root'),
  );
  const widgets = new Map<Element, ClarifeyeFeedbackElement>();
  const search: Search = {
    root,
    widgets,
    attributes: [
      'id',
      'class',
      'data-conversation-id',
      'data-query-id',
      ...[...selector.matchAll(/\[\s*([\w-]+)/g)].map(([, name = '']) => name),
    ],
    look() {
      const found = new Set<Element>(querySelectorAll(root, selector));
      for (const [element, widget] of widgets) {
        if (found.has(element)) continue;
        widgets.delete(element);
        widget.remove();
      }
      for (const element of found) {
        const widget = widgets.get(element) ?? adopt(element, options);
        if (!widget) continue;
        if (!widgets.has(element))
          listen(widget, 'focusout', () => setTimeout(() => widgets.get(element) === widget && place(widget, element)));
        widgets.set(element, widget);
        place(widget, element);
      }
    },
  };
  searches.add(search);
  observe();
  search.look();
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

/** One observer for the whole page; what it watches can only be added to, so it starts anew. */
function observe(): void {
  observer ??= new MutationObserver(() => {
    for (const search of searches) search.look();
  });
  observer.disconnect();
  for (const { root, attributes } of searches)
    observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: [...attributes] });
}

/** The widget for an element; none where another search, or the page itself, has put one there. */
function adopt(element: Element, options: AttachOptions): ClarifeyeFeedbackElement | undefined {
  if (element.closest(TAG) || [...element.children].some(({ localName }) => localName === TAG)) return undefined;
  return Object.assign(createElement(TAG), options);
}

/** Puts a widget last, with the ids of its place. */
function place(widget: ClarifeyeFeedbackElement, element: Element): void {
  for (const name of ['conversation-id', 'query-id']) {
    const id = findUp(element, `data-${name}`);
    if (id === widget.getAttribute(name)) continue;
    if (id === null) widget.removeAttribute(name);
    else widget.setAttribute(name, id);
  }
  if (element.lastChild === widget) return;
  // A move takes the focus away (Firefox's `moveBefore` too, from inside a shadow root), so it waits until the person is done.
  if (widget.parentNode !== element || !widget.shadowRoot?.activeElement) element.append(widget);
}

/** An attribute of an element or of the nearest ancestor that has it, through shadow roots. */
function findUp(element: Element, name: string): string | null {
  const owner = element.closest(`[${name}]`);
  if (owner) return owner.getAttribute(name);
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? findUp(root.host, name) : null;
}

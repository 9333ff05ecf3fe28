import { addSearch } from '../client/index.js';
import { type AnswerIds, check, ID_NAMES, ownProperties } from '../domain/index.js';
import { ELEMENT_OPTIONS, type ElementOptions, findMisspelt, isValid, namesOf, toText } from '../options/index.js';
import { demand, findUp, guard, isScript, listen, log, parentOf, setAttribute, toAttribute, unshadowed } from '../platform/index.js';
import { askPage, tellUnknownOptions, tellUnread } from './attach-checks.js';
import type { ClarifeyeFeedbackElement } from './element.js';

const TAG = 'clarifeye-feedback';
/** Marks attached widgets, so that a copy of one (by cloning its parent) is distinguished from an element that the page has added. */
const MARK = 'data-attached';
/**
 * How often a widget is put last or put back in one task: a page may move something else there each time, or write the element's content anew with every
 * token and take many tokens in one task.
 */
const MAX_MOVES = 999;

const toData = (name: string) => `data-${toAttribute(name)}`;

/** The options of {@link attach}: those of the attached widgets, and where to look. */
export interface AttachOptions extends Omit<ElementOptions, 'conversationId' | 'queryId' | 'answerKey' | 'value'> {
  /** The document, an open shadow root or an element to search. @default document */
  root?: Document | ShadowRoot | Element | undefined;
  /**
   * Names the answer of an element, in place of the `data-` attributes, for markup that you cannot change. Called when nodes or attributes in `root` change, not when text or a variable does. Null means
   * that the element is no answer, and gets no widget.
   */
  ids?: ((element: Element) => AnswerIds | null) | undefined;
}

/** Whether a text is a valid selector. Throws for some of the others. A pseudo-element is valid for browsers, but matches nothing. */
const isSelector = (text: unknown) =>
  typeof text === 'string' && (isScript || !/^[^,]*::[\w-]+$/.test(text)) && new DocumentFragment().querySelectorAll(text);

/** The handle that {@link attach} returns. */
export interface Attachment {
  /** Removes the widgets and stops looking. Feedback is still sent. */
  dispose(): void;
}

/** One call of {@link attach}. */
interface Search {
  readonly root: Document | ShadowRoot | Element;
  /** The attributes that can change the matches or their ids; undefined for all. */
  readonly attributes: readonly string[] | undefined;
  /** Brings the widgets up to date after changes: those of the answers that were written, or all if others may be concerned, and without `records`. */
  look(records?: readonly MutationRecord[]): void;
}

const searches = new Set<Search>();
const attached = new WeakSet<Element>();
let moves = new WeakMap<Element, number>();
let observer: MutationObserver | undefined;

/**
 * Appends a widget to every element that matches a selector, now and later. The ids come from `data-conversation-id`, `data-query-id` and `data-answer-key`
 * on the element or an ancestor, or from `ids`, and follow their changes. Throws a FeedbackError of kind `config` for a wrong selector, root or `ids`. Does
 * nothing on a server.
 */
export function attach(selector: string, given: AttachOptions = {}): Attachment {
  if (!isScript && !globalThis.document) return { dispose() {} };
  const { root = document, ids, ...options } = ownProperties(given);
  demand(
    check(isValid(isSelector, selector), 'selector', selector, `a CSS selector such as ".answer"${isScript ? '' : ', of elements'}`),
    check(root instanceof Node && 'querySelectorAll' in root, 'root', root, 'the document, an element or a shadow root'),
    check(!ids || typeof ids === 'function', 'ids', ids, 'a function that returns the ids of an element, or null'),
  );
  for (const { message } of findMisspelt(namesOf(options), ELEMENT_OPTIONS, (name) => name, ' in attach')) log('warn', message);
  if (!isScript) tellUnknownOptions(options);
  /** The answers of the last look. */
  let found = new Set<Element>();
  /** The widgets of all elements that have matched, in case they match again. */
  const known = new WeakMap<Element, ClarifeyeFeedbackElement>();

  const idsOf = (element: Element) =>
    (ids ? (isScript ? guard(() => ids(element)) : askPage(ids, element, known.has(element))) : readIds(element)) as
      | Readonly<Record<string, unknown>>
      | null
      | undefined;

  function detach(element: Element): void {
    const widget = known.get(element);
    widget?.remove();
    found.delete(element);
    // The element may fail to match only because it has a widget, as with `:empty`.
    const its = widget && unshadowed(root).contains(element) && unshadowed(element).matches(selector) && idsOf(element);
    if (!its) return;
    found.add(element);
    attachTo(element, its);
  }

  function attachTo(element: Element, its: Readonly<Record<string, unknown>>): void {
    // The page may have parsed its own markup again, with the widget's element in it.
    for (const inside of unshadowed(element).querySelectorAll(`${TAG}[${MARK}]`)) if (!attached.has(inside)) inside.remove();
    const widget = known.get(element) ?? createWidget(element, options);
    if (!widget) return;
    if (!known.has(element)) listen(widget, 'focusout', () => setTimeout(() => found.has(element) && place(widget, element)));
    known.set(element, widget);
    for (const name of ID_NAMES) setAttribute(widget, toAttribute(name), toText(its[name]));
    place(widget, element);
  }

  // With these, whether an element matches may depend on more than its own attributes and its ancestors.
  const isWide = ids || /[:+~]/.test(selector);

  /** Whether a node that came or went is an answer or has one inside, which may be known by its widget alone. A widget itself is none. */
  const hasAnswer = (node: Node) =>
    'matches' in node && (unshadowed(node as Element).matches(selector) || unshadowed(node as Element).querySelector(`${TAG},${selector}`));

  const findAnswer = (node: Node | null): Element | null =>
    !node || found.has(node as Element) ? (node as Element | null) : findAnswer(parentOf(node));

  const search: Search = {
    root,
    // Attributes are among the words of a selector.
    attributes: ids ? undefined : ['id', 'class', ...ID_NAMES.map(toData), ...selector.toLowerCase().split(/[^\w-]+/)],
    look(records) {
      // Nodes that come or go in an answer, and have no answer in them, concern that one alone. With any other change all are looked at, because nothing tells of what is around the root.
      const written = records?.map(({ attributeName, target, addedNodes, removedNodes }) =>
        attributeName || isWide || [...addedNodes, ...removedNodes].some(hasAnswer) ? root : (findAnswer(target) ?? root),
      ) ?? [root];
      const isAll = written.includes(root);
      if (isAll) {
        const former = found;
        found = new Set(unshadowed(root).querySelectorAll(selector));
        for (const element of former) if (!found.has(element)) detach(element);
      }
      // A copy, because an answer that is detached may come back to the end of what was found.
      for (const element of new Set(isAll ? found : (written as Element[]))) {
        const its = idsOf(element);
        if (its) attachTo(element, its);
        else detach(element);
      }
    },
  };
  searches.add(search);
  const forget = isScript ? undefined : addSearch(() => ({ selector, count: found.size, isInPage: root.isConnected }));
  observe();
  return {
    dispose() {
      if (!searches.delete(search)) return;
      forget?.();
      for (const element of found) known.get(element)?.remove();
      observe();
      found.clear();
    },
  };
}

/** Restarts the page's only observer, because targets cannot be removed from it one by one, and looks for changes that it has missed. */
function observe(): void {
  observer ??= new MutationObserver(lookAll);
  observer.disconnect();
  // For one root, the options of the last call count.
  const names = [...searches].map(({ attributes }) => attributes);
  const attributeFilter = (names.includes(undefined) ? undefined : names.flat()) as string[];
  for (const { root } of searches) observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter });
  lookAll();
}

function lookAll(records?: readonly MutationRecord[]): void {
  // An error in one search must not stop the others.
  for (const search of searches) guard(() => search.look(records));
  // The search's own changes are no reason to look again.
  observer?.takeRecords();
}

/** The ids in the `data-` attributes of an element and its ancestors, which the widget parses and checks. */
function readIds(element: Element): Readonly<Record<string, unknown>> {
  if (!isScript) tellUnread(element);
  return Object.fromEntries(ID_NAMES.map((name) => [name, findUp(element, toData(name))]));
}

/** Creates the widget for an element, unless another search or the page has added one. A cloned one is replaced. */
function createWidget(element: Element, options: object): ClarifeyeFeedbackElement | undefined {
  if (unshadowed(element).closest(TAG) || unshadowed(element).querySelector(TAG)) return undefined;
  const widget = unshadowed(document).createElement(TAG);
  setAttribute(widget, MARK, '');
  attached.add(widget);
  return Object.assign(widget, options);
}

/** Moves a widget to the end of its element. */
function place(widget: ClarifeyeFeedbackElement, element: Element): void {
  if (unshadowed(element).lastChild === widget) return;
  // Moving a widget would blur it (in Firefox even with `moveBefore`), so this waits until it loses the focus.
  if (widget.parentNode === element && widget.shadowRoot?.activeElement) return;
  const count = moves.get(widget) ?? 0;
  if (!count) setTimeout(() => (moves = new WeakMap()));
  if (count >= MAX_MOVES) return;
  moves.set(widget, count + 1);
  unshadowed(element).append(widget);
}

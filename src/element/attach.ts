import { type AnswerIds, check, configError, isObject, ownProperties } from '../domain/index.js';
import { ELEMENT_OPTIONS, type ElementOptions, findMisspelt, isValid, namesOf, toText } from '../options/index.js';
import { demand, findUp, guard, isScript, listen, log, parentOf, setAttribute, toAttribute, unshadowed } from '../platform/index.js';
import type { ClarifeyeFeedbackElement } from './element.js';

const TAG = 'clarifeye-feedback';
/** Marks attached widgets, so that a copy of one (by cloning its parent) is distinguished from an element that the page has added. */
const MARK = 'data-attached';
/** How often a widget is moved back to the end in one task, in case the page moves something else there each time. */
const MAX_MOVES = 3;
/** How often it is put back in one task: a page may write the element's content anew with every token, and take many tokens in one task. */
const MAX_RETURNS = 1000;

const NAMES = ['conversationId', 'queryId', 'answerKey'] as const;
const toData = (name: string) => `data-${toAttribute(name)}`;

const told = new Set<string>();

/** Tells the console, once, what is wrong with what `ids` has returned. The script has no room for it. */
function tellWrongIds(its: unknown): void {
  const isWrong = its != null && (!isObject(its) || its instanceof Promise);
  const errors = isWrong
    ? [configError('ids of attach', its, 'an object with conversationId and queryId, or null, at once')]
    : findMisspelt(namesOf(its ?? {}), NAMES, (name) => name, ' in what ids of attach returned', true);
  for (const { message } of errors) if (!told.has(message)) log('warn', message);
  for (const { message } of errors) told.add(message);
}

/** The options of {@link attach}: those of the attached widgets, and where to look. */
export interface AttachOptions extends Omit<ElementOptions, 'conversationId' | 'queryId' | 'answerKey' | 'value'> {
  /** The document, an open shadow root or an element to search. @default document */
  root?: Document | ShadowRoot | Element | undefined;
  /**
   * Names the answer of an element, in place of the `data-` attributes, for markup that you cannot change. Called after every change in `root`. Null means
   * that the element is no answer, and gets no widget.
   */
  ids?: ((element: Element) => AnswerIds | null) | undefined;
}

/** Whether a text is a valid selector. Throws for some of the others. */
const isSelector = (text: unknown) => typeof text === 'string' && new DocumentFragment().querySelectorAll(text);

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
  /** Brings the widgets to date after changes; without `records`, or if they may concern other answers, all of them. */
  look(records?: readonly MutationRecord[]): void;
}

const searches = new Set<Search>();
const attached = new WeakSet<Element>();
/** The elements that have had a widget. */
const answers = new WeakSet<Node>();
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
    check(isValid(isSelector, selector), 'selector', selector, 'a CSS selector such as ".answer"'),
    check(root instanceof Node && 'querySelectorAll' in root, 'root', root, 'the document, an element or an open shadow root'),
    check(!ids || typeof ids === 'function', 'ids', ids, 'a function that returns the ids of an element, or null'),
  );
  for (const { message } of findMisspelt(namesOf(options), ELEMENT_OPTIONS, (name) => name, ' in attach')) log('warn', message);
  /** What matches now. */
  let found = new Set<Element>();
  /** The widgets of all elements that have matched, in case they match again. */
  const known = new WeakMap<Element, ClarifeyeFeedbackElement>();

  function idsOf(element: Element): Readonly<Record<string, unknown>> | null | undefined {
    const its = ids ? guard(() => ids(element)) : readIds(element);
    if (!isScript && ids) tellWrongIds(its);
    return its as Readonly<Record<string, unknown>> | null | undefined;
  }

  function detach(element: Element): void {
    const widget = known.get(element);
    widget?.remove();
    found.delete(element);
    // The element may fail to match only because it has a widget, as with `:empty`.
    if (!widget || !unshadowed(root).contains(element) || !unshadowed(element).matches(selector) || !idsOf(element)) return;
    found.add(element);
    unshadowed(element).append(widget);
  }

  function attachTo(element: Element, its: Readonly<Record<string, unknown>>): void {
    // The page may have parsed its own markup again, with the widget's element in it.
    for (const inside of unshadowed(element).querySelectorAll(`${TAG}[${MARK}]`)) if (!attached.has(inside)) inside.remove();
    const widget = known.get(element) ?? createWidget(element, options);
    if (!widget) return;
    if (!known.has(element)) listen(widget, 'focusout', () => setTimeout(() => found.has(element) && place(widget, element)));
    known.set(element, widget);
    answers.add(element);
    for (const name of NAMES) setAttribute(widget, toAttribute(name), toText(its[name]));
    place(widget, element);
  }

  // With these, whether an element matches may depend on more than attributes and the elements around it.
  const isWide = ids || /[:+~]/.test(selector);

  const hasAnswer = (node: Node) =>
    node instanceof Element && (unshadowed(node).matches(selector) || unshadowed(node).querySelector(`${selector},${TAG}`));

  const search: Search = {
    root,
    // Attributes are among the words of a selector.
    attributes: ids ? undefined : ['id', 'class', ...NAMES.map(toData), ...selector.toLowerCase().split(/[^\w-]+/)],
    look(records) {
      // What is written into an answer, with no answer in it, changes no other match.
      const written = records?.map(({ attributeName, target, addedNodes, removedNodes }) =>
        attributeName || isWide || [...addedNodes, ...removedNodes].some(hasAnswer) ? null : findAnswer(target),
      ) ?? [null];
      const isAll = written.includes(null);
      if (isAll) {
        const former = found;
        found = new Set(unshadowed(root).querySelectorAll(selector));
        for (const element of former) if (!found.has(element)) detach(element);
      }
      for (const element of isAll ? found : new Set(written as Element[])) {
        const its = found.has(element) && idsOf(element);
        if (its) attachTo(element, its);
        else detach(element);
      }
    },
  };
  searches.add(search);
  observe();
  return {
    dispose() {
      if (!searches.delete(search)) return;
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
  for (const { root, attributes } of searches)
    observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: attributes as string[],
    });
  lookAll();
}

function lookAll(records?: readonly MutationRecord[]): void {
  // An error in one search must not stop the others.
  for (const search of searches) guard(() => search.look(records));
  // The search's own changes are no reason to look again.
  observer?.takeRecords();
}

/** The nearest answer around a node, or the node itself; null for none. */
const findAnswer = (node: Node | null): Node | null => (!node || answers.has(node) ? node : findAnswer(parentOf(node)));

/** The ids in the `data-` attributes of an element and its ancestors, which the widget parses and checks. */
function readIds(element: Element): Readonly<Record<string, unknown>> {
  return Object.fromEntries(NAMES.map((name) => [name, findUp(element, toData(name))]));
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
  const isInside = widget.parentNode === element;
  if (isInside && widget.shadowRoot?.activeElement) return;
  const count = moves.get(widget) ?? 0;
  if (!count) setTimeout(() => (moves = new WeakMap()));
  if (count >= (isInside ? MAX_MOVES : MAX_RETURNS)) return;
  moves.set(widget, count + 1);
  unshadowed(element).append(widget);
}

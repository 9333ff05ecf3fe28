import { type Diagnosis, type Options, right, type Subject, type Widget, wrong } from './rows.js';

/** The documents and open shadow roots of the page. */
function findRoots(): readonly (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  return roots;
}

/** The elements of the page that match, in all open shadow roots. */
export const findAll = (selector: string): Element[] => findRoots().flatMap((root) => [...root.querySelectorAll(selector)]);

const NAMES = ['conversationId', 'queryId', 'answerKey', 'projectId', 'region', 'baseUrl', 'getToken', 'submitter', 'client', 'phase'];
/** The options that an element has of its own. Its properties tell more than its attributes, once it is registered. */
export const toWidget = (element: Element): Widget => Object.fromEntries(NAMES.map((name) => [name, Reflect.get(element, name)]));

/** Values that stand more than once in a list. */
const findTwice = (values: readonly string[]) => [...new Set(values.filter((value, index) => values.indexOf(value) < index))];

/** A row if there are any. */
const count = (widgets: number, what: string) => (widgets ? [wrong('widgets', `${what}: ${widgets}.`)] : []);

/** Whether a custom element has that name. One without a hyphen cannot have. */
const isKnownTag = (name: string) => name.includes('-') && !!customElements.get(name);

function checkElements(elements: readonly Element[]): Diagnosis[] {
  const isHidden = (node: ChildNode) => (node instanceof Element ? node.slot !== 'disclaimer' : node instanceof Text && !!node.data.trim());
  const bare = elements.filter((element) => !element.shadowRoot).length;
  const swallowing = elements.filter((element) => [...element.childNodes].some(isHidden)).length;
  const misspelt = new Set(
    findAll('*').flatMap(({ localName }) =>
      /^clarif\w*-\w+$|^clarif\w*feedback|^\w*feedback-|-feedback/.test(localName) && !isKnownTag(localName) ? [localName] : [],
    ),
  );
  misspelt.delete('clarifeye-feedback');
  const selectors = [...document.querySelectorAll('script[data-attach]')].map((tag) => tag.getAttribute('data-attach') ?? '');
  const invalid = selectors.filter((selector) => !isSelector(selector));
  const unmatched = selectors.filter((selector) => isSelector(selector) && !document.querySelector(selector));
  return [
    ...count(bare, "Not registered, because the script has not run, or 'clarifeye-feedback/element' is not imported"),
    ...count(swallowing, 'Without </clarifeye-feedback>, so that what follows is hidden, or with a note without slot="disclaimer"'),
    ...[...misspelt].map((name) =>
      wrong(
        'widgets',
        `The tag <${name}> ${/^clarif/.test(name) ? 'is misspelt: it is <clarifeye-feedback>.' : 'is not registered: is it <clarifeye-feedback>?'}`,
      ),
    ),
    ...invalid.map((selector) => wrong('widgets', `data-attach="${selector}" is no CSS selector.`)),
    ...unmatched.map((selector) =>
      wrong(
        'widgets',
        `data-attach="${selector}" matches no element now${/::/.test(selector) ? ', and a pseudo-element never is one' : ''}.`,
      ),
    ),
  ];
}

function isSelector(text: string): boolean {
  try {
    return !document.createDocumentFragment().querySelector(text);
  } catch {
    return false;
  }
}

/** What follows a number that JavaScript cannot tell from the next one. */
const TOO_LARGE = `is above ${Number.MAX_SAFE_INTEGER}, where JavaScript cannot tell numbers apart: is it the id of the query?`;

/** The ids in attributes that are none. */
function findWrongIds(elements: readonly Element[]): Diagnosis[] {
  const rule: Readonly<Record<string, readonly [RegExp, string]>> = {
    'conversation-id': [/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'no UUID'],
    'query-id': [/^\d+$/, 'no integer of at least 0'],
  };
  const found = Object.entries(rule).flatMap(([name, [right, words]]) =>
    elements.flatMap((element) => {
      const text = element.getAttribute(name)?.trim();
      if (!text) return [];
      if (!right.test(text)) return [`${name} ${JSON.stringify(text)} is ${words}.`];
      return name === 'query-id' && !Number.isSafeInteger(Number(text)) ? [`${name} ${text} ${TOO_LARGE}`] : [];
    }),
  );
  return [...new Set(found)].map((text) => wrong('widgets', text));
}

function checkIds(widgets: readonly Widget[]): Diagnosis[] {
  const isKnown = ({ conversationId, queryId }: Widget) => conversationId != null && queryId != null;
  const known = widgets.filter(isKnown);
  // One with a wrong id has failed, and waits for nothing.
  const waiting = widgets.filter((widget) => !isKnown(widget) && widget['phase'] !== 'failed');
  const keyed = waiting.filter(({ answerKey }) => answerKey);
  const lone = waiting.length - keyed.length;
  const without = (name: string) => waiting.filter((widget) => widget[name] == null && !widget['answerKey']).length;
  const sameIds = findTwice(known.map(({ conversationId, queryId }) => `${conversationId}, query ${queryId}`));
  const sameKeys = findTwice(
    keyed.map(({ conversationId, answerKey }) => `${answerKey}${conversationId ? ` in conversation ${conversationId}` : ''}`),
  );
  const inPhase = (name: string) => widgets.filter(({ phase }) => phase === name).length;
  return [
    ...(keyed.length ? [right('widgets', `With an answer key, and waiting for their ids: ${keyed.length}.`)] : []),
    ...count(
      keyed.filter(({ phase }) => phase === 'waiting').length,
      'Of these, with a rating that waits, which is right only while their answers are streamed',
    ),
    ...count(lone, 'Without ids and without an answer key, so that a rating waits'),
    ...count(without('conversationId'), 'Of these without conversation id'),
    ...count(without('queryId'), 'Of these without query id'),
    ...sameIds.map((ids) =>
      wrong('widgets', `More than one has conversation ${ids}, which is right only where the page shows an answer twice.`),
    ),
    ...sameKeys.map((key) =>
      wrong('widgets', `More than one has the answer key ${key}, which is right only where the page shows an answer twice.`),
    ),
    ...count(inPhase('failed'), 'Failed, the console says why'),
    ...count(inPhase('queued'), 'Not sent yet, because of a rate limit, or as the console says'),
  ];
}

/** After this time, in milliseconds, a rating that waits is less likely one of an answer that is still streamed. The console tells of it then. */
const LONG_MS = 20_000;

/** The ratings that wait under keys which no widget has now. They are wrong if they have waited long in a conversation that is on the page. */
export function checkWaiting(waiting: NonNullable<Subject['waiting']>, widgets: readonly Widget[]): Diagnosis[] {
  const idOf = ({ conversationId }: Widget) => String(conversationId ?? '').toLowerCase();
  return waiting.flatMap(({ conversationId, answerKey, ageMs }) => {
    const isOfConversation = (widget: Widget) => !conversationId || idOf(widget) === conversationId;
    const hasKey = (widget: Widget) => widget['answerKey'] === answerKey && (!idOf(widget) || isOfConversation(widget));
    if (widgets.some(hasKey)) return [];
    const text = `A rating waits under the answer key ${JSON.stringify(answerKey)}, which no widget has now. It is sent once a widget, or answer(), has this key and an id.`;
    return [(widgets.some(isOfConversation) && ageMs > LONG_MS ? wrong : right)('widgets', text)];
  });
}

/** Whether a language tag is one of English. */
export const isEnglish = (tag: string) => /^en([-_]|$)/i.test(tag);

/** The text of the nearest `lang` attribute around an element, across shadow roots. */
function langAround(element: Element): string {
  const found = element.closest('[lang]');
  if (found) return found.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? langAround(root.host) : '';
}

/** Checks that widgets of a page in another language are not shown in English, unless they have texts of the page's own. */
export function checkTexts(elements: readonly Element[], page: Options): Diagnosis[] {
  const found = elements.flatMap((element) => {
    const wanted = String(Reflect.get(element, 'locale') ?? page['locale'] ?? langAround(element));
    const shown = element.shadowRoot?.querySelector('.clarifeye-feedback')?.getAttribute('lang');
    const hasTexts = Reflect.get(element, 'strings') ?? page['strings'];
    return wanted && shown === 'en' && !hasTexts && !isEnglish(wanted) ? [wanted] : [];
  });
  return [...new Set(found)].map((tag) =>
    wrong(
      'languages',
      `Widgets are in English where the page is in ${JSON.stringify(tag)}: there are no texts for it, or they are not loaded, as the console says, or lang was set after the widgets were added.`,
    ),
  );
}

/** Checks that the calls of `attach` find something. */
export const checkSearches = (searches: NonNullable<Subject['searches']>): Diagnosis[] =>
  searches.flatMap(({ selector, count, isInPage }) => {
    if (!isInPage)
      return [
        wrong('widgets', `The root of attach("${selector}") is not in the page now. If it was replaced, call attach() with the new one.`),
      ];
    if (count) return [];
    const matches = isSelector(selector) ? findAll(selector).length : 0;
    const none = matches ? `matches ${matches} elements, for none of which ids returns ids` : 'matches no answer';
    return [wrong('widgets', `attach("${selector}") ${none} now.`)];
  });

/** Whether a box has an ancestor, up to the next shadow root, that cuts it off, as one without height does. What is scrolled away is not. */
function isCutOff(box: DOMRect, element: Element | null): boolean {
  if (!element) return false;
  const { overflowX, overflowY } = getComputedStyle(element);
  const around = element.getBoundingClientRect();
  const isCut =
    (/hidden|clip/.test(overflowY) && (around.height < 1 || (overflowY === 'clip' && box.top >= around.bottom))) ||
    (/hidden|clip/.test(overflowX) && around.width < 1);
  return isCut || isCutOff(box, element.parentElement);
}

/** How many rows of ratings a person cannot see, or not press: those of the elements, and of the components of Preact in the page itself. */
function countHidden(elements: readonly Element[]): number {
  const rows = [
    ...elements.map((element) => [element, element.shadowRoot?.querySelector('[part~=group]')] as const),
    ...[...document.querySelectorAll('.clarifeye-feedback > [part~=group]')].map((row) => [row, row] as const),
  ];
  const isHidden = ([host, row]: readonly [Element, Element | null | undefined]) => {
    const isSeen = row?.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true;
    return (
      !!row &&
      (!isSeen ||
        !row.getClientRects().length ||
        getComputedStyle(row).pointerEvents === 'none' ||
        !!host.closest('[inert]') ||
        isCutOff(row.getBoundingClientRect(), host.parentElement))
    );
  };
  return rows.filter(isHidden).length;
}

/** Components in the page itself, without their style sheet. One in a shadow root has its own. A page without layout is that of a unit test. */
function countUnstyled(): number {
  const roots = [...document.querySelectorAll<HTMLElement>('.clarifeye-feedback[data-layout][data-size]')];
  const isDrawn = (root: HTMLElement) => document.styleSheets.length || root.offsetHeight;
  return roots.filter((root) => isDrawn(root) && !getComputedStyle(root).getPropertyValue('--_target')).length;
}

/** Checks the widgets of the page: their tags, ids, phases and styles. */
export function checkWidgets(elements: readonly Element[], widgets: readonly Widget[], components: number, isAsked: boolean): Diagnosis[] {
  const all = `On the page: elements ${elements.length}${components ? `, components of Preact ${components}` : ''}.`;
  return [
    elements.length + components
      ? right('widgets', all)
      : (isAsked ? right : wrong)('widgets', 'There is no widget on the page now, which is right only with buttons of your own.'),
    ...findWrongIds(elements),
    ...checkElements(elements),
    ...checkIds(widgets),
    ...count(countHidden(elements), 'Hidden or disabled by a style of the page, which is right only in a part of it that nobody sees now'),
    ...count(countUnstyled(), "Without styles, needs import 'clarifeye-feedback/style.css'"),
  ];
}

import { type Diagnosis, type Options, right, wrong } from './rows.js';

/** How many letters differ, at most one more than `limit`. */
function distance(one: string, other: string, limit: number): number {
  if (!one || !other) return one.length + other.length;
  if (one[0] === other[0]) return distance(one.slice(1), other.slice(1), limit);
  if (!limit) return 1;
  const rest = [
    distance(one.slice(1), other, limit - 1),
    distance(one, other.slice(1), limit - 1),
    distance(one.slice(1), other.slice(1), limit - 1),
  ];
  return 1 + Math.min(...rest);
}

const isOtherCase = (name: string, right: string) => name !== right && name.toLowerCase() === right.toLowerCase();

/** The name that a misspelt one means; undefined for a right one, and for one that may be for something else. */
function findMeant(name: string, names: readonly string[]): string | undefined {
  return names.includes(name)
    ? undefined
    : names.find((right) => distance(name, right, 2) <= (right.replace(/^data-/, '').length < 6 ? 1 : 2));
}

/** The attributes of the element, by which it is registered. */
const attributes = () =>
  ((customElements.get('clarifeye-feedback') as { observedAttributes?: readonly string[] } | undefined)?.observedAttributes ?? []).filter(
    (name) => name !== 'data-phase',
  );

const ONLY_ON_THE_TAG = ['get-token', 'attach', 'storage', 'user-key', 'user-id', 'restore'];

/** Without `data-`, or with it where it does not belong. Others, such as `data-theme`, may be for something else. */
const findUnprefixed = (name: string, names: readonly string[]) =>
  names.find((right) => name === right.replace(/^data-/, '') || (name === `data-${right}` && /-(id|key)$/.test(name)));

/** What people call an option that has another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  token: 'get-token',
  'access-token': 'get-token',
  'api-key': 'get-token',
  url: 'base-url',
  'api-url': 'base-url',
  'api-base': 'base-url',
  endpoint: 'base-url',
  project: 'project-id',
  lang: 'locale',
  language: 'locale',
  color: 'theme',
  'before-send': 'beforeSend in init',
  'on-saved': 'a listener for feedback-saved',
  'on-change': 'a listener for feedback-change',
};

function checkNames(what: string, element: Element, names: readonly string[], prefix = ''): Diagnosis[] {
  return element.getAttributeNames().flatMap((name) => {
    const other = name.startsWith(prefix) && OTHER_NAMES[name.slice(prefix.length)];
    const known = other && (/ /.test(other) ? other : prefix + other);
    const meant = names.includes(name) ? undefined : (findUnprefixed(name, names) ?? findMeant(name, names) ?? known);
    return meant && !element.hasAttribute(meant) ? [wrong('set-up', `${what} has ${name}, which is no option: ${meant}?`)] : [];
  });
}

const CONFIG = 'clarifeyeFeedbackConfig';

/** Whether a `const` or `let` of a classic script has that name: modules see it, but it is no property of `window`. */
const isLexical = () => typeof clarifeyeFeedbackConfig !== 'undefined' && !(CONFIG in window);

declare const clarifeyeFeedbackConfig: unknown;

function checkConfig(page: Options): Diagnosis[] {
  if (isLexical()) return [wrong('set-up', `${CONFIG} is a const or let: write window.${CONFIG} = { … }.`)];
  const alike = Object.keys(window).find((name) => findMeant(name.toLowerCase(), [CONFIG.toLowerCase()]) || isOtherCase(name, CONFIG));
  if (alike && !(CONFIG in window)) return [wrong('set-up', `There is a global ${alike}: it is ${CONFIG}.`)];
  const config: unknown = Reflect.get(window, CONFIG);
  if (!config || /HTML|Window/.test(Object.prototype.toString.call(config))) return [];
  if (typeof config !== 'object' || Array.isArray(config)) return [wrong('set-up', `${CONFIG} is no object: needs { projectId, … }.`)];
  const late = Object.entries({ ...config }).filter(([name, value]) => value != null && value !== '' && !(name in page));
  const names = late.map(([name]) => name).join(', ');
  return late.length
    ? [wrong('set-up', `${CONFIG} has ${names}: too late, no option, or a wrong value. See the console, or call init.`)]
    : [];
}

/** Properties of an element that are nearly those of options, which a page has set on it in vain. */
function checkProperties(element: Element): Diagnosis[] {
  const simplify = (name: string) => name.replace(/[-_]/g, '').toLowerCase();
  const options = Object.getOwnPropertyNames(customElements.get('clarifeye-feedback')?.prototype ?? {});
  return Object.keys(element).flatMap((name) => {
    const right = options.find((option) => option !== name && simplify(option) === simplify(name));
    return right && Reflect.get(element, right) == null
      ? [wrong('set-up', `<clarifeye-feedback> has the property ${name}, which is no option: ${right}?`)]
      : [];
  });
}

/** What further tags of the script have, which stay without effect beside the set-up of the first. */
function checkFurtherTags(tags: readonly Element[]): Diagnosis[] {
  const [first, ...others] = tags;
  const names = others.flatMap((tag) =>
    tag.getAttributeNames().filter((name) => /^data-(?!attach$)/.test(name) && tag.getAttribute(name) !== first?.getAttribute(name)),
  );
  const isSetUp = first?.hasAttribute('data-project-id') || first?.hasAttribute('data-base-url');
  return isSetUp && names.length
    ? [wrong('set-up', `The script is on the page more than once, and ${[...new Set(names)].join(', ')} of a further tag has no effect.`)]
    : [];
}

/** What the function for the token is, if it is none. */
function checkTokenName(tags: readonly Element[]): Diagnosis[] {
  return tags.flatMap((tag) => {
    const name = tag.getAttribute('data-get-token')?.trim();
    const found: unknown = name && Reflect.get(window, name);
    const kind = found instanceof Promise ? 'a promise' : `a value of type ${typeof found}`;
    return name && found && typeof found !== 'function' && !(found instanceof Node)
      ? [wrong('token', `window.${name} is ${kind}, needs a function.`)]
      : [];
  });
}

/** Checks the tags of the script and the global configuration. */
export function checkScript(page: Options): Diagnosis[] {
  const names = [...attributes(), ...ONLY_ON_THE_TAG].map((name) => `data-${name}`);
  const tags = [...document.querySelectorAll('script[src*=clarifeye-feedback]')];
  return [
    ...tags.flatMap((tag) => checkNames('The script tag', tag, names, 'data-')),
    ...checkFurtherTags(tags),
    ...checkTokenName(tags),
    ...checkConfig(page),
  ];
}

/** Checks the spelling of the attributes of elements, and, where a page attaches them, of the elements around them. */
export function checkSpelling(elements: readonly Element[]): Diagnosis[] {
  const ids = ['data-conversation-id', 'data-query-id', 'data-answer-key'];
  const found = elements.flatMap((element) => {
    const around = element.hasAttribute('data-attached') ? element.parentElement : null;
    const unread = (around?.getAttributeNames() ?? []).filter(
      (name) => /conversation|query|answer-?_?key/i.test(name) && !ids.includes(name),
    );
    return [
      ...checkNames('<clarifeye-feedback>', element, attributes()),
      ...checkProperties(element),
      ...(around && element.getAttribute('data-phase') === 'waiting'
        ? unread.map((name) => wrong('widgets', `An answer has ${name}, which attach does not read: ${ids.join(', ')}.`))
        : []),
    ];
  });
  return found.filter(({ found: text }, index) => found.findIndex((row) => row.found === text) === index);
}

/** Checks the parents of widgets that are parts of a bar. */
export function checkBars(elements: readonly Element[]): Diagnosis[] {
  const isWrong = (element: Element) => {
    const place = element.assignedSlot ?? element;
    const parent = place.parentNode instanceof ShadowRoot ? place.parentNode.host : place.parentElement;
    const { display = '', flexWrap = '' } = parent ? getComputedStyle(parent) : {};
    const isBar = display === 'none' || (/flex/.test(display) && /^wrap/.test(flexWrap));
    return element.getAttribute('layout') === 'toolbar' && !isBar;
  };
  const count = elements.filter(isWrong).length;
  return count ? [wrong('widgets', `With layout="toolbar", but not directly in a flex box with flex-wrap: wrap: ${count}.`)] : [];
}

/** Checks what keeps feedback, and what keeps tabs from writing at once. */
export function checkStorage(): Diagnosis {
  try {
    sessionStorage.setItem('clarifeye-feedback:test', '');
    sessionStorage.removeItem('clarifeye-feedback:test');
  } catch {
    return wrong('storage', 'The browser blocks the storage, so feedback is kept in memory only.');
  }
  return (globalThis.isSecureContext ?? true)
    ? right('storage', 'The session storage can be written.')
    : wrong(
        'storage',
        'The page is not served over https, so that tabs cannot wait for each other, and a second record may stay for two minutes.',
      );
}

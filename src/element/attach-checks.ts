import { type AnswerIds, configError, type FeedbackError, ID_NAMES, isObject } from '../domain/index.js';
import { ELEMENT_OPTIONS, findMisspelt, findOption, namesOf, optionOf } from '../options/index.js';
import { findUp, logOnce, report } from '../platform/index.js';

// The script has no room for these checks; `diagnose` makes some of them.

/** The options of `attach`, but for where to look. */
const optionNames = () => ELEMENT_OPTIONS.filter((name) => optionOf(name).scope !== 'answer');

function tellOnce(errors: readonly FeedbackError[]): void {
  for (const { message } of errors) logOnce('warn', message);
}

/** Tells of options of `attach` that are none, and of ids, which each answer has of its own. */
export function tellUnknownOptions(options: object): void {
  tellOnce(
    namesOf(options).flatMap((name) => {
      const option = findOption(name);
      if (!option) return configError('attach', name, `one of root, ids, ${optionNames().join(', ')}`);
      return optionOf(option).scope === 'answer' && name === option
        ? configError(
            `${name} in attach`,
            Reflect.get(options, name),
            name === 'value' ? 'to be set on one widget' : 'it in what ids returns, or in an attribute of each answer',
          )
        : [];
    }),
  );
}

function findWrong(its: unknown): readonly FeedbackError[] {
  const needed = 'an object with conversationId and queryId, or null';
  if (its == null) return [];
  if (!isObject(its)) return [configError('ids of attach', its, needed)];
  if (typeof its['then'] !== 'function')
    return findMisspelt(namesOf(its), ID_NAMES, (name) => name, ' in what ids of attach returned', undefined, true);
  return [configError('ids of attach', 'a promise', `${needed}: it cannot be async`)];
}

/** Asks the page for the ids of an element. An error in its function is reported once, although it is asked again after each change. */
export function askPage(ask: (element: Element) => AnswerIds | null, element: Element, isKnown: boolean): AnswerIds | null {
  try {
    const its = ask(element);
    // What it rejects with would be one more error for each change of the page.
    if (isObject(its) && typeof its['then'] === 'function') Promise.resolve(its).catch(() => {});
    if (!isKnown) tellOnce(findWrong(its));
    return its;
  } catch (error) {
    if (logOnce('warn', 'ids of attach: got an error, needs a function that does not throw.')) report(error);
    return null;
  }
}

/** The answers whose attributes were looked at: a page may write them with every token. */
const looked = new WeakSet<Element>();

/** Tells of attributes of an answer that are nearly those that are read. */
export function tellUnread(element: Element): void {
  if (looked.has(element)) return;
  looked.add(element);
  for (const name of element.getAttributeNames()) {
    const [, id = ''] = /^(?:data-?)?(conversation-?_?id|query-?_?id|answer-?_?key)$/.exec(name) ?? [];
    const right = id && `data-${id.replace(/[-_]?(id|key)$/, '-$1')}`;
    if (right && name !== right && findUp(element, right) === null)
      tellOnce([configError('attach', name, `${right} on the answers, or ids`)]);
  }
}

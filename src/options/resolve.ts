import {
  type AnswerRef,
  answerRef,
  check,
  configError,
  FeedbackError,
  ownProperties,
  toWaitingRef,
  type WaitingRef,
} from '../domain/index.js';
import { demand, isScript, logOnce, toAttribute } from '../platform/index.js';
import { ATTRIBUTE_OPTIONS, findTextErrors, OPTION_NAMES, type OptionName, type Options, optionOf, PAGE_OPTIONS } from './schema.js';
import { describePart } from './wrong-part.js';

/** Checked values by option name. A wrong value that no default can replace is its error; undefined stands for "not given". */
export type Values = Readonly<Partial<Record<OptionName, unknown>>>;

/** The checked options of one source, such as an element's attributes. */
export interface Layer {
  readonly values: Values;
  /** The errors of wrong values that are replaced by their defaults. */
  readonly warnings: readonly FeedbackError[];
}

export const EMPTY_LAYER: Layer = { values: ownProperties({}), warnings: [] };

/** Whether a value is valid. One that throws when it is read, such as a revoked proxy, is not. */
export function isValid(accepts: (value: unknown) => unknown, value: unknown): boolean {
  try {
    return !!accepts(value);
  } catch {
    return false;
  }
}

/** Checks values. `shown` and `label` are the value and the name of the option in error messages. */
function checkAll(given: Iterable<readonly [name: OptionName, value: unknown, shown: unknown, label: string]>): Layer {
  const values: Partial<Record<OptionName, unknown>> = ownProperties({});
  const warnings: FeedbackError[] = [];
  for (const [name, value, shown, label] of given) {
    const { accepts, needed, scope } = optionOf(name);
    if (shown == null || isValid(accepts, value)) values[name] = value ?? undefined;
    else if (scope !== 'view') values[name] = configError(label, shown, isScript ? needed : needed + describePart(name, value, shown));
    else warnings.push(configError(label, shown, isScript ? needed : needed + describePart(name, value, shown)));
    if (!isScript && name === 'strings' && values.strings) warnings.push(...findTextErrors(values.strings, label));
  }
  return { values, warnings };
}

/** Attributes of others begin with `data-`, too, but hardly end like ours. */
const spell = (name: string) => name.replace(/^data-(?=.*(id|key|url|token|send|s)$)|[-_]/gi, '').toLowerCase();
const BY_SPELLING = new Map(OPTION_NAMES.map((name) => [spell(name), name]));

/** The option that a name means, also if it is misspelt. */
export const findOption = (name: string): OptionName | undefined => BY_SPELLING.get(spell(name));

/** The name of an option in the words of an entry point, for messages. */
export type Label = (name: OptionName) => string;

/** The names of what was given, without those that stand for "not given". */
export const namesOf = (given: object): string[] =>
  Object.entries(ownProperties(given)).flatMap(([name, value]) => (value == null ? [] : [name]));

/** Where an option belongs that cannot be set where it was. */
const homeOf = (option: OptionName, isTag: boolean) =>
  (isScript ? PAGE_OPTIONS.includes(option) : optionOf(option).scope === 'client' || (isTag && PAGE_OPTIONS.includes(option)))
    ? `"${option}" in init${isScript ? '' : ' or createFeedbackClient'}`
    : isScript
      ? `property "${option}" of a widget`
      : `the property "${option}" of a widget`;

/**
 * The errors of names that differ from that of an option only in case, hyphens, underscores or `data-`, and, unless `isPartial`, of options that are set
 * elsewhere. `names` are those that can be set here, and `toName` makes the right name. `beforeSend`, `userKey` and
 * `userId` protect a person: where they have no effect, their errors go into `values`, so that the widget is unavailable.
 */
export const findMisspelt = (
  given: readonly string[],
  names: readonly OptionName[],
  toName: (name: string) => string,
  place: string,
  values?: Partial<Record<OptionName, unknown>>,
  isPartial = false,
) =>
  given.flatMap((name) => {
    const option = findOption(name);
    if (!option) return [];
    const right = toName(option);
    const isHere = names.includes(option);
    const isTag = right.startsWith('data-');
    // On an element, attributes such as data-user-id may be for something else.
    if (isHere ? given.includes(right) : (!isScript && isPartial) || (/^data-/.test(name) && !isTag)) return [];
    const needed = isHere ? `the name "${right}"` : homeOf(option, isTag);
    // A name is no token, which configError does not show.
    const error = isScript
      ? configError(right + place, name, needed)
      : new FeedbackError('config', `${right}${place}: got ${JSON.stringify(name)}, needs ${needed}.`);
    if (!values || optionOf(option).scope !== 'client' || optionOf(option).default) return error;
    values[option] = error;
    return [];
  });

/** The options that calls have taken in this task, and what is checked at its end: a page that has one object for several calls passes it to all. */
const taken = new Set<string>();
let checks: (() => void)[] = [];

function runChecks(): void {
  for (const check of checks) check();
  checks = [];
  taken.clear();
}

/**
 * Tells the console, once, of names that are no option of a call. `subject` is the first word of the line and the heading of its paragraph.
 * Options of other calls are unknown, too, unless `isPartial`: of these, only the ones that protect a person are told, such as `userKey`, if no call takes them.
 */
export function tellUnknown(subject: string, given: object, names: readonly string[], isPartial = false): void {
  const others = namesOf(given).filter((name) => !names.includes(name));
  for (const name of names) if (Reflect.get(given, name) != null) taken.add(name);
  const tell = (unknown: readonly string[], needed: string) => {
    if (unknown.length) logOnce('warn', `${subject} got the option ${unknown.join(', ')}, needs ${needed}.`);
  };
  tell(
    others.filter((name) => !(isPartial && findOption(name))),
    `one of ${names.join(', ')}`,
  );
  if (!isPartial) return;
  if (!checks.length) queueMicrotask(runChecks);
  checks.push(() => {
    const lost = others.filter((name) => optionOf(name as OptionName)?.scope === 'client' && !taken.has(name));
    tell(lost, 'it in createFeedbackClient(), because it has no effect here');
  });
}

/** What follows the name of an option that was passed to a component or set on an element. */
export const PROP = ' prop';

/** Checks options that were passed in JavaScript. `place` follows their names in messages, such as {@link PROP}. */
export function readValues(given: object, names: readonly OptionName[] = OPTION_NAMES, place = ''): Layer {
  const all = ownProperties(given) as Values;
  const found = names.filter((name) => name in all);
  return checkAll(
    found.map((name) => {
      const value = all[name] === '' ? undefined : all[name];
      return [name, value, value, name + place];
    }),
  );
}

/** What is read of an element. Servers, which have the types of this file, may have none of the DOM. */
interface Tag {
  getAttribute(name: string): string | null;
  getAttributeNames(): string[];
}

const ATTRIBUTES = OPTION_NAMES.filter((name) => optionOf(name).parse).map((name) => [name, toAttribute(name)] as const);

/**
 * Parses and checks the attributes of a tag: those of an element, or, with the prefix `data-`, of the script. An empty attribute counts as missing. An
 * attribute that reflects a property is called a prop in messages.
 */
export function readAttributes(
  tag: Tag,
  prefix = '',
  names: readonly OptionName[] = ATTRIBUTE_OPTIONS,
  reflected?: ReadonlySet<string>,
): Layer {
  const place = prefix ? ' on the script tag' : ' attribute';
  const { values, warnings } = checkAll(
    ATTRIBUTES.filter(([name]) => names.includes(name)).flatMap(([name, attribute]) => {
      const label = prefix + attribute;
      const text = tag.getAttribute(label)?.trim();
      if (text == null || (text === '' && name !== 'disabled')) return [];
      return [[name, optionOf(name).parse?.(text), text, !isScript && reflected?.has(name) ? name + PROP : label + place] as const];
    }),
  );
  return {
    values,
    warnings: [...warnings, ...findMisspelt(tag.getAttributeNames(), names, (name) => prefix + toAttribute(name), place, values)],
  };
}

/** The attribute's text for a value; null to remove the attribute. */
export function toText(value: unknown): string | null {
  if (value == null || value === false) return null;
  if (value === true) return '';
  // As a property, because the script's minifier writes `value + ''` for the function, which throws for a symbol.
  if (typeof value !== 'object') return globalThis.String(value);
  try {
    return (value as unknown[]).map(toText).join(' ');
  } catch {
    return '[object]';
  }
}

/** The resolved options of a widget. No later code checks them again. */
export interface Resolved {
  readonly options: Options;
  /** Null while an id is missing. */
  readonly answer: AnswerRef | null;
  /** Where feedback waits while an id is missing; null without an `answerKey`. */
  readonly waiting: WaitingRef | null;
  /** The error that makes the widget unavailable. */
  readonly error: FeedbackError | undefined;
}

const DEFAULTS: Values = Object.fromEntries(OPTION_NAMES.map((name) => [name, optionOf(name).default]));

/** Merges layers of values over the defaults; later layers win. Returns `former` as the answer if its ids have not changed. */
export function resolve(layers: readonly Values[], former?: AnswerRef | null): Resolved {
  // Each name is its own, also where it has no default.
  const all: Record<string, unknown> = { ...DEFAULTS };
  for (const values of layers) for (const [name, value] of Object.entries(values)) if (value !== undefined) all[name] = value;
  const error = Object.values(all).find((value) => value instanceof FeedbackError);
  if (error) for (const name of OPTION_NAMES) if (all[name] instanceof FeedbackError) all[name] = undefined;
  const options = all as Options;
  const { conversationId, queryId, answerKey } = options;
  const isSame = former?.conversationId === conversationId && former?.queryId === queryId && former?.answerKey === answerKey;
  const hasIds = conversationId !== undefined && queryId !== undefined;
  const answer = !hasIds ? null : former && isSame ? former : answerRef(conversationId, queryId, answerKey);
  return { options, answer, waiting: toWaitingRef(options), error };
}

/** Checks the options of a function call and adds the defaults. Throws the first error among them. */
export function demandOptions<const Name extends OptionName>(given: object, ...names: readonly Name[]): Pick<Options, Name> {
  const { values, warnings } = readValues(given, names);
  const { options, error } = resolve([values]);
  // A page may have one object for several functions.
  demand(...findMisspelt(namesOf(given), names, (name) => name, '', undefined, true), ...warnings, error);
  return Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<Options, Name>;
}

/** The error of an option that requires another one; undefined for none. */
export function findMissing({ storage, userKey, restore, userId }: Options, label: Label = (name) => name): FeedbackError | undefined {
  const because = (option: string, value: string) => (isScript ? '' : `, because ${option} is "${value}"`);
  return (
    check(storage !== 'local' || userKey, label('userKey'), userKey, `a text of its own for each person${because('storage', 'local')}`) ??
    check(
      restore !== 'server' || userId,
      label('userId'),
      userId,
      `the id of the person, as the API names it${because('restore', 'server')}`,
    )
  );
}

import { AnswerRef, check, configError, demand, FeedbackError, ownProperties } from '../domain/index.js';
import { ATTRIBUTE_OPTIONS, OPTION_NAMES, type OptionName, type Options, optionOf } from './schema.js';

/** Checked values of options by their names. A wrong value is its error, unless a default can stand in its place; undefined stands for "not given". */
export type Values = Readonly<Partial<Record<OptionName, unknown>>>;

/** Options from one source, each checked once. */
export interface Layer {
  readonly values: Values;
  /** Wrong values in whose place the defaults are used. */
  readonly warnings: readonly FeedbackError[];
}

export const EMPTY_LAYER: Layer = { values: ownProperties({}), warnings: [] };

/** Checks values under their names, as an entry point calls them. */
function checkAll(given: Iterable<readonly [name: OptionName, value: unknown, shown: unknown, label: string]>): Layer {
  const values: Partial<Record<OptionName, unknown>> = ownProperties({});
  const warnings: FeedbackError[] = [];
  for (const [name, value, shown, label] of given) {
    const { accepts, needed, scope } = optionOf(name);
    if (shown == null || accepts(value)) values[name] = value ?? undefined;
    else if (scope !== 'view') values[name] = configError(label, shown, needed);
    else warnings.push(configError(label, shown, needed));
  }
  return { values, warnings };
}

/** Reads options that JavaScript gave. */
export function readValues(given: object, names: readonly OptionName[] = OPTION_NAMES): Layer {
  const values = ownProperties(given) as Values;
  const found = names.filter((name) => name in values);
  return checkAll(
    found.map((name) => {
      const value = values[name] === '' ? undefined : values[name];
      return [name, value, value, name];
    }),
  );
}

/** The attribute that sets an option. */
export const toAttribute = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const ATTRIBUTES = ATTRIBUTE_OPTIONS.map((name) => [name, toAttribute(name)] as const);

/** Reads a tag's attributes, each under `prefix` and its name. An empty one is not given. */
export function readAttributes(tag: { getAttribute(name: string): string | null }, prefix = ''): Layer {
  return checkAll(
    ATTRIBUTES.flatMap(([name, attribute]) => {
      const label = prefix + attribute;
      const text = tag.getAttribute(label)?.trim();
      if (text == null || (text === '' && name !== 'disabled')) return [];
      return [[name, optionOf(name).parse?.(text), text, label] as const];
    }),
  );
}

/** The text of an attribute for an option's value; null for none. */
export function toText(value: unknown): string | null {
  if (value == null || value === false) return null;
  if (value === true) return '';
  // An object has no text, or one that throws.
  return Array.isArray(value) ? value.map(toText).join(' ') : typeof value === 'object' ? '[object]' : String(value);
}

/** What the options of a widget come to. Nothing behind this checks again. */
export interface Resolved {
  readonly options: Options;
  /** Null while its ids are not known. */
  readonly answer: AnswerRef | null;
  /** What keeps everything from being recorded. */
  readonly error: FeedbackError | undefined;
}

const DEFAULTS: Values = Object.fromEntries(OPTION_NAMES.map((name) => [name, optionOf(name).default]));

/** Joins layers of options, the last one over the others, over the defaults. An answer that is still the same stays the same object. */
export function resolve(layers: readonly Values[], former?: AnswerRef | null): Resolved {
  const all: Record<string, unknown> = ownProperties({ ...DEFAULTS });
  for (const values of layers) for (const [name, value] of Object.entries(values)) if (value !== undefined) all[name] = value;
  const error = Object.values(all).find((value) => value instanceof FeedbackError);
  if (error) for (const name of OPTION_NAMES) if (all[name] instanceof FeedbackError) all[name] = undefined;
  const options = all as Options;
  const { conversationId, queryId } = options;
  const isSame = former && former.conversationId === conversationId && former.queryId === queryId;
  const hasIds = conversationId !== undefined && queryId !== undefined;
  return { options, answer: isSame ? former : hasIds ? AnswerRef.of(conversationId, queryId) : null, error };
}

/** These options of a developer's call, with their defaults. Throws the first error among them, as only wrong options of such a call are thrown. */
export function demandOptions<const Name extends OptionName>(given: object, ...names: readonly Name[]): Pick<Options, Name> {
  const { values, warnings } = readValues(given, names);
  const { options, error } = resolve([values]);
  demand(...warnings, error);
  return Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<Options, Name>;
}

/** The error of options that need each other, or undefined. */
export function findMissing({ storage, userKey, restore, userId }: Options): FeedbackError | undefined {
  return (
    check(storage !== 'local' || userKey, 'userKey', userKey, 'a text of its own for each person') ??
    check(restore !== 'server' || userId, 'userId', userId, 'the id of the person, as the API names it')
  );
}

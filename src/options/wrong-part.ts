import { isObject, isReasons, isUuid, RATINGS, type Rating } from '../domain/index.js';
import type { OptionName } from './schema.js';

/** A value as a message may show it: a long text may be a person's words. */
const show = (value: unknown) =>
  typeof value === 'string' && value.length <= 36 ? JSON.stringify(value) : `a value of type ${typeof value}`;

function describeValue({ rating, id, comment }: Record<string, unknown>): string {
  if (rating === undefined) return 'it has no rating';
  if (!RATINGS.includes(rating as Rating)) return `its rating is ${show(rating)}`;
  if (id != null && !isUuid(id)) return `its id is ${show(id)}`;
  return `its comment is ${show(comment)}`;
}

function describeReasons(reasons: Record<string, unknown>): string {
  const [name = '', list] = Object.entries(reasons).find(([name, list]) => !isReasons({ [name]: list })) ?? [];
  if (!isReasons({ [name]: [] })) return `it has the name ${show(name)}`;
  if (!Array.isArray(list)) return `${name} is ${show(list)}`;
  return `${name} has ${show(list.find((text, index) => !isReasons({ [name]: [text] }) || list.indexOf(text) < index))}`;
}

/** What an object is, by a method of it. */
const KINDS = [
  ['then', 'a promise'],
  ['answer', 'a client'],
  ['submit', 'a submitter'],
  ['preventDefault', 'an event'],
  ['clone', 'a response'],
  ['addEventListener', 'an element'],
] as const;

/** What an object is, for the end of a message, such as `, but it is a promise`; empty for any other value. */
export function describeKind(value: unknown): string {
  try {
    const [, kind] = KINDS.find(([method]) => isObject(value) && typeof value[method] === 'function') ?? [];
    return kind ? `, but it is ${kind}` : '';
  } catch {
    return '';
  }
}

/**
 * What is wrong in a value that was given for an option, for the end of a message; empty if there is nothing to add. `shown` is the value as it was given,
 * such as the text of an attribute. The script has no room for it.
 */
export function describePart(name: OptionName, value: unknown, shown: unknown): string {
  try {
    if (name === 'ratings' && typeof value === 'string') return ', in a list';
    if (name === 'queryId' && Number(shown) > Number.MAX_SAFE_INTEGER) return ` and at most ${Number.MAX_SAFE_INTEGER}`;
    if (!isObject(value)) return '';
    if (name === 'value') return `, but ${describeValue(value)}`;
    return name === 'reasons' ? `, but ${describeReasons(value)}` : describeKind(value);
  } catch {
    // A value that throws when it is read.
    return '';
  }
}

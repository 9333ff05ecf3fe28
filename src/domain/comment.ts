import { RATINGS, type Rating } from './feedback.js';
import { isObject } from './json.js';

/** The reasons that a host offers for each rating. */
export type Reasons = { readonly [R in Rating]?: readonly string[] | undefined };

/** The content of the comment box: the chosen reasons and the words. */
export interface Draft {
  readonly reasons: readonly string[];
  readonly words: string;
}

/** Whether a value is valid for the option `reasons`: lists of one-line texts without duplicates. */
export function isReasons(value: unknown): value is Reasons {
  const isReason = (text: unknown) => typeof text === 'string' && /^\S(.*\S)?$/.test(text);
  const isEntry = ([rating, list]: [string, unknown]) =>
    RATINGS.includes(rating as Rating) && (list === undefined || isListOf(list, isReason));
  return isObject(value) && Object.entries(value).every(isEntry);
}

/** Whether a value is a list without duplicates, all of them accepted. */
export const isListOf = (value: unknown, accepts: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && new Set(value).size === value.length && value.every(accepts);

/** The comment for a draft: each reason as `#reason` on a line of its own, then the words. */
export function toComment({ reasons, words }: Draft): string {
  return [...reasons.map((reason) => `#${reason}`), words.trim()].join('\n').trim();
}

/** The draft of a comment. A line counts as a reason only if that reason is offered and not a repetition; all others are words. */
export function toDraft(comment: string, offered: readonly string[]): Draft {
  const lines = comment.split('\n');
  const end = lines.findIndex((line, index) => line[0] !== '#' || !offered.includes(line.slice(1)) || lines.indexOf(line) < index);
  const count = end < 0 ? lines.length : end;
  return { reasons: lines.slice(0, count).map((line) => line.slice(1)), words: lines.slice(count).join('\n') };
}

/** A draft with the words of a comment in front, unless it is that comment. A draft of null is empty. */
export function addWords(draft: Draft | null, comment: string, offered: readonly string[]): Draft | null {
  if (!comment || (draft && toComment(draft) === comment)) return draft;
  const { reasons, words } = toDraft(comment, offered);
  return { reasons: [...new Set([...reasons, ...(draft?.reasons ?? [])])], words: `${words}\n${draft?.words ?? ''}`.trim() };
}

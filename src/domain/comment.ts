import { RATINGS, type Rating } from './feedback.js';

/** The reasons that a host offers for each rating. */
export type Reasons = { readonly [R in Rating]?: readonly string[] | undefined };

/** The content of the comment box: the chosen reasons and the words. */
export interface Draft {
  readonly reasons: readonly string[];
  readonly words: string;
}

/** Whether a value is valid for the option `reasons`: lists of one-line texts without duplicates. */
export function isReasons(value: unknown): value is Reasons {
  const isEntry = ([rating, list]: [string, unknown]) => RATINGS.includes(rating as Rating) && (list === undefined || isList(list));
  return !!value && typeof value === 'object' && Object.entries(value).every(isEntry);
}

function isList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    new Set(value).size === value.length &&
    value.every((text) => typeof text === 'string' && /^\S(.*\S)?$/.test(text))
  );
}

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

/** A draft without some reasons. */
export function dropReasons({ reasons, words }: Draft, dropped: readonly string[]): Draft {
  return { reasons: reasons.filter((reason) => !dropped.includes(reason)), words };
}

/** Two drafts as one, the words of the first in front. */
export function mergeDrafts(first: Draft, second: Draft): Draft {
  return { reasons: [...new Set([...first.reasons, ...second.reasons])], words: `${first.words}\n${second.words}`.trim() };
}

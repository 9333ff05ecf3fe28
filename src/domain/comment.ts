import { RATINGS, type Rating } from './feedback.js';

/** The reasons that a host offers under each rating. */
export type Reasons = { readonly [R in Rating]?: readonly string[] | undefined };

/** What is in the comment box: the chosen reasons and the words. */
export interface Draft {
  readonly reasons: readonly string[];
  readonly words: string;
}

/** Whether a value is what `reasons` needs: lists of texts of one line, none twice. */
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

/** The draft of a comment. Only reasons that are offered are taken for such, each once; any other line is the person's words. */
export function toDraft(comment: string, offered: readonly string[]): Draft {
  const lines = comment.split('\n');
  const end = lines.findIndex((line, index) => line[0] !== '#' || !offered.includes(line.slice(1)) || lines.indexOf(line) < index);
  const count = end < 0 ? lines.length : end;
  return { reasons: lines.slice(0, count).map((line) => line.slice(1)), words: lines.slice(count).join('\n') };
}

/** The same without these reasons. */
export function dropReasons({ reasons, words }: Draft, others: readonly string[]): Draft {
  return { reasons: reasons.filter((reason) => !others.includes(reason)), words };
}

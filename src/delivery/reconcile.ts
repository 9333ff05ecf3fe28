import { type Answer, authorOf, type Feedback, type FeedbackRecord, isSameId, toFeedback } from '../domain/index.js';
import type { KnownRecord } from './entry.js';

/** What a list of records says about this person's record of one answer. */
export interface Finding {
  readonly record: KnownRecord | null;
  /** Ids of later records of the same person and answer. */
  readonly duplicates: readonly string[];
  /** The list does not tell whether this person has a record. */
  readonly isUnclear: boolean;
}

// The clocks of the browser and the server may differ so far when a record is looked for by its age.
const SKEW_MS = 120_000;

/**
 * Looks for this person's record. With a known author it is the oldest one of the same answer and author, and the later ones are duplicates. With an
 * unknown author it must be the only one of its answer, say what was posted, be of the time it was posted in, and no other author may be in the list;
 * then it may be shown as saved, but never be changed or deleted.
 */
export function findMine(
  records: readonly FeedbackRecord[],
  answer: Answer,
  author: string | null,
  posted: (Feedback & { readonly at: number }) | null,
  nowMs: number,
): Finding {
  const same = records
    .filter(({ context }) => isSameId(context.conversation_id, answer.conversationId) && context.query_id === answer.queryId)
    .sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || (a.id < b.id ? -1 : 1));
  if (author) {
    const [oldest, ...later] = same.filter((record) => isSameId(authorOf(record), author));
    return { record: oldest ? toKnownRecord(oldest, true) : null, duplicates: later.map(({ id }) => id), isUnclear: false };
  }
  const [only, ...rest] = same;
  const isMatch = !!only && !rest.length && !!posted && isWhatWasPosted(only, posted, nowMs);
  const hasOneAuthor = records.every((record) => isSameId(authorOf(record), only ? authorOf(only) : null));
  const isFound = isMatch && hasOneAuthor;
  return { record: isFound ? toKnownRecord(only, false) : null, duplicates: [], isUnclear: !isFound && !!posted && !!only };
}

function isWhatWasPosted(record: FeedbackRecord, posted: Feedback & { readonly at: number }, nowMs: number): boolean {
  const { rating, comment } = toFeedback(record);
  const at = Date.parse(record.created_at);
  return rating === posted.rating && comment.trim() === posted.comment.trim() && at >= posted.at - SKEW_MS && at <= nowMs + SKEW_MS;
}

/** A record as an entry stores it. */
export function toKnownRecord(record: FeedbackRecord, isMine: boolean): KnownRecord {
  return { id: record.id, ...toFeedback(record), isMine };
}

import { type AnswerRef, parseAnswerRef } from './answer-ref.js';
import {
  type Answer,
  authorOf,
  type Feedback,
  type FeedbackRecord,
  isSameId,
  isSameRating,
  type KnownRecord,
  type Posted,
  toFeedback,
  type Wanted,
} from './feedback.js';

/** What a list tells about this person's record of one answer. */
export interface Finding {
  readonly record: KnownRecord | null;
  /** Ids of further records by the same person for the same answer. */
  readonly duplicates: readonly string[];
  /** The list does not tell whether this person has a record. */
  readonly isUnclear: boolean;
}

/** What is known when this person's record is looked for. */
export interface Search {
  readonly answer: Answer;
  /** The author of this person's records, if the API has named them. */
  readonly author: string | null;
  /** Whether all records of this author are this person's. Otherwise others may share the token. */
  readonly isPersonKnown: boolean;
  /** The ids of records that are known to be this person's. */
  readonly ids: readonly string[];
  readonly wanted: Wanted | null;
  /** What may have been committed although the request failed. */
  readonly posted: readonly Posted[];
  /** The id of a record that was taken for this person's before the author was known. */
  readonly adopted: string | null;
  /** Milliseconds since the epoch by the browser's clock. */
  readonly now: number;
  /** How far the server's clock is ahead of it, in milliseconds; null if that is not known. */
  readonly clockOffset: number | null;
}

/** Words as they compare equal although the server has normalised them. */
export const normalize = (words: string) => words.normalize('NFC').replace(/\s+/g, ' ').trim();

/** How far the clocks of browser and server may differ, in milliseconds. */
const CLOCK_SKEW_MS = 120_000;
/** No commit is later than this after its request began, in milliseconds: the deadlines of two tokens and two attempts, and `RECHECK_AFTER_MS`. */
export const LATEST_COMMIT_MS = 2 * (10_000 + 15_000) + 120_000;

/**
 * Finds this person's record in a list: the oldest that equals the wanted feedback, else the oldest. Further ones are duplicates.
 *
 * If the person is known, all records of the author count. If others may share the token, only records with known ids count, and those that equal
 * a `POST` with an uncertain outcome and date from its time. If not even the author is known, such a record must also be the answer's only one, in a list
 * with no other author; it counts as saved, but is never changed or deleted.
 */
export function findMine(records: readonly FeedbackRecord[], search: Search): Finding {
  const { answer, author, isPersonKnown, ids, wanted, posted, adopted } = search;
  const same = records
    .filter(({ context }) => isSameId(context.conversation_id, answer.conversationId) && context.query_id === answer.queryId)
    .sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || (a.id < b.id ? -1 : 1));
  const isMatch = (record: FeedbackRecord) => posted.some((one) => isPosted(record, one, search));
  if (author || ids.length) {
    const isAuthors = (record: FeedbackRecord) => isSameId(authorOf(record), author);
    const isKnown = (record: FeedbackRecord) =>
      ids.some((id) => isSameId(record.id, id)) || (isSameId(record.id, adopted) && isAuthors(record));
    const matches = same.filter((record) => !isKnown(record) && isAuthors(record) && (isPersonKnown || isMatch(record)));
    // More of them than were posted: some must be another person's.
    const usable = isPersonKnown || matches.length <= posted.length ? matches : [];
    const mine = same.filter((record) => isKnown(record) || usable.includes(record));
    // Two tabs must come to the same record.
    const best = mine.find((record) => isWanted(record, wanted)) ?? mine[0];
    const duplicates = mine.filter((record) => record !== best).map((record) => record.id);
    return { record: best ? toKnownRecord(best, true) : null, duplicates, isUnclear: false };
  }
  const [only, ...rest] = same;
  const hasOneAuthor = records.every((record) => isSameId(authorOf(record), only ? authorOf(only) : null));
  const isFound = !!only && !rest.length && isMatch(only) && hasOneAuthor;
  return { record: isFound ? toKnownRecord(only, false) : null, duplicates: [], isUnclear: !isFound && posted.length > 0 && !!only };
}

function isPosted(record: FeedbackRecord, posted: Posted, { now, clockOffset }: Search): boolean {
  const { rating, comment } = posted;
  const feedback = toFeedback(record);
  const offset = clockOffset ?? 0;
  const at = posted.at + (posted.isServerTime ? 0 : offset);
  const createdAt = Date.parse(record.created_at);
  const latest = Math.min(now + offset, at + LATEST_COMMIT_MS) + CLOCK_SKEW_MS;
  return (
    isSameRating(feedback.rating, rating) &&
    normalize(feedback.comment) === normalize(comment) &&
    createdAt >= at - CLOCK_SKEW_MS &&
    createdAt <= latest
  );
}

/** Words that are not known here are those of the oldest record. */
function isWanted(record: FeedbackRecord, wanted: Wanted | null): boolean {
  const { rating, comment } = toFeedback(record);
  return !!wanted && isSameRating(rating, wanted.rating) && wanted.comment !== null && normalize(comment) === normalize(wanted.comment);
}

/** A record as an entry stores it. */
export function toKnownRecord(record: FeedbackRecord, isMine: boolean): KnownRecord {
  return { id: record.id, ...toFeedback(record), isMine, updatedAt: Date.parse(record.updated_at) || 0 };
}

/** The records of one person for one answer: the latest, and the ids of the others. */
export interface Restored {
  readonly answer: AnswerRef;
  readonly feedback: Feedback;
  readonly id: string;
  /** The server's time of the last change, in milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly isReviewed: boolean;
  readonly duplicates: string[];
}

/** The records of a person, grouped by answer. */
export function groupByAnswer(records: readonly FeedbackRecord[], userId: string): Restored[] {
  const timeOf = ({ updated_at }: FeedbackRecord) => Date.parse(updated_at) || 0;
  const answers = new Map<string, Restored>();
  for (const record of [...records].sort((a, b) => timeOf(b) - timeOf(a))) {
    const { status, id, context } = record;
    const answer = isSameId(authorOf(record), userId) && parseAnswerRef(`${context.conversation_id}/${context.query_id}`.toLowerCase());
    if (!answer) continue;
    const latest = answers.get(answer.key);
    const isReviewed = status === 'reviewed';
    if (latest) latest.duplicates.push(id);
    else answers.set(answer.key, { answer, feedback: toFeedback(record), id, updatedAt: timeOf(record), isReviewed, duplicates: [] });
  }
  return [...answers.values()];
}

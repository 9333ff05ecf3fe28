import { type Answer, type Feedback, type FeedbackRecord, isSameId, toFeedback } from './feedback.js';
import type { Known } from './storage.js';

/** What a list of records says about this person's record of one answer. */
export interface Finding {
  readonly known: Known | null;
  /** Later records of the same person and answer. */
  readonly extras: readonly string[];
  /** The list does not tell whether this person has a record. */
  readonly isUnclear: boolean;
}

// The clocks of the browser and the server may differ so far when a record is looked for by its age.
const SKEW_MS = 120_000;

/**
 * Looks for this person's record. With a known giver it is the oldest one of the same answer and giver, and the later ones
 * are extras. With an unknown giver it must say what was sent, be of the time it was sent in, and no other giver
 * may be in the list; then it may be shown as saved, but never be changed or deleted.
 */
export function findMine(
  records: readonly FeedbackRecord[],
  answer: Answer,
  giver: string | null,
  sent: (Feedback & { readonly at: number }) | null,
  nowMs: number,
): Finding {
  const same = records
    .filter(({ context }) => isSameId(context.conversation_id, answer.conversationId) && context.query_id === answer.queryId)
    .sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || (a.id < b.id ? -1 : 1));
  if (giver) {
    const [oldest, ...later] = same.filter((record) => isSameId(record.given_by.id, giver));
    return { known: oldest ? toKnown(oldest, true) : null, extras: later.map(({ id }) => id), isUnclear: false };
  }
  const recent = same.filter(({ created_at }) => {
    const at = Date.parse(created_at);
    return !!sent && at >= sent.at - SKEW_MS && at <= nowMs + SKEW_MS;
  });
  const hasOneGiver = records.every(({ given_by }) => isSameId(given_by.id, records[0]?.given_by.id));
  const match = recent.find((record) => {
    const { rating, comment } = toFeedback(record);
    return hasOneGiver && rating === sent?.rating && comment.trim() === sent.comment.trim();
  });
  return { known: match ? toKnown(match, false) : null, extras: [], isUnclear: !match && recent.length > 0 };
}

/** A record as an entry keeps it. */
export function toKnown(record: FeedbackRecord, isMine: boolean): Known {
  return { id: record.id, ...toFeedback(record), isMine };
}

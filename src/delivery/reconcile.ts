import { type Answer, type Feedback, type FeedbackRecord, giverOf, isSameId, toFeedback } from '../domain/index.js';
import type { Known } from './store.js';

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
 * are extras. With an unknown giver it must be the only one of its answer, say what was sent, be of the time it was sent in,
 * and no other giver may be in the list; then it may be shown as saved, but never be changed or deleted.
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
    const [oldest, ...later] = same.filter((record) => isSameId(giverOf(record), giver));
    return { known: oldest ? toKnown(oldest, true) : null, extras: later.map(({ id }) => id), isUnclear: false };
  }
  const [only, ...rest] = same;
  const isMatch = !!only && !rest.length && !!sent && isWhatWasSent(only, sent, nowMs);
  const hasOneGiver = records.every((record) => isSameId(giverOf(record), only ? giverOf(only) : null));
  const isFound = isMatch && hasOneGiver;
  return { known: isFound ? toKnown(only, false) : null, extras: [], isUnclear: !isFound && !!sent && !!only };
}

function isWhatWasSent(record: FeedbackRecord, sent: Feedback & { readonly at: number }, nowMs: number): boolean {
  const { rating, comment } = toFeedback(record);
  const at = Date.parse(record.created_at);
  return rating === sent.rating && comment.trim() === sent.comment.trim() && at >= sent.at - SKEW_MS && at <= nowMs + SKEW_MS;
}

/** A record as an entry keeps it. */
export function toKnown(record: FeedbackRecord, isMine: boolean): Known {
  return { id: record.id, ...toFeedback(record), isMine };
}

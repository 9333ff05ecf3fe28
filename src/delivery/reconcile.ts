import { type Answer, authorOf, type Feedback, FeedbackError, type FeedbackRecord, isSameId, toFeedback } from '../domain/index.js';
import { assumeUncertain, type Entry, feedbackOf, isConfirmed, type KnownRecord, type Request, type Wanted } from './entry.js';
import { type Activity, change, type Draft, type State, type Step, set } from './state.js';

/** The next request that brings the record towards the wanted feedback; null if there is none. */
export function nextStep({ entry: stored, session }: State, author: string | null): Step | null {
  if (session.stoppedBy) return null;
  const entry = assumeUncertain(stored);
  const { wanted, record, unresolved, recheck, duplicates } = entry;
  if (unresolved) return unresolved;
  if (recheck && (session.mustReadList || session.recheckDue)) return 'list';
  if (duplicates.length) return 'deleteDuplicate';
  if (isConfirmed(entry)) return null;
  if (!record) return 'post';
  // Only a record that is known to be this person's is changed or deleted.
  if (!record.isMine || !record.id) return author ? 'list' : 'post';
  return wanted ? 'patch' : 'delete';
}

/** The feedback whose words a step would send for the first time; null for none. */
export function newWords(step: Step, entry: Entry): Feedback | null {
  const { rating, comment } = aimOf(entry);
  const isNew = step === 'post' || (step === 'patch' && comment !== entry.record?.comment);
  return comment && isNew ? { rating, comment } : null;
}

/** The request for a step. `comment` holds the words that may leave; null leaves those on record unchanged. */
export function toRequest(type: Step, entry: Entry, comment: string | null): Request {
  const { record, duplicates } = entry;
  const { rating } = aimOf(entry);
  if (type === 'list') return { type };
  if (type === 'post') return { type, feedback: { rating, comment: comment ?? '' } };
  const id = (type === 'deleteDuplicate' ? duplicates[0] : record?.id) ?? '';
  if (type !== 'patch') return { type, id };
  const changes = {
    ...(rating === record?.rating ? {} : { rating }),
    ...(comment === null || comment === record?.comment ? {} : { comment }),
  };
  return { type, id, changes };
}

/** The feedback to send. With nothing wanted, the `POST` only serves to learn the author, so that an earlier record can be found and deleted. */
export const aimOf = ({ wanted, posted }: Entry): Wanted => wanted ?? posted ?? { rating: 'neutral', comment: '' };

export type Requesting = Extract<Activity, { type: 'requesting' }>;

/** Handles a request that succeeded: the entry takes over what the server returned. */
export function succeed(
  draft: Draft,
  { record, records }: { readonly record?: FeedbackRecord; readonly records?: readonly FeedbackRecord[] },
): void {
  const { activity } = draft.session;
  if (activity.type !== 'requesting') return;
  const { request } = activity;
  if (request.type === 'list') acceptList(draft, activity, records ?? []);
  else if (request.type === 'post' && record) acceptPost(draft, activity, record);
  else if (request.type === 'patch' && record)
    accept(draft, record, factsOf(draft, activity, record, request.changes.comment !== undefined));
  else if (request.type === 'deleteDuplicate')
    accept(draft, null, { duplicates: draft.entry.duplicates.filter((id) => id !== request.id) });
  else accept(draft, null, { record: null });
}

/** Ends a request that the server answered as asked. */
export function accept(draft: Draft, record: FeedbackRecord | null, facts: Partial<Entry>): void {
  change(draft, { write: null, ...facts });
  const { session } = draft;
  const isWrite = session.activity.type === 'requesting' && session.activity.request.type !== 'list';
  set(draft, {
    record: record ?? session.record,
    // A list that can be read does not make the write that failed before any likelier.
    tries: isWrite ? 0 : session.tries,
    error: null,
    notice: null,
    hasResponse: true,
  });
}

function acceptPost(draft: Draft, activity: Requesting, record: FeedbackRecord): void {
  const { entry, context } = draft;
  const mayHaveOther = entry.unresolved === 'post' || !!entry.record;
  accept(draft, record, { ...factsOf(draft, activity, record, true), unresolved: mayHaveOther ? 'list' : null, posted: null });
  const expected = context.impersonateEmail;
  const email = record.given_by?.email;
  if (!expected || email?.toLowerCase() === expected.toLowerCase()) return;
  const text = `Given by ${email}, not by ${expected}: the token may lack CAN_IMPERSONATE_OTHER_USERS.`;
  const wanted = feedbackOf(draft.entry.wanted, draft.entry.record);
  draft.effects.push({ type: 'notifyError', error: new FeedbackError('misattributed', text), wanted, willRetry: false });
}

function acceptList(draft: Draft, { recheck }: Requesting, records: readonly FeedbackRecord[]): void {
  const { entry, context } = draft;
  const { record: known } = entry;
  const listed = known?.id ? records.find(({ id }) => isSameId(id, known.id)) : undefined;
  const author = context.author ?? (known?.isMine && listed ? authorOf(listed) : null);
  const found = findMine(records, context.answer, author, entry.posted, context.now);
  // This person's record may be missing because the pages of the list have shifted: only a 404 proves that it is gone.
  const notFound = known?.isMine ? { ...known, rating: null, comment: null } : listed ? toKnownRecord(listed, false) : null;
  const isRechecked = recheck > 0 && entry.recheck === recheck;
  accept(draft, records.find(({ id }) => id === found.record?.id) ?? null, {
    author: author ?? entry.author,
    record: found.record ?? notFound,
    duplicates: found.duplicates,
    unresolved: found.isUnclear ? 'post' : null,
    ...(isRechecked ? { recheck: 0, posted: null } : {}),
  });
  set(draft, { recheckDue: 0, mustReadList: false });
}

/**
 * What an entry takes over from a returned record. The server's version of the words counts, so that a trimmed or redacted comment is not a
 * difference. Words that were not part of the request are left alone while a late commit may still change them.
 */
function factsOf({ entry }: Draft, { wanted: aim }: Requesting, record: FeedbackRecord, wereSent: boolean): Partial<Entry> {
  const { wanted, recheck } = entry;
  const known = toKnownRecord(record, true);
  const isCurrent = aim?.comment != null && wanted?.comment === aim.comment && (wereSent || !recheck);
  return { record: known, ...(wanted && isCurrent ? { wanted: { ...wanted, comment: known.comment } } : {}) };
}

/** What a list tells about this person's record of one answer. */
export interface Finding {
  readonly record: KnownRecord | null;
  /** Ids of later records by the same person for the same answer. */
  readonly duplicates: readonly string[];
  /** The list does not tell whether this person has a record. */
  readonly isUnclear: boolean;
}

/** How far the clocks of browser and server may differ, in milliseconds. */
const CLOCK_SKEW_MS = 120_000;

/**
 * Finds this person's record in a list. If the author is known, it is their oldest record of the answer, and later ones are duplicates. If not, it must
 * be the answer's only record, equal the posted feedback, date from the time of the `POST`, and be in a list with no other author. Such a record
 * counts as saved, but is never changed or deleted.
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
  const isMatch = !!only && !rest.length && !!posted && isPosted(only, posted, nowMs);
  const hasOneAuthor = records.every((record) => isSameId(authorOf(record), only ? authorOf(only) : null));
  const isFound = isMatch && hasOneAuthor;
  return { record: isFound ? toKnownRecord(only, false) : null, duplicates: [], isUnclear: !isFound && !!posted && !!only };
}

function isPosted(record: FeedbackRecord, posted: Feedback & { readonly at: number }, nowMs: number): boolean {
  const { rating, comment } = toFeedback(record);
  const at = Date.parse(record.created_at);
  return (
    rating === posted.rating && comment.trim() === posted.comment.trim() && at >= posted.at - CLOCK_SKEW_MS && at <= nowMs + CLOCK_SKEW_MS
  );
}

/** A record as an entry stores it. */
function toKnownRecord(record: FeedbackRecord, isMine: boolean): KnownRecord {
  return { id: record.id, ...toFeedback(record), isMine };
}

import { type Answer, authorOf, FeedbackError, type FeedbackRecord, isSameId, isSameRating, isUuid, toFeedback } from '../domain/index.js';
import { isScript } from '../platform/index.js';
import { addGone, type Entry, feedbackOf, idsOf, type KnownRecord, normalize, type Posted, type Wanted } from './entry.js';
import type { ClientContext } from './requests.js';
import { type Activity, change, type Draft, set } from './state.js';

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
  else if (request.type === 'deleteDuplicate' || request.type === 'delete') {
    const { duplicates } = draft.entry;
    const facts = request.type === 'delete' ? { record: null } : { duplicates: duplicates.filter((id) => id !== request.id) };
    accept(draft, null, { ...facts, gone: addGone(draft.entry, request.id) });
  }
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
    // The person's last outcome stays on display while the list is read behind it.
    notice: session.isAwaited || session.error ? null : session.notice,
    hasResponse: true,
    isForced: false,
  });
}

function acceptPost(draft: Draft, activity: Requesting, record: FeedbackRecord): void {
  const { entry, context } = draft;
  const { record: other } = entry;
  // Another tab has posted, too: both records are known to be this person's.
  const surplus = other?.isMine && other.id && !isSameId(other.id, record.id) ? [other.id] : [];
  const mayHaveOther = entry.unresolved === 'post' || (!!other && !other.isMine);
  accept(draft, record, {
    ...factsOf(draft, activity, record, true),
    author: authorOf(record) ?? entry.author,
    duplicates: [...entry.duplicates, ...surplus],
    unresolved: mayHaveOther ? 'list' : null,
    // An earlier visit, another device or a lost storage may have left a record for this answer.
    isLookupDue: context.isPersonKnown && !(context.isListed && !context.findEarlier().record),
  });
  if (!isScript) checkAuthor(draft, record);
}

/** Tells the host if the record is not of the impersonated user. The script has no such option. */
function checkAuthor(draft: Draft, record: FeedbackRecord): void {
  const expected = draft.context.submitter.impersonateEmail;
  const email = record.given_by?.email;
  if (!expected || email?.toLowerCase() === expected.toLowerCase()) return;
  const text = `Given by ${email}, not by ${expected}: the token may lack CAN_IMPERSONATE_OTHER_USERS.`;
  const wanted = feedbackOf(draft.entry.wanted, draft.entry.record);
  draft.effects.push({ type: 'notifyError', error: new FeedbackError('misattributed', text), wanted, willRetry: false });
}

function acceptList(draft: Draft, { recheck }: Requesting, all: readonly FeedbackRecord[]): void {
  const { entry, session, context } = draft;
  const { record: known, wanted, unresolved, duplicates } = entry;
  // A list may lag behind writes.
  const isGone = (id: string) => entry.gone.some((gone) => isSameId(gone, id));
  const records = all.filter(({ id }) => !isGone(id));
  const listed = known?.id ? records.find(({ id }) => isSameId(id, known.id)) : undefined;
  // An API that names authors by email alone does not tell whether one of them is the `userId`.
  const isComparable = (one: string | null) => one !== null && !(isUuid(one) && records.some(({ given_by }) => given_by && !given_by.id));
  const author = [context.author, entry.author, known?.isMine && listed ? authorOf(listed) : null].find(isComparable) ?? null;
  // Another living tab may have posted what this page has found unsent.
  const copied =
    session.mustReadList && wanted
      ? [{ rating: wanted.rating, comment: wanted.comment ?? '', at: entry.changedAt, isServerTime: false }]
      : [];
  const found = findMine(records, {
    answer: context.answer,
    author,
    isPersonKnown: context.isPersonKnown,
    ids: idsOf(entry),
    wanted,
    posted: [...entry.posted, ...copied],
    adopted: entry.adopted,
    now: context.now,
    clockOffset: context.clockOffset,
  });
  const isRechecked = recheck > 0 && entry.recheck === recheck && !found.isUnclear;
  const isCertain = !entry.recheck && !unresolved && !session.mustReadList;
  const facts = isListedLate(known, listed, found) ? keepUnlisted(known, found, isCertain, wanted) : verifyFirst(known, found, recheck > 0);
  accept(draft, records.find(({ id }) => id === found.record?.id) ?? null, {
    author: author ?? entry.author,
    record: facts.record ?? (listed && !author ? toKnownRecord(listed, false) : null),
    duplicates: [...facts.duplicates, ...duplicates.filter((id) => !records.some((record) => isSameId(record.id, id)) && !isGone(id))],
    unresolved: found.isUnclear ? 'post' : null,
    isLookupDue: false,
    adopted: found.record && !found.record.isMine ? found.record.id : author ? null : entry.adopted,
    ...(isRechecked ? { recheck: 0, posted: [] } : {}),
  });
  set(draft, { isAuthorUnclear: !author, recheckDue: recheck && !found.isUnclear ? 0 : session.recheckDue, mustReadList: false });
}

/**
 * A listed record may be gone already, so a write has to reach it before others are deleted in its favour. A list that lags behind may show the known record
 * as it was before its last change. If that may be a late commit instead, the change is made again.
 */
function verifyFirst(known: KnownRecord | null, { record, duplicates }: Finding, isRecheck: boolean): Pick<Entry, 'record' | 'duplicates'> {
  if (!record || !known || !isSameId(record.id, known.id))
    return { record: record && duplicates.length ? { ...record, rating: null } : record, duplicates };
  const [listedAt, knownAt] = [record.updatedAt ?? 0, known.updatedAt ?? -1];
  const isNews = !known.isMine || listedAt > knownAt || (listedAt === knownAt && !known.rating);
  const hasSameRating = !!record.rating && !!known.rating && isSameRating(record.rating, known.rating);
  const isOther = isRecheck && !(hasSameRating && (known.comment === null || record.comment === known.comment));
  return { record: isNews ? record : isOther ? { ...known, rating: null, comment: null } : known, duplicates };
}

/** Whether a record that a write has returned is missing in a list. */
function isListedLate(known: KnownRecord | null, listed: FeedbackRecord | undefined, { isUnclear }: Finding): known is KnownRecord {
  return !!known?.isMine && !listed && !isUnclear;
}

/**
 * A record that a write has returned stays known although a list does not show it: only a 404 proves that it is gone. After an uncertain write its
 * content is no longer known. Words that are to stay and are not known here are those of an older record, which the list shows.
 */
function keepUnlisted(
  known: KnownRecord,
  { record, duplicates }: Finding,
  isCertain: boolean,
  wanted: Wanted | null,
): Pick<Entry, 'record' | 'duplicates'> {
  if (known.id && record?.isMine && wanted?.comment === null)
    return { record: { ...record, rating: null }, duplicates: [known.id, ...duplicates] };
  return {
    record: isCertain ? known : { ...known, rating: null, comment: null },
    duplicates: record?.id && record.isMine ? [record.id, ...duplicates] : duplicates,
  };
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

/** Finds the record of an answer, and further ones, in the first list of the page. */
export function findEarlier({ author, isPersonKnown, records }: ClientContext, answer: Answer, gone: readonly string[]): Finding {
  const present = (records ?? []).filter(({ id }) => !gone.some((one) => isSameId(one, id)));
  return findMine(present, { answer, author, isPersonKnown, ids: [], wanted: null, posted: [], adopted: null, now: 0, clockOffset: null });
}

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

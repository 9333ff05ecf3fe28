import {
  type Answer,
  addWords,
  authorOf,
  type Feedback,
  type FeedbackRecord,
  type Finding,
  findMine,
  findMisattribution,
  isSameId,
  isSameRating,
  isUuid,
  type KnownRecord,
  toKnownRecord,
  type Wanted,
} from '../domain/index.js';
import { isScript } from '../platform/index.js';
import { addId, areWordsHidden, areWordsMissing, type Entry, factsOfLeaving, feedbackOf, idsOf, isOlder } from './entry.js';
import type { ClientContext } from './requests.js';
import { type Activity, change, type Next, pause, set } from './state.js';

export type Requesting = Extract<Activity, { type: 'requesting' }>;

/** Handles a request that succeeded: the entry takes over what the server returned. */
export function succeed(
  next: Next,
  { record, records }: { readonly record?: FeedbackRecord; readonly records?: readonly FeedbackRecord[] },
): void {
  const { activity } = next.session;
  if (activity.type !== 'requesting') return;
  const { request } = activity;
  if (request.type === 'list') acceptList(next, activity, records ?? []);
  else if (request.type === 'post' && record) acceptPost(next, activity, record);
  else if (request.type === 'patch' && record) acceptPatch(next, activity, record, request.changes.comment !== undefined);
  else if (request.type === 'deleteDuplicate' || request.type === 'delete') {
    const { duplicates } = next.entry;
    const facts = request.type === 'delete' ? { record: null } : { duplicates: duplicates.filter((id) => id !== request.id) };
    accept(next, null, { ...facts, gone: addId(next.entry.gone, request.id) });
  }
}

/** Ends a request that the server answered as asked. */
export function accept(next: Next, record: FeedbackRecord | null, facts: Partial<Entry>): void {
  change(next, { write: null, ...facts });
  const { session } = next;
  const isWrite = session.activity.type === 'requesting' && session.activity.request.type !== 'list';
  set(next, {
    record: record ?? session.record,
    // A list that can be read does not make the write that failed before any likelier.
    tries: isWrite ? 0 : session.tries,
    error: null,
    // The person's last outcome stays on display while the list is read behind it.
    notice: session.isAwaited || session.error ? null : session.notice,
    hasResponse: true,
    isForced: session.isForced && !next.context.isOnline,
  });
}

function acceptPost(next: Next, activity: Requesting, record: FeedbackRecord): void {
  const { entry, context } = next;
  const { record: other } = entry;
  // Another tab has posted, too: both records are known to be this person's.
  const surplus = other?.isMine && other.id && !isSameId(other.id, record.id) ? [other.id] : [];
  const mayHaveOther = entry.unresolved === 'post' || (!!other && !other.isMine);
  accept(next, record, {
    ...factsOf(next, activity, record, true),
    author: authorOf(record) ?? entry.author,
    duplicates: [...entry.duplicates, ...surplus],
    unresolved: mayHaveOther ? 'list' : null,
    // An earlier visit, another device or a lost storage may have left a record for this answer.
    isLookupDue: context.isPersonKnown && !(context.isListed && !context.findEarlier().record),
  });
  if (!isScript) checkAuthor(next, record);
}

function acceptPatch(next: Next, activity: Requesting, record: FeedbackRecord, wereSent: boolean): void {
  const { entry, context } = next;
  // Words that no list has shown before are those of another rating.
  const areOther = entry.wanted?.comment === null && entry.record?.comment === null && entry.hasNoHiddenWords && !!record.feedback;
  const facts = factsOf(next, activity, record, wereSent);
  accept(next, record, areOther ? { ...facts, ...factsOfLeaving(entry, record.feedback, context.offered) } : facts);
}

/** Tells the host if the record is not of the impersonated user. The script has no such option. */
function checkAuthor(next: Next, record: FeedbackRecord): void {
  const error = findMisattribution(record, next.context.submitter.impersonateEmail);
  if (!error) return;
  const wanted = feedbackOf(next.entry.wanted, next.entry.record);
  next.effects.push({ type: 'notifyError', error, wanted, willRetry: false });
}

function acceptList(next: Next, { recheck }: Requesting, all: readonly FeedbackRecord[]): void {
  const { entry, session, context } = next;
  const { record: known, wanted, unresolved, duplicates } = entry;
  // A list may lag behind writes, and what may not be changed is left alone until the person presses again.
  const isGone = (id: string) => [...entry.forbidden, ...entry.gone].some((gone) => isSameId(gone, id));
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
  // Words that are to leave a record are looked for as long as its former rating is known.
  const isCertain = (!entry.recheck && !unresolved && !session.mustReadList) || areWordsMissing(entry);
  const facts = isListedLate(known, listed, found) ? keepUnlisted(known, found, isCertain, wanted) : verifyFirst(known, found, recheck > 0);
  const words = takeWords(next, found, facts.record);
  accept(next, records.find(({ id }) => id === found.record?.id) ?? null, {
    author: author ?? entry.author,
    record: facts.record ?? (listed && !author ? toKnownRecord(listed, false) : null),
    duplicates: [...facts.duplicates, ...duplicates.filter((id) => !records.some((record) => isSameId(record.id, id)) && !isGone(id))],
    unresolved: found.isUnclear ? 'post' : null,
    isLookupDue: false,
    adopted: found.record && !found.record.isMine ? found.record.id : author ? null : entry.adopted,
    ...(isRechecked ? { recheck: 0, posted: [] } : {}),
    ...words,
  });
  set(next, { isAuthorUnclear: !author, recheckDue: recheck && !found.isUnclear ? 0 : session.recheckDue, mustReadList: false });
}

/** How often the list is read for words that it does not show, because it may lag behind, and the milliseconds in between. */
export const WORDS_TRIES = 8;
const WORDS_PAUSE_MS = 5000;

/** Reads the list again for words later. Returns false if that was the last time. `weight`: how many tries the last one counts for. */
export function lookAgain(next: Next, weight = 1): boolean {
  const wordsTries = next.session.wordsTries + weight;
  if (wordsTries >= WORDS_TRIES) return false;
  set(next, { wordsTries });
  pause(next, 'backoff', WORDS_PAUSE_MS);
  return true;
}

/**
 * Takes over the words of a listed record that this browser does not know. They move to the draft if they were said with another rating, or if the record is
 * about to be deleted.
 */
function takeWords(next: Next, { record }: Finding, taken: KnownRecord | null): Partial<Entry> {
  const { entry, session, context } = next;
  const { record: known, wanted, draft, adopted, hasNoHiddenWords } = entry;
  const [areHidden, areMissing] = [areWordsHidden(entry), areWordsMissing(entry)];
  const isKnown = isSameId(record?.id, known?.id);
  const isShown = isKnown ? !isOlder(record?.updatedAt, known) : !!record?.isMine && !areMissing;
  if (record && isShown) {
    // A listed record has both.
    const { rating, comment } = record as Feedback;
    const isTakenBack = areMissing || (isSameId(record.id, adopted) && !hasNoHiddenWords);
    if (wanted ? wanted.comment === null && !isSameRating(rating, wanted.rating) : isTakenBack) {
      const { removed } = session;
      if (removed?.comment === null) set(next, { removed: { ...removed, comment: isSameRating(rating, removed.rating) ? comment : '' } });
      return factsOfLeaving(entry, comment, context.offered);
    }
    // What was typed while the words were not known follows them.
    return areHidden && taken ? { record: { ...taken, comment }, draft: draft && addWords(draft, comment, context.offered) } : {};
  }
  if (!areMissing && !(areHidden && session.needsWords)) return {};
  if (lookAgain(next)) return {};
  set(next, { needsWords: false });
  return areMissing ? { hasNoHiddenWords: true } : {};
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
function factsOf({ entry }: Next, { wanted: aim }: Requesting, record: FeedbackRecord, wereSent: boolean): Partial<Entry> {
  const { wanted, recheck } = entry;
  const known = toKnownRecord(record, true);
  const isCurrent = aim?.comment != null && wanted?.comment === aim.comment && (wereSent || !recheck);
  return { record: known, ...(wanted && isCurrent ? { wanted: { ...wanted, comment: known.comment } } : {}) };
}

/** Finds the record of an answer, and further ones, in the first list of the page. */
export function findEarlier({ author, isPersonKnown, records }: ClientContext, answer: Answer, gone: readonly string[]): Finding {
  const present = (records ?? []).filter(({ id }) => !gone.some((one) => isSameId(one, id)));
  return findMine(present, { answer, author, isPersonKnown, ids: [], wanted: null, posted: [], adopted: null, now: 0, clockOffset: null });
}

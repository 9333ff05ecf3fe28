import { type FeedbackError, failureOf, isSameFeedback, isSameId, isSameRating, type Moment } from '../domain/index.js';
import type { TextName } from '../i18n/index.js';
import {
  addId,
  areWordsHidden,
  areWordsMissing,
  assumeUncertain,
  type Entry,
  factsOfChange,
  factsOfLeaving,
  idsOf,
  isConfirmed,
  toWanted,
  type Write,
} from './entry.js';
import { accept, lookAgain, type Requesting, succeed, WORDS_TRIES } from './reconcile.js';
import { change, type Event, endPause, mustReadFirst, type Next, pause, type State, type Step, set, showError } from './state.js';

/** Attempts before delivery stops and waits for the person, the host or the browser. */
export const MAX_TRIES = 12;
/** Milliseconds after an uncertain write until the list is read again. No commit is later than that. */
export const RECHECK_AFTER_MS = 120_000;
/** Milliseconds until this tab takes over what another tab has begun. */
export const TAKE_OVER_AFTER_MS = 45_000;
/** Milliseconds for which `navigator.onLine` is believed: it can be false on a working network. */
export const OFFLINE_PROBE_MS = 60_000;
/** The shortest time between two restarts by themselves, in milliseconds. */
export const RESTART_AFTER_MS = 60_000;
/** The quarantine of a `POST` that was in flight when its tab closed, in milliseconds. */
export const CLOSED_TAB_QUARANTINE_MS = 5_000;

/** The unit of all backoffs, in milliseconds: an answer waits 1 to 2 of it after its first failure, and the queue of the page 1. */
export const BACKOFF_UNIT_MS = 1000;

/** Milliseconds to wait after failure `n`, counted from 1. */
export function backoffMs(n: number, random: () => number): number {
  return (0.5 + random() / 2) * Math.min(60_000, BACKOFF_UNIT_MS * 2 ** n);
}

/** The milliseconds for which `Retry-After` is obeyed: 1 to 300 s, plus up to 20 % so that clients do not all come back at once. */
export function retryAfterMs(askedMs: number, random: () => number): number {
  return Math.min(300_000, Math.max(1000, askedMs)) * (1 + random() / 5);
}

/** The next request that brings the record towards the wanted feedback; null if there is none. */
export function nextStep({ entry: stored, session }: State, author: string | null): Step | null {
  if (session.stoppedBy) return null;
  const entry = assumeUncertain(stored);
  const { wanted, record, unresolved, recheck, isLookupDue, duplicates } = entry;
  if (unresolved) return unresolved;
  if (recheck && (session.mustReadList || session.recheckDue === recheck)) return 'list';
  if (isConfirmed(entry)) {
    const isListDue = (isLookupDue && !recheck) || (session.needsWords && areWordsHidden(entry));
    return duplicates.length ? 'deleteDuplicate' : isListDue ? 'list' : null;
  }
  // Another tab may have posted it, because duplicating a tab copies its storage.
  if (!record) return session.mustReadList ? 'list' : 'post';
  // Only a record that is known to be this person's is changed or deleted.
  if (!record.isMine || !record.id) return author && !session.isAuthorUnclear ? 'list' : 'post';
  if (areWordsMissing(entry)) return 'list';
  return wanted ? 'patch' : 'delete';
}

/**
 * Changes the record that the list of this page has shown, instead of posting a second one. Its words stay if there are no others and the rating is the same.
 * After a `POST` of this entry that record may be its own, with words that the person has taken back since.
 */
export function adoptEarlier(next: Next): void {
  const { wanted, record, unresolved, write, posted, duplicates } = next.entry;
  const earlier = wanted && !record && !unresolved && !write && !posted.length ? next.context.findEarlier() : null;
  if (!wanted || !earlier?.record) return;
  const { rating, comment } = earlier.record;
  const isLeaving = !wanted.comment && !!comment && !!rating && !isSameRating(rating, wanted.rating);
  change(next, {
    ...(isLeaving ? factsOfLeaving(next.entry, comment, next.context.offered) : { wanted: { ...wanted, comment: wanted.comment || null } }),
    // That list may be old, so nothing counts as saved by it.
    record: { ...earlier.record, rating: null, comment: null },
    duplicates: [...duplicates, ...earlier.duplicates],
  });
}

/** A time of the browser's clock as that of the server, if its clock is known. */
export const serverTime = ({ context: { clockOffset } }: Next, at: number): Moment => ({
  at: at + (clockOffset ?? 0),
  isServerTime: clockOffset !== null,
});

/** Starts the timer for reading the list again after the last uncertain write, unless it has been started for that write. */
export function scheduleRecheck(next: Next): void {
  const { recheck } = next.entry;
  if (!recheck || recheck === next.session.recheckTimed) return;
  set(next, { recheckTimed: recheck });
  next.effects.push({ type: 'startTimer', timer: 'recheck', ms: RECHECK_AFTER_MS });
}

/**
 * The outcome of the write in flight is uncertain, and that of this tab's own `write`, if another tab has one in flight, too: the list is read now where
 * needed, and again once late commits are over.
 */
export function suspectWrite(next: Next, write: Write | null = next.entry.write): void {
  const { revision } = next.entry;
  const entry = assumeUncertain(next.entry);
  const isOther = write?.at !== next.entry.write?.at;
  change(next, { ...(isOther ? assumeUncertain({ ...entry, write }) : entry), recheck: revision + 1 });
  scheduleRecheck(next);
}

/** Begins the quarantine of a `POST` that was in flight when its tab closed, once. Returns whether it has begun. */
export function quarantine(next: Next): boolean {
  const { entry, session } = next;
  if (!entry.recheck || entry.unresolved !== 'list' || session.quarantined === entry.recheck) return false;
  set(next, { quarantined: entry.recheck });
  pause(next, 'quarantine', CLOSED_TAB_QUARANTINE_MS);
  return true;
}

/** Handles a failed request. A record that is gone already counts as deleted; otherwise the row of the failure's kind decides. */
export function fail(next: Next, { error }: { readonly error: FeedbackError }): void {
  const { activity } = next.session;
  if (activity.type !== 'requesting') return;
  const { request, write } = activity;
  const { type } = request;
  const isGone = error.kind === 'not-found';
  if (isGone && type === 'patch') return accept(next, null, { record: null, unresolved: 'list', gone: addId(next.entry.gone, request.id) });
  if ((isGone && type === 'delete') || (type === 'deleteDuplicate' && (isGone || error.kind === 'forbidden'))) return succeed(next, {});
  // A token may not be allowed to list. Then it goes without what the list is only a precaution for.
  const { isLookupDue, hasNoHiddenWords } = next.entry;
  const areMissing = areWordsMissing(next.entry);
  const isPrecaution =
    !next.entry.unresolved &&
    !next.session.recheckDue &&
    (next.session.mustReadList || next.session.needsWords || isLookupDue || areMissing);
  if (type === 'list' && isPrecaution && /^(not-found|forbidden)$/.test(error.kind)) {
    // One refusal may be a gateway's. Words that nobody has read are lost with their record, so these are asked for once more.
    if (areMissing && lookAgain(next, WORDS_TRIES / 2)) return;
    set(next, { mustReadList: false, needsWords: false });
    return change(next, { isLookupDue: false, hasNoHiddenWords: hasNoHiddenWords || areMissing });
  }
  if (write && error.uncertain) suspectWrite(next, write);
  else if (next.entry.write) change(next, { write: null });
  if (error.retryable && retry(next, error, type)) return;
  stop(next, error, activity);
}

/** The text while an answer waits for its next attempt. */
export const waitingText = ({ kind }: FeedbackError): TextName => failureOf(kind).text ?? 'notSent';

/** Schedules the next attempt. Returns false if there was the last one. */
function retry(next: Next, error: FeedbackError, type: Step): boolean {
  const { random } = next.context;
  const { quarantineMs } = failureOf(error.kind);
  const tries = next.session.tries + 1;
  set(next, { tries });
  pause(next, 'backoff', backoffMs(tries, random));
  if (error.retryAfterMs !== undefined) pause(next, 'retryAfter', retryAfterMs(error.retryAfterMs, random));
  if (type === 'post' && quarantineMs !== undefined) {
    set(next, { quarantined: next.entry.recheck });
    pause(next, 'quarantine', quarantineMs);
  }
  // Without a network no attempt counts, and the browser says when it is back.
  const isOffline = error.kind === 'network' && !next.context.isOnline;
  if (tries >= MAX_TRIES && !isOffline) return false;
  if (!isConfirmed(next.entry)) showError(next, error, isOffline ? 'offline' : waitingText(error), true);
  return true;
}

/** Another tab or client may have that record, too, and must not take it for a second one of this person. */
const factsOfGiveUp = ({ forbidden }: Entry, id: string): Partial<Entry> => ({ record: null, forbidden: addId(forbidden, id) });

/** Ends all attempts until the person, the host or the browser starts them again. `requesting` is the request that failed, if there was one. */
export function stop(next: Next, error: FeedbackError, requesting?: Requesting): void {
  const { entry } = next;
  const { request, wanted: aim = null } = requesting ?? {};
  const { text, changeText = text } = failureOf(error.kind);
  const isForbidden = error.kind === 'forbidden' && !!request && request.type !== 'list';
  // The person has chosen something else since: the refusal was about the former choice.
  if (isForbidden && !isSameFeedback(entry.wanted, aim))
    return request.type === 'post' ? undefined : change(next, factsOfGiveUp(entry, request.id));
  set(next, { stoppedBy: error });
  // A background failure behind a record on display as saved is not shown.
  if (isConfirmed(entry) && !mustReadFirst(next)) return;
  if (!isForbidden) return showError(next, error, error.retryable ? 'gaveUp' : (text ?? 'unavailable'), false);
  // Nobody can make the record equal the wanted feedback, so it is no longer wanted.
  const { wanted, record } = entry;
  const { draft } = factsOfChange(entry, null, { former: null, unsaid: null, offered: next.context.offered });
  if (request.type === 'post') change(next, { wanted: toWanted(record), draft });
  else {
    // The record belongs to another person: it stays on display and is never written to again.
    set(next, { refused: toWanted(record) });
    change(next, { ...factsOfGiveUp(entry, request.id), wanted: null, draft: wanted?.comment === record?.comment ? entry.draft : draft });
  }
  showError(next, error, (record ? changeText : text) ?? 'unavailable', false, wanted);
}

/** A late commit may have changed a confirmed record, so the list is read before the record counts as saved again. */
export function rereadConfirmed(next: Next): void {
  if (next.entry.recheck && isConfirmed(next.entry)) change(next, { unresolved: 'list' });
}

/** Starts all attempts again, on behalf of the person, the host or the browser. */
export function startAgain(next: Next): void {
  rereadConfirmed(next);
  endPause(next, 'backoff', 'offline');
  const { pauses, error } = next.session;
  // While it waits, it does not say that it is sending.
  const isWaiting = pauses.length > 0 && !!error;
  set(next, {
    stoppedBy: null,
    refused: null,
    tries: 0,
    isActive: true,
    ...(isWaiting ? { notice: error.kind === 'offline' ? 'notSent' : waitingText(error) } : { error: null, notice: null }),
  });
}

/**
 * Joins what another tab has changed at the same time. The person's latest press counts. A tab that knew of nothing before and sends no words does not
 * remove those on record. Of two records, that with the lower id is kept.
 */
export function settleConflict(next: Next, { entry: other, isFormer }: Extract<Event, { type: 'conflicted' }>): void {
  const { entry, session, context } = next;
  if (other.changedAt > entry.changedAt) {
    const isUnaware = !other.record && !other.write && !other.duplicates.length;
    const { changedAt } = other;
    const wanted = other.wanted && { ...other.wanted, comment: isUnaware ? other.wanted.comment || null : other.wanted.comment };
    change(next, { ...factsOfChange(entry, wanted, { former: entry.wanted, unsaid: '', offered: context.offered }), changedAt });
    startAgain(next);
  }
  if (isFormer && context.isStorageShared) return;
  const known = [...entry.gone, ...other.gone, ...entry.forbidden, ...other.forbidden, ...idsOf(entry)];
  const unknown = idsOf(other).filter((id) => !known.some((one) => isSameId(one, id)));
  if (!unknown.length) return;
  const [theirs, ours] = [other.record?.id ?? '', entry.record?.id ?? ''];
  // A tab may have given up the record of its former entry, because it was refused.
  const isBetter = isFormer ? !ours && entry.wanted : !ours || theirs < ours;
  const record = isBetter && unknown.includes(theirs) ? other.record : entry.record;
  change(next, { record, duplicates: [...idsOf(entry), ...unknown].filter((id) => !isSameId(id, record?.id)) });
  // What had stopped in the background has something new to do.
  set(next, { isActive: true, ...(session.error ? {} : { stoppedBy: null, tries: 0 }) });
}

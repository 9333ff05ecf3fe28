import { authorOf, FeedbackError, type FeedbackRecord, failureOf, isSameFeedback, isSameId } from '../domain/index.js';
import { change, type Draft, hold, set, tellError, timeRecheck } from './draft.js';
import { assumeUncertain, type Entry, isConfirmed, toFeedback, toWanted } from './entry.js';
import { backoffMs, MOST_TRIES, retryAfterMs } from './policy.js';
import { findMine, toKnownRecord } from './reconcile.js';
import { type Activity, mustAskFirst, type Step } from './state.js';

type Requesting = Extract<Activity, { type: 'requesting' }>;

/** A request succeeded: the entry takes what the server returned. */
export function succeed(
  draft: Draft,
  { record, records }: { readonly record?: FeedbackRecord; readonly records?: readonly FeedbackRecord[] },
): void {
  const { activity } = draft.session;
  if (activity.type !== 'requesting') return;
  const { request } = activity;
  if (request.type === 'list') listed(draft, activity, records ?? []);
  else if (request.type === 'post' && record) posted(draft, activity, record);
  else if (request.type === 'patch' && record) accept(draft, record, taken(draft, activity, record, request.changes.comment !== undefined));
  else if (request.type === 'deleteDuplicate')
    accept(draft, null, { duplicates: draft.entry.duplicates.filter((id) => id !== request.id) });
  else accept(draft, null, { record: null });
}

/** The server answered as it was asked to. */
function accept(draft: Draft, record: FeedbackRecord | null, facts: Partial<Entry>): void {
  change(draft, { write: null, ...facts });
  const { session } = draft;
  const isWrite = session.activity.type === 'requesting' && session.activity.request.type !== 'list';
  set(draft, {
    record: record ?? session.record,
    // A list that can be read says nothing of the write that failed before.
    tries: isWrite ? 0 : session.tries,
    error: null,
    notice: null,
    isAnswered: true,
  });
}

function posted(draft: Draft, activity: Requesting, record: FeedbackRecord): void {
  const { entry, context } = draft;
  const mayHaveOther = entry.unresolved === 'post' || !!entry.record;
  accept(draft, record, { ...taken(draft, activity, record, true), unresolved: mayHaveOther ? 'list' : null, posted: null });
  const expected = context.impersonateEmail;
  const email = record.given_by?.email;
  if (!expected || email?.toLowerCase() === expected.toLowerCase()) return;
  const text = `Given by ${email}, not by ${expected}: the token may lack CAN_IMPERSONATE_OTHER_USERS.`;
  const wanted = toFeedback(draft.entry.wanted, draft.entry.record);
  draft.effects.push({ type: 'tellError', error: new FeedbackError('misattributed', text), wanted, willRetry: false });
}

/** The list was read, as a recheck or to find this person's record. */
function listed(draft: Draft, { recheck }: Requesting, records: readonly FeedbackRecord[]): void {
  const { entry, context } = draft;
  const { record: known } = entry;
  const shown = known?.id ? records.find(({ id }) => isSameId(id, known.id)) : undefined;
  const author = context.author ?? (known?.isMine && shown ? authorOf(shown) : null);
  const found = findMine(records, context.answer, author, entry.posted, context.now);
  // A record that is mine but not in the list may have slipped to another page: whether it is gone is for a write to find out.
  const notFound = known?.isMine ? { ...known, rating: null, comment: null } : shown ? toKnownRecord(shown, false) : null;
  const isRechecked = recheck > 0 && entry.recheck === recheck;
  accept(draft, records.find(({ id }) => id === found.record?.id) ?? null, {
    author: author ?? entry.author,
    record: found.record ?? notFound,
    duplicates: found.duplicates,
    unresolved: found.isUnclear ? 'post' : null,
    ...(isRechecked ? { recheck: 0, posted: null } : {}),
  });
  set(draft, { recheckDue: 0, mustAsk: false });
}

/**
 * What an entry takes from a record that the server returned: also its version of the words, so that a trimmed or redacted comment is no difference. Words
 * that were not sent with it are taken only where no late commit can have put former ones in their place.
 */
function taken({ entry }: Draft, { wanted: aim }: Requesting, record: FeedbackRecord, wereSent: boolean): Partial<Entry> {
  const { wanted, recheck } = entry;
  const known = toKnownRecord(record, true);
  const isTaken = aim?.comment != null && wanted?.comment === aim.comment && (wereSent || !recheck);
  return { record: known, ...(wanted && isTaken ? { wanted: { ...wanted, comment: known.comment } } : {}) };
}

/** A request failed. Some failures are as good as a success; for the others the failure's row says what comes next. */
export function fail(draft: Draft, { error }: { readonly error: FeedbackError }): void {
  const { activity } = draft.session;
  if (activity.type !== 'requesting') return;
  const { type } = activity.request;
  const isGone = error.kind === 'not-found';
  if (isGone && type === 'patch') return accept(draft, null, { record: null, unresolved: 'list' });
  if ((isGone && type === 'delete') || (type === 'deleteDuplicate' && (isGone || error.kind === 'forbidden'))) return succeed(draft, {});
  if (draft.entry.write && error.uncertain) {
    change(draft, { ...assumeUncertain(draft.entry), recheck: draft.entry.revision + 1 });
    timeRecheck(draft);
  } else if (draft.entry.write) change(draft, { write: null });
  if (error.retryable && retry(draft, error, type)) return;
  stop(draft, error, activity);
}

/** Waits for the next try; tells whether there is one. */
function retry(draft: Draft, error: FeedbackError, type: Step): boolean {
  const { random } = draft.context;
  const { quarantineMs, text = 'notSent' } = failureOf(error.kind);
  const tries = draft.session.tries + 1;
  set(draft, { tries });
  hold(draft, 'backoff', backoffMs(tries, random));
  if (error.retryAfterMs !== undefined) hold(draft, 'retryAfter', retryAfterMs(error.retryAfterMs, random));
  if (type === 'post' && quarantineMs !== undefined) {
    set(draft, { quarantined: draft.entry.recheck });
    hold(draft, 'quarantine', quarantineMs);
  }
  if (tries >= MOST_TRIES) return false;
  if (!isConfirmed(draft.entry)) tellError(draft, error, text, true);
  return true;
}

/** Goes on only when the person, the host or the browser gives a reason to. */
function stop(draft: Draft, error: FeedbackError, { request, wanted: aim }: Requesting): void {
  const { entry } = draft;
  const { text = 'unavailable', changeText = text } = failureOf(error.kind);
  const isRefused = error.kind === 'forbidden' && request.type !== 'list';
  // A late refusal never erases a newer choice.
  if (isRefused && !isSameFeedback(entry.wanted, aim)) return request.type === 'post' ? undefined : change(draft, { record: null });
  set(draft, { stoppedBy: error });
  // What happens behind a record that is shown as saved is not shown.
  if (isConfirmed(entry) && !mustAskFirst(draft)) return;
  if (!isRefused) return tellError(draft, error, error.retryable ? 'gaveUp' : text, false);
  // Nobody can make the record say what is wanted, so it is wanted no more.
  const { wanted, record } = entry;
  if (request.type === 'post') change(draft, { wanted: toWanted(record) });
  else {
    // The record is another person's: it stays on display, and is never touched again.
    set(draft, { refused: toWanted(record) });
    change(draft, { wanted: null, record: null });
  }
  tellError(draft, error, record ? changeText : text, false, wanted);
}

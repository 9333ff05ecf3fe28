import { type FeedbackError, failureOf, isSameFeedback } from '../domain/index.js';
import { assumeUncertain, isConfirmed, toWanted } from './entry.js';
import { accept, type Requesting, succeed } from './reconcile.js';
import { change, type Draft, mustReadFirst, pause, type Step, set, showError } from './state.js';

/** Attempts before delivery stops and waits for the person, the host or the browser. */
export const MAX_TRIES = 12;
/** Milliseconds after an uncertain write until the list is read again. No commit is later than that. */
export const RECHECK_AFTER_MS = 120_000;
/** Milliseconds until this tab takes over what another tab has begun. */
export const TAKE_OVER_AFTER_MS = 45_000;
/** The shortest time between two restarts by themselves, in milliseconds. */
export const RESTART_AFTER_MS = 60_000;
/** The quarantine of a `POST` that was in flight when its tab closed, in milliseconds: that of a network error. */
export const CLOSED_TAB_QUARANTINE_MS = failureOf('network').quarantineMs ?? 0;

/** Milliseconds before attempt `n`, counted from 1. */
export function backoffMs(n: number, random: () => number): number {
  return (0.5 + random() / 2) * Math.min(60_000, 1000 * 2 ** n);
}

/** The milliseconds for which `Retry-After` is obeyed: 1 to 300 s, plus up to 20 % so that clients do not all come back at once. */
export function retryAfterMs(askedMs: number, random: () => number): number {
  return Math.min(300_000, Math.max(1000, askedMs)) * (1 + random() / 5);
}

/** Starts the timer for reading the list again after the last uncertain write. */
export function scheduleRecheck(draft: Draft): void {
  set(draft, { recheckTimed: draft.entry.recheck });
  draft.effects.push({ type: 'startTimer', timer: 'recheck', ms: RECHECK_AFTER_MS });
}

/** The outcome of the write in flight is uncertain: the list is read now where needed, and again once late commits are over. */
export function suspectWrite(draft: Draft): void {
  change(draft, { ...assumeUncertain(draft.entry), recheck: draft.entry.revision + 1 });
  scheduleRecheck(draft);
}

/** Handles a failed request. A record that is gone already counts as deleted; otherwise the row of the failure's kind decides. */
export function fail(draft: Draft, { error }: { readonly error: FeedbackError }): void {
  const { activity } = draft.session;
  if (activity.type !== 'requesting') return;
  const { type } = activity.request;
  const isGone = error.kind === 'not-found';
  if (isGone && type === 'patch') return accept(draft, null, { record: null, unresolved: 'list' });
  if ((isGone && type === 'delete') || (type === 'deleteDuplicate' && (isGone || error.kind === 'forbidden'))) return succeed(draft, {});
  if (draft.entry.write && error.uncertain) suspectWrite(draft);
  else if (draft.entry.write) change(draft, { write: null });
  if (error.retryable && retry(draft, error, type)) return;
  stop(draft, error, activity);
}

/** Schedules the next attempt. Returns false if there was the last one. */
function retry(draft: Draft, error: FeedbackError, type: Step): boolean {
  const { random } = draft.context;
  const { quarantineMs, text = 'notSent' } = failureOf(error.kind);
  const tries = draft.session.tries + 1;
  set(draft, { tries });
  pause(draft, 'backoff', backoffMs(tries, random));
  if (error.retryAfterMs !== undefined) pause(draft, 'retryAfter', retryAfterMs(error.retryAfterMs, random));
  if (type === 'post' && quarantineMs !== undefined) {
    set(draft, { quarantined: draft.entry.recheck });
    pause(draft, 'quarantine', quarantineMs);
  }
  if (tries >= MAX_TRIES) return false;
  if (!isConfirmed(draft.entry)) showError(draft, error, text, true);
  return true;
}

/** Ends all attempts until the person, the host or the browser starts them again. */
function stop(draft: Draft, error: FeedbackError, { request, wanted: aim }: Requesting): void {
  const { entry } = draft;
  const { text = 'unavailable', changeText = text } = failureOf(error.kind);
  const isForbidden = error.kind === 'forbidden' && request.type !== 'list';
  // The person has chosen something else since: the refusal was about the former choice.
  if (isForbidden && !isSameFeedback(entry.wanted, aim)) return request.type === 'post' ? undefined : change(draft, { record: null });
  set(draft, { stoppedBy: error });
  // A background failure behind a record on display as saved is not shown.
  if (isConfirmed(entry) && !mustReadFirst(draft)) return;
  if (!isForbidden) return showError(draft, error, error.retryable ? 'gaveUp' : text, false);
  // Nobody can make the record equal the wanted feedback, so it is no longer wanted.
  const { wanted, record } = entry;
  if (request.type === 'post') change(draft, { wanted: toWanted(record) });
  else {
    // The record belongs to another person: it stays on display and is never written to again.
    set(draft, { refused: toWanted(record) });
    change(draft, { wanted: null, record: null });
  }
  showError(draft, error, record ? changeText : text, false, wanted);
}

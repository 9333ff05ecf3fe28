import { FeedbackError, isSameId } from '../domain/index.js';
import { isConfirmed, isSettled } from './entry.js';
import { CLOSED_TAB_QUARANTINE_MS, fail, RESTART_AFTER_MS, scheduleRecheck, suspectWrite, TAKE_OVER_AFTER_MS } from './policy.js';
import { aimOf, newWords, nextStep, succeed, toRequest } from './reconcile.js';
import {
  assume,
  type Context,
  change,
  type Draft,
  type Effect,
  type Event,
  endPause,
  pause,
  type State,
  type Step,
  set,
  showError,
} from './state.js';

/** Returns the state after an event, and the effects to run. Pure, and the only place where the state of an answer changes. */
export function transition(state: State, event: Event, context: Context): { state: State; effects: readonly Effect[] } {
  const draft: Draft = { ...state, effects: [], context };
  (HANDLERS[event.type] as (draft: Draft, event: Event) => void)(draft, event);
  const { entry, session, effects } = draft;
  return { state: { entry, session }, effects };
}

const HANDLERS: { readonly [T in Event['type']]: (draft: Draft, event: Extract<Event, { type: T }>) => void } = {
  started(draft) {
    const { entry } = draft;
    set(draft, { isAwaited: !isConfirmed(entry), mustReadList: !!entry.recheck || !!entry.write, isActive: !isSettled(entry) });
    if (entry.recheck) scheduleRecheck(draft);
  },

  wanted(draft, { wanted }) {
    set(draft, { isAwaited: true, isChanged: true });
    const { entry, session, context } = draft;
    // Words that the server refused are not sent again with the next rating.
    const source = session.error?.refusesWords ? entry.record : entry.wanted;
    const comment = wanted?.comment ?? (source ? source.comment : '');
    change(draft, { wanted: wanted && { rating: wanted.rating, comment }, changedAt: context.now });
    startAgain(draft);
  },

  seeded(draft, { feedback, id, duplicates = draft.entry.duplicates }) {
    const { entry, session } = draft;
    // What the person has done since takes precedence.
    if (session.isChanged || !isConfirmed(entry) || entry.recheck || (!feedback && !session.isSeeded)) return;
    set(draft, { isSeeded: !!feedback });
    if (!feedback) return assume(draft, { wanted: null, record: null });
    const { record } = entry;
    assume(draft, {
      wanted: feedback,
      record: { ...feedback, id: id ?? record?.id ?? null, isMine: !!id || !!record?.isMine },
      duplicates,
    });
  },

  wordsRead(draft, { id, comment }) {
    const { wanted, record } = draft.entry;
    if (!isSettled(draft.entry) || wanted?.comment !== null || !record || record.id !== id) return;
    assume(draft, { wanted: { ...wanted, comment }, record: { ...record, comment } });
  },

  retried(draft) {
    if (!draft.session.error) return;
    set(draft, { isForced: true });
    draft.effects.push({ type: 'wakeQueue' });
    startAgain(draft);
  },

  resumed(draft) {
    const { stoppedBy, error } = draft.session;
    if (stoppedBy && (!error || error.kind === 'auth')) startAgain(draft);
  },

  woke(draft) {
    const { stoppedBy, error, hasRestarted } = draft.session;
    if (!stoppedBy?.retryable || hasRestarted) return endPause(draft, 'backoff', 'offline');
    set(draft, { hasRestarted: true });
    draft.effects.push({ type: 'startTimer', timer: 'restart', ms: RESTART_AFTER_MS });
    // Background work behind a record on display as saved is not shown.
    if (error) startAgain(draft);
    else set(draft, { stoppedBy: null, tries: 0, isActive: true });
  },

  storageChanged(draft, { isNewer }) {
    const { entry, session } = draft;
    if (!isNewer && !session.error?.retryable) return;
    endPause(draft, 'backoff', 'offline');
    // A quarantine ends early only if another tab has found out the outcome of the uncertain write.
    if (entry.recheck !== session.quarantined) endPause(draft, 'quarantine');
    // The error that stopped this tab was about the feedback wanted before.
    if (isNewer || isConfirmed(entry)) set(draft, { stoppedBy: null, error: null, notice: null });
    const isFollowing = !isSettled(entry);
    set(draft, { isFollowing });
    if (isFollowing) draft.effects.push({ type: 'startTimer', timer: 'takeOver', ms: TAKE_OVER_AFTER_MS });
  },

  timerEnded(draft, { timer }) {
    const { entry, session } = draft;
    if (timer === 'restart') set(draft, { hasRestarted: false });
    else if (timer === 'takeOver') {
      if (!session.isFollowing) return;
      set(draft, { isFollowing: false });
      if (entry.recheck) scheduleRecheck(draft);
      set(draft, { isActive: true });
    } else if (timer === 'recheck') {
      // Another tab may have made an uncertain write since, which may still be committed.
      if (entry.recheck === session.recheckTimed) set(draft, { recheckDue: entry.recheck });
      else if (entry.recheck) scheduleRecheck(draft);
      set(draft, { isActive: true });
    } else endPause(draft, timer);
  },

  advanced(draft) {
    const { entry, session, context } = draft;
    if (!session.isActive || session.activity.type !== 'none') return;
    if (!nextStep(draft, context.author)) return settle(draft);
    if (!session.isForced && !context.isOnline) {
      pause(draft, 'offline');
      if (!isConfirmed(entry)) showError(draft, new FeedbackError('offline', 'The browser is offline.'), 'offline', true);
    }
    if (draft.session.pauses.length) return;
    if (!session.error && context.isApiDown && !isConfirmed(entry)) set(draft, { notice: 'notSent' });
    set(draft, { activity: { type: 'queued' } });
  },

  turnCame(draft) {
    const { entry, session, context } = draft;
    if (session.pauses.length) return;
    // This tab has the lock, so the tab that began the write was closed.
    if (entry.write) suspectWrite(draft);
    if (quarantine(draft)) return;
    const step = nextStep(draft, context.author);
    set(draft, { isForced: false });
    if (!step) return;
    const feedback = newWords(step, draft.entry);
    if (!feedback || !context.hasRedaction) return begin(draft, step, aimOf(draft.entry).comment);
    set(draft, { activity: { type: 'redacting', step, revision: draft.entry.revision, feedback } });
  },

  redacted(draft, { comment }) {
    const { entry, session } = draft;
    const { activity } = session;
    // The person may have changed the feedback while `beforeSend` looked at it.
    if (activity.type === 'redacting' && activity.revision === entry.revision) begin(draft, activity.step, comment);
  },

  requestSucceeded: succeed,
  requestFailed: fail,

  turnEnded(draft) {
    set(draft, { activity: { type: 'none' } });
  },
};

/** Starts all attempts again, on behalf of the person, the host or the browser. */
function startAgain(draft: Draft): void {
  const { entry } = draft;
  // A late commit may have changed the confirmed record, so the list is read before it counts as saved again.
  if (entry.recheck && isConfirmed(entry)) change(draft, { unresolved: 'list' });
  endPause(draft, 'backoff', 'offline');
  const { pauses, error } = draft.session;
  // While it waits, it does not say that it is sending.
  const isWaiting = pauses.length > 0 && !!error;
  set(draft, {
    stoppedBy: null,
    refused: null,
    tries: 0,
    isActive: true,
    ...(isWaiting ? { notice: 'notSent' } : { error: null, notice: null }),
  });
}

/** There is nothing left to do for now. Reports the outcome if someone waits for it. */
function settle(draft: Draft): void {
  const { entry, session } = draft;
  const isDone = session.isAwaited && isConfirmed(entry) && !(session.stoppedBy && session.error);
  set(draft, { isActive: false });
  if (!isDone) return;
  const isNews = session.hasResponse;
  const notice = entry.wanted ? 'saved' : isNews ? 'removed' : null;
  set(draft, { isAwaited: false, hasResponse: false, error: null, notice });
  draft.effects.push({ type: 'notifySettled', isNews, record: entry.wanted ? session.record : null });
}

/** Begins the quarantine of a `POST` that was in flight when its tab closed, once. Returns whether it has begun. */
function quarantine(draft: Draft): boolean {
  const { entry, session } = draft;
  if (!entry.recheck || entry.unresolved !== 'list' || session.quarantined === entry.recheck) return false;
  set(draft, { quarantined: entry.recheck });
  pause(draft, 'quarantine', CLOSED_TAB_QUARANTINE_MS);
  return true;
}

/** Begins a request. A write is stored as in flight first, in case the page closes before its outcome is known. */
function begin(draft: Draft, step: Step, comment: string | null): void {
  const { entry, session, context } = draft;
  const { wanted, record, duplicates } = entry;
  const request = toRequest(step, entry, comment);
  // `beforeSend` has withheld the words, and nothing else is new.
  if (request.type === 'patch' && !Object.keys(request.changes).length)
    return change(draft, { wanted: wanted && { ...wanted, comment: record?.comment ?? null } });
  if (request.type === 'deleteDuplicate' && isSameId(request.id, record?.id)) return change(draft, { duplicates: duplicates.slice(1) });
  const recheck = step === 'list' && session.recheckDue === entry.recheck ? entry.recheck : 0;
  set(draft, { activity: { type: 'requesting', request, wanted, recheck } });
  if (request.type !== 'list') change(draft, { write: { ...request, at: context.now } });
}

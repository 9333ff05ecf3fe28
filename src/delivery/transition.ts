import { FeedbackError, isSameId } from '../domain/index.js';
import { assume, change, type Draft, hold, release, set, tellError, timeRecheck } from './draft.js';
import { assumeUncertain, isConfirmed, isSettled } from './entry.js';
import type { Context, Effect, Event } from './events.js';
import { fail, succeed } from './outcomes.js';
import { CLOSED_TAB_QUARANTINE_MS, RESTART_AFTER_MS, TAKE_OVER_AFTER_MS } from './policy.js';
import type { State, Step } from './state.js';
import { aimOf, newWords, nextStep, toRequest } from './steps.js';

/** The next state after an event, and what is to be done. The only place where the state of an answer changes; it changes nothing itself. */
export function transition(state: State, event: Event, context: Context): { state: State; effects: readonly Effect[] } {
  const draft: Draft = { ...state, effects: [], context };
  (HANDLERS[event.type] as (draft: Draft, event: Event) => void)(draft, event);
  const { entry, session, effects } = draft;
  return { state: { entry, session }, effects };
}

const HANDLERS: { readonly [T in Event['type']]: (draft: Draft, event: Extract<Event, { type: T }>) => void } = {
  started(draft) {
    const { entry } = draft;
    set(draft, { isOwed: !isConfirmed(entry), mustAsk: !!entry.recheck || !!entry.write, isActive: !isSettled(entry) });
    if (entry.recheck) timeRecheck(draft);
  },

  wanted(draft, { wanted }) {
    set(draft, { isOwed: true, isTouched: true });
    const { entry, session, context } = draft;
    // Words that the server refused are not sent with the next rating.
    const source = session.error?.refusesWords ? entry.record : entry.wanted;
    const comment = wanted?.comment ?? (source ? source.comment : '');
    change(draft, { wanted: wanted && { rating: wanted.rating, comment }, changedAt: context.now });
    startAgain(draft);
  },

  told(draft, { feedback, id, duplicates = draft.entry.duplicates }) {
    const { entry, session } = draft;
    // What the person has said since counts for more.
    if (session.isTouched || !isConfirmed(entry) || entry.recheck || (!feedback && !session.isFromHost)) return;
    set(draft, { isFromHost: !!feedback });
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
    const { stoppedBy, error, isRestarting } = draft.session;
    if (!stoppedBy?.retryable || isRestarting) return release(draft, 'backoff', 'offline');
    set(draft, { isRestarting: true });
    draft.effects.push({ type: 'wait', wait: 'restart', ms: RESTART_AFTER_MS });
    // What goes on behind a saved record is not shown.
    if (error) startAgain(draft);
    else set(draft, { stoppedBy: null, tries: 0, isActive: true });
  },

  storageChanged(draft, { isNewer }) {
    const { entry, session } = draft;
    if (!isNewer && !session.error?.retryable) return;
    release(draft, 'backoff', 'offline');
    // The quarantine of an uncertain write ends early only where another tab has found out what came of it.
    if (entry.recheck !== session.quarantined) release(draft, 'quarantine');
    // What stopped this tab was about what was wanted before.
    if (isNewer || isConfirmed(entry)) set(draft, { stoppedBy: null, error: null, notice: null });
    const isWatching = !isSettled(entry);
    set(draft, { isWatching });
    if (isWatching) draft.effects.push({ type: 'wait', wait: 'takeOver', ms: TAKE_OVER_AFTER_MS });
  },

  waited(draft, { wait }) {
    const { entry, session } = draft;
    if (wait === 'restart') set(draft, { isRestarting: false });
    else if (wait === 'takeOver') {
      if (!session.isWatching) return;
      set(draft, { isWatching: false });
      if (entry.recheck) timeRecheck(draft);
      set(draft, { isActive: true });
    } else if (wait === 'recheck') {
      // Meanwhile another tab may have made a write whose late commits are still to come.
      if (entry.recheck === session.recheckTimed) set(draft, { recheckDue: entry.recheck });
      else if (entry.recheck) timeRecheck(draft);
      set(draft, { isActive: true });
    } else release(draft, wait);
  },

  advanced(draft) {
    const { entry, session, context } = draft;
    if (!session.isActive || session.activity.type !== 'none') return;
    if (!nextStep(draft, context.author)) return settle(draft);
    if (!session.isForced && !context.isOnline) {
      hold(draft, 'offline');
      if (!isConfirmed(entry)) tellError(draft, new FeedbackError('offline', 'The browser is offline.'), 'offline', true);
    }
    if (draft.session.holds.length) return;
    if (!session.error && context.isApiDown && !isConfirmed(entry)) set(draft, { notice: 'notSent' });
    set(draft, { activity: { type: 'queued' } });
  },

  turnCame(draft) {
    const { entry, session, context } = draft;
    if (session.holds.length) return;
    // The tab that began this write holds no lock any more, so it was closed.
    if (entry.write) {
      change(draft, { ...assumeUncertain(entry), recheck: entry.revision + 1 });
      timeRecheck(draft);
    }
    if (isInQuarantine(draft)) return;
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
    // Redaction takes time: what it was asked for may be no longer wanted.
    if (activity.type === 'redacting' && activity.revision === entry.revision) begin(draft, activity.step, comment);
  },

  succeeded: succeed,
  failed: fail,

  turnEnded(draft) {
    set(draft, { activity: { type: 'none' } });
  },
};

/** Tries again, after the person, the host or the browser has given a reason to. */
function startAgain(draft: Draft): void {
  const { entry } = draft;
  // A late commit may have changed the record that was confirmed: before it is called saved again, the server is asked.
  if (entry.recheck && isConfirmed(entry)) change(draft, { unresolved: 'list' });
  release(draft, 'backoff', 'offline');
  const { holds, error } = draft.session;
  // Waiting is not called sending.
  const isWaiting = holds.length > 0 && !!error;
  set(draft, {
    stoppedBy: null,
    refused: null,
    tries: 0,
    isActive: true,
    ...(isWaiting ? { notice: 'notSent' } : { error: null, notice: null }),
  });
}

/** Nothing is left to do for now. Tells the outcome if someone waits for it. */
function settle(draft: Draft): void {
  const { entry, session } = draft;
  const isDone = session.isOwed && isConfirmed(entry) && !(session.stoppedBy && session.error);
  set(draft, { isActive: false });
  if (!isDone) return;
  const isNews = session.isAnswered;
  const notice = entry.wanted ? 'saved' : isNews ? 'removed' : null;
  set(draft, { isOwed: false, isAnswered: false, error: null, notice });
  draft.effects.push({ type: 'tellSettled', isNews, record: entry.wanted ? session.record : null });
}

/** Whether a `POST` of a tab that was closed has to be waited for first. */
function isInQuarantine(draft: Draft): boolean {
  const { entry, session } = draft;
  if (!entry.recheck || entry.unresolved !== 'list' || session.quarantined === entry.recheck) return false;
  set(draft, { quarantined: entry.recheck });
  hold(draft, 'quarantine', CLOSED_TAB_QUARANTINE_MS);
  return true;
}

/** Begins a request with these new words. That a write is under way is stored first: nothing more may be heard of it. */
function begin(draft: Draft, step: Step, comment: string | null): void {
  const { entry, session, context } = draft;
  const { wanted, record, duplicates } = entry;
  const request = toRequest(step, entry, comment);
  // The words are not to leave, and nothing else is new.
  if (request.type === 'patch' && !Object.keys(request.changes).length)
    return change(draft, { wanted: wanted && { ...wanted, comment: record?.comment ?? null } });
  if (request.type === 'deleteDuplicate' && isSameId(request.id, record?.id)) return change(draft, { duplicates: duplicates.slice(1) });
  const recheck = step === 'list' && session.recheckDue === entry.recheck ? entry.recheck : 0;
  set(draft, { activity: { type: 'requesting', request, wanted, recheck } });
  if (request.type !== 'list') change(draft, { write: { ...request, at: context.now } });
}

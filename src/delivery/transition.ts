import { FeedbackError, isSameFeedback, isSameId } from '../domain/index.js';
import { factsOfSeed, isConfirmed, isOlder, isSettled, type KnownRecord } from './entry.js';
import {
  adoptEarlier,
  aimOf,
  fail,
  newWords,
  nextStep,
  OFFLINE_PROBE_MS,
  quarantine,
  RESTART_AFTER_MS,
  rereadConfirmed,
  scheduleRecheck,
  serverTime,
  settleConflict,
  startAgain,
  stop,
  suspectWrite,
  TAKE_OVER_AFTER_MS,
  toRequest,
} from './policy.js';
import { succeed } from './reconcile.js';
import {
  assume,
  type Context,
  change,
  type Draft,
  type Effect,
  type Event,
  endPause,
  mustReadFirst,
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
    const isUnsent = !isConfirmed(entry);
    set(draft, {
      isAwaited: isUnsent,
      mustReadList: !!entry.recheck || !!entry.write || isUnsent,
      mayBeCopied: isUnsent,
      isActive: !isSettled(entry),
    });
    if (entry.recheck) scheduleRecheck(draft);
  },

  wanted(draft, { wanted }) {
    set(draft, { isAwaited: true, isChanged: true });
    const { entry, session, context } = draft;
    // Words that the server refused are not sent again with the next rating.
    const source = session.error?.refusesWords ? entry.record : entry.wanted;
    // An earlier visit or another device of a known person may have left words, which stay.
    const words = context.isPersonKnown && !context.isListed && !entry.changedAt && !entry.record ? null : '';
    const comment = wanted?.comment ?? (source ? source.comment : words);
    change(draft, { wanted: wanted && { rating: wanted.rating, comment }, changedAt: Math.max(context.now, entry.changedAt + 1) });
    adoptEarlier(draft);
    startAgain(draft);
  },

  seeded: seed,

  wordsRead: readWords,

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
    const { activity } = session;
    // The other tab has not heard of the write that this one has in flight.
    if (activity.type === 'requesting' && activity.write && !entry.write) change(draft, { write: activity.write });
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

  conflicted: settleConflict,

  timerEnded(draft, { timer }) {
    const { entry, session } = draft;
    if (timer === 'restart') set(draft, { hasRestarted: false });
    else if (timer === 'offline') {
      endPause(draft, timer);
      set(draft, { isForced: true });
    } else if (timer === 'takeOver') {
      if (!session.isFollowing) return;
      set(draft, { isFollowing: false });
      if (entry.recheck) scheduleRecheck(draft);
      set(draft, { isActive: true });
    } else if (timer === 'recheck') {
      // Another tab may have made an uncertain write since, which may still be committed.
      if (entry.recheck === session.recheckTimed) set(draft, { recheckDue: entry.recheck });
      else if (entry.recheck) scheduleRecheck(draft);
      // A refused `POST` may follow one that is committed late.
      set(draft, { isActive: true, ...(entry.wanted || !session.stoppedBy ? {} : { stoppedBy: null }) });
    } else endPause(draft, timer);
  },

  advanced(draft) {
    const { entry, session, context } = draft;
    if (!session.isActive || session.activity.type !== 'none') return;
    report(draft);
    if (!nextStep(draft, context.author)) return set(draft, { isActive: false });
    if (context.authError) return stop(draft, context.authError);
    if (!session.isForced && !context.isOnline) {
      pause(draft, 'offline', OFFLINE_PROBE_MS);
      if (!isConfirmed(entry)) showError(draft, new FeedbackError('offline', 'The browser is offline.'), 'offline', true);
    }
    if (draft.session.pauses.length) return;
    if (!session.error && context.isApiDown && !isConfirmed(entry)) set(draft, { notice: 'notSent' });
    set(draft, { activity: { type: 'queued' } });
  },

  turnCame: takeTurn,

  redacted(draft, { comment }) {
    const { entry, session, context } = draft;
    const { activity } = session;
    if (activity.type !== 'redacting') return;
    // The person or another tab may have changed the feedback while `beforeSend` looked at it.
    const { step, feedback } = activity;
    if (nextStep(draft, context.author) === step && isSameFeedback(newWords(step, entry), feedback)) begin(draft, step, comment);
  },

  requestSucceeded(draft, event) {
    succeed(draft, event);
    endWrite(draft);
  },

  requestFailed(draft, event) {
    fail(draft, event);
    endWrite(draft);
  },

  turnEnded(draft) {
    set(draft, { activity: { type: 'none' } });
  },
};

/** Takes over the feedback on record as the host or a list names it. */
function seed(draft: Draft, event: Extract<Event, { type: 'seeded' }>): void {
  const { feedback, id, duplicates, updatedAt } = event;
  const { entry, session } = draft;
  const { record, gone } = entry;
  // What the person has done since takes precedence.
  if (session.isChanged || !isConfirmed(entry) || entry.recheck || (!feedback && !session.isSeeded)) return;
  // A list may lag behind what is known here.
  if (isOlder(updatedAt, record) || gone.some((one) => isSameId(one, id))) return;
  set(draft, { isSeeded: !!feedback });
  assume(draft, feedback ? factsOfSeed(entry, { feedback, id, updatedAt, duplicates }) : { wanted: null, record: null });
}

/** Takes over the words on record, which this browser did not know. */
function readWords(draft: Draft, { record: listed }: Extract<Event, { type: 'wordsRead' }>): void {
  const { wanted, record } = draft.entry;
  if (!isSettled(draft.entry) || wanted?.comment !== null || !isSameId(record?.id, listed.id) || isOlder(listed.updatedAt, record)) return;
  const { comment } = listed;
  assume(draft, { wanted: { ...wanted, comment }, record: { ...(record as KnownRecord), comment } });
}

/** Begins the next request, or the redaction of its words. */
function takeTurn(draft: Draft, { isLocked }: { readonly isLocked: boolean }): void {
  const { entry, session, context } = draft;
  if (session.pauses.length) return;
  if (context.authError) return stop(draft, context.authError);
  // This tab has the lock, so the tab that began the write was closed.
  if (entry.write) suspectWrite(draft);
  if (quarantine(draft)) return;
  adoptEarlier(draft);
  const step = nextStep(draft, context.author);
  set(draft, { isLocked });
  if (!step) return;
  const feedback = newWords(step, draft.entry);
  if (!feedback || !context.hasRedaction) return begin(draft, step, aimOf(draft.entry).comment);
  set(draft, { activity: { type: 'redacting', step, feedback } });
}

/** The write of this tab is no longer in flight. */
function endWrite(draft: Draft): void {
  const { activity } = draft.session;
  if (activity.type === 'requesting') set(draft, { activity: { ...activity, write: null } });
}

/** Reports the outcome, once, if the person waits for it. */
function report(draft: Draft): void {
  const { entry, session } = draft;
  const isDone = session.isAwaited && isConfirmed(entry) && !mustReadFirst(draft) && !(session.stoppedBy && session.error);
  if (!isDone) return;
  const isNews = session.hasResponse;
  const notice = entry.wanted ? 'saved' : isNews ? 'removed' : null;
  set(draft, { isAwaited: false, hasResponse: false, error: null, notice });
  draft.effects.push({ type: 'notifySettled', isNews, record: entry.wanted ? session.record : null });
}

/** Begins a request. A write is stored as in flight first, in case the page closes before its outcome is known. */
function begin(draft: Draft, step: Step, comment: string | null): void {
  const { entry, session, context } = draft;
  const { wanted, record, duplicates } = entry;
  const request = toRequest(step, entry, comment);
  // `beforeSend` has withheld the words, and nothing else is new.
  if (request.type === 'patch' && !Object.keys(request.changes).length) {
    change(draft, { wanted: wanted && { ...wanted, comment: record?.comment ?? null } });
    return rereadConfirmed(draft);
  }
  if (request.type === 'deleteDuplicate' && isSameId(request.id, record?.id)) return change(draft, { duplicates: duplicates.slice(1) });
  const recheck = step === 'list' && session.recheckDue === entry.recheck ? entry.recheck : 0;
  const write = request.type === 'list' ? null : { ...request, ...serverTime(draft, context.now) };
  set(draft, { activity: { type: 'requesting', request, wanted, recheck, write } });
  // Another tab may post the same meanwhile, so the list is read again later.
  if (step === 'post' && (!session.isLocked || session.mayBeCopied)) {
    change(draft, { recheck: draft.entry.revision + 1 });
    scheduleRecheck(draft);
  }
  if (write) change(draft, { write });
}

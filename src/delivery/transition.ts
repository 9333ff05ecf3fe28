import { FeedbackError, isSameFeedback, isSameId, isSameRating } from '../domain/index.js';
import { factsOfChange, factsOfSeed, isConfirmed, isOlder, isSettled, toWanted } from './entry.js';
import {
  adoptEarlier,
  fail,
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
} from './policy.js';
import { succeed } from './reconcile.js';
import { aimOf, newWords, toRequest } from './requests.js';
import {
  assume,
  type Context,
  change,
  type Effect,
  type Event,
  endPause,
  mustReadFirst,
  type Next,
  pause,
  type State,
  type Step,
  set,
  showError,
} from './state.js';

/** Returns the state after an event, and the effects to run. Pure, and the only place where the state of an answer changes. */
export function transition(state: State, event: Event, context: Context): { state: State; effects: readonly Effect[] } {
  const next: Next = { ...state, effects: [], context };
  (HANDLERS[event.type] as (next: Next, event: Event) => void)(next, event);
  const { entry, session, effects } = next;
  return { state: { entry, session }, effects };
}

const HANDLERS: { readonly [T in Event['type']]: (next: Next, event: Extract<Event, { type: T }>) => void } = {
  started(next) {
    const { entry } = next;
    const isUnsent = !isConfirmed(entry);
    set(next, {
      isAwaited: isUnsent,
      mustReadList: !!entry.recheck || !!entry.write || isUnsent,
      mayBeCopied: isUnsent,
      isActive: !isSettled(entry),
    });
    scheduleRecheck(next);
  },

  wanted(next, { wanted }) {
    const { entry, session, context } = next;
    const changedAt = Math.max(context.now, entry.changedAt + 1);
    const last = session.removed?.changedAt === entry.changedAt ? session.removed : null;
    const taken = entry.wanted ? { ...entry.wanted, comment: entry.wanted.comment ?? entry.record?.comment ?? null } : last;
    set(next, { isAwaited: true, isChanged: true, wordsTries: 0, removed: !wanted && taken ? { ...taken, changedAt } : null });
    // Words that the server refused are not sent again with the next rating.
    const former = session.error?.refusesWords ? toWanted(entry.record) : entry.wanted;
    // The rating is back whose words nobody has read: they stay.
    const isBack = last?.comment === null && !!wanted && !entry.posted.length && isSameRating(wanted.rating, last.rating);
    // An earlier visit or another device of a known person may have left words with the same rating, which stay, too.
    const mayHaveWords = !entry.changedAt && context.isPersonKnown && !context.isListed && !entry.record;
    const unsaid = isBack || mayHaveWords ? null : '';
    const facts = factsOfChange(entry, wanted, { former, unsaid, offered: context.offered });
    change(next, { ...facts, changedAt });
    adoptEarlier(next);
    startAgain(next);
  },

  // The first one makes an entry, which a revision of 0 is not.
  drafted: (next, { draft }) => (next.entry.revision ? assume : change)(next, { draft }),

  seeded: seed,

  wordsNeeded: (next) => set(next, { needsWords: true, wordsTries: 0, isActive: true }),

  retried(next) {
    if (!next.session.error) return;
    set(next, { isForced: true });
    next.effects.push({ type: 'wakeQueue' });
    startAgain(next);
  },

  resumed(next) {
    const { stoppedBy, error } = next.session;
    if (stoppedBy && (!error || error.kind === 'auth')) startAgain(next);
  },

  woke(next) {
    const { stoppedBy, error, hasRestarted } = next.session;
    if (!stoppedBy?.retryable || hasRestarted) return endPause(next, 'backoff', 'offline');
    set(next, { hasRestarted: true });
    next.effects.push({ type: 'startTimer', timer: 'restart', ms: RESTART_AFTER_MS });
    // Background work behind a record on display as saved is not shown.
    if (error) startAgain(next);
    else set(next, { stoppedBy: null, tries: 0, isActive: true });
  },

  storageChanged(next, { isNewer }) {
    const { entry, session } = next;
    const { activity } = session;
    // The other tab has not heard of the write that this one has in flight.
    if (activity.type === 'requesting' && activity.write && !entry.write) change(next, { write: activity.write });
    if (!isNewer && !session.error?.retryable) return;
    endPause(next, 'backoff', 'offline');
    // A quarantine ends early only if another tab has found out the outcome of the uncertain write.
    if (entry.recheck !== session.quarantined) endPause(next, 'quarantine');
    // The error that stopped this tab was about the feedback wanted before.
    if (isNewer || isConfirmed(entry)) set(next, { stoppedBy: null, error: null, notice: null });
    set(next, { isFollowing: !isSettled(entry) });
    if (next.session.isFollowing) next.effects.push({ type: 'startTimer', timer: 'takeOver', ms: TAKE_OVER_AFTER_MS });
  },

  conflicted: settleConflict,

  timerEnded(next, { timer }) {
    const { entry, session } = next;
    if (timer === 'restart') set(next, { hasRestarted: false });
    else if (timer === 'offline') {
      set(next, { isForced: true });
      endPause(next, timer);
    } else if (timer === 'takeOver') {
      if (!session.isFollowing) return;
      set(next, { isFollowing: false, isActive: true });
      // The other tab has ended in its last write, so there is no turn in which this one would find out what became of it.
      if (entry.write && !nextStep(next, next.context.author)) suspectWrite(next);
      scheduleRecheck(next);
    } else if (timer === 'recheck') {
      // Another tab may have made an uncertain write since, which may still be committed.
      if (entry.recheck === session.recheckTimed) set(next, { recheckTimed: 0, recheckDue: entry.recheck });
      else scheduleRecheck(next);
      // A refused `POST` may follow one that is committed late.
      set(next, { isActive: true, ...(entry.wanted ? {} : { stoppedBy: null }) });
    } else endPause(next, timer);
  },

  advanced(next) {
    const { entry, session, context } = next;
    if (!session.isActive || session.activity.type !== 'none') return;
    report(next);
    if (!nextStep(next, context.author)) return set(next, { isActive: false });
    if (context.authError) return stop(next, context.authError);
    if (!session.isForced && !context.isOnline) {
      if (!session.pauses.includes('offline')) pause(next, 'offline', OFFLINE_PROBE_MS);
      if (!isConfirmed(entry)) showError(next, new FeedbackError('offline', 'The browser is offline.'), 'offline', true);
    }
    if (next.session.pauses.length) return;
    if (!session.error && !session.hasResponse && context.isApiDown && !isConfirmed(entry)) set(next, { notice: 'notSent' });
    set(next, { activity: { type: 'queued' } });
  },

  turnCame: takeTurn,

  redacted(next, { comment }) {
    const { entry, session, context } = next;
    const { activity } = session;
    if (activity.type !== 'redacting') return;
    // The person or another tab may have changed the feedback while `beforeSend` looked at it.
    const { step, feedback } = activity;
    if (nextStep(next, context.author) === step && isSameFeedback(newWords(step, entry), feedback)) begin(next, step, comment);
  },

  succeeded(next, event) {
    succeed(next, event);
    endWrite(next);
  },

  failed(next, event) {
    fail(next, event);
    endWrite(next);
  },

  turnEnded(next) {
    set(next, { activity: { type: 'none' } });
  },
};

/** Takes over the feedback on record as the host or a list names it. */
function seed(next: Next, event: Extract<Event, { type: 'seeded' }>): void {
  const { feedback, id, duplicates, updatedAt, isReviewed } = event;
  const { entry, session } = next;
  const { record, gone } = entry;
  // What the person has done since takes precedence.
  if (session.isChanged || !isConfirmed(entry) || entry.recheck || (!feedback && !session.isSeeded)) return;
  // A list may lag behind what is known here, and may have been read before a second record was deleted.
  if (isOlder(updatedAt, record) || [...gone, ...entry.duplicates].some((one) => isSameId(one, id))) return;
  set(next, { isSeeded: !!feedback });
  assume(next, feedback ? factsOfSeed(entry, { feedback, id, updatedAt, duplicates, isReviewed }) : { wanted: null, record: null });
}

/** Begins the next request, or the redaction of its words. */
function takeTurn(next: Next, { isLocked }: { readonly isLocked: boolean }): void {
  const { entry, session, context } = next;
  if (session.pauses.length) return;
  if (context.authError) return stop(next, context.authError);
  // This tab has the lock, so the tab that began the write was closed.
  if (entry.write) suspectWrite(next);
  if (quarantine(next)) return;
  adoptEarlier(next);
  const step = nextStep(next, context.author);
  set(next, { isLocked });
  if (!step) return;
  const feedback = newWords(step, next.entry);
  if (!feedback || !context.hasRedaction) return begin(next, step, aimOf(next.entry).comment);
  set(next, { activity: { type: 'redacting', step, feedback } });
}

/** The write of this tab is no longer in flight. */
function endWrite(next: Next): void {
  const { activity } = next.session;
  if (activity.type === 'requesting') set(next, { activity: { ...activity, write: null } });
}

/** Reports the outcome, once, if the person waits for it. */
function report(next: Next): void {
  const { entry, session } = next;
  const isDone = session.isAwaited && isConfirmed(entry) && !mustReadFirst(next) && !(session.stoppedBy && session.error);
  if (!isDone) return;
  const isNews = !!session.hasResponse;
  const notice = entry.wanted ? 'saved' : isNews || session.isChanged ? 'removed' : null;
  set(next, { isAwaited: false, hasResponse: false, error: null, notice });
  next.effects.push({ type: 'notifySettled', isNews, record: entry.wanted ? session.record : null });
}

/** Begins a request. A write is stored as in flight first, in case the page closes before its outcome is known. */
function begin(next: Next, step: Step, comment: string | null): void {
  const { entry, session, context } = next;
  const { wanted, record, duplicates } = entry;
  // Where the person's words were withheld, those on record must not stay under another rating.
  const isOther = !!wanted && !!record?.rating && !isSameRating(wanted.rating, record.rating);
  const request = toRequest(step, entry, comment ?? (isOther && wanted.comment !== null ? '' : null));
  // `beforeSend` has withheld the words, and nothing else is new.
  if (request.type === 'patch' && !Object.keys(request.changes).length) {
    change(next, { wanted: wanted && { ...wanted, comment: record?.comment ?? null } });
    return rereadConfirmed(next);
  }
  if (request.type === 'deleteDuplicate' && isSameId(request.id, record?.id)) return change(next, { duplicates: duplicates.slice(1) });
  const recheck = step === 'list' && session.recheckDue === entry.recheck ? entry.recheck : 0;
  const write = request.type === 'list' ? null : { ...request, ...serverTime(next, context.now) };
  set(next, { activity: { type: 'requesting', request, wanted, recheck, write } });
  // Another tab may post the same meanwhile, so the list is read again later.
  if (step === 'post' && (!session.isLocked || session.mayBeCopied)) {
    change(next, { recheck: next.entry.revision + 1 });
    scheduleRecheck(next);
  }
  if (write) change(next, { write });
}

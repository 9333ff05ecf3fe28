import {
  type Answer,
  type Draft,
  type Feedback,
  FeedbackError,
  type FeedbackRecord,
  isSameFeedback,
  type Wanted,
} from '../domain/index.js';
import { type Environment, guard, isScript, report } from '../platform/index.js';
import { areWordsHidden, type DeliveryView, type Entry, feedbackOf, isConfirmed, isSettled } from './entry.js';
import { findEarlier } from './reconcile.js';
import type { RequestQueue } from './request-queue.js';
import { type ClientContext, hasResponded, inTurn, noteOutcome, redact, send, toError } from './requests.js';
import { type Context, type Effect, EMPTY_STATE, type Event, phaseOf, type State, type Timer } from './state.js';
import { type Store, serializeEntry } from './store.js';
import { transition } from './transition.js';

/** The answer of a delivery, and what the delivery works with. */
export interface DeliveryTarget {
  readonly answer: Answer;
  /** The key of the stored entry. */
  readonly key: string;
  /** The name of the Web Lock that all tabs share. */
  readonly lockName: string;
  readonly context: ClientContext;
  readonly store: Store;
  readonly queue: RequestQueue;
  readonly environment: Environment;
  /** Called with every new state and the event that led to it. For tests. */
  readonly inspect?: ((state: State, event: Event) => void) | undefined;
}

/** Receives the news of a delivery. An error that it throws is reported, and delivery continues. */
export interface DeliveryListener {
  onView(view: DeliveryView): void;
  /** The record equals the wanted feedback; `isNews` if the server confirmed it on this page. */
  onSettled(isNews: boolean, record: FeedbackRecord | null): void;
  onError(error: FeedbackError, wanted: Feedback | null, willRetry: boolean): void;
  /** The reasons that the host offers, which comments begin with. */
  offered(): readonly string[];
}

/** Makes the server's record of one answer equal what the person wants, through failures. */
export interface Delivery {
  /** Continues from the stored entry when a page starts. */
  start(): void;
  /** Changes the wanted feedback. A comment of null keeps the current one, if the rating is the same. Words that do not stay on record become the draft. */
  want(wanted: Wanted | null): void;
  /** Stores what is in the comment box; null for nothing. */
  keepDraft(draft: Draft | null): void;
  /** The wanted feedback, with a comment of null if the words are not known here. */
  wanted(): Wanted | null;
  /** When the person last changed something, in milliseconds since the epoch; 0 for never. */
  changedAt(): number;
  /**
   * Sets the feedback on record as the host or a list names it, unless the person has changed something since; null takes that back. `id` says that the
   * record is this person's. `listed` is for a list: the server's time of the last change, whether the record was reviewed, and further records of the
   * person, which are deleted with the next change.
   */
  seed(
    feedback: Feedback | null,
    id: string | null,
    listed?: { readonly updatedAt: number; readonly isReviewed: boolean; readonly duplicates: readonly string[] },
  ): void;
  /** Takes over the entry of another client of this person, in this page or another tab, if it is newer. */
  receive(entry: Entry, isFromOtherTab: boolean): void;
  /** Reads the words on record that this browser does not know. */
  readWords(): void;
  /** Retries now. */
  retry(): void;
  /** Retries what failed because the session had ended. */
  resume(): void;
  /** Ends a pause of the network, and starts again after the last attempt has failed. */
  wake(): void;
  /** Takes over what another tab has stored. */
  readStorage(): void;
  /** Stops. A request in flight is not aborted, but its outcome is ignored. */
  dispose(): void;
}

function run(effect: Effect, queue: RequestQueue, listener: DeliveryListener, startTimer: (timer: Timer, ms: number) => void): void {
  if (effect.type === 'wakeQueue') queue.wake();
  else if (effect.type === 'startTimer') startTimer(effect.timer, effect.ms);
  else if (effect.type === 'notifyError') guard(() => listener.onError(effect.error, effect.wanted, effect.willRetry));
  else guard(() => listener.onSettled(effect.isNews, effect.record));
}

/** The view of an entry. `refused` is on display in place of the wanted feedback. Feedback that is not stored would be lost with the page. */
function viewOf(state: State, isStored: boolean): DeliveryView {
  const { wanted, draft, record, changedAt } = state.entry;
  const { refused, removed, error, notice } = state.session;
  const phase = phaseOf(state);
  const shown = feedbackOf(refused ?? wanted, record);
  return {
    wanted: shown,
    hasHiddenWords: areWordsHidden(state.entry),
    draft,
    removed: !shown && removed?.changedAt === changedAt ? removed : null,
    isReviewed: phase === 'saved' && !!record?.isReviewed,
    phase,
    error,
    notice: phase === 'queued' && !isStored ? 'keepOpen' : notice,
  };
}

const isSameView = (a: DeliveryView, b: DeliveryView): boolean =>
  (Object.keys(a) as (keyof DeliveryView)[]).every(
    (name) => a[name] === b[name] || (name === 'wanted' && isSameFeedback(a.wanted, b.wanted)),
  );

/** What a transition depends on now. */
const contextOf = ({ answer, context, queue, environment }: DeliveryTarget, { offered }: DeliveryListener, { entry }: State): Context => ({
  ...context,
  answer,
  isListed: !!context.records,
  findEarlier: () => findEarlier(context, answer, entry.gone),
  hasRedaction: !!context.beforeSend,
  offered: offered(),
  now: environment.clock.now(),
  random: environment.random,
  isOnline: environment.isOnline(),
  isApiDown: queue.isClosed(),
});

/** Within this time a message reaches the other tabs, in milliseconds. */
const HEARSAY_MS = 100;

/** Runs the transitions of one answer: it stores the entry, runs timers and requests, and turns their outcomes into events. */
export function createDelivery(target: DeliveryTarget, listener: DeliveryListener): Delivery {
  const { answer, key, lockName, context, store, queue, environment, inspect } = target;
  const { clock } = environment;
  const timers = new Map<Timer, () => void>();
  let state = EMPTY_STATE;
  let isStored = true;
  let isDisposed = false;
  let view: DeliveryView | undefined;

  /** Takes over a later entry of another tab or client. A press that was made here since, and records that the other has never heard of, are kept. */
  function takeOver(entry: Entry | null): void {
    const { entry: former } = state;
    if (!entry || entry.revision <= former.revision) return;
    // What was typed here stays.
    state = { ...state, entry: { ...entry, draft: former.draft ?? entry.draft } };
    apply({ type: 'storageChanged', isNewer: true });
    if (former.changedAt > entry.changedAt || !context.isStorageShared) apply({ type: 'conflicted', entry: former, isFormer: true });
  }

  /** Handles an event, after whatever another tab has stored before it. */
  function dispatch(event: Event): void {
    if (isDisposed) return;
    takeOver(store.read(key));
    apply(event);
  }

  function apply(event: Event): void {
    const { entry, session } = state;
    const next = transition(state, event, contextOf(target, listener, state));
    state = next.state;
    const isChanged = state.entry.revision !== entry.revision;
    if (isChanged || state.entry.draft !== entry.draft) isStored = store.write(key, state.entry);
    // Other tabs may share no storage, or hear of it late.
    if (isChanged) post();
    context.author ??= state.entry.author;
    if (!isScript) inspect?.(state, event);
    show();
    for (const effect of next.effects) run(effect, queue, listener, startTimer);
    const isQueued = state.session.activity.type === 'queued' && session.activity.type !== 'queued';
    if (isQueued) void takeTurn();
    // In a microtask, so that the host hears of a click before anything that follows from it.
    else if (event.type !== 'advanced' && state.session.isActive && state.session.activity.type === 'none')
      queueMicrotask(() => dispatch({ type: 'advanced' }));
  }

  const post = () => environment.postMessage({ name: lockName, text: serializeEntry(state.entry) });

  function show(): void {
    const next = viewOf(state, isStored);
    if (view && isSameView(view, next)) return;
    view = next;
    guard(() => listener.onView(next));
  }

  function startTimer(timer: Timer, ms: number): void {
    timers.get(timer)?.();
    timers.set(
      timer,
      clock.after(ms, () => dispatch({ type: 'timerEnded', timer })),
    );
  }

  /** Waits for this answer's turn in the page's queue and for its lock, then makes one request. */
  async function takeTurn(): Promise<void> {
    const turn = () => (isDisposed || state.session.pauses.length ? undefined : environment.lock(lockName, perform));
    await queue.enter(async () => inTurn(turn, context)).catch(report);
    dispatch({ type: 'turnEnded' });
  }

  /** Makes one request. Returns whether the API responded, or undefined if it was not asked. */
  async function perform(isLocked: boolean): Promise<boolean | undefined> {
    // What another tab did with the lock may still be on its way.
    if (context.hasOtherTabs) await new Promise<void>((go) => void clock.after(HEARSAY_MS, go));
    dispatch({ type: 'turnCame', isLocked });
    const { activity } = state.session;
    if (activity.type === 'redacting') dispatch({ type: 'redacted', comment: await redact(activity.feedback, context) });
    const { activity: ready } = state.session;
    if (isDisposed || ready.type !== 'requesting') return undefined;
    const outcome = await send(ready.request, answer, context);
    if (isDisposed) return undefined;
    noteOutcome(outcome, ready.request.type, context);
    try {
      dispatch(outcome instanceof FeedbackError ? { type: 'failed', error: outcome } : { type: 'succeeded', ...outcome });
      return hasResponded(outcome, ready.request.type === 'list' && !isConfirmed(state.entry));
    } catch (thrown) {
      // A submitter of the host may return anything.
      dispatch({ type: 'failed', error: toError(thrown) });
      return false;
    }
  }

  /** A reason to ask again whether the session is alive. */
  function probe(event: Event): void {
    context.authError = null;
    dispatch(event);
  }

  return {
    start() {
      dispatch({ type: 'started' });
      // A living tab may have gone further.
      if (!isSettled(state.entry) || (state.entry.revision && !context.isStorageShared)) post();
    },
    want: (wanted) => probe({ type: 'wanted', wanted }),
    keepDraft: (draft) => dispatch({ type: 'drafted', draft }),
    wanted: () => state.entry.wanted,
    changedAt: () => state.entry.changedAt,
    seed: (feedback, id, listed) => dispatch({ type: 'seeded', feedback, id, ...listed }),
    readWords: () => dispatch({ type: 'wordsNeeded' }),
    receive(entry, isFromOtherTab) {
      if (isDisposed) return;
      // What is stored may be later than a message of another tab. That of a client of this page comes at once, and has the words that a settled entry lacks.
      if (isFromOtherTab) takeOver(store.read(key));
      const lead = entry.revision - state.entry.revision;
      // A storage that all tabs share has it already, unless the sender has signed out since.
      if (lead > 0 && !context.isStorageShared) isStored = store.write(key, entry);
      takeOver(entry);
      if (lead > 0 || !isFromOtherTab) return;
      if (!lead || !context.isStorageShared) apply({ type: 'conflicted', entry });
      if (lead) post();
    },
    retry: () => probe({ type: 'retried' }),
    resume: () => probe({ type: 'resumed' }),
    wake: () => dispatch({ type: 'woke' }),
    readStorage: () => dispatch({ type: 'storageChanged', isNewer: false }),
    dispose() {
      isDisposed = true;
      for (const cancel of timers.values()) cancel();
    },
  };
}

import { type Answer, type Feedback, FeedbackError, type FeedbackRecord, isSameFeedback, isSameId } from '../domain/index.js';
import { type Environment, guard, report } from '../platform/index.js';
import { isSettled, type Wanted } from './entry.js';
import type { Effect, Event } from './events.js';
import type { RequestQueue } from './request-queue.js';
import { type ClientContext, listAll, redact, send } from './requests.js';
import { type DeliveryView, EMPTY_STATE, type State, viewOf, type Wait } from './state.js';
import type { Store } from './store.js';
import { transition } from './transition.js';

/** Which answer a delivery is for, and what it works with. */
export interface DeliveryTarget {
  readonly answer: Answer;
  /** Under which the entry is stored. */
  readonly key: string;
  /** The name of the lock that the tabs share. */
  readonly lockName: string;
  readonly context: ClientContext;
  readonly store: Store;
  readonly queue: RequestQueue;
  readonly environment: Environment;
  /** Sees each state and what led to it. For tests. */
  readonly inspect?: ((state: State, event: Event) => void) | undefined;
}

/** Whom a delivery tells. What they throw is reported, and stops nothing. */
export interface DeliveryListener {
  onView(view: DeliveryView): void;
  /** The record is what is wanted; `isNews` where this page has it from the server. */
  onSettled(isNews: boolean, record: FeedbackRecord | null): void;
  onError(error: FeedbackError, wanted: Feedback | null, willRetry: boolean): void;
}

/** Makes the server's record of one answer become what the person wants. */
export interface Delivery {
  /** Goes on from what is stored, at the start of a page. */
  start(): void;
  /** Changes what is wanted; words that are null stay as they are. */
  want(wanted: Wanted | null): void;
  /** What is wanted, with words that are null where they are not known. */
  wanted(): Wanted | null;
  /**
   * Takes as known what the host or the server told, unless the person has changed something since; an id says that the record is this person's. Null takes
   * that back. `duplicates` are further records of theirs, which are deleted with the next change.
   */
  tell(feedback: Feedback | null, id: string | null, duplicates?: readonly string[]): void;
  /** Asks the server for words on record that this page does not know. */
  readWords(): void;
  /** Tries again what failed, now. */
  retry(): void;
  /** Tries again what failed for want of a token. */
  resume(): void;
  /** Cuts a wait for the network short, and starts again what was given up. */
  wake(): void;
  /** Takes over what another tab has stored. */
  readStorage(): void;
  /** Stops. What is under way is not called back, but no longer counts. */
  dispose(): void;
}

/** Runs the transitions of one answer: stores the entry, keeps time, makes requests, and turns what comes of them into events. */
export function createDelivery(target: DeliveryTarget, listener: DeliveryListener): Delivery {
  const { answer, key, lockName, context, store, queue, environment, inspect } = target;
  const { clock, random } = environment;
  const timers = new Map<Wait, () => void>();
  let state = EMPTY_STATE;
  let isStored = true;
  let isDisposed = false;
  let view: DeliveryView | undefined;

  /** Takes over what another tab has stored, if it has gone further. */
  function sync(): boolean {
    const stored = store.read(key);
    const isNewer = !!stored && stored.revision > state.entry.revision;
    if (isNewer) state = { ...state, entry: stored };
    context.author ??= state.entry.author;
    return isNewer;
  }

  /** What another tab has stored comes before anything that happens here. */
  function dispatch(event: Event): void {
    if (isDisposed) return;
    if (sync()) apply({ type: 'storageChanged', isNewer: true });
    apply(event);
  }

  function apply(event: Event): void {
    const { entry, session } = state;
    const next = transition(state, event, {
      answer,
      author: context.author,
      impersonateEmail: context.submitter.impersonateEmail,
      hasRedaction: !!context.beforeSend,
      now: clock.now(),
      random,
      isOnline: environment.isOnline(),
      isApiDown: queue.isClosed(),
    });
    state = next.state;
    if (state.entry.revision !== entry.revision) isStored = store.write(key, state.entry);
    context.author ??= state.entry.author;
    inspect?.(state, event);
    show();
    for (const effect of next.effects) run(effect);
    const isQueued = state.session.activity.type === 'queued' && session.activity.type !== 'queued';
    if (isQueued) void takeTurn();
    else if (event.type !== 'advanced' && state.session.isActive && state.session.activity.type === 'none') advance();
  }

  /** A click is told of before anything that comes of it. */
  function advance(): void {
    queueMicrotask(() => dispatch({ type: 'advanced' }));
  }

  function show(): void {
    const next = viewOf(state, isStored);
    const isSame =
      view?.phase === next.phase &&
      view.error === next.error &&
      view.notice === next.notice &&
      view.hasHiddenWords === next.hasHiddenWords &&
      isSameFeedback(view.wanted, next.wanted);
    if (isSame) return;
    view = next;
    guard(() => listener.onView(next));
  }

  function run(effect: Effect): void {
    if (effect.type === 'wakeQueue') queue.wake();
    else if (effect.type === 'tellError') guard(() => listener.onError(effect.error, effect.wanted, effect.willRetry));
    else if (effect.type === 'tellSettled') guard(() => listener.onSettled(effect.isNews, effect.record));
    else {
      const { wait, ms } = effect;
      timers.get(wait)?.();
      timers.set(
        wait,
        clock.after(ms, () => dispatch({ type: 'waited', wait })),
      );
    }
  }

  /** Waits for a turn among the requests of the page and of other tabs, and makes one request. */
  async function takeTurn(): Promise<void> {
    await queue
      .enter(async () => (isDisposed || state.session.holds.length ? undefined : environment.lock(lockName, perform)))
      .catch(report);
    dispatch({ type: 'turnEnded' });
  }

  /** One request. Tells whether the API answered; undefined where it was not asked. */
  async function perform(): Promise<boolean | undefined> {
    dispatch({ type: 'turnCame' });
    const { activity } = state.session;
    if (activity.type === 'redacting') dispatch({ type: 'redacted', comment: await redact(activity.feedback, context) });
    const { activity: ready } = state.session;
    if (isDisposed || ready.type !== 'requesting') return undefined;
    const outcome = await send(ready.request, answer, context).catch(toError);
    if (isDisposed) return undefined;
    if (!(outcome instanceof FeedbackError)) {
      try {
        dispatch({ type: 'succeeded', ...outcome });
        return true;
      } catch (thrown) {
        // A submitter of the host's own may return anything.
        dispatch({ type: 'failed', error: toError(thrown) });
        return false;
      }
    }
    dispatch({ type: 'failed', error: outcome });
    return outcome.retryable ? false : outcome.status ? true : undefined;
  }

  return {
    start: () => dispatch({ type: 'started' }),
    want: (wanted) => dispatch({ type: 'wanted', wanted }),
    wanted: () => state.entry.wanted,
    tell: (feedback, id, duplicates) => dispatch({ type: 'told', feedback, id, ...(duplicates && { duplicates }) }),
    readWords() {
      const { record, wanted } = state.entry;
      if (!record?.id || !isSettled(state.entry) || wanted?.comment !== null) return;
      const { id } = record;
      void queue.enter(async () => {
        const records = await listAll(context);
        if (records instanceof FeedbackError) return records.retryable ? false : undefined;
        const comment = records.find((record) => isSameId(record.id, id))?.feedback;
        if (comment !== undefined) dispatch({ type: 'wordsRead', id, comment });
        return true;
      });
    },
    retry: () => dispatch({ type: 'retried' }),
    resume: () => dispatch({ type: 'resumed' }),
    wake: () => dispatch({ type: 'woke' }),
    readStorage: () => dispatch({ type: 'storageChanged', isNewer: false }),
    dispose() {
      isDisposed = true;
      for (const cancel of timers.values()) cancel();
    },
  };
}

/** A submitter of the host's own may throw, although ours never does. */
function toError(thrown: unknown): FeedbackError {
  report(thrown);
  return new FeedbackError('response', 'The submitter failed.');
}

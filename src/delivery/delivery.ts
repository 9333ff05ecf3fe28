import { type Answer, type Feedback, FeedbackError, type FeedbackRecord, isSameFeedback, isSameId, type Phase } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import type { Environment } from '../platform/index.js';
import { guard, report } from '../platform/index.js';
import { createHolds } from './holds.js';
import { createLedger } from './ledger.js';
import {
  backoffMs,
  EXPIRES_AFTER_MS,
  judge,
  KILLED_QUARANTINE_MS,
  MOST_TRIES,
  obeyedMs,
  RESTART_AFTER_MS,
  SWEEP_AFTER_MS,
  TAKE_OVER_AFTER_MS,
} from './policy.js';
import type { Gate } from './request-queue.js';
import { listAll, type Means, nextStep, prepare, type Step } from './requests.js';
import { EMPTY, isConfirmed, isSettled, type Known, type Store, toFeedback, type Wanted } from './store.js';

/** Where the feedback on one answer stands. */
export interface DeliveryState {
  /** What the person wants on record; null for nothing. */
  readonly wanted: Feedback | null;
  /** The record may have words that this page does not know. */
  readonly hasHiddenWords: boolean;
  readonly phase: Phase;
  /** Why the phase is `queued` or `failed`. */
  readonly error: FeedbackError | null;
  /** The text that tells the person what has just happened. */
  readonly notice: keyof Strings | null;
}

/** Which answer a delivery is for, and by what means. */
export interface DeliveryTarget {
  readonly answer: Answer;
  /** Under which the entry is stored. */
  readonly key: string;
  /** The name of the lock that the tabs share. */
  readonly lockName: string;
  readonly means: Means;
  readonly store: Store;
  readonly gate: Gate;
  readonly environment: Environment;
}

/** Whom a delivery tells. */
export interface DeliveryWatch {
  onState(state: DeliveryState): void;
  /** The server's record is what is wanted. `isNews` where this page has it from the server; `record` is undefined where nothing is. */
  onSettled(isNews: boolean, record: FeedbackRecord | undefined): void;
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
   * Takes as known what the host or the server told, unless the person has said more since; an id says that it is this person's. Null takes that
   * back. `extras` are other records of theirs, which go with the next change.
   */
  know(feedback: Feedback | null, id: string | null, extras?: readonly string[]): void;
  /** Asks the server for words on record that this page does not know. */
  learn(): void;
  /** Tries again what failed, now. */
  retry(): void;
  /** Tries again what failed for want of a token. */
  resume(): void;
  /** Cuts a wait for the network short, and starts again what was given up. */
  wake(): void;
  /** Takes over what another tab stored. */
  see(): void;
  /** Stops. What is under way is not called back, but no longer counts. */
  dispose(): void;
}

/** What a delivery waits for; `wish` is the server's own, which nothing cuts short. */
type Hold = 'quarantine' | 'wish' | 'backoff' | 'offline';

/**
 * Level-triggered: what is wanted against what is known of the server's record, one runner, one request in flight. A change made
 * meanwhile only changes what is wanted.
 */
export function createDelivery(target: DeliveryTarget, watch: DeliveryWatch): Delivery {
  const { answer, lockName, means, gate, environment } = target;
  const { clock, random } = environment;
  const ledger = createLedger(target.store, target.key, means);
  const holds = createHolds<Hold>(clock);
  /** What stays in sight after a change that was refused. */
  let former: Wanted | null = null;
  let error: FeedbackError | null = null;
  let notice: keyof Strings | null = null;
  let record: FeedbackRecord | undefined;
  let tries = 0;
  /** The sweep whose time has come, by its revision. */
  let sweepDue = 0;
  /** The write in doubt, by its revision, whose quarantine was kept here. */
  let quarantined = 0;
  /** The page before may have gone in the middle of a write: the server is asked before anything is called saved. */
  let isUnsure = false;
  /** The person, here or on the page before, waits for the outcome. */
  let isOwed = false;
  /** The server has answered since the person was last told. */
  let isAnswered = false;
  /** The person has said something on this page. */
  let isTouched = false;
  /** What is known is the host's word. */
  let isAssumed = false;
  let isRunning = false;
  /** Why nothing goes on by itself; null where it does. */
  let stopped: FeedbackError | null = null;
  let isForced = false;
  let isDisposed = false;
  /** A delivery that gave up may start again by itself. */
  let isRested = true;
  let cancelSweep = () => {};
  let cancelTakeOver = () => {};

  const next = () => (isDisposed || stopped ? null : nextStep(ledger.entry, means.giver, isUnsure || !!sweepDue));

  function phase(): Phase {
    if (stopped && error) return 'failed';
    if (isConfirmed(ledger.entry) && !isUnsure) return ledger.entry.wanted ? 'saved' : 'idle';
    return notice ? 'queued' : 'saving';
  }

  function publish(): void {
    const now = phase();
    const text = now === 'queued' && !ledger.isStored ? 'keepOpen' : notice;
    const { wanted, known, isWordless } = ledger.entry;
    const hasHiddenWords = !!wanted && !!known && wanted.comment === null && known.comment === null && !isWordless;
    if (!isDisposed)
      guard(() => watch.onState({ wanted: toFeedback(former ?? wanted, known), hasHiddenWords, phase: now, error, notice: text }));
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    // The click is told of before anything that comes of it.
    await null;
    while (next()) {
      if (!isForced && !environment.isOnline()) holdOffline();
      await (holds.size ? holds.change() : enter().catch(goOn));
    }
    isRunning = false;
    if (!isDisposed) settle();
  }

  /** Nothing that goes wrong here may end a delivery: a submitter of the host's own may answer with anything. */
  function goOn(thrown: unknown): void {
    report(thrown);
    tries += 1;
    holds.add('backoff', backoffMs(tries, random));
  }

  function holdOffline(): void {
    holds.add('offline');
    if (!isConfirmed(ledger.entry)) tellFailure(new FeedbackError('offline', 'The browser is offline.'), 'offline', true);
  }

  /** Waits for its turn among the page's requests and the tabs, then does one step. */
  async function enter(): Promise<void> {
    if (!error && gate.isClosed() && !isConfirmed(ledger.entry)) notice = 'notSent';
    publish();
    await gate.enter(async () => (holds.size ? undefined : environment.lock(lockName, perform)));
  }

  /** One request. Before a write the worst is stored, and taken back once its outcome is known. Tells whether the API answered. */
  async function perform(): Promise<boolean | undefined> {
    ledger.sync();
    const step = next();
    if (!step || isKeptInQuarantine()) return undefined;
    isForced = false;
    const before = ledger.entry.revision;
    const deed = await prepare(step, ledger.entry, answer, means);
    ledger.sync();
    // What was prepared is not for what is wanted by now.
    if (isDisposed || ledger.entry.revision !== before) return undefined;
    if (!('call' in deed)) {
      ledger.change(deed);
      return undefined;
    }
    const { wanted, doubt, sent, known, sweep, revision } = ledger.entry;
    if (deed.worst) ledger.change({ ...deed.worst, sweep: revision + 1 });
    const outcome = await deed.call().catch(toError);
    if (isDisposed) return undefined;
    if (outcome instanceof FeedbackError) {
      if (deed.worst && outcome.uncertain) scheduleSweep();
      else if (deed.worst) ledger.change({ doubt, sent, known, sweep });
      fail(step, outcome, wanted);
      return outcome.retryable ? false : outcome.status ? true : undefined;
    }
    const isSwept = step === 'list' && !!sweepDue && sweepDue === sweep;
    if (step === 'list') {
      sweepDue = 0;
      isUnsure = false;
    }
    ledger.sync();
    const facts = outcome({ ...ledger.entry, sweep });
    ledger.change({ doubt, sent: isSwept ? null : sent, sweep: isSwept ? 0 : sweep, ...facts });
    record = deed.record ?? record;
    if (step === 'post') checkGiver(deed.record);
    // A list that can be read says nothing of the write that failed.
    if (step !== 'list') tries = 0;
    error = notice = null;
    isAnswered = true;
    return true;
  }

  /** Whether a `POST` of a tab that is gone has to be waited for first. */
  function isKeptInQuarantine(): boolean {
    const { sweep, doubt } = ledger.entry;
    if (!sweep || doubt !== 'list' || quarantined === sweep) return false;
    quarantined = sweep;
    holds.add('quarantine', KILLED_QUARANTINE_MS);
    return true;
  }

  /** The policy for a failure, and for the few that depend on the step. */
  function fail(step: Step, failure: FeedbackError, aim: Wanted | null): void {
    const { phase, notice: text, quarantineMs } = judge(failure.kind);
    const { wanted, sweep } = ledger.entry;
    const isRefused = failure.kind === 'forbidden' && step !== 'list';
    // What happens behind a record that says what is wanted is nothing to the person.
    const isQuiet = isConfirmed(ledger.entry);
    if (phase === 'queued') {
      tries += 1;
      holds.add('backoff', backoffMs(tries, random));
      if (failure.retryAfterMs !== undefined) holds.add('wish', obeyedMs(failure.retryAfterMs, random));
      if (step === 'post' && failure.uncertain) {
        quarantined = sweep;
        holds.add('quarantine', quarantineMs);
      }
      if (tries < MOST_TRIES) return isQuiet ? undefined : tellFailure(failure, text, true);
    }
    // A late failure never erases a newer choice.
    if (isRefused && !isSameFeedback(wanted, aim)) return step === 'post' ? undefined : ledger.change({ known: null });
    stopped = failure;
    if (isQuiet) return;
    if (isRefused) refuse(failure, step);
    else tellFailure(failure, phase === 'queued' ? 'gaveUp' : text, false);
  }

  /** Nobody can make the record say what is wanted, so it is no longer wanted. */
  function refuse(failure: FeedbackError, step: Step): void {
    const { wanted, known } = ledger.entry;
    if (step === 'post') ledger.change({ wanted: toWanted(known) });
    else {
      // The record is another person's: it stays in sight, and is never touched again.
      former = toWanted(known);
      ledger.change({ wanted: null, known: null });
    }
    tellFailure(failure, known ? 'cannotChange' : 'cannotRate', false, wanted);
  }

  function tellFailure(failure: FeedbackError, text: keyof Strings, willRetry: boolean, wanted = ledger.entry.wanted): void {
    const isNew = error?.kind !== failure.kind || !willRetry;
    error = failure;
    notice = text;
    publish();
    if (isNew) guard(() => watch.onError(failure, toFeedback(wanted, ledger.entry.known), willRetry));
  }

  function checkGiver(given: FeedbackRecord | undefined): void {
    const email = given?.given_by?.email;
    const expected = means.submitter.impersonateEmail;
    if (!expected || email?.toLowerCase() === expected.toLowerCase()) return;
    const text = `Given by ${email}, not by ${expected}: the token may lack CAN_IMPERSONATE_OTHER_USERS.`;
    guard(() => watch.onError(new FeedbackError('misattributed', text), toFeedback(ledger.entry.wanted, ledger.entry.known), false));
  }

  function settle(): void {
    const { wanted } = ledger.entry;
    const isDone = isOwed && isConfirmed(ledger.entry) && !(stopped && error);
    const isNews = isDone && isAnswered;
    if (isDone) {
      isOwed = isAnswered = false;
      error = null;
      notice = wanted ? 'saved' : isNews ? 'removed' : null;
    }
    publish();
    if (isDone) guard(() => watch.onSettled(isNews, wanted ? record : undefined));
  }

  function scheduleSweep(): void {
    const { sweep } = ledger.entry;
    cancelSweep();
    cancelSweep = later(SWEEP_AFTER_MS, () => {
      // Meanwhile another tab may have made a write of which later commits are still to come.
      if (ledger.entry.sweep === sweep) sweepDue = sweep;
      else if (ledger.entry.sweep) scheduleSweep();
    });
  }

  /** Does something after a while, then whatever is due. */
  function later(delayMs: number, deed: () => void): () => void {
    return clock.after(delayMs, () => {
      ledger.sync();
      deed();
      void run();
    });
  }

  function again(): void {
    // A late commit may have changed what was confirmed: that is not called saved again, in any tab, before the server was asked.
    if (ledger.entry.sweep && isConfirmed(ledger.entry)) ledger.change({ doubt: 'list' });
    holds.release('backoff', 'offline');
    stopped = former = null;
    // The server's own wish to wait is obeyed, and not called sending.
    if (!holds.size || !error) error = notice = null;
    else notice = 'notSent';
    tries = 0;
    void run();
    publish();
  }

  function expire(): void {
    const { known, revision, at } = ledger.entry;
    const wanted = toWanted(known);
    ledger.change({ ...EMPTY, revision, at, wanted, known: wanted && known });
    stopped = new FeedbackError('expired', 'Not sent within 72 hours, so dropped.');
    tellFailure(stopped, 'expired', false);
  }

  return {
    start() {
      ledger.sync();
      const { at, sweep } = ledger.entry;
      isOwed = !isConfirmed(ledger.entry);
      if (isOwed && clock.now() - at > EXPIRES_AFTER_MS) return expire();
      isUnsure = !!sweep;
      if (isUnsure) scheduleSweep();
      if (!isSettled(ledger.entry)) void run();
      publish();
    },
    want(wanted) {
      isOwed = isTouched = true;
      ledger.sync();
      // Words that the server refused don't travel with the next rating.
      const areRefused = error?.kind === 'invalid' || error?.kind === 'too-large';
      const source = areRefused ? ledger.entry.known : ledger.entry.wanted;
      const comment = wanted?.comment ?? (source ? source.comment : '');
      ledger.change({ wanted: wanted && { rating: wanted.rating, comment }, at: clock.now() });
      again();
    },
    wanted: () => ledger.entry.wanted,
    know(feedback, id, extras = ledger.entry.extras) {
      if (isTouched || !isConfirmed(ledger.entry) || ledger.entry.sweep || (!feedback && !isAssumed)) return;
      isAssumed = !!feedback;
      if (!feedback) ledger.assume({ wanted: null, known: null });
      const { known } = ledger.entry;
      if (feedback)
        ledger.assume({ wanted: feedback, known: { ...feedback, id: id ?? known?.id ?? null, isMine: !!id || !!known?.isMine }, extras });
      publish();
    },
    learn() {
      const id = ledger.entry.known?.id;
      const isHidden = () => isSettled(ledger.entry) && ledger.entry.wanted?.comment === null && ledger.entry.known?.id === id;
      if (!id || !isHidden()) return;
      void gate.enter(async () => {
        const records = await listAll(means);
        if (records instanceof FeedbackError) return records.retryable ? false : undefined;
        const comment = records.find((record) => isSameId(record.id, id))?.feedback;
        const { wanted, known } = ledger.entry;
        if (isDisposed || comment === undefined || !isHidden()) return true;
        ledger.assume({ wanted: wanted && { ...wanted, comment }, known: known && { ...known, comment } });
        publish();
        return true;
      });
    },
    retry() {
      if (!error) return;
      isForced = true;
      gate.wake();
      again();
    },
    resume() {
      if (stopped && (!error || error.kind === 'auth')) again();
    },
    wake() {
      if (stopped?.retryable && isRested) {
        isRested = false;
        clock.after(RESTART_AFTER_MS, () => {
          isRested = true;
        });
        // What goes on behind a saved record is not shown.
        if (error) return again();
        stopped = null;
        tries = 0;
        void run();
      } else holds.release('backoff', 'offline');
    },
    see() {
      if (!ledger.sync() && !error?.retryable) return;
      cancelTakeOver();
      holds.release();
      if (isConfirmed(ledger.entry)) {
        stopped = error = notice = null;
      }
      // The other tab is about it; should it go, this one takes over.
      if (!isSettled(ledger.entry))
        cancelTakeOver = later(TAKE_OVER_AFTER_MS, () => {
          if (ledger.entry.sweep) scheduleSweep();
        });
      publish();
    },
    dispose() {
      isDisposed = true;
      cancelSweep();
      cancelTakeOver();
      holds.release();
    },
  };
}

/** A submitter of the host's own may throw, although ours never does. */
function toError(thrown: unknown): FeedbackError {
  report(thrown);
  return new FeedbackError('response', 'The submitter failed.');
}

/** What a record says, as it would be wanted. */
function toWanted(known: Known | null): Wanted | null {
  return known?.rating ? { rating: known.rating, comment: known.comment } : null;
}

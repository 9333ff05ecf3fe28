import type { Environment } from './environment.js';
import { FeedbackError } from './errors.js';
import { type Answer, type Feedback, type FeedbackRecord, isSameFeedback, type Phase } from './feedback.js';
import type { Gate } from './gate.js';
import {
  backoffMs,
  EXPIRES_AFTER_MS,
  judge,
  KILLED_QUARANTINE_MS,
  MOST_TRIES,
  obeyedMs,
  SWEEP_AFTER_MS,
  TAKE_OVER_AFTER_MS,
} from './policy.js';
import { type Means, nextStep, prepare, type Step } from './steps.js';
import { EMPTY, type Entry, isConfirmed, isSettled, type Store, type Wanted } from './storage.js';
import type { Strings } from './strings.js';

/** Where the feedback on one answer stands. */
export interface DeliveryState {
  /** What the person wants on record; null for nothing. */
  readonly wanted: Feedback | null;
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
  /** The server's record is what is wanted; `record` is undefined where nothing is, or where another tab saw it. */
  onSettled(record: FeedbackRecord | undefined): void;
  onError(error: FeedbackError, wanted: Feedback | null, willRetry: boolean): void;
}

/** Makes the server's record of one answer become what the person wants. */
export interface Delivery {
  /** Goes on from what is stored, at the start of a page. */
  start(): void;
  /** Changes what is wanted; words that are null stay as they are. */
  want(wanted: Wanted | null): void;
  /** Takes as known what the host or the server told, unless the person has said more since. */
  know(feedback: Feedback, id: string | null, isMine: boolean): void;
  /** Tries again what failed, now. */
  retry(): void;
  /** Tries again what failed for want of a token. */
  resume(): void;
  /** Cuts a wait for the network short. */
  wake(): void;
  /** Takes over what another tab stored. */
  see(): void;
  /** Forgets everything. */
  clear(): void;
  dispose(): void;
}

/** What a delivery waits for; `wish` is the server's own, which nothing cuts short. */
type Hold = 'quarantine' | 'wish' | 'backoff' | 'offline';

/**
 * Level-triggered: what is wanted against what is known of the server's record, one runner, one request in flight. A change made
 * meanwhile only changes what is wanted. Without a target, what is wanted waits.
 */
export function createDelivery(target: DeliveryTarget | null, watch: DeliveryWatch): Delivery {
  let entry: Entry = EMPTY;
  let isStored = true;
  /** What stays in sight after a change that was refused. */
  let former: Wanted | null = null;
  let error: FeedbackError | null = null;
  let notice: keyof Strings | null = null;
  /** The person, here or on the page before, waits for the outcome. */
  let isOwed = false;
  let isStopped = false;
  let isRunning = false;
  let isForced = false;
  let isTouched = false;
  /** The server has answered since the person was last told. */
  let isAnswered = false;
  let tries = 0;
  let record: FeedbackRecord | undefined;
  /** The sweep whose time has come, by its revision. */
  let sweepDue = 0;
  /** A late commit may have changed what was confirmed: the server is asked before it is called saved again. */
  let isUnsure = false;
  /** The write in doubt, by its revision, whose quarantine was kept here. */
  let quarantined = 0;
  /** Outlives no `clear` and no `dispose`: what was under way then no longer counts. */
  let life = {};
  const holds = new Set<Hold>();
  let cancelSweep = () => {};
  let cancelTakeOver = () => {};
  let goOn = () => {};

  function phase(): Phase {
    if (isStopped && error) return 'failed';
    if (!target && entry.wanted) return 'waiting';
    if (isConfirmed(entry) && !isUnsure) return entry.wanted ? 'saved' : 'idle';
    return notice ? 'queued' : 'saving';
  }

  function publish(): void {
    const wanted = toFeedback(former ?? entry.wanted);
    const now = phase();
    watch.onState({ wanted, phase: now, error, notice: now === 'queued' && !isStored ? 'keepOpen' : notice });
  }

  /** Another tab may have gone further. */
  function sync(): void {
    const stored = target?.store.read(target.key);
    if (stored && stored.revision > entry.revision) entry = stored;
    if (target) target.means.giver ??= entry.giver;
  }

  function change(facts: Partial<Entry>): void {
    sync();
    entry = { ...entry, ...facts, giver: target?.means.giver ?? null, revision: entry.revision + 1 };
    if (target) isStored = target.store.write(target.key, entry);
  }

  function hold(name: Hold, delayMs?: number): void {
    holds.add(name);
    const mine = life;
    if (delayMs !== undefined) target?.environment.clock.after(delayMs, () => mine === life && release(name));
  }

  function release(...names: Hold[]): void {
    for (const name of names) holds.delete(name);
    goOn();
  }

  async function run(): Promise<void> {
    if (isRunning || !target) return;
    isRunning = true;
    const mine = life;
    // The click is told of before anything that comes of it.
    await null;
    while (mine === life && !isStopped && nextStep(entry, target.means.giver, isUnsure || !!sweepDue)) {
      if (!isForced && !target.environment.isOnline()) holdOffline();
      if (holds.size) await new Promise<void>((resolve) => (goOn = resolve));
      else await enter(target, mine);
    }
    if (mine !== life) return;
    isRunning = false;
    settle();
  }

  function holdOffline(): void {
    hold('offline');
    if (!isConfirmed(entry)) report(new FeedbackError('offline', 'The browser is offline.'), 'offline', true);
  }

  /** Waits for its turn among the page's requests and the tabs, then does one step. */
  async function enter({ environment, gate, lockName }: DeliveryTarget, mine: object): Promise<void> {
    if (!error && gate.isClosed() && !isConfirmed(entry)) notice = 'notSent';
    publish();
    await gate.enter(async () => {
      if (mine !== life || holds.size) return undefined;
      return environment.lock(lockName, async () => {
        if (mine !== life) return undefined;
        sync();
        return keepQuarantine() ? undefined : perform(mine);
      });
    });
  }

  /** Whether a `POST` of a tab that is gone has to be waited for first. */
  function keepQuarantine(): boolean {
    if (!entry.sweep || entry.doubt !== 'list' || quarantined === entry.sweep) return false;
    quarantined = entry.sweep;
    hold('quarantine', KILLED_QUARANTINE_MS);
    return true;
  }

  /** One request. Before a write the worst is stored, and taken back once its outcome is known. Tells whether the API answered. */
  async function perform(mine: object): Promise<boolean | undefined> {
    const step = target && nextStep(entry, target.means.giver, isUnsure || !!sweepDue);
    if (!step) return undefined;
    isForced = false;
    const deed = await prepare(step, entry, target.answer, target.means);
    if (mine !== life) return undefined;
    if (!('call' in deed)) {
      change(deed);
      return undefined;
    }
    const { wanted, doubt, sent, known, sweep } = entry;
    if (deed.worst) change({ ...deed.worst, sweep: entry.revision + 1 });
    const outcome = await deed.call();
    if (mine !== life) return undefined;
    if (outcome instanceof FeedbackError) {
      if (deed.worst && outcome.uncertain) scheduleSweep();
      else if (deed.worst) change({ doubt, sent, known, sweep });
      fail(step, outcome, wanted);
      return outcome.retryable ? false : outcome.status ? true : undefined;
    }
    sync();
    const isSwept = step === 'list' && !!sweepDue && sweepDue === sweep;
    if (step === 'list') {
      sweepDue = 0;
      isUnsure = false;
    }
    change({ doubt, sent: isSwept ? null : sent, sweep: isSwept ? 0 : sweep, ...outcome({ ...entry, sweep }) });
    if (deed.record) record = deed.record;
    if (step === 'post' && deed.record) checkGiver(deed.record);
    tries = 0;
    error = notice = null;
    isAnswered = true;
    return true;
  }
  /** The policy for a failure, and for the few that depend on the step. */
  function fail(step: Step, failure: FeedbackError, aim: Wanted | null): void {
    const { phase, notice: text, quarantineMs } = judge(failure.kind);
    const isRefused = failure.kind === 'forbidden';
    // What happens behind a record that says what is wanted is nothing to the person.
    const isQuiet = isConfirmed(entry);
    if (phase === 'queued') {
      tries += 1;
      const { random } = target?.environment ?? Math;
      hold('backoff', backoffMs(tries, random));
      if (failure.retryAfterMs !== undefined) hold('wish', obeyedMs(failure.retryAfterMs, random));
      if (step === 'post' && failure.uncertain) {
        quarantined = entry.sweep;
        hold('quarantine', quarantineMs);
      }
      if (tries < MOST_TRIES) return isQuiet ? undefined : report(failure, text, true);
    }
    // A late failure never erases a newer choice.
    if (isRefused && step !== 'list' && !isSameFeedback(entry.wanted, aim)) return step === 'post' ? undefined : change({ known: null });
    isStopped = true;
    if (isQuiet) return;
    if (isRefused && step !== 'list') refuse(failure, step);
    else report(failure, phase === 'queued' ? 'gaveUp' : text, false);
  }

  /** Nobody can make the record say what is wanted, so it is no longer wanted. */
  function refuse(failure: FeedbackError, step: Step): void {
    const { wanted, known } = entry;
    const recorded = known?.rating ? { rating: known.rating, comment: known.comment } : null;
    if (step === 'post') change({ wanted: recorded });
    else {
      // The record is another person's: it stays in sight, and is never touched again.
      former = recorded;
      change({ wanted: null, known: null });
    }
    report(failure, known ? 'cannotChange' : 'cannotRate', false, wanted);
  }

  function report(failure: FeedbackError, text: keyof Strings, willRetry: boolean, wanted = entry.wanted): void {
    const isNew = error?.kind !== failure.kind || !willRetry;
    error = failure;
    notice = text;
    publish();
    if (isNew) watch.onError(failure, toFeedback(wanted), willRetry);
  }

  function checkGiver({ given_by: { email } }: FeedbackRecord): void {
    const expected = target?.means.submitter.impersonateEmail;
    if (!expected || email?.toLowerCase() === expected.toLowerCase()) return;
    const text = `The record was given by ${email}, not by ${expected}: the token may lack CAN_IMPERSONATE_OTHER_USERS.`;
    watch.onError(new FeedbackError('misattributed', text), toFeedback(entry.wanted), false);
  }

  function settle(): void {
    const isDone = isOwed && isConfirmed(entry) && !(isStopped && error);
    const isNews = isDone && isAnswered;
    if (isDone) {
      isOwed = isAnswered = false;
      error = null;
      notice = entry.wanted ? 'saved' : isNews ? 'removed' : null;
    }
    publish();
    if (isNews) watch.onSettled(entry.wanted ? record : undefined);
  }

  function scheduleSweep(): void {
    cancelSweep();
    const { sweep } = entry;
    cancelSweep = later(SWEEP_AFTER_MS, () => {
      // Meanwhile another tab may have made a write of which later commits are still to come.
      if (entry.sweep === sweep) sweepDue = sweep;
      else if (entry.sweep) scheduleSweep();
    });
  }

  /** Does something after a while, then whatever is due. */
  function later(delayMs: number, deed: () => void): () => void {
    const mine = life;
    const then = () => {
      if (mine !== life) return;
      sync();
      deed();
      void run();
    };
    return target?.environment.clock.after(delayMs, then) ?? (() => {});
  }

  function again(): void {
    isStopped = false;
    former = error = notice = null;
    tries = 0;
    release('backoff', 'offline');
    void run();
    publish();
  }

  return {
    start() {
      sync();
      if (!target || isSettled(entry)) return publish();
      if (!isConfirmed(entry) && target.environment.clock.now() - entry.at > EXPIRES_AFTER_MS) {
        isStopped = true;
        report(new FeedbackError('expired', 'The feedback was not sent within 72 hours and was dropped.'), 'expired', false);
        const { known } = entry;
        const wanted = known?.rating ? { rating: known.rating, comment: known.comment } : null;
        change({ ...EMPTY, revision: entry.revision, at: entry.at, wanted, known: wanted && known });
        return publish();
      }
      isOwed = !isConfirmed(entry);
      isUnsure = !!entry.sweep;
      if (isUnsure) scheduleSweep();
      void run();
      publish();
    },
    want(wanted) {
      isOwed = isTouched = true;
      sync();
      // Words that the server refused don't travel with the next rating.
      const areRefused = error?.kind === 'invalid' || error?.kind === 'too-large';
      const source = areRefused ? entry.known : entry.wanted;
      const kept = source ? source.comment : '';
      const comment = wanted?.comment ?? kept;
      change({ wanted: wanted && { rating: wanted.rating, comment }, at: target?.environment.clock.now() ?? 0 });
      isUnsure = !!entry.sweep && isConfirmed(entry);
      again();
    },
    know(feedback, id, isMine) {
      if (isTouched || !isSettled(entry)) return;
      const known = { ...feedback, id: id ?? entry.known?.id ?? null, isMine: id ? isMine : !!entry.known?.isMine };
      entry = { ...EMPTY, revision: entry.revision, at: entry.at, wanted: feedback, known };
      publish();
    },
    retry() {
      if (!error) return;
      isForced = true;
      target?.gate.wake();
      again();
    },
    resume() {
      if (isStopped && (!error || error.kind === 'auth')) again();
    },
    wake() {
      release('backoff', 'offline');
    },
    see() {
      const stored = target?.store.read(target.key);
      if (!stored || stored.revision <= entry.revision) return;
      entry = stored;
      cancelTakeOver();
      if (isConfirmed(entry)) {
        isStopped = false;
        error = notice = null;
      }
      // The other tab is about it; should it go, this one takes over.
      if (!isSettled(entry))
        cancelTakeOver = later(TAKE_OVER_AFTER_MS, () => {
          if (entry.sweep) scheduleSweep();
        });
      publish();
    },
    clear() {
      life = {};
      cancelSweep();
      holds.clear();
      entry = EMPTY;
      former = error = notice = null;
      sweepDue = quarantined = 0;
      isUnsure = false;
      record = undefined;
      isStopped = isRunning = isOwed = isTouched = isAnswered = false;
      goOn();
      publish();
    },
    dispose() {
      life = {};
      cancelSweep();
      goOn();
    },
  };
}

function toFeedback(wanted: Wanted | null): Feedback | null {
  return wanted && { rating: wanted.rating, comment: wanted.comment ?? '' };
}

import type { FeedbackErrorKind } from './errors';
import { FeedbackError } from './errors';
import { type Answer, type Feedback, type FeedbackRecord, isSameFeedback, type Phase, toFeedback } from './feedback';
import type { Strings } from './strings';
import type { Submitter } from './submitter';

/**
 * Sees the feedback before it leaves and may change its words, or return null to keep the words from leaving; the rating goes
 * either way. One that throws keeps the words back too.
 */
export type BeforeSend = (feedback: Feedback) => Feedback | null | Promise<Feedback | null>;

/** Where the feedback on one answer stands. */
export interface DeliveryState {
  /** What the person wants on record; null for nothing. */
  readonly wanted: Feedback | null;
  /** What the server has confirmed; null for nothing. */
  readonly confirmed: Feedback | null;
  readonly phase: Phase;
  /** Why the phase is `failed`. */
  readonly error: FeedbackError | null;
  /** The text that tells the person what has just happened. */
  readonly notice: keyof Strings | null;
}

/** Which answer a delivery is for, and by what means. */
export interface DeliveryTarget {
  readonly answer: Answer;
  readonly submitter: Submitter;
  /** Bounds how many requests run at a time. */
  readonly gate: <T>(job: () => Promise<T>) => Promise<T>;
  readonly beforeSend?: BeforeSend | undefined;
}

/** Whom a delivery tells. */
export interface DeliveryWatch {
  onState(state: DeliveryState): void;
  /** The server's record is what is wanted; `record` is undefined where nothing is. */
  onSettled(record: FeedbackRecord | undefined): void;
  onError(error: FeedbackError, wanted: Feedback | null): void;
}

/** Makes the server's record of one answer become what the person wants. */
export interface Delivery {
  want(feedback: Feedback | null): void;
  retry(): void;
  dispose(): void;
}

const NOTICES: Readonly<Partial<Record<FeedbackErrorKind, keyof Strings>>> = {
  auth: 'signIn',
  forbidden: 'cannotRate',
  'not-found': 'unavailable',
  config: 'unavailable',
  invalid: 'invalid',
  'too-large': 'tooLarge',
};

/**
 * Starts with nothing wanted and nothing confirmed. One runner, one request in flight: a change made meanwhile only changes
 * what is wanted. Without a target, what is wanted waits.
 */
export function createDelivery(target: DeliveryTarget | null, watch: DeliveryWatch): Delivery {
  let wanted: Feedback | null = null;
  let confirmed: Feedback | null = null;
  let record: FeedbackRecord | undefined;
  let error: FeedbackError | null = null;
  let notice: keyof Strings | null = null;
  let isRunning = false;
  let isDisposed = false;

  function phase(): Phase {
    if (error) return 'failed';
    if (!target && wanted) return 'waiting';
    if (isRunning) return 'saving';
    return confirmed ? 'saved' : 'idle';
  }

  function publish(): void {
    if (!isDisposed) watch.onState({ wanted, confirmed, phase: phase(), error, notice });
  }

  async function run(): Promise<void> {
    if (isRunning || !target) return;
    isRunning = true;
    error = notice = null;
    publish();
    while (!isDisposed && !error && !isSameFeedback(wanted, confirmed)) await target.gate(() => step(target));
    isRunning = false;
    if (!error) notice = wanted ? 'saved' : 'removed';
    publish();
    if (isDisposed) return;
    if (error) watch.onError(error, wanted);
    else watch.onSettled(record);
  }

  /** One request that brings the record closer to what is wanted. */
  async function step({ answer, submitter, beforeSend }: DeliveryTarget): Promise<void> {
    const aim = wanted;
    if (!aim) return record ? removed(await submitter.remove(record.id)) : forget();
    const words = aim.comment === confirmed?.comment ? aim.comment : await redact(aim, beforeSend);
    if (!record) return settle(aim, await submitter.submit(answer, { rating: aim.rating, comment: words }));
    const changes: Partial<Feedback> = {
      ...(aim.rating === confirmed?.rating ? {} : { rating: aim.rating }),
      ...(words === confirmed?.comment ? {} : { comment: words }),
    };
    settle(aim, Object.keys(changes).length ? await submitter.update(record.id, changes) : record);
  }

  /** Takes the server's version of the words, so that a trimmed or redacted comment is no difference. */
  function settle(aim: Feedback, outcome: FeedbackRecord | FeedbackError): void {
    if (outcome instanceof FeedbackError) return fail(outcome);
    record = outcome;
    confirmed = toFeedback(outcome);
    if (wanted?.comment === aim.comment) wanted = { ...wanted, comment: confirmed.comment };
  }

  function removed(outcome: undefined | FeedbackError): void {
    if (outcome && outcome.kind !== 'not-found') return fail(outcome);
    forget();
  }

  function forget(): void {
    record = undefined;
    confirmed = null;
  }

  function fail(failure: FeedbackError): void {
    // The record is gone: what is wanted is posted anew.
    if (record && failure.kind === 'not-found') return forget();
    error = failure;
    notice = NOTICES[failure.kind] ?? 'notSent';
    if (failure.kind !== 'forbidden') return;
    // The record is not this person's to change: never touched again, and the former rating stays in sight.
    if (record) notice = 'cannotChange';
    record = undefined;
    wanted = confirmed;
  }

  return {
    want(feedback) {
      wanted = feedback;
      void run();
      publish();
    },
    retry() {
      if (error) void run();
    },
    dispose() {
      isDisposed = true;
    },
  };
}

async function redact(feedback: Feedback, beforeSend: BeforeSend | undefined): Promise<string> {
  if (!beforeSend || !feedback.comment) return feedback.comment;
  try {
    return (await beforeSend({ ...feedback }))?.comment.trim() ?? '';
  } catch {
    return '';
  }
}

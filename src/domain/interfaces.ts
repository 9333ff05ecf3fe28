import type { FeedbackError } from './errors.js';
import type { Answer, Feedback, FeedbackPage, FeedbackRecord, Phase, Rating } from './feedback.js';

/**
 * Speaks to the feedbacks API. One call is one HTTP request (two after a 401), and always ends in a value: what was asked for or a {@link FeedbackError}. An
 * aborted `signal` keeps what was not sent yet from being sent, so that nothing goes out under the token of whoever signs in next.
 */
export interface Submitter {
  /** Where the records are: the URL that `submit` posts to. */
  readonly url: string;
  /** Empty where no one is impersonated. */
  readonly impersonateEmail: string;
  /** Records feedback on an answer (`POST`). */
  submit(answer: Answer, feedback: Feedback, signal?: AbortSignal): Promise<FeedbackRecord | FeedbackError>;
  /** Changes the given fields of a record (`PATCH`). */
  update(id: string, changes: Partial<Feedback>, signal?: AbortSignal): Promise<FeedbackRecord | FeedbackError>;
  /** Removes a record (`DELETE`); undefined says that it is gone. */
  remove(id: string, signal?: AbortSignal): Promise<undefined | FeedbackError>;
  /** One page of the records that the token may see. `limit` is 1 to 1000. @default { limit: 100, offset: 0 } */
  list(page?: { limit?: number; offset?: number }, signal?: AbortSignal): Promise<FeedbackPage | FeedbackError>;
}

/**
 * Supplies the access token: a string or a promise of one. It is called for every request; `refresh` is true when the server has just refused the former
 * token, and a cached one should not be given again. It has 10 s to answer.
 */
export type GetToken = (request: { readonly refresh: boolean }) => string | Promise<string>;

/**
 * Sees the feedback before it leaves and may change its words, or return null to keep the words from leaving; the rating is sent either way. One that
 * throws, gives no comment, or takes over 10 s, keeps the words back too.
 */
export type BeforeSend = (feedback: Feedback) => Feedback | null | Promise<Feedback | null>;

/** What happened to the feedback on one answer; `answer` is null while its ids are not known. */
export type FeedbackEvent = { readonly answer: Answer | null; readonly feedback: Feedback | null } & (
  | { readonly type: 'change' }
  | { readonly type: 'saved'; readonly record: FeedbackRecord }
  | { readonly type: 'removed' }
  | { readonly type: 'error'; readonly error: FeedbackError; readonly willRetry: boolean }
);

/** A snapshot of the feedback on one answer. */
export interface AnswerState {
  /** What the person chose; null for nothing. */
  readonly rating: Rating | null;
  /** The words that are recorded or on their way; empty for none, and where this page does not know them. */
  readonly comment: string;
  /** What stands in a widget's comment box and was not sent yet; empty for nothing. */
  readonly draft: string;
  readonly phase: Phase;
  /** Why the phase is `queued` or `failed`. */
  readonly error: FeedbackError | null;
  /** Whether `retry()` may help. */
  readonly canRetry: boolean;
}

/** The feedback on one answer, for pages with buttons of their own. Widgets of the same client and answer share it. */
export interface AnswerFeedback {
  /** A snapshot: a new object after each change, and the same one until then. */
  readonly state: AnswerState;
  /** Calls after each change, until the returned function is called. What a listener throws is reported, and stops nothing. */
  subscribe(listener: () => void): () => void;
  /** Records a rating, and words if they are given. The same again changes nothing and sends nothing. Throws for what is no rating. */
  rate(rating: Rating, comment?: string): void;
  /** Records words and keeps the rating; without one they count as neutral. */
  comment(words: string): void;
  /** Removes rating and words. */
  remove(): void;
  /** Tries again what failed, now. */
  retry(): void;
}

/** The feedback of one person on every answer of a page. */
export interface FeedbackClient {
  /** The feedback on an answer; always the same object for the same answer. Throws a {@link FeedbackError} of kind `config` for ids that can't be right. */
  answer(answer: Answer): AnswerFeedback;
  /** Forgets everything here, in the storage and in the other tabs: for signing out. What was not sent is dropped. */
  clear(): void;
  /** Tries again what failed for want of a token: for after signing in again. */
  resume(): void;
  /** Stops every delivery. What is stored is sent from the next page. */
  dispose(): void;
}

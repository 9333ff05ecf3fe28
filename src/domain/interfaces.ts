import type { AnswerIds } from './answer-ref.js';
import type { FeedbackError } from './errors.js';
import type { Answer, Feedback, FeedbackPage, FeedbackRecord, Phase, Rating } from './feedback.js';

/**
 * A client for the feedbacks API. Each call makes one HTTP request, or two after a 401, and resolves with the result or a {@link FeedbackError}; it never
 * rejects. After `signal` is aborted nothing more is sent, so that no request uses the token of the person who signs in next.
 */
export interface Submitter {
  /** The URL that `submit` posts to. */
  readonly url: string;
  /** Empty if no one is impersonated. */
  readonly impersonateEmail: string;
  /** Creates a record (`POST`). */
  submit(answer: Answer, feedback: Feedback, signal?: AbortSignal): Promise<FeedbackRecord | FeedbackError>;
  /** Changes fields of a record (`PATCH`). */
  update(id: string, changes: Partial<Feedback>, signal?: AbortSignal): Promise<FeedbackRecord | FeedbackError>;
  /** Deletes a record (`DELETE`). Resolves with undefined if this call has deleted it; one that was gone before is an error of kind `not-found`. */
  remove(id: string, signal?: AbortSignal): Promise<undefined | FeedbackError>;
  /** Lists the records that the token may see (`GET`). `limit` is 1 to 1000. @default { limit: 100, offset: 0 } */
  list(page?: { limit?: number; offset?: number }, signal?: AbortSignal): Promise<FeedbackPage | FeedbackError>;
}

/**
 * Returns the access token, or a promise of it, within 10 s. Called for every request. `refresh` is true if the server has just refused the token, so
 * that a cached one must not be returned again.
 */
export type GetToken = (request: { readonly refresh: boolean }) => string | Promise<string>;

/**
 * Called before a comment is sent, to change or withhold it. Return the feedback with the comment to send, or null to send the rating alone. If it throws,
 * returns no comment or takes over 10 s, the rating is sent alone, too.
 */
export type BeforeSend = (feedback: Feedback) => Feedback | null | Promise<Feedback | null>;

/** An event of the feedback on one answer; `answer` is null while its ids are not known. */
export type FeedbackEvent = { readonly answer: Answer | null; readonly feedback: Feedback | null } & (
  | { readonly type: 'change' }
  | { readonly type: 'saved'; readonly feedback: Feedback; readonly record: FeedbackRecord }
  | { readonly type: 'removed'; readonly feedback: null }
  | { readonly type: 'error'; readonly error: FeedbackError; readonly willRetry: boolean }
);

/** A snapshot of the feedback on one answer. */
export interface AnswerState {
  /** The person's rating; null for none. */
  readonly rating: Rating | null;
  /** The comment that is recorded or being sent; empty for none, or if this browser does not know it. */
  readonly comment: string;
  /** The unsent comment in a widget's box; empty for none. */
  readonly draft: string;
  readonly phase: Phase;
  /** The reason for the phase `queued` or `failed`. Null while feedback only waits its turn after a failure of another. */
  readonly error: FeedbackError | null;
  /** Whether `retry()` may help. */
  readonly canRetry: boolean;
}

/** The feedback on one answer, for custom buttons. Widgets of the same client and answer share it. */
export interface AnswerFeedback {
  /** A snapshot, which is a new object after each change and only then. */
  readonly state: AnswerState;
  /** Calls the listener after each change. Returns a function that removes it. Errors in listeners are passed to `reportError`. */
  subscribe(listener: () => void): () => void;
  /**
   * Records a rating, with a comment if one is given. The same again has no effect. Without a comment, words that were said with another rating leave the
   * record and become the draft. Throws for an invalid rating or comment.
   */
  rate(rating: Rating, comment?: string): void;
  /** Records a comment and keeps the rating, or sets `neutral` if there is none. */
  comment(words: string): void;
  /** Removes the feedback. */
  remove(): void;
  /** Brings back the rating and words that the last `remove()` took, once; no effect after anything else. */
  undo(): void;
  /** Retries now. */
  retry(): void;
}

/** The feedback of one person on all answers of a page. */
export interface FeedbackClient {
  /**
   * The feedback on an answer, as the same object for the same answer. Before its ids are known, name it by an `answerKey`: what is said then is recorded
   * once it is named by the same key and its ids. Throws a {@link FeedbackError} of kind `config` for invalid ids, and for too few.
   */
  answer(answer: AnswerIds): AnswerFeedback;
  /** Call this on sign-out. Clears all feedback from the page, the storage and other tabs. Unsent feedback is lost. */
  clear(): void;
  /** Call this after a new sign-in. Retries what failed because the session had ended. */
  resume(): void;
  /** Ends the client: it sends nothing more, and a line in the console warns of later feedback. The next page sends what is stored. */
  dispose(): void;
}

import type { Answer, Feedback, FeedbackError, FeedbackRecord } from '../domain/index.js';
import type { Wanted } from './entry.js';
import type { Wait } from './state.js';

/** What happened. */
export type Event =
  /** The page starts with what is stored. */
  | { readonly type: 'started' }
  /** The person changed something; words that are null stay as they are. */
  | { readonly type: 'wanted'; readonly wanted: Wanted | null }
  /** The host, or a list of the server, told what is on record; `id` only where the record is this person's. */
  | { readonly type: 'told'; readonly feedback: Feedback | null; readonly id: string | null; readonly duplicates?: readonly string[] }
  /** Words on record that this page did not know. */
  | { readonly type: 'wordsRead'; readonly id: string; readonly comment: string }
  | { readonly type: 'retried' }
  /** The person has signed in again. */
  | { readonly type: 'resumed' }
  /** The network or the page is back, or another answer got through. */
  | { readonly type: 'woke' }
  /** Another tab has written to the storage; `isNewer` where it had gone further. */
  | { readonly type: 'storageChanged'; readonly isNewer: boolean }
  | { readonly type: 'waited'; readonly wait: Wait }
  /** Whatever is due may go on. */
  | { readonly type: 'advanced' }
  /** It is this answer's turn to make a request. */
  | { readonly type: 'turnCame' }
  /** The words that may leave; null for none. */
  | { readonly type: 'redacted'; readonly comment: string | null }
  | { readonly type: 'succeeded'; readonly record?: FeedbackRecord; readonly records?: readonly FeedbackRecord[] }
  | { readonly type: 'failed'; readonly error: FeedbackError }
  | { readonly type: 'turnEnded' };

/** What is to be done, beside the activity of the state. */
export type Effect =
  /** Wait; an earlier wait of the same name is over. */
  | { readonly type: 'wait'; readonly wait: Wait; readonly ms: number }
  /** Ask for the API at once rather than when its time comes. */
  | { readonly type: 'wakeQueue' }
  | { readonly type: 'tellError'; readonly error: FeedbackError; readonly wanted: Feedback | null; readonly willRetry: boolean }
  /** The record is what is wanted; `isNews` where this page has it from the server. */
  | { readonly type: 'tellSettled'; readonly isNews: boolean; readonly record: FeedbackRecord | null };

/** What a transition is told beside the state. */
export interface Context {
  readonly answer: Answer;
  /** Whom the API names as the author of this person's records; null while no one has told. */
  readonly author: string | null;
  /** Empty where no one is impersonated. */
  readonly impersonateEmail: string;
  readonly hasRedaction: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly random: () => number;
  readonly isOnline: boolean;
  /** The API did not answer the last request of the page. */
  readonly isApiDown: boolean;
}

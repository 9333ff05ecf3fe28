/** All ratings, in the default order of the buttons. */
export const RATINGS = ['up', 'neutral', 'down'] as const;

/** A rating of an answer. "Not rated" is not one. */
export type Rating = (typeof RATINGS)[number];

/** What is needed in place of a wrong rating, for error messages. */
export const RATING_NEEDED = RATINGS.map((rating) => `"${rating}"`).join(' or ');

/** One reply in a chat. `conversationId` is a UUID; `queryId` is an integer, and 0 is valid. */
export interface Answer {
  readonly conversationId: string;
  readonly queryId: number;
}

/** A rating with a comment, which is empty for a rating alone. */
export interface Feedback {
  readonly rating: Rating;
  readonly comment: string;
}

/**
 * The phase of the feedback on one answer. `waiting`: the ids of the answer are missing. `queued`: it will be sent again automatically. `failed`: the person
 * or the host has to do something. `saved`: the server has confirmed it.
 */
export type Phase = 'idle' | 'waiting' | 'saving' | 'saved' | 'queued' | 'failed';

/** A record as the API returns it. */
export interface FeedbackRecord {
  /** A UUID. */
  readonly id: string;
  /** ISO 8601. */
  readonly created_at: string;
  /** ISO 8601. */
  readonly updated_at: string;
  /** The author; `id` is a UUID. Null if the user was deleted. */
  readonly given_by: { readonly id?: string | null; readonly email?: string | null } | null;
  readonly status: 'to_review' | 'reviewed';
  /** The comment; empty for none. */
  readonly feedback: string;
  readonly context: { readonly conversation_id?: string; readonly query_id?: number; readonly source?: string };
  /** True for up, false for down, null for neutral. */
  readonly is_positive: boolean | null;
  /** The question that was answered. */
  readonly user_message?: string;
  readonly conversation_title?: string;
  readonly suggested_action_type?: string | null;
  readonly suggested_action_data?: unknown;
}

/** The id of a record's author, or the email if the API gives no id; null for neither. Compare with {@link isSameId}. */
export function authorOf({ given_by }: FeedbackRecord): string | null {
  return given_by?.id || given_by?.email || null;
}

/** One page of records, most recently updated first. */
export interface FeedbackPage {
  /** The number of records on all pages. */
  readonly count: number;
  /** The URL of the next page. */
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly FeedbackRecord[];
}

const IS_POSITIVE: Readonly<Record<Rating, boolean | null>> = { up: true, neutral: null, down: false };

/** The API's `is_positive` for a rating. */
export const toIsPositive = (rating: Rating) => IS_POSITIVE[rating];

/** The first rating with this `is_positive`. If several have it, the API does not tell which was pressed. */
export function toRating(isPositive: boolean | null): Rating {
  return RATINGS.find((rating) => toIsPositive(rating) === isPositive) ?? 'neutral';
}

/** Whether a record cannot tell two ratings apart. */
export const isSameRating = (a: Rating, b: Rating): boolean => toIsPositive(a) === toIsPositive(b);

/** The feedback of a record. */
export function toFeedback(record: FeedbackRecord): Feedback {
  return { rating: toRating(record.is_positive), comment: record.feedback };
}

/** Whether both are equal; null stands for no feedback. */
export function isSameFeedback<T extends { readonly rating: Rating; readonly comment: string | null }>(a: T | null, b: T | null): boolean {
  return a?.rating === b?.rating && a?.comment === b?.comment;
}

/** The feedback that the person wants to be on record. A null comment means that the words are on the server only, not in this browser. */
export interface Wanted {
  readonly rating: Rating;
  readonly comment: string | null;
}

/** The server's record as far as this browser knows it; null stands for "not known". */
export interface KnownRecord {
  readonly id: string | null;
  readonly rating: Rating | null;
  readonly comment: string | null;
  /** Whether this person is known to be its author. Only such a record may be changed or deleted. */
  readonly isMine: boolean;
  /** The server's time of the last change that it has told of, in milliseconds since the epoch. Missing if the host has named the record. */
  readonly updatedAt?: number;
  /** Someone of the project has read it, according to a list. Missing after a change. */
  readonly isReviewed?: boolean;
}

/** When a request began. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether that is the server's time, rather than that of a browser whose clock may be wrong. */
  readonly isServerTime: boolean;
}

/** The body of a `POST` whose outcome is uncertain. */
export interface Posted extends Feedback, Moment {}

/** What is needed in place of a wrong UUID, for error messages. */
export const UUID_NEEDED = 'a UUID such as 00000000-0000-4000-8000-000000000000';

/** Whether a value is a UUID of any version, in either case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
}

/** Whether two UUIDs are equal. The API may return them in another case than they were sent in. */
export function isSameId(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

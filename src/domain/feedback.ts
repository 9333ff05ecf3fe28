/** What a person can say of an answer. "Not rated" is none of them. */
export type Rating = 'up' | 'neutral' | 'down';

/** Every rating, in the order in which the buttons stand by default. */
export const RATINGS: readonly Rating[] = ['up', 'neutral', 'down'];

/** One reply in a chat. `conversationId` is a UUID; `queryId` is an integer, and 0 is valid. */
export interface Answer {
  readonly conversationId: string;
  readonly queryId: number;
}

/** What a person wants on record: a rating and the words, which are empty for quick feedback. */
export interface Feedback {
  readonly rating: Rating;
  readonly comment: string;
}

/**
 * Where the feedback on one answer stands: `waiting` for the answer's id, `queued` to be sent again by itself,
 * `failed` where it needs the person or the host. `saved` only ever follows the server's confirmation.
 */
export type Phase = 'idle' | 'waiting' | 'saving' | 'saved' | 'queued' | 'failed';

/** A record as the server confirmed it, in the shape of the wire. */
export interface FeedbackRecord {
  /** A UUID. */
  readonly id: string;
  /** ISO 8601. */
  readonly created_at: string;
  /** ISO 8601. */
  readonly updated_at: string;
  /** The person; `id` is a UUID. Null where the API no longer knows them. */
  readonly given_by: { readonly id?: string | null; readonly email?: string | null } | null;
  readonly status: 'to_review' | 'reviewed';
  /** The words, empty for none. */
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

/** The author of a record: their id, or their email where the API tells no id; null for nobody. Compare with {@link isSameId}. */
export function authorOf({ given_by }: FeedbackRecord): string | null {
  return given_by?.id || given_by?.email || null;
}

/** One page of records, most recently updated first. */
export interface FeedbackPage {
  /** Of all pages. */
  readonly count: number;
  /** The URL of the next page. */
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly FeedbackRecord[];
}

/** The wire's `is_positive` for a rating. */
export function toIsPositive(rating: Rating): boolean | null {
  return rating === 'up' ? true : rating === 'down' ? false : null;
}

/** The rating for the wire's `is_positive`. */
export function toRating(isPositive: boolean | null): Rating {
  return isPositive === null ? 'neutral' : isPositive ? 'up' : 'down';
}

/** What a record says, in the widget's own words. */
export function toFeedback(record: FeedbackRecord): Feedback {
  return { rating: toRating(record.is_positive), comment: record.feedback };
}

/** Whether both say the same; null is "nothing". */
export function isSameFeedback<T extends { readonly rating: Rating; readonly comment: string | null }>(a: T | null, b: T | null): boolean {
  return a?.rating === b?.rating && a?.comment === b?.comment;
}

export const UUID_NEEDED = 'a UUID such as 3c90c3cc-0d44-4b50-8888-8dd25736052a';

/** Whether a value is a UUID of any version, in either case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
}

/** Whether two ids are the same UUID; the server may answer in another case than it was asked in. */
export function isSameId(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

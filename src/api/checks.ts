import {
  type Answer,
  check,
  type Feedback,
  type FeedbackError,
  type FeedbackPage,
  type FeedbackRecord,
  isObject,
  isUuid,
  RATING_NEEDED,
  RATINGS,
  type Rating,
  UUID_NEEDED,
} from '../domain/index.js';

/** Parses the text of a response; returns the text itself if it is not JSON, and undefined if it is empty. */
export function parse(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

/** Whether a body is a record of the API. */
export function isRecord(body: unknown): body is FeedbackRecord {
  const record = body as FeedbackRecord | null | undefined;
  return (
    isUuid(record?.id) &&
    typeof record.feedback === 'string' &&
    (record.is_positive === null || typeof record.is_positive === 'boolean') &&
    !!record.context &&
    typeof record.context === 'object'
  );
}

/** Whether a body is a page of records. */
export function isPage(body: unknown): body is FeedbackPage {
  const page = body as FeedbackPage | null | undefined;
  return typeof page?.count === 'number' && Array.isArray(page.results) && page.results.every(isRecord);
}

/** Returns an error for an argument of `submit` that is no object. */
export const checkObjects = ({ answer, feedback }: Record<'answer' | 'feedback', unknown>): FeedbackError | undefined =>
  check(isObject(answer), 'answer', answer, 'an object with conversationId and queryId') ??
  check(isObject(feedback), 'feedback', feedback, 'an object with rating and comment');

/** Returns an error for wrong ids of an answer. */
export function checkAnswer({ conversationId, queryId }: Answer): FeedbackError | undefined {
  return (
    check(isUuid(conversationId), 'conversationId', conversationId, UUID_NEEDED) ??
    check(Number.isSafeInteger(queryId) && queryId >= 0, 'queryId', queryId, 'an integer of at least 0')
  );
}

/** Returns an error if an id is not a UUID. */
export const checkId = (id: unknown): FeedbackError | undefined => check(isUuid(id), 'id', id, UUID_NEEDED);

/** Returns an error for a wrong rating or comment; one that is undefined is not looked at. */
export function checkFeedback({ rating, comment }: Partial<Record<keyof Feedback, unknown>>): FeedbackError | undefined {
  return (
    check(rating === undefined || RATINGS.includes(rating as Rating), 'rating', rating, RATING_NEEDED) ??
    check(comment === undefined || typeof comment === 'string', 'comment', comment, 'a text')
  );
}

/** Returns an error for a part of the list that the API does not return. */
export function checkPage({
  limit = 1,
  offset = 0,
}: {
  readonly limit?: number;
  readonly offset?: number;
} = {}): FeedbackError | undefined {
  return (
    check(Number.isInteger(limit) && limit > 0 && limit <= 1000, 'limit', limit, 'an integer from 1 to 1000') ??
    check(Number.isInteger(offset) && offset >= 0, 'offset', offset, 'an integer of at least 0')
  );
}

import {
  check,
  type Feedback,
  type FeedbackError,
  type FeedbackPage,
  type FeedbackRecord,
  isUuid,
  RATING_NEEDED,
  RATINGS,
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

/** Returns an error if an id is not a UUID. */
export const checkId = (id: unknown): FeedbackError | undefined => check(isUuid(id), 'id', id, UUID_NEEDED);

/** Returns an error for a wrong rating or comment. */
export function checkFeedback({ rating, comment }: Partial<Feedback>): FeedbackError | undefined {
  return (
    check(rating === undefined || RATINGS.includes(rating), 'rating', rating, RATING_NEEDED) ??
    check(comment === undefined || typeof comment === 'string', 'comment', comment, 'a text')
  );
}

import { type ClientContext, listAll } from '../delivery/index.js';
import {
  type AnswerRef,
  authorOf,
  type Feedback,
  FeedbackError,
  type FeedbackRecord,
  isSameId,
  parseAnswerRef,
  toFeedback,
} from '../domain/index.js';

/** The records of one person for one answer: the latest, and the ids of the others. */
export interface Restored {
  readonly answer: AnswerRef;
  readonly feedback: Feedback;
  readonly id: string;
  /** The server's time of the last change, in milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly isReviewed: boolean;
  readonly duplicates: readonly string[];
}

/** Reads a person's records from the API, grouped by answer. Empty if they cannot be read. */
export async function readRestored(context: ClientContext, userId: string): Promise<Restored[]> {
  const { signal } = context.session;
  const records = await listAll(context);
  if (records instanceof FeedbackError || signal.aborted) return [];
  const answers = new Map<string, FeedbackRecord[]>();
  for (const record of records) {
    const { conversation_id: conversationId, query_id: queryId } = record.context;
    const answer = isSameId(authorOf(record), userId) && parseAnswerRef(`${conversationId}/${queryId}`);
    if (answer) answers.set(answer.key, [...(answers.get(answer.key) ?? []), record]);
  }
  return [...answers].flatMap(([key, records]) => {
    const answer = parseAnswerRef(key);
    const [latest, ...others] = records.sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at));
    if (!answer || !latest) return [];
    const { id, updated_at, status } = latest;
    const listed = { updatedAt: Date.parse(updated_at) || 0, isReviewed: status === 'reviewed', duplicates: others.map(({ id }) => id) };
    return [{ answer, feedback: toFeedback(latest), id, ...listed }];
  });
}

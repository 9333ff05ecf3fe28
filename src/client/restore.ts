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
  readonly duplicates: string[];
}

/** Reads a person's records from the API, grouped by answer. Empty if they cannot be read. */
export async function readRestored(context: ClientContext, userId: string): Promise<Restored[]> {
  const { signal } = context.session;
  const records = await listAll(context);
  if (records instanceof FeedbackError || signal.aborted) return [];
  const timeOf = ({ updated_at }: FeedbackRecord) => Date.parse(updated_at) || 0;
  const answers = new Map<string, Restored>();
  for (const record of [...records].sort((a, b) => timeOf(b) - timeOf(a))) {
    const { status, id, context: about } = record;
    const answer = isSameId(authorOf(record), userId) && parseAnswerRef(`${about.conversation_id}/${about.query_id}`.toLowerCase());
    if (!answer) continue;
    const latest = answers.get(answer.key);
    const isReviewed = status === 'reviewed';
    if (latest) latest.duplicates.push(id);
    else answers.set(answer.key, { answer, feedback: toFeedback(record), id, updatedAt: timeOf(record), isReviewed, duplicates: [] });
  }
  return [...answers.values()];
}

import { useMemo, useSyncExternalStore } from 'react';
import type { Answer, AnswerFeedback, FeedbackClient } from '../domain/index.js';

/** The feedback on an answer, for buttons of your own: renders the component again after each change. */
export function useFeedback(client: FeedbackClient, answer: Answer): AnswerFeedback {
  const feedback = useMemo(() => client.answer(answer), [client, answer.conversationId, answer.queryId]);
  const snapshot = () => feedback.state;
  useSyncExternalStore(feedback.subscribe, snapshot, snapshot);
  return feedback;
}

import { useMemo, useSyncExternalStore } from 'react';
import { IDLE_STATE } from '../client/index.js';
import type { AnswerFeedback, AnswerIds, FeedbackClient } from '../domain/index.js';

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. On a server and during hydration its state is idle. Throws
 * without ids and `answerKey`.
 */
export function useFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  const feedback = useMemo(() => client.answer(answer), [client, answer.conversationId, answer.queryId, answer.answerKey]);
  const state = useSyncExternalStore(
    feedback.subscribe,
    () => feedback.state,
    () => IDLE_STATE,
  );
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

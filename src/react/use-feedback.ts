import { useMemo, useSyncExternalStore } from 'react';
import { IDLE_STATE } from '../client/index.js';
import type { Answer, AnswerFeedback, FeedbackClient } from '../domain/index.js';

/**
 * The feedback on an answer, for buttons of your own: renders the component again after each change. On a server, and while the page is hydrated, nothing
 * is known of it. The ids have to be known; until then, don't render the component that calls this.
 */
export function useFeedback(client: FeedbackClient, answer: Answer): AnswerFeedback {
  const feedback = useMemo(() => client.answer(answer), [client, answer.conversationId, answer.queryId]);
  const state = useSyncExternalStore(
    feedback.subscribe,
    () => feedback.state,
    () => IDLE_STATE,
  );
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

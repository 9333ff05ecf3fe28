import { useMemo, useRef, useSyncExternalStore } from 'react';
import { copyIds, feedbackFor, IDLE_STATE } from '../client/index.js';
import type { AnswerFeedback, AnswerIds, FeedbackClient } from '../domain/index.js';
import { checkClient, createSeenClients } from '../widget/index.js';

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. On a server and during hydration its state is idle.
 * Wrong ids, and too few (no `answerKey` in place of those that are missing), write one line to the console; the feedback is `failed` then, with the
 * error, and calling its methods has no effect. Create the client outside of the component.
 */
export function useFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  checkClient(useRef(createSeenClients()).current, client, 'useFeedback');
  const ids = copyIds(answer);
  const feedback = useMemo(() => feedbackFor(client, ids), [client, ids.conversationId, ids.queryId, ids.answerKey]);
  const state = useSyncExternalStore(
    feedback.subscribe,
    () => feedback.state,
    () => IDLE_STATE,
  );
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { AnswerFeedback, AnswerIds, FeedbackClient } from '../domain/index.js';

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. Throws without ids and
 * `answerKey`.
 */
export function useFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  const feedback = useMemo(() => client.answer(answer), [client, answer.conversationId, answer.queryId, answer.answerKey]);
  const [, draw] = useState(feedback.state);
  useLayoutEffect(() => {
    // It may have changed since the first render.
    draw(feedback.state);
    return feedback.subscribe(() => draw(feedback.state));
  }, [feedback]);
  const { state } = feedback;
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

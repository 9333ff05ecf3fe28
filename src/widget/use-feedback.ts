import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Answer, AnswerFeedback, FeedbackClient } from '../domain/index.js';

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. Throws without ids, so render the component only when they
 * are known.
 */
export function useFeedback(client: FeedbackClient, answer: Answer): AnswerFeedback {
  const feedback = useMemo(() => client.answer(answer), [client, answer.conversationId, answer.queryId]);
  const [, draw] = useState(feedback.state);
  useLayoutEffect(() => {
    // It may have changed since the first render.
    draw(feedback.state);
    return feedback.subscribe(() => draw(feedback.state));
  }, [feedback]);
  const { state } = feedback;
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

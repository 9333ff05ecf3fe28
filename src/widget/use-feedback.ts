import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Answer, AnswerFeedback, FeedbackClient } from '../domain/index.js';

/**
 * The feedback on an answer, for buttons of your own: draws the component again after each change. The ids have to be known; until then, don't render the
 * component that calls this.
 */
export function useFeedback(client: FeedbackClient, answer: Answer): AnswerFeedback {
  const feedback = useMemo(() => client.answer(answer), [client, answer.conversationId, answer.queryId]);
  const [, draw] = useState(feedback.state);
  useLayoutEffect(() => {
    // It may have changed between the first drawing and now.
    draw(feedback.state);
    return feedback.subscribe(() => draw(feedback.state));
  }, [feedback]);
  const { state } = feedback;
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { copyIds, feedbackFor } from '../client/index.js';
import type { AnswerFeedback, AnswerIds, FeedbackClient } from '../domain/index.js';

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. Wrong ids, and too few (no `answerKey` in place of those
 * that are missing), write one line to the console; the feedback is `failed` then, with the error, and saying something has no effect.
 */
export function useFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  const ids = copyIds(answer);
  const feedback = useMemo(() => feedbackFor(client, ids), [client, ids.conversationId, ids.queryId, ids.answerKey]);
  const [, draw] = useState(feedback.state);
  useLayoutEffect(() => {
    // It may have changed since the first render.
    draw(feedback.state);
    return feedback.subscribe(() => draw(feedback.state));
  }, [feedback]);
  const { state } = feedback;
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { copyIds, createInertFeedback, feedbackFor, IDLE_STATE, withoutRenders } from '../client/index.js';
import type { AnswerFeedback, AnswerIds, FeedbackClient } from '../domain/index.js';
import { isInPreact, useClientCheck } from './use-component.js';

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. Wrong ids, and too few (no `answerKey` in place of those
 * that are missing), write one line to the console; the feedback is `failed` then, with the error, and calling its methods has no effect. Create the client
 * outside of the component.
 */
export function useFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  const isHere = isInPreact('useFeedback');
  // biome-ignore lint/correctness/useHookAtTopLevel: where no hook of Preact works, none is called.
  return isHere ? useAnswerFeedback(client, answer) : createInertFeedback({ ...IDLE_STATE, phase: 'failed' });
}

function useAnswerFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  useClientCheck(client, 'useFeedback');
  const ids = copyIds(answer);
  const isRendering = useRef(true);
  isRendering.current = true;
  const endRender = () => {
    isRendering.current = false;
  };
  // A handler may render and go on.
  useLayoutEffect(endRender);
  queueMicrotask(endRender);
  const feedback = useMemo(
    () => withoutRenders(feedbackFor(client, ids), () => isRendering.current),
    [client, ids.conversationId, ids.queryId, ids.answerKey],
  );
  const [, draw] = useState(IDLE_STATE);
  // What the storage has is shown after the first render, because a server has rendered without it.
  const isMounted = useRef(false);
  const state = isMounted.current ? feedback.state : IDLE_STATE;
  useLayoutEffect(() => {
    isMounted.current = true;
    // Also where nothing has changed since it was rendered, as with a new client in each render.
    if (feedback.state !== state) draw(feedback.state);
    return feedback.subscribe(() => draw(feedback.state));
  }, [feedback]);
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

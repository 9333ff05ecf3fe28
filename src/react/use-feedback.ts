import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { copyIds, feedbackFor, IDLE_STATE, withoutRenders } from '../client/index.js';
import type { AnswerFeedback, AnswerIds, FeedbackClient } from '../domain/index.js';
import { checkClient, createSeenClients } from '../widget/index.js';

// React 18 warns about layout effects on a server.
const useSetUp = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** Whether a hook looks for its feedback, in a render. */
let isFinding = false;
/** The listeners to call after that render. */
const pending = new Set<() => void>();

function callPending(): void {
  const listeners = [...pending];
  pending.clear();
  for (const listener of listeners) listener();
}

/** Calls a listener, but not in a render. */
function notify(listener: () => void): void {
  if (!isFinding) return listener();
  pending.add(listener);
  // The effect of the hook comes first, unless React gives the render up.
  queueMicrotask(callPending);
}

/** An answer goes on with what was said under its key, which changes the state of others. React warns if they render because of that in this render. */
function findFeedback(client: FeedbackClient, ids: AnswerIds): AnswerFeedback {
  isFinding = true;
  try {
    return feedbackFor(client, ids);
  } finally {
    isFinding = false;
  }
}

/**
 * The feedback on an answer, for custom buttons. Rerenders the component after each change. On a server and during hydration its state is idle.
 * Wrong ids, and too few (no `answerKey` in place of those that are missing), write one line to the console; the feedback is `failed` then, with the
 * error, and calling its methods has no effect. Create the client outside of the component.
 */
export function useFeedback(client: FeedbackClient, answer: AnswerIds): AnswerFeedback {
  checkClient(useRef(createSeenClients()).current, client, 'useFeedback');
  const ids = copyIds(answer);
  const isRendering = useRef(true);
  isRendering.current = true;
  const endRender = () => {
    isRendering.current = false;
  };
  // A handler may render and go on.
  useSetUp(endRender);
  queueMicrotask(endRender);
  const [feedback, subscribe] = useMemo(() => {
    const feedback = withoutRenders(findFeedback(client, ids), () => isRendering.current);
    const subscribe = (listener: () => void) => feedback.subscribe(() => notify(listener));
    return [feedback, subscribe] as const;
  }, [client, ids.conversationId, ids.queryId, ids.answerKey]);
  useEffect(callPending, [subscribe]);
  const state = useSyncExternalStore(
    subscribe,
    () => feedback.state,
    () => IDLE_STATE,
  );
  return useMemo(() => ({ ...feedback, state }), [feedback, state]);
}

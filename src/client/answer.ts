import { type AnswerFeedback, type AnswerState, failureOf, toComment } from '../domain/index.js';
import type { AnswerModel } from './answer-model.js';

/** The headless API of an answer, over the model that its widgets share. */
export function createAnswerFeedback(model: AnswerModel): AnswerFeedback {
  let state: AnswerState | undefined;

  function snapshot(): AnswerState {
    const { wanted, phase, error } = model.view.peek();
    const draft = model.draft.peek();
    return {
      rating: wanted?.rating ?? null,
      comment: wanted?.comment ?? '',
      draft: draft ? toComment(draft) : '',
      phase,
      error,
      canRetry: !!error && failureOf(error.kind).retry !== 'never',
    };
  }

  /** Whether the state is new. Signals tell of every new value, also of one that says the same. */
  function refresh(): boolean {
    const next = snapshot();
    const isNew = !state || (Object.keys(next) as (keyof AnswerState)[]).some((name) => next[name] !== state?.[name]);
    if (isNew) state = next;
    return isNew;
  }

  function record(rating: AnswerState['rating'], comment: string | null): void {
    const wanted = model.wanted();
    const isSame = wanted?.rating === rating && (comment === null || wanted?.comment === comment);
    if (rating && !isSame) model.want({ rating, comment });
  }

  return {
    get state() {
      refresh();
      return state as AnswerState;
    },
    subscribe(listener) {
      refresh();
      let isReady = false;
      const onSignal = () => {
        if (isReady && refresh()) listener();
      };
      const stops = [model.view.subscribe(onSignal), model.draft.subscribe(onSignal)];
      isReady = true;
      return () => {
        for (const stop of stops) stop();
      };
    },
    rate: (rating, comment) => record(rating, comment?.trim() ?? null),
    comment: (words) => record(model.wanted()?.rating ?? 'neutral', words.trim()),
    remove() {
      if (model.wanted()) model.remove();
    },
    retry: model.retry,
  };
}

import type { ReadonlySignal } from '@preact/signals';
import { type AnswerFeedback, type AnswerState, check, failureOf, RATING_NEEDED, RATINGS, toComment } from '../domain/index.js';
import { demand, guard, isScript } from '../platform/index.js';
import type { AnswerModel } from './answer-model.js';

/** The state of an answer without feedback. */
export const IDLE_STATE: AnswerState = { rating: null, comment: '', draft: '', phase: 'idle', error: null, canRetry: false };

/** An answer whose feedback cannot be given: on a server, or because the host's code is wrong. */
export function createInertFeedback(state: AnswerState): AnswerFeedback {
  const nothing = () => {};
  return { state, subscribe: () => nothing, rate: nothing, comment: nothing, remove: nothing, undo: nothing, retry: nothing };
}

const demandText = (words: unknown) => demand(check(typeof words === 'string', 'comment', words, 'a text'));

/** Creates the headless API of an answer on top of the model that its widgets share. */
export function createAnswerFeedback(first: AnswerModel): AnswerFeedback {
  let state = IDLE_STATE;

  /** The model, or the one that has adopted it when the ids became known. */
  function current(): AnswerModel {
    let model = first;
    for (let next = model.successor.peek(); next; next = model.successor.peek()) model = next;
    return model;
  }

  function snapshot(): AnswerState {
    const model = current();
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

  /** Returns the former object if nothing has changed. */
  function refresh(): AnswerState {
    const next = snapshot();
    if ((Object.keys(next) as (keyof AnswerState)[]).some((name) => next[name] !== state[name])) state = next;
    return state;
  }

  function record(rating: AnswerState['rating'], comment: string | null): void {
    const model = current();
    const wanted = model.wanted();
    const isSame = wanted?.rating === rating && (comment === null || wanted?.comment === comment);
    if (rating && !isSame) model.want({ rating, comment });
  }

  return {
    get state() {
      return refresh();
    },
    subscribe(listener) {
      if (!isScript) demand(check(typeof listener === 'function', 'listener', listener, 'a function'));
      let seen = refresh();
      const onSignal = () => {
        if (refresh() === seen) return;
        seen = state;
        guard(listener);
      };
      let stops: (() => void)[] = [];
      const follow = () => {
        for (const stop of stops) stop();
        const model = current();
        stops = [model.view, model.draft].map((signal) => (signal as ReadonlySignal<unknown>).subscribe(onSignal));
        stops.push(model.successor.subscribe((next) => next && follow()));
      };
      follow();
      return () => {
        for (const stop of stops) stop();
      };
    },
    rate(rating, comment) {
      demand(check(RATINGS.includes(rating), 'rating', rating, RATING_NEEDED));
      if (comment != null) demandText(comment);
      record(rating, comment?.trim() ?? null);
    },
    comment(words) {
      demandText(words);
      record(current().wanted()?.rating ?? 'neutral', words.trim());
    },
    remove() {
      if (current().wanted()) current().remove();
    },
    undo: () => current().undo(),
    retry: () => current().retry(),
  };
}

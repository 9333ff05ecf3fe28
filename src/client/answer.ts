import type { ReadonlySignal } from '@preact/signals';
import {
  type AnswerFeedback,
  type AnswerIds,
  type AnswerState,
  check,
  type FeedbackClient,
  type FeedbackError,
  failureOf,
  ID_NAMES,
  isObject,
  ownProperties,
  RATING_NEEDED,
  RATINGS,
  toComment,
  UUID_NEEDED,
  type WaitingRef,
} from '../domain/index.js';
import { demandOptions, describeKind, findMisspelt, namesOf, readValues, resolve } from '../options/index.js';
import { demand, guard, isScript, logOnce } from '../platform/index.js';
import type { AnswerModel } from './answer-model.js';
import { modelOf, type WidgetClient, waitingModelOf } from './widget-client.js';

/** The state of an answer without feedback. */
export const IDLE_STATE: AnswerState = { rating: null, comment: '', draft: '', phase: 'idle', error: null, canRetry: false };

/** An answer whose feedback cannot be given: on a server, or because the host's code is wrong. `onUse` hears of a rating or a comment that is lost. */
export function createInertFeedback(state: AnswerState, onUse = () => {}): AnswerFeedback {
  const nothing = () => {};
  return { state, subscribe: () => nothing, rate: onUse, comment: onUse, remove: nothing, undo: nothing, retry: nothing };
}

/**
 * The same feedback for a hook, whose methods do nothing in its render: nobody has pressed anything there, as with `onClick={rate('up')}`, and each visit
 * would leave a record. A child that is rendered alone is not noticed.
 */
export function withoutRenders(feedback: AnswerFeedback, isRendering: () => boolean): AnswerFeedback {
  const guarded =
    <Args extends unknown[]>(name: keyof AnswerFeedback, run: (...args: Args) => void) =>
    (...args: Args): void => {
      if (!isRendering()) return run(...args);
      logOnce(
        'error',
        `useFeedback: got ${name}() in a render, needs it in a handler, such as onClick={() => ${name}(${name === 'rate' ? "'up'" : ''})}.`,
      );
    };
  return {
    get state() {
      return feedback.state;
    },
    subscribe: feedback.subscribe,
    rate: guarded('rate', feedback.rate),
    comment: guarded('comment', feedback.comment),
    remove: guarded('remove', feedback.remove),
    undo: guarded('undo', feedback.undo),
    retry: guarded('retry', feedback.retry),
  };
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
      demand(check(RATINGS.includes(rating), 'rating', rating, isScript ? RATING_NEEDED : RATING_NEEDED + describeKind(rating)));
      if (comment != null) demandText(comment);
      record(rating, comment?.trim() ?? null);
    },
    comment(words) {
      demandText(words);
      // Nothing said is no neutral rating.
      if (current().wanted() || words.trim()) record(current().wanted()?.rating ?? 'neutral', words.trim());
    },
    remove() {
      if (current().wanted()) current().remove();
    },
    undo: () => current().undo(),
    retry: () => current().retry(),
  };
}

const headless = new WeakMap<AnswerModel, AnswerFeedback>();

/** The headless API of an answer, the same object for the same answer. Throws for wrong or too few ids. */
export function answerOf(client: WidgetClient, ids: AnswerIds): AnswerFeedback {
  const { answer, waiting } = demandAnswer(ids);
  const model = answer ? modelOf(client, answer) : waitingModelOf(client, waiting as WaitingRef);
  const feedback = headless.get(model) ?? createAnswerFeedback(model);
  headless.set(model, feedback);
  return feedback;
}

/** A copy of ids that a hook was given; empty if they cannot be read. Anything else is returned as it is, so that the error can name it. */
export function copyIds(given: AnswerIds): AnswerIds {
  if (given && typeof given !== 'object') return given;
  try {
    return ownProperties(given);
  } catch {
    return {};
  }
}

/** The feedback of a hook whose page is loading. */
const createUnknown = () =>
  createInertFeedback(
    IDLE_STATE,
    () =>
      void logOnce(
        'warn',
        'useFeedback: got feedback before any id of its answer, so it is lost: needs an answerKey until the ids are known.',
      ),
  );

/**
 * The feedback on an answer for a hook. Wrong arguments must not end a render, so they give one that stays `failed`, with the error, which is
 * written to the console once.
 */
export function feedbackFor(client: FeedbackClient, ids: AnswerIds): AnswerFeedback {
  try {
    demandOptions({ client }, 'client');
    demand(check(client, 'client', client, 'what createFeedbackClient() returns'));
    if (isObject(ids) && Object.keys(ids).length > 0 && ID_NAMES.every((name) => ids[name] == null)) return createUnknown();
    // A server renders for many visitors, and would keep each answer for ever.
    return globalThis.window ? client.answer(ids) : createInertFeedback(IDLE_STATE);
  } catch (thrown) {
    const error = thrown as FeedbackError;
    logOnce('error', `useFeedback: ${error.message}`);
    return createInertFeedback({ ...IDLE_STATE, phase: 'failed', error });
  }
}

/** The answer of a function call, or what waits for its ids. Throws for wrong or too few ones. */
function demandAnswer(ids: AnswerIds) {
  if (!isScript) demand(check(ids == null || isObject(ids), 'ids', ids, 'an object with conversationId and queryId'));
  const { values } = readValues(ids, ID_NAMES);
  const { answer, waiting, error } = resolve([values]);
  const { conversationId, queryId } = values;
  const isEnough = answer || waiting;
  demand(
    error,
    ...(isScript ? [] : findMisspelt(namesOf(ids), ID_NAMES, (name) => name, '', undefined, true)),
    check(isEnough || conversationId, 'conversationId', conversationId, UUID_NEEDED),
    check(isEnough, 'queryId', queryId, 'an integer, or an answerKey until it is known'),
  );
  return { answer, waiting };
}

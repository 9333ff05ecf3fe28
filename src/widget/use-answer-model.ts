import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type AnswerModel, createAnswerModel, onSignOut, showAnswer } from '../client/index.js';
import { type FeedbackError, isSameId, ownProperties } from '../domain/index.js';
import { documentProperty, guard, listen } from '../platform/index.js';
import type { FeedbackHandlers, InnerProps, WidgetMemory } from './props.js';
import { useValue } from './use-value.js';

/** The model of the widget's answer, connected to the host's handlers. While ids or set-up are missing, it is one that waits and is adopted later. */
export function useAnswerModel(props: InnerProps): AnswerModel {
  const model = useModel(props);
  useEvents(model, props, props.setupError);
  useStagedRating(model);
  usePhase(model, props);
  return model;
}

function useModel({ options, answer, client, setupError, memory: given }: InnerProps): AnswerModel {
  const { conversationId, value } = options;
  const localMemory = useRef<WidgetMemory>({ waiting: null, conversationId: '', arrival: null });
  const memory = given ?? localMemory.current;
  const model = useMemo(() => {
    const { conversationId: former } = memory;
    // Feedback from another conversation is about another answer.
    if (former && conversationId && !isSameId(former, conversationId)) memory.waiting = null;
    memory.conversationId = conversationId ?? former;
    if (!client || !answer) {
      memory.waiting ??= createAnswerModel(null);
      return memory.waiting;
    }
    const model = showAnswer(client, answer, memory.waiting);
    memory.waiting = null;
    return model;
  }, [client, conversationId, answer?.key]);
  useLayoutEffect(() => onSignOut(() => memory.waiting?.clear()), []);
  const { id = null, rating, comment } = ownProperties(value ?? ({} as Partial<NonNullable<typeof value>>));
  /** The model that this widget has seeded. Only that seed is taken back when the host removes its `value`. */
  const seeded = useRef<AnswerModel | null>(null);
  useLayoutEffect(() => {
    if (setupError) return;
    if (rating) model.delivery.seed({ rating, comment: comment ?? '' }, id);
    else if (seeded.current === model) model.delivery.seed(null, null);
    seeded.current = rating ? model : null;
  }, [model, id, rating, comment, setupError]);
  return model;
}

function useEvents(model: AnswerModel, props: FeedbackHandlers, setupError: FeedbackError | undefined): void {
  const handlers = useRef(props);
  handlers.current = props;
  useLayoutEffect(
    () =>
      model.listen(({ type, ...detail }) => {
        const { onChange, onSaved, onRemoved, onError } = handlers.current;
        const handler = { change: onChange, saved: onSaved, removed: onRemoved, error: onError }[type];
        (handler as ((detail: object) => void) | undefined)?.(detail);
      }),
    [model],
  );
  useLayoutEffect(() => {
    if (!setupError) return;
    console.error(`clarifeye-feedback: ${setupError.message}`);
    guard(() => handlers.current.onError?.({ answer: null, feedback: null, error: setupError, willRetry: false }));
  }, [setupError?.message]);
}

/** Records a staged rating when the page is hidden, so that the click is not lost. */
function useStagedRating(model: AnswerModel): void {
  const staged = useValue(model.staged);
  useLayoutEffect(() => {
    if (!staged) return undefined;
    return listen(document, 'visibilitychange', () => documentProperty('visibilityState') === 'hidden' && model.recordStaged());
  }, [model, staged]);
}

/** Reports the phase as soon as it changes. A wrong set-up counts as `failed`. */
function usePhase(model: AnswerModel, { onPhase, setupError }: InnerProps): void {
  useLayoutEffect(() => {
    if (setupError) onPhase?.('failed');
    return setupError ? undefined : model.view.subscribe(({ phase }) => onPhase?.(phase));
  }, [model, onPhase, setupError?.message]);
}

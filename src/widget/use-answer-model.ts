import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type AnswerModel, createAnswerModel, onSignOut, showAnswer } from '../client/index.js';
import { type FeedbackError, isSameId, ownProperties } from '../domain/index.js';
import { documentProperty, guard, listen } from '../platform/index.js';
import type { FeedbackHandlers, InnerProps, WidgetMemory } from './props.js';
import { useValue } from './use-value.js';

/**
 * The answer's model, with the host told of what happens to it. Until the ids and the set-up are known it is one that waits, whose feedback the answer's
 * model then takes over.
 */
export function useAnswerModel(props: InnerProps): AnswerModel {
  const model = useModel(props);
  useEvents(model, props, props.setupError);
  useStagedRating(model);
  usePhase(model, props);
  return model;
}

function useModel({ options, answer, client, setupError, memory: given }: InnerProps): AnswerModel {
  const { conversationId, value } = options;
  const ownMemory = useRef<WidgetMemory>({ waiting: null, conversationId: '', arrival: null });
  const memory = given ?? ownMemory.current;
  const model = useMemo(() => {
    const { conversationId: former } = memory;
    // What was said in another conversation is about another answer.
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
  /** The model that was told of the host's value: what others told it is not this widget's to take back. */
  const told = useRef<AnswerModel | null>(null);
  useLayoutEffect(() => {
    if (setupError) return;
    if (rating) model.delivery.tell({ rating, comment: comment ?? '' }, id);
    else if (told.current === model) model.delivery.tell(null, null);
    told.current = rating ? model : null;
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

/** A rating that waits for Send is recorded when the page is hidden, so that the click is not lost. */
function useStagedRating(model: AnswerModel): void {
  const staged = useValue(model.staged);
  useLayoutEffect(() => {
    if (!staged) return undefined;
    return listen(document, 'visibilitychange', () => documentProperty('visibilityState') === 'hidden' && model.recordStaged());
  }, [model, staged]);
}

/** Tells the phase in the same task in which it changes; a wrong set-up needs the host, so it counts as failed. */
function usePhase(model: AnswerModel, { onPhase, setupError }: InnerProps): void {
  useLayoutEffect(() => {
    if (setupError) onPhase?.('failed');
    return setupError ? undefined : model.view.subscribe(({ phase }) => onPhase?.(phase));
  }, [model, onPhase, setupError?.message]);
}

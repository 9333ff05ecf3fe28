import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type AnswerModel, createLoneModel, dropLone, onSignOut, showAnswer, waitingModelOf } from '../client/index.js';
import { type FeedbackError, isSameId, ownProperties } from '../domain/index.js';
import { documentProperty, isScript, listen, log, logOnce } from '../platform/index.js';
import { type FeedbackDetail, type FeedbackHandlers, type InnerProps, notify, type WidgetMemory } from './props.js';
import { useValue } from './use-value.js';

/**
 * The model of the widget's answer, connected to the host's handlers, and what makes this the widget that holds what is said (see
 * {@link AnswerModel.holder}). While ids or set-up are missing, it is a model that waits and is adopted later.
 */
export function useAnswerModel(props: InnerProps) {
  const latest = useRef(props);
  latest.current = props;
  const model = useModel(props, latest);
  useEvents(model, latest, props.setupError);
  useStagedRating(model);
  usePhase(model, props);
  useLayoutEffect(
    () => () => {
      if (model.holder !== latest) return;
      model.holder = undefined;
      model.onRelease?.();
    },
    [model],
  );
  const hold = () => {
    model.holder = latest;
  };
  return { model, hold };
}

type Handlers = { readonly current: FeedbackHandlers };

function useModel({ options, answer, waiting, client, setupError, memory: given }: InnerProps, handlers: Handlers): AnswerModel {
  const { conversationId, value } = options;
  const localMemory = useRef<WidgetMemory>({ lone: null, conversationId: '', arrival: null });
  const memory = given ?? localMemory.current;
  const model = useMemo(() => {
    const { conversationId: former, lone } = memory;
    // Feedback from another conversation is about another answer.
    const isSame = !former || !conversationId || isSameId(former, conversationId);
    memory.conversationId = conversationId ?? former;
    memory.lone = null;
    if (client && answer) return showAnswer(client, answer, isSame ? lone : null);
    if (waiting) return waitingModelOf(client, waiting);
    memory.lone = (isSame && lone) || createLoneModel();
    return memory.lone;
  }, [client, conversationId, answer?.key, waiting?.answerKey]);
  const former = useRef(memory.lone);
  useLayoutEffect(() => {
    if (former.current !== memory.lone) reportLost(former.current, handlers.current);
    former.current = memory.lone;
  });
  // An element stays, even if its component does not.
  useLayoutEffect(() => () => void (given || reportLost(memory.lone, handlers.current)), []);
  useLayoutEffect(() => onSignOut(() => memory.lone?.clear()), []);
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

function reportLost(lone: AnswerModel | null, handlers: FeedbackHandlers): void {
  const lost = dropLone(lone);
  if (lost) notify(handlers, 'error', lost);
}

function useEvents(model: AnswerModel, handlers: Handlers, setupError: FeedbackError | undefined): void {
  useLayoutEffect(
    () =>
      model.listen(({ type, ...detail }) => {
        if (!isScript && type === 'error') tellOtherPerson(model);
        notify(handlers.current, type, detail as FeedbackDetail<typeof type>);
      }),
    [model],
  );
  useLayoutEffect(() => {
    if (!setupError) return;
    log('error', setupError.message);
    notify(handlers.current, 'error', { answer: null, feedback: null, error: setupError, willRetry: false });
  }, [setupError?.message]);
}

/** Tells, once for a page, of a change that was refused: it may be the record of whoever was signed in before. */
function tellOtherPerson(model: AnswerModel): void {
  if (model.view.peek().notice !== 'cannotChange') return;
  logOnce(
    'warn',
    'user-key: got a record that this person may not change: where somebody else has signed in, call clear() on sign-out, or set userKey.',
  );
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

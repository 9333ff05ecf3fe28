import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type AnswerModel, clientOf, createAnswerModel, onSignOut, showAnswer } from '../client/index.js';
import type { Answer, FeedbackError } from '../domain/index.js';
import { own } from '../domain/index.js';
import { guard, listen, real } from '../platform/index.js';
import type { FeedbackHandlers, InnerProps, Kept } from './props.js';
import { useValue } from './use-value.js';

/**
 * The answer's model, with the host told of what happens to it; until the ids and the set-up are known one that waits, whose feedback the
 * real one takes over.
 */
export function useAnswerModel(props: InnerProps, trouble: FeedbackError | undefined): AnswerModel {
  const model = useModel(props, trouble);
  useEvents(model, props, trouble);
  useRelease(model);
  usePhase(model, props, trouble);
  return model;
}

function useModel(props: InnerProps, trouble: unknown): AnswerModel {
  const { client, submitter, conversationId, queryId, value } = props;
  const mine = useRef<Kept>({ waiting: null, conversationId: '', arrival: null });
  const kept = props.kept ?? mine.current;
  const answer: Answer | null = !trouble && conversationId != null && queryId != null ? { conversationId, queryId } : null;
  const owner = client ?? (submitter && clientOf(submitter));
  const model = useMemo(() => {
    const conversation = conversationId?.toLowerCase() ?? kept.conversationId;
    // What was said in another conversation is about another answer.
    if (kept.conversationId && conversation !== kept.conversationId) kept.waiting = null;
    kept.conversationId = conversation;
    if (!owner || !answer) {
      kept.waiting ??= createAnswerModel(null);
      return kept.waiting;
    }
    const known = showAnswer(owner, answer, kept.waiting);
    kept.waiting = null;
    return known;
  }, [owner, conversationId, answer?.queryId]);
  useLayoutEffect(() => onSignOut(() => kept.waiting?.clear()), []);
  const { id = null, rating, comment } = own(value ?? ({} as Partial<NonNullable<InnerProps['value']>>));
  /** The model that was told of the host's value: what others told it is not this widget's to take back. */
  const told = useRef<AnswerModel | null>(null);
  useLayoutEffect(() => {
    if (trouble) return;
    if (rating) model.know({ rating, comment: comment ?? '' }, id);
    else if (told.current === model) model.know(null, null);
    told.current = rating ? model : null;
  }, [model, id, rating, comment, trouble]);
  return model;
}

function useEvents(model: AnswerModel, props: FeedbackHandlers, trouble: FeedbackError | undefined): void {
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
    if (!trouble) return;
    console.error(`clarifeye-feedback: ${trouble.message}`);
    guard(() => handlers.current.onError?.({ answer: null, feedback: null, error: trouble, willRetry: false }));
  }, [trouble?.message]);
}

/** A rating that is held back until Send is recorded when the page is hidden, so that the click is not lost. */
function useRelease(model: AnswerModel): void {
  const held = useValue(model.held);
  useLayoutEffect(() => {
    if (!held) return undefined;
    return listen(document, 'visibilitychange', () => real('visibilityState') === 'hidden' && model.release());
  }, [model, held]);
}

/** Tells the phase in the same task in which it changes; a wrong set-up needs the host, so it counts as failed. */
function usePhase(model: AnswerModel, { onPhase }: InnerProps, trouble: FeedbackError | undefined): void {
  useLayoutEffect(() => {
    if (trouble) onPhase?.('failed');
    return trouble ? undefined : model.state.subscribe(({ phase }) => onPhase?.(phase));
  }, [model, onPhase, trouble?.message]);
}

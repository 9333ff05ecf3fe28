import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { clientOf, onSignOut } from '../client.js';
import { check, type FeedbackError } from '../errors.js';
import { type Answer, isUuid, RATINGS } from '../feedback.js';
import { type AnswerModel, createAnswerModel } from '../model.js';
import { own } from '../own.js';
import { listen, real } from '../real.js';
import type { FeedbackHandlers, InnerProps } from './props.js';

/** What is wrong with the set-up, so that nothing can be recorded. */
export function findTrouble({ client, submitter, conversationId, queryId, value, isPending }: InnerProps): FeedbackError | undefined {
  return (
    check(client || submitter || isPending, 'submitter', undefined, 'what createSubmitter() returns (or a client)') ??
    check(conversationId == null || isUuid(conversationId), 'conversationId', conversationId, 'a UUID') ??
    check(queryId == null || Number.isSafeInteger(queryId), 'queryId', queryId, 'an integer') ??
    check(!value || RATINGS.includes(value.rating), 'value.rating', value?.rating, '"up", "neutral" or "down"') ??
    check(value?.id == null || isUuid(value.id), 'value.id', value?.id, 'the UUID of the record') ??
    check(value?.comment == null || typeof value.comment === 'string', 'value.comment', value?.comment, 'a text')
  );
}

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
  const kept = useRef<AnswerModel | null>(null);
  const waiting = props.waiting ?? kept;
  const answer: Answer | null = !trouble && conversationId != null && queryId != null ? { conversationId, queryId } : null;
  const owner = client ?? (submitter && clientOf(submitter));
  const model = useMemo(() => {
    if (!owner || !answer) {
      waiting.current ??= createAnswerModel(null);
      return waiting.current;
    }
    const known = owner.answer(answer);
    if (waiting.current) known.takeOver(waiting.current);
    waiting.current = null;
    return known;
  }, [owner, answer?.conversationId, answer?.queryId]);
  useLayoutEffect(() => onSignOut(() => waiting.current?.clear()), []);
  const { id = null, rating, comment } = own(value ?? ({} as Partial<NonNullable<InnerProps['value']>>));
  useLayoutEffect(() => {
    if (!trouble) model.know(rating ? { rating, comment: comment ?? '' } : null, id);
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
    handlers.current.onError?.({ answer: null, feedback: null, error: trouble, willRetry: false });
  }, [trouble?.message]);
}

/** A rating that is held back until Send is recorded when the page is hidden, so that the click is not lost. */
function useRelease(model: AnswerModel): void {
  const held = model.held.value;
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

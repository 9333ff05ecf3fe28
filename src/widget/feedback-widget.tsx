import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { clientOf, type FeedbackClient } from '../client.js';
import type { WidgetOptions } from '../config.js';
import { check, type FeedbackError } from '../errors.js';
import { type Answer, isUuid, type Phase, RATINGS, type Rating } from '../feedback.js';
import { type AnswerModel, createAnswerModel, type FeedbackEvent } from '../model.js';
import { pickStrings } from '../strings.js';
import type { Submitter } from '../submitter.js';
import { CommentForm } from './comment-form.js';
import { RatingButtons } from './rating-buttons.js';
import { Status } from './status.js';

/** The detail of one kind of event, as handlers get it. */
export type FeedbackDetail<Type extends FeedbackEvent['type']> = Omit<Extract<FeedbackEvent, { type: Type }>, 'type'>;

/** What a host can listen to. */
export interface FeedbackHandlers {
  /** The person changed something. */
  onChange?: ((detail: FeedbackDetail<'change'>) => void) | undefined;
  /** The server confirmed what is wanted. */
  onSaved?: ((detail: FeedbackDetail<'saved'>) => void) | undefined;
  /** The server confirmed that the record is gone. */
  onRemoved?: ((detail: FeedbackDetail<'removed'>) => void) | undefined;
  /** Something failed; `willRetry` tells whether it is tried again without anyone's doing. */
  onError?: ((detail: FeedbackDetail<'error'>) => void) | undefined;
}

/** The props of {@link FeedbackWidget}. `client` or `submitter` says where the feedback goes. */
export interface FeedbackWidgetProps extends WidgetOptions, FeedbackHandlers {
  client?: FeedbackClient | undefined;
  /** Gets one client with the default options. */
  submitter?: Submitter | undefined;
  /** UUID of the conversation. While it or `queryId` is missing, a rating waits. */
  conversationId?: string | null | undefined;
  /** The number of the user query that was answered; 0 is valid. */
  queryId?: number | null | undefined;
  /** What the host already knows of this person's feedback, shown as saved unless the person has said more since. */
  value?: { id?: string | undefined; rating: Rating; comment?: string | undefined } | null | undefined;
}

/** What only the doors of this package pass. */
export interface InnerProps extends FeedbackWidgetProps {
  /** Where the set-up is not known yet: what is said waits, and its absence is no error. */
  isPending?: boolean | undefined;
  /** What the door in front of this component found wrong with the set-up. */
  trouble?: FeedbackError | undefined;
  onPhase?: ((phase: Phase) => void) | undefined;
}

/** The widget itself, for the doors of this package. */
export function InnerWidget(props: InnerProps) {
  const { theme = 'auto', size = 'md', ratings = RATINGS, comment = 'after-rating', submitOn = 'rating', maxLength = 4000 } = props;
  const strings = useMemo(() => pickStrings(props.strings), [props.strings]);
  const trouble = props.trouble ?? findTrouble(props);
  const model = useAnswerModel(props, trouble);
  useEvents(model, props, trouble);
  useRelease(model);
  usePhase(model, props, trouble);

  const root = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const panel = model.panel.value;
  const { wanted } = model.state.value;
  const chosen = model.held.value ?? wanted?.rating ?? null;
  const isDisabled = !!props.disabled || !!trouble;
  const isOpen = comment === 'always' ? panel !== 'thanks' : comment !== 'off' && /open|sent/.test(panel) && !!chosen;
  // Read before the form leaves the page and the focus with it.
  const hadFocus = !!form.current?.contains((form.current.getRootNode() as Document | ShadowRoot).activeElement);

  useLayoutEffect(() => {
    if (!isOpen && hadFocus) opener.current?.focus();
  }, [isOpen]);

  /** The button that is pressed goes away, and the focus must not go with it. */
  function focusRating(): void {
    const buttons = root.current?.querySelectorAll<HTMLButtonElement>('[aria-pressed]') ?? [];
    (Array.from(buttons).find((button) => button.ariaPressed === 'true') ?? buttons[0])?.focus();
  }

  function retry(): void {
    focusRating();
    model.retry();
  }

  function undo(): void {
    focusRating();
    model.undo();
  }

  function close(): void {
    model.release();
    model.closePanel();
  }

  return (
    <div ref={root} class="cf" data-theme={theme} data-size={size}>
      <div class="cf-row">
        <RatingButtons
          ratings={ratings}
          chosen={chosen}
          isDisabled={isDisabled}
          strings={strings}
          onChoose={submitOn === 'send' && comment !== 'off' ? model.hold : model.choose}
        />
        {comment !== 'off' && !isOpen && chosen && !isDisabled && (
          <button
            ref={opener}
            type="button"
            class="cf-button"
            aria-expanded="false"
            onClick={() => {
              model.openPanel();
              requestAnimationFrame(() => form.current?.querySelector('textarea')?.focus());
            }}
          >
            {wanted?.comment ? strings.edit : strings.addComment}
          </button>
        )}
        <Status model={model} isUnavailable={!!trouble} isDisabled={isDisabled} strings={strings} onRetry={retry} />
      </div>
      {isOpen && !isDisabled && (
        <CommentForm
          model={model}
          rating={chosen}
          maxLength={maxLength}
          strings={strings}
          formRef={form}
          onClose={comment === 'always' ? undefined : close}
        />
      )}
      {panel === 'thanks' && comment !== 'off' && wanted?.comment && (
        <div class="cf-panel cf-said" part="panel">
          <blockquote class="cf-quote" dir="auto">
            {wanted.comment}
          </blockquote>
          {!isDisabled && (
            <button type="button" class="cf-button" onClick={undo}>
              {strings.undo}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Thumbs up, neutral and thumbs down under an AI answer, with a comment box. */
export const FeedbackWidget: FunctionComponent<FeedbackWidgetProps> = InnerWidget;

function findTrouble({ client, submitter, conversationId, queryId, value, isPending }: InnerProps): FeedbackError | undefined {
  return (
    check(client || submitter || isPending, 'submitter', undefined, 'what createSubmitter() returns (or a client)') ??
    check(conversationId == null || isUuid(conversationId), 'conversationId', conversationId, 'a UUID') ??
    check(queryId == null || Number.isSafeInteger(queryId), 'queryId', queryId, 'an integer') ??
    check(!value || RATINGS.includes(value.rating), 'value.rating', value?.rating, '"up", "neutral" or "down"') ??
    check(value?.id == null || isUuid(value.id), 'value.id', value?.id, 'the UUID of the record')
  );
}

/** The answer's model; until the ids and the set-up are known one that waits, whose feedback the real one takes over. */
function useAnswerModel({ client, submitter, conversationId, queryId, value }: InnerProps, trouble: unknown): AnswerModel {
  const waiting = useRef<AnswerModel | null>(null);
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
  const { id = null, rating, comment = '' } = value ?? {};
  useLayoutEffect(() => {
    if (!trouble) model.know(rating ? { rating, comment } : null, id);
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

/** A rating that is held back until Send is recorded when the page is hidden or the widget goes, so that the click is not lost. */
function useRelease(model: AnswerModel): void {
  const held = model.held.value;
  useLayoutEffect(() => {
    if (!held) return undefined;
    const release = () => document.visibilityState === 'hidden' && model.release();
    document.addEventListener('visibilitychange', release);
    return () => document.removeEventListener('visibilitychange', release);
  }, [model, held]);
  useLayoutEffect(() => () => model.release(), [model]);
}

/** Tells the phase in the same task in which it changes; a wrong set-up needs the host, so it counts as failed. */
function usePhase(model: AnswerModel, { onPhase }: InnerProps, trouble: FeedbackError | undefined): void {
  useLayoutEffect(() => {
    if (trouble) onPhase?.('failed');
    return trouble ? undefined : model.state.subscribe(({ phase }) => onPhase?.(phase));
  }, [model, onPhase, trouble?.message]);
}

import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { check } from '../errors.js';
import { RATINGS, type Rating } from '../feedback.js';
import { isReasons, toDraft } from '../reasons.js';
import { pickStrings } from '../strings.js';
import { CommentForm } from './comment-form.js';
import type { FeedbackWidgetProps, InnerProps } from './props.js';
import { RatingButtons } from './rating-buttons.js';
import { Said } from './said.js';
import { Status, toText } from './status.js';
import { findTrouble, useAnswerModel } from './use-answer-model.js';
import { useKeptFocus } from './use-kept-focus.js';
import { useSuccession } from './use-succession.js';

const NONE: readonly string[] = [];

/** The widget itself, for the doors of this package. */
export function InnerWidget(props: InnerProps) {
  const { theme = 'auto', size = 'md', ratings = RATINGS, comment = 'after-rating', submitOn = 'rating', maxLength = 4000 } = props;
  const strings = useMemo(() => pickStrings(props.locale, props.strings), [props.locale, props.strings]);
  useComplaint(props);
  const trouble = props.trouble ?? findTrouble(props);
  const model = useAnswerModel(props, trouble);
  const root = useRef<HTMLDivElement>(null);
  const focus = useKeptFocus(root);
  useSuccession(root, props, model);

  const state = model.state.value;
  const { wanted, error } = state;
  const panel = model.panel.value;
  const chosen = model.held.value ?? wanted?.rating ?? null;
  const isDisabled = !!props.disabled || !!trouble;
  const hasBox = comment !== 'off';
  const isSaid = hasBox && /sent|thanks/.test(panel) && !!wanted?.comment;
  const isOpen = hasBox && !isDisabled && !isSaid && (comment === 'always' || (panel === 'open' && !!chosen));
  const areWordsRefused = state.phase === 'failed' && /invalid|too-large/.test(error?.kind ?? '') && !!wanted?.comment;
  const isTold = isOpen && areWordsRefused;

  const offered = (rating: Rating) => (isReasons(props.reasons) && props.reasons[rating]) || NONE;
  const reasons = chosen ? offered(chosen) : NONE;
  const said = toDraft(wanted?.comment ?? '', reasons);
  // What the server refused for good would be refused again.
  const canRetry = !isDisabled && !!error && (error.retryable || error.kind === 'auth');

  function choose(rating: Rating): void {
    (submitOn === 'send' && hasBox ? model.hold : model.choose)(rating, offered);
  }

  function close(): void {
    model.release();
    model.closePanel();
  }

  return (
    <div ref={root} class="cf" lang={strings.lang} data-theme={theme} data-size={size} {...focus}>
      <div class="cf-row">
        <RatingButtons
          ratings={ratings}
          chosen={chosen}
          number={props.queryId == null ? null : props.queryId + 1}
          isDisabled={isDisabled}
          strings={strings}
          onChoose={choose}
        />
        {hasBox && !isOpen && !isSaid && chosen && !isDisabled && (
          <button type="button" class="cf-button cf-opener" onClick={model.openPanel}>
            {wanted?.comment ? strings.edit : strings.addComment}
          </button>
        )}
        <Status state={state} strings={strings} trouble={trouble} isTold={isTold} onRetry={canRetry ? model.retry : undefined} />
      </div>
      {isOpen && (
        <CommentForm
          model={model}
          draft={model.draft.value ?? said}
          rating={chosen}
          offered={reasons}
          maxLength={maxLength}
          strings={strings}
          disclaimer={props.disclaimer}
          problem={isTold ? toText(state, strings) : undefined}
          onClose={comment === 'always' ? undefined : close}
        />
      )}
      {isSaid && <Said said={said} isDisabled={isDisabled} strings={strings} onEdit={model.openPanel} onUndo={model.undo} />}
    </div>
  );
}

/** Thumbs up, neutral and thumbs down under an AI answer, with a comment box. */
export const FeedbackWidget: FunctionComponent<FeedbackWidgetProps> = InnerWidget;

/** Tells the developer of an option in whose place the default is used. */
function useComplaint({ locale, reasons }: InnerProps): void {
  const complaint =
    check(!locale || typeof locale === 'object', 'locale', locale, 'a language imported from clarifeye-feedback/locales') ??
    check(!reasons || isReasons(reasons), 'reasons', reasons, 'lists of different texts of one line, under up, neutral and down');
  useLayoutEffect(() => {
    if (complaint) console.warn(`clarifeye-feedback: ${complaint.message}`);
  }, [complaint?.message]);
}

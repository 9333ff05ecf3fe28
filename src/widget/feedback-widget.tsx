import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { IDLE } from '../client/index.js';
import type { FeedbackError } from '../domain/index.js';
import { isReasons, own, RATINGS, type Rating, type Reasons, toDraft } from '../domain/index.js';
import { pickStrings } from '../i18n/index.js';
import { findComplaint, findTrouble } from './checks.js';
import { CommentForm } from './comment-form.js';
import { frameOf, numberOf } from './frame.js';
import type { FeedbackWidgetProps, InnerProps } from './props.js';
import { RatingButtons } from './rating-buttons.js';
import { readProps } from './read-props.js';
import { Said } from './said.js';
import { Status, toText } from './status.js';
import { useAnswerModel } from './use-answer-model.js';
import { useKeptFocus } from './use-kept-focus.js';
import { useSuccession } from './use-succession.js';
import { useValue } from './use-value.js';

const NONE: Reasons = {};

/** The widget itself, for the doors of this package. */
export function InnerWidget(given: InnerProps) {
  const props = own(given);
  const { ratings = RATINGS, comment = 'after-rating', submitOn = 'rating', maxLength = 4000 } = props;
  const strings = useMemo(() => pickStrings(props.locale, props.strings), [props.locale, props.strings]);
  useComplaints(props);
  const trouble = props.trouble ?? findTrouble(props);
  const model = useAnswerModel(props, trouble);
  const root = useRef<HTMLDivElement>(null);
  const focus = useKeptFocus(root);
  useSuccession(root, props, model);
  const reasons = isReasons(props.reasons) ? props.reasons : NONE;
  useLayoutEffect(() => model.offer(reasons), [model, reasons]);

  const state = useValue(model.state);
  const { wanted, hasHiddenWords, error } = state;
  const panel = useValue(model.panel);
  const held = useValue(model.held);
  const typed = useValue(model.draft);
  const chosen = held ?? wanted?.rating ?? null;
  const isDisabled = !!props.disabled || !!trouble;
  const hasBox = comment !== 'off';
  const isSaid = hasBox && /sent|thanks/.test(panel) && !!wanted?.comment;
  const isDue = hasBox && !isDisabled && !isSaid && (comment === 'always' || (panel === 'open' && !!chosen));
  const [isPressing, setPressing] = useState(false);
  const isOpen = isDue && !isPressing;
  const areWordsRefused = state.phase === 'failed' && (error?.kind === 'too-large' || !!error?.fields['feedback']) && !!wanted?.comment;
  const isTold = isOpen && areWordsRefused;
  const isNews = useNews(state.phase === 'failed' ? error : null, isTold);

  const offered = (chosen && reasons[chosen]) || [];
  const said = toDraft(wanted?.comment ?? '', offered);
  // What the server refused for good would be refused again.
  const canRetry = !isDisabled && !!error && (error.retryable || error.kind === 'auth');

  function choose(rating: Rating): void {
    // Only where nothing else is to be seen yet, so that nothing goes away for a frame.
    if (!chosen && !isDue && !state.notice && props.afterPaint) {
      setPressing(true);
      props.afterPaint(() => setPressing(false));
    }
    (submitOn === 'send' && hasBox ? model.hold : model.choose)(rating);
  }

  function close(): void {
    model.release();
    model.closePanel();
  }

  return (
    <div ref={root} {...frameOf(props, strings)} {...focus}>
      <RatingButtons
        ratings={ratings}
        chosen={chosen}
        number={numberOf(props)}
        isDisabled={isDisabled}
        strings={strings}
        onChoose={choose}
      />
      {hasBox && !isDue && !isSaid && chosen && !isDisabled && (
        <button type="button" class="cf-button cf-opener" onClick={model.openPanel}>
          {wanted?.comment || hasHiddenWords ? strings.edit : strings.addComment}
        </button>
      )}
      <Status
        state={isPressing ? IDLE : state}
        strings={strings}
        trouble={trouble}
        isTold={isTold}
        isHeld={!isPressing && !!held}
        isNews={isNews}
        onRetry={canRetry && !isPressing ? model.retry : undefined}
      />
      {isOpen && (
        <CommentForm
          model={model}
          draft={typed ?? said}
          rating={chosen}
          offered={offered}
          maxLength={maxLength}
          strings={strings}
          disclaimer={props.disclaimer}
          problem={isTold ? toText(state, strings) : undefined}
          isNews={isNews}
          onClose={comment === 'always' && !held ? undefined : close}
        />
      )}
      {isSaid && <Said said={said} isDisabled={isDisabled} strings={strings} onEdit={model.openPanel} onUndo={model.undo} />}
    </div>
  );
}

/** Thumbs up, neutral and thumbs down under an AI answer, with a comment box. */
export const FeedbackWidget: FunctionComponent<FeedbackWidgetProps> = (props) => InnerWidget(readProps(props));

/** Whether an error has not been told yet: it is announced where it comes up first, not each time the box is opened or closed. */
function useNews(error: FeedbackError | null, isInBox: boolean): boolean {
  const told = useRef<{ error: FeedbackError | null; isInBox: boolean | null }>({ error: null, isInBox });
  if (told.current.error !== error) told.current = { error, isInBox };
  else if (told.current.isInBox !== isInBox) told.current.isInBox = null;
  return told.current.isInBox === isInBox;
}

/** Tells the developer of options in whose place the defaults are used, each once. */
function useComplaints(props: InnerProps): void {
  const complaints = [findComplaint(props), ...(props.warnings ?? [])].flatMap((error) => error?.message ?? []);
  useLayoutEffect(() => {
    for (const complaint of complaints) console.warn(`clarifeye-feedback: ${complaint}`);
  }, [complaints.join()]);
}

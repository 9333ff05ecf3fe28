import type { FunctionComponent, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AnswerModel } from '../client/index.js';
import { IDLE } from '../delivery/index.js';
import { type FeedbackError, failureOf, ownProperties, RATINGS, type Rating, type Reasons, toDraft } from '../domain/index.js';
import { pickStrings } from '../i18n/index.js';
import { activeIn, listen, log } from '../platform/index.js';
import { CommentForm, withholdKeyUp } from './comment-form.js';
import { frameOf, nameOf } from './frame.js';
import { useHydrationCheck, useStyleCheck } from './page-checks.js';
import { type FeedbackWidgetProps, type InnerProps, notify } from './props.js';
import { RatingButtons } from './rating-buttons.js';
import { readProps } from './read-props.js';
import { reveal } from './reveal.js';
import { SentWords } from './sent-words.js';
import { Status, toText } from './status.js';
import { useAnswerModel } from './use-answer-model.js';
import { isInPreact, useComponent } from './use-component.js';
import { useFocusKeeping } from './use-focus-keeping.js';
import { useSuccession } from './use-succession.js';
import { useValue } from './use-value.js';

const NONE: Reasons = {};

/** The widget, rendered from checked options. */
export function InnerWidget(given: InnerProps) {
  const props = ownProperties(given);
  const { options, answer, setupError, language } = props;
  const { ratings = RATINGS, comment, submitOn, maxLength = 0, reasons = NONE } = options;
  const strings = useMemo(() => pickStrings(language, options.strings), [language, options.strings]);
  // Every control tells which answer it is about.
  const name = nameOf(answer, strings);
  useWarnings(props);
  const { model, hold } = useAnswerModel(props);
  const root = useRef<HTMLDivElement>(null);
  const focus = useFocusKeeping(root);
  useStyleCheck(root);
  useSuccession(root, props, model);
  useLayoutEffect(() => model.offer(reasons), [model, reasons]);

  const state = useValue(model.view);
  const { wanted, hasHiddenWords, error } = state;
  const panel = useValue(model.panel);
  const staged = useValue(model.staged);
  const typed = useValue(model.draft);
  const chosen = staged ?? wanted?.rating ?? null;
  const isDisabled = !!options.disabled || !!setupError;
  const isIdle = !chosen && !typed && state.phase === 'idle';
  useHydrationCheck(root, isIdle, isDisabled, props);
  const hasBox = comment !== 'off';
  const hasSentWords = hasBox && (isDisabled || /sent|thanks/.test(panel)) && !!wanted?.comment;
  const isDue = hasBox && !isDisabled && !hasSentWords && (comment === 'always' || (panel === 'open' && !!chosen));
  const [isPressing, setPressing] = useState(false);
  const isOpen = isDue && !isPressing;
  const areWordsRefused = state.phase === 'failed' && (error?.kind === 'too-large' || !!error?.fields['feedback']) && !!wanted?.comment;
  const isShownInBox = isOpen && areWordsRefused;
  const isNews = useNews(state.phase === 'failed' ? error : null, isShownInBox);

  useOpenEvents(isOpen, root, props, model);

  const offered = (chosen && reasons[chosen]) || [];
  const recorded = toDraft(wanted?.comment ?? '', offered);
  // A retry cannot succeed if the server refused for good.
  const canRetry = !isDisabled && !!error && failureOf(error.kind).retry !== 'never';

  function choose(rating: Rating): void {
    // Before the page hears of the press, and may remove the widget.
    hold();
    // Only if nothing else is visible yet, so that nothing disappears for a frame.
    if (!chosen && !isDue && !state.notice && props.afterPaint) {
      setPressing(true);
      props.afterPaint(() => setPressing(false));
    }
    (submitOn === 'send' && hasBox ? model.stage : model.choose)(rating);
  }

  function close(): void {
    model.recordStaged();
    model.closePanel();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps what its box has withheld from the page.
    <div ref={root} {...frameOf(options, strings)} {...focus} onKeyUp={withholdKeyUp}>
      <RatingButtons ratings={ratings} chosen={chosen} name={name} isDisabled={isDisabled} strings={strings} onChoose={choose} />
      {state.isReviewed && (
        <span class="cf-note" part="reviewed" dir="auto">
          {strings.reviewed}
        </span>
      )}
      {hasBox && !isDue && !hasSentWords && chosen && !isDisabled && (
        <button type="button" class="cf-button cf-opener" aria-description={name} onClick={model.openPanel}>
          {wanted?.comment || hasHiddenWords ? strings.edit : strings.addComment}
        </button>
      )}
      <Status
        state={isPressing ? IDLE : state}
        strings={strings}
        name={name}
        setupError={setupError}
        isShownInBox={isShownInBox}
        isStaged={!isPressing && !!staged}
        isNews={isNews}
        onRetry={canRetry && !isPressing ? model.retry : undefined}
        onUndo={state.removed && !isDisabled && !isPressing ? model.undo : undefined}
      />
      {isOpen && (
        <CommentForm
          model={model}
          draft={typed ?? recorded}
          rating={chosen}
          offered={offered}
          maxLength={maxLength}
          strings={strings}
          name={name}
          disclaimer={props.disclaimer}
          problem={isShownInBox ? toText(state, strings) : undefined}
          isNews={isNews}
          onDismiss={comment === 'always' && !staged ? undefined : close}
        />
      )}
      {hasSentWords && (
        <SentWords
          words={recorded}
          name={name}
          isDisabled={isDisabled}
          strings={strings}
          onEdit={model.openPanel}
          onRemove={model.remove}
        />
      )}
    </div>
  );
}

/** Thumbs up, neutral and thumbs down for an AI answer, with a comment box. */
export const FeedbackWidget: FunctionComponent<FeedbackWidgetProps> = (props) =>
  isInPreact('FeedbackWidget') ? <CheckedWidget {...props} /> : null;

function CheckedWidget(props: FeedbackWidgetProps) {
  const inner = readProps(props);
  // Undefined until the widget is drawn anew.
  const [focused, drawAnew] = useState<number>();
  const onPhase = useComponent(props, inner);
  useWarnings(inner);
  return <InnerWidget key={focused} {...inner} warnings={[]} focused={focused} onPhase={onPhase} drawAnew={drawAnew} />;
}

/** Whether screen readers should announce an error: only in the place where it appears first, not whenever the box opens or closes. */
function useNews(error: FeedbackError | null, isInBox: boolean): boolean {
  const announced = useRef<{ error: FeedbackError | null; isInBox: boolean | null }>({ error: null, isInBox });
  if (announced.current.error !== error) announced.current = { error, isInBox };
  else if (announced.current.isInBox !== isInBox) announced.current.isInBox = null;
  return announced.current.isInBox === isInBox;
}

/**
 * Tells the host that the comment box has opened or closed, and scrolls an opened one into view, again when the on-screen keyboard comes. A box that comes
 * and goes with its answer tells nothing.
 */
function useOpenEvents(isOpen: boolean, root: RefObject<HTMLElement | null>, props: InnerProps, model: AnswerModel): void {
  const shown = useRef({ isOpen, model });
  useLayoutEffect(() => {
    const widget = root.current as HTMLElement;
    const box = isOpen ? widget.querySelector<HTMLElement>('.cf-panel') : null;
    const { current } = shown;
    shown.current = { isOpen, model };
    if (current.isOpen !== isOpen && current.model === model) {
      if (box) reveal(box);
      notify(props, isOpen ? 'open' : 'close', { answer: model.answer(), feedback: model.view.peek().wanted });
    }
    return box ? listen(window.visualViewport, 'resize', () => box.contains(activeIn(box)) && reveal(box)) : undefined;
  }, [isOpen, model]);
}

/** Warns the developer about wrong options that were replaced by defaults, once each. */
function useWarnings({ warnings = [] }: InnerProps): void {
  const messages = warnings.map(({ message }) => message);
  useLayoutEffect(() => {
    for (const message of messages) log('warn', message);
  }, [messages.join()]);
}

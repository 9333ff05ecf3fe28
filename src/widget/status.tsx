import type { DeliveryView } from '../delivery/index.js';
import type { FeedbackError } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';

interface StatusProps {
  readonly state: DeliveryView;
  readonly strings: Strings;
  /** What the buttons are about. */
  readonly name: string;
  /** The error of the set-up, which makes the widget unavailable. */
  readonly setupError: FeedbackError | undefined;
  /** The comment box shows the error. */
  readonly isShownInBox: boolean;
  /** A rating waits for Send. */
  readonly isStaged: boolean;
  /** Screen readers should announce the error. */
  readonly isNews: boolean;
  /** Undefined if a retry cannot succeed. */
  readonly onRetry: (() => void) | undefined;
  /** Undefined if nothing was removed. */
  readonly onUndo: (() => void) | undefined;
}

/**
 * The status text, in an element of its own: a page translator replaces the text node, and Preact would go on to change the former one. The live region is
 * rendered before its text, so that the text is announced; only a final failure is an alert. It has no `role="status"`, because Orca then reads "status bar"
 * in place of the text when one moves to it. "Sending…" is hidden from screen readers, which announce only the outcome.
 */
export function Status({ state, strings, name, setupError, isShownInBox, isStaged, isNews, onRetry, onUndo }: StatusProps) {
  const { phase, wanted } = state;
  const text = setupError ? strings.unavailable : isStaged ? strings.gaveUp : toText(state, strings);
  const words = (
    <span key={text} class="cf-text">
      {text}
    </span>
  );
  const isFinal = phase === 'failed' && !setupError;
  return (
    <>
      <span
        class={setupError ? 'cf-status cf-wrong' : 'cf-status'}
        part={isFinal ? undefined : 'status'}
        aria-live="polite"
        aria-atomic="true"
        dir="auto"
      >
        {!isFinal && text && words}
      </span>
      {isFinal && !isShownInBox && (
        <span class="cf-status cf-wrong" part="status" role={isNews ? 'alert' : undefined} dir="auto">
          {words}
        </span>
      )}
      {phase === 'saving' && (
        <span class="cf-sending" aria-hidden="true" data-next={wanted ? strings.saved : strings.removed}>
          <span>{strings.saving}</span>
        </span>
      )}
      {onRetry && (
        <button type="button" class="cf-button" aria-description={name} onClick={onRetry}>
          {strings.retry}
        </button>
      )}
      {onUndo && (
        <button type="button" class="cf-button" part="undo" aria-description={name} onClick={onUndo}>
          {strings.undo}
        </button>
      )}
    </>
  );
}

/** The status text for a state, or the server's message if a field is invalid. */
export function toText({ phase, notice, error }: DeliveryView, strings: Strings): string {
  if (phase === 'saving' || !notice) return '';
  const fieldText = notice === 'invalid' && error ? Object.values(error.fields).flat().join(' ') : '';
  return fieldText || strings[notice];
}

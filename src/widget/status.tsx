import type { DeliveryView } from '../delivery/index.js';
import type { FeedbackError } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';

interface StatusProps {
  readonly state: DeliveryView;
  readonly strings: Strings;
  /** What is wrong with the set-up, so that nothing can be recorded. */
  readonly setupError: FeedbackError | undefined;
  /** The box shows what is wrong. */
  readonly isShownInBox: boolean;
  /** A rating waits for Send. */
  readonly isStaged: boolean;
  /** It is to be announced. */
  readonly isNews: boolean;
  /** Sends again; undefined where that is no help. */
  readonly onRetry: (() => void) | undefined;
}

/**
 * What has happened, in words. The polite region is there before its text, so that the text is announced; only a final failure interrupts.
 * "Sending…" is for the eyes: the outcome is announced, once.
 */
export function Status({ state, strings, setupError, isShownInBox, isStaged, isNews, onRetry }: StatusProps) {
  const { phase, wanted } = state;
  const text = setupError ? strings.unavailable : isStaged ? strings.gaveUp : toText(state, strings);
  const isFinal = phase === 'failed' && !setupError;
  return (
    <>
      <span class={setupError ? 'cf-status cf-wrong' : 'cf-status'} part={isFinal ? undefined : 'status'} role="status" dir="auto">
        {isFinal ? '' : text}
      </span>
      {isFinal && !isShownInBox && (
        <span class="cf-status cf-wrong" part="status" role={isNews ? 'alert' : undefined} dir="auto">
          {text}
        </span>
      )}
      {phase === 'saving' && (
        <span class="cf-sending" aria-hidden="true">
          <span>{strings.saving}</span>
          {/* The room of what comes next, so that nothing moves then. */}
          <span>{wanted ? strings.saved : strings.removed}</span>
        </span>
      )}
      {onRetry && (
        <button type="button" class="cf-button" onClick={onRetry}>
          {strings.retry}
        </button>
      )}
    </>
  );
}

/** The words for a state; the server's own where it said what is wrong with a field. */
export function toText({ phase, notice, error }: DeliveryView, strings: Strings): string {
  if (phase === 'waiting') return strings.waiting;
  if (phase === 'saving' || !notice) return '';
  const fieldText = notice === 'invalid' && error ? Object.values(error.fields).flat().join(' ') : '';
  return fieldText || strings[notice];
}

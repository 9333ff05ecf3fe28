import type { DeliveryState } from '../delivery.js';
import type { FeedbackError } from '../errors.js';
import type { AnswerModel } from '../model.js';
import type { Strings } from '../strings.js';

interface StatusProps {
  readonly model: AnswerModel;
  readonly isUnavailable: boolean;
  readonly isDisabled: boolean;
  readonly strings: Strings;
  readonly onRetry: () => void;
}

/** What has happened, in words, with Retry where it helps. The region is there before its text, so that the text is announced. */
export function Status({ model, isUnavailable, isDisabled, strings, onRetry }: StatusProps) {
  const { phase, error } = model.state.value;
  const text = isUnavailable ? strings.unavailable : toText(model.state.value, strings);
  // What the server refused for good would be refused again.
  const canRetry = !isDisabled && !!error && (error.retryable || error.kind === 'auth');
  return (
    <>
      <span class="cf-status" part="status" role="status" dir="auto" data-phase={isUnavailable ? 'failed' : phase}>
        {text}
      </span>
      {canRetry && (
        <button type="button" class="cf-button" onClick={onRetry}>
          {strings.retry}
        </button>
      )}
    </>
  );
}

function toText({ phase, notice, error }: DeliveryState, strings: Strings): string {
  if (phase === 'waiting' || phase === 'saving') return strings[phase];
  if (notice === 'invalid' && error) return toFieldText(error) ?? strings.invalid;
  return notice ? strings[notice] : '';
}

/** The server's own messages about the fields, as one text. */
function toFieldText({ fields }: FeedbackError): string | undefined {
  return Object.values(fields).flat().join(' ') || undefined;
}

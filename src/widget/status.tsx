import type { FeedbackError } from '../errors';
import type { AnswerModel } from '../model';
import type { Strings } from '../strings';

interface StatusProps {
  readonly model: AnswerModel;
  readonly isUnavailable: boolean;
  readonly strings: Strings;
}

/** What has happened, in words, with Retry where it helps. The region is there before its text, so that the text is announced. */
export function Status({ model, isUnavailable, strings }: StatusProps) {
  const { phase, notice, error } = model.state.value;
  const text = isUnavailable
    ? strings.unavailable
    : phase === 'waiting' || phase === 'saving'
      ? strings[phase]
      : error?.kind === 'invalid'
        ? (toFieldText(error) ?? strings.invalid)
        : notice
          ? strings[notice]
          : '';
  const canRetry = phase === 'failed' && !!error && error.kind !== 'forbidden' && error.kind !== 'config';
  return (
    <>
      <span class="cf-status" part="status" role="status" data-phase={isUnavailable ? 'failed' : phase}>
        {text}
      </span>
      {canRetry && (
        <button type="button" class="cf-button" onClick={model.retry}>
          {strings.retry}
        </button>
      )}
    </>
  );
}

/** The server's own messages about the fields, as one text. */
function toFieldText({ fields }: FeedbackError): string | undefined {
  return Object.values(fields).flat().join(' ') || undefined;
}

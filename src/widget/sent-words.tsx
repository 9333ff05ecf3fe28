import type { Draft } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';

interface SentWordsProps {
  readonly words: Draft;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly strings: Strings;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** The submitted comment, with buttons to edit or remove it. */
export function SentWords({ words, name, isDisabled, strings, onEdit, onRemove }: SentWordsProps) {
  return (
    <div class="cf-panel cf-sent" part="panel" role="group" aria-label={name}>
      <div class="cf-quote" dir="auto">
        {words.reasons.length > 0 && (
          <div class="cf-reasons">
            {words.reasons.map((reason) => (
              <span key={reason} class="cf-tag" dir="auto">
                {reason}
              </span>
            ))}
          </div>
        )}
        {words.words && <div class="cf-words">{words.words}</div>}
      </div>
      {!isDisabled && (
        <div class="cf-actions">
          <button type="button" class="cf-button cf-opener" onClick={onEdit}>
            {strings.edit}
          </button>
          <button type="button" class="cf-button" part="remove" onClick={onRemove}>
            {strings.remove}
          </button>
        </div>
      )}
    </div>
  );
}

import type { Draft } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';

interface SaidProps {
  readonly said: Draft;
  readonly isDisabled: boolean;
  readonly strings: Strings;
  readonly onEdit: () => void;
  readonly onUndo: () => void;
}

/** What the person has said, to be changed or taken back. */
export function Said({ said, isDisabled, strings, onEdit, onUndo }: SaidProps) {
  return (
    <div class="cf-panel cf-said" part="panel">
      <blockquote class="cf-quote" dir="auto">
        {said.reasons.length > 0 && (
          <div class="cf-reasons">
            {said.reasons.map((reason) => (
              <span key={reason} class="cf-tag" dir="auto">
                {reason}
              </span>
            ))}
          </div>
        )}
        {said.words && <div class="cf-words">{said.words}</div>}
      </blockquote>
      {!isDisabled && (
        <div class="cf-actions">
          <button type="button" class="cf-button cf-opener" onClick={onEdit}>
            {strings.edit}
          </button>
          <button type="button" class="cf-button" onClick={onUndo}>
            {strings.undo}
          </button>
        </div>
      )}
    </div>
  );
}

import type { Ref } from 'preact';
import { useState } from 'preact/hooks';
import type { Rating } from '../feedback.js';
import type { AnswerModel } from '../model.js';
import { fillIn, type Strings } from '../strings.js';

interface CommentFormProps {
  readonly model: AnswerModel;
  readonly rating: Rating | null;
  readonly maxLength: number;
  readonly strings: Strings;
  readonly formRef: Ref<HTMLFormElement>;
  /** Leaves the box; undefined where the box is always there. */
  readonly onClose: (() => void) | undefined;
}

const LABELS = { up: 'commentUp', neutral: 'commentNeutral', down: 'commentDown' } as const;

// Preact's own ids repeat where a page has several roots.
let lastId = 0;

/** The box for the words. It never cuts them: over the limit it says so and does not send. */
export function CommentForm({ model, rating, maxLength, strings, formRef, onClose }: CommentFormProps) {
  const [id] = useState(() => `cf-${++lastId}`);
  const [isRefused, setRefused] = useState(false);
  const draft = model.draft.value;
  const count = [...draft].length;
  const numbers = { count, max: maxLength };
  const isTooLong = count > maxLength;

  function send(): void {
    setRefused(isTooLong);
    if (!isTooLong && (rating || draft.trim())) model.send();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && onClose) {
      event.stopPropagation();
      onClose();
    }
  }

  return (
    <form
      ref={formRef}
      class="cf-panel"
      part="panel"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="cf-label" for={id} dir="auto">
        {rating ? strings[LABELS[rating]] : strings.comment}
      </label>
      <textarea
        id={id}
        class="cf-comment"
        part="comment"
        rows={3}
        dir="auto"
        value={draft}
        aria-invalid={isTooLong || undefined}
        aria-describedby={count >= maxLength * 0.8 ? `${id}-count` : undefined}
        onInput={(event) => model.write(event.currentTarget.value)}
      />
      {count >= maxLength * 0.8 && (
        <p id={`${id}-count`} class={isTooLong ? 'cf-count cf-wrong' : 'cf-count'} role={isTooLong && isRefused ? 'alert' : undefined}>
          {fillIn(isTooLong ? strings.tooLong : strings.counter, numbers)}
        </p>
      )}
      <div class="cf-actions">
        <button type="submit" class="cf-button cf-send" part="send">
          {strings.send}
        </button>
        {onClose && (
          <button type="button" class="cf-button" onClick={onClose}>
            {strings.close}
          </button>
        )}
      </div>
    </form>
  );
}

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Rating } from '../feedback.js';
import type { AnswerModel } from '../model.js';
import { type Draft, toComment } from '../reasons.js';
import { fillIn, type Strings } from '../strings.js';
import { MarkIcon } from './icons.js';

interface CommentFormProps {
  readonly model: AnswerModel;
  readonly draft: Draft;
  readonly rating: Rating | null;
  /** The reasons to choose from. */
  readonly offered: readonly string[];
  readonly maxLength: number;
  readonly strings: Strings;
  readonly disclaimer: ComponentChildren;
  /** Why the server did not take these words. */
  readonly problem: string | undefined;
  /** Leaves the box; undefined where the box is always there. */
  readonly onClose: (() => void) | undefined;
}

const LABELS = { up: 'commentUp', neutral: 'commentNeutral', down: 'commentDown' } as const;

// Preact's own ids repeat where a page has several roots.
let lastId = 0;

/** The length of a comment in code points. */
const lengthOf = (draft: Draft) => [...toComment(draft)].length;

/** The box for the words, with reasons to choose from. It never cuts the words: over the limit it says so and does not send. */
export function CommentForm({ model, draft, rating, offered, maxLength, strings, disclaimer, problem, onClose }: CommentFormProps) {
  const [id] = useState(() => `cf-${++lastId}`);
  const [isRefused, setRefused] = useState(false);
  const count = lengthOf(draft);
  const isTooLong = count > maxLength;
  const isCounted = count >= maxLength * 0.8;
  const described = [problem && `${id}-problem`, isCounted && `${id}-count`, disclaimer && `${id}-note`];

  // What there is by now, which may be newer than what is drawn.
  const latest = () => model.draft.peek() ?? draft;
  const write = (change: Partial<Draft>) => model.write({ ...latest(), ...change });

  function toggle(reason: string): void {
    const { reasons } = latest();
    const others = reasons.filter((other) => other !== reason);
    write({ reasons: others.length < reasons.length ? others : [...reasons, reason] });
  }

  function send(): void {
    const length = lengthOf(latest());
    setRefused(length > maxLength);
    if (length <= maxLength && (rating || length)) model.send();
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
      class="cf-panel"
      part="panel"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="cf-label" id={`${id}-label`} for={id} dir="auto">
        {rating ? strings[LABELS[rating]] : strings.comment}
      </label>
      {offered.length > 0 && (
        <div class="cf-reasons" role="group" aria-labelledby={`${id}-label`}>
          {offered.map((reason) => {
            const isChosen = draft.reasons.includes(reason);
            return (
              <button
                key={reason}
                type="button"
                class="cf-reason"
                part="reason"
                dir="auto"
                aria-pressed={isChosen}
                onClick={() => toggle(reason)}
              >
                <MarkIcon isChosen={isChosen} />
                {reason}
              </button>
            );
          })}
        </div>
      )}
      <textarea
        id={id}
        class="cf-comment"
        part="comment"
        rows={3}
        dir="auto"
        value={draft.words}
        aria-invalid={isTooLong || !!problem || undefined}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        onInput={(event) => write({ words: event.currentTarget.value })}
      />
      {problem && (
        <p id={`${id}-problem`} class="cf-note cf-wrong" role="alert" dir="auto">
          {problem}
        </p>
      )}
      {isCounted && (
        <p id={`${id}-count`} class={isTooLong ? 'cf-note cf-wrong' : 'cf-note'} role={isTooLong && isRefused ? 'alert' : undefined}>
          {fillIn(isTooLong ? strings.tooLong : strings.counter, { count, max: maxLength }, strings.lang)}
        </p>
      )}
      {disclaimer && (
        <div id={`${id}-note`} class="cf-note cf-aside">
          {disclaimer}
        </div>
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

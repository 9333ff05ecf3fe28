import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerModel } from '../client/index.js';
import type { Rating } from '../domain/index.js';
import { type Draft, toComment } from '../domain/index.js';
import { fillIn, type Strings } from '../i18n/index.js';
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
  /** The problem is to be announced. */
  readonly isNews: boolean;
  /** Leaves the box; undefined where the box is always there. */
  readonly onClose: (() => void) | undefined;
}

const LABELS = { up: 'commentUp', neutral: 'commentNeutral', down: 'commentDown' } as const;

// Preact's own ids repeat where a page has several roots.
let lastId = 0;

/** The length of a comment in code points. */
const lengthOf = (draft: Draft) => [...toComment(draft)].length;

/** The box for the words, with reasons to choose from. It never cuts the words: over the limit it says so and does not send. */
export function CommentForm(props: CommentFormProps) {
  const { model, draft, rating, offered, maxLength, strings, disclaimer, problem, isNews, onClose } = props;
  const [id] = useState(() => `cf-${++lastId}`);
  const [refused, setRefused] = useState<Draft | null>(null);
  const count = lengthOf(draft);
  const isTooLong = count > maxLength;
  // It is announced when it is sent, not while it is being shortened.
  const isRefused = isTooLong && refused === model.draft.peek();
  // A chosen reason stays in sight, also where it is offered no more.
  const reasons = [...new Set([...offered, ...draft.reasons])];
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
    setRefused(length > maxLength ? latest() : null);
    if (length <= maxLength && (rating || length)) model.send();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // AltGr counts as both.
    const isCommand = event.metaKey || (event.ctrlKey && !event.altKey);
    // What is typed here is no shortcut of a page, which takes the host for its target.
    if (!isCommand && !/^(Tab|Escape)$/.test(event.key)) event.stopPropagation();
    // Safari tells of the key that ends a composition after the composition, as 229: https://bugs.webkit.org/show_bug.cgi?id=165004
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && isCommand) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && onClose) {
      // Neither the page nor a dialog around the widget closes with it.
      event.stopPropagation();
      event.preventDefault();
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
      {reasons.length > 0 && (
        <div class="cf-reasons" role="group" aria-labelledby={`${id}-label`}>
          {reasons.map((reason) => {
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
        <p id={`${id}-problem`} class="cf-note cf-wrong" role={isNews ? 'alert' : undefined} dir="auto">
          {problem}
        </p>
      )}
      {isCounted && (
        <p
          key={`${isRefused}`}
          id={`${id}-count`}
          class={isTooLong ? 'cf-note cf-wrong' : 'cf-note'}
          role={isRefused ? 'alert' : undefined}
        >
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

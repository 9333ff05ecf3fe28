import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AnswerModel } from '../client/index.js';
import { type Draft, type Rating, toComment } from '../domain/index.js';
import { type CommentLabel, fillIn, type Strings } from '../i18n/index.js';
import { capitalize, isScript } from '../platform/index.js';
import { drawMark } from './icons.js';

interface CommentFormProps {
  readonly model: AnswerModel;
  readonly draft: Draft;
  readonly rating: Rating | null;
  /** The reasons to choose from. */
  readonly offered: readonly string[];
  readonly maxLength: number;
  readonly strings: Strings;
  readonly name: string;
  readonly disclaimer: ComponentChildren;
  /** The reason why the server refused the words. */
  readonly problem: string | undefined;
  /** Whether screen readers should announce the problem. */
  readonly isNews: boolean;
  /** Closes the box; undefined if it is always open. */
  readonly onDismiss: (() => void) | undefined;
}

const labelOf = (rating: Rating) => `comment${capitalize(rating)}` as CommentLabel;

/** The events of the box that the page is not to hear of: for its listeners their target is the element, so that typed letters would be its shortcuts. */
const PRIVATE_EVENTS =
  'keypress textInput beforeinput input compositionstart compositionupdate compositionend copy cut paste dragstart drag dragenter dragover dragleave drop dragend'.split(
    ' ',
  );

function stop(event: Event & { readonly dataTransfer?: DataTransfer | null }): void {
  // A page guards itself against dropped files, which the browser would open in its place. jsdom has no DragEvent to ask for.
  if (!event.dataTransfer?.types.includes('Files')) event.stopPropagation();
}

/** The last key whose `keydown` the page has not heard of. Its `keyup` may come when the box is closed already. */
let withheld = '';

/** Keeps the `keyup` of a withheld key from the page. */
export function withholdKeyUp(event: KeyboardEvent): void {
  if (event.key === withheld) stop(event);
  withheld = '';
}

// AltGr sets ctrlKey and altKey.
const isCommand = ({ metaKey, ctrlKey, altKey }: KeyboardEvent) => metaKey || (ctrlKey && !altKey);

/** Keeps the events of the box from the listeners of the page, but for Tab and commands. */
function usePrivateEvents(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    for (const name of PRIVATE_EVENTS) box.current?.addEventListener(name, stop);
  }, []);
}

/** An id that is unique in the document, also where two bundles have rendered a widget, and that is the same on a server and in the page. */
function useUniqueId(box: RefObject<HTMLElement | null>): string {
  const [id, setId] = useState('cf');
  useLayoutEffect(() => {
    const root = box.current?.getRootNode() as Document | ShadowRoot;
    if (root.querySelectorAll('#cf').length > 1) setId(`cf${Math.random()}`);
  }, []);
  return id;
}

/** In the script every widget has a shadow root of its own. */
const useId = isScript ? () => 'cf' : useUniqueId;

/** The length of a comment in code points. */
const lengthOf = (draft: Draft) => [...toComment(draft)].length;

/** The box for the comment, with reasons to choose from. Over the limit it says so and does not send; it never truncates the words. */
export function CommentForm(props: CommentFormProps) {
  const { model, draft, rating, offered, maxLength, strings, name, disclaimer, problem, isNews, onDismiss } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId(box);
  usePrivateEvents(box);
  const [refused, setRefused] = useState<Draft | null>(null);
  const count = lengthOf(draft);
  const isTooLong = count > maxLength;
  // Announced when the person tries to send it, not while they shorten it.
  const isRefused = isTooLong && refused === model.draft.peek();
  // A chosen reason stays visible even if it is no longer offered.
  const reasons = [...new Set([...offered, ...draft.reasons])];
  const isCounted = count >= maxLength * 0.8;
  const described = [problem && `${id}-problem`, isCounted && `${id}-count`, disclaimer && `${id}-note`];

  // The draft may be newer than the last render.
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
    const isEscape = event.key === 'Escape';
    if (!isCommand(event) && event.key !== 'Tab' && (!isEscape || onDismiss || event.isComposing)) {
      stop(event);
      withheld = event.key;
    }
    // Safari sends the key that ends a composition after compositionend, with keyCode 229: https://bugs.webkit.org/show_bug.cgi?id=165004
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && isCommand(event)) {
      event.preventDefault();
      send();
    } else if (isEscape && onDismiss) {
      // Escape must not also close a dialog around the widget.
      event.preventDefault();
      onDismiss();
    }
  }

  return (
    // No form: a sandboxed frame without allow-forms would not let it send, and its submit event would reach a form of the page around it.
    <div ref={box} class="cf-panel" part="panel" role="group" aria-label={name} onKeyDown={onKeyDown}>
      <label key={rating} class="cf-label" id={`${id}-label`} for={id} dir="auto">
        {rating ? strings[labelOf(rating)] : strings.comment}
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
                {drawMark(isChosen)}
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
        // Outside of a shadow root, a form of the page around it would reset it with its own fields.
        {...(isScript ? {} : { form: '' })}
        aria-invalid={isTooLong || !!problem || undefined}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        onInput={(event) => write({ words: event.currentTarget.value })}
        // A box that is always open shows the words on record, too, once somebody wants to write.
        onFocus={model.openPanel}
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
        <button type="button" class="cf-button cf-send" part="send" onClick={send}>
          {strings.send}
        </button>
        {onDismiss && (
          <button type="button" class="cf-button" onClick={onDismiss}>
            {strings.close}
          </button>
        )}
      </div>
    </div>
  );
}

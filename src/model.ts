import { type ReadonlySignal, signal } from '@preact/signals';
import { createDelivery, type DeliveryState, type DeliveryTarget } from './delivery';
import type { FeedbackError } from './errors';
import { type Answer, type Feedback, type FeedbackRecord, isSameFeedback, type Rating } from './feedback';

/** What happened to the feedback on one answer; `answer` is null while its ids are not known. */
export type FeedbackEvent = { readonly answer: Answer | null; readonly feedback: Feedback | null } & (
  | { readonly type: 'change' }
  | { readonly type: 'saved'; readonly record: FeedbackRecord }
  | { readonly type: 'removed' }
  | { readonly type: 'error'; readonly error: FeedbackError; readonly willRetry: boolean }
);

/** Where the comment box stands: `sent` is open until the words are confirmed, then it makes way for `thanks`. */
export type Panel = 'closed' | 'open' | 'sent' | 'thanks';

/** The feedback on one answer as a view needs it: signals to read, verbs to call. */
export interface AnswerModel {
  readonly answer: Answer | null;
  readonly state: ReadonlySignal<DeliveryState>;
  /** A rating that is chosen but held back until Send (`submit-on="send"`). */
  readonly held: ReadonlySignal<Rating | null>;
  readonly panel: ReadonlySignal<Panel>;
  /** The words in the box, as typed; they outlive the box and the widget. */
  readonly draft: ReadonlySignal<string>;
  /** Records a rating at once; the chosen one again takes it back. */
  choose(rating: Rating): void;
  /** Chooses a rating without recording it yet; the chosen one again drops it. */
  hold(rating: Rating): void;
  /** Records what is held back, without words. */
  release(): void;
  write(draft: string): void;
  /** Records the draft with the rating; words alone count as neutral. */
  send(): void;
  openPanel(): void;
  /** Closes the box and keeps the draft. */
  closePanel(): void;
  undo(): void;
  retry(): void;
  /** Takes over what was said before the answer's ids were known. */
  takeOver(waiting: AnswerModel): void;
  /** Tells of every event until the returned function is called. */
  listen(listener: (event: FeedbackEvent) => void): () => void;
  dispose(): void;
}

const IDLE: DeliveryState = { wanted: null, confirmed: null, phase: 'idle', error: null, notice: null };

/** Makes the model of one answer, or of one whose ids are not known yet (null), which keeps what is said until it is taken over. */
export function createAnswerModel(target: DeliveryTarget | null): AnswerModel {
  const answer = target?.answer ?? null;
  const state = signal(IDLE);
  const held = signal<Rating | null>(null);
  const panel = signal<Panel>('closed');
  const draft = signal('');
  const listeners = new Set<(event: FeedbackEvent) => void>();

  const delivery = createDelivery(target, {
    onState(next) {
      state.value = next;
    },
    onSettled(record) {
      if (panel.peek() === 'sent') showThanks();
      const feedback = wanted();
      if (record && feedback) tell({ type: 'saved', answer, feedback, record });
      else tell({ type: 'removed', answer, feedback: null });
    },
    onError(error, feedback) {
      if (panel.peek() === 'sent') panel.value = 'open';
      tell({ type: 'error', answer, feedback, error, willRetry: false });
    },
  });

  const wanted = () => state.peek().wanted;

  function tell(event: FeedbackEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function want(feedback: Feedback | null): void {
    held.value = null;
    delivery.want(feedback);
    tell({ type: 'change', answer, feedback });
  }

  function openPanel(): void {
    draft.value ||= wanted()?.comment ?? '';
    panel.value = 'open';
  }

  function showThanks(): void {
    draft.value = '';
    panel.value = 'thanks';
  }

  function choose(rating: Rating): void {
    if (wanted()?.rating === rating) return undo();
    openPanel();
    want({ rating, comment: wanted()?.comment ?? '' });
  }

  function undo(): void {
    panel.value = 'closed';
    draft.value = '';
    want(null);
  }

  return {
    answer,
    state,
    held,
    panel,
    draft,
    choose,
    hold(rating) {
      if (wanted()) return choose(rating);
      const isSame = held.peek() === rating;
      held.value = isSame ? null : rating;
      panel.value = isSame ? 'closed' : 'open';
    },
    release() {
      const rating = held.peek();
      if (rating) want({ rating, comment: '' });
    },
    write(words) {
      draft.value = words;
    },
    send() {
      const feedback = { rating: held.peek() ?? wanted()?.rating ?? 'neutral', comment: draft.peek().trim() };
      if (state.peek().phase === 'saved' && isSameFeedback(feedback, wanted())) return showThanks();
      panel.value = 'sent';
      want(feedback);
    },
    openPanel,
    closePanel() {
      panel.value = 'closed';
    },
    undo,
    retry: delivery.retry,
    takeOver(waiting) {
      const said = waiting.state.peek().wanted;
      if (waiting.draft.peek()) draft.value = waiting.draft.peek();
      if (waiting.held.peek()) held.value = waiting.held.peek();
      if (waiting.panel.peek() !== 'closed') panel.value = waiting.panel.peek();
      if (said) delivery.want(said);
      waiting.dispose();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      delivery.dispose();
      listeners.clear();
    },
  };
}

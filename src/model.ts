import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { createDelivery, type Delivery, type DeliveryState, type DeliveryTarget, type DeliveryWatch } from './delivery.js';
import type { FeedbackError } from './errors.js';
import type { Answer, Feedback, FeedbackRecord, Rating } from './feedback.js';
import type { Wanted } from './storage.js';
import { createWaiting } from './waiting.js';

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
export interface AnswerModel extends Pick<Delivery, 'wanted' | 'start' | 'know' | 'retry' | 'resume' | 'wake' | 'see'> {
  readonly answer: Answer | null;
  readonly state: ReadonlySignal<DeliveryState>;
  /** A rating that is chosen but held back until Send (`submit-on="send"`). */
  readonly held: ReadonlySignal<Rating | null>;
  readonly panel: ReadonlySignal<Panel>;
  /** The words in the box: as typed, else as recorded. They outlive the box and the widget. */
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
  /** Takes over what was said before the answer's ids were known. */
  takeOver(waiting: AnswerModel): void;
  /** Forgets everything, as on sign-out. */
  clear(): void;
  /** Tells of every event until the returned function is called. */
  listen(listener: (event: FeedbackEvent) => void): () => void;
  dispose(): void;
}

const IDLE: DeliveryState = { wanted: null, phase: 'idle', error: null, notice: null };

/** Makes the model of one answer, or of one whose ids are not known yet (null), which keeps what is said until it is taken over. */
export function createAnswerModel(target: DeliveryTarget | null): AnswerModel {
  const answer = target?.answer ?? null;
  const state = signal(IDLE);
  const held = signal<Rating | null>(null);
  const panel = signal<Panel>('closed');
  /** The words as typed since they were last sent; null where the box was not touched. */
  const typed = signal<string | null>(null);
  const draft = computed(() => typed.value ?? state.value.wanted?.comment ?? '');
  /** The words that were sent last, as typed. */
  let sentDraft: string | null = null;
  const listeners = new Set<(event: FeedbackEvent) => void>();

  const watch: DeliveryWatch = {
    onState(next) {
      state.value = next;
    },
    onSettled(isNews, record) {
      // What was typed since is not part of it.
      if (panel.peek() === 'sent' && typed.peek() === sentDraft) showThanks();
      else if (panel.peek() === 'sent') openPanel();
      const feedback = wanted();
      if (!isNews) return;
      if (!feedback) tell({ type: 'removed', answer, feedback });
      else if (record) tell({ type: 'saved', answer, feedback, record });
    },
    onError(error, feedback, willRetry) {
      if (panel.peek() === 'sent' && !willRetry) panel.value = 'open';
      tell({ type: 'error', answer, feedback, error, willRetry });
    },
  };

  const create = (): Delivery => (target ? createDelivery(target, watch) : createWaiting(watch));
  let delivery = create();
  /** A verb of the delivery that there is by then. */
  const relay = (verb: 'start' | 'retry' | 'resume' | 'wake' | 'see') => () => delivery[verb]();

  const wanted = () => state.peek().wanted;

  function tell(event: FeedbackEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function want(change: Wanted | null): void {
    held.value = null;
    delivery.want(change);
    tell({ type: 'change', answer, feedback: wanted() });
  }

  function openPanel(): void {
    panel.value = 'open';
  }

  function showThanks(): void {
    typed.value = null;
    panel.value = 'thanks';
  }

  function choose(rating: Rating): void {
    if (wanted()?.rating === rating) return undo();
    openPanel();
    want({ rating, comment: null });
  }

  function undo(): void {
    panel.value = 'closed';
    // Words that were never sent are not thrown away with the rating.
    if (typed.peek() === wanted()?.comment) typed.value = null;
    want(null);
  }

  return {
    answer,
    state,
    wanted: () => delivery.wanted(),
    start: relay('start'),
    know: (feedback, id) => delivery.know(feedback, id),
    retry: relay('retry'),
    resume: relay('resume'),
    wake: relay('wake'),
    see: relay('see'),
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
      typed.value = words;
    },
    send() {
      const rating = held.peek() ?? wanted()?.rating ?? 'neutral';
      // A box that was not touched leaves the words as they are, also where this page does not know them.
      const comment = typed.peek()?.trim() ?? null;
      const isSame = rating === wanted()?.rating && (comment === null || comment === wanted()?.comment);
      if (state.peek().phase === 'saved' && isSame) return showThanks();
      panel.value = 'sent';
      sentDraft = typed.peek();
      want({ rating, comment });
    },
    openPanel,
    closePanel() {
      panel.value = state.peek().phase === 'saved' && wanted()?.comment ? 'thanks' : 'closed';
    },
    undo,
    takeOver(waiting) {
      const said = waiting.wanted();
      if (waiting.draft.peek()) sentDraft = typed.value = waiting.draft.peek();
      if (waiting.held.peek()) held.value = waiting.held.peek();
      if (waiting.panel.peek() !== 'closed') panel.value = waiting.panel.peek();
      if (said) delivery.want(said);
      waiting.dispose();
    },
    clear() {
      held.value = null;
      panel.value = 'closed';
      typed.value = null;
      delivery.dispose();
      delivery = create();
      state.value = IDLE;
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

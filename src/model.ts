import { type ReadonlySignal, signal } from '@preact/signals';
import { createDelivery, type Delivery, type DeliveryState, type DeliveryTarget, type DeliveryWatch } from './delivery.js';
import type { FeedbackError } from './errors.js';
import type { Answer, Feedback, FeedbackRecord, Rating } from './feedback.js';
import { type Draft, keepReasons, toComment, toDraft } from './reasons.js';
import type { Wanted } from './storage.js';
import { createWaiting } from './waiting.js';

/** What happened to the feedback on one answer; `answer` is null while its ids are not known. */
export type FeedbackEvent = { readonly answer: Answer | null; readonly feedback: Feedback | null } & (
  | { readonly type: 'change' }
  | { readonly type: 'saved'; readonly record: FeedbackRecord }
  | { readonly type: 'removed' }
  | { readonly type: 'error'; readonly error: FeedbackError; readonly willRetry: boolean }
);

/** Where the comment box stands. `sent` and `thanks` show what was said, before and after the server has confirmed it. */
export type Panel = 'closed' | 'open' | 'sent' | 'thanks';

/** The reasons that a host offers with a rating. */
export type Offered = (rating: Rating) => readonly string[];

/** The feedback on one answer as a view needs it: signals to read, verbs to call. */
export interface AnswerModel extends Pick<Delivery, 'wanted' | 'start' | 'know' | 'retry' | 'resume' | 'wake' | 'see'> {
  readonly answer: Answer | null;
  readonly state: ReadonlySignal<DeliveryState>;
  /** A rating that is chosen but held back until Send (`submit-on="send"`). */
  readonly held: ReadonlySignal<Rating | null>;
  readonly panel: ReadonlySignal<Panel>;
  /** What is in the box and was not sent yet; null where the box was not touched. It outlives the box and the widget. */
  readonly draft: ReadonlySignal<Draft | null>;
  /** Records a rating at once; the chosen one again takes it back. Of the reasons those stay that are offered with it. */
  choose(rating: Rating, offered?: Offered): void;
  /** Chooses a rating without recording it yet; the chosen one again drops it. */
  hold(rating: Rating, offered?: Offered): void;
  /** Records what is held back, without words. */
  release(): void;
  write(draft: Draft): void;
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

const none: Offered = () => [];

const IDLE: DeliveryState = { wanted: null, phase: 'idle', error: null, notice: null };

/** Makes the model of one answer, or of one whose ids are not known yet (null), which keeps what is said until it is taken over. */
export function createAnswerModel(target: DeliveryTarget | null): AnswerModel {
  const answer = target?.answer ?? null;
  const state = signal(IDLE);
  const held = signal<Rating | null>(null);
  const panel = signal<Panel>('closed');
  const draft = signal<Draft | null>(null);
  let sentDraft: Draft | null = null;
  const listeners = new Set<(event: FeedbackEvent) => void>();

  const watch: DeliveryWatch = {
    onState(next) {
      state.value = next;
    },
    onSettled(isNews, record) {
      // What was typed since is not part of it.
      if (panel.peek() === 'sent' && draft.peek() === sentDraft) showThanks();
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
    draft.value = null;
    panel.value = 'thanks';
  }

  function choose(rating: Rating, offered: Offered = none): void {
    if (wanted()?.rating === rating) return undo();
    openPanel();
    want({ rating, comment: shedReasons(rating, offered) });
  }

  /** Reasons for another rating are not reasons for this one. The comment that is left of what is on record; null for all of it. */
  function shedReasons(rating: Rating, offered: Offered): string | null {
    const typed = draft.peek();
    if (typed) draft.value = keepReasons(typed, offered(rating));
    const { wanted: former, error } = state.peek();
    // Words that the server refused stay in the box.
    if (!former?.comment || error?.kind === 'invalid' || error?.kind === 'too-large') return null;
    const said = toDraft(former.comment, offered(former.rating));
    const kept = keepReasons(said, offered(rating));
    return kept.reasons.length < said.reasons.length ? toComment(kept) : null;
  }

  function undo(): void {
    panel.value = 'closed';
    // Words that were never sent are not thrown away with the rating.
    const typed = draft.peek();
    if (typed && toComment(typed) === wanted()?.comment) draft.value = null;
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
    hold(rating, offered = none) {
      if (wanted()) return choose(rating, offered);
      shedReasons(rating, offered);
      const isSame = held.peek() === rating;
      held.value = isSame ? null : rating;
      panel.value = isSame ? 'closed' : 'open';
    },
    release() {
      const rating = held.peek();
      if (rating) want({ rating, comment: '' });
    },
    write(typed) {
      draft.value = typed;
    },
    send() {
      const rating = held.peek() ?? wanted()?.rating ?? 'neutral';
      // A box that was not touched leaves the words as they are, also where this page does not know them.
      const typed = draft.peek();
      const comment = typed && toComment(typed);
      const isSame = rating === wanted()?.rating && (comment === null || comment === wanted()?.comment);
      if (state.peek().phase === 'saved' && isSame) return showThanks();
      panel.value = 'sent';
      sentDraft = typed;
      want({ rating, comment });
    },
    openPanel,
    closePanel() {
      panel.value = state.peek().phase === 'saved' && wanted()?.comment ? 'thanks' : 'closed';
    },
    undo,
    takeOver(waiting) {
      const said = waiting.wanted();
      if (waiting.draft.peek()) sentDraft = draft.value = waiting.draft.peek();
      if (waiting.held.peek()) held.value = waiting.held.peek();
      if (waiting.panel.peek() !== 'closed') panel.value = waiting.panel.peek();
      if (said) delivery.want(said);
      waiting.dispose();
    },
    clear() {
      held.value = null;
      panel.value = 'closed';
      draft.value = null;
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

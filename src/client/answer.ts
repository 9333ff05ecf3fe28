import { type ReadonlySignal, signal } from '@preact/signals';
import type { Wanted } from '../delivery/index.js';
import {
  createDelivery,
  createWaiting,
  type Delivery,
  type DeliveryState,
  type DeliveryTarget,
  type DeliveryWatch,
} from '../delivery/index.js';
import type { FeedbackError } from '../domain/index.js';
import {
  type Answer,
  type Draft,
  dropReasons,
  type Feedback,
  type FeedbackRecord,
  RATINGS,
  type Rating,
  type Reasons,
  toComment,
  toDraft,
} from '../domain/index.js';
import { guard } from '../platform/index.js';

/** What happened to the feedback on one answer; `answer` is null while its ids are not known. */
export type FeedbackEvent = { readonly answer: Answer | null; readonly feedback: Feedback | null } & (
  | { readonly type: 'change' }
  | { readonly type: 'saved'; readonly record: FeedbackRecord }
  | { readonly type: 'removed' }
  | { readonly type: 'error'; readonly error: FeedbackError; readonly willRetry: boolean }
);

/** Where the comment box stands. `sent` and `thanks` show what was said, before and after the server has confirmed it. */
export type Panel = 'closed' | 'open' | 'sent' | 'thanks';

/** The feedback on one answer as a view needs it: signals to read, verbs to call. */
export interface AnswerModel extends Pick<Delivery, 'wanted' | 'start' | 'know' | 'learn' | 'retry' | 'resume' | 'wake' | 'see'> {
  /** Null while its ids are not known. */
  readonly answer: Answer | null;
  readonly state: ReadonlySignal<DeliveryState>;
  /** A rating that is chosen but held back until Send (`submit-on="send"`). */
  readonly held: ReadonlySignal<Rating | null>;
  readonly panel: ReadonlySignal<Panel>;
  /** What is in the box and was not sent yet; null where the box was not touched. It outlives the box and the widget. */
  readonly draft: ReadonlySignal<Draft | null>;
  /** Tells which reasons the host offers, so that they go with their rating. */
  offer(reasons: Reasons): void;
  /** Records a rating at once; the chosen one again takes it back. */
  choose(rating: Rating): void;
  /** Chooses a rating without recording it yet; the chosen one again drops it. Once something is recorded, `choose`. */
  hold(rating: Rating): void;
  /** Records what is held back, without words. */
  release(): void;
  /** Changes the draft. */
  write(draft: Draft): void;
  /** Records the draft with the rating; words alone count as neutral. */
  send(): void;
  /** Opens the box, with what is on record. */
  openPanel(): void;
  /** Closes the box and keeps the draft. */
  closePanel(): void;
  /** Takes the whole feedback back. */
  undo(): void;
  /** When something was first said here, as {@link nextTurn} counts; 0 for never. */
  readonly firstTurn: number;
  /** Takes over what was said before the answer's ids were known. */
  takeOver(waiting: AnswerModel): void;
  /** Forgets everything, as on sign-out. */
  clear(): void;
  /** Tells of every event until the returned function is called. */
  listen(listener: (event: FeedbackEvent) => void): () => void;
  /** Stops; what is under way no longer counts. */
  dispose(): void;
}

let turn = 0;

/** Counts what happens on a page, so that it is known what came first whatever the clock says. */
export const nextTurn = (): number => ++turn;

/** Nothing is wanted, and there is nothing to tell. */
export const IDLE: DeliveryState = { wanted: null, hasHiddenWords: false, phase: 'idle', error: null, notice: null };

/** Makes the model of one answer, or of one whose ids are not known yet (null), which keeps what is said until it is taken over. */
export function createAnswerModel(target: DeliveryTarget | null): AnswerModel {
  const answer = target?.answer ?? null;
  const state = signal(IDLE);
  const held = signal<Rating | null>(null);
  const panel = signal<Panel>('closed');
  const draft = signal<Draft | null>(null);
  let sentDraft: Draft | null = null;
  let firstTurn = 0;
  let reasons: Reasons = {};
  /** The rating was changed while the words on record, and so the reasons among them, were not known. */
  let isShedding = false;
  const listeners = new Set<(event: FeedbackEvent) => void>();

  const watch: DeliveryWatch = {
    onState(next) {
      const wereHidden = state.peek().hasHiddenWords;
      guard(() => {
        state.value = next;
      });
      const typed = draft.peek();
      const comment = next.wanted?.comment;
      if (!wereHidden || !comment || !typed || comment === toComment(typed)) return;
      // What was typed before the words on record were known comes after them, not in their place.
      const said = toDraft(comment, allReasons());
      draft.value = { reasons: [...new Set([...said.reasons, ...typed.reasons])], words: `${said.words}\n${typed.words}`.trim() };
    },
    onSettled(isNews, record) {
      const { wanted: now, hasHiddenWords } = state.peek();
      if (now && isShedding && !hasHiddenWords) {
        isShedding = false;
        const comment = shedReasons(now.rating);
        if (comment !== null) return want({ rating: now.rating, comment });
      }
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
  const relay = (verb: 'start' | 'learn' | 'wake' | 'see') => () => delivery[verb]();
  /** The same for one that sends again, where the box is open only because it failed. */
  const relaySent = (verb: 'retry' | 'resume') => () => {
    if (panel.peek() === 'open' && sentDraft && draft.peek() === sentDraft) panel.value = 'sent';
    delivery[verb]();
  };

  const wanted = () => state.peek().wanted;
  const allReasons = () => RATINGS.flatMap((rating) => reasons[rating] ?? []);

  function tell(event: FeedbackEvent): void {
    for (const listener of [...listeners]) guard(() => listener(event));
  }

  function want(change: Wanted | null): void {
    firstTurn ||= nextTurn();
    if (!change && !draft.peek()) firstTurn = 0;
    held.value = null;
    delivery.want(change);
    tell({ type: 'change', answer, feedback: wanted() });
  }

  function openPanel(): void {
    panel.value = 'open';
    if (state.peek().hasHiddenWords) delivery.learn();
  }

  function showThanks(): void {
    draft.value = null;
    panel.value = 'thanks';
  }

  function choose(rating: Rating): void {
    if (wanted()?.rating === rating) return undo();
    panel.value = 'open';
    isShedding = state.peek().hasHiddenWords;
    want({ rating, comment: shedReasons(rating) });
  }

  /** Reasons for another rating are not reasons for this one. The comment that is left of what is on record; null for all of it. */
  function shedReasons(rating: Rating): string | null {
    const stays = reasons[rating] ?? [];
    const others = allReasons().filter((reason) => !stays.includes(reason));
    const typed = draft.peek();
    if (typed) draft.value = dropReasons(typed, others);
    const { wanted: former, error } = state.peek();
    // Words that the server refused stay in the box.
    if (!former?.comment || error?.kind === 'invalid' || error?.kind === 'too-large') return null;
    const said = toDraft(former.comment, allReasons());
    const kept = dropReasons(said, others);
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
    get firstTurn() {
      return firstTurn;
    },
    wanted: () => delivery.wanted(),
    start: relay('start'),
    know: (...told) => delivery.know(...told),
    learn: relay('learn'),
    retry: relaySent('retry'),
    resume: relaySent('resume'),
    wake: relay('wake'),
    see: relay('see'),
    held,
    panel,
    draft,
    choose,
    offer(offered) {
      reasons = offered;
    },
    hold(rating) {
      if (wanted()) return choose(rating);
      firstTurn ||= nextTurn();
      shedReasons(rating);
      const isSame = held.peek() === rating;
      held.value = isSame ? null : rating;
      if (isSame && !draft.peek()) firstTurn = 0;
      panel.value = isSame ? 'closed' : 'open';
    },
    release() {
      const rating = held.peek();
      if (rating) want({ rating, comment: null });
    },
    write(typed) {
      firstTurn ||= nextTurn();
      draft.value = typed;
    },
    send() {
      const rating = held.peek() ?? wanted()?.rating ?? 'neutral';
      // A box that was not touched leaves the words as they are, also where this page does not know them.
      const typed = draft.peek();
      const comment = typed && toComment(typed);
      // Another tab may have said something else that this one was not told of yet.
      delivery.see();
      // Words that only stand on record may still be overwritten by a late commit; those that were said are kept.
      const said = delivery.wanted();
      const isSame = rating === said?.rating && (comment === null || comment === said?.comment);
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
      isShedding = !!said && state.peek().hasHiddenWords;
      if (said) delivery.want(said.comment === null ? { ...said, comment: shedReasons(said.rating) } : said);
      waiting.clear();
    },
    clear() {
      firstTurn = 0;
      isShedding = false;
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

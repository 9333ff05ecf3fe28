import { type ReadonlySignal, signal } from '@preact/signals';
import { createDelivery, type Delivery, type DeliveryTarget, type DeliveryView, toFeedback, type Wanted } from '../delivery/index.js';
import {
  type Answer,
  type Draft,
  dropReasons,
  type FeedbackEvent,
  RATINGS,
  type Rating,
  type Reasons,
  toComment,
  toDraft,
} from '../domain/index.js';
import { guard } from '../platform/index.js';

/** Where the comment box stands. `sent` and `thanks` show the words that were sent, before and after the server has confirmed them. */
export type Panel = 'closed' | 'open' | 'sent' | 'thanks';

/** The feedback on one answer as a widget needs it: signals to read, verbs to call. Every widget of an answer has the same one. */
export interface AnswerModel {
  /** Null while its ids are not known. */
  readonly answer: Answer | null;
  readonly view: ReadonlySignal<DeliveryView>;
  /** A rating that is chosen but not recorded until Send (`submit-on="send"`). */
  readonly staged: ReadonlySignal<Rating | null>;
  readonly panel: ReadonlySignal<Panel>;
  /** What is in the box and was not sent yet; null where the box was not touched. It outlives the box and the widget. */
  readonly draft: ReadonlySignal<Draft | null>;
  /** The delivery behind it; a sign-out makes it another one. */
  readonly delivery: Delivery;
  /** When something was first said here, as {@link nextTurn} counts; 0 for never. */
  readonly firstTurn: number;
  /** Tells which reasons the host offers, so that they leave with their rating. */
  offer(reasons: Reasons): void;
  /** Records a rating at once; the chosen one again removes the feedback. */
  choose(rating: Rating): void;
  /** Chooses a rating without recording it yet; the chosen one again drops it. Once something is recorded, the same as `choose`. */
  stage(rating: Rating): void;
  /** Records a staged rating, without words. */
  recordStaged(): void;
  /** Records feedback, whatever is in the box; a comment that is null stays as it is. */
  want(wanted: Wanted | null): void;
  /** Changes the draft. */
  write(draft: Draft): void;
  /** Records the draft with the rating; words alone count as neutral. */
  send(): void;
  /** Opens the box, with the words on record. */
  openPanel(): void;
  /** Closes the box and keeps the draft. */
  closePanel(): void;
  /** Removes the whole feedback. */
  remove(): void;
  retry(): void;
  resume(): void;
  /** Takes over what was said before the answer's ids were known. */
  adopt(waiting: AnswerModel): void;
  /** What is wanted, with words that are null where they are not known. */
  wanted(): Wanted | null;
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
export const IDLE: DeliveryView = { wanted: null, hasHiddenWords: false, phase: 'idle', error: null, notice: null };

type Listener = Parameters<typeof createDelivery>[1];

/** Makes the model of one answer, or of one whose ids are not known yet (null), which keeps what is said until another adopts it. */
export function createAnswerModel(target: DeliveryTarget | null): AnswerModel {
  const answer = target && { conversationId: target.answer.conversationId, queryId: target.answer.queryId };
  const view = signal(IDLE);
  const staged = signal<Rating | null>(null);
  const panel = signal<Panel>('closed');
  const draft = signal<Draft | null>(null);
  let sentDraft: Draft | null = null;
  let firstTurn = 0;
  let reasons: Reasons = {};
  /** The rating was changed while the words on record, and so the reasons among them, were not known. */
  let isShedding = false;
  const listeners = new Set<(event: FeedbackEvent) => void>();

  const listener: Listener = {
    onView(next) {
      const wereHidden = view.peek().hasHiddenWords;
      view.value = next;
      const typed = draft.peek();
      const comment = next.wanted?.comment;
      if (!wereHidden || !comment || !typed || comment === toComment(typed)) return;
      // What was typed before the words on record were known comes after them, not in their place.
      const known = toDraft(comment, allReasons());
      draft.value = { reasons: [...new Set([...known.reasons, ...typed.reasons])], words: `${known.words}\n${typed.words}`.trim() };
    },
    onSettled(isNews, record) {
      const { wanted: now, hasHiddenWords } = view.peek();
      if (now && isShedding && !hasHiddenWords) {
        isShedding = false;
        const comment = shedReasons(now.rating);
        if (comment !== null) return want({ rating: now.rating, comment });
      }
      // What was typed since is not part of it.
      if (panel.peek() === 'sent' && draft.peek() === sentDraft) showThanks();
      else if (panel.peek() === 'sent') openPanel();
      const feedback = view.peek().wanted;
      if (!isNews) return;
      if (!feedback) tell({ type: 'removed', answer, feedback });
      else if (record) tell({ type: 'saved', answer, feedback, record });
    },
    onError(error, feedback, willRetry) {
      if (panel.peek() === 'sent' && !willRetry) panel.value = 'open';
      tell({ type: 'error', answer, feedback, error, willRetry });
    },
  };

  const create = (): Delivery => (target ? createDelivery(target, listener) : createWaiting(listener));
  let delivery = create();

  const wanted = () => view.peek().wanted;
  const allReasons = () => RATINGS.flatMap((rating) => reasons[rating] ?? []);

  function tell(event: FeedbackEvent): void {
    for (const listener of [...listeners]) guard(() => listener(event));
  }

  /** Notes that something was said, or that nothing is said any more. */
  function noteTurn(isSaid: unknown): void {
    firstTurn = isSaid || draft.peek() ? firstTurn || nextTurn() : 0;
  }

  function want(change: Wanted | null): void {
    noteTurn(change);
    staged.value = null;
    delivery.want(change);
    tell({ type: 'change', answer, feedback: wanted() });
  }

  /** Tries again what failed. The box shows what is sent again where it is open only because that failed. */
  function again(verb: 'retry' | 'resume'): void {
    if (panel.peek() === 'open' && sentDraft && draft.peek() === sentDraft) panel.value = 'sent';
    delivery[verb]();
  }

  function openPanel(): void {
    panel.value = 'open';
    if (view.peek().hasHiddenWords) delivery.readWords();
  }

  function showThanks(): void {
    draft.value = null;
    panel.value = 'thanks';
  }

  function choose(rating: Rating): void {
    if (wanted()?.rating === rating) return remove();
    panel.value = 'open';
    isShedding = view.peek().hasHiddenWords;
    want({ rating, comment: shedReasons(rating) });
  }

  /** Drops the reasons for another rating. The comment that is left of the one on record; null where that stays as it is. */
  function shedReasons(rating: Rating): string | null {
    const stays = reasons[rating] ?? [];
    const others = allReasons().filter((reason) => !stays.includes(reason));
    const typed = draft.peek();
    if (typed) draft.value = dropReasons(typed, others);
    const { wanted: former, error } = view.peek();
    // Words that the server refused stay in the box.
    if (!former?.comment || error?.refusesWords) return null;
    const recorded = toDraft(former.comment, allReasons());
    const left = dropReasons(recorded, others);
    return left.reasons.length < recorded.reasons.length ? toComment(left) : null;
  }

  function remove(): void {
    panel.value = 'closed';
    // Words that were never sent are not thrown away with the rating.
    const typed = draft.peek();
    if (typed && toComment(typed) === wanted()?.comment) draft.value = null;
    want(null);
  }

  return {
    answer,
    view,
    staged,
    panel,
    draft,
    get delivery() {
      return delivery;
    },
    get firstTurn() {
      return firstTurn;
    },
    wanted: () => delivery.wanted(),
    retry: () => again('retry'),
    resume: () => again('resume'),
    want,
    choose,
    offer(offered) {
      reasons = offered;
    },
    stage(rating) {
      if (wanted()) return choose(rating);
      shedReasons(rating);
      const isSame = staged.peek() === rating;
      staged.value = isSame ? null : rating;
      panel.value = isSame ? 'closed' : 'open';
      noteTurn(!isSame);
    },
    recordStaged() {
      const rating = staged.peek();
      if (rating) want({ rating, comment: null });
    },
    write(typed) {
      draft.value = typed;
      noteTurn(true);
    },
    send() {
      const rating = staged.peek() ?? wanted()?.rating ?? 'neutral';
      // A box that was not touched leaves the words as they are, also where this page does not know them.
      const typed = draft.peek();
      const comment = typed && toComment(typed);
      // Another tab may have said something else that this one was not told of yet.
      delivery.readStorage();
      // Words that only stand on record may still be overwritten by a late commit; those that are wanted are not.
      const former = delivery.wanted();
      const isSame = rating === former?.rating && (comment === null || comment === former?.comment);
      if (view.peek().phase === 'saved' && isSame) return showThanks();
      panel.value = 'sent';
      sentDraft = typed;
      want({ rating, comment });
    },
    openPanel,
    closePanel() {
      panel.value = view.peek().phase === 'saved' && wanted()?.comment ? 'thanks' : 'closed';
    },
    remove,
    adopt(waiting) {
      const former = waiting.wanted();
      if (waiting.draft.peek()) sentDraft = draft.value = waiting.draft.peek();
      if (waiting.staged.peek()) staged.value = waiting.staged.peek();
      if (waiting.panel.peek() !== 'closed') panel.value = waiting.panel.peek();
      isShedding = !!former && view.peek().hasHiddenWords;
      if (former) delivery.want(former.comment === null ? { ...former, comment: shedReasons(former.rating) } : former);
      waiting.clear();
    },
    clear() {
      delivery.dispose();
      delivery = create();
      view.value = IDLE;
      firstTurn = 0;
      isShedding = false;
      staged.value = null;
      panel.value = 'closed';
      draft.value = null;
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

/** In place of a delivery while the answer's ids are not known: what is wanted waits, and nothing is sent. */
function createWaiting({ onView }: Listener): Delivery {
  let wanted: Wanted | null = null;
  const nothing = () => {};
  return {
    want(next) {
      // Words that are null may be on record already.
      wanted = next && { rating: next.rating, comment: next.comment ?? wanted?.comment ?? null };
      onView({ ...IDLE, wanted: toFeedback(wanted, null), phase: wanted ? 'waiting' : 'idle' });
    },
    wanted: () => wanted,
    start: nothing,
    tell: nothing,
    readWords: nothing,
    retry: nothing,
    resume: nothing,
    wake: nothing,
    readStorage: nothing,
    dispose: nothing,
  };
}

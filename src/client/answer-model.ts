import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { type Delivery, type DeliveryListener, type DeliveryView, IDLE } from '../delivery/index.js';
import {
  type Answer,
  type AnswerRef,
  type Draft,
  type FeedbackEvent,
  RATINGS,
  type Rating,
  type Reasons,
  toComment,
  type WaitingRef,
  type Wanted,
} from '../domain/index.js';
import { createListeners } from '../platform/index.js';
import { createCommentBox, type Panel } from './comment-box.js';

/** The feedback on one answer for its widgets, which all share it: signals to read and methods to call. */
export interface AnswerModel {
  /** The ids; null while they are not known. */
  answer(): Answer | null;
  readonly view: ReadonlySignal<DeliveryView>;
  /** A rating that is recorded only by Send (`submit-on="send"`). */
  readonly staged: ReadonlySignal<Rating | null>;
  readonly panel: ReadonlySignal<Panel>;
  /** The unsent content of the comment box; null if it was not edited. It outlives the widget. */
  readonly draft: ReadonlySignal<Draft | null>;
  /** The delivery of the person who is signed in. */
  readonly delivery: Delivery;
  /** The ids of the widget in which a rating was pressed last. It sets them, and clears them when it is removed or shows another model. */
  holder?: { readonly current: { readonly answer: AnswerRef | null; readonly waiting: WaitingRef | null } } | undefined;
  /** Called when there is no holder any more, for the answer that asked last. */
  onRelease?: (() => void) | undefined;
  /** The turn (see {@link nextTurn}) in which the person first did something here; 0 for never. */
  firstTurn(): number;
  /** Sets the reasons that the host offers, which comments begin with. */
  offer(reasons: Reasons): void;
  /** Records a rating at once. Choosing the current one again removes the feedback. */
  choose(rating: Rating): void;
  /** Stages a rating, or clears it if it is staged already. Once feedback is recorded, the same as `choose`. */
  stage(rating: Rating): void;
  /** Records the staged rating without words. */
  recordStaged(): void;
  /** Records feedback and leaves the box alone. A comment of null keeps the current one. */
  want(wanted: Wanted | null): void;
  /** Changes the draft. */
  write(draft: Draft): void;
  /** Records the draft with the rating. Words without a rating count as neutral. */
  send(): void;
  /** Opens the box with the words on record. */
  openPanel(): void;
  /** Closes the box and keeps the draft. */
  closePanel(): void;
  /** Removes the feedback. */
  remove(): void;
  /** Brings back what the last change has removed. */
  undo(): void;
  retry(): void;
  resume(): void;
  /** Takes over the feedback that was given before the ids were known. */
  adopt(waiting: AnswerModel): void;
  /** The model that has adopted this one; null for none. */
  readonly successor: ReadonlySignal<AnswerModel | null>;
  /** Continues with another delivery, which takes over what the person has said: more of the answer's ids are known. */
  moveTo(answer: Answer | null, create: CreateDelivery): void;
  /** The wanted feedback, with a comment of null if the words are not known here. */
  wanted(): Wanted | null;
  /** Forgets everything: the person signs out, or another model has adopted it. */
  clear(successor?: AnswerModel): void;
  /** Calls the listener with every event. Returns what removes it. */
  listen(listener: (event: FeedbackEvent) => void): () => void;
  /** Stops. Outcomes of requests in flight are ignored. */
  dispose(): void;
}
let turn = 0;
/** Counts the page's interactions, so that their order is known even if the clock is wrong. */
export const nextTurn = (): number => ++turn;
/** Creates the delivery of a model, again for each person who signs in. */
export type CreateDelivery = (listener: DeliveryListener) => Delivery;

/** The ids of a reference alone, for events. */
const toAnswer = (answer: Answer | null): Answer | null => answer && { conversationId: answer.conversationId, queryId: answer.queryId };

/** The delivery of a model, which changes when more of the ids are known or another person signs in. */
function createDeliverySlot(listener: DeliveryListener, firstAnswer: Answer | null, firstCreate: CreateDelivery) {
  let answer = toAnswer(firstAnswer);
  let create = firstCreate;
  let delivery = create(listener);
  const slot = {
    answer: () => answer,
    delivery: () => delivery,
    /** Begins anew, for another person. */
    renew() {
      delivery.dispose();
      delivery = create(listener);
    },
    moveTo(nextAnswer: Answer | null, nextCreate: CreateDelivery) {
      answer = toAnswer(nextAnswer);
      create = nextCreate;
      slot.renew();
      delivery.start();
    },
  };
  return slot;
}

/** Wants what was wanted before the ids were known, unless the person has chosen something for the answer since, and keeps what was typed. */
function carryOver(from: Delivery, to: Delivery, typed: Draft | null): void {
  const former = from.changedAt() > to.changedAt() ? from.wanted() : null;
  if (former) to.want(former);
  if (typed) to.keepDraft(typed);
}

/** Creates the model of an answer; `null` while its ids are not known. */
export function createAnswerModel(firstAnswer: Answer | null, firstCreate: CreateDelivery): AnswerModel {
  const view = signal(IDLE);
  const successor = signal<AnswerModel | null>(null);
  const staged = signal<Rating | null>(null);
  const draft = signal<Draft | null>(null);
  const box = createCommentBox(() => !!draft.peek());
  const { add: listen, emit, clear: dropListeners } = createListeners<FeedbackEvent>();
  let firstTurn = 0;
  let reasons: readonly string[] = [];

  const listener: DeliveryListener = {
    onView(next) {
      view.value = next;
      draft.value = next.draft;
    },
    offered: () => reasons,
    onSettled(isNews, record) {
      box.confirm();
      const feedback = view.peek().wanted;
      if (isNews && !feedback) emit({ type: 'removed', answer: answer(), feedback });
      else if (isNews && record) emit({ type: 'saved', answer: answer(), feedback: feedback as NonNullable<typeof feedback>, record });
    },
    onError(error, feedback, willRetry) {
      if (!willRetry) box.fail();
      emit({ type: 'error', answer: answer(), feedback, error, willRetry });
    },
  };

  const { answer, delivery, renew, moveTo } = createDeliverySlot(listener, firstAnswer, firstCreate);
  const wanted = () => view.peek().wanted;

  function noteTurn(hasFeedback: boolean): void {
    firstTurn = hasFeedback || draft.peek() ? firstTurn || nextTurn() : 0;
  }

  function want(change: Wanted | null): void {
    noteTurn(!!change);
    staged.value = null;
    delivery().want(change);
    emit({ type: 'change', answer: answer(), feedback: wanted() });
  }

  function choose(rating: Rating): void {
    if (wanted()?.rating === rating) return remove();
    box.show('open');
    want({ rating, comment: null });
  }

  function remove(): void {
    box.show('closed');
    want(null);
  }

  const model: AnswerModel = {
    answer,
    view,
    successor,
    staged,
    panel: box.panel,
    draft,
    get delivery() {
      return delivery();
    },
    firstTurn: () => firstTurn,
    offer(offered) {
      reasons = RATINGS.flatMap((rating) => offered[rating] ?? []);
    },
    choose,
    stage(rating) {
      if (wanted()) return choose(rating);
      const isSame = staged.peek() === rating;
      staged.value = isSame ? null : rating;
      box.show(isSame ? 'closed' : 'open');
      noteTurn(!isSame);
    },
    recordStaged: () => void (staged.peek() && want({ rating: staged.peek() as Rating, comment: null })),
    want,
    write(typed) {
      delivery().keepDraft(typed);
      noteTurn(true);
    },
    send() {
      // A box that was not edited keeps the words on record, even if they are not known here.
      const typed = draft.peek();
      const shownRating = wanted()?.rating;
      // Another tab may have changed the feedback without this one being notified yet. What was typed belongs to the rating that is shown here.
      delivery().readStorage();
      const former = delivery().wanted();
      const rating = staged.peek() ?? (typed ? shownRating : (former?.rating ?? shownRating)) ?? 'neutral';
      const shown = former?.rating === rating ? former.comment : null;
      const comment = typed ? toComment(typed) : shown;
      const isSame = rating === former?.rating && (comment === null || comment === former?.comment);
      const isSaved = view.peek().phase === 'saved' && isSame;
      box.show(isSaved ? 'thanks' : 'sent');
      if (isSaved) delivery().keepDraft(null);
      else want({ rating, comment });
    },
    openPanel() {
      box.show('open');
      if (view.peek().hasHiddenWords) delivery().readWords();
    },
    closePanel: () => box.show(view.peek().phase === 'saved' && wanted()?.comment ? 'thanks' : 'closed'),
    remove,
    undo() {
      // Another tab may have changed the feedback without this one being notified yet.
      delivery().readStorage();
      const { removed } = view.peek();
      if (!removed) return;
      want({ rating: removed.rating, comment: removed.comment });
      box.show(wanted()?.comment ? 'sent' : 'closed');
    },
    retry: () => delivery().retry(),
    resume: () => delivery().resume(),
    adopt(waiting) {
      if (waiting.panel.peek() !== 'closed') box.show(waiting.panel.peek());
      if (waiting.staged.peek()) staged.value = waiting.staged.peek();
      carryOver(waiting.delivery, delivery(), waiting.draft.peek());
      waiting.clear(model);
    },
    moveTo(nextAnswer, nextCreate) {
      const [earlier, typed] = [delivery(), draft.peek()];
      // Nobody sees the answer empty in between.
      batch(() => {
        moveTo(nextAnswer, nextCreate);
        carryOver(earlier, delivery(), typed);
      });
    },
    wanted: () => delivery().wanted(),
    clear(next) {
      // Who follows to the next model does not see this one empty.
      if (next) successor.value = next;
      renew();
      firstTurn = 0;
      view.value = IDLE;
      staged.value = null;
      draft.value = null;
      box.show('closed');
    },
    listen,
    dispose() {
      delivery().dispose();
      dropListeners();
    },
  };
  return model;
}

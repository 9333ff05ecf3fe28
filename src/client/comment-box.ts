import { type ReadonlySignal, signal } from '@preact/signals';
import type { DeliveryView } from '../delivery/index.js';
import { type Draft, dropReasons, mergeDrafts, RATINGS, type Rating, type Reasons, toComment, toDraft } from '../domain/index.js';

/** What the comment box shows: nothing, a form, or the submitted words before (`sent`) and after (`thanks`) the server has confirmed them. */
export type Panel = 'closed' | 'open' | 'sent' | 'thanks';

/** The comment box of an answer, which all its widgets share: what it shows and what was typed. */
export type CommentBox = ReturnType<typeof createCommentBox>;

/** Creates the comment box for a view. */
export function createCommentBox(view: ReadonlySignal<DeliveryView>) {
  const panel = signal<Panel>('closed');
  const draft = signal<Draft | null>(null);
  let submitted: Draft | null = null;
  let reasons: Reasons = {};

  const allReasons = () => RATINGS.flatMap((rating) => reasons[rating] ?? []);

  function showThanks(): void {
    draft.value = null;
    panel.value = 'thanks';
  }

  return {
    panel: panel as ReadonlySignal<Panel>,
    /** The unsent content; null if the box was not edited. It outlives the widget. */
    draft: draft as ReadonlySignal<Draft | null>,
    show(next: Panel) {
      panel.value = next;
    },
    write(typed: Draft) {
      draft.value = typed;
    },
    /** Sets the reasons that the host offers. */
    offer(offered: Reasons) {
      reasons = offered;
    },
    showThanks,

    /** Shows the draft as submitted. */
    submit() {
      panel.value = 'sent';
      submitted = draft.peek();
    },

    /** The server has confirmed what was submitted. Words that were typed since are not part of it. */
    confirm() {
      if (panel.peek() !== 'sent') return;
      if (draft.peek() === submitted) showThanks();
      else panel.value = 'open';
    },

    /** Sending has failed: the words are back in the form. */
    fail() {
      if (panel.peek() === 'sent') panel.value = 'open';
    },

    /** Sends again what {@link fail} has put back. */
    resubmit() {
      if (panel.peek() === 'open' && submitted && draft.peek() === submitted) panel.value = 'sent';
    },

    /** The words on record became known. What was typed before is added to them. */
    addToRecorded(comment: string) {
      const typed = draft.peek();
      if (typed && comment !== toComment(typed)) draft.value = mergeDrafts(toDraft(comment, allReasons()), typed);
    },

    /** Drops the reasons that are not offered for this rating. Returns what is left of the comment on record; null if it had none of them. */
    dropOtherReasons(rating: Rating): string | null {
      const offered = reasons[rating] ?? [];
      const others = allReasons().filter((reason) => !offered.includes(reason));
      const typed = draft.peek();
      if (typed) draft.value = dropReasons(typed, others);
      const { wanted, error } = view.peek();
      // Words that the server refused stay in the box.
      if (!wanted?.comment || error?.refusesWords) return null;
      const recorded = toDraft(wanted.comment, allReasons());
      const left = dropReasons(recorded, others);
      return left.reasons.length < recorded.reasons.length ? toComment(left) : null;
    },

    /** Hides the box and the submitted words; unsent words stay. */
    dismiss() {
      panel.value = 'closed';
      const typed = draft.peek();
      if (typed && toComment(typed) === view.peek().wanted?.comment) draft.value = null;
    },

    /** Takes over the content and state of another box. */
    adopt({ draft: other, panel: otherPanel }: { readonly draft: ReadonlySignal<Draft | null>; readonly panel: ReadonlySignal<Panel> }) {
      if (other.peek()) submitted = draft.value = other.peek();
      if (otherPanel.peek() !== 'closed') panel.value = otherPanel.peek();
    },

    clear() {
      panel.value = 'closed';
      draft.value = null;
    },
  };
}

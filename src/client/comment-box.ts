import { type ReadonlySignal, signal } from '@preact/signals';

/** What the comment box shows: nothing, a form, or the submitted words before (`sent`) and after (`thanks`) the server has confirmed them. */
export type Panel = 'closed' | 'open' | 'sent' | 'thanks';

/** What the comment box of an answer shows in all of its widgets. `hasDraft` tells whether there is unsent content. */
export function createCommentBox(hasDraft: () => boolean) {
  const panel = signal<Panel>('closed');
  let hasFailed = false;

  return {
    panel: panel as ReadonlySignal<Panel>,
    show(next: Panel) {
      panel.value = next;
    },

    /** The server has confirmed what was submitted. */
    confirm() {
      if (panel.peek() === 'sent' || hasFailed) panel.value = hasDraft() ? 'open' : 'thanks';
      hasFailed = false;
    },

    /** Sending has failed: the words are back in the form. */
    fail() {
      hasFailed = panel.peek() === 'sent';
      if (hasFailed) panel.value = 'open';
    },
  };
}

import type { FeedbackDetail } from '../widget/index.js';

/** The events of `<clarifeye-feedback>`. All bubble and are composed. */
export interface ClarifeyeFeedbackEventMap {
  'feedback-change': CustomEvent<FeedbackDetail<'change'>>;
  'feedback-saved': CustomEvent<FeedbackDetail<'saved'>>;
  'feedback-removed': CustomEvent<FeedbackDetail<'removed'>>;
  'feedback-error': CustomEvent<FeedbackDetail<'error'>>;
}

type EventMap = HTMLElementEventMap & ClarifeyeFeedbackEventMap;

/** `addEventListener` and `removeEventListener` of an element, with its own events. */
export type Listen<Element, Options> = {
  <Type extends keyof EventMap>(type: Type, listener: (this: Element, event: EventMap[Type]) => unknown, options?: boolean | Options): void;
  (type: string, listener: EventListenerOrEventListenerObject, options?: boolean | Options): void;
};

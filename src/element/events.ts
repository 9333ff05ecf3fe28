import type { EventType, FeedbackDetail } from '../widget/index.js';

/** The events of `<clarifeye-feedback>`. All bubble and are composed. */
export type ClarifeyeFeedbackEventMap = { [Type in EventType as `feedback-${Type}`]: CustomEvent<FeedbackDetail<Type>> };

/** Dispatches an event with the name of its type. */
export function dispatch(target: EventTarget, type: EventType, detail: object | null): void {
  target.dispatchEvent(new CustomEvent(`feedback-${type}`, { detail, bubbles: true, composed: true }));
}

declare global {
  /** The events of all widgets, for a listener on the document. */
  interface GlobalEventHandlersEventMap extends ClarifeyeFeedbackEventMap {}
}

type EventMap = HTMLElementEventMap & ClarifeyeFeedbackEventMap;

/** `addEventListener` and `removeEventListener` of an element, with its own events. */
export type Listen<Element, Options> = {
  <Type extends keyof EventMap>(type: Type, listener: (this: Element, event: EventMap[Type]) => unknown, options?: boolean | Options): void;
  (type: string, listener: EventListenerOrEventListenerObject, options?: boolean | Options): void;
};

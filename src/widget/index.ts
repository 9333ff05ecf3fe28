export { FeedbackWidget, InnerWidget } from './feedback-widget.js';
export { frameOf, keyOf, nameOf } from './frame.js';
export {
  type EventType,
  type FeedbackDetail,
  type FeedbackHandlers,
  type FeedbackWidgetProps,
  HANDLERS,
  type InnerProps,
  makeHandlers,
  type WidgetMemory,
} from './props.js';
export { RatingButtons } from './rating-buttons.js';
export { findIdle, findUnknownHandlers, findWrongHandlers } from './read-props.js';
export { arrive, depart } from './succession.js';
export { checkClient, createSeenClients } from './use-component.js';
export { useFeedback } from './use-feedback.js';

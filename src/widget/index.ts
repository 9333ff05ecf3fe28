export { FeedbackWidget, InnerWidget } from './feedback-widget.js';
export { frameOf, numberOf } from './frame.js';
export type { FeedbackDetail, FeedbackHandlers, FeedbackWidgetProps, InnerProps, WidgetMemory } from './props.js';
export { nameOf, RatingButtons } from './rating-buttons.js';
export { arrive, depart } from './succession.js';
export { useFeedback } from './use-feedback.js';

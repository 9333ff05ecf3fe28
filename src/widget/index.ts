export { findComplaint, findTrouble } from './checks.js';
export { FeedbackWidget, InnerWidget } from './feedback-widget.js';
export { frameOf, numberOf } from './frame.js';
export type { FeedbackDetail, FeedbackHandlers, FeedbackWidgetProps, InnerProps, Kept } from './props.js';
export { nameOf, RatingButtons } from './rating-buttons.js';
export { arrive, depart, keyOf } from './succession.js';

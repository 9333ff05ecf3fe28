export { type ClarifeyeFeedbackAttributes, FeedbackWidget, type FeedbackWidgetProps } from './feedback-widget.js';
export { useFeedback } from './use-feedback.js';

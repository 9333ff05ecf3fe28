export { type ClarifeyeFeedbackAttributes, FeedbackWidget, type FeedbackWidgetProps } from './feedback-widget.js';

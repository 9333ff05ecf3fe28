export { createSubmitter, type SubmitterOptions } from '../api/index.js';
export { createFeedbackClient, type FeedbackClientOptions } from '../client/index.js';
export type { AnswerFeedback, AnswerState, FeedbackClient, Submitter } from '../domain/index.js';
export { type ClarifeyeFeedbackAttributes, FeedbackWidget, type FeedbackWidgetProps, useFeedback } from '../react/index.js';

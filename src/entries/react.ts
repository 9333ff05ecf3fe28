export { createSubmitter, type SubmitterOptions } from '../api/index.js';
export { createFeedbackClient, type DiagnoseOptions, diagnose, type FeedbackClientOptions } from '../client/index.js';
export type { Diagnosis } from '../diagnose/index.js';
export type { AnswerFeedback, AnswerState, FeedbackClient, Submitter } from '../domain/index.js';
export { type ClarifeyeFeedbackAttributes, FeedbackWidget, type FeedbackWidgetProps, useFeedback } from '../react/index.js';

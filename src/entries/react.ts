export { createSubmitter, type Submitter, type SubmitterOptions } from '../api/index.js';
export { createFeedbackClient, type FeedbackClient, type FeedbackClientOptions } from '../client/index.js';
export { type ClarifeyeFeedbackAttributes, FeedbackWidget, type FeedbackWidgetProps } from '../react/index.js';

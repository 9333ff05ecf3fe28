export { createSubmitter, type SubmitterOptions } from '../api/index.js';
export {
  clearAll as clear,
  createFeedbackClient,
  type DiagnoseOptions,
  diagnose,
  type FeedbackClientOptions,
  resumeAll as resume,
} from '../client/index.js';
export type { Diagnosis } from '../diagnose/index.js';
export {
  type Answer,
  type AnswerFeedback,
  type AnswerIds,
  type AnswerState,
  type BeforeSend,
  type Feedback,
  type FeedbackClient,
  FeedbackError,
  type FeedbackErrorKind,
  type FeedbackEvent,
  type FeedbackPage,
  type FeedbackRecord,
  type GetToken,
  type Phase,
  type Rating,
  type Reasons,
  type Submitter,
} from '../domain/index.js';
export type { ClarifeyeFeedbackElement, ClarifeyeFeedbackEventMap } from '../element/index.js';
export type { Strings } from '../i18n/index.js';
export type { KnownFeedback, ProjectOptions, Region, WidgetOptions } from '../options/index.js';
export { type ClarifeyeFeedbackAttributes, FeedbackWidget, type FeedbackWidgetProps, useFeedback } from '../react/index.js';
export type { FeedbackDetail, FeedbackHandlers } from '../widget/index.js';

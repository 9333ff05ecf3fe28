export { copyIds, createInertFeedback, feedbackFor, IDLE_STATE, withoutRenders } from './answer.js';
export type { AnswerModel } from './answer-model.js';
export { clearAll, findClient, partsOf, resumeAll } from './connection.js';
export { createFeedbackClient, type FeedbackClientOptions, onSignOut } from './feedback-client.js';
export {
  addComponent,
  addSearch,
  answer,
  clear,
  connect,
  type DiagnoseOptions,
  defaults,
  diagnose,
  init,
  isError,
  isSettled,
  noteOtherCopy,
  setDefaults,
  subjectOf,
} from './page-defaults.js';
export { createLoneModel, dropLone } from './waiting.js';
export { awaitNews, modelOf, showAnswer, type WidgetClient, waitingModelOf } from './widget-client.js';

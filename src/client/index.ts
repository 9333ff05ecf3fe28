export { type AnswerModel, createAnswerModel, type FeedbackEvent, IDLE } from './answer.js';
export { clearAll, resumeAll } from './connection.js';
export {
  awaitNews,
  clientOf,
  createFeedbackClient,
  type FeedbackClient,
  type FeedbackClientOptions,
  onSignOut,
  showAnswer,
} from './feedback-client.js';
export { type Checked, connect, defaults, defined, type InitOptions, init, isError, isSettled, setDefaults } from './page-defaults.js';

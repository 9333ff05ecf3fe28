export { IDLE_STATE } from './answer.js';
export { type AnswerModel, createAnswerModel, IDLE } from './answer-model.js';
export { clearAll, findClient, resumeAll } from './connection.js';
export {
  awaitNews,
  createFeedbackClient,
  type FeedbackClientOptions,
  modelOf,
  onSignOut,
  showAnswer,
  type WidgetClient,
} from './feedback-client.js';
export { connect, defaults, init, isError, isSettled, setDefaults } from './page-defaults.js';

export { IDLE_STATE } from './answer.js';
export { type AnswerModel, createAnswerModel } from './answer-model.js';
export { clearAll, findClient, resumeAll } from './connection.js';
export { createFeedbackClient, type FeedbackClientOptions, onSignOut } from './feedback-client.js';
export { awaitNews, modelOf, showAnswer, type WidgetClient } from './internals.js';
export { connect, defaults, init, isError, isSettled, setDefaults } from './page-defaults.js';
export { IDLE } from './waiting.js';

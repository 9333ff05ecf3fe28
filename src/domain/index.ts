export { checkInteger, checkRating, checkText, checkUuid, UUID_NEEDED } from './checks.js';
export { type Draft, dropReasons, isReasons, type Reasons, toComment, toDraft } from './comment.js';
export { check, configError, demand, FeedbackError, type FeedbackErrorKind } from './errors.js';
export {
  type Answer,
  type Feedback,
  type FeedbackPage,
  type FeedbackRecord,
  giverOf,
  isSameFeedback,
  isSameId,
  isUuid,
  type Phase,
  RATINGS,
  type Rating,
  toAnswerKey,
  toFeedback,
  toIsPositive,
} from './feedback.js';
export { isObject, toJson } from './json.js';
export { own } from './own-properties.js';

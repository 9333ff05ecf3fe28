export {
  type AnswerIds,
  type AnswerRef,
  answerRef,
  ID_NAMES,
  parseAnswerRef,
  parseWaitingKey,
  toWaitingRef,
  type WaitingRef,
} from './answer-ref.js';
export { addWords, type Draft, isListOf, isReasons, type Reasons, toComment, toDraft } from './comment.js';
export { check, configError, FeedbackError, findMisattribution } from './errors.js';
export { type FailureText, type FeedbackErrorKind, failureOf, kindOfStatus } from './failures.js';
export {
  type Answer,
  authorOf,
  type Feedback,
  type FeedbackPage,
  type FeedbackRecord,
  isSameFeedback,
  isSameId,
  isSameRating,
  isUuid,
  type KnownRecord,
  type Moment,
  type Phase,
  type Posted,
  RATING_NEEDED,
  RATINGS,
  type Rating,
  toFeedback,
  toIsPositive,
  UUID_NEEDED,
  type Wanted,
} from './feedback.js';
export { type Finding, findMine, groupByAnswer, LATEST_COMMIT_MS, normalize, toKnownRecord } from './find-record.js';
export type { AnswerFeedback, AnswerState, BeforeSend, FeedbackClient, FeedbackEvent, GetToken, Submitter } from './interfaces.js';
export { isObject, stringify, toJson } from './json.js';
export { ownProperties } from './own-properties.js';

import { check, type FeedbackError } from './errors.js';
import { isUuid, RATINGS, type Rating } from './feedback.js';

export const UUID_NEEDED = 'a UUID such as 3c90c3cc-0d44-4b50-8888-8dd25736052a';

/** The error for an option that is no UUID, or undefined. */
export const checkUuid = (option: string, given: unknown): FeedbackError | undefined => check(isUuid(given), option, given, UUID_NEEDED);

/** The same for one that is no integer. */
export const checkInteger = (option: string, given: unknown): FeedbackError | undefined =>
  check(Number.isSafeInteger(given), option, given, 'an integer');

/** The same for one that is no rating. */
export const checkRating = (option: string, given: unknown): FeedbackError | undefined =>
  check(RATINGS.includes(given as Rating), option, given, '"up", "neutral" or "down"');

/** The same for one that is no text. */
export const checkText = (option: string, given: unknown): FeedbackError | undefined =>
  check(typeof given === 'string', option, given, 'a text');

import { describe, expect, it } from 'vitest';
import { answerRef, parseAnswerRef } from '../../src/domain/answer-ref';
import {
  type Feedback,
  isSameFeedback,
  isSameRating,
  isUuid,
  RATINGS,
  type Rating,
  toIsPositive,
  toRating,
} from '../../src/domain/feedback';
import { CONVERSATION_ID } from '../support/people';

describe('feedback', () => {
  it('turns every rating into its wire value and back', () => {
    const wireValues: Record<Rating, boolean | null> = { up: true, neutral: null, down: false };
    for (const rating of RATINGS) {
      expect(toIsPositive(rating)).toBe(wireValues[rating]);
      expect(isSameRating(toRating(toIsPositive(rating)), rating)).toBe(true);
    }
  });

  it('takes a UUID in either case and nothing else', () => {
    expect(isUuid(CONVERSATION_ID)).toBe(true);
    expect(isUuid(CONVERSATION_ID.toUpperCase())).toBe(true);
    for (const wrong of ['', 'abc', `${CONVERSATION_ID}0`, `x${CONVERSATION_ID}`, `${CONVERSATION_ID}\n`, 7, null, undefined])
      expect(isUuid(wrong)).toBe(false);
  });

  it('gives one answer one key, whatever the case of its conversation id', () => {
    const { key } = answerRef(CONVERSATION_ID, 0);
    expect(answerRef(CONVERSATION_ID.toUpperCase(), 0).key).toBe(key);
    expect(answerRef(CONVERSATION_ID, 1).key).not.toBe(key);
    expect(parseAnswerRef(key)).toEqual(answerRef(CONVERSATION_ID, 0));
    for (const wrong of ['', 'abc/0', `${CONVERSATION_ID}/x`, `${CONVERSATION_ID}`]) expect(parseAnswerRef(wrong)).toBeNull();
  });

  it('compares feedback by rating and words', () => {
    const up: Feedback = { rating: 'up', comment: '' };
    expect(isSameFeedback(up, { ...up })).toBe(true);
    expect(isSameFeedback(null, null)).toBe(true);
    expect(isSameFeedback(up, null)).toBe(false);
    expect(isSameFeedback(up, { ...up, comment: 'x' })).toBe(false);
    expect(isSameFeedback(up, { ...up, rating: 'down' })).toBe(false);
  });
});

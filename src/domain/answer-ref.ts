import { check, type FeedbackError } from './errors.js';
import { type Answer, isUuid, UUID_NEEDED } from './feedback.js';

/** An answer whose ids were checked, with the key under which its feedback is stored. Nothing else builds or parses that key. */
export class AnswerRef implements Answer {
  readonly conversationId: string;
  readonly queryId: number;
  /** The same for the same answer, whatever the case of its conversation id. */
  readonly key: string;

  private constructor({ conversationId, queryId }: Answer) {
    this.conversationId = conversationId;
    this.queryId = queryId;
    this.key = `${conversationId.toLowerCase()}/${queryId}`;
  }

  /** Checks an answer, unless it was checked before. */
  static from(answer: Answer): AnswerRef | FeedbackError {
    if (answer instanceof AnswerRef) return answer;
    const { conversationId, queryId } = answer;
    return (
      check(isUuid(conversationId), 'conversationId', conversationId, UUID_NEEDED) ??
      check(Number.isSafeInteger(queryId), 'queryId', queryId, 'an integer') ??
      new AnswerRef(answer)
    );
  }

  /** An answer whose ids are known to be right. */
  static of(conversationId: string, queryId: number): AnswerRef {
    return new AnswerRef({ conversationId, queryId });
  }

  /** The answer of a key that was read from the storage; null for any other text. */
  static parse(key: string): AnswerRef | null {
    const [conversationId = '', queryId] = key.split('/');
    return isUuid(conversationId) && Number.isSafeInteger(Number(queryId)) ? AnswerRef.of(conversationId, Number(queryId)) : null;
  }
}

import { check, type FeedbackError } from './errors.js';
import { type Answer, isUuid, UUID_NEEDED } from './feedback.js';

/** An answer with checked ids, and the key under which its feedback is stored. No other code builds or parses that key. */
export class AnswerRef implements Answer {
  readonly conversationId: string;
  readonly queryId: number;
  /** Equal for equal answers, whatever the case of the conversation id. */
  readonly key: string;

  private constructor({ conversationId, queryId }: Answer) {
    this.conversationId = conversationId;
    this.queryId = queryId;
    this.key = `${conversationId.toLowerCase()}/${queryId}`;
  }

  /** Checks the ids of an answer, unless it is a reference already. Returns an error of kind `config` for a wrong one. */
  static from(answer: Answer): AnswerRef | FeedbackError {
    if (answer instanceof AnswerRef) return answer;
    const { conversationId, queryId } = answer;
    return (
      check(isUuid(conversationId), 'conversationId', conversationId, UUID_NEEDED) ??
      check(Number.isSafeInteger(queryId), 'queryId', queryId, 'an integer') ??
      new AnswerRef(answer)
    );
  }

  /** The reference for ids that were checked before. */
  static of(conversationId: string, queryId: number): AnswerRef {
    return new AnswerRef({ conversationId, queryId });
  }

  /** The reference for a key from the storage; null for any other text. */
  static parse(key: string): AnswerRef | null {
    const [conversationId = '', queryId] = key.split('/');
    return isUuid(conversationId) && Number.isSafeInteger(Number(queryId)) ? AnswerRef.of(conversationId, Number(queryId)) : null;
  }
}

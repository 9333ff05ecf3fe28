import { type Answer, isUuid } from './feedback.js';

/**
 * What names an answer. While the server has not given it its ids yet, the page's own `answerKey` does: a text that differs for each answer of the
 * conversation and stays the same, also after a reload.
 */
export interface AnswerIds {
  readonly conversationId?: string | null | undefined;
  readonly queryId?: number | null | undefined;
  readonly answerKey?: string | null | undefined;
}

/** The names of an answer's ids. */
export const ID_NAMES = ['conversationId', 'queryId', 'answerKey'] as const;

/** An answer with checked ids, and the key under which its feedback is stored. No other code builds or parses that key. */
export interface AnswerRef extends Answer {
  readonly answerKey: string | undefined;
  /** Equal for equal answers, whatever the case of the conversation id. */
  readonly key: string;
}

/** The reference for ids that were checked before. */
export function answerRef(conversationId: string, queryId: number, answerKey?: string): AnswerRef {
  return { conversationId, queryId, answerKey, key: `${conversationId.toLowerCase()}/${queryId}` };
}

/** The reference for a key from the storage; null for any other text, such as the key of a {@link WaitingRef}. */
export function parseAnswerRef(key: string): AnswerRef | null {
  const [conversationId = '', queryId] = key.split('/');
  return isUuid(conversationId) && Number.isSafeInteger(Number(queryId)) ? answerRef(conversationId, Number(queryId)) : null;
}

/** Where feedback waits for the query id of its answer. */
export interface WaitingRef {
  readonly answerKey: string;
  /** The key under which it is stored; null while the conversation is not known. */
  readonly key: string | null;
}

/** The `answerKey` in the key of a {@link WaitingRef}; undefined for that of an answer. */
export const parseWaitingKey = (key: string): string | undefined => /^[^/]*\/~(.*)$/s.exec(key)?.[1];

/** Ids that were checked. */
interface CheckedIds {
  readonly conversationId?: string | undefined;
  readonly answerKey?: string | undefined;
}

/** Names where the feedback on an answer waits; null without an `answerKey`. */
export function toWaitingRef({ conversationId, answerKey }: CheckedIds): WaitingRef | null {
  if (answerKey === undefined) return null;
  return { answerKey, key: conversationId === undefined ? null : `${conversationId.toLowerCase()}/~${answerKey}` };
}

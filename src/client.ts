import type { BeforeSend } from './delivery';
import { configError } from './errors';
import { type Answer, isUuid, toAnswerKey } from './feedback';
import { createGate } from './gate';
import { type AnswerModel, createAnswerModel } from './model';
import type { Submitter } from './submitter';

/** What a client is made of. */
export interface FeedbackClientOptions {
  submitter: Submitter;
  /** Sees the feedback before it leaves; may change its words or keep them back. */
  beforeSend?: BeforeSend | undefined;
}

/** One model per answer for a whole page, so that the same answer shown twice shows the same state. */
export interface FeedbackClient {
  /** The model of an answer; always the same one for the same answer. */
  answer(answer: Answer): AnswerModel;
  /** Stops every delivery. Requests under way are not called back. */
  dispose(): void;
}

// Two requests in flight for the whole page, however many clients it has.
const gate = createGate(2);

/** Makes a client. */
export function createFeedbackClient({ submitter, beforeSend }: FeedbackClientOptions): FeedbackClient {
  if (typeof submitter?.submit !== 'function') throw configError('submitter', submitter, 'what createSubmitter() returns');
  const models = new Map<string, AnswerModel>();
  return {
    answer({ conversationId, queryId }) {
      if (!isUuid(conversationId)) throw configError('conversationId', conversationId, 'a UUID');
      if (!Number.isSafeInteger(queryId)) throw configError('queryId', queryId, 'an integer');
      const answer = { conversationId, queryId };
      const key = toAnswerKey(answer);
      const model = models.get(key) ?? createAnswerModel({ answer, submitter, beforeSend, gate });
      models.set(key, model);
      return model;
    },
    dispose() {
      for (const model of models.values()) model.dispose();
      models.clear();
    },
  };
}

const defaultClients = new WeakMap<Submitter, FeedbackClient>();

/** The one client with the default options that a bare submitter gets. */
export function clientOf(submitter: Submitter): FeedbackClient {
  const client = defaultClients.get(submitter) ?? createFeedbackClient({ submitter });
  defaultClients.set(submitter, client);
  return client;
}

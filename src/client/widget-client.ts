import type { AnswerRef, FeedbackClient, Submitter, WaitingRef } from '../domain/index.js';
import { isScript } from '../platform/index.js';
import type { AnswerModel } from './answer-model.js';
import type { AnswerModels } from './answer-models.js';
import { inMemory, openInMemory } from './waiting.js';

/** A client without its headless API, which widgets do not need. */
export type WidgetClient = Omit<FeedbackClient, 'answer'>;

/** What a client offers to widgets. */
export interface Internals {
  readonly models: AnswerModels;
  /** Called before the first answer is shown. */
  readonly onUse: () => void;
  /** For `diagnose`. The script has no clients of the host. */
  readonly submitter?: Submitter;
  /** Whom the client is for, and where it sends. */
  readonly person?: string;
  /** Whether a client that the page has created sends now, and not that of another person with the same submitter. */
  isOn?: () => boolean;
  /** Whether the client was created in the task that runs now. One that a component then gets was made by its render. */
  isNew?: boolean;
}

/** By the client, and by a method of it, because frameworks such as Vue put a proxy in its place. */
const internals = new WeakMap<WidgetClient | WidgetClient['resume'], Internals>();

export const internalsOf = (client: WidgetClient) =>
  isScript ? internals.get(client) : (internals.get(client) ?? internals.get(client.resume));

/** Whether a value was returned by `createFeedbackClient`. */
export const isClient = (value: unknown): value is WidgetClient => !!internalsOf(value as WidgetClient);

export function setInternals(client: WidgetClient, its: Internals): void {
  internals.set(client, its);
  if (isScript) return;
  internals.set(client.resume, its);
  queueMicrotask(() => {
    its.isNew = false;
  });
}

function modelsOf(client: WidgetClient): AnswerModels {
  const { models, onUse } = internalsOf(client) as Internals;
  onUse();
  return models;
}

/** The model that all widgets of an answer share. */
export const modelOf = (client: WidgetClient, answer: AnswerRef): AnswerModel => modelsOf(client).of(answer);

/** The model for an `answerKey`, while the ids or the client are not known. */
export function waitingModelOf(client: WidgetClient | undefined, { key, answerKey }: WaitingRef): AnswerModel {
  return client && key !== null ? modelsOf(client).waitingFor(key, answerKey) : openInMemory(answerKey);
}

/**
 * Calls `wake` once when there is feedback on an answer, so that an idle widget needs no model. Returns a function that ends the wait, or null if
 * there is feedback already.
 */
export function awaitNews(
  client: WidgetClient | undefined,
  answer: AnswerRef | null,
  waiting: WaitingRef | null,
  wake: () => void,
): (() => void) | null {
  if (waiting && inMemory.has(waiting.answerKey)) return null;
  const key = answer?.key ?? waiting?.key;
  if (!client || key == null) return () => {};
  const models = modelsOf(client);
  if (answer) models.turnOf(answer);
  return models.awaitNews(answer, key, wake);
}

/**
 * The model of an answer for a widget. It adopts the feedback that this widget alone was given before the ids were known, unless the answer has a key of
 * its own or was on display before that feedback: then it was about another answer.
 */
export function showAnswer(client: WidgetClient, answer: AnswerRef, lone: AnswerModel | null): AnswerModel {
  const shownTurn = modelsOf(client).turnOf(answer);
  const model = modelOf(client, answer);
  const firstTurn = lone?.firstTurn() ?? 0;
  if (lone && firstTurn > 0 && firstTurn < shownTurn && answer.answerKey === undefined) model.adopt(lone);
  return model;
}

/** The clients of the page. */
export const clients = new Set<WidgetClient>();

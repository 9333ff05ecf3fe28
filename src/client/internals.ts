import type { AnswerRef, FeedbackClient } from '../domain/index.js';
import type { AnswerModel } from './answer-model.js';

/** A client without its headless API, which widgets do not need. */
export type WidgetClient = Omit<FeedbackClient, 'answer'>;

/** What a client offers to widgets only. */
export interface Internals {
  /** The model that all widgets of an answer share. */
  modelOf(answer: AnswerRef): AnswerModel;
  /** See {@link awaitNews}. */
  awaitNews(answer: AnswerRef, wake: () => void): (() => void) | null;
  /** The turn in which an answer was first shown on this page. */
  turnOf(answer: AnswerRef): number;
}

const internals = new WeakMap<WidgetClient, Internals>();

/** Whether a value was returned by `createFeedbackClient`. */
export const isClient = (value: unknown): value is WidgetClient => internals.has(value as WidgetClient);

export const setInternals = (client: WidgetClient, its: Internals): unknown => internals.set(client, its);

const internalsOf = (client: WidgetClient): Internals => internals.get(client) as Internals;

/** The model that all widgets of an answer share. */
export const modelOf = (client: WidgetClient, answer: AnswerRef): AnswerModel => internalsOf(client).modelOf(answer);

/**
 * Calls `wake` once when there is feedback on an answer, so that an idle widget needs no model. Returns a function that ends the wait, or null if
 * there is feedback already.
 */
export function awaitNews(client: WidgetClient, answer: AnswerRef, wake: () => void): (() => void) | null {
  return internalsOf(client).awaitNews(answer, wake);
}

/**
 * The model of an answer for a widget. It adopts the feedback that was given before the ids were known, unless the answer was on display before that
 * feedback: then it was about another answer, and is dropped with a console line.
 */
export function showAnswer(client: WidgetClient, answer: AnswerRef, waiting: AnswerModel | null): AnswerModel {
  const shownTurn = internalsOf(client).turnOf(answer);
  const model = modelOf(client, answer);
  if (!waiting?.firstTurn) return model;
  if (waiting.firstTurn < shownTurn) model.adopt(waiting);
  else {
    waiting.clear();
    console.warn(`clarifeye-feedback: a rating without query-id is dropped: answer ${answer.queryId} was there before.`);
  }
  return model;
}

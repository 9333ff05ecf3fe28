import {
  type ClientContext,
  createRequestQueue,
  createStore,
  type DeliveryTarget,
  EMPTY_ENTRY,
  isSettled,
  type RequestQueue,
} from '../delivery/index.js';
import {
  type Answer,
  type AnswerFeedback,
  AnswerRef,
  configError,
  demand,
  type FeedbackClient,
  FeedbackError,
  ownProperties,
  type Submitter,
} from '../domain/index.js';
import { demandOptions, findMissing, type Options } from '../options/index.js';
import { browser, type Environment, guard } from '../platform/index.js';
import { createAnswerFeedback } from './answer.js';
import { type AnswerModel, createAnswerModel, nextTurn } from './answer-model.js';
import { readRestored } from './restore.js';

/** What a client is made of. */
export interface FeedbackClientOptions extends Pick<Options, 'storage' | 'userKey' | 'userId' | 'restore' | 'beforeSend'> {
  /** Where the feedback goes. */
  submitter: Submitter;
}

type Wake = () => void;

/** What the widgets of this package ask of a client beside its public methods. */
interface Internals {
  /** The model that all widgets of an answer share. */
  modelOf(answer: AnswerRef): AnswerModel;
  awaitNews(answer: AnswerRef, wake: Wake): (() => void) | null;
  /** When an answer was first shown on this page, as `nextTurn` counts. */
  turnOf(answer: AnswerRef): number;
}

/** What the widgets of a page need of a client. */
export type WidgetClient = Omit<FeedbackClient, 'answer'>;

const internals = new WeakMap<WidgetClient, Internals>();

/** Whether a value is a client that `createFeedbackClient` returned. */
export const isClient = (value: unknown): value is WidgetClient => internals.has(value as WidgetClient);

const internalsOf = (client: WidgetClient): Internals => internals.get(client) as Internals;

/**
 * Calls `wake` once, when something becomes known of an answer, so that a view which nobody has touched needs no model. Returns what ends it, or
 * null where something is known already.
 */
export function awaitNews(client: WidgetClient, answer: AnswerRef, wake: Wake): (() => void) | null {
  return internalsOf(client).awaitNews(answer, wake);
}

/** The model that all widgets of an answer share. */
export const modelOf = (client: WidgetClient, answer: AnswerRef): AnswerModel => internalsOf(client).modelOf(answer);

/**
 * The model of an answer for a widget, which takes over what was said before the id was known. An answer that was shown already when that was said is
 * another one: what was said is dropped, with a line in the console.
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

// Two requests in flight for the whole page, however many clients it has.
const pageQueue = createRequestQueue(2, browser.clock, browser.random);

/** Makes a client. Throws a {@link FeedbackError} of kind `config` where an option is wrong. */
export function createFeedbackClient(options: FeedbackClientOptions): FeedbackClient {
  const { submitter, ...settings } = demandOptions(options, 'submitter', 'storage', 'userKey', 'userId', 'restore', 'beforeSend');
  if (!submitter) throw configError('submitter', undefined, 'what createSubmitter() returns');
  demand(findMissing(settings));
  return withAnswers(createClient({ submitter, ...settings }));
}

/** A client with the headless API, which the widgets themselves do without. */
export function withAnswers(client: WidgetClient): FeedbackClient {
  const headless = new WeakMap<AnswerModel, AnswerFeedback>();
  return Object.assign(client, {
    answer(given: Answer) {
      const answer = AnswerRef.from(given);
      if (answer instanceof FeedbackError) throw answer;
      const model = modelOf(client, answer);
      const feedback = headless.get(model) ?? createAnswerFeedback(model);
      headless.set(model, feedback);
      return feedback;
    },
  });
}

/** What a client works with, which a test may own. */
export interface ClientParts {
  readonly environment: Environment;
  readonly queue: RequestQueue;
  readonly inspect?: DeliveryTarget['inspect'];
}

const PARTS: ClientParts = { environment: browser, queue: pageQueue };

/** A client of options that were checked. */
export function createClient(given: FeedbackClientOptions, { environment, queue, inspect }: ClientParts = PARTS): WidgetClient {
  const { submitter, storage = 'session', userKey = '', userId, restore = 'storage', beforeSend } = ownProperties(given);
  const prefix = `clarifeye-feedback:${submitter.url}:${encodeURIComponent(userKey)}:`;
  const area = environment.openStorage(storage);
  const store = createStore(area, prefix);
  const context: ClientContext = {
    submitter,
    beforeSend,
    userId,
    author: userId ?? null,
    session: new AbortController(),
    clock: environment.clock,
  };
  const models = new Map<string, AnswerModel>();
  /** When each answer was first shown. */
  const turns = new Map<string, number>();
  /** Whom to wake by the answer of which nothing is known. */
  const sleepers = new Map<string, Set<Wake>>();

  function wakeAll(key: string): void {
    const wakes = sleepers.get(key) ?? [];
    sleepers.delete(key);
    for (const wake of wakes) wake();
  }

  /** The model of an answer; a new one goes on with what an earlier page left, or only looks at what another tab is doing. */
  function openModel(answer: AnswerRef, begin: 'start' | 'readStorage' = 'start'): AnswerModel {
    const { key } = answer;
    let model = models.get(key);
    if (!model) {
      model = createAnswerModel({ answer, key, lockName: prefix + key, context, store, queue, environment, inspect });
      models.set(key, model);
      model.delivery[begin]();
      wakeAll(key);
    }
    return model;
  }

  /** Ends a session; what is under way no longer counts, and what was not sent yet no longer goes out. */
  function forget(): void {
    store.clear();
    context.session.abort();
    context.session = new AbortController();
    context.author = userId ?? null;
    for (const clear of [...[...models.values()].map((model) => model.clear), ...signOuts]) guard(clear);
  }

  const forEachDelivery = (verb: 'wake' | 'readStorage') => () => {
    for (const model of models.values()) model.delivery[verb]();
  };

  const isOpen = (key: string) => !isSettled(store.read(key) ?? EMPTY_ENTRY);

  const stops = [
    environment.onWake(() => {
      queue.wake();
      forEachDelivery('wake')();
    }),
    queue.onOpen(forEachDelivery('wake')),
    environment.onStorage((changed, key) => {
      if (changed !== area || (key !== null && !key.startsWith(prefix))) return;
      if (key === null) return forEachDelivery('readStorage')();
      const answerKey = key.slice(prefix.length);
      models.get(answerKey)?.delivery.readStorage();
      const answer = sleepers.has(answerKey) && store.read(answerKey) && AnswerRef.parse(answerKey);
      if (answer) openModel(answer, 'readStorage');
      // Another tab got through, so this one need not wait for its own probe.
      if (!isOpen(answerKey)) queue.wake();
    }),
    environment.onTold((message) => {
      if (message === prefix) forget();
    }),
  ];

  // What an earlier page left unfinished goes on, whether or not its answer is shown again.
  for (const key of store.keys().filter(isOpen)) {
    const answer = AnswerRef.parse(key);
    if (answer) openModel(answer);
  }

  let isRestored = restore !== 'server' || !userId;

  function restoreOnce(): void {
    if (isRestored) return;
    isRestored = true;
    const start = environment.clock.now();
    void readRestored(context, userId ?? '').then((found) => {
      for (const { answer, feedback, id, duplicates } of found) {
        // Another tab may have said something since.
        if ((store.read(answer.key)?.changedAt ?? 0) <= start) openModel(answer).delivery.tell(feedback, id, duplicates);
      }
    });
  }

  function turnOf({ key }: AnswerRef): number {
    const shown = turns.get(key) ?? nextTurn();
    turns.set(key, shown);
    return shown;
  }

  const client: WidgetClient = {
    clear() {
      forget();
      environment.tell(prefix);
    },
    resume() {
      for (const model of models.values()) model.resume();
    },
    dispose() {
      context.session.abort();
      for (const stop of stops) stop();
      for (const model of models.values()) model.dispose();
      models.clear();
      sleepers.clear();
    },
  };
  internals.set(client, {
    turnOf,
    modelOf(answer) {
      restoreOnce();
      return openModel(answer);
    },
    awaitNews(answer, wake) {
      restoreOnce();
      turnOf(answer);
      const { key } = answer;
      if (models.has(key) || store.read(key)) return null;
      const wakes = sleepers.get(key) ?? new Set();
      sleepers.set(key, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (!wakes.size && sleepers.get(key) === wakes) sleepers.delete(key);
      };
    },
  });
  return client;
}

const signOuts = new Set<() => void>();

/** Calls when someone signs out: what waits for its answer's ids is with no client yet. */
export function onSignOut(listener: () => void): () => void {
  signOuts.add(listener);
  return () => signOuts.delete(listener);
}

import {
  createContext,
  createRequestQueue,
  createStore,
  type DeliveryTarget,
  EMPTY_ENTRY,
  type Entry,
  isSettled,
  parseEntry,
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
  isObject,
  ownProperties,
  type Submitter,
} from '../domain/index.js';
import { demandOptions, findMissing, isSameOrigin, type Options } from '../options/index.js';
import { browser, type Environment, guard, report } from '../platform/index.js';
import { createAnswerFeedback } from './answer.js';
import { type AnswerModel, createAnswerModel, nextTurn } from './answer-model.js';
import { modelOf, setInternals, type WidgetClient } from './internals.js';
import { readRestored } from './restore.js';

/** The options of {@link createFeedbackClient}. */
export interface FeedbackClientOptions extends Pick<Options, 'storage' | 'userKey' | 'userId' | 'restore' | 'beforeSend'> {
  /** Where the feedback goes. */
  submitter: Submitter;
}

// Two concurrent requests for the whole page, however many clients it has.
const pageQueue = createRequestQueue(2, browser.clock, browser.random);

/** Creates a client. Throws a {@link FeedbackError} of kind `config` for a wrong option. */
export function createFeedbackClient(options: FeedbackClientOptions): FeedbackClient {
  const { submitter, ...settings } = demandOptions(options, 'submitter', 'storage', 'userKey', 'userId', 'restore', 'beforeSend');
  if (!submitter) throw configError('submitter', undefined, 'what createSubmitter() returns');
  demand(findMissing(settings));
  return withAnswers(createClient({ submitter, ...settings }));
}

/** Adds the headless API to a client. */
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

/** What a client works with; tests inject their own. */
export interface ClientParts {
  readonly environment: Environment;
  readonly queue: RequestQueue;
  readonly inspect?: DeliveryTarget['inspect'];
}

const PARTS: ClientParts = { environment: browser, queue: pageQueue };

/** Creates a client from checked options. */
export function createClient(given: FeedbackClientOptions, { environment, queue, inspect }: ClientParts = PARTS): WidgetClient {
  const { submitter, storage = 'session', userKey, userId, restore = 'storage', beforeSend } = ownProperties(given);
  const person = userKey || userId || '';
  const prefix = `clarifeye-feedback:${submitter.url}:${encodeURIComponent(person)}:`;
  const area = environment.openStorage(storage);
  const store = createStore(area, prefix);
  const context = createContext({
    submitter,
    beforeSend,
    userId,
    isPersonKnown: !!userId || isSameOrigin(submitter.url),
    isStorageShared: storage === 'local' && !!area,
    clock: environment.clock,
    revive: () => resumeAll(),
  });
  const models = new Map<string, AnswerModel>();
  /** The turn in which each answer was first shown. */
  const turns = new Map<string, number>();
  /** Callbacks of idle widgets, by the key of their answer. */
  const sleepers = new Map<string, Set<() => void>>();

  /** The model of an answer. A new one continues what an earlier page has left, or only displays what another tab is doing. */
  function openModel(answer: AnswerRef, begin: 'start' | 'readStorage' = 'start'): AnswerModel {
    const { key } = answer;
    let model = models.get(key);
    if (!model) {
      model = createAnswerModel({ answer, key, lockName: prefix + key, context, store, queue, environment, inspect });
      models.set(key, model);
      model.delivery[begin]();
      const wakes = sleepers.get(key) ?? [];
      sleepers.delete(key);
      for (const wake of wakes) wake();
    }
    return model;
  }

  /** Ends the person's session: outcomes of requests in flight are ignored, and nothing else is sent. */
  function forget(): void {
    store.clear();
    context.session.abort();
    Object.assign(context, createContext(context));
    for (const clear of [...[...models.values()].map((model) => model.clear), ...signOuts]) guard(clear);
  }

  function resumeAll(): void {
    for (const model of models.values()) model.resume();
  }

  /** Takes over what other tabs have done while this one may not have heard of it, and continues. */
  function wakeAll(): void {
    for (const model of models.values()) {
      model.delivery.readStorage();
      model.delivery.wake();
    }
  }

  const isOpen = (key: string) => !isSettled(store.read(key) ?? EMPTY_ENTRY);

  function onStorage(changed: Storage | null, key: string | null): void {
    if (changed !== area || (key !== null && !key.startsWith(prefix))) return;
    if (key === null) return wakeAll();
    const answerKey = key.slice(prefix.length);
    models.get(answerKey)?.delivery.readStorage();
    const answer = sleepers.has(answerKey) && store.read(answerKey) && AnswerRef.parse(answerKey);
    if (answer) openModel(answer, 'readStorage');
    // Another tab got through to the API, so this one need not wait for its next probe.
    if (!isOpen(answerKey)) queue.wake();
  }

  /** Another client of this person has signed out, or changed an entry. */
  function onMessage(message: unknown, isFromOtherTab: boolean): void {
    if (message === prefix) return forget();
    const news = readMessage(message, prefix);
    // Another tab may be another person's, unless the host has said who it is.
    if (!news || (isFromOtherTab && !person)) return;
    const { key, entry } = news;
    context.hasOtherTabs ||= isFromOtherTab;
    const answer = sleepers.has(key) && AnswerRef.parse(key);
    const model = models.get(key) ?? (answer && openModel(answer, 'readStorage'));
    if (model) model.delivery.receive(entry, isFromOtherTab);
  }

  const stops = [
    environment.onWake(() => {
      queue.wake();
      wakeAll();
    }),
    queue.onOpen(wakeAll),
    environment.onStorage(onStorage),
    environment.onMessage(onMessage),
  ];

  // What an earlier page has left unfinished continues even if its answer is not shown again.
  for (const answer of store.keys().filter(isOpen).map(AnswerRef.parse)) if (answer) openModel(answer);

  let isRestored = restore !== 'server' || !userId;

  function restoreOnce(): void {
    if (isRestored) return;
    isRestored = true;
    const start = environment.clock.now();
    void readRestored(context, userId ?? '').then((found) => {
      for (const { answer, feedback, id, duplicates } of found) {
        // Another tab may have changed it since.
        if ((store.read(answer.key)?.changedAt ?? 0) <= start) openModel(answer).delivery.seed(feedback, id, duplicates);
      }
    }, report);
  }

  const turnOf = ({ key }: AnswerRef) => {
    turns.set(key, turns.get(key) ?? nextTurn());
    return turns.get(key) as number;
  };

  const client: WidgetClient = {
    clear() {
      forget();
      environment.postMessage(prefix);
    },
    resume: resumeAll,
    dispose() {
      context.session.abort();
      for (const stop of stops) stop();
      for (const model of models.values()) model.dispose();
      models.clear();
      sleepers.clear();
    },
  };
  setInternals(client, {
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

/** The entry in a message of another client with this prefix. Any script of the origin may have sent it. */
function readMessage(message: unknown, prefix: string): { readonly key: string; readonly entry: Entry } | undefined {
  const { name, text } = isObject(message) ? message : {};
  const entry = typeof name === 'string' && name.startsWith(prefix) && parseEntry(String(text));
  return entry ? { key: (name as string).slice(prefix.length), entry } : undefined;
}

const signOuts = new Set<() => void>();

/** Calls the listener on every sign-out, for feedback that waits for its ids outside any client. Returns a function that removes it. */
export function onSignOut(listener: () => void): () => void {
  signOuts.add(listener);
  return () => signOuts.delete(listener);
}

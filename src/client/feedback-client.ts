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
  type AnswerFeedback,
  type AnswerIds,
  check,
  type FeedbackClient,
  type FeedbackError,
  isObject,
  ownProperties,
  parseAnswerRef,
  type Submitter,
  UUID_NEEDED,
  type WaitingRef,
} from '../domain/index.js';
import { demandOptions, findMissing, findMisspelt, isSameOrigin, namesOf, type Options, readValues, resolve } from '../options/index.js';
import { browser, createListeners, demand, type Environment, guard, isScript, log, report } from '../platform/index.js';
import { createAnswerFeedback, createInertFeedback, IDLE_STATE } from './answer.js';
import type { AnswerModel } from './answer-model.js';
import { clients, createAnswerModels, modelOf, setInternals, type WidgetClient, waitingModelOf } from './answer-models.js';
import { readRestored } from './restore.js';
import { inMemory } from './waiting.js';

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
  demand(check(submitter, 'submitter', undefined, 'what createSubmitter() returns'), findMissing(settings));
  const client = createClient({ ...settings, submitter: submitter as Submitter });
  const { dispose } = client;
  // A server renders for many visitors, and would keep the client of each for ever.
  if (globalThis.window) clients.add(client);
  return withAnswers(
    Object.assign(client, {
      dispose() {
        clients.delete(client);
        dispose();
      },
    }),
  );
}

/** Adds the headless API to a client. */
export const withAnswers = (client: WidgetClient): FeedbackClient =>
  Object.assign(client, { answer: (ids: AnswerIds) => answerOf(client, ids) });

const headless = new WeakMap<AnswerModel, AnswerFeedback>();

/** The headless API of an answer, the same object for the same answer. Throws for wrong or too few ids. */
export function answerOf(client: WidgetClient, ids: AnswerIds): AnswerFeedback {
  const { answer, waiting } = demandAnswer(ids);
  const model = answer ? modelOf(client, answer) : waitingModelOf(client, waiting as WaitingRef);
  const feedback = headless.get(model) ?? createAnswerFeedback(model);
  headless.set(model, feedback);
  return feedback;
}

/** A copy of ids that a hook was given; empty if they cannot be read. */
export function copyIds(given: AnswerIds): AnswerIds {
  try {
    const { conversationId, queryId, answerKey } = ownProperties(given);
    return { conversationId, queryId, answerKey };
  } catch {
    return {};
  }
}

/** The errors of hooks that the console has. */
const reported = new Set<string>();

/**
 * The feedback on an answer for a hook. Wrong arguments must not end a render, so they give one that stays `failed`, with the error, which is
 * written to the console once.
 */
export function feedbackFor(client: FeedbackClient, ids: AnswerIds): AnswerFeedback {
  try {
    demandOptions({ client }, 'client');
    demand(check(client, 'client', client, 'what createFeedbackClient() returns'));
    // A server renders for many visitors, and would keep each answer for ever.
    return globalThis.window ? client.answer(ids) : createInertFeedback(IDLE_STATE);
  } catch (thrown) {
    const error = thrown as FeedbackError;
    if (!reported.has(error.message)) log('error', `useFeedback: ${error.message}`);
    reported.add(error.message);
    return createInertFeedback({ ...IDLE_STATE, phase: 'failed', error });
  }
}

const ID_OPTIONS = ['conversationId', 'queryId', 'answerKey'] as const;

/** The answer of a function call, or what waits for its ids. Throws for wrong or too few ones. */
function demandAnswer(ids: AnswerIds) {
  const { values } = readValues(ids, ID_OPTIONS);
  const { answer, waiting, error } = resolve([values]);
  const { conversationId, queryId } = values;
  const isEnough = answer || waiting;
  demand(
    error,
    ...(isScript ? [] : findMisspelt(namesOf(ids), ID_OPTIONS, (name) => name, '', true)),
    check(isEnough || conversationId != null, 'conversationId', conversationId, UUID_NEEDED),
    check(isEnough, 'queryId', queryId, 'an integer, or an answerKey until it is known'),
  );
  return { answer, waiting };
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
  const models = createAnswerModels({ context, store, queue, environment, inspect, prefix });

  /** Ends the person's session: outcomes of requests in flight are ignored, and nothing else is sent. */
  function forget(): void {
    context.session.abort();
    Object.assign(context, createContext(context));
    for (const model of [...models.all(), ...inMemory.values()]) guard(model.clear);
    tellSignOut(undefined);
  }

  function resumeAll(): void {
    for (const model of models.all()) model.resume();
  }

  /** Takes over what other tabs have done while this one may not have heard of it, and continues. */
  function wakeAll(): void {
    for (const model of models.all()) {
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
    if (models.isAwaited(answerKey) && store.read(answerKey)) models.open(answerKey, 'readStorage');
    // Another tab got through to the API, so this one need not wait for its next probe.
    if (!isOpen(answerKey)) queue.wake();
  }

  /** Another client of this person has signed out, or changed an entry. */
  function onMessage(message: unknown, isFromOtherTab: boolean): void {
    if (message === prefix) {
      // A storage that all tabs share was cleared by the tab that has sent this, and may have newer entries since than those that this tab knows.
      const isNewer = (key: string) => (store.read(key)?.changedAt ?? 0) > (models.get(key)?.delivery.changedAt() ?? 0);
      if (!isFromOtherTab || !context.isStorageShared) store.clear();
      for (const key of store.keys()) if (!isNewer(key)) store.remove(key);
      return forget();
    }
    const news = readMessage(message, prefix);
    // Another tab may be another person's, unless the host has said who it is.
    if (!news || (isFromOtherTab && !person)) return;
    const { key, entry } = news;
    context.hasOtherTabs ||= isFromOtherTab;
    const model = models.isAwaited(key) ? models.open(key, 'readStorage') : models.get(key);
    model?.delivery.receive(entry, isFromOtherTab);
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
  environment.whenActive(() => {
    for (const key of store.keys()) if (models.isAwaited(key) || (isOpen(key) && parseAnswerRef(key))) models.open(key, 'start');
  });

  let isRestored = restore !== 'server' || !userId;

  function restoreOnce(): void {
    if (isRestored) return;
    isRestored = true;
    void readRestored(context, userId ?? '').then((found) => {
      for (const { answer, feedback, id, ...listed } of found) models.of(answer).delivery.seed(feedback, id, listed);
    }, report);
  }

  const client: WidgetClient = {
    clear() {
      store.clear();
      forget();
      environment.postMessage(prefix);
    },
    resume: resumeAll,
    dispose() {
      context.session.abort();
      for (const stop of stops) stop();
      models.dispose();
    },
  };
  setInternals(client, { models, onUse: restoreOnce });
  return client;
}

/** The entry in a message of another client with this prefix. Any script of the origin may have sent it. */
function readMessage(message: unknown, prefix: string): { readonly key: string; readonly entry: Entry } | undefined {
  const { name, text } = isObject(message) ? message : {};
  const entry = typeof name === 'string' && name.startsWith(prefix) && parseEntry(String(text));
  return entry ? { key: (name as string).slice(prefix.length), entry } : undefined;
}

/** `onSignOut` calls a listener on every sign-out, for feedback that waits for its ids outside any client. Returns a function that removes it. */
export const { add: onSignOut, emit: tellSignOut } = createListeners<undefined>();

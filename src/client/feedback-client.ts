import type { Submitter } from '../api/index.js';
import { type BeforeSend, createGate, createStore, EMPTY, type Gate, isSettled, listAll, type Means } from '../delivery/index.js';
import {
  type Answer,
  check,
  checkInteger,
  checkUuid,
  demand,
  FeedbackError,
  type FeedbackRecord,
  giverOf,
  isSameId,
  isUuid,
  own,
  toAnswerKey,
  toFeedback,
} from '../domain/index.js';
import { browser, type Environment, guard } from '../platform/index.js';
import { type AnswerModel, createAnswerModel, nextTurn } from './answer.js';

/** What a client is made of. */
export interface FeedbackClientOptions {
  /** Where the feedback goes. */
  submitter: Submitter;
  /**
   * Where feedback is kept until it is sent, and the ratings for the next visit. `local` outlives the tab and is shared by all
   * tabs; it needs `userKey`. @default 'session'
   */
  storage?: 'session' | 'local' | 'none' | undefined;
  /** Any text that is another one for each person who signs in on this browser, so that no one's words go out under another's token. */
  userKey?: string | undefined;
  /** The person's id as the API names it in `given_by`, where the host knows it. */
  userId?: string | undefined;
  /** Where earlier ratings come from: what this browser kept, or the API, which is asked once; that needs `userId`. @default 'storage' */
  restore?: 'storage' | 'server' | undefined;
  /** Sees the feedback before it leaves; may change its words or keep them back. */
  beforeSend?: BeforeSend | undefined;
}

/** One model per answer for a whole page, so that the same answer shown twice shows the same state. */
export interface FeedbackClient {
  /** The model of an answer; always the same one for the same answer. */
  answer(answer: Answer): AnswerModel;
  /** Forgets everything here, in the storage and in the other tabs: for signing out. What was not sent is dropped. */
  clear(): void;
  /** Tries again what failed for want of a token: for after signing in again. */
  resume(): void;
  /** Stops every delivery. What is stored is sent from the next page. */
  dispose(): void;
}

type Wake = () => void;

/** What the widgets of this package ask of a client beside its public methods. */
interface Inside {
  awaitNews(answer: Answer, wake: Wake): (() => void) | null;
  /** When an answer was first shown on this page, as `nextTurn` counts. */
  turnOf(answer: Answer): number;
}

const insides = new WeakMap<FeedbackClient, Inside>();

/**
 * Calls `wake` once, when something becomes known of an answer, so that a view which nobody has touched needs no model. Returns what ends it, or
 * null where something is known already.
 */
export function awaitNews(client: FeedbackClient, answer: Answer, wake: Wake): (() => void) | null {
  return insides.get(client)?.awaitNews(answer, wake) ?? null;
}

/**
 * The model of an answer for a widget, which takes over what was said before the id was known. An answer that was shown already when that was said is
 * another one: what was said is dropped, with a line in the console.
 */
export function showAnswer(client: FeedbackClient, answer: Answer, waiting: AnswerModel | null): AnswerModel {
  const shownTurn = insides.get(client)?.turnOf(answer) ?? Number.POSITIVE_INFINITY;
  const model = client.answer(answer);
  if (!waiting?.firstTurn) return model;
  if (waiting.firstTurn < shownTurn) model.takeOver(waiting);
  else {
    waiting.clear();
    console.warn(`clarifeye-feedback: dropped a rating given without query-id: answer ${answer.queryId} was on the page before it.`);
  }
  return model;
}

// Two requests in flight for the whole page, however many clients it has.
const pageGate = createGate(2, browser.clock, browser.random);

/** Makes a client. Throws a {@link FeedbackError} of kind `config` where an option is wrong. */
export function createFeedbackClient(
  given: FeedbackClientOptions,
  environment: Environment = browser,
  gate: Gate = pageGate,
): FeedbackClient {
  const options = own(given);
  const { submitter, storage = 'session', userKey = '', userId, restore = 'storage', beforeSend } = options;
  checkOptions(options);
  const prefix = `clarifeye-feedback:${submitter.url}:${encodeURIComponent(userKey)}:`;
  const area = environment.openStorage(storage);
  const store = createStore(area, prefix);
  const means: Means = { submitter, beforeSend, userId, giver: userId ?? null, session: new AbortController(), clock: environment.clock };
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
  function modelOf(answer: Answer, begin: 'start' | 'see' = 'start'): AnswerModel {
    const key = toAnswerKey(answer);
    let model = models.get(key);
    if (!model) {
      model = createAnswerModel({ answer, key, lockName: prefix + key, means, store, gate, environment });
      models.set(key, model);
      model[begin]();
      wakeAll(key);
    }
    return model;
  }

  /** Ends a session; what is under way no longer counts, and what was not sent yet no longer goes out. */
  function forget(): void {
    store.clear();
    means.session.abort();
    means.session = new AbortController();
    means.giver = userId ?? null;
    for (const forgetOne of [...[...models.values()].map((model) => model.clear), ...signOuts]) guard(forgetOne);
  }

  function seeAll(): void {
    for (const model of models.values()) model.see();
  }

  const stops = [
    environment.onWake(() => {
      gate.wake();
      for (const model of models.values()) model.wake();
    }),
    gate.onOpen(() => {
      for (const model of models.values()) model.wake();
    }),
    environment.onStorage((changed, key) => {
      if (changed !== area || (key !== null && !key.startsWith(prefix))) return;
      if (key === null) return seeAll();
      const answerKey = key.slice(prefix.length);
      models.get(answerKey)?.see();
      const answer = sleepers.has(answerKey) && store.read(answerKey) && answerOf(answerKey);
      if (answer) modelOf(answer, 'see');
      // Another tab got through, so this one need not wait for its own probe.
      if (!isOpen(answerKey)) gate.wake();
    }),
    environment.onTold((message) => {
      if (message === prefix) forget();
    }),
  ];

  const isOpen = (key: string) => !isSettled(store.read(key) ?? EMPTY);

  // What an earlier page left unfinished goes on, whether or not its answer is shown again.
  for (const key of store.keys().filter(isOpen)) {
    const answer = answerOf(key);
    if (answer) modelOf(answer);
  }

  let isRestored = restore !== 'server';

  function restoreOnce(): void {
    if (isRestored) return;
    isRestored = true;
    void restoreFromServer();
  }

  const client: FeedbackClient = {
    answer({ conversationId, queryId }) {
      demand(checkUuid('conversationId', conversationId), checkInteger('queryId', queryId));
      restoreOnce();
      return modelOf({ conversationId, queryId });
    },
    clear() {
      forget();
      environment.tell(prefix);
    },
    resume() {
      for (const model of models.values()) model.resume();
    },
    dispose() {
      means.session.abort();
      for (const stop of stops) stop();
      for (const model of models.values()) model.dispose();
      models.clear();
      sleepers.clear();
    },
  };
  insides.set(client, {
    turnOf,
    awaitNews(answer, wake) {
      restoreOnce();
      turnOf(answer);
      const key = toAnswerKey(answer);
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

  function turnOf(answer: Answer): number {
    const key = toAnswerKey(answer);
    const shown = turns.get(key) ?? nextTurn();
    turns.set(key, shown);
    return shown;
  }

  /** Asks the API once for this person's records, for all widgets of the page. The latest of an answer is what they said last. */
  async function restoreFromServer(): Promise<void> {
    const { signal } = means.session;
    const start = means.clock.now();
    const records = await listAll(means);
    if (records instanceof FeedbackError || signal.aborted) return;
    const answers = new Map<string, FeedbackRecord[]>();
    for (const record of records) {
      const { conversation_id: conversationId, query_id: queryId } = record.context;
      if (!isSameId(giverOf(record), userId) || !conversationId || queryId === undefined) continue;
      const key = toAnswerKey({ conversationId, queryId });
      answers.set(key, [...(answers.get(key) ?? []), record]);
    }
    for (const [key, records] of answers) {
      const answer = answerOf(key);
      const [latest, ...extras] = records.sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at));
      // Another tab may have said something since.
      if (!answer || !latest || (store.read(key)?.at ?? 0) > start) continue;
      const ids = extras.map(({ id }) => id);
      modelOf(answer).know(toFeedback(latest), latest.id, ids);
    }
  }
}

function answerOf(key: string): Answer | undefined {
  const [conversationId = '', queryId] = key.split('/');
  return isUuid(conversationId) ? { conversationId, queryId: Number(queryId) } : undefined;
}

function checkOptions({ submitter, storage = 'session', userKey, userId, restore = 'storage' }: FeedbackClientOptions): void {
  demand(
    check(submitter?.submit, 'submitter', submitter, 'what createSubmitter() returns'),
    check(/^(session|local|none)$/.test(storage), 'storage', storage, '"session", "local" or "none"'),
    check(storage !== 'local' || userKey, 'userKey', userKey, 'a text of its own for each person'),
    userId === undefined && restore !== 'server' ? undefined : checkUuid('userId', userId),
    check(/^(storage|server)$/.test(restore), 'restore', restore, '"storage" or "server"'),
  );
}

const signOuts = new Set<() => void>();

/** Calls when someone signs out: what waits for its answer's ids is with no client yet. */
export function onSignOut(listener: () => void): () => void {
  signOuts.add(listener);
  return () => signOuts.delete(listener);
}

const defaultClients = new WeakMap<Submitter, FeedbackClient>();

/** The one client with the default options that a bare submitter gets. */
export function clientOf(submitter: Submitter): FeedbackClient {
  const client = defaultClients.get(submitter) ?? createFeedbackClient({ submitter });
  defaultClients.set(submitter, client);
  return client;
}

import {
  createContext,
  createRequestQueue,
  createStore,
  type DeliveryTarget,
  EMPTY_ENTRY,
  type Entry,
  isSettled,
  listAll,
  parseEntry,
  type RequestQueue,
} from '../delivery/index.js';
import {
  type AnswerIds,
  check,
  type FeedbackClient,
  FeedbackError,
  groupByAnswer,
  isObject,
  ownProperties,
  parseAnswerRef,
  type Submitter,
} from '../domain/index.js';
import { demandOptions, findMissing, isSameOrigin, type Options, tellUnknown } from '../options/index.js';
import { browser, createListeners, demand, type Environment, guard, isScript, report } from '../platform/index.js';
import { answerOf } from './answer.js';
import { createAnswerModels } from './answer-models.js';
import { inMemory } from './waiting.js';
import { clients, type Internals, internalsOf, setInternals, type WidgetClient } from './widget-client.js';

/** The options of {@link createFeedbackClient}. */
export interface FeedbackClientOptions extends Pick<Options, 'storage' | 'userKey' | 'userId' | 'restore' | 'beforeSend'> {
  /** Where the feedback goes. */
  submitter: Submitter;
}

const NAMES = ['submitter', 'storage', 'userKey', 'userId', 'restore', 'beforeSend'] as const;

// Two concurrent requests for the whole page, however many clients it has.
const pageQueue = createRequestQueue(2, browser.clock, browser.random);

/** Whose turn it is with a submitter, and what ends it. */
interface Turn {
  person: string;
  ended: AbortController;
}

const turns = new WeakMap<Submitter, Turn>();

/**
 * A submitter for the client of one person, or of nobody. Its `getToken` returns the token of whoever is signed in, so only the person whose client was created or
 * used last may send; the calls of others end as those of a session that is over, and their feedback stays in the storage.
 */
function takeTurns(submitter: Submitter, person: string) {
  const turn = turns.get(submitter) ?? { person, ended: new AbortController() };
  turns.set(submitter, turn);
  let joined: { readonly of: AbortSignal | undefined; readonly ended: AbortController; readonly signal: AbortSignal } | undefined;

  function take(): void {
    if (turn.person === person) return;
    turn.person = person;
    turn.ended.abort();
    turn.ended = new AbortController();
    forgetWaiting();
  }

  async function inTurn<T>(call: (signal: AbortSignal) => Promise<T>, session: AbortSignal | undefined): Promise<T | FeedbackError> {
    // A press takes the turn right after it has begun to send.
    await undefined;
    const { ended } = turn;
    if (turn.person !== person) return new FeedbackError('auth', 'Another person is signed in.');
    // The same signal as long as neither changes: calls of one session share a token.
    if (joined?.of !== session || joined?.ended !== ended)
      joined = { of: session, ended, signal: AbortSignal.any([...(session ? [session] : []), ended.signal]) };
    return call(joined.signal);
  }

  take();
  const shared: Submitter = {
    url: submitter.url,
    impersonateEmail: submitter.impersonateEmail,
    submit: (answer, feedback, session) => inTurn((signal) => submitter.submit(answer, feedback, signal), session),
    update: (id, changes, session) => inTurn((signal) => submitter.update(id, changes, signal), session),
    remove: (id, session) => inTurn((signal) => submitter.remove(id, signal), session),
    list: (page, session) => inTurn((signal) => submitter.list(page, signal), session),
  };
  return { submitter: shared, take, isOn: () => turn.person === person };
}

/** Creates a client. Of those with one submitter, only that of one person sends, by `userKey` or `userId`, without which it is nobody's: the one that was created or used last. Throws a {@link FeedbackError} of kind `config` for a wrong option. */
export function createFeedbackClient(options: FeedbackClientOptions): FeedbackClient {
  if (isObject(options)) tellUnknown('client: createFeedbackClient()', options, NAMES, true);
  const { submitter, ...settings } = demandOptions(options, ...NAMES);
  demand(check(submitter, 'submitter', undefined, 'what createSubmitter() returns, as in { submitter }'), findMissing(settings));
  // A server renders for many visitors, and would keep the client of each for ever.
  const isPage = !!globalThis.window;
  const turn = isPage ? takeTurns(submitter as Submitter, settings.userKey || settings.userId || '') : undefined;
  const client = createClient({ ...settings, submitter: turn?.submitter ?? (submitter as Submitter) }, { ...PARTS, onChange: turn?.take });
  const { dispose } = client;
  Object.assign(internalsOf(client) as Internals, { isOn: turn?.isOn });
  if (isPage) clients.add(client);
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

/** What a client works with; tests inject their own. */
export interface ClientParts {
  readonly environment: Environment;
  readonly queue: RequestQueue;
  readonly inspect?: DeliveryTarget['inspect'];
  /** Called after each change that a person makes. */
  readonly onChange?: (() => void) | undefined;
}

const PARTS: ClientParts = { environment: browser, queue: pageQueue };

/** Creates a client from checked options. */
export function createClient(given: FeedbackClientOptions, parts: ClientParts = PARTS): WidgetClient {
  const { environment, queue } = parts;
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
  const models = createAnswerModels({ ...parts, context, store, prefix });

  /** Ends the person's session: outcomes of requests in flight are ignored, and nothing else is sent. */
  function forget(): void {
    context.session.abort();
    Object.assign(context, createContext(context));
    for (const model of models.all()) guard(model.clear);
    forgetWaiting();
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
    if (typeof message === 'string' && message.startsWith(prefix)) {
      const signedOutAt = Number(message.slice(prefix.length));
      // A storage that all tabs share was cleared by the tab that has sent this. A tab that was frozen hears of it late, when the next person has rated already.
      if (!isFromOtherTab || !context.isStorageShared) store.clear();
      for (const key of store.keys()) if ((store.read(key)?.changedAt ?? 0) <= signedOutAt) store.remove(key);
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
    queue.whenOpen(wakeAll),
    environment.onStorage(onStorage),
    environment.onMessage(onMessage),
  ];

  // What an earlier page has left unfinished continues even if its answer is not shown again.
  environment.whenActive(() => {
    for (const key of store.keys()) if (models.isAwaited(key) || (isOpen(key) && parseAnswerRef(key))) models.open(key, 'start');
  });

  let isRestored = restore !== 'server' || !userId;

  async function restoreOnce(): Promise<void> {
    if (isRestored) return;
    isRestored = true;
    const { signal } = context.session;
    const records = await listAll(context);
    if (records instanceof FeedbackError || signal.aborted) return;
    for (const { answer, feedback, id, ...listed } of groupByAnswer(records, userId ?? ''))
      models.of(answer).delivery.seed(feedback, id, listed);
  }

  const client: WidgetClient = {
    clear() {
      store.clear();
      forget();
      environment.postMessage(prefix + environment.clock.now());
    },
    resume: resumeAll,
    dispose() {
      context.session.abort();
      for (const stop of stops) stop();
      models.dispose();
    },
  };
  setInternals(client, {
    models,
    onUse: () => void restoreOnce().catch(report),
    ...(!isScript && { submitter, person: prefix, isNew: true }),
  });
  return client;
}

/** The entry in a message of another client with this prefix. Any script of the origin may have sent it. */
function readMessage(message: unknown, prefix: string): { readonly key: string; readonly entry: Entry } | undefined {
  const { name, text } = isObject(message) ? message : {};
  const entry = typeof name === 'string' && name.startsWith(prefix) && parseEntry(String(text));
  return entry ? { key: (name as string).slice(prefix.length), entry } : undefined;
}

/** Forgets what waits for its ids outside any client: another person is signed in. */
export function forgetWaiting(): void {
  for (const model of inMemory.values()) guard(model.clear);
  tellSignOut(undefined);
}

/** `onSignOut` calls a listener on every sign-out, for feedback that waits for its ids outside any client. Returns a function that removes it. */
export const { add: onSignOut, emit: tellSignOut } = createListeners<undefined>();

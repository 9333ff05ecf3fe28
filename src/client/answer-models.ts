import {
  type ClientContext,
  createDelivery,
  type createStore,
  type DeliveryTarget,
  EMPTY_ENTRY,
  type RequestQueue,
} from '../delivery/index.js';
import { type AnswerRef, parseAnswerRef, parseWaitingKey, toWaitingRef } from '../domain/index.js';
import { type Environment, isScript, log } from '../platform/index.js';
import { type AnswerModel, type CreateDelivery, createAnswerModel, nextTurn } from './answer-model.js';
import { createWaiting, inMemory, takeFromMemory } from './waiting.js';

/** The models of a client's answers, which its widgets and callers share. */
export interface AnswerModels {
  /** The model of an answer. It goes on with what was said under the `answerKey`. */
  of(answer: AnswerRef): AnswerModel;
  /** The model for the `answerKey` of an answer whose query id is not known. It goes on with what was said before the conversation was known. */
  waitingFor(key: string, answerKey: string): AnswerModel;
  /** The model under a key of the storage: it continues what an earlier page has left, or only displays what another tab is doing. */
  open(key: string, begin: 'start' | 'readStorage'): AnswerModel;
  /** The model under a key, if it is open. */
  get(key: string): AnswerModel | undefined;
  all(): Iterable<AnswerModel>;
  /** The ratings that wait for their ids, also of an earlier page: the time of the press in milliseconds since the epoch, by the key of the storage. The script has no room for it. */
  waiting?(): ReadonlyMap<string, number>;
  /** See {@link awaitNews}. */
  awaitNews(answer: AnswerRef | null, key: string, wake: () => void): (() => void) | null;
  /** Whether an idle widget waits for news under a key. */
  isAwaited(key: string): boolean;
  /** The turn in which an answer was first shown on this page. */
  turnOf(answer: AnswerRef): number;
  dispose(): void;
}

/** What the models of a client work with. */
interface Parts {
  readonly queue: RequestQueue;
  readonly environment: Environment;
  readonly inspect?: DeliveryTarget['inspect'];
  readonly context: ClientContext;
  readonly store: ReturnType<typeof createStore>;
  /** The beginning of the names of all Web Locks. */
  readonly prefix: string;
  /** Called after each change that a person makes. */
  readonly onChange?: (() => void) | undefined;
}

/** Warns of feedback that nothing sends any more. */
const tellDisposed = () =>
  log(
    'warn',
    'client: got feedback after its dispose(), needs one that lives as long as the page. In React, do not dispose of it in an effect.',
  );

/** Calls back after each change that a person makes. */
const onChangeOf = (model: AnswerModel, run: () => void) => model.listen(({ type }) => type === 'change' && run());

/** Creates the models of a client. */
export function createAnswerModels(parts: Parts): AnswerModels {
  const { store, environment, prefix } = parts;
  /** The keys of the answers that had an `answerKey`, by the key under which they have waited. */
  const claimed = new Map<string, string>();
  let isTold = false;
  let isDisposed = false;
  const models = new Map<string, AnswerModel>();
  const turns = new Map<string, number>();
  /** Callbacks of idle widgets by key. */
  const sleepers = new Map<string, Set<() => void>>();

  const deliver =
    (answer: AnswerRef): CreateDelivery =>
    (listener) =>
      createDelivery({ ...parts, answer, key: answer.key, lockName: prefix + answer.key }, listener);

  const waitUnder =
    (key: string): CreateDelivery =>
    (listener) =>
      createWaiting(listener, { read: () => store.read(key), write: (entry) => store.write(key, entry) }, environment.clock, key);

  /** Adds a model and wakes the idle widgets that wait for it. */
  function add(key: string, model: AnswerModel, begin: () => void): AnswerModel {
    models.set(key, model);
    if (!isScript && isDisposed) onChangeOf(model, tellDisposed);
    if (!isScript && parts.onChange) onChangeOf(model, parts.onChange);
    begin();
    const wakes = sleepers.get(key) ?? [];
    sleepers.delete(key);
    for (const wake of wakes) wake();
    return model;
  }

  function openAnswer(answer: AnswerRef, begin: 'start' | 'readStorage' = 'start'): AnswerModel {
    const model = models.get(answer.key) ?? createAnswerModel(answer, deliver(answer));
    return models.has(answer.key) ? model : add(answer.key, model, model.delivery[begin]);
  }

  function openWaiting(key: string): AnswerModel {
    const model = models.get(key) ?? createAnswerModel(null, waitUnder(key));
    return models.has(key) ? model : add(key, model, model.delivery.start);
  }

  function waitingFor(key: string, answerKey: string): AnswerModel {
    const early = takeFromMemory(answerKey);
    if (early && !models.has(key)) return add(key, early, () => early.moveTo(null, waitUnder(key)));
    const model = openWaiting(key);
    if (early) {
      model.adopt(early);
      model.holder ??= early.holder;
    }
    return model;
  }

  /** Warns, once for a client, if two answers have the same key: what was said before the second had its id may be on the first. */
  function tellTwice(waitingKey: string, key: string): void {
    const first = claimed.get(waitingKey) ?? key;
    claimed.set(waitingKey, first);
    if (isTold || first === key) return;
    isTold = true;
    log('warn', `answer-key: got ${JSON.stringify(parseWaitingKey(waitingKey))} for two answers, needs one of its own for each.`);
  }

  /**
   * Moves what was said under the `answerKey` of an answer to the answer itself. It stays while the widget in which it was pressed is on the page with other
   * ids, or without any: that one may be about to be removed, be of another answer with the same key, or be another widget of this answer that gets its id later.
   */
  function claim(answer: AnswerRef): void {
    const { answerKey = '', key } = answer;
    const waitingKey = toWaitingRef(answer)?.key;
    if (waitingKey == null) return;
    if (!isScript) tellTwice(waitingKey, key);
    const unclaimed = models.get(waitingKey) ?? inMemory.get(answerKey);
    if (unclaimed) {
      const held = unclaimed.holder?.current;
      const isHeld = held?.waiting?.answerKey === answerKey && held.answer?.key !== key;
      unclaimed.onRelease = isHeld ? () => claim(answer) : undefined;
      if (isHeld) return;
    }
    const waiting = unclaimed && waitingFor(waitingKey, answerKey);
    const stored = store.read(waitingKey);
    models.delete(waitingKey);
    const known = models.get(key);
    if (waiting && known) known.adopt(waiting);
    else if (waiting) add(key, waiting, () => waiting.moveTo(answer, deliver(answer)));
    else if (stored?.wanted || stored?.draft) {
      const earlier = store.read(key);
      // As with all unsent feedback of an earlier page, the list is then read before it is sent.
      const isMoved = !earlier && store.write(key, stored);
      if (!isMoved && stored.wanted && stored.changedAt > (earlier?.changedAt ?? 0)) openAnswer(answer).want(stored.wanted);
      if (!isMoved && stored.draft && !earlier?.draft) openAnswer(answer).write(stored.draft);
    }
    // Another tab must not take it, too.
    if (stored) store.write(waitingKey, { ...EMPTY_ENTRY, revision: stored.revision + 1 });
  }

  return {
    of(answer) {
      claim(answer);
      return openAnswer(answer);
    },
    waitingFor,
    open(key, begin) {
      const answer = parseAnswerRef(key);
      return answer ? openAnswer(answer, begin) : openWaiting(key);
    },
    get: (key) => models.get(key),
    all: () => models.values(),
    ...(!isScript && {
      waiting: () =>
        new Map(
          [...models.keys(), ...store.keys()].flatMap((key) => {
            const delivery = models.get(key)?.delivery;
            const entry = store.read(key);
            if (parseWaitingKey(key) === undefined || !(delivery?.wanted() ?? entry?.wanted)) return [];
            return [[key, delivery?.changedAt() ?? entry?.changedAt ?? 0] as const];
          }),
        ),
    }),
    awaitNews(answer, key, wake) {
      if (answer) claim(answer);
      if (models.has(key) || store.read(key)) return null;
      const wakes = sleepers.get(key) ?? new Set();
      sleepers.set(key, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (!wakes.size && sleepers.get(key) === wakes) sleepers.delete(key);
      };
    },
    isAwaited: (key) => sleepers.has(key),
    turnOf({ key }) {
      turns.set(key, turns.get(key) ?? nextTurn());
      return turns.get(key) as number;
    },
    dispose() {
      isDisposed = true;
      for (const model of models.values()) {
        model.dispose();
        if (!isScript) onChangeOf(model, tellDisposed);
      }
      models.clear();
      sleepers.clear();
    },
  };
}

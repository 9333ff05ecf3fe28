import { type Delivery, type DeliveryListener, EMPTY_ENTRY, type Entry, factsOfChange, feedbackOf, IDLE } from '../delivery/index.js';
import { FeedbackError, type FeedbackEvent, parseWaitingKey, type Wanted } from '../domain/index.js';
import { browser, type Clock, isScript, log } from '../platform/index.js';
import { type AnswerModel, createAnswerModel } from './answer-model.js';

/** Where feedback waits for the ids of its answer: under a key of the storage, so that it survives a reload, or in the memory of the page. */
export interface WaitingPlace {
  read(): Entry | null;
  /** Returns whether the entry was stored. */
  write(entry: Entry): boolean;
}

/** After this time an answer that is still being generated is less likely than a page that does not set its ids. */
const REMINDER_MS = 20_000;
/** The script has no components, and no room for it. */
const inCode = (names: string) => (isScript ? '' : ` In code: ${names}.`);

/** Why a rating waits, under the key of a storage or without one. */
function reminderFor(key: string | undefined): string {
  const answerKey = isScript || key === undefined ? undefined : parseWaitingKey(key);
  return answerKey === undefined
    ? `query-id or conversation-id: got nothing for 20 s, so a rating waits.${inCode('queryId, conversationId')}`
    : `query-id: got nothing for 20 s for the answer-key ${JSON.stringify(answerKey)}, so a rating waits. It is sent once a widget has this key and an id: keep the key when the id comes.${inCode('queryId, answerKey')}`;
}

const nothing = () => {};

/**
 * Stands in for a delivery while the ids of the answer are not known: it remembers the wanted feedback and sends nothing. Without a place for it, the
 * feedback belongs to one widget alone. `key` is that of a storage.
 */
export function createWaiting({ onView, offered }: DeliveryListener, place: WaitingPlace | null, clock: Clock, key?: string): Delivery {
  let entry = EMPTY_ENTRY;
  let isStored = false;
  let stopReminder = nothing;
  /** What the person has taken back on this page. */
  let removed: Wanted | null = null;

  /** Takes over what an earlier page or another tab has stored. */
  function read(): void {
    const stored = place?.read();
    if (!stored || stored.revision <= entry.revision) return;
    entry = stored;
    isStored = true;
  }

  function show(): void {
    const { wanted, draft } = entry;
    const notice = isStored ? 'waiting' : place ? 'keepOpen' : 'gaveUp';
    onView({
      ...IDLE,
      wanted: feedbackOf(wanted, null),
      draft,
      ...(wanted ? { phase: 'waiting', notice } : removed && { removed, notice: 'removed' }),
    });
  }

  function change(facts: Partial<Entry>): void {
    entry = { ...entry, ...facts, revision: entry.revision + 1 };
    isStored = !!place?.write(entry);
    show();
  }

  /** Another tab may have moved the feedback to its answer. */
  function remind(): void {
    read();
    if (entry.wanted) log('info', reminderFor(key));
  }

  function want(wanted: Wanted | null): void {
    stopReminder();
    if (wanted) stopReminder = clock.after(REMINDER_MS, remind);
    read();
    removed = wanted ? null : (entry.wanted ?? removed);
    const facts = factsOfChange(entry, wanted, { former: entry.wanted, unsaid: null, offered: offered() });
    change({ ...facts, changedAt: Math.max(clock.now(), entry.changedAt + 1) });
  }

  function readAndShow(): void {
    read();
    show();
  }

  return {
    want,
    keepDraft(draft) {
      read();
      change({ draft });
    },
    wanted() {
      read();
      return entry.wanted;
    },
    changedAt: () => entry.changedAt,
    start: readAndShow,
    readStorage: readAndShow,
    seed: nothing,
    receive: nothing,
    readWords: nothing,
    retry: nothing,
    resume: nothing,
    wake: nothing,
    dispose: () => stopReminder(),
  };
}

const NOWHERE: WaitingPlace = { read: () => null, write: () => false };

const createModel = (place: WaitingPlace | null) => createAnswerModel(null, (listener) => createWaiting(listener, place, browser.clock));

/** Creates the model of one widget alone, whose answer has no ids and no key. */
export const createLoneModel = (): AnswerModel => createModel(null);

/**
 * Forgets what was said to one widget alone, because its answer got no ids before the widget was removed or shows another answer. Returns the detail of the
 * error event; null if nothing was said.
 */
export function dropLone(model: AnswerModel | null): Omit<Extract<FeedbackEvent, { type: 'error' }>, 'type'> | null {
  if (!model?.firstTurn()) return null;
  model.recordStaged();
  const { wanted: feedback } = model.view.peek();
  model.clear();
  const error = new FeedbackError('unclaimed', `answer-key: got nothing, so a rating was lost with its widget.${inCode('answerKey')}`);
  log('warn', error.message);
  return { answer: null, feedback, error, willRetry: false };
}

/** The models of answers whose conversation or client is not known yet, by their `answerKey`. They wait in the memory of the page. */
export const inMemory = new Map<string, AnswerModel>();

/** The model that waits in memory under an `answerKey`. */
export function openInMemory(answerKey: string): AnswerModel {
  const model = inMemory.get(answerKey) ?? createModel(NOWHERE);
  inMemory.set(answerKey, model);
  return model;
}

/** Removes a model from memory, for a client that goes on with it. */
export function takeFromMemory(answerKey: string): AnswerModel | undefined {
  const model = inMemory.get(answerKey);
  inMemory.delete(answerKey);
  return model;
}

import { createApi } from '../../demo/api';
import { createCheckedSubmitter } from '../../src/api/submitter';
import type { AnswerModel } from '../../src/client/answer-model';
import { createClient } from '../../src/client/feedback-client';
import { modelOf, type WidgetClient } from '../../src/client/widget-client';
import { createRequestQueue } from '../../src/delivery/request-queue';
import type { Event, State } from '../../src/delivery/state';
import { answerRef } from '../../src/domain/answer-ref';
import { type Answer, type Feedback, type FeedbackRecord, isSameRating, RATINGS, type Rating, toFeedback } from '../../src/domain/feedback';
import { findBroken } from '../support/invariants';
import { CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';
import { createArea, createDevice, type Tab } from './device';
import { FAULTS, type Fault, pickFaults } from './faults';
import { createNetwork, type Post } from './network';
import { createDice } from './random';
import { QUARANTINES_MS, type Switch, withoutRecords, withoutWaits } from './switches';
import { createTime } from './time';
import { trace } from './trace';

/**
 * What was wrong once the faults were over and time had passed. `false` also counts every "saved" on screen without such a record at
 * that moment; `doubled` a second record, however short, that the quarantine is there to prevent;
 * `broken` each state that breaks one of the two promises of a delivery, and requests without end.
 */
export type Tally = Record<(typeof KINDS)[number] | (typeof UNPROMISED)[number], number>;

/** What has to be zero. */
export const KINDS = ['lost', 'duplicate', 'stale', 'foreign', 'false', 'doubled', 'broken'] as const;

/**
 * Why a feedback that is not on record as the person wanted it does not count as one of those: docs/delivery.md explains each. A
 * feedback with several of these reasons counts for the first.
 */
export const UNPROMISED = ['unknownOrder', 'formerWords', 'closedCopy', 'signedOut', 'otherAuthor', 'clockSet', 'unnamedAuthor'] as const;

export const emptyTally = () => Object.fromEntries([...KINDS, ...UNPROMISED].map((kind) => [kind, 0])) as Tally;

interface Page {
  readonly tab: Tab;
  readonly session: Storage;
  readonly client: WidgetClient;
  readonly models: readonly AnswerModel[];
  /** Other clients of the same page. */
  readonly more: Pick<Page, 'client' | 'models'>[];
  /** Makes another client in the page. */
  readonly addClient: () => Pick<Page, 'client' | 'models'>;
}

/** What a person means; words that are null are left open, because the server refused them. */
interface Meant {
  readonly rating: Rating;
  readonly words: string | null;
}

interface Moment {
  readonly at: number;
  readonly method: string;
  /** What this person's records say of each answer. */
  readonly says: readonly (readonly Feedback[])[];
}

const BASE_URL = 'https://api.example/api/v1';
const FEEDBACKS_URL = `${BASE_URL}/projects/${PROJECT_ID}/feedbacks/`;
const PREFIX = `clarifeye-feedback:${FEEDBACKS_URL}:ada:`;
const START_MS = Date.parse('2026-01-01T00:00:00Z');
const DAY_MS = 86_400_000;
/** A request may take so long; a "saved" that it leads to is true if the record said so since then. */
const LONGEST_REQUEST_MS = 40_000;
const VISITORS_WORDS = 'Of another visitor';
/** Tabs that answer each other without end make more requests than that. */
const MOST_REQUESTS = 600;
/** Nobody presses anything sooner in a tab that has just opened, after a press in another tab, or after signing out. */
const LEAST_LOOK_MS = 100;
const SHORTEST_QUARANTINE_MS = Math.min(...QUARANTINES_MS) - 500;

/** What to play: without a rule, with one fault alone, or without one. */
export interface Choice {
  readonly off?: Switch | undefined;
  readonly only?: string | undefined;
  readonly without?: string | undefined;
}

/** Plays one schedule of clicks, words, changes, undos, faults, killed tabs and clocks that jump, and counts what it came to. */
export async function runScenario(
  seed: number,
  { off, only, without }: Choice = {},
  log: (text: string) => void = () => {},
  isDetailed = false,
): Promise<Tally> {
  const dice = createDice(seed);
  // Dice of their own, so that a fault leaves the rest of a schedule as it is.
  const faultDice = createDice(seed ^ 0x5bd1e995);
  const addedDice = createDice(seed ^ 0x2545f491);
  const deedDice = createDice(seed ^ 0x3c6ef372);
  const has = pickFaults([faultDice, addedDice, createDice(seed ^ 0x1f83d9ab), deedDice], only, without);
  const time = createTime(START_MS - 3 * DAY_MS);
  const tell = (text: string) => log(`${((time.now() - START_MS) / 1000).toFixed(2).padStart(8)}  ${text}`);
  const tally = emptyTally();
  let endOfFaults = START_MS + 400_000;
  const isFaulty = () => time.now() < endOfFaults;

  // The server, with records that others gave days ago.
  let lastId = 0;
  const createId = () => `00000000-0000-4000-8000-${(++lastId).toString(16).padStart(12, '0')}`;
  const api = createApi({ users: USERS, createId, now: time.now });
  const isAdmin = dice.chance(0.4);
  const token = isAdmin ? 'admin-token' : 'ada-token';
  const { id: myId } = USERS[token];
  const answers: readonly Answer[] = [0, 1]
    .slice(dice.chance(0.6) ? 1 : 0)
    .map((queryId) => ({ conversationId: CONVERSATION_ID, queryId }));
  for (const { queryId } of answers) {
    for (const other of ['bob-token', isAdmin ? 'ada-token' : 'admin-token']) {
      const context = { conversation_id: CONVERSATION_ID, query_id: queryId, source: 'x' };
      const body = { context, feedback: '', is_positive: dice.pick([true, null, false]) };
      if (dice.chance(0.5)) api.answer({ method: 'POST', url: new URL(FEEDBACKS_URL), authorization: `Bearer ${other}`, body });
    }
  }
  if (has('manyRecords'))
    for (let index = 0; index < 1100; index += 1) {
      const context = { conversation_id: CONVERSATION_ID, query_id: 1000 + index, source: 'x' };
      const body = { context, feedback: '', is_positive: true };
      api.answer({ method: 'POST', url: new URL(FEEDBACKS_URL), authorization: 'Bearer bob-token', body });
    }
  await time.pass(3 * DAY_MS);
  const isMine = ({ given_by, feedback }: FeedbackRecord) => given_by?.id === myId && feedback !== VISITORS_WORDS;
  const others = () => new Map(api.records(PROJECT_ID).flatMap((record) => (isMine(record) ? [] : [[record.id, JSON.stringify(record)]])));
  const othersBefore = others();
  const mine = () => {
    const records = api.records(PROJECT_ID).filter(isMine);
    return answers.map(({ queryId }) => records.filter(({ context }) => context.query_id === queryId).map(toFeedback));
  };
  const history: Moment[] = [{ at: START_MS, method: '', says: mine() }];
  const lagMs = has('laggingList') ? faultDice.between(0, 40_000) : 0;
  let snapshots = [{ at: START_MS, records: api.records(PROJECT_ID) }];

  /** The list as a caller sees it, which may lag behind. */
  function list(url: URL, authorization: string | null): string {
    while (snapshots[1] && snapshots[1].at <= time.now() - lagMs) snapshots = snapshots.slice(1);
    const records = lagMs ? (snapshots[0]?.records ?? []) : api.records(PROJECT_ID);
    const caller = USERS[authorization?.split(' ')[1] as keyof typeof USERS];
    const seen = records.filter(({ given_by }) => caller?.id === USERS['admin-token'].id || given_by?.id === caller?.id);
    const [limit, offset] = ['limit', 'offset'].map((name) => Number(url.searchParams.get(name))) as [number, number];
    const results = seen
      .slice(offset, offset + limit)
      .map((record) => (has('deletedAuthors') && record.given_by?.id !== myId ? { ...record, given_by: null } : record));
    return JSON.stringify({ count: seen.length, next: offset + limit < seen.length ? 'more' : null, previous: null, results });
  }

  const rewrite = (text: string) => (has('noAuthorId') ? text.replace(/"given_by":\{"id":"[^"]*",/g, '"given_by":{') : text);

  // The device. Only where storage keeps things does a tab that goes come back to them.
  const storage = dice.pick(['session', 'local', 'local', 'none'] as const);
  const area = storage === 'none' ? 'works' : dice.pick(['works', 'works', 'works', 'works', 'blocked', 'full'] as const);
  const isKept = storage !== 'none' && area === 'works';
  const hasLocks = dice.chance(0.9);
  const tabCount = storage === 'local' && isKept && hasLocks && dice.chance(0.5) ? 2 : 1;
  const device = createDevice({
    time,
    random: dice.next,
    storage: area,
    hasLocks,
    spoil: (_, value) => withoutRecords(value, off),
    hearsayMs: () => (has('noStorageEvents') ? null : has('lateStorageEvents') ? faultDice.between(20, 20_000) : 20),
    lateMs: () => (has('throttledTimers') && isFaulty() ? faultDice.between(0, faultDice.chance(0.1) ? 60_000 : 1000) : 0),
  });
  let isUp = true;
  const setUp = (next: boolean) => {
    isUp = next;
    device.isOnline = has('falselyOffline') ? false : has('falselyOnline') || next;
  };
  setUp(true);
  const outageStart = START_MS + faultDice.between(0, 380_000);
  const outageEnd = outageStart + faultDice.between(300_000, 7_200_000);
  if (has('outage')) endOfFaults = Math.max(endOfFaults, outageEnd);
  const isOutage = () => has('outage') && time.now() >= outageStart && time.now() < outageEnd;
  if (has('wrongYear')) device.skewMs = faultDice.pick([-365, 365]) * DAY_MS;
  /** A response may be handled long after it came. */
  const longestRequestMs = has('frozenTab') || has('sleep') || has('throttledTimers') ? 12 * 3_600_000 : LONGEST_REQUEST_MS;
  if (isKept && dice.chance(0.2)) {
    device.local.setItem(`${PREFIX}${CONVERSATION_ID}/7`, '{"v":1,"wanted":');
    device.local.setItem(`${PREFIX}${CONVERSATION_ID}/8`, '{"v":2,"revision":1,"wanted":"up"}');
  }
  const LATER = '{"v":9,"wants":"up"}';
  if (isKept && has('otherVersions')) device.local.setItem(`${PREFIX}${CONVERSATION_ID}/6`, LATER);

  const faultNames = (Object.keys(FAULTS) as Fault[]).filter((name) => has(name));
  tell(
    `${storage} storage (${area}), ${hasLocks ? 'locks' : 'no locks'}, ${isAdmin ? 'an administrator' : 'a visitor'}${lagMs ? `, lag ${lagMs}` : ''}; ${faultNames.join(', ')}`,
  );

  // The network between them.
  const posts: Post[] = [];
  let requests = 0;
  const faultRate = dice.pick([0.05, 0.3, 0.6]);
  const tokenFaultRate = dice.pick([0, 0.15]);
  const network = createNetwork({
    api,
    time,
    dice,
    faultRate: () => (isFaulty() ? faultRate : 0),
    onCommit(method, sentAt) {
      wasLateDeletion ||= method === 'DELETE' && sentAt <= signedOutAt;
      history.push({ at: time.now(), method, says: mine() });
      if (lagMs) snapshots.push({ at: time.now(), records: api.records(PROJECT_ID) });
    },
    onPost: (post) => void posts.push(post),
    onRequest() {
      requests += 1;
    },
    log: tell,
    hidesList: off === 'reconcile',
    has,
    isDown: () => !isUp || isOutage(),
    lagMs,
    list,
    rewrite,
  });

  const tokenChangesAt = has('otherAuthor') ? START_MS + addedDice.between(0, 380_000) : Number.POSITIVE_INFINITY;

  async function getToken(): Promise<string> {
    if (time.now() > tokenChangesAt) return 'bob-token';
    if (!isFaulty() || !dice.chance(tokenFaultRate)) return token;
    if (dice.chance(0.5)) throw new Error('no token');
    await new Promise<void>((resolve) => void time.after(dice.between(0, 12_000), resolve));
    return token;
  }

  // The person.
  const userId = dice.chance(0.3) ? myId : undefined;
  let isClockWrong = has('wrongYear');
  let wasKilled = false;
  let wasSignedOut = false;
  let signedOutAt = 0;
  /** A deletion from before the sign-out was committed after it. */
  let wasLateDeletion = false;
  /** Undefined is nothing in particular: what was unsent at a sign-out is dropped. */
  const meant: (Meant | null | undefined)[] = answers.map(() => null);
  /** What the person meant before the last removal. */
  const removed: (Meant | null | undefined)[] = answers.map(() => null);
  /** The words last said with each rating. They stay where the person comes back to that rating before they have left the record. */
  const wordsOf = answers.map(() => new Map<Rating, string>());
  const areWordsKeptBack = has('withheldWords') || has('hangingRedaction') || has('throwingRedaction');
  const hasRedaction = areWordsKeptBack || has('slowRedaction');

  async function beforeSend(feedback: Feedback): Promise<Feedback | null> {
    if (has('throwingRedaction')) throw new Error('no redaction');
    if (has('hangingRedaction')) return new Promise(() => {});
    if (has('slowRedaction')) await new Promise<void>((resolve) => void time.after(faultDice.between(0, 9_000), resolve));
    return has('withheldWords') ? null : feedback;
  }

  let pageCount = 0;
  function open(session: Storage): Page {
    const tab = device.open(session);
    pageCount += 1;
    const pageNumber = pageCount;
    tell('a page opens');
    tab.onEnd(() => {
      wasKilled = true;
      tell('a tab is killed');
    });
    if (isKept && !has('fillingStorage') && isFaulty() && dice.chance(0.5)) killAtStep(tab, Math.floor(dice.between(1, 120)));
    const environment = { ...tab.environment, clock: withoutWaits(tab.environment.clock, off) };
    const submitter = createCheckedSubmitter(
      { projectId: PROJECT_ID, baseUrl: BASE_URL, getToken, fetch: network(tab) },
      environment.clock,
    );
    const queue = createRequestQueue(2, environment.clock, dice.next);
    let clientCount = 0;
    const inspectAs = (clientNumber: number) => (state: State, event: Event) => {
      if (isDetailed && event.type !== 'advanced') tell(`    [${pageNumber}.${clientNumber}] ${trace(event, state)}`);
      const broken = tab.isAlive && findBroken(state);
      if (!broken) return;
      tally.broken += 1;
      tell(`${broken} is broken: ${JSON.stringify(state)}`);
    };
    const addClient = () => {
      const restore = has('restoring') && userId ? 'server' : 'storage';
      const options = { submitter, storage, userKey: 'ada', userId, restore, ...(hasRedaction && { beforeSend }) } as const;
      const client = createClient(options, { environment, queue, inspect: inspectAs(++clientCount) });
      const models = answers.map(({ conversationId, queryId }) => modelOf(client, answerRef(conversationId, queryId)));
      for (const [index, model] of models.entries()) watch(tab, session, model, index);
      return { client, models };
    };
    return { tab, session, ...addClient(), more: has('secondClient') ? [addClient()] : [], addClient };
  }

  function readStored(session: Storage, index: number): { revision: number; wanted: Feedback | null } | null {
    const text = (storage === 'local' ? device.local : session).getItem(`${PREFIX}${CONVERSATION_ID}/${answers[index]?.queryId}`);
    return text ? JSON.parse(text) : null;
  }

  function watch(tab: Tab, session: Storage, model: AnswerModel, index: number): void {
    if (has('throwingHost'))
      model.listen(() => {
        throw new Error('of the host');
      });
    model.listen((event) => {
      // The person is told that it cannot be, and sees what there is.
      if (event.type !== 'error' || event.error.kind !== 'forbidden') return;
      const { wanted } = model.view.value;
      const isDropped = !isSame(wanted?.rating, event.feedback?.rating) || wanted?.comment !== event.feedback?.comment;
      // A tab that went before it could tell may have stored what it would have told.
      const isKnown = tab.isAlive || isSame(readStored(session, index)?.wanted?.rating, wanted?.rating);
      if (isDropped && isKnown) meant[index] = wanted && { rating: wanted.rating, words: null };
    });
    let last = '';
    const openedAt = time.now();
    model.view.subscribe(({ phase, wanted, error }) => {
      if (tab.isAlive)
        tell(`answer ${index}: ${phase} ${wanted ? `${wanted.rating} "${wanted.comment}"` : 'nothing'} ${error?.kind ?? ''}`);
      const state = `${phase} ${wanted?.rating} ${wanted?.comment}`;
      const isNew = state !== last;
      // A page that opens knows what was stored before the storage was full, and a client what others of its page know.
      const isOpening = time.now() === openedAt && (device.isFull || has('clientPerRender'));
      last = state;
      const isNoted =
        isNew && !isOpening && !has('oddAnswers') && !has('otherAuthor') && !wasSignedOut && !(has('duplicatedTab') && wasKilled);
      if (tab.isAlive && isNoted && phase === 'saved' && wanted && !wasTrue(index, wanted)) tally.false += 1;
    });
  }

  function killAtStep(tab: Tab, step: number): void {
    let left = step;
    tab.onStep = () => {
      left -= 1;
      if (left === 0 && isFaulty()) tab.kill();
    };
  }

  /** Words are not compared where they are no longer kept. */
  function wasTrue(index: number, { rating, comment }: Feedback): boolean {
    const since = time.now() - longestRequestMs;
    const first = history.findIndex(({ at }) => at >= since);
    const moments = history.slice(first < 0 ? -1 : Math.max(0, first - 1));
    return moments.some(({ says }) => says[index]?.some((said) => isSame(said.rating, rating) && (!comment || said.comment === comment)));
  }

  /** The presses on each answer, with the times of the browser's clock. */
  const presses: { readonly tab: Tab; readonly clock: number }[][] = answers.map(() => []);

  /** Whether the clock was set back after a press in another tab, of which the tab of the last press had not heard. */
  function isOrderUnknown(index: number): boolean {
    const [last, ...earlier] = [...(presses[index] ?? [])].reverse();
    return storage !== 'local' && earlier.some(({ tab, clock }) => tab !== last?.tab && clock >= (last?.clock ?? 0));
  }

  function act({ tab, session, models, more, addClient }: Page, index: number): void {
    if (has('clientPerRender') && isKept && !device.isFull) more.push(addClient());
    const [last] = more.slice(-1);
    const model = (last && (has('clientPerRender') || faultDice.chance(0.5)) ? last : { models }).models[index];
    if (!model) return;
    const before = meant[index];
    const { error } = model.view.value;
    const areRefused = error?.kind === 'invalid' || error?.kind === 'too-large';
    tell(`the person acts on answer ${index}`);
    const words = dice.chance(0.3) ? dice.pick(['Clear', 'Too long', 'Words']) : null;
    const shown = model.view.value.wanted;
    const picked = words === null && dice.pick(RATINGS);
    const rating = picked && has('undoing') && shown && deedDice.chance(0.3) ? shown.rating : picked;
    const isUndone = has('undoing') && !!model.view.value.removed && deedDice.chance(0.8);
    const isEdited = !isUndone && has('editing') && !!shown && !areRefused && !model.draft.value && deedDice.chance(0.3);
    if (isEdited) model.openPanel();
    else if (!isUndone && words !== null) model.write({ reasons: [], words });
    const revision = readStored(session, index)?.revision ?? 0;
    if (isUndone) model.undo();
    else if (rating && !isEdited) model.choose(rating);
    else model.send();
    const { wanted } = model.view.value;
    // A tab that went in the middle of the click may have taken the click with it.
    if (!tab.isAlive && (readStored(session, index)?.revision ?? 0) === revision) return;
    if (isUndone) meant[index] = wanted && { rating: wanted.rating, words: removed[index]?.words ?? null };
    if (!wanted) removed[index] = before;
    // Send in a tab that has not heard of the last press elsewhere says again what this tab shows.
    if (isEdited && !isSame(before?.rating, wanted?.rating)) meant[index] = wanted && { rating: wanted.rating, words: null };
    if (isUndone || isEdited) return void presses[index]?.push({ tab, clock: time.now() + device.skewMs });
    // Words belong to the rating that they were said with.
    const areKept = before && wanted && isSame(before.rating, wanted.rating);
    const own = words ?? (areRefused ? null : areKept ? before.words : before === undefined || before?.words === null ? null : '');
    meant[index] = wanted && { rating: wanted.rating, words: areWordsKeptBack ? null : own };
    if (wanted && words) wordsOf[index]?.set(wanted.rating, words);
    presses[index]?.push({ tab, clock: time.now() + device.skewMs });
  }

  const pages = Array.from({ length: tabCount }, () => open(createArea()));
  const frozen = new Set<Tab>();
  const freeze = (tab: Tab, durationMs: number) => {
    tab.freeze();
    frozen.add(tab);
    time.after(durationMs, () => {
      frozen.delete(tab);
      tab.thaw();
    });
  };
  const reopen = () => {
    for (const [index, page] of pages.entries()) if (!page.tab.isAlive) pages[index] = open(page.session);
  };
  const passTo = (at: number) => time.pass(Math.max(0, at - time.now()));

  /** Whether a record of somebody else was changed or deleted. After the token has changed, there may be new ones. */
  function areOthersChanged(): boolean {
    const now = others();
    return (!has('otherAuthor') && now.size !== othersBefore.size) || [...othersBefore].some(([id, text]) => now.get(id) !== text);
  }

  /** Another visitor, whom the server takes for this person, rates an answer. */
  function rateAsVisitor(): void {
    const context = { conversation_id: CONVERSATION_ID, query_id: addedDice.pick(answers).queryId, source: 'x' };
    const body = { context, feedback: VISITORS_WORDS, is_positive: addedDice.pick([true, null, false]) };
    const { body: created } = api.answer({ method: 'POST', url: new URL(FEEDBACKS_URL), authorization: `Bearer ${token}`, body });
    othersBefore.set((created as FeedbackRecord).id, JSON.stringify(created));
    if (lagMs) snapshots.push({ at: time.now(), records: api.records(PROJECT_ID) });
    tell('another visitor rates an answer');
  }

  /** What happens to the device and its tabs between two deeds of the person. */
  async function disturb(): Promise<void> {
    const alive = pages.filter(({ tab }) => tab.isAlive && !frozen.has(tab));
    const [first] = alive;
    if (!first) return;
    if (has('frozenTab') && faultDice.chance(0.3)) freeze(first.tab, faultDice.between(1_000, 300_000));
    if (has('sleep') && faultDice.chance(0.3)) {
      const durationMs = faultDice.between(3_600_000, 18_000_000);
      for (const { tab } of alive) freeze(tab, durationMs);
      endOfFaults = Math.max(endOfFaults, time.now() + durationMs + 60_000);
    }
    if (has('sharedToken') && !userId && addedDice.chance(0.4)) rateAsVisitor();
    if (has('signOut') && addedDice.chance(0.3)) {
      tell('the person signs out');
      wasSignedOut = true;
      signedOutAt = time.now();
      meant.fill(undefined);
      first.client.clear();
      await time.pass(LEAST_LOOK_MS);
    }
    if (has('fillingStorage') && faultDice.chance(0.3)) device.isFull = true;
    if (has('wrongYear') && faultDice.chance(0.3)) device.skewMs = 0;
    if (has('duplicatedTab') && isKept && storage === 'session' && pages.length < 3 && faultDice.chance(0.5)) {
      const copy = createArea();
      for (let index = 0; index < first.session.length; index += 1) {
        const key = first.session.key(index) ?? '';
        copy.setItem(key, first.session.getItem(key) ?? '');
      }
      pages.push(open(copy));
      await time.pass(faultDice.between(LEAST_LOOK_MS, 2_000));
    }
  }

  const moments = Array.from({ length: Math.floor(dice.between(1, 8)) }, () => START_MS + dice.between(0, 380_000)).sort((a, b) => a - b);
  let last: { readonly page: Page | undefined; readonly at: number } = { page: undefined, at: 0 };
  for (const moment of moments) {
    // Some deeds follow each other within the time of a request.
    await passTo(dice.chance(0.4) ? time.now() + dice.between(0, 1500) : moment);
    if (dice.chance(0.2)) setUp(!isUp);
    if (isUp) for (const { tab } of pages) tab.wake();
    await disturb();
    if (dice.chance(0.1)) {
      device.skewMs += dice.between(-7_200_000, 7_200_000);
      isClockWrong = true;
    }
    if (dice.chance(0.7)) reopen();
    const page = dice.pick(pages);
    if (last.page !== page) await passTo(last.at + LEAST_LOOK_MS);
    last = { page, at: time.now() };
    if (page.tab.isAlive && !frozen.has(page.tab)) act(page, Math.floor(dice.between(0, answers.length)));
  }

  // The faults end. The person comes back to what was closed, and presses Retry where the widget asks for it.
  await passTo(endOfFaults);
  while (frozen.size) await time.pass(60_000);
  setUp(true);
  for (const waitMs of [5_000, 200_000, 300_000, 300_000]) {
    reopen();
    for (const { tab, client, models, more } of pages) {
      tab.wake();
      for (const one of [client, ...more.map((other) => other.client)]) one.resume();
      for (const model of [...models, ...more.flatMap((other) => other.models)]) if (model.view.value.phase === 'failed') model.retry();
    }
    await time.pass(waitMs);
  }

  const says = mine();
  tell(`meant: ${JSON.stringify(meant)}; on record: ${JSON.stringify(says)}`);
  for (const [index, wanted] of meant.entries()) {
    if (wanted === undefined) continue;
    const [said, ...more] = says[index] ?? [];
    const areRight = (words: string) => said?.comment === words || (!words && !!said && said.comment === wordsOf[index]?.get(said.rating));
    const isRight = isSame(said?.rating, wanted?.rating) && (wanted?.words == null || areRight(wanted.words));
    const isLost = wanted && !said;
    const excuses: Partial<Record<(typeof UNPROMISED)[number], boolean>> = {
      unknownOrder: isOrderUnknown(index),
      // A server that answers with former words which the page does not know is believed.
      formerWords: has('oddAnswers') && !isLost && !more.length,
      // What was said in one of two tabs with storages of their own is gone with it.
      closedCopy: has('duplicatedTab') && wasKilled,
      // The page has forgotten what it knew.
      signedOut: wasSignedOut && (!isLost || wasLateDeletion),
      // The server takes the person for another.
      otherAuthor: has('otherAuthor'),
      // With a token that others may share, a lost record is found by its time.
      clockSet: isClockWrong && !userId && !isLost,
    };
    const excuse = UNPROMISED.find((reason) => excuses[reason]);
    if ((isLost || more.length || !isRight) && excuse) {
      tally[excuse] += 1;
      continue;
    }
    if (isLost) tally.lost += 1;
    else if (more.length) tally.duplicate += 1;
    else if (!isRight) tally.stale += 1;
    for (const { models } of pages) {
      const { phase, wanted: shown } = models[index]?.view.value ?? {};
      // A token that has become another user's shows each tab what it knew before.
      if (!has('otherAuthor') && phase === 'saved' && !isSame(shown?.rating, said?.rating)) tally.false += 1;
    }
  }
  if (requests > MOST_REQUESTS) tally.broken += 1;
  // An API that names authors by email alone does not tell that the token is not of the `userId`.
  const isUnnamed = userId && has('noAuthorId') && has('otherAuthor');
  if (areOthersChanged()) tally[isUnnamed ? 'unnamedAuthor' : 'foreign'] += 1;
  if (isKept && !wasSignedOut && has('otherVersions') && device.local.getItem(`${PREFIX}${CONVERSATION_ID}/6`) !== LATER)
    tally.foreign += 1;
  // Where the giver is known, whatever is committed within the quarantine is found before a second `POST`.
  if (userId && !has('laggingList') && !has('noAuthorId') && !has('otherAuthor') && !wasSignedOut)
    tally.doubled += countDoubled(posts, history, storage === 'local');
  return tally;
}

/** Whether a record cannot tell the two apart; undefined stands for no rating. */
const isSame = (a: Rating | undefined, b: Rating | undefined) => (a && b ? isSameRating(a, b) : a === b);

/** The `POST`s of a tab that could have found the record of an earlier one. A tab with a storage of its own cannot know of another's. */
function countDoubled(posts: readonly Post[], history: readonly Moment[], isStorageShared: boolean): number {
  const isRemoved = (from: number, to: number) => history.some(({ at, method }) => method === 'DELETE' && at >= from && at <= to);
  return posts.filter(
    (later) =>
      later.committedAt !== null &&
      posts.some(
        ({ queryId, tab, sentAt, gaveUpAt, committedAt }) =>
          queryId === later.queryId &&
          (isStorageShared || tab === later.tab) &&
          gaveUpAt < later.sentAt &&
          committedAt !== null &&
          committedAt <= gaveUpAt + SHORTEST_QUARANTINE_MS &&
          !isRemoved(sentAt, later.sentAt),
      ),
  ).length;
}

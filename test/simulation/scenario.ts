import { createApi } from '../../demo/api';
import { createCheckedSubmitter } from '../../src/api/submitter';
import type { AnswerModel } from '../../src/client/answer-model';
import { createClient } from '../../src/client/feedback-client';
import { modelOf, type WidgetClient } from '../../src/client/internals';
import { createRequestQueue } from '../../src/delivery/request-queue';
import type { State } from '../../src/delivery/state';
import { AnswerRef } from '../../src/domain/answer-ref';
import { type Answer, type Feedback, RATINGS, type Rating, toFeedback } from '../../src/domain/feedback';
import { findBroken } from '../support/invariants';
import { CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';
import { createArea, createDevice, type Tab } from './device';
import { createNetwork, type Post } from './network';
import { createDice } from './random';
import { type Switch, withoutRecords, withoutWaits } from './switches';
import { createTime } from './time';

/**
 * What was wrong once the faults were over and time had passed. `false` also counts every "saved" on screen without such a record at
 * that moment; `doubled` a second record, however short, that the quarantine is there to prevent;
 * `broken` each state that breaks one of the two promises of a delivery.
 */
export interface Tally {
  lost: number;
  duplicate: number;
  stale: number;
  foreign: number;
  false: number;
  doubled: number;
  broken: number;
}

export const KINDS = ['lost', 'duplicate', 'stale', 'foreign', 'false', 'doubled', 'broken'] as const satisfies readonly (keyof Tally)[];

interface Page {
  readonly tab: Tab;
  readonly session: Storage;
  readonly client: WidgetClient;
  readonly models: readonly AnswerModel[];
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
const END_OF_FAULTS_MS = START_MS + 400_000;
/** A request may take so long; a "saved" that it leads to is true if the record said so since then. */
const LONGEST_REQUEST_MS = 40_000;
const SHORTEST_QUARANTINE_MS = 4_500;

/** Plays one schedule of clicks, words, changes, undos, faults, killed tabs and clocks that jump, and counts what it came to. */
export async function runScenario(seed: number, off?: Switch, log: (text: string) => void = () => {}): Promise<Tally> {
  const dice = createDice(seed);
  const time = createTime(START_MS - 3 * DAY_MS);
  const tell = (text: string) => log(`${((time.now() - START_MS) / 1000).toFixed(2).padStart(8)}  ${text}`);
  const tally: Tally = { lost: 0, duplicate: 0, stale: 0, foreign: 0, false: 0, doubled: 0, broken: 0 };
  const isFaulty = () => time.now() < END_OF_FAULTS_MS;

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
  await time.pass(3 * DAY_MS);
  const others = () =>
    JSON.stringify(
      api
        .records(PROJECT_ID)
        .filter(({ given_by }) => given_by?.id !== myId)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  const othersBefore = others();
  const mine = () => {
    const records = api.records(PROJECT_ID).filter(({ given_by }) => given_by?.id === myId);
    return answers.map(({ queryId }) => records.filter(({ context }) => context.query_id === queryId).map(toFeedback));
  };
  const history: Moment[] = [{ at: START_MS, method: '', says: mine() }];

  // The device. Only where storage keeps things does a tab that goes come back to them.
  const storage = dice.pick(['session', 'local', 'local', 'none'] as const);
  const area = storage === 'none' ? 'works' : dice.pick(['works', 'works', 'works', 'works', 'blocked', 'full'] as const);
  const isKept = storage !== 'none' && area === 'works';
  const hasLocks = dice.chance(0.9);
  const tabCount = storage === 'local' && isKept && hasLocks && dice.chance(0.5) ? 2 : 1;
  const device = createDevice({ time, random: dice.next, storage: area, hasLocks, spoil: (_, value) => withoutRecords(value, off) });
  if (isKept && dice.chance(0.2)) {
    device.local.setItem(`${PREFIX}${CONVERSATION_ID}/7`, '{"v":1,"wanted":');
    device.local.setItem(`${PREFIX}${CONVERSATION_ID}/8`, '{"v":2,"revision":1,"wanted":"up"}');
  }

  // The network between them.
  const posts: Post[] = [];
  const faultRate = dice.pick([0.05, 0.3, 0.6]);
  const tokenFaultRate = dice.pick([0, 0.15]);
  const network = createNetwork({
    api,
    time,
    dice,
    device,
    faultRate: () => (isFaulty() ? faultRate : 0),
    onCommit: (method) => void history.push({ at: time.now(), method, says: mine() }),
    onPost: (post) => void posts.push(post),
    log: tell,
    hidesList: off === 'reconcile',
  });

  async function getToken(): Promise<string> {
    if (!isFaulty() || !dice.chance(tokenFaultRate)) return token;
    if (dice.chance(0.5)) throw new Error('no token');
    await new Promise<void>((resolve) => void time.after(dice.between(0, 12_000), resolve));
    return token;
  }

  // The person.
  const userId = dice.chance(0.3) ? myId : undefined;
  const meant: (Meant | null)[] = answers.map(() => null);

  function open(session: Storage): Page {
    const tab = device.open(session);
    tell('a page opens');
    tab.onEnd(() => tell('a tab is killed'));
    if (isKept && isFaulty() && dice.chance(0.5)) killAtStep(tab, Math.floor(dice.between(1, 120)));
    const environment = { ...tab.environment, clock: withoutWaits(tab.environment.clock, off) };
    const submitter = createCheckedSubmitter(
      { projectId: PROJECT_ID, baseUrl: BASE_URL, getToken, fetch: network(tab) },
      environment.clock,
    );
    const queue = createRequestQueue(2, environment.clock, dice.next);
    const inspect = (state: State) => {
      const broken = tab.isAlive && findBroken(state);
      if (!broken) return;
      tally.broken += 1;
      tell(`${broken} is broken: ${JSON.stringify(state)}`);
    };
    const client = createClient({ submitter, storage, userKey: 'ada', userId }, { environment, queue, inspect });
    const models = answers.map(({ conversationId, queryId }) => modelOf(client, AnswerRef.of(conversationId, queryId)));
    for (const [index, model] of models.entries()) watch(tab, session, model, index);
    return { tab, session, client, models };
  }

  function readStored(session: Storage, index: number): { revision: number; wanted: Feedback | null } | null {
    const text = (storage === 'local' ? device.local : session).getItem(`${PREFIX}${CONVERSATION_ID}/${answers[index]?.queryId}`);
    return text ? JSON.parse(text) : null;
  }

  function watch(tab: Tab, session: Storage, model: AnswerModel, index: number): void {
    model.listen((event) => {
      // The person is told that it cannot be, and sees what there is.
      if (event.type !== 'error' || event.error.kind !== 'forbidden') return;
      const { wanted } = model.view.value;
      const isDropped = wanted?.rating !== event.feedback?.rating || wanted?.comment !== event.feedback?.comment;
      // A tab that went before it could tell may have stored what it would have told.
      const isKnown = tab.isAlive || readStored(session, index)?.wanted?.rating === wanted?.rating;
      if (isDropped && isKnown) meant[index] = wanted && { rating: wanted.rating, words: null };
    });
    let last = '';
    model.view.subscribe(({ phase, wanted, error }) => {
      if (tab.isAlive)
        tell(`answer ${index}: ${phase} ${wanted ? `${wanted.rating} "${wanted.comment}"` : 'nothing'} ${error?.kind ?? ''}`);
      const state = `${phase} ${wanted?.rating} ${wanted?.comment}`;
      const isNew = state !== last;
      last = state;
      if (tab.isAlive && isNew && phase === 'saved' && wanted && !wasTrue(index, wanted)) tally.false += 1;
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
    const since = time.now() - LONGEST_REQUEST_MS;
    const first = history.findIndex(({ at }) => at >= since);
    const moments = history.slice(first < 0 ? -1 : Math.max(0, first - 1));
    return moments.some(({ says }) => says[index]?.some((said) => said.rating === rating && (!comment || said.comment === comment)));
  }

  function act({ tab, session, models }: Page, index: number): void {
    const model = models[index];
    if (!model) return;
    const before = meant[index];
    const { error } = model.view.value;
    const areRefused = error?.kind === 'invalid' || error?.kind === 'too-large';
    tell(`the person acts on answer ${index}`);
    const revision = readStored(session, index)?.revision ?? 0;
    const words = dice.chance(0.3) ? dice.pick(['Clear', 'Too long', 'Words']) : null;
    if (words === null) model.choose(dice.pick(RATINGS));
    else {
      model.write({ reasons: [], words });
      model.send();
    }
    const { wanted } = model.view.value;
    // A tab that went in the middle of the click may have taken the click with it.
    if (!tab.isAlive && (readStored(session, index)?.revision ?? 0) === revision) return;
    meant[index] = wanted && { rating: wanted.rating, words: words ?? (areRefused ? null : before ? before.words : '') };
  }

  const pages = Array.from({ length: tabCount }, () => open(createArea()));
  const reopen = () => {
    for (const [index, page] of pages.entries()) if (!page.tab.isAlive) pages[index] = open(page.session);
  };
  const passTo = (at: number) => time.pass(Math.max(0, at - time.now()));

  const moments = Array.from({ length: Math.floor(dice.between(1, 8)) }, () => START_MS + dice.between(0, 380_000)).sort((a, b) => a - b);
  for (const moment of moments) {
    // Some deeds follow each other within the time of a request.
    await passTo(dice.chance(0.4) ? time.now() + dice.between(0, 1500) : moment);
    if (dice.chance(0.2)) device.isOnline = !device.isOnline;
    if (device.isOnline) for (const { tab } of pages) tab.wake();
    if (dice.chance(0.1)) device.skewMs += dice.between(-7_200_000, 7_200_000);
    if (dice.chance(0.7)) reopen();
    const page = dice.pick(pages);
    if (page.tab.isAlive) act(page, Math.floor(dice.between(0, answers.length)));
  }

  // The faults end. The person comes back to what was closed, and presses Retry where the widget asks for it.
  await passTo(END_OF_FAULTS_MS);
  device.isOnline = true;
  for (const waitMs of [5_000, 200_000, 300_000, 300_000]) {
    reopen();
    for (const { tab, client, models } of pages) {
      tab.wake();
      client.resume();
      for (const model of models) if (model.view.value.phase === 'failed') model.retry();
    }
    await time.pass(waitMs);
  }

  const says = mine();
  tell(`meant: ${JSON.stringify(meant)}; on record: ${JSON.stringify(says)}`);
  for (const [index, wanted] of meant.entries()) {
    const [said, ...more] = says[index] ?? [];
    const isRight = said?.rating === wanted?.rating && (wanted?.words == null || said?.comment === wanted.words);
    if (wanted && !said) tally.lost += 1;
    else if (more.length) tally.duplicate += 1;
    else if (!isRight) tally.stale += 1;
    for (const { models } of pages) {
      const { phase, wanted: shown } = models[index]?.view.value ?? {};
      if (phase === 'saved' && shown?.rating !== said?.rating) tally.false += 1;
    }
  }
  if (others() !== othersBefore) tally.foreign += 1;
  // Where the giver is known, whatever is committed within the quarantine is found before a second `POST`.
  if (userId) tally.doubled += countDoubled(posts, history);
  return tally;
}

function countDoubled(posts: readonly Post[], history: readonly Moment[]): number {
  const isRemoved = (from: number, to: number) => history.some(({ at, method }) => method === 'DELETE' && at >= from && at <= to);
  return posts.filter(
    (later) =>
      later.committedAt !== null &&
      posts.some(
        ({ queryId, sentAt, gaveUpAt, committedAt }) =>
          queryId === later.queryId &&
          gaveUpAt < later.sentAt &&
          committedAt !== null &&
          committedAt <= gaveUpAt + SHORTEST_QUARANTINE_MS &&
          !isRemoved(sentAt, later.sentAt),
      ),
  ).length;
}

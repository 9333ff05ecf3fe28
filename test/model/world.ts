import { type Entry, isSettled, type Request } from '../../src/delivery/entry';
import { MAX_TRIES } from '../../src/delivery/policy';
import { findEarlier } from '../../src/delivery/reconcile';
import type { ClientContext, Returned } from '../../src/delivery/requests';
import { type Context, EMPTY_STATE, type Event, phaseOf, type State, type Timer } from '../../src/delivery/state';
import { createStore, parseEntry, serializeEntry } from '../../src/delivery/store';
import { transition } from '../../src/delivery/transition';
import { FeedbackError } from '../../src/domain/errors';
import type { FeedbackErrorKind } from '../../src/domain/failures';
import { type Feedback, type FeedbackRecord, type Rating, toIsPositive } from '../../src/domain/feedback';
import { findBroken } from '../support/invariants';
import { ANSWER, USERS } from '../support/people';

/** The rules of delivery that can be turned off, to prove that the search notices. docs/delivery.md has what each is for. */
export const RULES = {
  oneRequest: 'one request in flight per answer',
  ownAnswers: 'an answer counts only if the API gave it',
  lookAfterPost: 'after an uncertain POST the list is read',
  knownStays: 'a record that a write returned stays known although a list does not show it',
  recheck: 'after an uncertain write the list is read again later',
  sharedToken: 'a token may be shared',
  tabs: 'tabs lock, tell each other and look for what a copy has sent',
  startAgain: 'giving up is not the end',
  latestState: 'changes are made against the latest state',
} as const;

export type Rule = keyof typeof RULES;

/** What a search starts from. */
export interface Setting {
  readonly tabs: 1 | 2;
  /** Whether the tabs share their storage, or have a copy each. */
  readonly isStorageShared: boolean;
  readonly hasLocks: boolean;
  /** Whether all records of the token are this person's. Otherwise a visitor with the same token has rated the answer an hour ago, and a second one may now. */
  readonly isPersonKnown: boolean;
  /** The host looks at the words, which takes its time. */
  readonly hasRedaction: boolean;
  /** What the person may choose; null takes the feedback back. */
  readonly choices: readonly (Feedback | null)[];
  /** How often the person presses at most. */
  readonly presses: number;
  readonly faults: number;
  readonly off?: Rule | undefined;
}

/** The request that a tab waits for. */
interface Open {
  readonly request: Request;
  /** What is committed late was sent in this order. */
  readonly number: number;
}

interface Tab {
  isAlive: boolean;
  state: State;
  client: Pick<ClientContext, 'author' | 'records' | 'authError' | 'hasOtherTabs'>;
  /** The timers that run, each with the requests that could still be committed when it started. */
  timers: Readonly<Partial<Record<Timer, readonly number[]>>>;
  open: Open | null;
  hasLock: boolean;
  /** Its storage, unless that is shared. */
  stored: string | null;
  /** The last message of the other tab that is on its way. Earlier ones say less. */
  inbox: string | null;
  /** The next step is due, before anything else happens in the tab. */
  isDue: boolean;
}

/** One state of the world: the tabs with their deliveries, the server, and what is on its way between them. */
export interface World {
  readonly setting: Setting;
  tabs: Tab[];
  shared: string | null;
  records: readonly FeedbackRecord[];
  /** What the server had before, as a list that lags behind may show it. */
  former: readonly (readonly FeedbackRecord[])[];
  /** Requests that the server will commit although the client has given up. */
  late: readonly Open[];
  lastNumber: number;
  presses: number;
  faults: number;
  /** Whether the second visitor has rated the answer. */
  isVisited: boolean;
  /** What the person last wanted; undefined before the first press. */
  wanted: Feedback | null | undefined;
  /** What went wrong on the way here. */
  wrong: Wrong | null;
}

export type Wrong = 'liveness' | 'truth' | 'lost' | 'duplicate' | 'stale' | 'foreign';

/** A step from one state of the world to the next. */
export interface Action {
  readonly name: string;
  readonly run: (world: World) => void;
  /** Only what happens by itself is waited for before a state is judged. */
  readonly isOptional?: boolean;
}

const ME = USERS['ada-token'];
const HOUR_MS = 3_600_000;
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function recordOf(number: number, { rating, comment }: Feedback, at = 0): FeedbackRecord {
  const time = new Date(at).toISOString();
  return {
    id: idOf(number),
    created_at: time,
    updated_at: time,
    given_by: { id: ME.id, email: ME.email },
    context: { conversation_id: ANSWER.conversationId, query_id: ANSWER.queryId, source: 'x' },
    feedback: comment,
    is_positive: toIsPositive(rating),
  } as FeedbackRecord;
}

/** The record of an hour ago: of this person, or of another visitor with the same token. */
const EARLIER = recordOf(999, { rating: 'down', comment: 'Earlier' }, -HOUR_MS);
/** That of a second visitor, who rates the answer while this person does. */
const VISITORS = recordOf(998, { rating: 'neutral', comment: '' });
const THEIRS = [EARLIER, VISITORS];

export function createWorld(setting: Setting): World {
  const world: World = {
    setting,
    tabs: [],
    shared: null,
    records: [EARLIER],
    former: [],
    late: [],
    lastNumber: 0,
    presses: 0,
    isVisited: false,
    faults: 0,
    wanted: undefined,
    wrong: null,
  };
  openTab(world, 0, null);
  settle(world);
  return world;
}

/** The world after an action. */
export function after(world: World, action: Action): World {
  const next = { ...world, tabs: world.tabs.map((tab) => ({ ...tab })) };
  action.run(next);
  settle(next);
  return next;
}

/** What can happen next. */
export function actionsOf(world: World): Action[] {
  const actions: Action[] = [];
  const { setting, tabs, late } = world;
  const add = (name: string, run: Action['run'], isOptional = false) => void actions.push({ name, run, isOptional });
  const canFail = world.faults < setting.faults;

  for (const { number, request } of late)
    add(`the server commits the late ${request.type}`, (next) => {
      next.late = next.late.filter((open) => open.number !== number);
      commit(next, request);
    });

  for (const [index, tab] of tabs.entries()) {
    const where = setting.tabs === 1 ? '' : ` in tab ${index + 1}`;
    if (!tab.isAlive) {
      add(`the page opens again${where}`, (next) => openTab(next, index, tab.stored));
      continue;
    }
    const { session, entry } = tab.state;
    const { activity } = session;
    if (world.presses < setting.presses)
      for (const press of setting.choices)
        if (press?.rating !== entry.wanted?.rating || (press && press.comment !== entry.wanted?.comment))
          add(
            `the person presses ${press ? `${press.rating} "${press.comment}"` : 'remove'}${where}`,
            (next) => act(next, index, press),
            true,
          );

    if (tab.inbox) add(`a message arrives${where}`, (next) => hear(next, index));
    // Messages arrive before a turn comes.
    const isFree = !setting.hasLocks || !tabs.some(({ hasLock }) => hasLock);
    if (activity.type === 'queued' && isFree && !tab.inbox) add(`its turn comes${where}`, (next) => takeTurn(next, index));
    if (activity.type === 'redacting') add(`beforeSend answers${where}`, (next) => redacted(next, index));
    if (tab.open) {
      const { request } = tab.open;
      add(`${request.type} works${where}`, (next) => answer(next, index, work(next, index, request)));
      if (canFail) for (const fault of faultsOf(world, tab.open)) add(`${fault.name}${where}`, costly(fault.meet(index)));
    }
    // No commit is later than a recheck.
    for (const [timer, waitsFor] of Object.entries(tab.timers) as [Timer, readonly number[]][])
      if (timer !== 'recheck' || !late.some(({ number }) => waitsFor.includes(number)))
        add(`the timer ${timer} ends${where}`, (next) => endTimer(next, index, timer));
    if (session.stoppedBy?.retryable && !session.hasRestarted && setting.off !== 'startAgain')
      add(`the page wakes${where}`, (next) => dispatch(next, index, { type: 'woke' }));
    const { stoppedBy } = session;
    if (stoppedBy && !stoppedBy.retryable)
      add(`the person signs in, or presses Retry${where}`, (next) => {
        setClient(tabOf(next, index), { authError: null });
        dispatch(next, index, { type: stoppedBy.kind === 'auth' ? 'resumed' : 'retried' });
      });
    if (canFail)
      for (const end of endsOf(tab.open))
        add(
          `${end.name}${where}`,
          costly((next) => kill(next, index, end.fate)),
          true,
        );
  }

  if (!setting.isPersonKnown && setting.tabs === 1 && !setting.hasRedaction && !world.isVisited)
    add(
      'another visitor with the same token rates the answer',
      (next) => {
        next.isVisited = true;
        next.former = [...next.former, next.records];
        next.records = [VISITORS, ...next.records];
      },
      true,
    );
  if (tabs.length < setting.tabs)
    add('a second tab opens', (next) => openTab(next, 1, setting.isStorageShared ? null : (tabs[0]?.stored ?? null)), true);
  return actions;
}

/** What is wrong with a world in which nothing is left to happen by itself; null if nothing is. */
export function judge(world: World): Wrong | null {
  const { tabs, wanted } = world;
  if (tabs.some(({ state }) => ['saving', 'queued'].includes(phaseOf(state)))) return 'liveness';
  if (wanted === undefined) return null;
  const mine = world.setting.isPersonKnown ? world.records : world.records.filter((record) => !THEIRS.includes(record));
  const [record, ...more] = mine;
  if (wanted && !record) return 'lost';
  if (more.length) return 'duplicate';
  const isRight = (shown: Feedback | null) =>
    record ? shown?.rating !== undefined && toIsPositive(shown.rating) === record.is_positive : !shown;
  // Of an earlier visit this page knows nothing until it writes.
  const isUntouched = !wanted && record === EARLIER;
  if (!isRight(wanted) && !isUntouched) return 'stale';
  return tabs.some(({ state }) => phaseOf(state) === 'saved' && !isRight(state.entry.wanted as Feedback | null)) ? 'truth' : null;
}

/** Differences of revisions above this make no difference to what can happen. */
const MAX_GAP = 4;

/** A text that is equal for worlds in which the same can happen: only the order of revisions counts. */
export function keyOf({ setting: _, shared, tabs, ...world }: World): string {
  const entries = [parse(shared), ...tabs.flatMap(({ state, stored, inbox }) => [state.entry, parse(stored), parse(inbox)])];
  const revisions = entries.flatMap((entry) => (entry ? [entry.revision, entry.recheck] : []));
  const sorted = [...new Set(revisions)].sort((a, b) => a - b);
  const ranks = new Map<number, number>();
  let [rank, last] = [0, 0];
  for (const revision of sorted) {
    rank += Math.min(MAX_GAP, revision - last);
    last = revision;
    ranks.set(revision, rank);
  }
  // A recheck that no entry has any more will not come back.
  const rankOf = (revision: number) => ranks.get(revision) ?? -1;
  const ranked = (entry: Entry | null) => entry && { ...entry, revision: rankOf(entry.revision), recheck: rankOf(entry.recheck) };
  return JSON.stringify({
    ...world,
    shared: ranked(parse(shared)),
    tabs: tabs.map(({ state: { entry, session }, stored, inbox, ...tab }) => ({
      ...tab,
      stored: ranked(parse(stored)),
      inbox: ranked(parse(inbox)),
      entry: ranked(entry),
      session: {
        ...session,
        recheckTimed: rankOf(session.recheckTimed),
        recheckDue: rankOf(session.recheckDue),
        quarantined: rankOf(session.quarantined),
        activity: 'recheck' in session.activity ? { ...session.activity, recheck: rankOf(session.activity.recheck) } : session.activity,
      },
    })),
  });
}

function tabOf(world: World, index: number): Tab {
  const tab = world.tabs[index];
  if (!tab) throw new RangeError(`There is no tab ${index}.`);
  return tab;
}

function setClient(tab: Tab, facts: Partial<Tab['client']>): void {
  tab.client = { ...tab.client, ...facts };
}

/** What can be done about the requests of a tab, and costs one of the few faults. */
const costly = (run: Action['run']) => (world: World) => {
  world.faults += 1;
  run(world);
};

function openTab(world: World, index: number, stored: string | null): void {
  const { isPersonKnown } = world.setting;
  world.tabs[index] = {
    isAlive: true,
    state: EMPTY_STATE,
    client: { author: isPersonKnown ? ME.id : null, records: null, authError: null, hasOtherTabs: false },
    timers: {},
    open: null,
    hasLock: false,
    stored,
    inbox: null,
    isDue: false,
  };
  dispatch(world, index, { type: 'started' });
  const { entry } = tabOf(world, index).state;
  if (!isSettled(entry) || (entry.revision && !world.setting.isStorageShared)) post(world, index);
}

function kill(world: World, index: number, fate: Fate): void {
  const tab = tabOf(world, index);
  if (tab.open && fate === 'commits') commit(world, tab.open.request);
  if (tab.open && fate === 'late') world.late = [...world.late, tab.open];
  world.tabs[index] = { ...tab, isAlive: false, state: EMPTY_STATE, timers: {}, open: null, hasLock: false, inbox: null, isDue: false };
}

function act(world: World, index: number, press: Feedback | null): void {
  const tab = tabOf(world, index);
  world.presses += 1;
  world.wanted = press;
  if (world.setting.off === 'oneRequest' && tab.open) {
    // The next request does not wait for this one.
    world.late = [...world.late, tab.open];
    const { entry, session } = tab.state;
    Object.assign(tab, { open: null, hasLock: false });
    tab.state = { entry: { ...entry, write: null }, session: { ...session, activity: { type: 'none' } } };
  }
  setClient(tab, { authError: null });
  dispatch(world, index, { type: 'wanted', wanted: press });
}

function takeTurn(world: World, index: number): void {
  const tab = tabOf(world, index);
  if (tab.state.session.pauses.length) return dispatch(world, index, { type: 'turnEnded' });
  tab.hasLock = true;
  dispatch(world, index, { type: 'turnCame', isLocked: world.setting.hasLocks || world.setting.off === 'tabs' });
  proceed(world, index);
}

/** Makes the request that the state calls for, or ends the turn. */
function proceed(world: World, index: number): void {
  const tab = tabOf(world, index);
  const { activity } = tab.state.session;
  if (activity.type === 'redacting') return;
  if (activity.type === 'requesting') tab.open = { request: activity.request, number: ++world.lastNumber };
  else endTurn(world, index);
}

function endTurn(world: World, index: number): void {
  tabOf(world, index).hasLock = false;
  dispatch(world, index, { type: 'turnEnded' });
}

function redacted(world: World, index: number): void {
  const tab = tabOf(world, index);
  const { entry, session } = tab.state;
  if (session.activity.type !== 'redacting') return;
  const { feedback } = session.activity;
  if (world.setting.off === 'latestState') tab.state = { session, entry: { ...entry, wanted: feedback } };
  dispatch(world, index, { type: 'redacted', comment: feedback.comment });
  proceed(world, index);
}

function answer(world: World, index: number, outcome: Returned | FeedbackError): void {
  const tab = tabOf(world, index);
  tab.open = null;
  if (outcome instanceof FeedbackError) {
    if (outcome.kind === 'auth') setClient(tab, { authError: outcome });
    dispatch(world, index, { type: 'failed', error: outcome });
  } else dispatch(world, index, { type: 'succeeded', ...outcome });
  endTurn(world, index);
}

/** What a request that works returns to its tab. */
function work(world: World, index: number, request: Request): Returned | FeedbackError {
  const tab = tabOf(world, index);
  if (request.type !== 'list') {
    const outcome = commit(world, request);
    if (request.type === 'post') setClient(tab, { author: ME.id });
    return outcome;
  }
  return show(world, tab, world.records);
}

function show(world: World, tab: Tab, records: readonly FeedbackRecord[]): Returned {
  const { off, isPersonKnown } = world.setting;
  if (isPersonKnown) setClient(tab, { records: tab.client.records ?? records });
  const { entry, session } = tab.state;
  if (off === 'knownStays' && !records.some(({ id }) => id === entry.record?.id))
    tab.state = { session, entry: { ...entry, record: null } };
  return { records };
}

const GONE = new FeedbackError('not-found', 'It is gone.', { status: 404 });

/** Does a write on the server. */
function commit(world: World, request: Request): Returned | FeedbackError {
  const { records } = world;
  const others = (id: string) => records.filter((record) => record.id !== id);
  const store = (next: readonly FeedbackRecord[]) => {
    world.former = [...world.former, records];
    world.records = next;
    if (!world.setting.isPersonKnown && THEIRS.some((record) => records.includes(record) && !next.includes(record)))
      world.wrong ??= 'foreign';
  };
  if (request.type === 'list') return { records };
  if (request.type === 'post') {
    const record = recordOf(world.lastNumber, request.feedback);
    // A late one of the same number as another would not be told from it.
    const number = records.some(({ id }) => id === record.id) ? ++world.lastNumber : world.lastNumber;
    const created = recordOf(number, request.feedback);
    store([created, ...records]);
    return { record: created };
  }
  const former = records.find(({ id }) => id === request.id);
  if (!former) return GONE;
  if (request.type !== 'patch') {
    store(others(request.id));
    return {};
  }
  const { rating, comment } = request.changes;
  const record: FeedbackRecord = {
    ...former,
    updated_at: new Date(Date.parse(former.updated_at) + 1).toISOString(),
    ...(rating === undefined ? {} : { is_positive: toIsPositive(rating as Rating) }),
    ...(comment === undefined ? {} : { feedback: comment }),
  };
  store([record, ...others(request.id)]);
  return { record };
}

interface Fault {
  readonly name: string;
  readonly meet: (index: number) => Action['run'];
}

const ERRORS = Object.fromEntries(
  (['network', 'response', 'busy', 'auth', 'forbidden'] as const).map((kind) => [kind, new FeedbackError(kind, 'A fault.')]),
) as Readonly<Record<FeedbackErrorKind, FeedbackError>>;

function faultsOf(world: World, { request }: Open): Fault[] {
  const fail = (name: string, kind: FeedbackErrorKind, prepare: (next: World, index: number) => void = () => {}): Fault => ({
    name: `${request.type}: ${name}`,
    meet: (index) => (next) => {
      prepare(next, index);
      answer(next, index, ERRORS[kind]);
    },
  });
  const giveUp = (next: World, index: number) => {
    const tab = tabOf(next, index);
    const { entry, session } = tab.state;
    tab.state = { entry, session: { ...session, tries: MAX_TRIES - 1 } };
  };
  const always = [fail('lost', 'network'), fail('lost, as eleven times before', 'network', giveUp), fail('refused until sign-in', 'auth')];
  if (request.type === 'list') {
    const lagging = world.former.map(
      (records, at): Fault => ({
        name: `list: as it was ${world.former.length - at} writes ago`,
        meet: (index) => (next) => answer(next, index, show(next, tabOf(next, index), records)),
      }),
    );
    return [...always, ...lagging];
  }
  return [
    ...always,
    fail('refused for now', 'busy'),
    fail('a gateway answers', world.setting.off === 'ownAnswers' ? 'forbidden' : 'response'),
    fail('committed, but its answer is lost', 'network', (next) => void commit(next, request)),
    fail('committed after the client gave up', 'network', (next, index) => {
      const { open } = tabOf(next, index);
      if (open) next.late = [...next.late, open];
    }),
  ];
}

type Fate = 'never' | 'commits' | 'late';

function endsOf(open: Open | null): readonly { readonly name: string; readonly fate: Fate }[] {
  if (!open || open.request.type === 'list') return [{ name: 'the page is closed', fate: 'never' }];
  const { type } = open.request;
  return [
    { name: `the page is closed, and the ${type} is lost`, fate: 'never' },
    { name: `the page is closed, and the ${type} was committed`, fate: 'commits' },
    { name: `the page is closed, and the ${type} is committed late`, fate: 'late' },
  ];
}

function endTimer(world: World, index: number, timer: Timer): void {
  const tab = tabOf(world, index);
  const { [timer]: _, ...timers } = tab.timers;
  tab.timers = timers;
  // That long after a write every list shows it.
  if (timer === 'recheck') world.former = [];
  dispatch(world, index, { type: 'timerEnded', timer });
}

/** Takes the first message of another tab, as the delivery does. */
function hear(world: World, index: number): void {
  const tab = tabOf(world, index);
  const entry = parse(tab.inbox);
  tab.inbox = null;
  if (!entry) return;
  setClient(tab, { hasOtherTabs: true });
  takeOver(world, index, read(world, index));
  const lead = entry.revision - tab.state.entry.revision;
  if (lead > 0) write(world, index, entry);
  takeOver(world, index, entry);
  if (lead > 0) return;
  if (!lead || !world.setting.isStorageShared) apply(world, index, { type: 'conflicted', entry });
  if (lead) post(world, index);
}

function takeOver(world: World, index: number, entry: Entry | null): void {
  const tab = tabOf(world, index);
  const { entry: former, session } = tab.state;
  if (!entry || entry.revision <= former.revision) return;
  tab.state = { session, entry };
  apply(world, index, { type: 'storageChanged', isNewer: true });
  if (former.changedAt > entry.changedAt || !world.setting.isStorageShared)
    apply(world, index, { type: 'conflicted', entry: former, isFormer: true });
}

function dispatch(world: World, index: number, event: Event): void {
  takeOver(world, index, read(world, index));
  apply(world, index, event);
}

function apply(world: World, index: number, event: Event): void {
  const tab = tabOf(world, index);
  const { entry: former } = tab.state;
  const { state, effects } = transition(tab.state, event, contextOf(world, tab));
  tab.state = without(world.setting.off, state);
  const { entry, session } = tab.state;
  if (entry.revision !== former.revision) {
    write(world, index, entry);
    post(world, index);
  }
  setClient(tab, { author: tab.client.author ?? entry.author });
  world.wrong ??= findBroken(tab.state);
  const open = [...world.late, ...world.tabs.flatMap(({ open }) => open ?? [])].map(({ number }) => number);
  for (const effect of effects) if (effect.type === 'startTimer') tab.timers = { ...tab.timers, [effect.timer]: open };
  // Timers that will change nothing.
  const isIdle = (timer: Timer) =>
    timer === 'recheck'
      ? !entry.recheck
      : timer === 'takeOver'
        ? !session.isFollowing
        : timer !== 'restart' && !session.pauses.includes(timer);
  tab.timers = Object.fromEntries(Object.entries(tab.timers).filter(([timer]) => !isIdle(timer as Timer)));
  if (event.type !== 'advanced' && session.isActive && session.activity.type === 'none') tab.isDue = true;
}

/** Does what is due before anything else happens. */
function settle(world: World): void {
  for (;;) {
    const index = world.tabs.findIndex(({ isDue }) => isDue);
    if (index < 0) return;
    tabOf(world, index).isDue = false;
    dispatch(world, index, { type: 'advanced' });
  }
}

function post(world: World, index: number): void {
  if (world.setting.off === 'tabs') return;
  const text = serializeEntry(tabOf(world, index).state.entry);
  for (const [other, tab] of world.tabs.entries()) if (other !== index && tab.isAlive) tab.inbox = text;
}

function without(off: Rule | undefined, state: State): State {
  const { entry } = state;
  const session = { ...state.session, record: null };
  if (off === 'recheck') return { session, entry: { ...entry, recheck: 0 } };
  if (off === 'lookAfterPost') return { session, entry: { ...entry, unresolved: null, posted: [] } };
  if (off === 'tabs') return { session: { ...session, mayBeCopied: false, mustReadList: false }, entry };
  return { session, entry };
}

function contextOf({ setting, presses }: World, { client, state }: Tab): Context {
  const isPersonKnown = setting.isPersonKnown || setting.off === 'sharedToken';
  return {
    ...client,
    answer: ANSWER,
    isPersonKnown,
    isListed: !!client.records,
    isStorageShared: setting.isStorageShared,
    findEarlier: () => findEarlier({ ...client, isPersonKnown } as ClientContext, ANSWER, state.entry.gone),
    submitter: { impersonateEmail: '' },
    hasRedaction: setting.hasRedaction,
    offered: [],
    now: presses,
    clockOffset: 0,
    random: () => 0.5,
    isOnline: true,
    isApiDown: false,
  };
}

const KEY = 'answer';
const parsed = new Map<string, Entry | null>();

/** Parses an entry, each text once. */
function parse(text: string | null): Entry | null {
  if (text === null) return null;
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const entry = parseEntry(text) ?? null;
  if (parsed.size > 10_000) parsed.clear();
  parsed.set(text, entry);
  return entry;
}

const read = (world: World, index: number) => parse(world.setting.isStorageShared ? world.shared : tabOf(world, index).stored);

/** Stores an entry as the store of a page does. */
function write(world: World, index: number, entry: Entry): void {
  const items = new Map<string, string>();
  const area = {
    length: 0,
    key: () => null,
    getItem: () => null,
    setItem: (key: string, text: string) => void items.set(key, text),
    removeItem() {},
    clear() {},
  };
  createStore(area, '').write(KEY, entry);
  const text = items.get(KEY) ?? null;
  if (world.setting.isStorageShared) world.shared = text;
  else tabOf(world, index).stored = text;
}

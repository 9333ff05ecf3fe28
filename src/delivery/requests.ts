import type { Submitter } from '../api/index.js';
import { type Answer, type Feedback, FeedbackError, type FeedbackRecord, giverOf, isSameId, own } from '../domain/index.js';
import type { Clock } from '../platform/index.js';
import { report } from '../platform/index.js';
import { findMine, toKnown } from './reconcile.js';
import { type Entry, isConfirmed, type Wanted } from './store.js';

/**
 * Sees the feedback before it leaves and may change its words, or return null to keep the words from leaving; the rating goes
 * either way. One that throws, or takes over 10 s, keeps the words back too.
 */
export type BeforeSend = (feedback: Feedback) => Feedback | null | Promise<Feedback | null>;

/** One step of an answer's record towards what is wanted. */
export type Step = 'list' | 'post' | 'patch' | 'remove' | 'prune';

/** What the steps of all answers of one client share. */
export interface Means {
  readonly submitter: Submitter;
  readonly beforeSend?: BeforeSend | undefined;
  /** The person, where the host told who it is. */
  readonly userId?: string | undefined;
  /** Whom the API names as the giver of this token's records, as `giverOf` tells it; null until a record or the host told it. */
  giver: string | null;
  /** Ends with the session of the person who is signed in. */
  session: AbortController;
  readonly clock: Clock;
}

/** A request that is ready to go. */
export interface Deed {
  /** What has to be assumed should nothing more be heard of the request; null for one that writes nothing. */
  readonly worst: Partial<Entry> | null;
  /** Makes the request. Answers what it changes in the entry as it is by then. */
  readonly call: () => Promise<FeedbackError | ((latest: Entry) => Partial<Entry>)>;
  /** The record as the server has it after a success. */
  record?: FeedbackRecord;
}

const PAGE = 100;
const REDACTION_DEADLINE_MS = 10_000;
const MOST_LISTED = 1000;

/** What is to be done next; null for nothing. */
export function nextStep(entry: Entry, giver: string | null, isSweepDue: boolean): Step | null {
  const { wanted, known, doubt, extras } = entry;
  if (doubt) return doubt;
  if (isSweepDue && entry.sweep) return 'list';
  if (extras.length) return 'prune';
  if (isConfirmed(entry)) return null;
  if (!known) return 'post';
  // A record that is not known to be this person's is neither changed nor deleted.
  if (!known.isMine || !known.id) return giver ? 'list' : 'post';
  return wanted ? 'patch' : 'remove';
}

/** Prepares a step's request; null where nothing has to be sent after all. */
export async function prepare(step: Step, entry: Entry, answer: Answer, means: Means): Promise<Deed | Partial<Entry>> {
  const { submitter } = means;
  const { signal } = means.session;
  const { wanted, known, extras } = entry;
  if (step === 'list') return prepareList(answer, means);
  if (step === 'post') return preparePost(entry, answer, means);
  if (step === 'prune') {
    const [id = '', ...others] = extras;
    const drop = () => ({ extras: others });
    if (isSameId(id, known?.id)) return drop();
    return {
      worst: {},
      async call() {
        const error = await submitter.remove(id, signal);
        return error && !isGone(error) && error.kind !== 'forbidden' ? error : drop;
      },
    };
  }
  if (!known?.id) return {};
  const { id } = known;
  if (!wanted) {
    return {
      worst: { known: { ...known, rating: null, comment: null } },
      async call() {
        const error = await submitter.remove(id, signal);
        return error && !isGone(error) ? error : () => ({ known: null });
      },
    };
  }
  // Words that are kept back leave those on record as they are.
  const words = wanted.comment === known.comment ? known.comment : await redact(wanted, means);
  const changes: Partial<Feedback> = own({
    ...(wanted.rating === known.rating ? {} : { rating: wanted.rating }),
    ...(words === null || words === known.comment ? {} : { comment: words }),
  });
  if (!Object.keys(changes).length) return { wanted: { ...wanted, comment: known.comment } };
  const deed: Deed = {
    worst: { known: { ...known, ...('rating' in changes ? { rating: null } : {}), ...('comment' in changes ? { comment: null } : {}) } },
    async call() {
      const record = await submitter.update(id, changes, signal);
      if (!(record instanceof FeedbackError)) return take(deed, record, wanted, 'comment' in changes);
      // The record is gone: ask whether there is another one, then post.
      return isGone(record) ? () => ({ known: null, doubt: 'list' }) : record;
    },
  };
  return deed;
}

async function preparePost(entry: Entry, answer: Answer, means: Means): Promise<Deed> {
  // With nothing wanted the post only serves to learn who gives, so that the record in doubt can be found and deleted.
  const aim: Wanted = entry.wanted ?? entry.sent ?? { rating: 'neutral', comment: '' };
  const feedback = { rating: aim.rating, comment: (await redact(aim, means)) ?? '' };
  const { signal } = means.session;
  const hasOther = entry.doubt === 'post' || !!entry.known;
  const deed: Deed = {
    worst: { doubt: 'list', sent: { ...feedback, at: means.clock.now() } },
    async call() {
      const record = await means.submitter.submit(answer, feedback, signal);
      if (record instanceof FeedbackError) return record;
      const { id, email } = record.given_by ?? {};
      if (means.userId && id && !isSameId(id, means.userId)) {
        // Someone else has signed in, in another tab: what was said here is not theirs.
        await means.submitter.remove(record.id, signal);
        return new FeedbackError('auth', `Given by ${email}, who is not the person of this page's userId.`);
      }
      if (!signal.aborted) means.giver = giverOf(record) ?? means.giver;
      const settle = take(deed, record, aim, true);
      return (latest) => ({ ...settle(latest), doubt: hasOther ? 'list' : null, sent: null });
    },
  };
  return deed;
}

/** The records that the token may see, each once, and at most so many as the policy reads. */
export async function listAll({ submitter, session: { signal } }: Means): Promise<FeedbackRecord[] | FeedbackError> {
  // Pages shift when a record is added or changed while they are read, so that one may come twice.
  const records = new Map<string, FeedbackRecord>();
  for (let offset = 0; offset < MOST_LISTED; offset += PAGE) {
    const page = await submitter.list({ limit: PAGE, offset }, signal);
    if (page instanceof FeedbackError) return page;
    for (const record of page.results) records.set(record.id.toLowerCase(), record);
    if (!page.next) break;
  }
  return [...records.values()];
}

function prepareList(answer: Answer, means: Means): Deed {
  const deed: Deed = {
    worst: null,
    async call() {
      const records = await listAll(means);
      if (records instanceof FeedbackError) return records;
      return ({ known, sent }) => {
        const listed = known?.id ? records.find(({ id }) => isSameId(id, known.id)) : undefined;
        if (known?.isMine && listed) means.giver ??= giverOf(listed);
        const { known: mine, extras, isUnclear } = findMine(records, answer, means.giver, sent, means.clock.now());
        const record = mine && records.find(({ id }) => id === mine.id);
        if (record) deed.record = record;
        // A record may slip from page to page while they are read: that one is missing is for a write to find out.
        const unseen = known?.isMine ? { ...known, rating: null, comment: null } : listed ? toKnown(listed, false) : null;
        return { known: mine ?? unseen, extras, doubt: isUnclear ? 'post' : null };
      };
    },
  };
  return deed;
}

/**
 * Takes the server's version of the words, so that a trimmed or redacted comment is no difference. Words that were not sent with it
 * are taken only where no late commit can have put former ones in their place.
 */
function take(deed: Deed, record: FeedbackRecord, aim: Wanted, areSent: boolean): (latest: Entry) => Partial<Entry> {
  deed.record = record;
  const known = toKnown(record, true);
  return ({ wanted, sweep }) => {
    // Words that are no longer known stay open: another record may still have them.
    const isTaken = aim.comment !== null && wanted?.comment === aim.comment && (areSent || !sweep);
    return { known, ...(wanted && isTaken ? { wanted: { ...wanted, comment: known.comment } } : {}) };
  };
}

const isGone = (error: FeedbackError) => error.kind === 'not-found';

/** The words that may leave; null for none. */
function redact({ rating, comment }: Wanted, { beforeSend, clock }: Means): Promise<string | null> {
  if (!beforeSend || !comment) return Promise.resolve(comment);
  return new Promise((resolve) => {
    const keepBack = (why: string) => {
      console.error(`clarifeye-feedback: beforeSend ${why}; the words are kept back.`);
      resolve(null);
    };
    const cancel = clock.after(REDACTION_DEADLINE_MS, () => keepBack('took over 10 s'));
    Promise.resolve()
      .then(() => beforeSend({ rating, comment }))
      .then((allowed) => {
        if (!allowed) resolve(null);
        else if (typeof allowed.comment === 'string') resolve(allowed.comment.trim());
        else keepBack('gave no comment');
      })
      .catch((error) => {
        keepBack('failed');
        report(error);
      })
      .finally(cancel);
  });
}

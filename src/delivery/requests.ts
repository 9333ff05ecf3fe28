import {
  type Answer,
  authorOf,
  type BeforeSend,
  type Feedback,
  FeedbackError,
  type FeedbackErrorKind,
  type FeedbackRecord,
  failureOf,
  findMisattribution,
  isSameId,
  isSameRating,
  normalize,
  ownProperties,
  type Submitter,
  toFeedback,
  type Wanted,
} from '../domain/index.js';
import { type Clock, isScript, log, report, settleInTime } from '../platform/index.js';
import type { Entry, Request } from './entry.js';
import type { Step } from './state.js';

/** What a client works with. */
export interface ClientSetUp {
  readonly submitter: Submitter;
  readonly beforeSend?: BeforeSend | undefined;
  /** The id of the person, if the host has passed it. */
  readonly userId?: string | undefined;
  /** Whether all records of the author are this person's: with a `userId`, or behind a server proxy. Otherwise others may share the token. */
  readonly isPersonKnown: boolean;
  /** Whether all tabs of the person read and write the same storage. */
  readonly isStorageShared: boolean;
  readonly clock: Clock;
  /** Continues all answers after a session has proved alive again. */
  revive(): void;
}

/** What all deliveries of a client share. */
export interface ClientContext extends ClientSetUp {
  /** The author of this token's records, as `authorOf` names it; null until a record or the host has named it. */
  author: string | null;
  /** What the first list of this page has shown; null until then, or if others may share the token. */
  records: readonly FeedbackRecord[] | null;
  /** How far the server's clock is ahead of the browser's, in milliseconds; null until a record has shown that. */
  clockOffset: number | null;
  /** The latest time that a record has shown, in milliseconds since the epoch. */
  serverTime: number;
  /** The error of a session that has ended, so that no other answer asks in vain. */
  authError: FeedbackError | null;
  /** Whether a request has succeeded since the last sign-in. Until then, one runs at a time. */
  isProven: boolean;
  /** The last request of those that run one at a time. */
  turn: Promise<unknown>;
  /** Another tab of this person has sent a message. */
  hasOtherTabs: boolean;
  /** The kinds of failure that the console has been told of. */
  logged: ReadonlySet<FeedbackErrorKind>;
  /** Aborted when the person signs out. */
  session: AbortController;
}

/** Creates the context of a client whose person has just signed in. */
export const createContext = (setUp: ClientSetUp): ClientContext => ({
  ...setUp,
  author: setUp.userId ?? null,
  records: null,
  clockOffset: null,
  serverTime: 0,
  authError: null,
  isProven: false,
  turn: Promise.resolve(),
  hasOtherTabs: false,
  logged: new Set(),
  session: new AbortController(),
});

/** The feedback whose words a step would send for the first time; null for none. */
export function newWords(step: Step, entry: Entry): Feedback | null {
  const { rating, comment } = aimOf(entry);
  const isNew = step === 'post' || (step === 'patch' && comment !== entry.record?.comment);
  return comment && isNew ? { rating, comment } : null;
}

/** The request for a step. `comment` holds the words that may leave; null leaves those on record unchanged. */
export function toRequest(type: Step, entry: Entry, comment: string | null): Request {
  const { record, duplicates } = entry;
  const { rating } = aimOf(entry);
  if (type === 'list') return { type };
  if (type === 'post') return { type, feedback: { rating, comment: comment ?? '' } };
  const id = (type === 'deleteDuplicate' ? duplicates[0] : record?.id) ?? '';
  if (type !== 'patch') return { type, id };
  const changes = {
    ...(record?.rating && isSameRating(rating, record.rating) ? {} : { rating }),
    ...(comment === null || comment === record?.comment ? {} : { comment }),
  };
  return { type, id, changes, former: record?.comment ?? null };
}

/** The feedback to send. With nothing wanted, the `POST` only serves to learn the author, so that an earlier record can be found and deleted. */
export const aimOf = ({ wanted, posted }: Entry): Wanted => wanted ?? posted.at(-1) ?? { rating: 'neutral', comment: '' };

/** The largest page that the API returns. The newest records come first. */
const PAGE_SIZE = 1000;
const REDACTION_DEADLINE_MS = 10_000;
const NO_COMMENT = isScript ? 'returned no comment' : 'returned no comment, needs { rating, comment } or null';
/** Milliseconds after which a submitter of the host that has not settled counts as timed out. */
export const REQUEST_DEADLINE_MS = 120_000;

/** What the server returned. */
export interface Returned {
  readonly record?: FeedbackRecord;
  readonly records?: readonly FeedbackRecord[];
}

/** Makes one request for an answer; never rejects, and always settles. */
export function send(request: Request, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
  const timeOut = () => new FeedbackError('timeout', isScript ? 'The submitter failed.' : 'The submitter did not settle.');
  return settleInTime<Returned | FeedbackError>(
    context.clock,
    REQUEST_DEADLINE_MS,
    () => sendWith(request, answer, context),
    timeOut,
  ).catch(toError);
}

/** The error for what a submitter of the host threw. The one of this package never throws. */
export function toError(thrown: unknown): FeedbackError {
  report(thrown);
  return new FeedbackError('response', 'The submitter failed.');
}

async function sendWith(request: Request, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
  const { submitter, session } = context;
  const { signal } = session;
  switch (request.type) {
    case 'list': {
      const records = await listAll(context);
      return records instanceof FeedbackError ? records : { records };
    }
    case 'post':
      return post(request.feedback, answer, context);
    case 'patch': {
      const record = await submitter.update(request.id, request.changes, signal);
      if (!isScript && !record) throw new TypeError('update() returned no record');
      if (record instanceof FeedbackError) return record;
      return isEcho(record, request.changes, request.former) ? returned(record, context) : NO_ECHO;
    }
    default:
      return (await submitter.remove(request.id, signal)) ?? {};
  }
}

const NO_ECHO = new FeedbackError('response', 'The API has not made the change.');

/** Whether a record shows a change. A server may normalise words, but not bring the former ones back. */
function isEcho(record: FeedbackRecord, change: Partial<Feedback>, former: string | null): boolean {
  const { rating, comment } = ownProperties(change);
  const { rating: shown, comment: words } = toFeedback(record);
  if (rating !== undefined && !isSameRating(shown, rating)) return false;
  return comment === undefined || former === null || normalize(words) !== normalize(former) || normalize(comment) === normalize(former);
}

/** How often a record in another name is tried to be deleted, and the milliseconds in between. */
const REMOVAL_TRIES = 4;
const REMOVAL_PAUSE_MS = 3000;

async function post(feedback: Feedback, answer: Answer, context: ClientContext): Promise<Returned | FeedbackError> {
  const { submitter, userId, session } = context;
  const { signal } = session;
  const record = await submitter.submit(answer, feedback, signal);
  if (record instanceof FeedbackError) return record;
  const { id, email } = record.given_by ?? {};
  if (userId && id && !isSameId(id, userId)) {
    // Someone else has signed in in another tab, and the feedback is not theirs.
    for (let tries = 1; (await submitter.remove(record.id, signal))?.retryable && tries < REMOVAL_TRIES; tries += 1)
      await new Promise<void>((go) => void context.clock.after(REMOVAL_PAUSE_MS, go));
    return new FeedbackError('auth', `Given by ${email}, who is not the userId.`);
  }
  if (!isEcho(record, feedback, null)) return NO_ECHO;
  const misattribution = isScript ? undefined : findMisattribution(record, submitter.impersonateEmail);
  if (misattribution) logFailure(misattribution, 'post', context);
  if (!signal.aborted) context.author = authorOf(record) ?? context.author;
  return returned(record, context);
}

function returned(record: FeedbackRecord, context: ClientContext): Returned {
  const time = Date.parse(record.updated_at);
  // A server may answer a change with the record as it was before.
  if (time > context.serverTime) Object.assign(context, { serverTime: time, clockOffset: time - context.clock.now() });
  return { record };
}

/** The latest 1,000 records that the token may see, each once. */
export async function listAll(context: ClientContext): Promise<FeedbackRecord[] | FeedbackError> {
  const { submitter, session } = context;
  const page = await submitter.list({ limit: PAGE_SIZE, offset: 0 }, session.signal);
  if (page instanceof FeedbackError) return page;
  const records = [...new Map(page.results.map((record) => [record.id.toLowerCase(), record])).values()];
  if (context.isPersonKnown && !session.signal.aborted) context.records ??= records;
  for (const { updated_at } of records) context.serverTime = Math.max(context.serverTime, Date.parse(updated_at) || 0);
  return records;
}

/**
 * Whether the API responded to a request, as a job of the queue tells it; undefined if it was not asked, or asked only for a list before a write. A database in
 * maintenance is read, but not written: if such a list were the end of the outage, retries would never slow down.
 */
export const hasResponded = (outcome: Returned | FeedbackError, isBeforeWrite: boolean): boolean | undefined => {
  if (outcome instanceof FeedbackError) return outcome.retryable ? false : outcome.status ? true : undefined;
  return isBeforeWrite ? undefined : true;
};

/** Runs a job now, or one at a time until a request of the session has succeeded, so that a session that has ended is asked once. */
export async function inTurn<T>(job: () => T | Promise<T>, context: ClientContext): Promise<T> {
  if (context.isProven) return job();
  const turn = context.turn.then(job);
  context.turn = turn.catch(() => {});
  return turn;
}

/** Tells the developer of the first failure of a kind. Apart from a first `POST`, refusals are part of the job: a record may be gone, or a list not allowed. */
function logFailure({ kind, status, message, fields }: FeedbackError, type: Step, context: ClientContext): void {
  const { isRoutine, retry } = failureOf(kind);
  // `getToken` has told of its own failure, and the end of a client's turn is none.
  const isNoNews = kind === 'auth' && !status && (isScript || !message.startsWith('Given by'));
  if (isRoutine || isNoNews || (retry === 'never' && type !== 'post') || context.logged.has(kind)) return;
  context.logged = new Set([...context.logged, kind]);
  // What the server says about the words may quote them.
  log('warn', `${kind}: ${fields['feedback'] ? message.split(': ')[0] : message}`);
}

/** Notes what an outcome says about the session. */
export function noteOutcome(outcome: Returned | FeedbackError, type: Step, context: ClientContext): void {
  const kind = outcome instanceof FeedbackError ? outcome.kind : null;
  if (outcome instanceof FeedbackError) logFailure(outcome, type, context);
  if (outcome instanceof FeedbackError && kind === 'auth') {
    context.authError = outcome;
    context.isProven = false;
  } else if (!kind && !context.isProven) {
    context.isProven = true;
    context.revive();
  }
}

/** Asks `beforeSend` which words of a feedback may leave; null for none, also if it throws or does not settle in time. It gets a copy, which it may change. */
export function redact(feedback: Feedback, { beforeSend, clock }: ClientContext): Promise<string | null> {
  const withhold = (problem: string) => {
    log('error', `beforeSend ${problem}; the words are not sent.`);
    return null;
  };
  const ask = async () => {
    const allowed = await beforeSend?.({ ...feedback });
    if (allowed === null) return null;
    return typeof allowed?.comment === 'string' ? allowed.comment.trim() : withhold(NO_COMMENT);
  };
  return settleInTime<string | null>(clock, REDACTION_DEADLINE_MS, ask, () => withhold('took over 10 s')).catch((error) => {
    report(error);
    return withhold('failed');
  });
}

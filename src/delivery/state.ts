import type { Answer, Draft, Feedback, FeedbackError, FeedbackRecord, Phase, Submitter, Wanted } from '../domain/index.js';
import type { TextName } from '../i18n/index.js';
import { EMPTY_ENTRY, type Entry, feedbackOf, isConfirmed, type Removed, type Request, type Write } from './entry.js';

/** One step towards a record that equals the wanted feedback. */
export type Step = Request['type'];

/** A reason to send nothing for now. All end by time; `backoff` and `offline` also when the page wakes, `quarantine` also when another tab knows the outcome. */
export type Pause = 'quarantine' | 'retryAfter' | 'backoff' | 'offline';

/** The name of a timer. An answer has at most one of each. */
export type Timer = Pause | 'recheck' | 'takeOver' | 'restart';

/** What is under way for an answer. `queued` waits for its turn among the requests of the page. */
export type Activity =
  | { readonly type: 'none' }
  | { readonly type: 'queued' }
  /** `beforeSend` looks at the feedback that a step would send. */
  | { readonly type: 'redacting'; readonly step: Step; readonly feedback: Feedback }
  /**
   * `wanted` is what the person wanted when the request began; `recheck` is the revision that a list rechecks, or 0; `write` is a write as it is stored,
   * or null for a list.
   */
  | {
      readonly type: 'requesting';
      readonly request: Request;
      readonly wanted: Wanted | null;
      readonly recheck: number;
      readonly write: Write | null;
    };

/** The part of the state that belongs to this page and is not stored. A flag that is missing is not set. */
export interface Session {
  readonly activity: Activity;
  readonly pauses: readonly Pause[];
  /** The error that ended all attempts; null while delivery continues by itself. */
  readonly stoppedBy: FeedbackError | null;
  /** The error on display. */
  readonly error: FeedbackError | null;
  /** The name of the text on display. */
  readonly notice: TextName | null;
  /** The feedback of another person's record, which stays on display after a change was forbidden. */
  readonly refused: Wanted | null;
  readonly removed: Removed | null;
  /** The person waits for the words on record. */
  readonly needsWords?: boolean | undefined;
  /** How often the list was read for words that it did not show. */
  readonly wordsTries: number;
  /** The record as the server last returned it. */
  readonly record: FeedbackRecord | null;
  /** Failed attempts since the last success. */
  readonly tries: number;
  /** The `Entry.recheck` for which the timer runs. */
  readonly recheckTimed: number;
  /** The `Entry.recheck` whose time has come. */
  readonly recheckDue: number;
  /** The `Entry.recheck` of the uncertain `POST` whose quarantine this page has begun. */
  readonly quarantined: number;
  /** An earlier page may have closed during a write, so the list is read before anything counts as saved. */
  readonly mustReadList?: boolean | undefined;
  /** The page has started with unsent feedback, which another living tab may send, too. */
  readonly mayBeCopied?: boolean | undefined;
  /** The last list did not tell which records are this person's. */
  readonly isAuthorUnclear?: boolean | undefined;
  /** There is work to do or an outcome to report. */
  readonly isActive?: boolean | undefined;
  /** The person waits for an outcome. */
  readonly isAwaited?: boolean | undefined;
  /** The server has responded since the last reported outcome. */
  readonly hasResponse?: boolean | undefined;
  /** The person has changed something on this page. */
  readonly isChanged?: boolean | undefined;
  /** The known feedback came from the host's `value`. */
  readonly isSeeded?: boolean | undefined;
  /** `navigator.onLine` is ignored until a request succeeds while it is true, because the person pressed Retry or it has been false for long. */
  readonly isForced?: boolean | undefined;
  /** No other tab makes a request for this answer now. */
  readonly isLocked?: boolean | undefined;
  /** Delivery has restarted by itself less than a minute ago. */
  readonly hasRestarted?: boolean | undefined;
  /** Another tab is working on it. */
  readonly isFollowing?: boolean | undefined;
}

/** The state of one answer's delivery: the stored entry, and the session of this page. */
export interface State {
  readonly entry: Entry;
  readonly session: Session;
}

export const EMPTY_STATE: State = {
  entry: EMPTY_ENTRY,
  session: {
    activity: { type: 'none' },
    pauses: [],
    stoppedBy: null,
    error: null,
    notice: null,
    refused: null,
    removed: null,
    wordsTries: 0,
    record: null,
    tries: 0,
    recheckTimed: 0,
    recheckDue: 0,
    quarantined: 0,
  },
};

/** Whether an earlier page may have changed the record, and the list was not read since. */
export const mustReadFirst = ({ entry, session }: State): boolean => !!session.mustReadList && (entry.recheck > 0 || !!entry.write);

export function phaseOf(state: State): Phase {
  const { entry, session } = state;
  if (session.stoppedBy && session.error) return 'failed';
  if (isConfirmed(entry) && !mustReadFirst(state)) return entry.wanted ? 'saved' : 'idle';
  return session.notice ? 'queued' : 'saving';
}

/** What happened. */
export type Event =
  /** The page starts with a stored entry. */
  | { readonly type: 'started' }
  /** The person changed the feedback. A comment of null keeps the current one, if the rating is the same. */
  | { readonly type: 'wanted'; readonly wanted: Wanted | null }
  /** The content of the comment box has changed. */
  | { readonly type: 'drafted'; readonly draft: Draft | null }
  /** The host or a list of the server named the feedback on record; `id` only if the record is this person's. */
  | {
      readonly type: 'seeded';
      readonly feedback: Feedback | null;
      readonly id: string | null;
      readonly duplicates?: readonly string[];
      /** The server's time of the record's last change, in milliseconds since the epoch; missing if the host names it. */
      readonly updatedAt?: number;
      readonly isReviewed?: boolean;
    }
  /** The person opens the box, whose words this browser may not know. */
  | { readonly type: 'wordsNeeded' }
  | { readonly type: 'retried' }
  /** The person has signed in again. */
  | { readonly type: 'resumed' }
  /** The network or the page is back, or another answer got through. */
  | { readonly type: 'woke' }
  /** Another tab has changed its entry; `isNewer` if it has a higher revision. */
  | { readonly type: 'storageChanged'; readonly isNewer: boolean }
  /** Two tabs have changed the entry without knowing of each other. `isFormer` if `entry` is what this tab had before it took over that of the other. */
  | { readonly type: 'conflicted'; readonly entry: Entry; readonly isFormer?: boolean }
  | { readonly type: 'timerEnded'; readonly timer: Timer }
  /** The state may allow the next step. */
  | { readonly type: 'advanced' }
  /** It is this answer's turn to make a request; `isLocked` if no other tab can make one at the same time. */
  | { readonly type: 'turnCame'; readonly isLocked: boolean }
  /** `beforeSend` has returned the words that may leave; null for none. */
  | { readonly type: 'redacted'; readonly comment: string | null }
  /** The end of the request. */
  | { readonly type: 'succeeded'; readonly record?: FeedbackRecord; readonly records?: readonly FeedbackRecord[] }
  | { readonly type: 'failed'; readonly error: FeedbackError }
  | { readonly type: 'turnEnded' };

/** What has to be done after a transition. Requests are not among them: the state's `activity` calls for those. */
export type Effect =
  /** Starts a timer, in place of a running one of the same name. */
  | { readonly type: 'startTimer'; readonly timer: Timer; readonly ms: number }
  /** Lets the queue probe the API at once. */
  | { readonly type: 'wakeQueue' }
  | { readonly type: 'notifyError'; readonly error: FeedbackError; readonly wanted: Feedback | null; readonly willRetry: boolean }
  /** The record equals the wanted feedback; `isNews` if the server confirmed it on this page. */
  | { readonly type: 'notifySettled'; readonly isNews: boolean; readonly record: FeedbackRecord | null };

/** What a transition depends on beside the state. */
export interface Context {
  readonly answer: Answer;
  /** The author of this person's records; null until the API or the host has named them. */
  readonly author: string | null;
  /** Whether all records of this author are this person's. Otherwise others may share the token. */
  readonly isPersonKnown: boolean;
  /** The list that shows what this person has done elsewhere was read on this page. */
  readonly isListed: boolean;
  /** All tabs have one storage. */
  readonly isStorageShared: boolean;
  /** Finds this person's record of the answer in that list, and further ones. */
  readonly findEarlier: () => Pick<Entry, 'record' | 'duplicates'>;
  /** The session of the person has ended. */
  readonly authError: FeedbackError | null;
  readonly submitter: Pick<Submitter, 'impersonateEmail'>;
  readonly hasRedaction: boolean;
  /** The reasons that the host offers, which comments begin with. */
  readonly offered: readonly string[];
  /** Milliseconds since the epoch by the browser's clock. */
  readonly now: number;
  /** How far the server's clock is ahead of it, in milliseconds; null until a record has shown that. */
  readonly clockOffset: number | null;
  readonly random: () => number;
  readonly isOnline: boolean;
  /** The page's last request failed to reach the API. */
  readonly isApiDown: boolean;
}

/** The next state while a transition builds it. */
export interface Next {
  entry: Entry;
  session: Session;
  readonly effects: Effect[];
  readonly context: Context;
}

/** Changes the session. */
export function set(next: Next, facts: Partial<Session>): void {
  next.session = { ...next.session, ...facts };
}

/** Changes the entry and stores it. */
export function change(next: Next, facts: Partial<Entry>): void {
  next.entry = { ...next.entry, author: next.entry.author ?? next.context.author, ...facts, revision: next.entry.revision + 1 };
}

/** Changes the entry on this page without storing it. */
export function assume(next: Next, facts: Partial<Entry>): void {
  next.entry = { ...next.entry, ...facts };
}

/** Sends nothing for a number of milliseconds, or until the pause is ended earlier. */
export function pause(next: Next, reason: Pause, ms: number): void {
  set(next, { pauses: [...next.session.pauses.filter((other) => other !== reason), reason] });
  next.effects.push({ type: 'startTimer', timer: reason, ms });
}

/** Ends pauses. That of a browser which is offline, and is believed, goes on: otherwise each key and each look at the tab would put its probe off. */
export function endPause(next: Next, ...reasons: readonly Pause[]): void {
  const { pauses, isForced } = next.session;
  const goesOn = (reason: Pause) => reason === 'offline' && !isForced && !next.context.isOnline;
  set(next, { pauses: pauses.filter((reason) => goesOn(reason) || !reasons.includes(reason)) });
}

/** Displays an error, and notifies the host unless a retry has failed in the same way. */
export function showError(
  next: Next,
  error: FeedbackError,
  notice: TextName,
  willRetry: boolean,
  wanted: Wanted | null = next.entry.wanted,
): void {
  const isNew = next.session.error?.kind !== error.kind || !willRetry;
  set(next, { error, notice });
  if (isNew) next.effects.push({ type: 'notifyError', error, wanted: feedbackOf(wanted, next.entry.record), willRetry });
}

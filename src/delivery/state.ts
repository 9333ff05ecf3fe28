import type { Feedback, FeedbackError, FeedbackRecord, Phase } from '../domain/index.js';
import type { TextName } from '../i18n/index.js';
import { EMPTY_ENTRY, type Entry, isConfirmed, type Request, toFeedback, type Wanted } from './entry.js';

/** One step of an answer's record towards what is wanted. */
export type Step = Request['type'];

/** A reason to send nothing for now. Nothing but time ends `quarantine` and `retryAfter`; `offline` has no time of its own. */
export type Hold = 'quarantine' | 'retryAfter' | 'backoff' | 'offline';

/** Everything that a delivery waits for by time. */
export type Wait = Exclude<Hold, 'offline'> | 'recheck' | 'takeOver' | 'restart';

/** What a delivery is doing. `queued` waits for its turn among the requests of the page. */
export type Activity =
  | { readonly type: 'none' }
  | { readonly type: 'queued' }
  /** The host looks at the words of a request, which is for the entry of this revision. */
  | { readonly type: 'redacting'; readonly step: Step; readonly revision: number; readonly feedback: Feedback }
  /** `wanted` is what was wanted when the request began; `recheck` the revision that a list rechecks, or 0. */
  | { readonly type: 'requesting'; readonly request: Request; readonly wanted: Wanted | null; readonly recheck: number };

/** What is known of an answer on this page only. */
export interface Session {
  readonly activity: Activity;
  readonly holds: readonly Hold[];
  /** Why nothing goes on by itself; null where it does. */
  readonly stoppedBy: FeedbackError | null;
  readonly error: FeedbackError | null;
  /** The text that tells the person what has just happened. */
  readonly notice: TextName | null;
  /** The feedback on record that stays on display after its change was refused. */
  readonly refused: Wanted | null;
  /** The record as the server last returned it. */
  readonly record: FeedbackRecord | null;
  readonly tries: number;
  /** The uncertain write whose recheck is timed, by its revision. */
  readonly recheckTimed: number;
  /** The uncertain write whose recheck is due, by its revision. */
  readonly recheckDue: number;
  /** The uncertain `POST` whose quarantine this page has waited for, by its revision. */
  readonly quarantined: number;
  /** The page before may have been closed during a write: the list is read before anything is called saved. */
  readonly mustAsk: boolean;
  /** There is an outcome to tell, or work to do behind a saved record. */
  readonly isActive: boolean;
  /** The person waits for the outcome, here or since the page before. */
  readonly isOwed: boolean;
  /** The server has answered since the person was last told. */
  readonly isAnswered: boolean;
  /** The person has changed something on this page. */
  readonly isTouched: boolean;
  /** The host passed the feedback that is known. */
  readonly isFromHost: boolean;
  /** The person asked to try in spite of `navigator.onLine`. */
  readonly isForced: boolean;
  /** It started again by itself less than a minute ago. */
  readonly isRestarting: boolean;
  /** Another tab is at it; should that one be closed, this one takes over after a while. */
  readonly isWatching: boolean;
}

/** The state of the delivery of one answer: what is stored, and what is known on this page only. */
export interface State {
  readonly entry: Entry;
  readonly session: Session;
}

const EMPTY_SESSION: Session = {
  activity: { type: 'none' },
  holds: [],
  stoppedBy: null,
  error: null,
  notice: null,
  refused: null,
  record: null,
  tries: 0,
  recheckTimed: 0,
  recheckDue: 0,
  quarantined: 0,
  mustAsk: false,
  isActive: false,
  isOwed: false,
  isAnswered: false,
  isTouched: false,
  isFromHost: false,
  isForced: false,
  isRestarting: false,
  isWatching: false,
};

export const EMPTY_STATE: State = { entry: EMPTY_ENTRY, session: EMPTY_SESSION };

/** Where the feedback on one answer stands, as views show it. */
export interface DeliveryView {
  /** What the person wants on record; null for nothing. */
  readonly wanted: Feedback | null;
  /** The record may have words that this page does not know. */
  readonly hasHiddenWords: boolean;
  readonly phase: Phase;
  /** Why the phase is `queued` or `failed`. */
  readonly error: FeedbackError | null;
  /** The text that tells the person what has just happened. */
  readonly notice: TextName | null;
}

/** Whether the record may have been changed by a write of the page before, and the list was not read since. */
export const mustAskFirst = ({ entry, session }: State): boolean => session.mustAsk && (entry.recheck > 0 || !!entry.write);

export function phaseOf(state: State): Phase {
  const { entry, session } = state;
  if (session.stoppedBy && session.error) return 'failed';
  if (isConfirmed(entry) && !mustAskFirst(state)) return entry.wanted ? 'saved' : 'idle';
  return session.notice ? 'queued' : 'saving';
}

/** The state as views show it. Where the storage does not have the entry, the page has to stay open. */
export function viewOf(state: State, isStored: boolean): DeliveryView {
  const { wanted, record, hadNoWords } = state.entry;
  const { refused, error, notice } = state.session;
  const phase = phaseOf(state);
  return {
    wanted: toFeedback(refused ?? wanted, record),
    hasHiddenWords: !!wanted && !!record && wanted.comment === null && record.comment === null && !hadNoWords,
    phase,
    error,
    notice: phase === 'queued' && !isStored ? 'keepOpen' : notice,
  };
}

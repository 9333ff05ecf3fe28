import {
  type Feedback,
  type FeedbackError,
  isSameFeedback,
  isSameRating,
  ownProperties,
  type Phase,
  type Rating,
} from '../domain/index.js';
import type { TextName } from '../i18n/index.js';

/** The feedback that the person wants to be on record. A null comment means that the words are on the server only, not in this browser. */
export interface Wanted {
  readonly rating: Rating;
  readonly comment: string | null;
}

/** The server's record as far as this browser knows it; null stands for "not known". */
export interface KnownRecord {
  readonly id: string | null;
  readonly rating: Rating | null;
  readonly comment: string | null;
  /** Whether this person is known to be its author. Only such a record may be changed or deleted. */
  readonly isMine: boolean;
  /** The server's time of the last change that it has told of, in milliseconds since the epoch. Missing if the host has named the record. */
  readonly updatedAt?: number;
}

/** One API request about an answer. `deleteDuplicate` deletes a second record of the same person. */
export type Request =
  | { readonly type: 'list' }
  | { readonly type: 'post'; readonly feedback: Feedback }
  /** `former` is the comment on record, if it is known. */
  | { readonly type: 'patch'; readonly id: string; readonly changes: Partial<Feedback>; readonly former: string | null }
  | { readonly type: 'delete' | 'deleteDuplicate'; readonly id: string };

/** When a request began. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether that is the server's time, rather than that of a browser whose clock may be wrong. */
  readonly isServerTime: boolean;
}

/** A write in flight. If the page closes now, nobody knows whether it was committed. */
export type Write = Exclude<Request, { type: 'list' }> & Moment;

/** The body of a `POST` whose outcome is uncertain. */
export interface Posted extends Feedback, Moment {}

/** The stored state of one answer. */
export interface Entry {
  /** Increases with every change. When two tabs differ, the higher revision wins. */
  readonly revision: number;
  /**
   * When the person last changed it, in milliseconds since the epoch. Always later than the change before, even if the clock was set back, so that of two
   * tabs that have heard of each other the one with the person's latest press is known.
   */
  readonly changedAt: number;
  readonly wanted: Wanted | null;
  readonly record: KnownRecord | null;
  /** The write in flight. A page that finds one at its start cannot know the outcome. */
  readonly write: Write | null;
  /** A `POST` may have been committed. `list`: look for its record. `post`: the list was ambiguous, so post again to learn who the author is. */
  readonly unresolved: 'list' | 'post' | null;
  /** The `POST`s with an uncertain outcome since the last recheck. */
  readonly posted: readonly Posted[];
  /** The revision of the last write with an uncertain outcome, which calls for a recheck; 0 for none. */
  readonly recheck: number;
  /** The author of this person's records, once the API has named them. */
  readonly author: string | null;
  /** The id of a record that was taken for this person's before its author was known. */
  readonly adopted: string | null;
  /** The record had no comment when the words were removed from storage. */
  readonly hadNoWords: boolean;
  /** The list is to be read for what this person has done elsewhere. */
  readonly isLookupDue: boolean;
  /** Ids of further records by the same person for the same answer, which are to be deleted. */
  readonly duplicates: readonly string[];
  /** Ids of the last records that were deleted, because a list may still show them. */
  readonly gone: readonly string[];
}

export const EMPTY_ENTRY: Entry = {
  revision: 0,
  changedAt: 0,
  wanted: null,
  record: null,
  write: null,
  unresolved: null,
  posted: [],
  recheck: 0,
  author: null,
  adopted: null,
  hadNoWords: false,
  isLookupDue: false,
  duplicates: [],
  gone: [],
};

/** The ids of all records that are known to be this person's. */
export const idsOf = ({ record, duplicates }: Entry): string[] => [...(record?.isMine && record.id ? [record.id] : []), ...duplicates];

/** More deletions than that are hardly made within the time that a list may lag behind. */
const MAX_GONE = 8;

/** The ids of deleted records, with one more. */
export const addGone = ({ gone }: Entry, id: string): readonly string[] => [...gone, id].slice(-MAX_GONE);

/** The entry after its write in flight was lost, so that its outcome stays uncertain. */
export function assumeUncertain(entry: Entry): Entry {
  const { write, record, revision } = entry;
  if (!write) return entry;
  const uncertain = { ...entry, write: null, recheck: revision };
  if (write.type === 'post') {
    const { feedback, at, isServerTime } = write;
    return { ...uncertain, unresolved: 'list', posted: [...entry.posted, { ...feedback, at, isServerTime }] };
  }
  if (write.type === 'deleteDuplicate' || !record) return uncertain;
  const { rating, comment } = write.type === 'patch' ? ownProperties(write.changes) : { rating: null, comment: null };
  return {
    ...uncertain,
    record: { ...record, ...(rating === undefined ? {} : { rating: null }), ...(comment === undefined ? {} : { comment: null }) },
  };
}

/** Whether the record is known to equal the wanted feedback. A wanted comment of null equals any. */
export function isConfirmed({ wanted, record, write, unresolved }: Entry): boolean {
  if (unresolved || (write && write.type !== 'deleteDuplicate')) return false;
  if (!wanted || !record) return !wanted && !record;
  return !!record.rating && isSameRating(wanted.rating, record.rating) && (wanted.comment === null || wanted.comment === record.comment);
}

/** Whether there is nothing left to send or to check. */
export function isSettled(entry: Entry): boolean {
  return isConfirmed(entry) && !entry.write && !entry.recheck && !entry.isLookupDue && !entry.duplicates.length;
}

/** The feedback to display: a wanted comment of null is the one on record. */
export function feedbackOf(wanted: Wanted | null, record: KnownRecord | null): Feedback | null {
  return wanted && { rating: wanted.rating, comment: wanted.comment ?? record?.comment ?? '' };
}

/** A record as wanted feedback; null if its rating is not known. */
export function toWanted(record: KnownRecord | null): Wanted | null {
  return record?.rating ? { rating: record.rating, comment: record.comment } : null;
}

/** What a host's `value` or a list says about an answer. `id` is given only if the record is this person's. */
interface Seed {
  readonly feedback: Feedback;
  readonly id: string | null;
  readonly duplicates: readonly string[] | undefined;
  readonly updatedAt: number | undefined;
}

/** What an entry takes over from a seed. A record does not tell two ratings with one `is_positive` apart. */
export function factsOfSeed(
  { wanted, record, duplicates: known }: Entry,
  { feedback, id, duplicates = known, updatedAt }: Seed,
): Partial<Entry> {
  const rating = wanted && isSameRating(wanted.rating, feedback.rating) ? wanted.rating : feedback.rating;
  const isMine = !!id || !!record?.isMine;
  return {
    wanted: { ...feedback, rating },
    record: { ...feedback, id: id ?? record?.id ?? null, isMine, ...(updatedAt && { updatedAt }) },
    duplicates,
  };
}

/** Whether a list shows a record as it was before its last known change. */
export const isOlder = (updatedAt: number | undefined, known: KnownRecord | null) =>
  updatedAt !== undefined && updatedAt < (known?.updatedAt ?? 0);

/** Words as they compare equal although the server has normalised them. */
export const normalize = (words: string) => words.normalize('NFC').replace(/\s+/g, ' ').trim();

/** The feedback on one answer as widgets display it. */
export interface DeliveryView {
  /** What the person wants on record; null for nothing. */
  readonly wanted: Feedback | null;
  /** The record may have words that this browser does not know. */
  readonly hasHiddenWords: boolean;
  readonly phase: Phase;
  /** The reason for the phase `queued` or `failed`. */
  readonly error: FeedbackError | null;
  /** The name of the text that says what has happened. */
  readonly notice: TextName | null;
}

/** The view of an answer without feedback. */
export const IDLE: DeliveryView = { wanted: null, hasHiddenWords: false, phase: 'idle', error: null, notice: null };

/** The view of an entry. `refused` is on display in place of the wanted feedback. Feedback that is not stored would be lost with the page. */
export function viewOf(
  { wanted, record, hadNoWords }: Entry,
  { refused, error, notice }: { readonly refused: Wanted | null; readonly error: FeedbackError | null; readonly notice: TextName | null },
  phase: Phase,
  isStored: boolean,
): DeliveryView {
  return {
    wanted: feedbackOf(refused ?? wanted, record),
    hasHiddenWords: !!wanted && !!record && wanted.comment === null && record.comment === null && !hadNoWords,
    phase,
    error,
    notice: phase === 'queued' && !isStored ? 'keepOpen' : notice,
  };
}

export const isSameView = (a: DeliveryView, b: DeliveryView): boolean =>
  a.phase === b.phase &&
  a.error === b.error &&
  a.notice === b.notice &&
  a.hasHiddenWords === b.hasHiddenWords &&
  isSameFeedback(a.wanted, b.wanted);

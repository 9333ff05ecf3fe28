import {
  addWords,
  type Draft,
  type Feedback,
  type FeedbackError,
  isSameRating,
  type KnownRecord,
  type Moment,
  ownProperties,
  type Phase,
  type Posted,
  toComment,
  toDraft,
  type Wanted,
} from '../domain/index.js';
import type { TextName } from '../i18n/index.js';

/** One API request about an answer. `deleteDuplicate` deletes a second record of the same person. */
export type Request =
  | { readonly type: 'list' }
  | { readonly type: 'post'; readonly feedback: Feedback }
  /** `former` is the comment on record, if it is known. */
  | { readonly type: 'patch'; readonly id: string; readonly changes: Partial<Feedback>; readonly former: string | null }
  | { readonly type: 'delete' | 'deleteDuplicate'; readonly id: string };

/** A write in flight. If the page closes now, nobody knows whether it was committed. */
export type Write = Exclude<Request, { type: 'list' }> & Moment;

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
  /** The unsent content of the comment box; null if it was not edited, or was sent. */
  readonly draft: Draft | null;
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
  /** The record has no words that this browser has not known, although its comment is not known now. */
  readonly hasNoHiddenWords: boolean;
  /** The list is to be read for what this person has done elsewhere. */
  readonly isLookupDue: boolean;
  /** Ids of further records by the same person for the same answer, which are to be deleted. */
  readonly duplicates: readonly string[];
  /** Ids of the last records that were deleted, because a list may still show them. */
  readonly gone: readonly string[];
  /** Ids of the last records whose change was forbidden, which are no further records of this person. */
  readonly forbidden: readonly string[];
}

export const EMPTY_ENTRY: Entry = {
  revision: 0,
  changedAt: 0,
  wanted: null,
  draft: null,
  record: null,
  write: null,
  unresolved: null,
  posted: [],
  recheck: 0,
  author: null,
  adopted: null,
  hasNoHiddenWords: false,
  isLookupDue: false,
  duplicates: [],
  gone: [],
  forbidden: [],
};

/** The ids of all records that are known to be this person's. */
export const idsOf = ({ record, duplicates }: Entry): string[] => [...(record?.isMine && record.id ? [record.id] : []), ...duplicates];

/** More records than that are hardly deleted within the time that a list may lag behind, or forbidden for one answer. */
const MAX_IDS = 8;

/** Ids with one more, without the oldest where they are too many. */
export const addId = (ids: readonly string[], id: string): readonly string[] => [...ids, id].slice(-MAX_IDS);

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
  readonly isReviewed: boolean | undefined;
}

/** What an entry takes over from a seed. A record does not tell two ratings with one `is_positive` apart. */
export function factsOfSeed(
  { wanted, record, duplicates: known }: Entry,
  { feedback, id, duplicates = known, updatedAt, isReviewed }: Seed,
): Partial<Entry> {
  const rating = wanted && isSameRating(wanted.rating, feedback.rating) ? wanted.rating : feedback.rating;
  const isMine = !!id || !!record?.isMine;
  return {
    wanted: { ...feedback, rating },
    record: { ...feedback, id: id ?? record?.id ?? null, isMine, ...(updatedAt && { updatedAt }), ...(isReviewed && { isReviewed }) },
    duplicates,
  };
}

/** Whether a list shows a record as it was before its last known change. */
export const isOlder = (updatedAt: number | undefined, known: KnownRecord | null) =>
  updatedAt !== undefined && updatedAt < (known?.updatedAt ?? 0);

/**
 * What changes when the person wants something else. Words belong to the rating that they were said with: with another one, and with none, they leave the
 * record and become the draft. `former` is the feedback whose words would stay, `unsaid` the comment of feedback without words.
 */
export function factsOfChange(
  entry: Entry,
  wanted: Wanted | null,
  { former, unsaid, offered }: { readonly former: Wanted | null; readonly unsaid: string | null; readonly offered: readonly string[] },
): Pick<Entry, 'wanted' | 'draft' | 'hasNoHiddenWords'> {
  const { draft, record, wanted: current, adopted, hasNoHiddenWords } = entry;
  const stays = !!wanted && !!former && isSameRating(wanted.rating, former.rating);
  // Where only the record has them, they are known from there.
  const words = current && (current.comment ?? record?.comment ?? null);
  // A record that was to be deleted, once its words were known, still has them. After an uncertain write nobody knows.
  const isAdopted = record?.comment === null && record.id === adopted && !hasNoHiddenWords;
  const untouched = record?.rating && !entry.write && !entry.recheck && (isAdopted || areWordsMissing(entry)) ? null : unsaid;
  // Words that the server refused are not those of the former feedback.
  const formerWords = former && (former.comment ?? record?.comment ?? null);
  const remaining = stays ? former.comment : former ? formerWords && '' : untouched;
  const comment = wanted ? (wanted.comment ?? remaining) : null;
  const isLeaving = wanted?.comment == null && !!words && (stays ? current?.comment : words) !== comment;
  const left = isLeaving ? (draft ?? toDraft(words, offered)) : draft;
  return {
    wanted: wanted && { rating: wanted.rating, comment },
    draft: left && toComment(left) === comment ? null : left,
    // Once words have left, those that they were written over do not come back.
    hasNoHiddenWords: hasNoHiddenWords || (!stays && formerWords != null),
  };
}

/** Whether the record may have words that this browser does not know. */
export const areWordsHidden = ({ wanted, record, hasNoHiddenWords }: Entry): boolean =>
  !!wanted && !!record && wanted.comment === null && record.comment === null && !hasNoHiddenWords;

/** Whether the record may have words that this browser does not know and that are about to leave it. */
export function areWordsMissing({ wanted, record, hasNoHiddenWords }: Entry): boolean {
  if (!record?.isMine || !record.id || record.comment !== null || hasNoHiddenWords) return false;
  return !wanted || (wanted.comment === null && !!record.rating && !isSameRating(wanted.rating, record.rating));
}

/** What the person has removed, for Undo. A comment of null is not known yet. */
export interface Removed extends Wanted {
  /** `Entry.changedAt` after the removal: any later change ends Undo. */
  readonly changedAt: number;
}

/** What changes when a list has shown words that are about to leave the record: they are added to the draft. */
export function factsOfLeaving({ wanted, draft }: Entry, comment: string, offered: readonly string[]): Partial<Entry> {
  return { wanted: wanted && { ...wanted, comment: '' }, draft: addWords(draft, comment, offered), hasNoHiddenWords: true };
}

/** The feedback on one answer as widgets display it. */
export interface DeliveryView {
  /** What the person wants on record; null for nothing. */
  readonly wanted: Feedback | null;
  /** The record may have words that this browser does not know. */
  readonly hasHiddenWords: boolean;
  readonly draft: Draft | null;
  /** What Undo brings back; null if the person's last change was no removal. */
  readonly removed: Wanted | null;
  /** Someone of the project has read what is on record. */
  readonly isReviewed: boolean;
  readonly phase: Phase;
  /** The reason for the phase `queued` or `failed`. */
  readonly error: FeedbackError | null;
  /** The name of the text that says what has happened. */
  readonly notice: TextName | null;
}

/** The view of an answer without feedback. */
export const IDLE: DeliveryView = {
  wanted: null,
  hasHiddenWords: false,
  draft: null,
  removed: null,
  isReviewed: false,
  phase: 'idle',
  error: null,
  notice: null,
};

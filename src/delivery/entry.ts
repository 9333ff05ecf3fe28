import type { Feedback, Rating } from '../domain/index.js';

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
}

/** One API request about an answer. `deleteDuplicate` deletes a second record of the same person. */
export type Request =
  | { readonly type: 'list' }
  | { readonly type: 'post'; readonly feedback: Feedback }
  | { readonly type: 'patch'; readonly id: string; readonly changes: Partial<Feedback> }
  | { readonly type: 'delete' | 'deleteDuplicate'; readonly id: string };

/** A write in flight and the time when it began. If the page closes now, nobody knows whether it was committed. */
export type Write = Exclude<Request, { type: 'list' }> & { readonly at: number };

/** The stored state of one answer. */
export interface Entry {
  /** Increases with every change. When two tabs differ, the higher revision wins. */
  readonly revision: number;
  /** When the person last changed it, in milliseconds since the epoch. Never used to order changes, because clocks can be wrong. */
  readonly changedAt: number;
  readonly wanted: Wanted | null;
  readonly record: KnownRecord | null;
  /** The write in flight. A page that finds one at its start cannot know the outcome. */
  readonly write: Write | null;
  /** A `POST` may have been committed. `list`: look for its record. `post`: the list was ambiguous, so post again to learn who the author is. */
  readonly unresolved: 'list' | 'post' | null;
  /** The body of that `POST` and the time when it was sent. */
  readonly posted: (Feedback & { readonly at: number }) | null;
  /** The revision of the last write with an uncertain outcome, which calls for a recheck; 0 for none. */
  readonly recheck: number;
  /** The author of this person's records, once the API has named them. */
  readonly author: string | null;
  /** The record had no comment when the words were removed from storage. */
  readonly hadNoWords: boolean;
  /** Ids of further records by the same person for the same answer, which are to be deleted. */
  readonly duplicates: readonly string[];
}

export const EMPTY_ENTRY: Entry = {
  revision: 0,
  changedAt: 0,
  wanted: null,
  record: null,
  write: null,
  unresolved: null,
  posted: null,
  recheck: 0,
  author: null,
  hadNoWords: false,
  duplicates: [],
};

/** The entry after its write in flight was lost, so that its outcome stays uncertain. */
export function assumeUncertain(entry: Entry): Entry {
  const { write, record, revision } = entry;
  if (!write) return entry;
  const uncertain = { ...entry, write: null, recheck: revision };
  if (write.type === 'post') {
    const { feedback, at } = write;
    return { ...uncertain, unresolved: 'list', posted: { ...feedback, at } };
  }
  if (write.type === 'deleteDuplicate' || !record) return uncertain;
  const { rating, comment } = write.type === 'patch' ? write.changes : { rating: null, comment: null };
  return {
    ...uncertain,
    record: { ...record, ...(rating === undefined ? {} : { rating: null }), ...(comment === undefined ? {} : { comment: null }) },
  };
}

/** Whether the record is known to equal the wanted feedback. A wanted comment of null equals any. */
export function isConfirmed({ wanted, record, write, unresolved }: Entry): boolean {
  if (unresolved || (write && write.type !== 'deleteDuplicate')) return false;
  if (!wanted || !record) return !wanted && !record;
  return wanted.rating === record.rating && (wanted.comment === null || wanted.comment === record.comment);
}

/** Whether there is nothing left to send or to check. */
export function isSettled(entry: Entry): boolean {
  return isConfirmed(entry) && !entry.write && !entry.recheck && !entry.duplicates.length;
}

/** The feedback to display: a wanted comment of null is the one on record. */
export function feedbackOf(wanted: Wanted | null, record: KnownRecord | null): Feedback | null {
  return wanted && { rating: wanted.rating, comment: wanted.comment ?? record?.comment ?? '' };
}

/** A record as wanted feedback; null if its rating is not known. */
export function toWanted(record: KnownRecord | null): Wanted | null {
  return record?.rating ? { rating: record.rating, comment: record.comment } : null;
}

import { type Feedback, isUuid, RATINGS, type Rating } from '../domain/index.js';

/** The feedback that a person wants on record. A comment that is null is not known here, or no longer stored. */
export interface Wanted {
  readonly rating: Rating;
  readonly comment: string | null;
}

/** What is known of the server's record; what is null is not known. */
export interface KnownRecord {
  readonly id: string | null;
  readonly rating: Rating | null;
  readonly comment: string | null;
  /** Whether it is known to be this person's: only then may it be changed or deleted. */
  readonly isMine: boolean;
}

/** One request for an answer, as data. */
export type Request =
  | { readonly type: 'list' }
  | { readonly type: 'post'; readonly feedback: Feedback }
  | { readonly type: 'patch'; readonly id: string; readonly changes: Partial<Feedback> }
  | { readonly type: 'delete' | 'deleteDuplicate'; readonly id: string };

/** A write that is under way, and when it began. If nothing more is heard of it, it may have been committed or not. */
export type Write = Exclude<Request, { type: 'list' }> & { readonly at: number };

/** The state of one answer, as it is stored. */
export interface Entry {
  /** Rises with every change; where two tabs differ, the higher one counts. */
  readonly revision: number;
  /** When the person last changed it, in milliseconds since the epoch. Only for making room, and for telling what is newer than a restored record. */
  readonly changedAt: number;
  readonly wanted: Wanted | null;
  readonly record: KnownRecord | null;
  /** The write that is under way. A page that finds one at its start cannot know its outcome. */
  readonly write: Write | null;
  /** A `POST` may have been committed. `list`: ask the server for the record. `post`: the list proved nothing, so post to learn who the author is. */
  readonly unresolved: 'list' | 'post' | null;
  /** What that `POST` said, and when. */
  readonly posted: (Feedback & { readonly at: number }) | null;
  /** The revision of the last write whose outcome was uncertain: the list is to be read again once late commits are over. 0 for none. */
  readonly recheck: number;
  /** Whom the API names as the author of this person's records, once one has told it. */
  readonly author: string | null;
  /** The record had no words when they were removed from the storage. */
  readonly hadNoWords: boolean;
  /** Ids of further records of the same person and answer, to be deleted. */
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

/** The entry with a write under way taken for one whose outcome stays uncertain. */
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

/** Whether the record is known to say what is wanted. Words that are null count as those on record. */
export function isConfirmed({ wanted, record, write, unresolved }: Entry): boolean {
  if (unresolved || (write && write.type !== 'deleteDuplicate')) return false;
  if (!wanted || !record) return !wanted && !record;
  return wanted.rating === record.rating && (wanted.comment === null || wanted.comment === record.comment);
}

/** Whether nothing is left to send or to check. */
export function isSettled(entry: Entry): boolean {
  return isConfirmed(entry) && !entry.write && !entry.recheck && !entry.duplicates.length;
}

/** The feedback to display: words that are not known here are those on record. */
export function toFeedback(wanted: Wanted | null, record: KnownRecord | null): Feedback | null {
  return wanted && { rating: wanted.rating, comment: wanted.comment ?? record?.comment ?? '' };
}

/** What a record says, as feedback that is wanted; null where that is not known. */
export function toWanted(record: KnownRecord | null): Wanted | null {
  return record?.rating ? { rating: record.rating, comment: record.comment } : null;
}

/** The entry as it is stored: once nothing is left to send or to check, the words are left out; that there were none is noted. */
export function withoutWords(entry: Entry): Entry {
  const { wanted, record } = entry;
  return {
    ...entry,
    wanted: wanted && { ...wanted, comment: null },
    record: record && { ...record, comment: null },
    posted: null,
    hadNoWords: record?.comment === '' || (entry.hadNoWords && record?.comment === null),
  };
}

const VERSION = 2;

export const writeEntry = (entry: Entry): string => JSON.stringify({ v: VERSION, ...(isSettled(entry) ? withoutWords(entry) : entry) });

/** An entry from text that anyone may have written; null for a broken one, or one of another version. Entries of version 0.1 are converted. */
export function readEntry(text: string): Entry | null {
  try {
    const { v, ...stored } = JSON.parse(text);
    const entry: Entry = v === 1 ? convert(stored) : stored;
    return (v === 1 || v === VERSION) && isGood(entry) ? entry : null;
  } catch {
    return null;
  }
}

interface StoredV1 {
  readonly revision: number;
  readonly at: number;
  readonly wanted: Wanted | null;
  readonly known: KnownRecord | null;
  readonly doubt: 'list' | 'post' | null;
  readonly sent: Entry['posted'];
  readonly sweep: number;
  readonly giver: string | null;
  readonly isWordless: boolean;
  readonly extras: readonly string[];
}

/** The entry of version 0.1, which had other names. */
function convert(stored: StoredV1): Entry {
  const { revision, at, wanted, known, doubt, sent, sweep, giver, isWordless, extras } = stored;
  return {
    revision,
    changedAt: at,
    wanted,
    record: known,
    write: null,
    unresolved: doubt,
    posted: sent,
    recheck: sweep,
    author: giver,
    hadNoWords: isWordless,
    duplicates: extras,
  };
}

function isGood({ revision, changedAt, wanted, record, write, unresolved, posted, recheck, author, duplicates }: Entry): boolean {
  const isWords = (value: unknown) => value === null || typeof value === 'string';
  const isFeedback = (value: { readonly rating: Rating | null; readonly comment: string | null } | null | undefined) =>
    !value || ((value.rating === null || RATINGS.includes(value.rating)) && isWords(value.comment));
  return (
    [revision, changedAt, recheck].every(Number.isFinite) &&
    [wanted, record, posted, write?.type === 'post' ? write.feedback : null].every(isFeedback) &&
    [wanted, posted].every((value) => value?.rating !== null) &&
    (!write || { post: 'feedback', patch: 'changes', delete: 'id', deleteDuplicate: 'id' }[write.type] in write) &&
    /^(null|list|post)$/.test(`${unresolved}`) &&
    [author, record?.id ?? null].every(isWords) &&
    [...duplicates, ...(record?.id == null ? [] : [record.id])].every(isUuid)
  );
}

import { isObject, isUuid, type Posted, RATINGS, type Rating, stringify } from '../domain/index.js';
import { EMPTY_ENTRY, type Entry, isSettled } from './entry.js';

/** The entries of one API, project and user in the browser's storage. No method throws. */
export interface Store {
  read(key: string): Entry | null;
  /** Returns whether the entry was stored. It is not if storage is blocked or full, if 100 answers are unsent already, or over an entry of a later version. */
  write(key: string, entry: Entry): boolean;
  remove(key: string): void;
  /** The keys of all readable entries. */
  keys(): string[];
  clear(): void;
}

const MAX_UNSENT = 100;

/** Creates a store on top of a browser storage; null stores nothing. */
export function createStore(area: Storage | null, prefix: string): Store {
  /** Browsers may refuse access to the storage at any time. */
  function attempt<T>(use: (area: Storage) => T, fallback: T): T {
    try {
      return area ? use(area) : fallback;
    } catch {
      return fallback;
    }
  }

  const all = () =>
    attempt((area) => {
      const keys: string[] = [];
      // Old libraries replace Array.from.
      for (let index = 0; index < area.length; index += 1) keys.push(area.key(index) ?? '');
      return keys;
    }, []);

  const store: Store = {
    read(key) {
      const text = attempt((area) => area.getItem(prefix + key), null);
      if (text === null) return null;
      const entry = parseEntry(text);
      if (entry === null) store.remove(key);
      return entry ?? null;
    },
    write(key, entry) {
      const put = () =>
        attempt((area) => {
          // An entry of a later version of this package belongs to that version.
          if (parseEntry(area.getItem(prefix + key) ?? '') === undefined) return false;
          // The words of a settled entry must not stay on a shared computer.
          area.setItem(prefix + key, serializeEntry(isSettled(entry) ? withoutWords(entry) : entry));
          return true;
        }, false);
      if (!isSettled(entry) && !store.read(key) && countUnsent() >= MAX_UNSENT) return false;
      while (!put()) if (!evict(key)) return false;
      return true;
    },
    remove(key) {
      attempt((area) => area.removeItem(prefix + key), undefined);
    },
    keys: () =>
      all()
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .filter((key) => store.read(key)),
    clear() {
      for (const key of all()) if (key.startsWith(prefix)) store.remove(key.slice(prefix.length));
    },
  };

  const countUnsent = () => store.keys().filter((key) => !isSettled(store.read(key) ?? EMPTY_ENTRY)).length;

  /** Makes room by removing the oldest settled entry. Unsent feedback and drafts are never removed. */
  function evict(except: string): boolean {
    const isSpare = (entry: Entry) => isSettled(entry) && !entry.draft;
    const settled = store.keys().filter((key) => key !== except && isSpare(store.read(key) ?? EMPTY_ENTRY));
    const changedAt = (key: string) => store.read(key)?.changedAt ?? 0;
    const [oldest] = settled.sort((a, b) => changedAt(a) - changedAt(b));
    if (oldest !== undefined) store.remove(oldest);
    return oldest !== undefined;
  }

  return store;
}

const VERSION = 2;

/** The entry as text. */
export const serializeEntry = (entry: Entry): string => stringify({ v: VERSION, ...entry });

function withoutWords(entry: Entry): Entry {
  const { wanted, record } = entry;
  return {
    ...entry,
    wanted: wanted && { ...wanted, comment: null },
    record: record && { ...record, comment: null },
    posted: [],
    hasNoHiddenWords: record?.comment === '' || (entry.hasNoHiddenWords && record?.comment === null),
  };
}

/**
 * Parses a stored entry, which any script of the page may have written. Returns null if it is broken, and undefined for another version of the format.
 * Entries of version 0.1 are converted.
 */
export function parseEntry(text: string): Entry | null | undefined {
  try {
    const { v, ...stored } = JSON.parse(text);
    if (v > VERSION) return undefined;
    const entry: Entry = v === 1 ? convert(stored) : { ...EMPTY_ENTRY, ...stored };
    return (v === 1 || v === VERSION) && isValid(entry) ? entry : null;
  } catch {
    return null;
  }
}

/** The entry that version 0.1 stored, with the names of today. */
const convert = (former: Readonly<Record<string, unknown>>): Entry =>
  ({
    ...EMPTY_ENTRY,
    revision: former['revision'],
    changedAt: former['at'],
    wanted: former['wanted'],
    record: former['known'],
    unresolved: former['doubt'],
    posted: former['sent'] ? [{ ...(former['sent'] as Posted), isServerTime: false }] : [],
    recheck: former['sweep'],
    author: former['giver'],
    hasNoHiddenWords: former['isWordless'],
    duplicates: former['extras'],
  }) as Entry;

/** Beyond this, one more makes no difference. */
const LARGEST = 1e15;

function isValid({
  revision,
  changedAt,
  wanted,
  draft,
  record,
  write,
  unresolved,
  posted,
  recheck,
  author,
  adopted,
  duplicates,
  gone,
  forbidden,
}: Entry): boolean {
  const isText = (value: unknown) => value === null || typeof value === 'string';
  const isFeedback = (value: { readonly rating: Rating | null; readonly comment: string | null } | null | undefined) =>
    !value || ((value.rating === null || RATINGS.includes(value.rating)) && isText(value.comment));
  return (
    [revision, changedAt, recheck].every((number) => Number.isFinite(number) && number < LARGEST) &&
    [posted, duplicates, gone, forbidden].every(Array.isArray) &&
    posted.every(isObject) &&
    (draft === null || [draft.words, ...draft.reasons].every((text) => typeof text === 'string')) &&
    [wanted, record, ...posted, write?.type === 'post' ? write.feedback : null].every(isFeedback) &&
    [wanted, ...posted].every((value) => value?.rating !== null) &&
    (!write || { post: 'feedback', patch: 'changes', delete: 'id', deleteDuplicate: 'id' }[write.type] in write) &&
    /^(null|list|post)$/.test(`${unresolved}`) &&
    [author, record?.id ?? null].every(isText) &&
    [...duplicates, ...gone, ...forbidden, ...[record?.id, adopted].filter((id) => id != null)].every(isUuid)
  );
}

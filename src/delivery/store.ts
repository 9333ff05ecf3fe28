import { type Feedback, isUuid, RATINGS, type Rating } from '../domain/index.js';

/** Words that are null are not known here, or no longer kept. */
export interface Wanted {
  readonly rating: Rating;
  readonly comment: string | null;
}

/** What is known of the server's record; what is null is not known. */
export interface Known {
  readonly id: string | null;
  readonly rating: Rating | null;
  readonly comment: string | null;
  /** Whether it is known to be this person's: only then may it be changed or deleted. */
  readonly isMine: boolean;
}

/** The state of one answer, as it is stored. */
export interface Entry {
  /** Rises with every change; where two tabs differ, the higher one holds. */
  readonly revision: number;
  /** When the person last changed it, in milliseconds since the epoch. Only for dropping what is too old. */
  readonly at: number;
  readonly wanted: Wanted | null;
  readonly known: Known | null;
  /** `list`: a `POST` may have been committed, so ask first. `post`: the list proved nothing, so post to learn who gives. */
  readonly doubt: 'list' | 'post' | null;
  /** What the `POST` in doubt said, and when. */
  readonly sent: (Feedback & { readonly at: number }) | null;
  /** The revision of the last write with an open outcome, whose effect is to be checked when late commits are over; 0 for none. */
  readonly sweep: number;
  /** The person's id as the API names it, once a record told it. */
  readonly giver: string | null;
  /** There were no words when they were let go of. Only for what the person is shown: a late commit may have brought some. */
  readonly isWordless: boolean;
  /** Later records of the same person and answer, to be deleted. */
  readonly extras: readonly string[];
}

export const EMPTY: Entry = {
  revision: 0,
  at: 0,
  wanted: null,
  known: null,
  doubt: null,
  sent: null,
  sweep: 0,
  giver: null,
  isWordless: false,
  extras: [],
};

/** Whether the record is known to say what is wanted; null words are taken as they are on record. */
export function isConfirmed({ wanted, known, doubt }: Entry): boolean {
  if (doubt) return false;
  if (!wanted || !known) return !wanted && !known;
  return wanted.rating === known.rating && (wanted.comment === null || wanted.comment === known.comment);
}

/** Whether nothing is left to do or to check. */
export function isSettled(entry: Entry): boolean {
  return isConfirmed(entry) && !entry.sweep && !entry.extras.length;
}

/** What is wanted as a person sees it, with the words on record where they are to stay; words that are not known are none. */
export function toFeedback(wanted: Wanted | null, known: Known | null): Feedback | null {
  return wanted && { rating: wanted.rating, comment: wanted.comment ?? known?.comment ?? '' };
}

/** Where the entries of one API, project and user are kept. Nothing here ever throws. */
export interface Store {
  read(key: string): Entry | null;
  /** Whether it is stored: not where storage is blocked or full, or 100 answers wait already. */
  write(key: string, entry: Entry): boolean;
  remove(key: string): void;
  /** The keys of all entries that can be read. */
  keys(): string[];
  clear(): void;
}

const VERSION = 1;
const MOST_UNSENT = 100;

/** Makes a store over a browser's storage, or over nothing (null), in which nothing can be kept. */
export function createStore(area: Storage | null, prefix: string): Store {
  /** The outcome of a deed on the storage, which a browser may refuse at any time. */
  function attempt<T>(deed: (area: Storage) => T, otherwise: T): T {
    try {
      return area ? deed(area) : otherwise;
    } catch {
      return otherwise;
    }
  }

  const all = () => attempt((area) => Array.from({ length: area.length }, (_, index) => area.key(index) ?? ''), []);

  const store: Store = {
    read(key) {
      const text = attempt((area) => area.getItem(prefix + key), null);
      if (text === null) return null;
      const entry = readEntry(text);
      if (!entry) store.remove(key);
      return entry;
    },
    write(key, entry) {
      const text = JSON.stringify({ v: VERSION, ...(isSettled(entry) ? withoutWords(entry) : entry) });
      const put = () =>
        attempt((area) => {
          area.setItem(prefix + key, text);
          return true;
        }, false);
      if (!isSettled(entry) && !store.read(key) && countUnsent() >= MOST_UNSENT) return false;
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

  const countUnsent = () => store.keys().filter((key) => !isSettled(store.read(key) ?? EMPTY)).length;

  /** Makes room by dropping the oldest settled entry; an unsent one never goes. */
  function evict(spared: string): boolean {
    const settled = store.keys().filter((key) => key !== spared && isSettled(store.read(key) ?? EMPTY));
    const at = (key: string) => store.read(key)?.at ?? 0;
    const [oldest] = settled.sort((a, b) => at(a) - at(b));
    if (oldest !== undefined) store.remove(oldest);
    return oldest !== undefined;
  }

  return store;
}

/** Once nothing is left to send or to check, the words need no longer be kept; that there were none is. */
function withoutWords(entry: Entry): Entry {
  const { wanted, known } = entry;
  const isWordless = known?.comment === '' || (entry.isWordless && known?.comment === null);
  return { ...entry, wanted: wanted && { ...wanted, comment: null }, known: known && { ...known, comment: null }, sent: null, isWordless };
}

/** An entry from text that anyone may have written, or null for a broken one or one of another version. */
export function readEntry(text: string): Entry | null {
  try {
    const { v, ...entry } = JSON.parse(text) as Entry & { v: unknown };
    const { revision, at, wanted, known, doubt, sent, sweep, giver, extras } = entry;
    const isRating = (value: unknown) => RATINGS.includes(value as Rating);
    const isWords = (value: unknown) => value === null || typeof value === 'string';
    const isId = (value: unknown) => value === null || isUuid(value);
    const isGood =
      v === VERSION &&
      [revision, at, sweep].every(Number.isFinite) &&
      (!wanted || (isRating(wanted.rating) && isWords(wanted.comment))) &&
      (!known || (isId(known.id) && (!known.rating || isRating(known.rating)) && isWords(known.comment))) &&
      (!doubt || /^(list|post)$/.test(doubt)) &&
      (!sent || (isRating(sent.rating) && isWords(sent.comment))) &&
      isWords(giver) &&
      extras.every(isId);
    return isGood ? entry : null;
  } catch {
    return null;
  }
}

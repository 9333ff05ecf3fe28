import { EMPTY_ENTRY, type Entry, isSettled, readEntry, writeEntry } from './entry.js';

/** The entries of one API, project and user in a browser's storage. Nothing here ever throws. */
export interface Store {
  read(key: string): Entry | null;
  /** Whether the entry is stored: not where storage is blocked or full, or 100 answers wait already. */
  write(key: string, entry: Entry): boolean;
  remove(key: string): void;
  /** The keys of all entries that can be read. */
  keys(): string[];
  clear(): void;
}

const MOST_UNSENT = 100;

/** Makes a store over a browser's storage, or over nothing (null), which stores nothing. */
export function createStore(area: Storage | null, prefix: string): Store {
  /** Uses the storage, which a browser may refuse at any time. */
  function attempt<T>(use: (area: Storage) => T, otherwise: T): T {
    try {
      return area ? use(area) : otherwise;
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
      const put = () =>
        attempt((area) => {
          area.setItem(prefix + key, writeEntry(entry));
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

  const countUnsent = () => store.keys().filter((key) => !isSettled(store.read(key) ?? EMPTY_ENTRY)).length;

  /** Makes room by dropping the oldest settled entry; an unsent one is never dropped. */
  function evict(spared: string): boolean {
    const settled = store.keys().filter((key) => key !== spared && isSettled(store.read(key) ?? EMPTY_ENTRY));
    const changedAt = (key: string) => store.read(key)?.changedAt ?? 0;
    const [oldest] = settled.sort((a, b) => changedAt(a) - changedAt(b));
    if (oldest !== undefined) store.remove(oldest);
    return oldest !== undefined;
  }

  return store;
}

import type { Means } from './requests.js';
import { EMPTY, type Entry, type Store } from './store.js';

/** The entry of one answer, here and in the storage that the tabs share. */
export interface Ledger {
  readonly entry: Entry;
  /** Whether the storage has the entry too. */
  readonly isStored: boolean;
  /** Takes over what another tab has stored; tells whether it had gone further. */
  sync(): boolean;
  /** Changes the entry, as it is by now, here and in the storage. */
  change(facts: Partial<Entry>): void;
  /** Changes it here alone, for what need not be kept. */
  assume(facts: Partial<Entry>): void;
}

export function createLedger(store: Store, key: string, means: Means): Ledger {
  let entry = EMPTY;
  let isStored = true;

  function sync(): boolean {
    const stored = store.read(key);
    const isNewer = !!stored && stored.revision > entry.revision;
    if (isNewer) entry = stored;
    means.giver ??= entry.giver;
    return isNewer;
  }

  return {
    get entry() {
      return entry;
    },
    get isStored() {
      return isStored;
    },
    sync,
    change(facts) {
      sync();
      entry = { ...entry, ...facts, giver: means.giver, revision: entry.revision + 1 };
      isStored = store.write(key, entry);
    },
    assume(facts) {
      entry = { ...entry, ...facts };
    },
  };
}

import type { Environment } from '../../src/platform/environment';
import type { Time } from './time';

/** A browser's storage in memory, as `Storage` is. */
export function createArea(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

/** What a tab does with its surroundings; any of them may be its last. */
export type Surrounding = 'storage' | 'lock' | 'network';

/** One page in one tab of a device. */
export interface Tab {
  readonly environment: Environment;
  isAlive: boolean;
  /** Called before everything the tab does with its surroundings. */
  onStep: (kind: Surrounding) => void;
  kill(): void;
  /** Calls when the tab is killed. */
  onEnd(listener: () => void): void;
  /** The network, or the page, comes back. */
  wake(): void;
  /** Nothing happens in the tab until it thaws. */
  freeze(): void;
  thaw(): void;
  /** Runs something now, or once the tab thaws. */
  run(job: () => void): void;
}

export interface DeviceOptions {
  readonly time: Time;
  readonly random: () => number;
  readonly hasLocks?: boolean;
  /** What the storage does in place of writing; null writes. */
  readonly spoil?: (key: string, value: string) => string | null;
  readonly storage?: 'works' | 'blocked' | 'full';
  /** How long other tabs take to hear of a changed storage, in milliseconds; null for never. */
  readonly hearsayMs?: () => number | null;
  /** How late a timer fires, in milliseconds. */
  readonly lateMs?: () => number;
}

/** A browser with tabs that share a local storage, locks and a clock that may be set. */
export interface Device {
  /** What `navigator.onLine` says. */
  isOnline: boolean;
  /** From now on the storage takes nothing new. */
  isFull: boolean;
  /** By how much the device's clock is off. */
  skewMs: number;
  readonly local: Storage;
  /** Opens a page; the same session storage goes on in the same tab. */
  open(session?: Storage): Tab;
}

interface Waiting {
  readonly tab: Tab;
  readonly go: () => void;
}

/** How long another tab takes to hear of a change. */
const HEARSAY_MS = 20;

export function createDevice({
  time,
  random,
  hasLocks = true,
  spoil,
  storage = 'works',
  hearsayMs = () => HEARSAY_MS,
  lateMs = () => 0,
}: DeviceOptions): Device {
  const local = createArea();
  const tabs = new Set<Tab>();
  const locks = new Map<string, Waiting[]>();
  const storageListeners = new Map<Tab, Set<(area: Storage | null, key: string | null) => void>>();
  const toldListeners = new Map<Tab, Set<(message: unknown, isFromOtherTab: boolean) => void>>();
  const proxies = new Map<Tab, Storage>();

  function releaseAll(tab: Tab): void {
    for (const [name, queue] of locks) {
      const isHolder = queue[0]?.tab === tab;
      const left = queue.filter((waiting) => waiting.tab !== tab);
      locks.set(name, left);
      if (isHolder) left[0]?.go();
    }
  }

  function tellOthers<T>(from: Tab, listeners: Map<Tab, Set<T>>, delayMs: number, tell: (listener: T, to: Tab) => void): void {
    for (const tab of tabs) {
      if (tab === from) continue;
      time.after(delayMs, () =>
        tab.run(() => {
          for (const listener of listeners.get(tab) ?? []) tell(listener, tab);
        }),
      );
    }
  }

  const tellOfKey = (from: Tab, key: string) => {
    const delayMs = hearsayMs();
    if (delayMs !== null) tellOthers(from, storageListeners, delayMs, (listener, to) => listener(proxies.get(to) ?? null, key));
  };

  const device: Device = {
    isOnline: true,
    isFull: false,
    skewMs: 0,
    local,
    open(session = createArea()) {
      const wakers = new Set<() => void>();
      const enders: (() => void)[] = [];
      let frozen: (() => void)[] | null = null;
      const turns = new Map<string, Promise<unknown>>();

      /** The storage as this tab sees it. */
      function show(area: Storage): Storage {
        const step = () => tab.onStep('storage');
        return {
          get length() {
            return area.length;
          },
          key: (index) => area.key(index),
          getItem(key) {
            step();
            return area.getItem(key);
          },
          setItem(key, value) {
            step();
            if (!tab.isAlive) return;
            if (storage === 'full' || device.isFull) throw new DOMException('full', 'QuotaExceededError');
            const spoilt = spoil ? spoil(key, value) : value;
            if (spoilt !== null) area.setItem(key, spoilt);
            step();
            if (area === local) tellOfKey(tab, key);
          },
          removeItem(key) {
            step();
            if (!tab.isAlive) return;
            area.removeItem(key);
            if (area === local) tellOfKey(tab, key);
          },
          clear: () => area.clear(),
        };
      }

      const add = <T>(listeners: Map<Tab, Set<T>>, listener: T) => {
        const own = listeners.get(tab) ?? new Set();
        listeners.set(tab, own.add(listener));
        return () => void own.delete(listener);
      };

      const environment: Environment = {
        clock: {
          now: () => time.now() + device.skewMs,
          after(delayMs, job) {
            let isCancelled = false;
            const cancel = time.after(delayMs + lateMs(), () => tab.run(() => isCancelled || job()));
            return () => {
              isCancelled = true;
              cancel();
            };
          },
        },
        random,
        isOnline: () => device.isOnline,
        openStorage(kind) {
          if (kind === 'none' || storage === 'blocked') return null;
          const shown = show(kind === 'local' ? local : session);
          if (kind === 'local') proxies.set(tab, shown);
          return shown;
        },
        async lock(name, job) {
          if (!hasLocks) {
            const turn = (turns.get(name) ?? Promise.resolve()).then(() => job(false));
            turns.set(
              name,
              turn.catch(() => {}),
            );
            return turn;
          }
          tab.onStep('lock');
          await new Promise<void>((go) => {
            if (!tab.isAlive) return;
            const queue = locks.get(name) ?? [];
            locks.set(name, queue);
            queue.push({ tab, go });
            if (queue.length === 1) go();
          });
          try {
            tab.onStep('lock');
            return await job(true);
          } finally {
            tab.onStep('lock');
            if (tab.isAlive) {
              const queue = locks.get(name) ?? [];
              queue.shift();
              queue[0]?.go();
            }
          }
        },
        whenActive: (listener) => listener(),
        onWake(listener) {
          wakers.add(listener);
          return () => wakers.delete(listener);
        },
        onStorage: (listener) => add(storageListeners, listener),
        postMessage(message) {
          if (!tab.isAlive) return;
          for (const listener of [...(toldListeners.get(tab) ?? [])]) listener(message, false);
          tellOthers(tab, toldListeners, HEARSAY_MS, (listener) => listener(message, true));
        },
        onMessage: (listener) => add(toldListeners, listener),
      };

      const tab: Tab = {
        environment,
        isAlive: true,
        onStep() {},
        onEnd: (listener) => void enders.push(listener),
        kill() {
          if (!tab.isAlive) return;
          tab.isAlive = false;
          for (const end of enders) end();
          tabs.delete(tab);
          releaseAll(tab);
        },
        wake() {
          tab.run(() => {
            for (const waker of [...wakers]) waker();
          });
        },
        freeze() {
          frozen ??= [];
        },
        thaw() {
          const jobs = frozen ?? [];
          frozen = null;
          for (const job of jobs) tab.run(job);
          tab.wake();
        },
        run(job) {
          if (!tab.isAlive) return;
          if (frozen) frozen.push(job);
          else job();
        },
      };
      tabs.add(tab);
      return tab;
    },
  };
  return device;
}

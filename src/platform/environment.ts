import { type Clock, systemClock } from './clock.js';
import { documentProperty, listen } from './dom.js';

/** The browser APIs that a client uses, injected so that tests can replace them. */
export interface Environment {
  readonly clock: Clock;
  /** A number from 0 up to but not including 1. */
  random(): number;
  isOnline(): boolean;
  /** The browser's storage; null if it is blocked or not wanted. */
  openStorage(kind: 'session' | 'local' | 'none'): Storage | null;
  /** Runs a job while no other tab runs one with the same name. */
  lock<T>(name: string, job: () => Promise<T>): Promise<T>;
  /** Calls the listener when the network or the page is back. Returns a function that removes it, as the other `on…` methods do. */
  onWake(listener: () => void): () => void;
  /** Calls the listener when another tab has changed a key of the storage, or all of them (null). */
  onStorage(listener: (area: Storage | null, key: string | null) => void): () => void;
  /** Sends a message to all other tabs of this origin. */
  postMessage(message: string): void;
  /** Calls the listener with every message of another tab. */
  onMessage(listener: (message: unknown) => void): () => void;
}

const CHANNEL = 'clarifeye-feedback';
// On a server there is no window.
const page = globalThis as Partial<Window & typeof globalThis>;

/** The APIs of this browser. */
export const browser: Environment = {
  clock: systemClock,
  random: Math.random,
  isOnline: () => page.navigator?.onLine !== false,
  openStorage(kind) {
    try {
      return (kind === 'local' ? page.localStorage : kind === 'session' ? page.sessionStorage : null) ?? null;
    } catch {
      return null;
    }
  },
  async lock(name, job) {
    // Web Locks are missing in insecure contexts and refused in sandboxed frames. Without them, the recheck still removes duplicates.
    let isHeld = false;
    const held = () => {
      isHeld = true;
      return job();
    };
    try {
      return await (page.navigator?.locks ? page.navigator.locks.request(name, held) : job());
    } catch (error) {
      if (isHeld) throw error;
      return job();
    }
  },
  onWake(listener) {
    const whenVisible = () => documentProperty('visibilityState') === 'visible' && listener();
    const stops = [
      listen(page.window, 'online', listener),
      listen(page.window, 'pageshow', listener),
      listen(page.document, 'visibilitychange', whenVisible),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  },
  onStorage: (listener) =>
    listen(page.window, 'storage', (event) => listener((event as StorageEvent).storageArea, (event as StorageEvent).key)),
  postMessage(message) {
    if (!page.BroadcastChannel) return;
    const channel = new page.BroadcastChannel(CHANNEL);
    channel.postMessage(message);
    channel.close();
  },
  onMessage(listener) {
    if (!page.window || !page.BroadcastChannel) return () => {};
    const channel = new page.BroadcastChannel(CHANNEL);
    channel.onmessage = (event) => listener(event.data);
    return () => channel.close();
  },
};

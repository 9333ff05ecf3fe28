import { type Clock, systemClock } from './clock.js';
import { documentProperty, listen } from './dom.js';

/** The browser around a client, as an argument, so that a test can own it. */
export interface Environment {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  random(): number;
  isOnline(): boolean;
  /** The browser's storage, or null where it is blocked or not wanted. */
  openStorage(kind: 'session' | 'local' | 'none'): Storage | null;
  /** Runs a job while no other tab runs one under the same name. */
  lock<T>(name: string, job: () => Promise<T>): Promise<T>;
  /** Calls when the network or the page comes back. */
  onWake(listener: () => void): () => void;
  /** Calls when another tab changed a key of the storage (null: all of them). */
  onStorage(listener: (area: Storage | null, key: string | null) => void): () => void;
  /** Tells every other tab of this origin. */
  tell(message: string): void;
  /** Calls with what another tab told. */
  onTold(listener: (message: unknown) => void): () => void;
}

const CHANNEL = 'clarifeye-feedback';
// On a server there is no window.
const page = globalThis as Partial<Window & typeof globalThis>;

/** The real browser. */
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
    // Missing outside secure contexts, and refused in sandboxed frames; a tab without locks still converges by the recheck.
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
  tell(message) {
    if (!page.BroadcastChannel) return;
    const channel = new page.BroadcastChannel(CHANNEL);
    channel.postMessage(message);
    channel.close();
  },
  onTold(listener) {
    if (!page.window || !page.BroadcastChannel) return () => {};
    const channel = new page.BroadcastChannel(CHANNEL);
    channel.onmessage = (event) => listener(event.data);
    return () => channel.close();
  },
};

import { isScript } from './build.js';
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
  /** Runs a job while no other tab runs one with the same name. `isLocked` is false if the browser cannot guarantee that. */
  lock<T>(name: string, job: (isLocked: boolean) => Promise<T>): Promise<T>;
  /** Calls the listener now, or once the page is no longer prerendered: only then it has the storage of its tab. */
  whenActive(listener: () => void): void;
  /** Calls the listener when the network or the page is back. Returns a function that removes it, as the other `on…` methods do. */
  onWake(listener: () => void): () => void;
  /** Calls the listener when another tab has changed a key of the storage, or all of them (null). */
  onStorage(listener: (area: Storage | null, key: string | null) => void): () => void;
  /** Sends a message to all clients of this origin: at once in this page, the sender included, and in other tabs. */
  postMessage(message: unknown): void;
  /** Calls the listener with every message, and whether another tab has sent it. */
  onMessage(listener: (message: unknown, isFromOtherTab: boolean) => void): () => void;
}

// On a server there is no window.
const page = globalThis as Partial<Window & typeof globalThis>;

const messageListeners = new Set<(message: unknown, isFromOtherTab: boolean) => void>();
/** Null if the browser refuses one. */
let channel: BroadcastChannel | null | undefined;
/** The last job by lock, where there are no Web Locks. */
const turns = new Map<string, Promise<unknown>>();

function receive(message: unknown, isFromOtherTab: boolean): void {
  for (const listener of [...messageListeners]) listener(message, isFromOtherTab);
}

/** Opens the page's only channel to other tabs. A second one in the same page would receive the page's own messages, and later than they were sent. */
function openChannel(): void {
  if (channel !== undefined || (!isScript && !(page.window && page.BroadcastChannel))) return;
  channel = null;
  try {
    channel = new BroadcastChannel('clarifeye-feedback');
    channel.onmessage = ({ data }) => receive(data, true);
    // That of Node, which tests have, would keep the process alive.
    if (!isScript) (channel as { unref?: () => void }).unref?.();
  } catch {
    // Firefox refuses it where cookies are blocked, and the script may be where it is missing.
  }
}

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
    // Web Locks are missing in insecure contexts and refused in sandboxed frames. Without them the clients of this page take turns, and the recheck removes
    // what other tabs have posted, too.
    const inTurn = () => {
      const turn = (turns.get(name) ?? Promise.resolve()).then(() => job(false));
      turns.set(
        name,
        turn.catch(() => {}),
      );
      return turn;
    };
    let isHeld = false;
    const held = () => {
      isHeld = true;
      return job(true);
    };
    try {
      return await (page.navigator?.locks ? page.navigator.locks.request(name, held) : inTurn());
    } catch (error) {
      if (isHeld) throw error;
      return inTurn();
    }
  },
  whenActive(listener) {
    const { document } = page;
    if ((isScript || document) && Reflect.get(Document.prototype, 'prerendering', document as Document))
      listen(document, 'prerenderingchange', listener);
    else listener();
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
    receive(message, false);
    openChannel();
    channel?.postMessage(message);
  },
  onMessage(listener) {
    openChannel();
    messageListeners.add(listener);
    return () => messageListeners.delete(listener);
  },
};

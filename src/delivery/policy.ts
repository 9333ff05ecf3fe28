import type { FeedbackErrorKind } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';

/** What a failure means for the answer it befell. */
export interface Verdict {
  /** `queued` is tried again by itself; `failed` waits for the person or the host. */
  readonly phase: 'queued' | 'failed';
  /** The text that the person reads. */
  readonly notice: keyof Strings;
  /** How long a `POST` that may have been committed is waited for before the server is asked, in milliseconds. */
  readonly quarantineMs: number;
}

const queued = (notice: keyof Strings, quarantineMs = 0): Verdict => ({ phase: 'queued', notice, quarantineMs });
const failed = (notice: keyof Strings): Verdict => ({ phase: 'failed', notice, quarantineMs: 0 });

/** The failure policy, situation by situation. A refusal of a change (403) is worded by the delivery, which knows the step. */
const POLICY: Readonly<Record<Exclude<FeedbackErrorKind, 'misattributed'>, Verdict>> = {
  offline: queued('offline'),
  network: queued('notSent', 5_000),
  timeout: queued('notSent', 30_000),
  server: queued('notSent', 30_000),
  response: queued('notSent', 30_000),
  busy: queued('notSent'),
  auth: failed('signIn'),
  forbidden: failed('cannotRate'),
  'not-found': failed('unavailable'),
  invalid: failed('invalid'),
  'too-large': failed('tooLarge'),
  expired: failed('expired'),
  config: failed('unavailable'),
};

/** What a failure of this kind means; `misattributed` is none. */
export function judge(kind: FeedbackErrorKind): Verdict {
  return kind === 'misattributed' ? POLICY.config : POLICY[kind];
}

export const MOST_TRIES = 12;
export const SWEEP_AFTER_MS = 120_000;
export const EXPIRES_AFTER_MS = 72 * 3_600_000;
/** How long a delivery that gave up waits at least before it starts again by itself once more. */
export const RESTART_AFTER_MS = 60_000;
/** How long a tab leaves to another one what that one is about. */
export const TAKE_OVER_AFTER_MS = 45_000;
/** A `POST` that was under way when its tab went is waited for like one that the network lost. */
export const KILLED_QUARANTINE_MS = 5_000;

/** How long to wait before try `n`, counted from 1, in milliseconds. */
export function backoffMs(n: number, random: () => number): number {
  return (0.5 + random() / 2) * Math.min(60_000, 1000 * 2 ** n);
}

/** How long the server's own wish is obeyed: 1 to 300 s, and up to a fifth more, so that not all come back at once. */
export function obeyedMs(retryAfterMs: number, random: () => number): number {
  return Math.min(300_000, Math.max(1000, retryAfterMs)) * (1 + random() / 5);
}

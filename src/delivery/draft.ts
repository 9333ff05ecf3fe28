import type { Feedback, FeedbackError } from '../domain/index.js';
import type { TextName } from '../i18n/index.js';
import { type Entry, toFeedback, type Wanted } from './entry.js';
import type { Context, Effect } from './events.js';
import { RECHECK_AFTER_MS } from './policy.js';
import type { Hold, Session } from './state.js';

/** A state while a transition makes the next one of it. */
export interface Draft {
  entry: Entry;
  session: Session;
  readonly effects: Effect[];
  readonly context: Context;
}

/** Changes the session. */
export function set(draft: Draft, facts: Partial<Session>): void {
  draft.session = { ...draft.session, ...facts };
}

/** Changes the entry, which is stored then. */
export function change(draft: Draft, facts: Partial<Entry>): void {
  draft.entry = { ...draft.entry, author: draft.context.author ?? draft.entry.author, ...facts, revision: draft.entry.revision + 1 };
}

/** Changes the entry on this page alone, for what need not be stored. */
export function assume(draft: Draft, facts: Partial<Entry>): void {
  draft.entry = { ...draft.entry, ...facts };
}

/** Sends nothing for this reason, for so many milliseconds or until it is released. */
export function hold(draft: Draft, reason: Hold, ms?: number): void {
  set(draft, { holds: [...draft.session.holds.filter((other) => other !== reason), reason] });
  if (ms !== undefined && reason !== 'offline') draft.effects.push({ type: 'wait', wait: reason, ms });
}

export function release(draft: Draft, ...reasons: readonly Hold[]): void {
  set(draft, { holds: draft.session.holds.filter((reason) => !reasons.includes(reason)) });
}

/** Reads the list again once late commits of the last uncertain write are over. */
export function timeRecheck(draft: Draft): void {
  set(draft, { recheckTimed: draft.entry.recheck });
  draft.effects.push({ type: 'wait', wait: 'recheck', ms: RECHECK_AFTER_MS });
}

/** Shows a failure, and tells the host of it unless it was told of the same while it is retried. */
export function tellError(
  draft: Draft,
  error: FeedbackError,
  notice: TextName,
  willRetry: boolean,
  wanted: Wanted | null = draft.entry.wanted,
): void {
  const isNew = draft.session.error?.kind !== error.kind || !willRetry;
  set(draft, { error, notice });
  const feedback: Feedback | null = toFeedback(wanted, draft.entry.record);
  if (isNew) draft.effects.push({ type: 'tellError', error, wanted: feedback, willRetry });
}

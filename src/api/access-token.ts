import { FeedbackError, type GetToken } from '../domain/index.js';
import type { Clock } from '../platform/index.js';
import { report } from '../platform/index.js';

const DEADLINE_MS = 10_000;

/** Asks `getToken`, with one pending call shared by all who ask meanwhile. Answers a usable token or an `auth` error. */
export function createTokenSource(getToken: GetToken, clock: Clock): (refresh: boolean) => Promise<string | FeedbackError> {
  let pending: { readonly refresh: boolean; readonly token: Promise<string | FeedbackError> } | undefined;

  return (refresh) => {
    // A pending refresh also serves those who would take any token; the other way round it would not be fresh.
    if (pending && (pending.refresh || !refresh)) return pending.token;
    const asked = { refresh, token: ask(getToken, refresh, clock) };
    pending = asked;
    void asked.token.then(() => {
      if (pending === asked) pending = undefined;
    });
    return asked.token;
  };
}

/** A token as a header's value takes it (RFC 9110, without a space): anything else would throw inside fetch. */
export function toToken(given: unknown): string | undefined {
  const text = typeof given === 'string' ? given.trim() : '';
  return /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

function ask(getToken: GetToken, refresh: boolean, clock: Clock): Promise<string | FeedbackError> {
  return new Promise((resolve) => {
    let isOver = false;
    const fail = (what: string) => {
      if (isOver) return;
      isOver = true;
      const error = new FeedbackError('auth', `getToken({ refresh: ${refresh} }) ${what}.`);
      console.error(`clarifeye-feedback: ${error.message}`);
      resolve(error);
    };
    const cancel = clock.after(DEADLINE_MS, () => fail(`gave no token within ${DEADLINE_MS / 1000} s`));
    Promise.resolve()
      .then(() => getToken({ refresh }))
      .then(
        (token: unknown) => {
          const usable = toToken(token);
          if (usable) resolve(usable);
          else fail(`gave ${typeof token === 'string' ? 'a string that is no token' : `${typeof token}, needs a string`}`);
        },
        (cause: unknown) => {
          const isOurs = cause instanceof FeedbackError;
          fail(isOurs ? `failed: ${cause.message}` : 'failed');
          if (!isOurs) report(cause);
        },
      )
      .finally(cancel);
  });
}

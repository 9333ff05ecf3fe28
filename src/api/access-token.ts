import { FeedbackError, type GetToken } from '../domain/index.js';
import type { Clock } from '../platform/index.js';
import { report } from '../platform/index.js';

const DEADLINE_MS = 10_000;

/** Wraps `getToken` so that concurrent requests share one call. Resolves with a usable token or an error of kind `auth`. */
export function createTokenSource(getToken: GetToken, clock: Clock): (refresh: boolean) => Promise<string | FeedbackError> {
  let pending: { readonly refresh: boolean; readonly token: Promise<string | FeedbackError> } | undefined;

  return (refresh) => {
    // A call without `refresh` may share one with `refresh`, but not the other way round.
    if (pending && (pending.refresh || !refresh)) return pending.token;
    const asked = { refresh, token: ask(getToken, refresh, clock) };
    pending = asked;
    void asked.token.then(() => {
      if (pending === asked) pending = undefined;
    });
    return asked.token;
  };
}

/** A trimmed token that is valid in a header (RFC 9110) and has no spaces; undefined for anything else, which would make fetch throw. */
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
    const cancel = clock.after(DEADLINE_MS, () => fail(`returned no token within ${DEADLINE_MS / 1000} s`));
    Promise.resolve()
      .then(() => getToken({ refresh }))
      .then(
        (token: unknown) => {
          const usable = toToken(token);
          if (usable) resolve(usable);
          else fail(`returned ${typeof token === 'string' ? 'a string that is not a valid token' : `${typeof token}, needs a string`}`);
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

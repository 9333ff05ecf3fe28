import { FeedbackError, type GetToken } from '../domain/index.js';
import { type Clock, isScript, log, report, settleInTime } from '../platform/index.js';

const DEADLINE_MS = 10_000;

/**
 * Wraps `getToken` so that concurrent requests of one session, which a signal stands for, share one call. Resolves with a usable token or an error of kind
 * `auth`.
 */
export function createTokenSource(
  getToken: GetToken,
  clock: Clock,
): (refresh: boolean, session?: AbortSignal) => Promise<string | FeedbackError> {
  let pending:
    | { readonly refresh: boolean; readonly session: AbortSignal | undefined; readonly token: Promise<string | FeedbackError> }
    | undefined;

  return (refresh, session) => {
    // A call without `refresh` may share one with `refresh`, but not the other way round. The next person gets no token of the one before.
    if (pending && pending.session === session && (pending.refresh || !refresh)) return pending.token;
    const asked = { refresh, session, token: ask(getToken, refresh, clock) };
    pending = asked;
    void asked.token.then(() => {
      if (pending === asked) pending = undefined;
    });
    return asked.token;
  };
}

/** A trimmed token that is valid in a header (RFC 9110) and begins as those of RFC 6750 do, which JSON and HTML do not; undefined for anything else. */
export function toToken(given: unknown): string | undefined {
  const text = typeof given === 'string' ? given.trim() : '';
  return /^[\w.~+/-][!-~]*$/.test(text) ? text : undefined;
}

/** What a page gets where its URL of the token leads to something else. The script has no room for it. */
const isDocument = (text: string) => !isScript && /^\s*[<{[]/.test(text);

function describeWrong(token: unknown): string {
  if (typeof token !== 'string' || !token) return `${token ? typeof token : `${token}` || 'nothing'}, needs a string`;
  return isDocument(token)
    ? 'a page or JSON, needs the token alone: check its URL, and that response.ok is true'
    : `a string with more than the token, needs the token alone${isScript ? '' : ', without Bearer'}`;
}

function ask(getToken: GetToken, refresh: boolean, clock: Clock): Promise<string | FeedbackError> {
  const fail = (what: string) => {
    const error = new FeedbackError('auth', `getToken({ refresh: ${refresh} }) ${what}.`);
    log('error', error.message);
    return error;
  };
  const read = async () => {
    const token: unknown = await getToken({ refresh });
    return toToken(token) ?? fail(`returned ${describeWrong(token)}`);
  };
  const failLate = () => fail(`returned no token within ${DEADLINE_MS / 1000} s`);
  return settleInTime<string | FeedbackError>(clock, DEADLINE_MS, read, failLate).catch((cause) => {
    const isOurs = cause instanceof FeedbackError;
    if (!isOurs) report(cause);
    return fail(isOurs ? `failed: ${cause.message.slice(0, -1)}` : 'failed');
  });
}

import { toToken } from '../api/index.js';
import { toJson } from '../domain/index.js';
import { isDeadlineError, withDeadline } from '../platform/index.js';
import { type Answer, Refusal, refuse } from './refusal.js';
import type { Visitor } from './visitor.js';

/** A visitor's call while the proxy handles it. */
export interface Call {
  readonly visitor: Visitor;
  readonly request: Request;
  /** Milliseconds until its deadline. */
  readonly msLeft: () => number;
}

/** Calls the API in the visitor's name. Rejects with a {@link Refusal} unless the API responds. */
export type Ask = (call: Call, method: string, path: string, body?: object) => Promise<Answer>;

interface Upstream {
  /** The URL of the project's feedbacks. */
  readonly url: string;
  readonly token: string | (() => string | Promise<string>);
  readonly authScheme: 'Bearer' | 'Token';
  readonly fetch: typeof globalThis.fetch;
}

const UNREACHED = 'The feedbacks API could not be reached.';
const NO_TOKEN = 'The server has no token for the feedbacks API.';

/** Creates the calls to the API with the service token. */
export function createUpstream({ url, token, authScheme, fetch }: Upstream): Ask {
  async function readToken(timeoutMs: number): Promise<string> {
    const asked = typeof token === 'function' ? Promise.resolve().then(token) : Promise.resolve(token);
    const miss = (reason: string, error?: unknown) =>
      new Refusal(502, { error: NO_TOKEN }, 'failed', { reason: `token() ${reason}.`, ...(error === undefined ? {} : { error }) });
    const given = await withDeadline(timeoutMs, asked).catch((error) => {
      throw isDeadlineError(error) ? miss('did not return in time') : miss('has thrown', error);
    });
    const secret = toToken(given);
    if (!secret) throw miss(given ? 'returned more than the token alone: no spaces, no Bearer' : 'returned nothing');
    return secret;
  }

  return async ({ visitor, msLeft }, method, path, body) => {
    const secret = await readToken(msLeft());
    const hide = (text: string) => text.replaceAll(secret, '[token]');
    const send = async (timeoutMs: number): Promise<Answer> => {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `${authScheme} ${secret}`,
          accept: 'application/json',
          'x-impersonate-email': visitor.email,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        // A redirect is not an answer of the API. Cloudflare's fetch does not support `error`.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      // An API that echoes its request must not reveal the token. A JSON string can only spell it otherwise with a backslash.
      const isRepeated = text.includes(secret) || /\\[^nrt]/.test(text);
      return { status: response.status, body: toJson(text, isRepeated ? hide : undefined) };
    };
    const timeoutMs = msLeft();
    try {
      if (timeoutMs > 0) return await withDeadline(timeoutMs, send(timeoutMs));
    } catch (error) {
      const { name, cause } = (error ?? {}) as { name?: unknown; cause?: { code?: unknown } };
      if (!isDeadlineError(error) && msLeft() > 0)
        throw new Refusal(502, { error: UNREACHED }, 'upstream-failed', { reason: `${UNREACHED} (${hide(`${cause?.code ?? name}`)})` });
    }
    throw refuse(502, 'The feedbacks API did not answer in time.', 'upstream-failed');
  };
}

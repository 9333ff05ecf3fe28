import { toJson } from './json.js';
import { type Answer, Refusal, refuse } from './proxy-refusal.js';
import { toToken } from './token.js';
import { isLate, within } from './within.js';

/** Who is signed in on the host's page. */
export interface Visitor {
  /** As the Clarifeye project knows them. */
  readonly email: string;
  /** The person's id as the API names it in `given_by`, where it is known. */
  readonly userId?: string | null | undefined;
}

/** A visitor's call while it is answered. */
export interface Call {
  readonly visitor: Visitor;
  readonly request: Request;
  /** Milliseconds that it may still take. */
  readonly left: () => number;
}

/** One call to the API in the visitor's name. Any outcome but an answer is a {@link Refusal}. */
export type Ask = (call: Call, method: string, path: string, body?: object) => Promise<Answer>;

interface Upstream {
  /** Of the records. */
  readonly url: string;
  readonly token: string | (() => string | Promise<string>);
  readonly authScheme: 'Bearer' | 'Token';
  readonly fetch: typeof globalThis.fetch;
}

const UNREACHED = 'The feedbacks API could not be reached.';

export function createUpstream({ url, token, authScheme, fetch }: Upstream): Ask {
  async function readToken(left: number): Promise<string> {
    const asked = typeof token === 'function' ? Promise.resolve().then(token) : Promise.resolve(token);
    const fail = (reason: string) => new Refusal(502, { error: UNREACHED }, 'failed', { reason });
    const given = await within(left, asked).catch((error) => {
      throw fail(isLate(error) ? 'token() gave none in time.' : 'token() failed.');
    });
    const secret = toToken(given);
    if (!secret) throw fail('token() gave none that a header can carry.');
    return secret;
  }

  return async ({ visitor, left }, method, path, body) => {
    const secret = await readToken(left());
    const hide = (text: string) => text.replaceAll(secret, '[token]');
    const call = async (): Promise<Answer> => {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `${authScheme} ${secret}`,
          accept: 'application/json',
          'x-impersonate-email': visitor.email,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        // A redirect is no answer. Cloudflare's fetch does not know `error`.
        redirect: 'manual',
        signal: AbortSignal.timeout(left()),
      });
      // An API that repeats what it was sent tells no one the token.
      return { status: response.status, body: toJson(await response.text(), hide) };
    };
    try {
      if (left() > 0) return await within(left(), call());
    } catch (error) {
      const { name, cause } = (error ?? {}) as { name?: unknown; cause?: { code?: unknown } };
      if (!isLate(error) && name !== 'TimeoutError')
        throw new Refusal(502, { error: UNREACHED }, 'upstream-failed', { reason: hide(`${UNREACHED} (${cause?.code ?? name})`) });
    }
    throw refuse(502, 'The feedbacks API did not answer in time.', 'upstream-failed');
  };
}

import { toToken } from '../api/index.js';
import { isObject, toJson } from '../domain/index.js';
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

/** Texts that a person has written, or that name them and their answers: they may be like the token, and are left as they are. */
const TEXTS = ['id', 'feedback', 'user_message', 'conversation_title', 'email', 'conversation_id', 'source'];
const OBJECTS = ['given_by', 'context', 'results'];

/** A successful answer without anything else that repeats the token. */
function withoutEchoes(answer: unknown, secret: string): unknown {
  const spelt = JSON.stringify(secret).slice(1, -1);
  const isEcho = (value: unknown) => `${JSON.stringify(value)}`.includes(spelt);
  if (Array.isArray(answer)) return answer.filter((one) => isObject(one) || !isEcho(one)).map((one) => withoutEchoes(one, secret));
  if (!isObject(answer)) return isEcho(answer) ? undefined : answer;
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) => {
      if (OBJECTS.includes(name)) return [[name, withoutEchoes(value, secret)]];
      return (TEXTS.includes(name) && typeof value === 'string') || !isEcho([name, value]) ? [[name, value]] : [];
    }),
  );
}

const UNREACHED = 'The feedbacks API could not be reached.';
const NO_TOKEN = 'The server has no token for the feedbacks API.';

/**
 * Whether a request was sent by a proxy with the same token, and so by this one, whose `baseUrl` is then its own path. What a visitor sends does not have
 * the token. A `token` that returns another one each time is not recognised.
 */
export async function isFromThisProxy(
  { headers }: Request,
  { token, authScheme }: Pick<Upstream, 'token' | 'authScheme'>,
): Promise<boolean> {
  const given = headers.get('authorization');
  if (!given || !headers.has('x-impersonate-email')) return false;
  try {
    return given === `${authScheme} ${toToken(typeof token === 'function' ? await token() : token)}`;
  } catch {
    // It is told when it is needed.
    return false;
  }
}

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
    if (!secret && given && typeof given !== 'string') throw miss(`returned a value of type ${typeof given}, needs a string`);
    if (!secret) throw miss(given ? 'returned more than the token alone: no spaces, no Bearer, ASCII only' : 'returned nothing');
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
      const { status, ok, headers } = response;
      const text = await response.text();
      // An API that echoes its request must not reveal the token. A JSON string can only spell it otherwise with a backslash.
      const isRepeated = text.includes(secret) || /\\[^nrt]/.test(text);
      const answer = toJson(text, isRepeated && !ok ? hide : undefined);
      const type = headers.get('content-type')?.split(';')[0];
      return { status, body: isRepeated && ok ? withoutEchoes(answer, secret) : answer, type };
    };
    const timeoutMs = msLeft();
    try {
      if (timeoutMs > 0) return await withDeadline(timeoutMs, send(timeoutMs));
    } catch (error) {
      const { cause } = (error ?? {}) as { cause?: { code?: unknown } };
      const why = hide(`${new URL(url).host}: ${cause?.code ?? String(error)}`);
      if (!isDeadlineError(error) && msLeft() > 0)
        throw new Refusal(502, { error: UNREACHED }, 'upstream-failed', { reason: `${UNREACHED} (${why})` });
    }
    throw refuse(502, 'The feedbacks API did not answer in time.', 'upstream-failed');
  };
}

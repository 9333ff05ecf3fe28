import { toToken } from '../api/index.js';
import { check, isObject, ownProperties, UUID_NEEDED } from '../domain/index.js';
import { demandOptions, isBaseUrl, type ProjectOptions, tellUnknown, toFeedbacksUrl } from '../options/index.js';
import { demand, log } from '../platform/index.js';
import { isOrigin, NO_PATH } from './request.js';
import { isOddReturn, type Visitor } from './visitor.js';

/** What a proxy did with one call, for the host's logs. Never holds a comment or a token. */
export interface ProxyEvent {
  /**
   * - `answered`: the visitor got what was asked for.
   * - `refused`: the call was not valid or not allowed.
   * - `misattributed`: the API recorded the feedback in the name of the service user; the record was deleted again, or `recordId` names it.
   * - `upstream-failed`: the API did not respond, or not as its contract says.
   * - `failed`: the host's `authorize` or `token` failed or returned something unusable, or the host had read the body already.
   */
  readonly event: 'answered' | 'refused' | 'misattributed' | 'upstream-failed' | 'failed';
  /** The HTTP method of the call. */
  readonly method: string;
  /** The HTTP status of the response to the visitor. */
  readonly status: number;
  /** Milliseconds from the call to the response. */
  readonly durationMs: number;
  /** Why the call was not answered. */
  readonly reason?: string;
  /** What your `authorize` or `token` threw, as it is: it may hold what you do not want to log. */
  readonly error?: unknown;
  /** The id of a record that should not exist and could not be deleted. */
  readonly recordId?: string;
}

/** The options of {@link createFeedbackProxy}. */
export interface FeedbackProxyOptions extends Pick<ProjectOptions, 'projectId' | 'region' | 'baseUrl'> {
  /** The service token, or a function that returns it. It needs the permission CAN_IMPERSONATE_OTHER_USERS, and never leaves the server. */
  token: string | (() => string | Promise<string>);
  /** The scheme of the `Authorization` header. @default 'Bearer' */
  authScheme?: 'Bearer' | 'Token' | undefined;
  /** Returns the visitor who sent a request, from the host's session; null if nobody is signed in. */
  authorize: (request: Request) => Visitor | null | Promise<Visitor | null>;
  /** Origins of the site's pages, such as `https://www.example.com`. Needed if they differ from the request's URL and its `Host`. @default [] */
  allowedOrigins?: readonly string[] | undefined;
  /** The longest comment, in code points. @default 4000 */
  maxLength?: number | undefined;
  /** Milliseconds for `authorize`, the body and the list together, and again for the write. @default 15000 */
  timeoutMs?: number | undefined;
  /**
   * Called after every call. Errors that it throws are ignored.
   * @default writes `failed`, `misattributed`, `upstream-failed`, each 403 and 429, the first 404 of each project and of 20 paths, and an `authorize` that returns anything but null for nobody, to the console
   */
  onEvent?: ((event: ProxyEvent) => unknown) | undefined;
  /** @default the global fetch */
  fetch?: typeof globalThis.fetch | undefined;
}

const NAMES = Object.keys({
  projectId: true,
  region: true,
  baseUrl: true,
  token: true,
  authScheme: true,
  authorize: true,
  allowedOrigins: true,
  maxLength: true,
  timeoutMs: true,
  onEvent: true,
  fetch: true,
} satisfies Record<keyof FeedbackProxyOptions, true>);

/** The reasons that the console has, without ids: one may come with every request. */
const told = new Set<string>();
/** The wrong paths among them. Bots ask for any number of them. */
let paths = 0;
const MAX_PATHS = 20;

/**
 * Whether a refusal is one that the host may have to fix: a 403 for `allowedOrigins` or the permissions of the project, a 429 for too many bodies, and, once for
 * each reason, a 404 of the project or the path, and an `authorize` that returns anything but null for nobody. A record that is gone is nobody's mistake, and neither is a visitor
 * who is not signed in.
 */
function isLogged({ method, status, reason = '' }: ProxyEvent, projectId: string): boolean {
  if (status === 403 || status === 429) return true;
  const kind = `${projectId} ${reason.replace(/[\da-f-]{36}/gi, '')}`;
  const isMistake = isOddReturn(reason) || (status === 404 && method !== 'PATCH' && method !== 'DELETE');
  const isPath = reason.endsWith(NO_PATH);
  if (!isMistake || told.has(kind) || (isPath && paths >= MAX_PATHS)) return false;
  if (isPath) paths += 1;
  told.add(kind);
  return true;
}

/** Tells the console of what the host has to fix. */
function logFailure(call: ProxyEvent, projectId: string): void {
  const { event, method, status, reason, recordId, error } = call;
  if (event === 'answered' || (event === 'refused' && !isLogged(call, projectId))) return;
  const record = recordId ? ` The record ${recordId} could not be deleted.` : '';
  log(
    event === 'refused' ? 'warn' : 'error',
    `server-proxy: ${method} answered ${status}. ${reason}${record}`,
    // The object itself may hold a request with its token.
    ...(error === undefined ? [] : [error instanceof Error ? error.stack : String(error)]),
  );
}

/** The options of a proxy with their defaults, and the URL of its project's feedbacks. Throws a FeedbackError of kind `config` for a wrong one. */
export function demandProxyOptions(given: FeedbackProxyOptions) {
  demand(check(isObject(given), 'projectId', given, 'an object with it, such as { projectId, token, authorize }'));
  // What calls it in place of the handler may answer 500 without a word.
  if (typeof Reflect.get(given, 'headers') === 'object')
    log('error', 'server-proxy: createFeedbackProxy() got a request, needs its options: what it returns is the handler of requests.');
  const options = ownProperties(given);
  const { baseUrl } = options;
  demand(
    check(baseUrl !== '', 'baseUrl', baseUrl, 'a URL, or undefined for the API of the region'),
    check(!baseUrl || isBaseUrl(baseUrl), 'baseUrl', baseUrl, 'an https URL (http only on this machine)'),
    check(!baseUrl || URL.canParse(baseUrl), 'baseUrl', baseUrl, 'an absolute URL, because a path would be one of this server'),
  );
  const onEvent = options.onEvent ?? ((event: ProxyEvent) => logFailure(event, options.projectId));
  const {
    projectId,
    token,
    authScheme = 'Bearer',
    authorize,
    allowedOrigins = [],
    maxLength = 4000,
    timeoutMs = 15_000,
    fetch = (input: RequestInfo | URL, init?: RequestInit) => globalThis.fetch(input, init),
  } = options;
  const project = demandOptions(options, 'projectId', 'baseUrl', 'region');
  tellUnknown('server-proxy:', options, NAMES);
  demand(check(projectId, 'projectId', undefined, UUID_NEEDED));
  const url = toFeedbacksUrl(project);
  demand(
    check(
      typeof token === 'function' || toToken(token),
      'token',
      token,
      'the service token alone, without Bearer, or a function that returns it',
    ),
    check(/^(Bearer|Token)$/.test(authScheme), 'authScheme', authScheme, '"Bearer" or "Token"'),
    check(typeof authorize === 'function', 'authorize', authorize, 'a function that returns the visitor'),
    check(
      Array.isArray(allowedOrigins) && allowedOrigins.every(isOrigin),
      'allowedOrigins',
      String(allowedOrigins),
      'a list of origins as browsers send them, such as https://www.example.com: no path, no default port, no capitals, no *',
    ),
    check(Number.isInteger(maxLength) && maxLength > 0, 'maxLength', maxLength, 'a number of code points'),
    check(Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs < 2 ** 31, 'timeoutMs', timeoutMs, 'milliseconds from 1 to 2147483647'),
    check(typeof onEvent === 'function', 'onEvent', onEvent, 'a function'),
    check(typeof fetch === 'function', 'fetch', fetch, 'a function'),
  );
  return { projectId, url, token, authScheme, authorize, allowedOrigins, maxLength, timeoutMs, onEvent, fetch };
}

import { type Diagnosis, type Options, right, wrong } from './rows.js';

const DEADLINE_MS = 10_000;

/** What follows an API that answers. */
export const ONLY_READ = '. No rating was sent to try it.';

/** Settles with an error after the deadline. */
export const inTime = <T>(job: Promise<T>): Promise<T> =>
  Promise.race([
    job,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`Nothing came within ${DEADLINE_MS / 1000} s.`)), DEADLINE_MS)),
  ]);

/** Whether this is a page, and not a server. */
export const isPage = () => typeof document !== 'undefined';

/** The origin of the page; empty outside of one, such as on a server. */
const origin = () => (isPage() ? (location.origin === 'null' ? globalThis.origin : location.origin) : '');

/** Whether the script is on the page. With a bundler, set-up and languages are its business. */
export const isScript = () => 'ClarifeyeFeedback' in globalThis;

/** Whether a URL is one of the page's own server. */
export const isOfThisOrigin = (url: string | null) => !!url && isPage() && new URL(url, location.href).origin === origin();

/** Asks `getToken` for a token, with the row about it. */
export async function readToken(
  getToken: unknown,
  url: string | null,
): Promise<{ readonly token: string | null; readonly row: Diagnosis }> {
  const none = (row: Diagnosis) => ({ token: null, row });
  if (typeof getToken !== 'function')
    return none(
      isOfThisOrigin(url)
        ? right('token', 'There is no getToken: a server proxy of this origin needs none.')
        : wrong(
            'token',
            `There is no getToken: set ${isScript() ? 'data-get-token on the script tag' : 'it in init, or as a prop'}. Without one, ${isPage() ? `base-url must have the origin of the page, ${origin()}` : 'baseUrl must be a path of a page'}.`,
          ),
    );
  try {
    const token = await inTime(Promise.resolve(getToken({ refresh: false })));
    if (typeof token !== 'string' || !token.trim())
      return none(wrong('token', `getToken returned ${token ? `a value of type ${typeof token}` : 'nothing'}, needs a string.`));
    if (/^\s*[<{[]/.test(token))
      return none(wrong('token', 'getToken returned a page or JSON: check the URL that it asks, and that response.ok is true.'));
    if (!/^[\w.~+/-][!-~]*$/.test(token.trim()))
      return none(wrong('token', 'getToken returned a string with spaces or quotes in it: return the token alone, without Bearer.'));
    return { token: token.trim(), row: right('token', 'getToken returned a string.') };
  } catch (error) {
    return none(wrong('token', `getToken failed: ${error instanceof Error ? error.message : 'with no error'}`));
  }
}

/** What the policy of the page has blocked since `watch` was called. */
function watchPolicy() {
  const blocked: string[] = [];
  const note = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
    void blocked.push(`${effectiveDirective} blocks ${blockedURI}`);
  globalThis.document?.addEventListener('securitypolicyviolation', note);
  return { blocked, stop: () => globalThis.document?.removeEventListener('securitypolicyviolation', note) };
}

/** What the server proxy says about an error. */
function toldBy(text: string): string {
  try {
    const { error, detail = error } = JSON.parse(text) as Options;
    return typeof detail === 'string' ? ` It says: ${detail}` : '';
  } catch {
    return '';
  }
}

const causeOf = (error: unknown) => (error instanceof Error ? error.message.replace(/\.$/, '') : String(error));

/** `fetch`, which an interceptor of the page may have replaced by one that throws at once, or that returns something else. */
async function ask(url: string, init: RequestInit): Promise<Response> {
  const response: Response = await fetch(url, init);
  if (typeof response?.text !== 'function' && init.mode !== 'no-cors') throw new Error(REPLACED);
  return response;
}

const REPLACED = 'fetch() of the page returned no response';

/** Asks the API for one record. */
export async function checkApi(url: string, token: string | null): Promise<Diagnosis> {
  const policy = watchPolicy();
  let hasAnswered = false;
  try {
    const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await inTime(ask(`${url}?limit=1&offset=0`, { headers, redirect: 'error' }));
    hasAnswered = true;
    const text = await inTime(response.text());
    const isList = response.ok && /"results"/.test(text);
    if (isList) return right('API', `${url} answers${ONLY_READ}`);
    const isProxy = isOfThisOrigin(url);
    if (response.status === 404 && isProxy && !text.startsWith('{'))
      return wrong(
        'API',
        `${url} answers 404: no server proxy answers GET here: compare base-url with the path under which it is mounted, mount it for all methods and all paths below, and return its response.`,
      );
    if (response.status === 404 && isProxy && toldBy(text).endsWith(': Not a path of the API.'))
      return wrong('API', `${url} answers 404: the server proxy got another path, as its log says, such as one without the final slash.`);
    const failed = isProxy
      ? 'the server proxy, its authorize(), or the API has failed, as the log of the server says'
      : 'the API or a gateway has failed';
    const reasons: Readonly<Record<number, string>> = {
      200: `the answer is not that of the API: check base-url${isProxy ? ', and that a development server forwards this path' : ''}`,
      401: isProxy
        ? 'authorize() of the server proxy found nobody signed in, or there is no proxy, and the API itself misses a token'
        : 'the token is refused',
      403: isProxy
        ? 'the server proxy does not allow this page, or the person may not read feedback'
        : 'the person may not read feedback here, or a server proxy of another origin refuses this page',
      404: isProxy
        ? 'the server proxy is of another project, or the API does not know it, as the log of the server says'
        : 'there is no such project here: check project-id, region and base-url',
      405: isProxy ? 'nothing answers GET under this path: mount the server proxy for all methods' : 'this is not the API: check base-url',
      429: 'the rate limit is reached',
    };
    return wrong(
      'API',
      `${url} answers ${response.status}: ${reasons[response.status] ?? failed}.${isProxy && response.status >= 500 ? toldBy(text) : ''}`,
    );
  } catch (error) {
    // The event comes after the error.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const isUsual =
      hasAnswered ||
      !isPage() ||
      /TypeError: (Failed to fetch|fetch failed|NetworkError|Load failed)|^Error: Nothing came/.test(String(error));
    if (policy.blocked.length)
      return wrong(
        'API',
        `The Content Security Policy does not allow ${url}: ${policy.blocked.join('; ')}. In connect-src, an address with a path needs its final slash.`,
      );
    if (!isUsual) return wrong('API', `An interceptor of the page has replaced fetch, and fails: ${causeOf(error)}. ${url} may be right.`);
    const isReachable = await inTime(ask(url, { mode: 'no-cors' })).then(
      () => true,
      () => false,
    );
    if (isReachable && isOfThisOrigin(url))
      return wrong('API', `${url} redirects, which is not followed: check its final slash, and the sign-in.`);
    if (isReachable && !isPage()) return wrong('API', `${url} redirects, which is not followed: check it.`);
    if (isReachable) return wrong('API', `${url} is reached, but its CORS headers do not allow ${origin()}, or it redirects.`);
    const cause = causeOf(error);
    return wrong('API', `${url} does not answer: ${cause} (no network, an ad blocker, a wrong host, or a server that never responds).`);
  } finally {
    policy.stop();
  }
}

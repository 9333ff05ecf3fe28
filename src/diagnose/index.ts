// A file of its own, which is loaded when it is called: it imports nothing, so that the folder of the script needs this one file more.

/** What is diagnosed: the set-up of a page. */
export interface Subject {
  readonly version: string;
  /** The options by name, the later ones over the earlier; in place of a wrong one, its error. */
  readonly layers: readonly Readonly<Record<string, unknown>>[];
  readonly toFeedbacksUrl: (project: object) => string;
}

/** One row of a diagnosis. */
export interface Diagnosis {
  /** What was checked: `version`, `set-up`, `token`, `API`, `languages`, `storage` or `widgets`. */
  readonly check: string;
  readonly isRight: boolean;
  /** What was found, in a sentence. It never holds a token. */
  readonly found: string;
}

const DEADLINE_MS = 10_000;

const right = (check: string, found: string): Diagnosis => ({ check, isRight: true, found });
const wrong = (check: string, found: string): Diagnosis => ({ check, isRight: false, found });

/** Settles with an error after the deadline. */
const inTime = <T>(job: Promise<T>): Promise<T> =>
  Promise.race([
    job,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`Nothing came within ${DEADLINE_MS / 1000} s.`)), DEADLINE_MS)),
  ]);

const isOfThisOrigin = (url: string | null) => !!url && new URL(url, location.href).origin === location.origin;

async function readToken(getToken: unknown, url: string | null): Promise<{ readonly token: string | null; readonly row: Diagnosis }> {
  const none = (row: Diagnosis) => ({ token: null, row });
  if (typeof getToken !== 'function')
    return none(
      isOfThisOrigin(url)
        ? right('token', 'There is no getToken: a server proxy of this origin needs none.')
        : wrong('token', 'There is no getToken: set data-get-token on the script tag, getToken in init, or the prop.'),
    );
  try {
    const token = await inTime(Promise.resolve(getToken({ refresh: false })));
    if (typeof token !== 'string' || !token.trim()) return none(wrong('token', `getToken returned ${typeof token}, needs a string.`));
    if (/[^\x21-\x7e]/.test(token.trim()))
      return none(wrong('token', 'getToken returned a string with spaces in it: return the token alone, without Bearer.'));
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
  document.addEventListener('securitypolicyviolation', note);
  return {
    blocked,
    stop: () => document.removeEventListener('securitypolicyviolation', note),
  };
}

async function checkApi(url: string, token: string | null): Promise<Diagnosis> {
  const policy = watchPolicy();
  try {
    const headers = { ...(token && { authorization: `Bearer ${token}` }) };
    const response = await inTime(fetch(`${url}?limit=1&offset=0`, { headers, redirect: 'error' }));
    const text = await inTime(response.text());
    const isList = response.ok && /"results"/.test(text);
    if (isList) return right('API', `${url} answers.`);
    if (response.status === 404 && isOfThisOrigin(url) && !text.startsWith('{'))
      return wrong('API', `${url} answers 404: no server proxy is mounted at this path.`);
    const reasons: Readonly<Record<number, string>> = {
      200: 'the answer is not that of the API: check base-url',
      401: 'the token is refused',
      403: 'the person may not read feedback here, or this origin is not allowed by the proxy',
      404: 'there is no such project here: check project-id, region and base-url',
    };
    return wrong('API', `${url} answers ${response.status}: ${reasons[response.status] ?? 'the API or a gateway has failed'}.`);
  } catch (error) {
    // The event comes after the error.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (policy.blocked.length) return wrong('API', `The Content Security Policy does not allow ${url}: ${policy.blocked.join('; ')}.`);
    const isReachable = await inTime(fetch(url, { mode: 'no-cors' })).then(
      () => true,
      () => false,
    );
    if (isReachable) return wrong('API', `${url} is reached, but its CORS headers do not allow ${location.origin}, or it redirects.`);
    return wrong(
      'API',
      `${url} is not reached: ${error instanceof Error ? error.message : ''} (no network, an ad blocker, or a wrong host).`,
    );
  } finally {
    policy.stop();
  }
}

/** Checks one of the languages, as their folder is there or not. */
async function checkLanguages(): Promise<Diagnosis> {
  const url = new URL('locales/fr.js', import.meta.url).href;
  try {
    const { ok, status } = await inTime(fetch(url));
    return ok
      ? right('languages', 'The folder locales is beside the script.')
      : wrong('languages', `${url} answers ${status}: copy the folder locales beside the script.`);
  } catch {
    return wrong('languages', `${url} cannot be read: from another origin, its server must allow CORS.`);
  }
}

function checkStorage(): Diagnosis {
  try {
    sessionStorage.setItem('clarifeye-feedback:test', '');
    sessionStorage.removeItem('clarifeye-feedback:test');
    return right('storage', 'The session storage can be written.');
  } catch {
    return wrong('storage', 'The browser blocks the storage, so feedback is kept in memory only.');
  }
}

/** The elements of the page, in all open shadow roots. */
function findWidgets(): Element[] {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  return roots.flatMap((root) => [...root.querySelectorAll('clarifeye-feedback, .clarifeye-feedback')]);
}

function checkWidgets(): Diagnosis[] {
  const rows = findWidgets();
  const elements = rows.filter((element) => element.localName === 'clarifeye-feedback');
  const components = rows.filter((element) => element.getRootNode() === document && !elements.includes(element));
  if (!elements.length && !components.length) return [wrong('widgets', 'There is no widget on the page now.')];
  const ids = elements.map((element) => [element.getAttribute('conversation-id'), element.getAttribute('query-id')]);
  const known = ids.filter((pair) => pair.every(Boolean)).map((pair) => pair.join(', query '));
  const shared = [...new Set(known.filter((pair, index) => known.indexOf(pair) < index))];
  const isHidden = (node: ChildNode) => (node instanceof Element ? node.slot !== 'disclaimer' : node instanceof Text && !!node.data.trim());
  const count = (accepts: (element: Element) => boolean) => elements.filter(accepts).length;
  const bare = count((element) => !element.shadowRoot);
  const swallowing = count((element) => [...element.childNodes].some(isHidden));
  const failed = count((element) => element.getAttribute('data-phase') === 'failed');
  const waiting = elements.length - known.length;
  return [
    right('widgets', `On the page: elements ${elements.length}, components ${components.length}.`),
    ...(bare ? [wrong('widgets', `Not registered, because the script has not run: ${bare}.`)] : []),
    ...(swallowing
      ? [
          wrong(
            'widgets',
            `Without </clarifeye-feedback>, so that what follows is hidden, or with a note without slot="disclaimer": ${swallowing}.`,
          ),
        ]
      : []),
    ...(waiting ? [wrong('widgets', `Without conversation-id or query-id, so that a rating waits: ${waiting}.`)] : []),
    ...shared.map((pair) => wrong('widgets', `More than one has conversation ${pair}, and they show the same feedback.`)),
    ...(failed ? [wrong('widgets', `Failed, the console says why: ${failed}.`)] : []),
  ];
}

/** The row for the set-up, and the URL of the feedbacks if there is one. */
function checkSetUp(
  toFeedbacksUrl: Subject['toFeedbacksUrl'],
  options: Readonly<Record<string, unknown>>,
): { readonly url: string | null; readonly row: Diagnosis } {
  const error = Object.values(options).find((value) => value instanceof Error);
  if (error instanceof Error) return { url: null, row: wrong('set-up', error.message) };
  if (!options['projectId'])
    return {
      url: null,
      row: wrong(
        'set-up',
        'There is no projectId: set data-project-id on the script tag, projectId in init, or pass it to diagnose({ projectId, getToken }).',
      ),
    };
  const url = toFeedbacksUrl(options);
  return { url, row: right('set-up', `Feedback goes to ${url}`) };
}

/** Checks the set-up of a page, prints a table to the console, and returns its rows. It reads one record from the API and changes nothing. */
export async function diagnose(subject: Subject): Promise<readonly Diagnosis[]> {
  const { version, layers, toFeedbacksUrl } = subject;
  const given = layers.flatMap((layer) => Object.entries(layer).filter(([, value]) => value !== undefined));
  const options: Readonly<Record<string, unknown>> = Object.fromEntries(given);
  const { url, row: setUp } = checkSetUp(toFeedbacksUrl, options);
  const { token, row } = await readToken(options['getToken'], url);
  const isEnglish = /^(en\b|$)/i.test(String(options['locale'] ?? document.documentElement.lang));
  // With a bundler, the languages are its business.
  const isScript = 'ClarifeyeFeedback' in window;
  const rows = [
    right('version', version),
    setUp,
    row,
    // Without its token, the API is not worth asking.
    ...(url && row.isRight ? [await checkApi(url, token)] : []),
    ...(isScript && !isEnglish ? [await checkLanguages()] : []),
    checkStorage(),
    ...checkWidgets(),
  ];
  console.table(rows.map(({ check, isRight, found }) => ({ check, right: isRight ? 'yes' : 'NO', found })));
  return rows;
}

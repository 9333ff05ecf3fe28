// A file of its own, which is loaded when it is called: it imports nothing but types, so that the folder of the script needs this one file more.
import type { Diagnosis, Options, Subject, Widget } from './types.js';

export type { Diagnosis, Subject, Widget } from './types.js';

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
        : wrong(
            'token',
            `There is no getToken: set data-get-token on the script tag, getToken in init, or the prop. Without one, base-url must have the origin of the page, ${location.origin}.`,
          ),
    );
  try {
    const token = await inTime(Promise.resolve(getToken({ refresh: false })));
    if (typeof token !== 'string' || !token.trim())
      return none(
        wrong('token', `getToken returned ${token === '' ? 'an empty text' : `a value of type ${typeof token}`}, needs a string.`),
      );
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
  return { blocked, stop: () => document.removeEventListener('securitypolicyviolation', note) };
}

async function checkApi(url: string, token: string | null): Promise<Diagnosis> {
  const policy = watchPolicy();
  try {
    const headers = { ...(token && { authorization: `Bearer ${token}` }) };
    const response = await inTime(fetch(`${url}?limit=1&offset=0`, { headers, redirect: 'error' }));
    const text = await inTime(response.text());
    const isList = response.ok && /"results"/.test(text);
    if (isList) return right('API', `${url} answers.`);
    const isProxy = isOfThisOrigin(url);
    if (response.status === 404 && isProxy && !text.startsWith('{'))
      return wrong('API', `${url} answers 404: no server proxy is mounted at this path.`);
    const reasons: Readonly<Record<number, string>> = {
      200: 'the answer is not that of the API: check base-url',
      401: isProxy ? 'authorize() of the server proxy found nobody signed in' : 'the token is refused',
      403: isProxy
        ? 'the server proxy does not allow this page, or the person may not read feedback'
        : 'the person may not read feedback here',
      404: isProxy ? 'the server proxy is of another project' : 'there is no such project here: check project-id, region and base-url',
      429: 'the rate limit is reached',
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
    if (isReachable && isOfThisOrigin(url))
      return wrong('API', `${url} redirects, which is not followed: check its final slash, and the sign-in.`);
    if (isReachable) return wrong('API', `${url} is reached, but its CORS headers do not allow ${location.origin}, or it redirects.`);
    const cause = error instanceof Error ? error.message.replace(/\.$/, '') : '';
    return wrong('API', `${url} does not answer: ${cause} (no network, an ad blocker, a wrong host, or a server that never responds).`);
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

/** The documents and open shadow roots of the page. */
function findRoots(): readonly (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  return roots;
}

const findAll = (selector: string): Element[] => findRoots().flatMap((root) => [...root.querySelectorAll(selector)]);

/** The options that an element has of its own. Its properties tell more than its attributes, once it is registered. */
const NAMES = ['conversationId', 'queryId', 'answerKey', 'projectId', 'region', 'baseUrl', 'getToken', 'submitter', 'client', 'phase'];
const toWidget = (element: Element): Widget => Object.fromEntries(NAMES.map((name) => [name, Reflect.get(element, name)]));

/** Values that stand more than once in a list. */
const findTwice = (values: readonly string[]) => [...new Set(values.filter((value, index) => values.indexOf(value) < index))];

/** A row if there are any. */
const count = (widgets: number, what: string) => (widgets ? [wrong('widgets', `${what}: ${widgets}.`)] : []);

function checkElements(elements: readonly Element[]): Diagnosis[] {
  const isHidden = (node: ChildNode) => (node instanceof Element ? node.slot !== 'disclaimer' : node instanceof Text && !!node.data.trim());
  const bare = elements.filter((element) => !element.shadowRoot).length;
  const swallowing = elements.filter((element) => [...element.childNodes].some(isHidden)).length;
  const misspelt = new Set(findAll('*').flatMap(({ localName }) => (/^clarif\w*-\w+$/.test(localName) ? [localName] : [])));
  misspelt.delete('clarifeye-feedback');
  const selectors = [...document.querySelectorAll('script[data-attach]')].map((tag) => tag.getAttribute('data-attach') ?? '');
  const unmatched = selectors.filter((selector) => !findMatch(selector));
  return [
    ...count(bare, "Not registered, because the script has not run, or 'clarifeye-feedback/element' is not imported"),
    ...count(swallowing, 'Without </clarifeye-feedback>, so that what follows is hidden, or with a note without slot="disclaimer"'),
    ...[...misspelt].map((name) => wrong('widgets', `The tag <${name}> is misspelt: it is <clarifeye-feedback>.`)),
    ...unmatched.map((selector) => wrong('widgets', `data-attach="${selector}" matches no element now.`)),
  ];
}

function findMatch(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

function checkIds(widgets: readonly Widget[]): Diagnosis[] {
  const isKnown = ({ conversationId, queryId }: Widget) => conversationId != null && queryId != null;
  const known = widgets.filter(isKnown);
  const waiting = widgets.filter((widget) => !isKnown(widget));
  const keyed = waiting.filter(({ answerKey }) => answerKey);
  const lone = waiting.length - keyed.length;
  const without = (name: string) => waiting.filter((widget) => widget[name] == null && !widget['answerKey']).length;
  const sameIds = findTwice(known.map(({ conversationId, queryId }) => `${conversationId}, query ${queryId}`));
  const sameKeys = findTwice(
    keyed.map(({ conversationId, answerKey }) => `${answerKey}${conversationId ? ` in conversation ${conversationId}` : ''}`),
  );
  const inPhase = (name: string) => widgets.filter(({ phase }) => phase === name).length;
  return [
    ...(keyed.length ? [right('widgets', `With an answer key, and waiting for their ids: ${keyed.length}.`)] : []),
    ...count(lone, 'Without ids and without an answer key, so that a rating waits'),
    ...count(without('conversationId'), 'Of these without conversation id'),
    ...count(without('queryId'), 'Of these without query id'),
    ...sameIds.map((ids) => wrong('widgets', `More than one has conversation ${ids}, and they show the same feedback.`)),
    ...sameKeys.map((key) => wrong('widgets', `More than one has the answer key ${key}, and they show the same feedback.`)),
    ...count(inPhase('failed'), 'Failed, the console says why'),
    ...count(inPhase('queued'), 'Not sent yet, the console says why'),
  ];
}

function checkWidgets(elements: readonly Element[], widgets: readonly Widget[], components: number): Diagnosis[] {
  const all =
    elements.length + components
      ? `On the page: elements ${elements.length}, components of Preact ${components}.`
      : 'There is no widget on the page now, which is right only with buttons of your own.';
  return [right('widgets', all), ...checkElements(elements), ...checkIds(widgets)];
}

const NO_PROJECT =
  'There is no projectId: set data-project-id on the script tag, projectId in init, or the prop submitter. With a client, call diagnose({ submitter }).';

/** Checks what a submitter gets from its API. */
async function checkSubmitter(submitter: unknown): Promise<Diagnosis[]> {
  const { url, list } = submitter as { readonly url: string; readonly list: (page: object) => Promise<object> };
  const setUp = right('set-up', `Feedback goes to ${url}`);
  try {
    const answer = (await inTime(list.call(submitter, { limit: 1, offset: 0 }))) as { readonly message?: string };
    return [setUp, answer.message === undefined ? right('API', `${url} answers.`) : wrong('API', answer.message)];
  } catch (error) {
    return [setUp, wrong('API', `list() of the submitter failed: ${error instanceof Error ? error.message : 'with no error'}`)];
  }
}

/** Checks one set-up: that of the page, or of a widget with one of its own. */
async function checkSetUp(options: Options, toFeedbacksUrl: Subject['toFeedbacksUrl']): Promise<Diagnosis[]> {
  const error = Object.values(options).find((value) => value instanceof Error);
  if (error instanceof Error) return [wrong('set-up', error.message)];
  if (options['submitter']) return checkSubmitter(options['submitter']);
  if (options['client']) return [right('set-up', 'There is a client. Call diagnose({ submitter }) with its submitter to check the API.')];
  if (!options['projectId']) return [wrong('set-up', NO_PROJECT)];
  const url = toFeedbacksUrl(options);
  const { token, row } = await readToken(options['getToken'], url);
  // Without its token, the API is not worth asking.
  return [right('set-up', `Feedback goes to ${url}`), row, ...(row.isRight ? [await checkApi(url, token)] : [])];
}

const TARGET = ['projectId', 'region', 'baseUrl', 'getToken', 'submitter', 'client'];

/** The different set-ups: that of the page, unless all widgets have one of their own, and theirs. */
function findSetUps(page: Options, widgets: readonly Widget[]): readonly Options[] {
  const targetOf = (widget: Widget) => Object.fromEntries(TARGET.flatMap((name) => (widget[name] == null ? [] : [[name, widget[name]]])));
  const seen: Options[] = [];
  const isSame = (one: Options, other: Options) => TARGET.every((name) => one[name] === other[name]);
  for (const widget of widgets) {
    const target = targetOf(widget);
    // A submitter or a project of its own replaces that of the page.
    const base = target['projectId'] ? { ...page, submitter: undefined, client: undefined } : page;
    const setUp = target['client'] || target['submitter'] ? target : { ...base, ...target };
    if (!seen.some((one) => isSame(one, setUp))) seen.push(setUp);
  }
  return seen.length ? seen : [page];
}

/** Checks the set-up of a page, prints a table to the console, and returns its rows. It reads one record from the API and changes nothing. */
export async function diagnose(subject: Subject): Promise<readonly Diagnosis[]> {
  const { version, layers, components, toFeedbacksUrl } = subject;
  const given = layers.flatMap((layer) => Object.entries(layer).filter(([, value]) => value !== undefined));
  const page: Options = Object.fromEntries(given);
  const elements = findAll('clarifeye-feedback');
  const widgets = [...elements.filter((element) => element.shadowRoot).map(toWidget), ...components];
  const last = layers.at(-1) ?? {};
  // What was passed to diagnose is what is asked about.
  const isAsked = Object.values(last).some((value) => value !== undefined);
  const setUps = isAsked ? [page] : findSetUps(page, widgets);
  const checks = await Promise.all(setUps.map((options) => checkSetUp(options, toFeedbacksUrl)));
  const isEnglish = /^(en\b|$)/i.test(String(page['locale'] ?? document.documentElement.lang));
  // With a bundler, the languages are its business.
  const isScript = 'ClarifeyeFeedback' in window;
  const rows = [
    right('version', version),
    ...checks.flat(),
    ...(isScript && !isEnglish ? [await checkLanguages()] : []),
    checkStorage(),
    ...checkWidgets(elements, widgets, components.length),
  ];
  console.table(rows.map(({ check, isRight, found }) => ({ check, right: isRight ? 'yes' : 'NO', found })));
  return rows;
}

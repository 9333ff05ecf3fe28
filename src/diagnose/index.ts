// Loaded when it is called, and built into one file for the script, so that its folder needs only this one more. It imports nothing from other folders.
import { checkBars, checkScript, checkSpelling, checkStorage } from './page.js';
import { type Diagnosis, type Options, right, type Subject, type Widget, wrong } from './rows.js';
import { checkWidgets, findAll, toWidget } from './widgets.js';

export type { Diagnosis, Subject, Widget } from './rows.js';

const DEADLINE_MS = 10_000;

/** What follows an API that answers. */
const ONLY_READ = '. No rating was sent to try it.';

/** Settles with an error after the deadline. */
const inTime = <T>(job: Promise<T>): Promise<T> =>
  Promise.race([
    job,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`Nothing came within ${DEADLINE_MS / 1000} s.`)), DEADLINE_MS)),
  ]);

const isPage = () => typeof document !== 'undefined';

/** The origin of the page; empty outside of one, such as on a server. */
const origin = () => (isPage() ? (location.origin === 'null' ? globalThis.origin : location.origin) : '');

const isOfThisOrigin = (url: string | null) => !!url && isPage() && new URL(url, location.href).origin === origin();

async function readToken(getToken: unknown, url: string | null): Promise<{ readonly token: string | null; readonly row: Diagnosis }> {
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

async function checkApi(url: string, token: string | null): Promise<Diagnosis> {
  const policy = watchPolicy();
  try {
    const headers = { ...(token && { authorization: `Bearer ${token}` }) };
    const response = await inTime(fetch(`${url}?limit=1&offset=0`, { headers, redirect: 'error' }));
    const text = await inTime(response.text());
    const isList = response.ok && /"results"/.test(text);
    if (isList) return right('API', `${url} answers${ONLY_READ}`);
    const isProxy = isOfThisOrigin(url);
    if (response.status === 404 && isProxy && !text.startsWith('{'))
      return wrong('API', `${url} answers 404: no server proxy answers GET here: mount it for all methods, and return its response.`);
    if (response.status === 404 && isProxy && toldBy(text).endsWith(': Not a path of the API.'))
      return wrong('API', `${url} answers 404: the server proxy got another path, as its log says, such as one without the final slash.`);
    const failed = isProxy
      ? 'the server proxy, its authorize(), or the API has failed, as the log of the server says'
      : 'the API or a gateway has failed';
    const reasons: Readonly<Record<number, string>> = {
      200: 'the answer is not that of the API: check base-url',
      401: isProxy ? 'authorize() of the server proxy found nobody signed in' : 'the token is refused',
      403: isProxy
        ? 'the server proxy does not allow this page, or the person may not read feedback'
        : 'the person may not read feedback here',
      404: isProxy
        ? 'the server proxy is of another project, or the API does not know it, as the log of the server says'
        : 'there is no such project here: check project-id, region and base-url',
      429: 'the rate limit is reached',
    };
    return wrong(
      'API',
      `${url} answers ${response.status}: ${reasons[response.status] ?? failed}.${isProxy && response.status >= 500 ? toldBy(text) : ''}`,
    );
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
    if (isReachable && !isPage()) return wrong('API', `${url} redirects, which is not followed: check it.`);
    if (isReachable) return wrong('API', `${url} is reached, but its CORS headers do not allow ${origin()}, or it redirects.`);
    const cause = error instanceof Error ? error.message.replace(/\.$/, '') : '';
    return wrong('API', `${url} does not answer: ${cause} (no network, an ad blocker, a wrong host, or a server that never responds).`);
  } finally {
    policy.stop();
  }
}

/** Checks one of the languages, as their folder is there or not. */
async function checkLanguages(): Promise<Diagnosis> {
  // Not with `new URL`, which bundlers take for an asset of the package.
  const url = import.meta.url.replace(/[^/]*$/, 'locales/fr.js');
  try {
    await inTime(import(/* @vite-ignore */ url));
    return right('languages', 'The folder locales is beside the script.');
  } catch {
    const advice = 'copy the folder locales beside the script; from another origin, its server must allow CORS.';
    return wrong('languages', `${url} cannot be loaded: ${advice}`);
  }
}

// With a bundler, set-up and languages are its business.
const isScript = () => 'ClarifeyeFeedback' in globalThis;

const noProject = () =>
  isScript()
    ? 'There is no projectId: set data-project-id on the script tag, or projectId in init.'
    : 'There is no projectId: set it in init, or pass a submitter or client to each widget. With buttons of your own, call diagnose({ client }).';

interface Submitter {
  readonly url: string;
  readonly list: (page: object) => Promise<object>;
}

/** Whether a property of a value has a type. A value that throws when it is read has none. */
function isOfType(value: unknown, type: 'string' | 'function', name: string): boolean {
  try {
    return typeof (value as Options)[name] === type;
  } catch {
    return false;
  }
}

/** Whether a value can be asked as a submitter. */
const isSubmitter = (value: unknown): value is Submitter => isOfType(value, 'string', 'url') && isOfType(value, 'function', 'list');

/** Checks what a submitter gets from its API. */
async function checkSubmitter(submitter: Submitter): Promise<Diagnosis[]> {
  const { url, list } = submitter;
  const setUp = right('set-up', `Feedback goes to ${url}`);
  try {
    const answer = (await inTime(list.call(submitter, { limit: 1, offset: 0 }))) as { readonly message?: string; readonly kind?: string };
    if (answer.message === undefined)
      return [setUp, right('token', 'What the submitter sends is accepted.'), right('API', `${url} answers${ONLY_READ}`)];
    return [setUp, wrong(answer.kind === 'auth' ? 'token' : 'API', answer.message)];
  } catch (error) {
    return [setUp, wrong('API', `list() of the submitter failed: ${error instanceof Error ? error.message : 'with no error'}`)];
  }
}

/** Checks one set-up: that of the page, or of a widget with one of its own. */
async function checkSetUp(options: Options, toFeedbacksUrl: Subject['toFeedbacksUrl']): Promise<Diagnosis[]> {
  const error = Object.values(options).find((value) => value instanceof Error);
  if (error instanceof Error) return [wrong('set-up', error.message)];
  const { client, submitter } = options;
  const missing = client ? undefined : findMissing(options);
  if (missing) return [wrong('set-up', missing)];
  if (isSubmitter(submitter)) return checkSubmitter(submitter);
  if (submitter) return [wrong('set-up', 'The submitter is none: needs what createSubmitter() returns.')];
  if (client && !isOfType(client, 'function', 'answer'))
    return [wrong('set-up', 'The client is none: needs what createFeedbackClient() returns.')];
  if (client) return [right('set-up', 'There is a client of another copy of this package. Call diagnose({ submitter }) to check the API.')];
  if (!options['projectId']) return [wrong('set-up', noProject())];
  const url = toFeedbacksUrl(options);
  const { token, row } = await readToken(options['getToken'], url);
  // Without its token, the API is not worth asking.
  return [right('set-up', `Feedback goes to ${url}`), row, ...(row.isRight ? [await checkApi(url, token)] : [])];
}

/** What an option of the client needs that is not there. */
function findMissing({ storage, userKey, restore, userId }: Options): string | undefined {
  if (storage === 'local' && !userKey) return 'storage is "local", which needs userKey: a text of its own for each person.';
  if (restore === 'server' && !userId) return 'restore is "server", which needs userId: the id of the person, as the API names it.';
  return undefined;
}

const TARGET = ['projectId', 'region', 'baseUrl', 'getToken', 'submitter', 'client'];

/** The different set-ups: that of the page, unless all widgets have one of their own, and theirs. */
function findSetUps(page: Options, widgets: readonly Widget[]): readonly Options[] {
  const targetOf = (widget: Widget) => Object.fromEntries(TARGET.flatMap((name) => (widget[name] == null ? [] : [[name, widget[name]]])));
  const seen: Options[] = [];
  // Functions and submitters may be made anew in each render.
  const textOf = ({ submitter, client, getToken, ...others }: Options) =>
    [
      isSubmitter(submitter) ? submitter.url : !!submitter,
      !!client,
      !!getToken,
      others['projectId'],
      others['region'],
      others['baseUrl'],
    ].join();
  const isSame = (one: Options, other: Options) => textOf(one) === textOf(other);
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
  const { version, layers, components, toFeedbacksUrl, submitterOf } = subject;
  const given = layers.flatMap((layer) => Object.entries(layer).filter(([, value]) => value !== undefined));
  const page: Options = Object.fromEntries(given);
  const withSubmitter = (options: Options) => (options['client'] ? { ...options, submitter: submitterOf?.(options['client']) } : options);
  const elements = isPage() ? findAll('clarifeye-feedback') : [];
  const widgets = [...elements.filter((element) => element.shadowRoot).map(toWidget), ...components];
  const last = layers.at(-1) ?? {};
  // What was passed to diagnose is what is asked about.
  const isAsked = Object.values(last).some((value) => value !== undefined);
  const asked = last['projectId'] ? { ...page, submitter: undefined, client: undefined } : page;
  const setUps = isAsked ? [withSubmitter(asked)] : findSetUps(page, widgets.map(withSubmitter));
  const checks = await Promise.all(setUps.map((options) => checkSetUp(options, toFeedbacksUrl)));
  const isEnglish = () => /^(en\b|$)/i.test(String(page['locale'] ?? document.documentElement.lang));
  const rows = [
    right('version', version),
    ...checks.flat(),
    ...(isPage() && isScript() ? checkScript(page) : []),
    ...(isPage() && isScript() && !isEnglish() ? [await checkLanguages()] : []),
    ...(isPage()
      ? [checkStorage(), ...checkWidgets(elements, widgets, components.length), ...checkSpelling(elements), ...checkBars(elements)]
      : []),
  ];
  console.table(rows.map(({ check, isRight, found }) => ({ check, right: isRight ? 'yes' : 'NO', found })));
  return rows;
}

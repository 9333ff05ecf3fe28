// Loaded when it is called, and built into one file for the script, so that its folder needs only this one more. It imports nothing from other folders.
import { checkApi, inTime, isOfThisOrigin, isPage, isScript, ONLY_READ, readToken } from './api.js';
import { checkBars, checkScript, checkSpelling, checkStorage } from './page.js';
import { type Diagnosis, type Options, right, type Subject, type Widget, wrong } from './rows.js';
import { checkSearches, checkTexts, checkWaiting, checkWidgets, findAll, isEnglish, toWidget } from './widgets.js';

export type { Diagnosis, Subject, Widget } from './rows.js';

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

const noProject = () =>
  isScript()
    ? 'There is no projectId: set data-project-id on the script tag, or projectId in init.'
    : 'There is no projectId: set it in init, or pass a submitter or client to each widget. With buttons of your own, create a client, or call diagnose({ client }).';

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

/** What a submitter returns in place of a list. */
interface Failure {
  readonly message?: string;
  readonly kind?: string;
  readonly status?: number | null;
}

/** Why a submitter got no list. Where the API has not answered, more is found without its token. */
async function explain({ url }: Submitter, { message = '', kind = '', status }: Failure): Promise<Diagnosis> {
  const isProxy = isOfThisOrigin(url);
  const cause = 'Behind a server proxy, authorize() has found nobody signed in. Without one, the API misses a token.';
  if (kind === 'auth') return wrong('token', isProxy && status === 401 ? `${message} ${cause}` : message);
  const found = /^(network|timeout|response)$/.test(kind) ? await checkApi(url, null) : undefined;
  return found && !found.isRight && (isProxy || !/ answers \d/.test(found.found)) ? found : wrong('API', message);
}

/** Checks what a submitter gets from its API. */
async function checkSubmitter(submitter: Submitter): Promise<Diagnosis[]> {
  const { url, list } = submitter;
  const setUp = right('set-up', `Feedback goes to ${url}`);
  try {
    const answer = (await inTime(list.call(submitter, { limit: 1, offset: 0 }))) as Failure;
    if (answer.message === undefined)
      return [setUp, right('token', 'What the submitter sends is accepted.'), right('API', `${url} answers${ONLY_READ}`)];
    return [setUp, await explain(submitter, answer)];
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
  if (/\/projects\/.*\/projects\//.test(url))
    return [wrong('set-up', `base-url ends in /api/v1, or is the path of the server proxy: ${url} has the project twice.`)];
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

/** Whether options say where feedback goes. */
const isSetUp = (options: Options) => TARGET.some((name) => options[name] !== undefined);

/** The different set-ups: that of the page, unless all widgets have one of their own, theirs, and those of clients, as for buttons of the page. */
function findSetUps(page: Options, widgets: readonly Widget[], clients: readonly Options[]): readonly Options[] {
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
  const ofPage = !widgets.length && (isSetUp(page) || !clients.length) ? [{}] : [];
  for (const widget of [...ofPage, ...widgets, ...clients]) {
    const target = targetOf(widget);
    // A submitter or a project of its own replaces that of the page.
    const base = target['projectId'] ? { ...page, submitter: undefined, client: undefined } : page;
    const setUp = target['client'] || target['submitter'] ? target : { ...base, ...target };
    if (!seen.some((one) => isSame(one, setUp))) seen.push(setUp);
  }
  return seen;
}

/** Checks the set-up of a page, prints a table to the console, and returns its rows. It reads a record from the API and changes nothing. */
export async function diagnose(subject: Subject): Promise<readonly Diagnosis[]> {
  const { version, layers, components, toFeedbacksUrl, submitterOf, searches = [], isOtherCopyInUse, clients = [], waiting = [] } = subject;
  const given = layers.flatMap((layer) => Object.entries(layer).filter(([, value]) => value !== undefined));
  const page: Options = Object.fromEntries(given);
  const withSubmitter = (options: Options) => (options['client'] ? { ...options, submitter: submitterOf?.(options['client']) } : options);
  const elements = isPage() ? findAll('clarifeye-feedback') : [];
  const widgets = [...elements.filter((element) => element.shadowRoot).map(toWidget), ...components];
  const last = layers.at(-1) ?? {};
  // What was passed to diagnose is what is asked about.
  const isAsked = Object.values(last).some((value) => value !== undefined);
  const asked = last['projectId'] ? { ...page, submitter: undefined, client: undefined } : page;
  const ofClients = clients.map((client) => withSubmitter({ client }));
  const setUps = isAsked ? [withSubmitter(asked)] : findSetUps(page, widgets.map(withSubmitter), ofClients);
  const checks = await Promise.all(setUps.map((options) => checkSetUp(options, toFeedbacksUrl)));
  const rows = [
    right('version', version),
    ...(isOtherCopyInUse
      ? [
          wrong(
            'set-up',
            'Another copy of this package has registered <clarifeye-feedback>: what this one has, as told below, does not reach it.',
          ),
        ]
      : []),
    ...checks.flat(),
    ...(isPage() && isScript() ? checkScript(page) : []),
    ...(isPage() && isScript() && !isEnglish(String(page['locale'] ?? document.documentElement.lang) || 'en')
      ? [await checkLanguages()]
      : []),
    ...(isPage()
      ? [
          checkStorage(),
          ...checkWidgets(elements, widgets, components.length, isAsked || clients.length > 0),
          ...checkWaiting(waiting, widgets),
          ...checkSearches(searches),
          ...checkSpelling(elements),
          ...checkTexts(elements, page),
          ...checkBars(elements),
        ]
      : []),
  ];
  console.table(rows.map(({ check, isRight, found }) => ({ check, right: isRight ? 'yes' : 'NO', found })));
  return rows;
}

import { signal } from '@preact/signals';
import type { Diagnosis, Subject, Widget } from '../diagnose/index.js';
import {
  type AnswerFeedback,
  type AnswerIds,
  type BeforeSend,
  configError,
  type FeedbackClient,
  FeedbackError,
  type GetToken,
  isObject,
  ownProperties,
  parseWaitingKey,
} from '../domain/index.js';
import {
  describeKind,
  findMisspelt,
  findOption,
  type InitOptions,
  type Label,
  type Layer,
  namesOf,
  type Options,
  PAGE_OPTIONS,
  PROP,
  readValues,
  resolve,
  TARGET_OPTIONS,
  toFeedbacksUrl,
  type Values,
} from '../options/index.js';
import { browser, demand, isScript, log, toAttribute, version } from '../platform/index.js';
import { answerOf } from './answer.js';
import { clearAll, findClient, partsOf } from './connection.js';
import { inMemory } from './waiting.js';
import { clients, type WidgetClient } from './widget-client.js';

/** The defaults of the page for all elements. */
export const defaults = signal<Values>(ownProperties({}));
/** Whether a missing set-up is an error by now. Until the document is parsed, a later script may still call `init`. */
export const isSettled = signal(false);

/** What follows the name of an option of `init` in messages. */
const IN_INIT = ' in init';

/** What is meant by a name that is no option. The script has no room for it. */
function hintFor(name: string): string {
  if (isScript) return '';
  if (name === 'token') return ', which is getToken for a token';
  return /^on[A-Z]/.test(name) ? ', which has no handlers: listen for the events, such as feedback-saved' : '';
}

/** Sets the defaults of all widgets on the page, including existing ones. Later calls add to earlier ones. */
export function init(options: InitOptions): void {
  const kind = isScript ? '' : describeKind(options);
  if (!isObject(options) || kind) return log('error', configError('init', options, `an object${kind}`).message);
  const given = ownProperties(options);
  const names = namesOf(given);
  const { values, warnings } = readValues(given, PAGE_OPTIONS, IN_INIT);
  const misspelt = findMisspelt(names, PAGE_OPTIONS, (name) => name, IN_INIT, values);
  const unknown = names.filter((name) => !findOption(name)).map((name) => configError('init', name, `an option of a page${hintFor(name)}`));
  setDefaults({ values, warnings: [...warnings, ...misspelt, ...unknown] });
}

/** Sets defaults that are checked already. */
export function setDefaults({ values, warnings }: Layer): void {
  defaults.value = ownProperties({ ...defaults.peek(), ...values });
  // Ends the client of another person, also where nothing else asks for the new one.
  if (found) queueMicrotask(() => connect({}));
  for (const warning of warnings) log('warn', warning.message);
}

const page = () => defaults.peek() as { readonly beforeSend?: BeforeSend; readonly getToken?: GetToken };

/** Calls the current `beforeSend` of the page, which may be set after a widget has created its client. */
const beforeSend: BeforeSend = (feedback) => {
  const { beforeSend } = page();
  return beforeSend ? beforeSend(feedback) : feedback;
};

/** Calls the current `getToken` of the page, so that setting another one creates no new client. */
const getToken: GetToken = (request) => page().getToken?.(request) as string;

/** Call this on sign-out. Clears all clients of the page, as `FeedbackClient.clear` does, also where no widget has asked for that of the page yet. */
export function clear(): void {
  connect({});
  clearAll();
}

/** How the set-up of a page is called. */
const LABEL: Label = (name) => {
  if (isScript) return `data-${toAttribute(name)} on the script tag`;
  return TARGET_OPTIONS.includes(name) ? `${name}${PROP} (or in init)` : name + IN_INIT;
};

/** Returns the client of an element: its `client`, or one for its own project, or the page's; or the error of the set-up. */
export function connect(given: Values): WidgetClient | FeedbackError {
  if (!isScript && given.client) return findClient({ client: given.client as FeedbackClient }, (name) => name + PROP);
  if (TARGET_OPTIONS.some((name) => given[name] !== undefined)) return find({ client: undefined, submitter: undefined }, given);
  const values = defaults.peek();
  if (found?.values !== values) found = { values, client: find({}, {}) };
  return found.client;
}

/** The client for the page's defaults, which most elements use. */
let found: { readonly values: Values; readonly client: WidgetClient | FeedbackError } | undefined;

function find(without: Values, given: Values): WidgetClient | FeedbackError {
  const values = { ...defaults.peek(), ...(page().getToken && { getToken }), ...without };
  const { options, error } = resolve([values, given]);
  return error ?? findClient({ ...options, beforeSend }, LABEL);
}

/** The set-up that `diagnose` looks at, over that of `init`. */
export type DiagnoseOptions = Pick<Options, 'projectId' | 'region' | 'baseUrl' | 'getToken' | 'submitter' | 'client'>;

const components = new Set<() => Widget>();

/** Has `diagnose` look at a component, which it would not find in the document. Returns a function that ends that. */
export function addComponent(read: () => Widget): () => void {
  components.add(read);
  return () => void components.delete(read);
}

let isOtherCopyInUse = false;

/** Another copy of this package has registered the element. */
export function noteOtherCopy(): void {
  isOtherCopyInUse = true;
}

/** What a call of `attach` has found. */
type Search = NonNullable<Subject['searches']>[number];
const searches = new Set<() => Search>();

/** Has `diagnose` look at a call of `attach`. Returns a function that ends that. */
export function addSearch(read: () => Search): () => void {
  searches.add(read);
  return () => void searches.delete(read);
}

/** The ratings that wait for the ids of their answers, by the clients that send now, and outside of clients. */
function findWaiting(): NonNullable<Subject['waiting']> {
  const now = browser.clock.now();
  const found = new Map<string, number>(
    [...inMemory].flatMap(([answerKey, model]) => (model.wanted() ? [[`/~${answerKey}`, model.delivery.changedAt()] as const] : [])),
  );
  for (const client of clients) {
    const { models, isOn } = partsOf(client);
    if (isOn?.() ?? true) for (const [key, at] of models?.waiting?.() ?? []) found.set(key, at);
  }
  return [...found].map(([key, at]) => ({
    conversationId: key.split('/')[0] ?? '',
    answerKey: parseWaitingKey(key) ?? '',
    ageMs: now - at,
  }));
}

/** What `diagnose` looks at: the set-up of the page, with more options. */
export const subjectOf = (given: DiagnoseOptions): Subject => ({
  version,
  layers: [defaults.peek(), readValues(given, TARGET_OPTIONS).values],
  // The script has no components.
  components: isScript ? [] : [...components].map((read) => read()),
  toFeedbacksUrl,
  ...(isScript
    ? {}
    : {
        submitterOf: (client: unknown) => partsOf(client).submitter,
        searches: [...searches].map((read) => read()),
        isOtherCopyInUse,
        clients: [...clients].filter((client) => partsOf(client).isOn?.()),
        waiting: findWaiting(),
      }),
});

/**
 * Checks the set-up of the page and of its widgets: the options, the token (not its value), a call of the API, the storage, and all ids. Prints a table
 * to the console, and returns its rows. On a page that has only buttons of its own, it checks the clients. Pass `options` to check one set-up instead.
 */
export const diagnose = async (options: DiagnoseOptions = {}): Promise<readonly Diagnosis[]> =>
  (await import('../diagnose/index.js')).diagnose(subjectOf(options));

/** The headless API of an answer, by the set-up of the page. Throws a {@link FeedbackError} of kind `config` for wrong ids, or without a set-up. */
export function answer(ids: AnswerIds): AnswerFeedback {
  const client = connect({});
  demand(isError(client) ? client : undefined);
  return answerOf(client as WidgetClient, ids);
}

export const isError = (value: unknown): value is FeedbackError => value instanceof FeedbackError;

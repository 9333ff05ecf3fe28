import { signal } from '@preact/signals';
import type { GetToken } from '../api/index.js';
import type { BeforeSend } from '../delivery/index.js';
import { FeedbackError, own } from '../domain/index.js';
import {
  ATTRIBUTE_OPTIONS,
  type AttributeOptions,
  type ProjectOptions,
  type ReadAttributes,
  readOptions,
  type WidgetOptions,
} from '../options/index.js';
import { type ConnectionOptions, findClient } from './connection.js';
import type { FeedbackClient } from './feedback-client.js';

/** Defaults for every `<clarifeye-feedback>` on the page. */
export interface InitOptions extends ConnectionOptions, WidgetOptions, Pick<AttributeOptions, 'locale'> {}

const PROJECT = ['projectId', 'region', 'baseUrl', 'source', 'getToken'] as const satisfies readonly (keyof ProjectOptions | 'getToken')[];

/** Checked options; a wrong one is its error. */
export type Checked = Readonly<Record<string, unknown>>;

/** The page's own options for every element. */
export const defaults = signal<Checked>(own({}));
// A page may call `init` in a script after this one: until the document is read, a missing set-up is no error yet.
export const isSettled = signal(false);

/** What `init` takes beside the options that an attribute can set. */
const OTHERS = {
  client: true,
  submitter: true,
  getToken: true,
  strings: true,
  reasons: true,
  storage: true,
  userKey: true,
  userId: true,
  restore: true,
  beforeSend: true,
} as const satisfies Record<Exclude<keyof InitOptions, keyof AttributeOptions>, true>;

/** Sets defaults for every widget on the page, those already there too. A later call adds to an earlier one. */
export function init(options: InitOptions): void {
  const { conversationId, queryId, ...given } = own(options) as Record<string, unknown>;
  for (const name of Object.keys(given))
    if (![...ATTRIBUTE_OPTIONS, ...Object.keys(OTHERS)].includes(name)) console.warn(`clarifeye-feedback: init has no option "${name}".`);
  setDefaults(given, readOptions(given));
}

/** The same for options that were read already, from the script's tag. */
export function setDefaults(given: Checked, { options, warnings }: ReadAttributes): void {
  const objects = Object.entries(given).map(([option, value]) => [option, ATTRIBUTE_OPTIONS.includes(option as never) ? undefined : value]);
  defaults.value = own({ ...defaults.peek(), ...Object.fromEntries(objects), ...options });
  for (const warning of warnings) console.warn(`clarifeye-feedback: ${warning.message}`);
}

/** Read at the time of sending, because a page may set it after a widget has made its client. */
const beforeSend: BeforeSend = (feedback) => {
  const { beforeSend } = defaults.peek() as InitOptions;
  return beforeSend ? beforeSend(feedback) : feedback;
};

/** The same for the page's token source, so that a new one makes no new client. */
const getToken: GetToken = (request) => (defaults.peek() as { getToken: GetToken }).getToken(request);

/** The client of an element: its own, else one for its own project, else the page's. */
export function connect(given: Checked): FeedbackClient | FeedbackError {
  const hasOwn = given['client'] || given['submitter'] || PROJECT.some((name) => given[name] !== undefined);
  if (hasOwn) return find(given);
  const page = defaults.peek();
  if (found?.page !== page) found = { page, client: find() };
  return found.client;
}

/** What the page's options lead to, which is the same for most elements. */
let found: { readonly page: Checked; readonly client: FeedbackClient | FeedbackError } | undefined;

function find(given?: Checked): FeedbackClient | FeedbackError {
  try {
    const page = defined(defaults.peek());
    const live = { ...page, ...(typeof page['getToken'] === 'function' ? { getToken } : {}) };
    const ready = given ? { client: undefined, submitter: undefined, ...defined(given) } : {};
    return findClient({ ...live, ...ready, beforeSend });
  } catch (error) {
    return isError(error) ? error : new FeedbackError('config', `The set-up can't be used: ${error}`);
  }
}

export const isError = (value: unknown): value is FeedbackError => value instanceof FeedbackError;

/** Without the options that are not given, so that they don't hide a default. */
export function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value != null)) as T;
}

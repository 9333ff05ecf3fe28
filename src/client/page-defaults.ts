import { signal } from '@preact/signals';
import { type BeforeSend, type FeedbackClient, FeedbackError, type GetToken, ownProperties } from '../domain/index.js';
import { type InitOptions, type Layer, OPTION_NAMES, readValues, resolve, type Values } from '../options/index.js';
import { findClient, TARGET_OPTIONS } from './connection.js';
import type { WidgetClient } from './feedback-client.js';

/** The page's own options for every element. */
export const defaults = signal<Values>(ownProperties({}));
// A page may call `init` in a script after this one: until the document is read, a missing set-up is no error yet.
export const isSettled = signal(false);

/** Sets defaults for every widget on the page, those already there too. A later call adds to an earlier one. */
export function init(options: InitOptions): void {
  const { conversationId, queryId, value, ...given } = ownProperties(options) as Record<string, unknown>;
  const names: readonly string[] = OPTION_NAMES;
  for (const name of Object.keys(given)) if (!names.includes(name)) console.warn(`clarifeye-feedback: init has no option "${name}".`);
  setDefaults(readValues(given));
}

/** The same for options that were read already, from the script's tag. */
export function setDefaults({ values, warnings }: Layer): void {
  defaults.value = ownProperties({ ...defaults.peek(), ...values });
  for (const warning of warnings) console.warn(`clarifeye-feedback: ${warning.message}`);
}

const page = () => defaults.peek() as { readonly beforeSend?: BeforeSend; readonly getToken?: GetToken };

/** Read at the time of sending, because a page may set it after a widget has made its client. */
const beforeSend: BeforeSend = (feedback) => {
  const { beforeSend } = page();
  return beforeSend ? beforeSend(feedback) : feedback;
};

/** The same for the page's token source, so that a new one makes no new client. */
const getToken: GetToken = (request) => page().getToken?.(request) as string;

/** The client of an element: its own, else one for its own project, else the page's. */
export function connect(given: Values): WidgetClient | FeedbackError {
  if (given.client) return findClient({ client: given.client as FeedbackClient });
  if (TARGET_OPTIONS.some((name) => given[name] !== undefined)) return find({ client: undefined, submitter: undefined }, given);
  const values = defaults.peek();
  if (found?.values !== values) found = { values, client: find({}, {}) };
  return found.client;
}

/** What the page's options lead to, which is the same for most elements. */
let found: { readonly values: Values; readonly client: WidgetClient | FeedbackError } | undefined;

function find(without: Values, given: Values): WidgetClient | FeedbackError {
  const values = { ...defaults.peek(), ...(page().getToken && { getToken }), ...without };
  const { options, error } = resolve([values, given]);
  return error ?? findClient({ ...options, beforeSend });
}

export const isError = (value: unknown): value is FeedbackError => value instanceof FeedbackError;

import { clearAll, init, resumeAll, setDefaults } from '../client/index.js';
import { configError, type GetToken } from '../domain/index.js';
import { attach, define } from '../element/index.js';
import { type InitOptions, readAttributes } from '../options/index.js';
import { documentProperty } from '../platform/index.js';

declare const __VERSION__: string;

/** The global of the script. */
export interface ClarifeyeFeedbackGlobal {
  /** Sets defaults for every widget on the page. */
  readonly init: (options: InitOptions) => void;
  /** Puts a widget at the end of every element that matches, now and later. */
  readonly attach: typeof attach;
  /** Signs out: forgets all feedback here, in the storage and in the other tabs. */
  readonly clear: () => void;
  /** Goes on after a new sign-in with what failed for want of a token. */
  readonly resume: () => void;
  readonly version: string;
}

declare global {
  interface Window {
    ClarifeyeFeedback?: ClarifeyeFeedbackGlobal;
    /** Read once as `init(options)` when the script runs. */
    clarifeyeFeedbackConfig?: InitOptions;
  }
}

type Names = Readonly<Record<string, unknown>>;

/** The global function that a dotted name stands for, looked up at each call, so that the page may define it later. */
function readGetToken(name: string): GetToken {
  return (request) => {
    const path = name.split('.');
    const last = path.pop() ?? '';
    const owner = path.reduce<Names | undefined>((object, key) => object?.[key] as Names | undefined, window as unknown as Names);
    const getToken = owner?.[last];
    // An element of that name is none.
    if (typeof getToken === 'function' && !(owner instanceof Node || getToken instanceof Node))
      return getToken.call(owner, request) as string;
    throw configError('data-get-token', name, 'the name of a global function that returns the access token');
  };
}

function start(): void {
  const tag = documentProperty('currentScript');
  const isTag = tag instanceof HTMLScriptElement;
  if (isTag) {
    const { values, warnings } = readAttributes(tag, 'data-');
    const { conversationId, queryId, ...options } = values;
    const name = tag.getAttribute('data-get-token')?.trim();
    setDefaults({ values: { ...options, ...(name && { getToken: readGetToken(name) }) }, warnings });
  }
  const config = window.clarifeyeFeedbackConfig;
  // An element of that name is none.
  if (config && [Object.prototype, null].includes(Object.getPrototypeOf(config))) init(config);
  window.ClarifeyeFeedback = { init: (options) => init(options), attach, clear: clearAll, resume: resumeAll, version: __VERSION__ };
  const src = isTag ? tag.src : '';
  // A module needs no nonce and is no sink of Trusted Types where a script element would be.
  define(async (language) => import(/* @vite-ignore */ new URL(`locales/${language}.js`, src).href));
  const selector = isTag && tag.getAttribute('data-attach');
  if (selector) attachFromTag(selector);
}

/** A wrong selector on the tag is told like any other wrong option. */
function attachFromTag(selector: string): void {
  try {
    attach(selector);
  } catch (error) {
    console.error(`clarifeye-feedback: data-attach: ${(error as Error).message}`);
  }
}

/** Starts this copy of the script, unless the page has one already: the first one stays in use and says so. */
export function startScript(): void {
  if (customElements.get('clarifeye-feedback')) {
    const { version = 'an element of that name' } = window.ClarifeyeFeedback ?? {};
    console.info(`clarifeye-feedback ${__VERSION__}: ${version} is already on this page and stays in use.`);
  } else {
    start();
  }
}

import { answer, clear, type DiagnoseOptions, defaults, init, isSettled, resumeAll, setDefaults, subjectOf } from '../client/index.js';
import type { Diagnosis } from '../diagnose/index.js';
import { type AnswerFeedback, type AnswerIds, configError, type GetToken } from '../domain/index.js';
import { attach, define } from '../element/index.js';
import { type InitOptions, type Layer, readAttributes, TAG_OPTIONS } from '../options/index.js';
import { documentProperty, log, unshadowed, version } from '../platform/index.js';

/** The global `ClarifeyeFeedback` of the script. */
export interface ClarifeyeFeedbackGlobal {
  /** Sets the defaults of all widgets on the page. */
  readonly init: (options: InitOptions) => void;
  /** Appends a widget to every element that matches a selector, now and later. */
  readonly attach: typeof attach;
  /** The headless API of an answer, for a page with buttons of its own. */
  readonly answer: (ids: AnswerIds) => AnswerFeedback;
  /** Call this on sign-out. Clears all feedback from the page, the storage and other tabs. */
  readonly clear: () => void;
  /** Call this after a new sign-in. Retries what failed because the session had ended. */
  readonly resume: () => void;
  readonly version: string;
  /** Checks the set-up of the page, prints a table to the console, and returns its rows. It loads `diagnose.js` beside the script. */
  readonly diagnose: (options?: DiagnoseOptions) => Promise<readonly Diagnosis[]>;
  /** For a further copy of the script. @internal */
  readonly setUp: (layer: Layer) => void;
}

declare global {
  var ClarifeyeFeedback: ClarifeyeFeedbackGlobal;
  var clarifeyeFeedbackConfig: InitOptions | undefined;

  interface Window {
    ClarifeyeFeedback?: ClarifeyeFeedbackGlobal;
    /** Read as `init(options)` when the script runs, and again when the document is parsed: an async script may run before the one that sets it. */
    clarifeyeFeedbackConfig?: InitOptions;
  }
}

type Names = Readonly<Record<string, unknown>>;

/** Calls the global function with a dotted name. It is looked up for each call, so that the page can define it later. */
function readGetToken(name: string): GetToken {
  return (request) => {
    const path = name.split('.');
    const last = path.pop() ?? '';
    const owner = path.reduce<Names | undefined>((object, key) => object?.[key] as Names | undefined, window as unknown as Names);
    const getToken = owner?.[last];
    // A page element with that id is not the function.
    if (typeof getToken === 'function' && !(owner instanceof Node || getToken instanceof Node))
      return getToken.call(owner, request) as string;
    throw configError(
      'data-get-token on the script tag',
      // Anything but a short path of letters may be a token.
      /^[a-z_$.()]{1,31}$/i.test(name) ? name : '…',
      'the name of a function of window (no const), without parentheses',
    );
  };
}

/** The options on a script tag. */
function readTag(tag: Element): Layer {
  const { values, warnings } = readAttributes(tag, 'data-', TAG_OPTIONS);
  const name = tag.getAttribute('data-get-token')?.trim();
  return { values: { ...values, ...(name && { getToken: readGetToken(name) }) }, warnings };
}

/** Takes the set-up of a further copy of the script, if the page has none yet. */
function setUp(layer: Layer): void {
  const { projectId, baseUrl } = defaults.peek();
  if (!projectId && !baseUrl) setDefaults(layer);
}

let config: InitOptions | undefined;

function readConfig(): void {
  const given = window.clarifeyeFeedbackConfig;
  // A page element with that id is not the configuration.
  if (!given || given === config || ![Object.prototype, null].includes(Object.getPrototypeOf(given))) return;
  config = given;
  init(given);
}

function start(tag: HTMLScriptElement | null): void {
  const src = tag?.src ?? '';
  if (tag) setDefaults(readTag(tag));
  isSettled.subscribe(readConfig);
  window.ClarifeyeFeedback = {
    init,
    setUp,
    attach,
    answer,
    clear,
    resume: resumeAll,
    version,
    async diagnose(options = {}) {
      const { diagnose } = await import(/* @vite-ignore */ new URL('diagnose.js', src).href);
      return diagnose(subjectOf(options));
    },
  };
  // Unlike a script element, an imported module needs no nonce and no Trusted Types policy.
  define(async (language) => import(/* @vite-ignore */ new URL(`locales/${language}.js`, src).href));
}

/** Attaches to the selector of the tag with the copy that is in use, and reports a wrong one like any other wrong option. */
function attachFromTag(selector: string): void {
  try {
    window.ClarifeyeFeedback?.attach(selector);
  } catch (error) {
    log('error', `data-attach on the script tag: ${(error as Error).message}`);
  }
}

/** Starts the script, unless another copy is on the page: the first one stays in use, with the set-up of this one if it has none. */
export function startScript(): void {
  const current = documentProperty('currentScript');
  // A module is no current script, so its tag is found by its name.
  const found = () => unshadowed(document).querySelector<HTMLScriptElement>('script[type=module][src*=clarifeye-feedback]');
  const tag = current instanceof HTMLScriptElement ? current : found();
  if (customElements.get('clarifeye-feedback')) {
    const first = window.ClarifeyeFeedback;
    if (tag) first?.setUp?.(readTag(tag));
    log('info', `script ${version}: ${first?.version ?? 'an element of that name'} is already on this page and stays in use.`);
  } else {
    start(tag);
  }
  const selector = tag?.getAttribute('data-attach');
  if (selector) attachFromTag(selector);
}

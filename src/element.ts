import { type ReadonlySignal, signal } from '@preact/signals';
import { h, render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FeedbackClient } from './client.js';
import {
  ATTRIBUTE_OPTIONS,
  type AttributeOptions,
  type ProjectOptions,
  type ReadAttributes,
  readAttributes,
  readOptions,
  toAttribute,
  toText,
  type WidgetOptions,
} from './config.js';
import { type ConnectionOptions, findClient } from './connection.js';
import { FeedbackError } from './errors.js';
import type { Phase } from './feedback.js';
import { own } from './own.js';
import { findUp, listen, real } from './real.js';
import type { BeforeSend } from './steps.js';
import { type LoadLanguage, setLoader, textsFor } from './texts.js';
import type { GetToken } from './token.js';
import css from './widget/feedback-widget.css?inline';
import { InnerWidget } from './widget/feedback-widget.js';
import type { FeedbackDetail, FeedbackWidgetProps, InnerProps } from './widget/props.js';

/** Defaults for every `<clarifeye-feedback>` on the page. */
export interface InitOptions extends ConnectionOptions, WidgetOptions, Pick<AttributeOptions, 'locale'> {}

/** The element's properties that hold objects and functions, which no attribute can. */
export type ObjectOptions = Pick<InitOptions, 'client' | 'submitter' | 'getToken' | 'strings' | 'reasons'> &
  Pick<FeedbackWidgetProps, 'value'>;

/** The options that are properties only. */
export const OBJECTS = ['client', 'submitter', 'getToken', 'strings', 'reasons', 'value'] as const;
const PROJECT = ['projectId', 'region', 'baseUrl', 'source', 'getToken'] as const satisfies readonly (keyof ProjectOptions | 'getToken')[];

/** Checked options; a wrong one is its error. */
type Checked = Readonly<Record<string, unknown>>;

const defaults = signal<Checked>(own({}));
// A page may call `init` in a script after this one: until the document is read, a missing set-up is no error yet.
const isSettled = signal(false);

/** Sets defaults for every widget on the page, those already there too. A later call adds to an earlier one. */
export function init(options: InitOptions): void {
  const { conversationId, queryId, ...given } = own(options) as Record<string, unknown>;
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

/**
 * Registers the element, with the place its languages come from. A server has no registry, and a page may already have this element from another
 * copy: the first one stays.
 */
export function define(load: LoadLanguage): void {
  if (!globalThis.customElements || customElements.get('clarifeye-feedback')) return;
  setLoader(load);
  customElements.define('clarifeye-feedback', ClarifeyeFeedbackElement);
  // The time in which a missing set-up is no error ends one task after the document was read.
  const end = () => setTimeout(() => (isSettled.value = true));
  if (real('readyState') === 'loading') listen(document, 'DOMContentLoaded', end);
  else end();
}

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** One style sheet for every widget of a document: no `<style>`, so no nonce under a strict CSP. No two documents may share one. */
function sheetOf(page: Document): CSSStyleSheet {
  let sheet = sheets.get(page);
  if (!sheet) {
    sheet = new (Reflect.get(Document.prototype, 'defaultView', page) as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  return sheet;
}

/** The events of {@link ClarifeyeFeedbackElement}, all bubbling and composed. */
export interface ClarifeyeFeedbackEventMap {
  'feedback-change': CustomEvent<FeedbackDetail<'change'>>;
  'feedback-saved': CustomEvent<FeedbackDetail<'saved'>>;
  'feedback-removed': CustomEvent<FeedbackDetail<'removed'>>;
  'feedback-error': CustomEvent<FeedbackDetail<'error'>>;
}

export interface ClarifeyeFeedbackElement extends AttributeOptions, ObjectOptions {}

// A server has no HTMLElement; importing this there must not throw.
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<clarifeye-feedback>`: the widget in a shadow root. Every attribute is also a property that reflects; objects and
 * functions (`client`, `submitter`, `getToken`, `strings`, `reasons`, `value`) are properties only.
 */
export class ClarifeyeFeedbackElement extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTE_OPTIONS.map(toAttribute);

  readonly #read = signal<ReadAttributes>({ options: {}, warnings: [] });
  readonly #objects = signal<ObjectOptions>({});
  /** Frameworks put an element into the page before they set its properties. */
  readonly #isSetUp = signal(false);
  /** What is said before the ids are known lives as long as the element. */
  readonly #waiting: InnerProps['waiting'] = { current: null };
  #phase: Phase = 'idle';

  static {
    for (const option of ATTRIBUTE_OPTIONS) {
      const attribute = toAttribute(option);
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, option, {
        get(this: ClarifeyeFeedbackElement) {
          const value = this.#read.peek().options[option];
          return isError(value) ? undefined : value;
        },
        set(this: ClarifeyeFeedbackElement, value: unknown) {
          const text = toText(value);
          if (text === null) this.removeAttribute(attribute);
          else this.setAttribute(attribute, text);
        },
      });
    }
    for (const name of OBJECTS) {
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, name, {
        get(this: ClarifeyeFeedbackElement) {
          return this.#objects.peek()[name];
        },
        set(this: ClarifeyeFeedbackElement, value: unknown) {
          this.#objects.value = { ...this.#objects.peek(), [name]: value ?? undefined };
        },
      });
    }
  }

  /** Where the feedback stands; also on the host as `data-phase`. */
  get phase(): Phase {
    return this.#phase;
  }

  connectedCallback(): void {
    for (const name of [...OBJECTS, ...ATTRIBUTE_OPTIONS]) this.#upgrade(name);
    const root = this.shadowRoot ?? this.attachShadow(own({ mode: 'open' }));
    root.adoptedStyleSheets = [sheetOf(Reflect.get(Node.prototype, 'ownerDocument', this) as Document)];
    this.attributeChangedCallback();
    setTimeout(() => (this.#isSetUp.value = true));
    render(
      h(ElementRoot, {
        host: this,
        waiting: this.#waiting,
        isSetUp: this.#isSetUp,
        read: this.#read,
        objects: this.#objects,
        emit: this.#emit,
        showPhase: this.#showPhase,
      }),
      root,
    );
  }

  disconnectedCallback(): void {
    // A node that only moves is connected again in the same task.
    queueMicrotask(() => !this.isConnected && this.shadowRoot && render(null, this.shadowRoot));
  }

  attributeChangedCallback(): void {
    this.#read.value = readAttributes(this);
  }

  /** A property set before the element was defined hides the accessor of the same name: it is set anew. */
  #upgrade(name: keyof ObjectOptions | keyof AttributeOptions): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    Object.assign(this, { [name]: value });
  }

  readonly #emit = (type: string, detail: object): void => {
    this.dispatchEvent(new CustomEvent(`feedback-${type}`, { detail, bubbles: true, composed: true }));
  };

  readonly #showPhase = (phase: Phase): void => {
    this.#phase = phase;
    this.dataset['phase'] = phase;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'clarifeye-feedback': ClarifeyeFeedbackElement;
  }
}

interface ElementRootProps {
  readonly host: Element;
  readonly waiting: InnerProps['waiting'];
  readonly isSetUp: ReadonlySignal<boolean>;
  readonly read: ReadonlySignal<ReadAttributes>;
  readonly objects: ReadonlySignal<ObjectOptions>;
  readonly emit: (type: string, detail: object) => void;
  readonly showPhase: (phase: Phase) => void;
}

/** Joins the element's own options with the page's defaults and hands them to the widget. */
function ElementRoot({ host, waiting, isSetUp, read, objects, emit, showPhase }: ElementRootProps) {
  const { options, warnings } = read.value;
  const page = defined(defaults.value);
  const given: Checked = own({ ...options, ...objects.value });
  const all: Checked = own({ ...page, ...defined(given) });
  const wrong = Object.values(all).find(isError);
  const found = wrong ?? connect(given, page);
  // A set-up that is missing may still come; one that is wrong is wrong at once.
  const isPending = isError(found) && !wrong && !(isSettled.value && isSetUp.value);

  useEffect(() => {
    for (const warning of warnings) console.warn(`clarifeye-feedback: ${warning.message}`);
  }, [warnings.map((warning) => warning.message).join()]);

  return h(InnerWidget, {
    ...all,
    locale: textsFor((all['locale'] as string | undefined) ?? findUp(host, 'lang') ?? ''),
    disclaimer: h('slot', { name: 'disclaimer' }),
    client: isError(found) ? undefined : found,
    submitter: undefined,
    isPending,
    waiting,
    trouble: isError(found) && !isPending ? found : undefined,
    onPhase: showPhase,
    onChange: (detail) => emit('change', detail),
    onSaved: (detail) => emit('saved', detail),
    onRemoved: (detail) => emit('removed', detail),
    onError: (detail) => emit('error', detail),
  });
}

/** The client of an element: its own, else one for its own project, else the page's. */
function connect(given: Checked, page: Checked): FeedbackClient | FeedbackError {
  const hasOwn = given['client'] || given['submitter'] || PROJECT.some((name) => given[name] !== undefined);
  try {
    const live = { ...page, ...(typeof page['getToken'] === 'function' ? { getToken } : {}) };
    const ready = hasOwn ? { client: undefined, submitter: undefined, ...defined(given) } : {};
    return findClient({ ...live, ...ready, beforeSend });
  } catch (error) {
    return isError(error) ? error : new FeedbackError('config', `The set-up can't be used: ${error}`);
  }
}

const isError = (value: unknown): value is FeedbackError => value instanceof FeedbackError;

/** Without the options that are not given, so that they don't hide a default. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value != null)) as T;
}

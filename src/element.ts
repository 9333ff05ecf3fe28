import { type ReadonlySignal, signal } from '@preact/signals';
import { h, render } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { FeedbackClient } from './client';
import { ATTRIBUTES, type AttributeOptions, type ProjectOptions, type ReadAttributes, readAttributes, type WidgetOptions } from './config';
import { type ConnectionOptions, findClient } from './connection';
import type { FeedbackError } from './errors';
import type { Phase } from './feedback';
import { type FeedbackDetail, InnerWidget } from './widget/feedback-widget';
import css from './widget/feedback-widget.css?inline';

/** Defaults for every `<clarifeye-feedback>` on the page. */
export interface InitOptions extends ConnectionOptions, WidgetOptions {}

/** The element's properties that hold objects and functions, which no attribute can. */
type ObjectOptions = Pick<InitOptions, 'client' | 'submitter' | 'getToken' | 'strings'>;

const OBJECTS = ['client', 'submitter', 'getToken', 'strings'] as const;
const PROJECT = ['projectId', 'region', 'baseUrl', 'source', 'getToken'] as const satisfies readonly (keyof ProjectOptions | 'getToken')[];

const defaults = signal<InitOptions>({});
const defaultErrors = signal<readonly FeedbackError[]>([]);
// A page may call `init` in a script after this one: until the document is read, a missing set-up is no error yet.
const isSettled = signal(false);

/** Sets defaults for every widget on the page, those already there too. A later call adds to an earlier one. */
export function init(options: InitOptions, errors: readonly FeedbackError[] = []): void {
  defaults.value = { ...defaults.peek(), ...options };
  defaultErrors.value = errors;
}

/** Ends the time in which a missing set-up is no error: one task after the document was read. */
export function settle(): void {
  const end = () => setTimeout(() => (isSettled.value = true));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', end, { once: true });
  else end();
}

let sheet: CSSStyleSheet | undefined;

/** One style sheet for every widget of the page: no `<style>`, so no nonce under a strict CSP. */
function sharedSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
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
 * functions (`client`, `submitter`, `getToken`, `strings`) are properties only.
 */
export class ClarifeyeFeedbackElement extends Base {
  static readonly observedAttributes: readonly string[] = Object.keys(ATTRIBUTES);

  readonly #read = signal<ReadAttributes>({ options: {}, errors: [], warnings: [] });
  readonly #objects = signal<ObjectOptions>({});
  #phase: Phase = 'idle';

  static {
    for (const [attribute, option] of Object.entries(ATTRIBUTES)) {
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, option, {
        configurable: true,
        enumerable: true,
        get(this: ClarifeyeFeedbackElement) {
          return this.#read.peek().options[option];
        },
        set(this: ClarifeyeFeedbackElement, value: unknown) {
          if (value == null || value === false) this.removeAttribute(attribute);
          else this.setAttribute(attribute, value === true ? '' : Array.isArray(value) ? value.join(' ') : String(value));
        },
      });
    }
    for (const name of OBJECTS) {
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, name, {
        configurable: true,
        enumerable: true,
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
    for (const name of [...OBJECTS, ...Object.values(ATTRIBUTES)]) this.#upgrade(name);
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sharedSheet()];
    this.attributeChangedCallback();
    render(h(ElementRoot, { read: this.#read, objects: this.#objects, emit: this.#emit, showPhase: this.#showPhase }), root);
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

interface ElementRootProps {
  readonly read: ReadonlySignal<ReadAttributes>;
  readonly objects: ReadonlySignal<ObjectOptions>;
  readonly emit: (type: string, detail: object) => void;
  readonly showPhase: (phase: Phase) => void;
}

/** Joins the element's own options with the page's defaults and hands them to the widget. */
function ElementRoot({ read, objects, emit, showPhase }: ElementRootProps) {
  const { options, errors, warnings } = read.value;
  const own = { ...options, ...objects.value };
  const all = { ...defaults.value, ...defined(own) };
  const found = useMemo(
    () => connect(own, defaults.value),
    [...PROJECT.map((name) => all[name]), all.client, all.submitter, all.beforeSend],
  );
  const isPending = !isClient(found) && !isSettled.value;
  const trouble = errors[0] ?? defaultErrors.value[0] ?? (isPending || isClient(found) ? undefined : found);

  useEffect(() => {
    for (const warning of warnings) console.warn(`clarifeye-feedback: ${warning.message}`);
  }, [warnings.map((warning) => warning.message).join()]);

  return h(InnerWidget, {
    ...all,
    client: isClient(found) ? found : undefined,
    submitter: undefined,
    isPending,
    trouble,
    onPhase: showPhase,
    onChange: (detail) => emit('change', detail),
    onSaved: (detail) => emit('saved', detail),
    onRemoved: (detail) => emit('removed', detail),
    onError: (detail) => emit('error', detail),
  });
}

/** The client of an element: its own, else one for its own project, else the page's. */
function connect(own: AttributeOptions & ObjectOptions, page: InitOptions): FeedbackClient | FeedbackError {
  const hasOwn = own.client || own.submitter || PROJECT.some((name) => own[name] !== undefined);
  try {
    return findClient(hasOwn ? { ...page, client: undefined, submitter: undefined, ...defined(own) } : page);
  } catch (error) {
    return error as FeedbackError;
  }
}

function isClient(found: FeedbackClient | FeedbackError): found is FeedbackClient {
  return 'answer' in found;
}

/** Without the options that are undefined, so that they don't hide a default. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

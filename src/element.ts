import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { h, hydrate, render } from 'preact';
import { useEffect } from 'preact/hooks';
import { awaitNews } from './client.js';
import { ATTRIBUTE_OPTIONS, type AttributeOptions, type ReadAttributes, readAttributes, toAttribute, toText } from './config.js';
import type { Phase } from './feedback.js';
import { own } from './own.js';
import { type Checked, connect, defaults, defined, type InitOptions, isError, isSettled } from './page-defaults.js';
import { ancestorsOf, findUp, listen, real } from './real.js';
import { type LoadLanguage, loaded, setLoader, textsFor } from './texts.js';
import css from './widget/feedback-widget.css?inline';
import { InnerWidget } from './widget/feedback-widget.js';
import { drawPlain, isPlain, restyle } from './widget/plain.js';
import type { FeedbackDetail, FeedbackWidgetProps, InnerProps, Kept } from './widget/props.js';
import { arrive, depart, placeOf } from './widget/succession.js';

/** The element's properties that hold objects and functions, which no attribute can. */
export type ObjectOptions = Pick<InitOptions, 'client' | 'submitter' | 'getToken' | 'strings' | 'reasons'> &
  Pick<FeedbackWidgetProps, 'value'>;

/** The options that are properties only. */
export const OBJECTS = ['client', 'submitter', 'getToken', 'strings', 'reasons', 'value'] as const;

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
  for (const source of [defaults, loaded]) source.subscribe(() => lookAgain(false));
  isSettled.subscribe(() => lookAgain(true));
}

/** What an element shows whose widget nobody has touched. */
interface Rest {
  readonly props: InnerProps;
  /** No longer waits for news of the answer. */
  readonly stop: () => void;
}

const resting = new Set<ClarifeyeFeedbackElement>();
/** Wakes a resting element; anything else is none of its business. */
let touch: (target: EventTarget) => void;
/** Looks again at those that rest, all or only those whose set-up was not known yet. */
let lookAgain: (isPending: boolean) => void;
/** What a person does first to a widget, before they click. */
const TOUCHES = ['pointerdown', 'focusin'];
const watched = new WeakSet<Document>();

/** Wakes what is touched in a document, by one listener for all. A script's click, or one that the page hides, is heard by the widget's own. */
function watchTouches(page: Document): void {
  if (watched.has(page)) return;
  watched.add(page);
  const onTouch = (event: Event) => event.composedPath().forEach(touch);
  for (const name of TOUCHES) Document.prototype.addEventListener.call(page, name, onTouch, true);
}

/** A touched element is about to be drawn, and no other is being drawn. */
let isTouching = false;
let fresh: Signal<boolean>[] = [];

/** Calls an element set up once this task is over. */
function markFresh(isSetUp: Signal<boolean>): void {
  if (!fresh.length)
    setTimeout(() => {
      const marked = fresh;
      fresh = [];
      for (const signal of marked) signal.value = true;
      lookAgain(true);
    });
  fresh.push(isSetUp);
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
  readonly #kept: Kept = { waiting: null, arrival: null };
  #rest: Rest | null = null;
  #isAwake = false;
  #phase: Phase = 'idle';

  static {
    touch = (target) => {
      if (target instanceof ClarifeyeFeedbackElement && target.#rest) target.#wake(true);
    };
    lookAgain = (isPending) => {
      for (const element of resting) if (!isPending || element.#rest?.props.isPending) element.#settle();
    };
    for (const option of ATTRIBUTE_OPTIONS) {
      const attribute = toAttribute(option);
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, option, {
        get(this: ClarifeyeFeedbackElement) {
          const { options } = this.isConnected ? this.#read.peek() : readAttributes(this);
          const value = options[option];
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
          if (this.#rest) this.#settle();
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
    this.#read.value = readAttributes(this);
    markFresh(this.#isSetUp);
    if (this.#isAwake) this.#render();
    else this.#settle();
  }

  disconnectedCallback(): void {
    // A node that only moves is connected again in the same task.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  attributeChangedCallback(): void {
    // Before that nothing is shown, and each of an element's attributes would be read for each.
    if (!this.isConnected) return;
    this.#read.value = readAttributes(this);
    if (this.#rest) this.#settle();
  }

  static readonly #onClick = ({ currentTarget }: Event): void => touch((currentTarget as ShadowRoot).host);

  /** News may come while another widget is being drawn, and Preact draws one at a time. */
  readonly #onNews = (): void => {
    if (isTouching) this.#wake(false);
    else queueMicrotask(() => this.#rest && this.#wake(false));
  };

  /** Shows the ratings with nothing behind them, as long as nobody touches them, nothing is known of the answer, and there is nothing to tell. */
  #settle(): void {
    const root = this.shadowRoot as ShadowRoot;
    const props = toProps(this, this.#read.peek(), this.#objects.peek(), this.#isSetUp.peek());
    const { client, conversationId, queryId } = props;
    const isOne = client && conversationId != null && queryId != null;
    this.#rest?.stop();
    const isQuiet = !this.#kept.waiting && !this.#read.peek().warnings.length && isPlain(props);
    const stop = isQuiet && (isOne ? awaitNews(client, { conversationId, queryId }, this.#onNews) : () => {});
    if (!stop) return this.#wake(false);
    const page = Reflect.get(Node.prototype, 'ownerDocument', this) as Document;
    const row = drawPlain(props, page);
    const former = this.#rest && root.firstElementChild;
    if (!former || this.#rest?.props.ratings?.join() !== props.ratings?.join()) root.replaceChildren(row);
    else restyle(former, row);
    if (!this.#rest) {
      watchTouches(page);
      root.addEventListener('click', ClarifeyeFeedbackElement.#onClick, true);
      resting.add(this);
      this.#showPhase('idle');
      this.#kept.arrival = {
        ancestors: ancestorsOf(row),
        place: () => placeOf(this.#rest?.props ?? {}),
        take: (departure) => {
          this.#wake(true);
          this.#kept.arrival?.take(departure);
        },
      };
      arrive(this.#kept.arrival);
    }
    this.#rest = { props, stop };
  }

  /** Puts the widget behind the ratings. Where its state is not the one they show, it takes their place. */
  #wake(isAsShown: boolean): void {
    const { client, conversationId, queryId } = this.#rest?.props ?? {};
    if (!isAsShown) this.shadowRoot?.replaceChildren();
    this.#endRest();
    this.#isAwake = true;
    // Others of the same answer wake first, so that they hear of what comes now.
    if (isAsShown && conversationId != null && queryId != null) {
      isTouching = true;
      client?.answer({ conversationId, queryId });
      isTouching = false;
    }
    this.#render(isAsShown);
  }

  #endRest(): void {
    this.#rest?.stop();
    this.#rest = null;
    resting.delete(this);
    this.shadowRoot?.removeEventListener('click', ClarifeyeFeedbackElement.#onClick, true);
  }

  #end(): void {
    const root = this.shadowRoot;
    const { arrival } = this.#kept;
    if (!root) return;
    if (this.#rest && arrival) {
      const { ancestors } = arrival;
      depart({ ...arrival.place(), ancestors, model: null, focus: null }, arrival);
      this.#kept.arrival = null;
      this.#endRest();
      root.replaceChildren();
    }
    if (this.#isAwake) render(null, root);
    this.#isAwake = false;
  }

  #render(isAsShown = false): void {
    (isAsShown ? hydrate : render)(
      h(ElementRoot, {
        host: this,
        kept: this.#kept,
        isSetUp: this.#isSetUp,
        read: this.#read,
        objects: this.#objects,
        emit: (type, detail) => void this.dispatchEvent(new CustomEvent(`feedback-${type}`, { detail, bubbles: true, composed: true })),
        showPhase: (phase) => this.#showPhase(phase),
      }),
      this.shadowRoot as ShadowRoot,
    );
  }

  /** A property set before the element was defined hides the accessor of the same name: it is set anew. */
  #upgrade(name: keyof ObjectOptions | keyof AttributeOptions): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    Object.assign(this, { [name]: value });
  }

  #showPhase(phase: Phase): void {
    if (this.#phase === phase && this.hasAttribute('data-phase')) return;
    this.#phase = phase;
    this.setAttribute('data-phase', phase);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'clarifeye-feedback': ClarifeyeFeedbackElement;
  }
}

interface ElementRootProps {
  readonly host: Element;
  readonly kept: Kept;
  readonly isSetUp: ReadonlySignal<boolean>;
  readonly read: ReadonlySignal<ReadAttributes>;
  readonly objects: ReadonlySignal<ObjectOptions>;
  readonly emit: (type: string, detail: object) => void;
  readonly showPhase: (phase: Phase) => void;
}

/** Hands the element's options to the widget. */
function ElementRoot({ host, kept, isSetUp, read, objects, emit, showPhase }: ElementRootProps) {
  const { warnings } = read.value;

  useEffect(() => {
    for (const warning of warnings) console.warn(`clarifeye-feedback: ${warning.message}`);
  }, [warnings.map((warning) => warning.message).join()]);

  return h(InnerWidget, {
    ...toProps(host, read.value, objects.value, isSetUp.value),
    disclaimer: h('slot', { name: 'disclaimer' }),
    kept,
    onPhase: showPhase,
    onChange: (detail) => emit('change', detail),
    onSaved: (detail) => emit('saved', detail),
    onRemoved: (detail) => emit('removed', detail),
    onError: (detail) => emit('error', detail),
  });
}

/** An element's own options joined with the page's, as the widget takes them. */
function toProps(host: Element, { options }: ReadAttributes, objects: ObjectOptions, isSetUp: boolean): InnerProps {
  const given: Checked = own({ ...options, ...objects });
  const all: Checked = own({ ...defined(defaults.value), ...defined(given) });
  const wrong = Object.values(all).find(isError);
  const found = wrong ?? connect(given);
  // A set-up that is missing may still come; one that is wrong is wrong at once.
  const isPending = isError(found) && !wrong && !(isSettled.value && isSetUp);
  return own({
    ...all,
    locale: textsFor((all['locale'] as string | undefined) ?? findUp(host, 'lang') ?? ''),
    client: isError(found) ? undefined : found,
    submitter: undefined,
    isPending,
    trouble: isError(found) && !isPending ? found : undefined,
  });
}

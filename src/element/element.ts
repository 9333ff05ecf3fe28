import { h, hydrate, render } from 'preact';
import { awaitNews, defaults, isError, isSettled, modelOf } from '../client/index.js';
import { ownProperties, type Phase } from '../domain/index.js';
import { type LoadLanguage, loaded, setLoader } from '../i18n/index.js';
import {
  ATTRIBUTE_OPTIONS,
  ELEMENT_OPTIONS,
  type ElementOptions,
  EMPTY_LAYER,
  type Layer,
  readAttributes,
  readValues,
  toAttribute,
  toText,
} from '../options/index.js';
import { documentProperty, findUp, listen } from '../platform/index.js';
import { arrive, depart, type FeedbackDetail, type InnerProps, InnerWidget, type WidgetMemory } from '../widget/index.js';
import { drawIdleRow, isIdle, restyle } from './idle-row.js';
import { type ElementProps, readOptions } from './read-options.js';
import { rootFor } from './root.js';
import { sheetOf } from './style-sheet.js';
import { watchFirstTouches } from './touches.js';
import { awaitSomeone, warmUp } from './warm-up.js';

/**
 * Registers the element, with the place its languages come from. A server has no registry, and a page may already have this element from another
 * copy: the first one stays.
 */
export function define(load: LoadLanguage): void {
  if (!globalThis.customElements || customElements.get('clarifeye-feedback')) return;
  setLoader(load);
  awaitSomeone();
  for (const source of [defaults, loaded]) source.subscribe(() => lookAgain(false));
  isSettled.subscribe(() => lookAgain(true));
  customElements.define('clarifeye-feedback', ClarifeyeFeedbackElement);
  // The time in which a missing set-up is no error ends one task after the document was read.
  const end = () => setTimeout(() => (isSettled.value = true));
  if (documentProperty('readyState') === 'loading') listen(document, 'DOMContentLoaded', end);
  else end();
}

const connected = new Set<ClarifeyeFeedbackElement>();
/** Wakes a resting element; anything else is none of its business. */
let touch: (target: EventTarget) => void;
/** Looks again at the options of every element, or only of those whose set-up was not known yet. */
let lookAgain: (isPending: boolean) => void;
/** Calls an element set up once this task is over. */
let markFresh: (element: ClarifeyeFeedbackElement) => void;
/** A touched element is about to be drawn, and no other is being drawn. */
let isTouching = false;
let fresh: ClarifeyeFeedbackElement[] = [];

/** Once a frame has been painted, or soon where none is, as in a page that nobody sees. */
function afterPaint(run: () => void): void {
  const timer = setTimeout(run, 200);
  requestAnimationFrame(() => {
    clearTimeout(timer);
    setTimeout(run);
  });
}

const pageOf = (element: Element) => Reflect.get(Node.prototype, 'ownerDocument', element) as Document;

/** The events of {@link ClarifeyeFeedbackElement}, all bubbling and composed. */
export interface ClarifeyeFeedbackEventMap {
  'feedback-change': CustomEvent<FeedbackDetail<'change'>>;
  'feedback-saved': CustomEvent<FeedbackDetail<'saved'>>;
  'feedback-removed': CustomEvent<FeedbackDetail<'removed'>>;
  'feedback-error': CustomEvent<FeedbackDetail<'error'>>;
}

type EventMap = HTMLElementEventMap & ClarifeyeFeedbackEventMap;
type Listen<Options> = {
  <Type extends keyof EventMap>(
    type: Type,
    listener: (this: ClarifeyeFeedbackElement, event: EventMap[Type]) => unknown,
    options?: boolean | Options,
  ): void;
  (type: string, listener: EventListenerOrEventListenerObject, options?: boolean | Options): void;
};

export interface ClarifeyeFeedbackElement extends ElementOptions {
  addEventListener: Listen<AddEventListenerOptions>;
  removeEventListener: Listen<EventListenerOptions>;
}

// A server has no HTMLElement; importing this there must not throw.
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<clarifeye-feedback>`: the widget in a shadow root. Every attribute is also a property that reflects; objects and
 * functions (`client`, `submitter`, `getToken`, `strings`, `reasons`, `value`) are properties only.
 */
export class ClarifeyeFeedbackElement extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTE_OPTIONS.map(toAttribute);

  #attributes: Layer = EMPTY_LAYER;
  /** What was set as properties that no attribute sets, and the same once checked. */
  #given: Readonly<Record<string, unknown>> = ownProperties({});
  #properties: Layer = EMPTY_LAYER;
  /** Frameworks put an element into the page before they set its properties. */
  #isSetUp = false;
  /** The language around it when it came. */
  #lang = '';
  #props: ElementProps | undefined;
  /** No longer waits for news of the answer; null where the element does not rest. */
  #stopWaiting: (() => void) | null = null;
  /** What the widget tells the element, once there is one behind the ratings. */
  #callbacks: Partial<InnerProps> | null = null;
  readonly #memory: WidgetMemory = { waiting: null, conversationId: '', arrival: null };
  /** The ratings as they are drawn at rest. */
  #row: Element | undefined;
  /** Where Preact draws: in the shadow root, among nodes that others may have put there. */
  #place: Element | undefined;
  #isDue = false;
  #phase: Phase = 'idle';

  static {
    touch = (target) => {
      if (target instanceof ClarifeyeFeedbackElement && target.#stopWaiting) target.#wake(true);
    };
    lookAgain = (isPending) => {
      for (const element of connected) if (!isPending || element.#props?.isPending) element.#update();
    };
    markFresh = (element) => {
      if (!fresh.length)
        setTimeout(() => {
          for (const element of fresh) element.#isSetUp = true;
          fresh = [];
          lookAgain(true);
        });
      fresh.push(element);
    };
    for (const name of ELEMENT_OPTIONS) {
      const isAttribute = (ATTRIBUTE_OPTIONS as readonly string[]).includes(name);
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, name, {
        get(this: ClarifeyeFeedbackElement) {
          if (!isAttribute) return this.#given[name];
          const { values } = this.isConnected ? this.#attributes : readAttributes(this);
          return isError(values[name]) ? undefined : values[name];
        },
        set(this: ClarifeyeFeedbackElement, value: unknown) {
          const text = toText(value);
          const attribute = toAttribute(name);
          if (!isAttribute) this.#setProperty(name, value);
          else if (text === null) this.removeAttribute(attribute);
          else this.setAttribute(attribute, text);
        },
      });
    }
  }

  /** Where the feedback stands; also on the host as `data-phase`. */
  get phase(): Phase {
    return this.#phase;
  }

  connectedCallback(): void {
    for (const name of ELEMENT_OPTIONS) this.#upgrade(name);
    const sheet = sheetOf(pageOf(this));
    if (!sheet) return;
    const root = this.shadowRoot ?? this.attachShadow(ownProperties({ mode: 'open' }));
    root.adoptedStyleSheets = [sheet];
    this.#lang = findUp(this, 'lang') ?? '';
    this.#attributes = readAttributes(this);
    connected.add(this);
    markFresh(this);
    if (this.#callbacks) this.#render();
    else this.#settle();
  }

  disconnectedCallback(): void {
    // A node that only moves is connected again in the same task.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  attributeChangedCallback(): void {
    // Before that nothing is shown, and each of an element's attributes would be read for each.
    if (!this.isConnected) return;
    this.#attributes = readAttributes(this);
    this.#update();
  }

  static readonly #onClick = ({ currentTarget }: Event): void => touch((currentTarget as ShadowRoot).host);

  /** News may come while another widget is being drawn, and Preact draws one at a time. */
  readonly #onNews = (): void => {
    if (isTouching) this.#wake(false);
    else queueMicrotask(() => this.#stopWaiting && this.#wake(false));
  };

  /** Shows what has changed; the widget itself once no other can be being drawn. */
  #update(): void {
    if (this.#stopWaiting) this.#settle();
    else if (this.#callbacks && !this.#isDue) {
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.#callbacks) this.#render();
      });
    }
  }

  #setProperty(name: string, value: unknown): void {
    this.#given = ownProperties({ ...this.#given, [name]: value ?? undefined });
    this.#properties = readValues(this.#given);
    this.#update();
  }

  #readProps(): ElementProps {
    const values = { ...this.#attributes.values, ...this.#properties.values };
    this.#props = readOptions(this.#lang, values, this.#isSetUp, this.#props?.answer ?? null);
    return this.#props;
  }

  #warnings() {
    return [...this.#attributes.warnings, ...this.#properties.warnings];
  }

  /** Shows the ratings with nothing behind them, as long as nobody touches them, nothing is known of the answer, and there is nothing to tell. */
  #settle(): void {
    const root = this.shadowRoot as ShadowRoot;
    const former = this.#props?.options;
    const props = this.#readProps();
    const { client, answer, options } = props;
    this.#stopWaiting?.();
    const isQuiet = !this.#memory.waiting && !this.#warnings().length && isIdle(props);
    const stop = isQuiet && (client && answer ? awaitNews(client, answer, this.#onNews) : () => {});
    if (!stop) return this.#wake(false);
    const page = pageOf(this);
    const row = drawIdleRow(props, page);
    if (this.#stopWaiting && this.#row && former?.ratings?.join() === options.ratings?.join()) restyle(this.#row, row);
    else {
      this.#row?.remove();
      this.#row = row;
      root.append(row);
    }
    if (!this.#stopWaiting) {
      watchFirstTouches(page, touch);
      warmUp();
      root.addEventListener('click', ClarifeyeFeedbackElement.#onClick, true);
      this.#showPhase('idle');
      this.#memory.arrival = {
        key: () => this.#props?.answer?.key ?? null,
        take: (focus) => {
          this.#wake(true);
          this.#memory.arrival?.take(focus);
        },
      };
      arrive(this.#memory.arrival);
    }
    this.#stopWaiting = stop;
  }

  /** Puts the widget behind the ratings. Where its state is not the one they show, it takes their place. */
  #wake(isAsShown: boolean): void {
    const { client, answer } = this.#props ?? {};
    if (!isAsShown) this.#row?.remove();
    this.#place = rootFor(this.shadowRoot as ShadowRoot, isAsShown ? this.#row : undefined);
    this.#row = undefined;
    this.#endRest();
    // Others of the same answer wake first, so that they hear of what comes now.
    if (isAsShown && client && answer) {
      isTouching = true;
      modelOf(client, answer);
      isTouching = false;
    }
    const tell = (type: string) => (detail: object) =>
      void this.dispatchEvent(new CustomEvent(`feedback-${type}`, { detail, bubbles: true, composed: true }));
    this.#callbacks = {
      memory: this.#memory,
      disclaimer: h('slot', { name: 'disclaimer' }),
      afterPaint,
      onPhase: (phase) => this.#showPhase(phase),
      onChange: tell('change'),
      onSaved: tell('saved'),
      onRemoved: tell('removed'),
      onError: tell('error'),
    };
    this.#render(isAsShown);
  }

  #endRest(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.shadowRoot?.removeEventListener('click', ClarifeyeFeedbackElement.#onClick, true);
  }

  #end(): void {
    const { arrival } = this.#memory;
    if (!this.shadowRoot) return;
    connected.delete(this);
    if (this.#stopWaiting && arrival) {
      depart(arrival, null);
      this.#memory.arrival = null;
      this.#endRest();
      this.#row?.remove();
      this.#row = undefined;
    }
    if (this.#place) render(null, this.#place);
    this.#callbacks = null;
    this.#place = undefined;
  }

  #render(isAsShown = false): void {
    const props = { ...this.#readProps(), ...this.#callbacks, warnings: this.#warnings() };
    (isAsShown ? hydrate : render)(h(InnerWidget, props), this.#place as Element);
  }

  /** A property set before the element was defined hides the accessor of the same name: it is set anew. */
  #upgrade(name: keyof ElementOptions): void {
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

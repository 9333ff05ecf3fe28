import { h, hydrate, render } from 'preact';
import { awaitNews, defaults, isError, isSettled } from '../client/index.js';
import type { Phase } from '../domain/index.js';
import { own } from '../domain/index.js';
import { type LoadLanguage, loaded, setLoader } from '../i18n/index.js';
import { ATTRIBUTE_OPTIONS, type AttributeOptions, type ReadAttributes, readAttributes, toAttribute, toText } from '../options/index.js';
import { findUp, listen, real } from '../platform/index.js';
import type { FeedbackDetail, InnerProps, Kept } from '../widget/index.js';
import { arrive, depart, InnerWidget, keyOf } from '../widget/index.js';
import { OBJECTS, type ObjectOptions, toProps } from './element-props.js';
import { drawPlain, isPlain, restyle } from './idle-row.js';
import { rootFor } from './root.js';
import { sheetOf } from './style-sheet.js';
import { watchTouches } from './touches.js';
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
  if (real('readyState') === 'loading') listen(document, 'DOMContentLoaded', end);
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
function afterPaint(deed: () => void): void {
  const timer = setTimeout(deed, 200);
  requestAnimationFrame(() => {
    clearTimeout(timer);
    setTimeout(deed);
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

export interface ClarifeyeFeedbackElement extends AttributeOptions, ObjectOptions {
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

  #read: ReadAttributes = { options: {}, warnings: [] };
  #objects: ObjectOptions = {};
  /** Frameworks put an element into the page before they set its properties. */
  #isSetUp = false;
  /** The language around it when it came. */
  #lang = '';
  #props: InnerProps = {};
  /** No longer waits for news of the answer; null where the element does not rest. */
  #stopWaiting: (() => void) | null = null;
  /** What the widget tells the element, once there is one behind the ratings. */
  #outlets: InnerProps | null = null;
  readonly #kept: Kept = { waiting: null, conversationId: '', arrival: null };
  /** The ratings as they are drawn at rest. */
  #row: Element | undefined;
  /** Where Preact draws: in the shadow root, among nodes that others may have put there. */
  #place: Element | undefined;
  #isDue = false;
  #warned = '';
  #phase: Phase = 'idle';

  static {
    touch = (target) => {
      if (target instanceof ClarifeyeFeedbackElement && target.#stopWaiting) target.#wake(true);
    };
    lookAgain = (isPending) => {
      for (const element of connected) if (!isPending || element.#props.isPending) element.#update();
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
    for (const option of ATTRIBUTE_OPTIONS) {
      const attribute = toAttribute(option);
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, option, {
        get(this: ClarifeyeFeedbackElement) {
          const { options } = this.isConnected ? this.#read : readAttributes(this);
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
          return this.#objects[name];
        },
        set(this: ClarifeyeFeedbackElement, value: unknown) {
          this.#objects = { ...this.#objects, [name]: value ?? undefined };
          this.#update();
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
    const sheet = sheetOf(pageOf(this));
    if (!sheet) return;
    const root = this.shadowRoot ?? this.attachShadow(own({ mode: 'open' }));
    root.adoptedStyleSheets = [sheet];
    this.#lang = findUp(this, 'lang') ?? '';
    this.#read = readAttributes(this);
    connected.add(this);
    markFresh(this);
    if (this.#outlets) this.#render();
    else this.#settle();
  }

  disconnectedCallback(): void {
    // A node that only moves is connected again in the same task.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  attributeChangedCallback(): void {
    // Before that nothing is shown, and each of an element's attributes would be read for each.
    if (!this.isConnected) return;
    this.#read = readAttributes(this);
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
    else if (this.#outlets && !this.#isDue) {
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.#outlets) this.#render();
      });
    }
  }

  #readProps(): InnerProps {
    return toProps(this.#lang, this.#read, this.#objects, this.#isSetUp);
  }

  /** Shows the ratings with nothing behind them, as long as nobody touches them, nothing is known of the answer, and there is nothing to tell. */
  #settle(): void {
    const root = this.shadowRoot as ShadowRoot;
    const former = this.#props;
    const props = this.#readProps();
    const { client, conversationId, queryId, ratings } = props;
    const isOne = client && conversationId != null && queryId != null;
    this.#stopWaiting?.();
    const isQuiet = !this.#kept.waiting && !this.#read.warnings.length && isPlain(props);
    const stop = isQuiet && (isOne ? awaitNews(client, { conversationId, queryId }, this.#onNews) : () => {});
    this.#props = props;
    if (!stop) return this.#wake(false);
    const page = pageOf(this);
    const row = drawPlain(props, page);
    if (this.#stopWaiting && this.#row && former.ratings?.join() === ratings?.join()) restyle(this.#row, row);
    else {
      this.#row?.remove();
      this.#row = row;
      root.append(row);
    }
    if (!this.#stopWaiting) {
      watchTouches(page, touch);
      warmUp();
      root.addEventListener('click', ClarifeyeFeedbackElement.#onClick, true);
      this.#showPhase('idle');
      this.#kept.arrival = {
        key: () => keyOf(this.#props),
        take: (focus) => {
          this.#wake(true);
          this.#kept.arrival?.take(focus);
        },
      };
      arrive(this.#kept.arrival);
    }
    this.#stopWaiting = stop;
  }

  /** Puts the widget behind the ratings. Where its state is not the one they show, it takes their place. */
  #wake(isAsShown: boolean): void {
    const { client, conversationId, queryId } = this.#props;
    if (!isAsShown) this.#row?.remove();
    this.#place = rootFor(this.shadowRoot as ShadowRoot, isAsShown ? this.#row : undefined);
    this.#row = undefined;
    this.#endRest();
    // Others of the same answer wake first, so that they hear of what comes now.
    if (isAsShown && conversationId != null && queryId != null) {
      isTouching = true;
      client?.answer({ conversationId, queryId });
      isTouching = false;
    }
    const tell = (type: string) => (detail: object) =>
      void this.dispatchEvent(new CustomEvent(`feedback-${type}`, { detail, bubbles: true, composed: true }));
    this.#outlets = {
      kept: this.#kept,
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
    const { arrival } = this.#kept;
    if (!this.shadowRoot) return;
    connected.delete(this);
    if (this.#stopWaiting && arrival) {
      depart(arrival, null);
      this.#kept.arrival = null;
      this.#endRest();
      this.#row?.remove();
      this.#row = undefined;
    }
    if (this.#place) render(null, this.#place);
    this.#outlets = null;
    this.#place = undefined;
  }

  #render(isAsShown = false): void {
    this.#props = this.#readProps();
    const warnings = this.#read.warnings.map(({ message }) => message);
    if (this.#warned !== warnings.join()) for (const warning of warnings) console.warn(`clarifeye-feedback: ${warning}`);
    this.#warned = warnings.join();
    (isAsShown ? hydrate : render)(h(InnerWidget, { ...this.#props, ...this.#outlets }), this.#place as Element);
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

import { h, render } from 'preact';
import { awaitNews, dropLone, modelOf } from '../client/index.js';
import { ownProperties, type Phase } from '../domain/index.js';
import { ATTRIBUTE_OPTIONS, ELEMENT_OPTIONS, type ElementOptions } from '../options/index.js';
import { afterPaint, disturbPress, findUp, followPress, isScript, setAttribute, toAttribute, watchUse } from '../platform/index.js';
import { arrive, depart, type InnerProps, InnerWidget, keyOf, makeHandlers, type WidgetMemory } from '../widget/index.js';
import { dispatch, type Listen } from './events.js';
import { drawIdleRow, hydrateRow, isIdle } from './idle-row.js';
import { type ElementProps, OptionValues, readOptions } from './option-values.js';
import { adopt, checkContent, containerIn, sheetOf } from './shadow-root.js';

const connected = new Set<ClarifeyeFeedbackElement>();
/** Wake the idle element that is used: at a click, which may not be heard outside of a shadow root, or at any event of a press, which `onEvent` follows. */
let onClick: (event: Event) => void;
let onEvent: (event: Event) => void;
/** Reads the options of all elements again, or only of those whose set-up was missing. */
export let updateElements: (isPending: boolean) => void;
/** Marks an element as set up at the end of this task. */
let markFresh: (element: ClarifeyeFeedbackElement) => void;
/** An element is being woken by its person's use, and no widget is rendering. */
let isInUse = false;
let fresh: ClarifeyeFeedbackElement[] = [];
/** An element that comes back within this time after its removal, in milliseconds, goes on with feedback that waits in it. */
const RETURN_MS = 100;
export interface ClarifeyeFeedbackElement extends ElementOptions {
  addEventListener: Listen<ClarifeyeFeedbackElement, AddEventListenerOptions>;
  removeEventListener: Listen<ClarifeyeFeedbackElement, EventListenerOptions>;
}

// A server has no HTMLElement, and importing this module there must not throw.
const Base = isScript ? HTMLElement : (globalThis.HTMLElement ?? (class {} as typeof HTMLElement));

/** `<clarifeye-feedback>`: the widget in a shadow root. Every attribute is also a reflecting property; objects and functions are properties only. */
export class ClarifeyeFeedbackElement extends Base {
  static readonly observedAttributes: readonly string[] = [...ATTRIBUTE_OPTIONS.map(toAttribute), 'data-phase'];

  readonly #options = new OptionValues(this);
  /** Whether the task that connected the element is over. Frameworks set properties after that. */
  #isSetUp = false;
  /** The `lang` around the element when it was connected. */
  #lang = '';
  /** Without the options, because a page may have thousands of idle elements. */
  #props: (Omit<ElementProps, 'options'> & { readonly options: undefined }) | undefined;
  /** Ends the wait for feedback on the answer; null if the element is not idle. */
  #stopWaiting: (() => void) | null = null;
  /** The callbacks of the component; null as long as there is none. */
  #callbacks: Partial<InnerProps> | null = null;
  readonly #memory: WidgetMemory = { lone: null, conversationId: '', arrival: null };
  /** The rating buttons of the idle element. */
  #row: Element | undefined;
  #container: Element | undefined;
  /** What identifies its answer on this page; null for nothing. */
  readonly #key = () => (this.#props ? keyOf(this.#props) : null);
  #isUpdateDue = false;
  #phase: Phase = 'idle';

  static {
    const wake = (element: unknown) => element instanceof ClarifeyeFeedbackElement && element.#stopWaiting && element.#wake(true);
    onClick = ({ currentTarget }) => wake((currentTarget as ShadowRoot).host);
    onEvent = (event) => {
      const element = event.composedPath().find((target) => target instanceof ClarifeyeFeedbackElement);
      wake(element);
      followPress(event as PointerEvent & KeyboardEvent, element, (element) => element.#key(), connected);
    };
    updateElements = (isPending) => {
      for (const element of connected) if (!isPending || element.#props?.isPending) element.#update();
    };
    markFresh = (element) => {
      if (!fresh.length)
        setTimeout(() => {
          for (const element of fresh) element.#isSetUp = true;
          fresh.forEach(checkContent);
          fresh = [];
          updateElements(true);
        });
      fresh.push(element);
    };
    for (const name of ELEMENT_OPTIONS)
      Object.defineProperty(ClarifeyeFeedbackElement.prototype, name, {
        get(this: ClarifeyeFeedbackElement) {
          return this.#options.get(name);
        },
        set(this: ClarifeyeFeedbackElement, value: unknown) {
          if (this.#options.set(name, value)) this.#update();
        },
      });
  }

  /** The phase of the feedback, also reflected as `data-phase`. */
  get phase(): Phase {
    return this.#phase;
  }

  connectedCallback(): void {
    for (const name of ELEMENT_OPTIONS) this.#upgrade(name);
    const sheet = sheetOf(this.ownerDocument);
    if (!sheet) return;
    adopt(this.shadowRoot ?? this.attachShadow(ownProperties({ mode: 'open' })), sheet);
    this.#lang = findUp(this, 'lang') ?? '';
    this.#options.update();
    connected.add(this);
    watchUse(this.ownerDocument, onEvent);
    markFresh(this);
    if (this.#callbacks) this.#render();
    // A row that is only moved may be in the middle of a click.
    else if (this.#stopWaiting) this.#update();
    else this.#showIdle();
    disturbPress();
    if (this.#memory.arrival) arrive(this.#memory.arrival);
  }

  disconnectedCallback(): void {
    if (this.#memory.arrival) depart(this.#memory.arrival);
    // A node that is only moved is connected again in the same task.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  attributeChangedCallback(name: string): void {
    // All attributes are read at once when the element is connected.
    if (!this.isConnected) return;
    if (name === 'data-phase') return this.#showPhase(this.#phase);
    this.#options.update();
    this.#update();
  }

  /** News may come while another widget renders, and Preact renders one tree at a time. */
  readonly #onNews = (): void => {
    if (isInUse) this.#wake(false);
    else queueMicrotask(() => this.#stopWaiting && this.#wake(false));
  };

  /**
   * Shows changed options in a microtask: no component is rendering then, and a page that shows another answer in this element has set all of its ids. In
   * between, the key of one answer and the query id of another would be taken for one answer.
   */
  #update(): void {
    if (this.#isUpdateDue) return;
    this.#isUpdateDue = true;
    queueMicrotask(() => {
      this.#isUpdateDue = false;
      if (this.#stopWaiting) this.#showIdle();
      else if (this.#callbacks) this.#render();
    });
  }

  #readProps(): ElementProps {
    const props = readOptions(this.#lang, this.#options.values(), this.#isSetUp, this.#props?.answer ?? null);
    this.#props = { ...props, options: undefined };
    return props;
  }

  /** Shows the idle row, unless there is feedback or a problem to show. */
  #showIdle(): void {
    const root = this.shadowRoot as ShadowRoot;
    const props = this.#readProps();
    const { client, answer, waiting } = props;
    this.#stopWaiting?.();
    const isQuiet = !this.#memory.lone && !this.#options.warnings().length && isIdle(props);
    const stop = isQuiet && awaitNews(client, answer, waiting, this.#onNews);
    if (!stop) return this.#wake(false);
    const page = this.ownerDocument;
    const row = drawIdleRow(props, page);
    // Its buttons stay where nothing has changed, because one may be in the middle of a click.
    if (!this.#row?.isEqualNode(row)) {
      this.#row?.remove();
      this.#row = row;
      root.append(row);
    }
    if (!this.#stopWaiting) {
      root.addEventListener('click', onClick, true);
      this.#showPhase('idle');
      this.#memory.arrival = {
        key: this.#key,
        focus: () => null,
        take: (focus) => {
          // What the removed widget has held may have come to this one, in this very task.
          this.#showIdle();
          if (this.#stopWaiting) this.#wake(true);
          this.#memory.arrival?.take(focus);
        },
      };
      arrive(this.#memory.arrival);
    }
    this.#stopWaiting = stop;
  }

  /** Puts the component behind the idle row, or in its place if the row does not show the current state. */
  #wake(isAsShown: boolean): void {
    const { client, answer } = this.#props ?? {};
    if (!isAsShown) this.#row?.remove();
    this.#container = containerIn(this.shadowRoot as ShadowRoot, isAsShown ? this.#row : undefined);
    this.#row = undefined;
    this.#endIdle();
    // Other widgets of the answer wake first, so that they show the change, too.
    if (isAsShown && client && answer) {
      isInUse = true;
      modelOf(client, answer);
      isInUse = false;
    }
    this.#callbacks = {
      ...makeHandlers((type) => (detail: object) => dispatch(this, type, detail)),
      memory: this.#memory,
      disclaimer: h('slot', { name: 'disclaimer' }),
      afterPaint,
      onPhase: (phase) => this.#showPhase(phase),
    };
    this.#render(isAsShown);
  }

  #endIdle(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }

  #end(): void {
    if (!this.shadowRoot) return;
    connected.delete(this);
    if (this.#stopWaiting) {
      this.#memory.arrival = null;
      this.#endIdle();
      this.#row?.remove();
      this.#row = undefined;
    }
    if (this.#container) render(null, this.#container);
    this.#callbacks = null;
    this.#container = undefined;
    setTimeout(() => this.isConnected || this.#drop(), RETURN_MS);
  }

  /** Tells the host that feedback is lost: no event of a removed element reaches the page, so its document tells it, too. */
  #drop(): void {
    const lost = dropLone(this.#memory.lone);
    for (const target of lost ? [this, this.ownerDocument] : []) dispatch(target, 'error', lost);
  }

  #render(isAsShown = false): void {
    const props = { ...this.#readProps(), ...this.#callbacks, warnings: this.#options.warnings() };
    (isAsShown ? hydrateRow : render)(h(InnerWidget, props), this.#container as Element);
  }

  /** A property that was set before the element was defined hides the accessor, so it is set again. */
  #upgrade(name: keyof ElementOptions): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    Object.assign(this, { [name]: value });
  }

  /** Also puts the attribute back where a library makes the page equal to new markup. */
  #showPhase(phase: Phase): void {
    this.#phase = phase;
    setAttribute(this, 'data-phase', phase);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'clarifeye-feedback': ClarifeyeFeedbackElement;
  }
}

import { connect, defaults, isError, isSettled } from '../client/index.js';
import { type AnswerRef, type FeedbackError, ownProperties } from '../domain/index.js';
import { textsFor } from '../i18n/index.js';
import { ATTRIBUTE_OPTIONS, EMPTY_LAYER, PROP, readAttributes, readValues, resolve, toText, type Values } from '../options/index.js';
import { isScript, setAttribute, toAttribute } from '../platform/index.js';
import type { InnerProps } from '../widget/index.js';

/** The options of each element that have an attribute and were set as properties, which messages call props. The script has none. */
const reflected = new WeakMap<Element, Set<string>>();

/** The options of one element: those of its attributes, and those that are properties only. */
export class OptionValues {
  readonly #element: Element;
  #byAttribute = EMPTY_LAYER;
  #given: Readonly<Record<string, unknown>> = EMPTY_LAYER.values;
  #byProperty = EMPTY_LAYER;

  constructor(element: Element) {
    this.#element = element;
  }

  /** Reads the attributes again. */
  update(): void {
    this.#byAttribute = isScript
      ? readAttributes(this.#element)
      : readAttributes(this.#element, '', undefined, reflected.get(this.#element));
  }

  /** The value of a property; undefined if its attribute is missing or wrong. */
  get(name: string): unknown {
    if (!ATTRIBUTE_OPTIONS.includes(name as never)) return this.#given[name];
    const { values } = this.#element.isConnected ? this.#byAttribute : readAttributes(this.#element);
    const value = values[name as keyof Values];
    return isError(value) ? undefined : value;
  }

  /** Sets a property, or the attribute that it reflects. Returns whether it was a property without an attribute. */
  set(name: string, value: unknown): boolean {
    const isProperty = !ATTRIBUTE_OPTIONS.includes(name as never);
    if (isProperty) {
      this.#given = ownProperties({ ...this.#given, [name]: value ?? undefined });
      this.#byProperty = readValues(this.#given, undefined, PROP);
    } else {
      if (!isScript) reflected.set(this.#element, (reflected.get(this.#element) ?? new Set()).add(name));
      setAttribute(this.#element, toAttribute(name), toText(value));
    }
    return isProperty;
  }

  /** All checked values. */
  values(): Values {
    return { ...this.#byAttribute.values, ...this.#byProperty.values };
  }

  warnings(): readonly FeedbackError[] {
    return [...this.#byAttribute.warnings, ...this.#byProperty.warnings];
  }
}

/** The resolved options of an element. */
export interface ElementProps extends InnerProps {
  /** The set-up is missing but may still come. Until then feedback waits. */
  readonly isPending: boolean;
}

/**
 * Resolves an element's options over the page's defaults. `lang` is the language around the element, `isSetUp` says that a framework has set its
 * properties, and `former` is its previous answer.
 */
export function readOptions(lang: string, given: Values, isSetUp: boolean, former: AnswerRef | null): ElementProps {
  const page = defaults.peek();
  // Wrong defaults do not matter to an element with its own client.
  const relevant = given.client ? Object.fromEntries(Object.entries(page).filter(([, value]) => !isError(value))) : page;
  const { options, answer, waiting, error } = resolve([relevant, given], former);
  const found = error ?? connect(given);
  const client = isError(found) ? undefined : found;
  // A missing set-up may still come, but a wrong one is an error at once.
  const isPending = !client && !error && !(isSettled.peek() && isSetUp);
  const setupError = client || isPending ? undefined : (found as FeedbackError);
  return {
    options,
    answer: setupError ? null : answer,
    waiting,
    client,
    setupError,
    language: textsFor(options.locale ?? lang),
    isPending,
  };
}

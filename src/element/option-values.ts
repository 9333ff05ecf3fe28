import { isError } from '../client/index.js';
import { type FeedbackError, ownProperties } from '../domain/index.js';
import { ATTRIBUTE_OPTIONS, EMPTY_LAYER, PROP, readAttributes, readValues, toText, type Values } from '../options/index.js';
import { isScript, setAttribute, toAttribute } from '../platform/index.js';

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

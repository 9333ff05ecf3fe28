import { isError } from '../client/index.js';
import { type FeedbackError, ownProperties } from '../domain/index.js';
import { ATTRIBUTE_OPTIONS, EMPTY_LAYER, PROP, readAttributes, readValues, toText, type Values } from '../options/index.js';
import { isScript, setAttribute, toAttribute } from '../platform/index.js';

const attributes: readonly string[] = ATTRIBUTE_OPTIONS;

/** The options of one element: those of its attributes, and those that are properties only. */
export class OptionValues {
  readonly #element: Element;
  #byAttribute = EMPTY_LAYER;
  #given: Readonly<Record<string, unknown>> = EMPTY_LAYER.values;
  #byProperty = EMPTY_LAYER;
  /** The options with an attribute that were set as properties. */
  readonly #reflected = isScript ? undefined : new Set<string>();

  constructor(element: Element) {
    this.#element = element;
  }

  /** Reads the attributes again. */
  update(): void {
    this.#byAttribute = readAttributes(this.#element, '', undefined, this.#reflected);
  }

  /** The value of a property; undefined if its attribute is missing or wrong. */
  get(name: string): unknown {
    if (!attributes.includes(name)) return this.#given[name];
    const { values } = this.#element.isConnected ? this.#byAttribute : readAttributes(this.#element);
    const value = values[name as keyof Values];
    return isError(value) ? undefined : value;
  }

  /** Sets a property, or the attribute that it reflects. Returns whether it was a property without an attribute. */
  set(name: string, value: unknown): boolean {
    const isProperty = !attributes.includes(name);
    if (isProperty) {
      this.#given = ownProperties({ ...this.#given, [name]: value ?? undefined });
      this.#byProperty = readValues(this.#given, undefined, PROP);
    } else {
      this.#reflected?.add(name);
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

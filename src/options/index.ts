export { isEmail, isSameOrigin, type Region, toFeedbacksUrl } from './project.js';
export {
  demandOptions,
  EMPTY_LAYER,
  findMissing,
  isValid,
  type Layer,
  readAttributes,
  readValues,
  resolve,
  toAttribute,
  toText,
  type Values,
} from './resolve.js';
export {
  ATTRIBUTE_OPTIONS,
  type AttributeOptions,
  ELEMENT_OPTIONS,
  type ElementOptions,
  type InitOptions,
  type KnownFeedback,
  OPTION_NAMES,
  type Options,
  PAGE_OPTIONS,
  type ProjectOptions,
  TARGET_OPTIONS,
  VIEW_OPTIONS,
  type WidgetOptions,
} from './schema.js';

import { ClarifeyeFeedbackElement, settle } from './element';

export { ClarifeyeFeedbackElement, type ClarifeyeFeedbackEventMap, type InitOptions, init } from './element';

// A server has no registry, and a page may already have this element from another copy: the first one stays.
if (globalThis.customElements && !customElements.get('clarifeye-feedback')) {
  customElements.define('clarifeye-feedback', ClarifeyeFeedbackElement);
  settle();
}

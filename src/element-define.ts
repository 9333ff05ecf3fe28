import { ClarifeyeFeedbackElement, settle } from './element.js';
import { setLoader } from './texts.js';

export { type Attachment, type AttachOptions, attach } from './attach.js';
export { clearAll as clear, resumeAll as resume } from './connection.js';
export { ClarifeyeFeedbackElement, type ClarifeyeFeedbackEventMap, type InitOptions, init } from './element.js';

// A server has no registry, and a page may already have this element from another copy: the first one stays.
if (globalThis.customElements && !customElements.get('clarifeye-feedback')) {
  setLoader((language) => import(`./locales/${language}.ts`));
  customElements.define('clarifeye-feedback', ClarifeyeFeedbackElement);
  settle();
}

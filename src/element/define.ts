import { defaults, isSettled } from '../client/index.js';
import { type LoadLanguage, loaded, setLoader } from '../i18n/index.js';
import { documentProperty, isScript, listen } from '../platform/index.js';
import { ClarifeyeFeedbackElement, updateElements } from './element.js';

/**
 * Registers the element, with the function that loads its languages. Does nothing on a server, which has no registry, and on a page where another copy
 * has registered it before.
 */
export function define(load: LoadLanguage): void {
  if (!isScript && (!globalThis.customElements || customElements.get('clarifeye-feedback'))) return;
  setLoader(load);
  for (const source of [defaults, loaded]) source.subscribe(() => updateElements(false));
  isSettled.subscribe(() => updateElements(true));
  customElements.define('clarifeye-feedback', ClarifeyeFeedbackElement);
  // A script after this one may still call `init`, so a missing set-up is an error only one task after the document was parsed.
  const settle = () => setTimeout(() => (isSettled.value = true));
  if (documentProperty('readyState') === 'loading') listen(document, 'DOMContentLoaded', settle);
  else settle();
}

import { defaults, isSettled, noteOtherCopy } from '../client/index.js';
import { isObject } from '../domain/index.js';
import { type LoadLanguage, loaded, setLoader } from '../i18n/index.js';
import { namesOf } from '../options/index.js';
import { documentProperty, isScript, listen, log, logOnce } from '../platform/index.js';
import { ClarifeyeFeedbackElement, updateElements } from './element.js';

/** Tells of the configuration of the script, which this copy does not read, on a page that has no other set-up. */
function checkConfig(isSettled: boolean): void {
  if (isSettled && isObject(globalThis.clarifeyeFeedbackConfig) && !('ClarifeyeFeedback' in globalThis) && !namesOf(defaults.peek()).length)
    log('warn', 'init: got clarifeyeFeedbackConfig, which only the script reads, needs a call of init().');
}

/** Whether the element is registered. Tells of another copy of the package that has done it, which this one cannot set up. */
function isDefined(): boolean {
  const registered = customElements.get('clarifeye-feedback');
  if (registered && registered !== ClarifeyeFeedbackElement) {
    noteOtherCopy();
    logOnce(
      'warn',
      'script: an element of that name is already on this page and stays in use: init and attach of this copy do not reach it.',
    );
  }
  return !!registered;
}

/**
 * Registers the element, with the function that loads its languages. Does nothing on a server, which has no registry, and on a page where another copy
 * has registered it before.
 */
export function define(load: LoadLanguage): void {
  if (!isScript && (!globalThis.customElements || isDefined())) return;
  setLoader(load);
  for (const source of [defaults, loaded]) source.subscribe(() => updateElements(false));
  isSettled.subscribe(() => updateElements(true));
  if (!isScript) isSettled.subscribe(checkConfig);
  customElements.define('clarifeye-feedback', ClarifeyeFeedbackElement);
  // A script after this one may still call `init`, so a missing set-up is an error only one task after the document was parsed.
  const settle = () => setTimeout(() => (isSettled.value = true));
  if (documentProperty('readyState') === 'loading') listen(document, 'DOMContentLoaded', settle);
  else settle();
}

import type { Plugin } from 'vite';

/**
 * A build step that makes the script's copy of Preact safe on any page:
 *
 * - Preact calls methods of `document` that page elements can shadow, as `<img name="createTextNode">` does.
 * - It reads props with `for in`, so that a polluted `Object.prototype` could add some, even `dangerouslySetInnerHTML`.
 * - It creates nodes with the custom element registry of their parent. When a shadow root moves to another document, such as a pop-out window, Chromium
 *   keeps the former registry and throws: https://html.spec.whatwg.org/multipage/custom-elements.html#scoped-custom-element-registries
 *
 * Fails the build if the code of Preact has changed so that a replacement no longer matches.
 */
export const hardenPreact: Plugin = {
  name: 'harden-preact',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/preact\/dist\/preact\.mjs$/.test(id)) return null;
    const safe = code
      .replace(/\b(\w+)\.(createTextNode|createElementNS)\(/g, 'Document.prototype.$2.call($1,')
      .replace(/,\w+\.is\?\w+:\w+\)/, ')')
      .replaceAll('={}', '=Object.create(null)')
      .replace(/\bfor\(((?:let |const |var )?[\w$]+) in ([\w.$]+)\)/g, 'for($1 of Object.keys($2||{}))');
    const count = (text: string) => safe.split(text).length - 1;
    if (/\bfor ?\([^;)]* in /.test(safe) || count('Document.prototype.create') !== 2 || /\.is\b/.test(safe))
      throw new Error(`${id} has changed: hardenPreact has to be adapted.`);
    return { code: safe, map: null };
  },
};

import type { Plugin } from 'vite';

/**
 * A build step for the script, which carries its own Preact. It makes Preact safe on pages that it must not trust:
 *
 * - Preact creates nodes by methods of `document` that elements of the page can shadow, as in `<img name="createTextNode">`.
 * - It reads props with `for in`, so that a polluted `Object.prototype` would add to them, `dangerouslySetInnerHTML` too.
 * - It creates nodes with the custom element registry of their parent. Chromium keeps that of a shadow root which moves to another document, as into a
 *   window that a chat pops out to, and then throws: https://html.spec.whatwg.org/multipage/custom-elements.html#scoped-custom-element-registries
 *
 * Fails the build where Preact is no longer written as this step knows it.
 */
export const hardenPreact: Plugin = {
  name: 'harden-preact',
  enforce: 'pre',
  transform(code, id) {
    const [, name] = /\/(preact|hooks|signals|signals-core)\/dist\/[\w-]+\.mjs$/.exec(id) ?? [];
    if (!name) return null;
    const safe = code
      .replace(/\b(\w+)\.(createTextNode|createElementNS)\(/g, 'Document.prototype.$2.call($1,')
      .replace(/,\w+\.is\?\w+:\w+\)/, ')')
      .replaceAll('={}', '=Object.create(null)')
      .replace(/\bfor\(((?:let |const |var )?[\w$]+) in ([\w.$]+)\)/g, 'for($1 of Object.keys($2||{}))');
    const count = (text: string) => safe.split(text).length - 1;
    if (/\bfor ?\([^;)]* in /.test(safe) || (name === 'preact' && (count('Document.prototype.create') !== 2 || /\.is\b/.test(safe))))
      throw new Error(`${id} is no longer written as hardenPreact knows it.`);
    return { code: safe, map: null };
  },
};

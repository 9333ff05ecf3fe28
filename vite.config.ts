import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { LANGUAGES } from './src/language.ts';

const { version, peerDependencies, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const languages = LANGUAGES.map((language) => `src/locales/${language}.ts`);
const define = { __VERSION__: JSON.stringify(version) };

// The first of each with light-dark(), which older targets would be given as a polyfill that does not see the page's color-scheme.
const cssTarget = ['chrome123', 'firefox120', 'safari17.5'];

/** The style sheet of the npm doors, as it is written. */
const styleSheet: Plugin = {
  name: 'style-sheet',
  generateBundle() {
    const source = readFileSync(new URL('src/widget/feedback-widget.css', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'style.css', source });
    // TypeScript wants a type for an import that has only a side effect.
    this.emitFile({ type: 'asset', fileName: 'style.css.d.ts', source: 'export {};\n' });
  },
};

/** `sri.json`: what `integrity` takes, for the script and for each language that it may load. */
const integrity: Plugin = {
  name: 'integrity',
  writeBundle({ dir = '' }) {
    const languages = readdirSync(join(dir, 'locales')).filter((name) => name.endsWith('.js'));
    const sums = ['clarifeye-feedback.js', ...languages.map((name) => `locales/${name}`)].map((name) => {
      const hash = createHash('sha384')
        .update(readFileSync(join(dir, name)))
        .digest('base64');
      return [name, `sha384-${hash}`];
    });
    writeFileSync(join(dir, 'sri.json'), `${JSON.stringify(Object.fromEntries(sums), null, 2)}\n`);
  },
};

/** ofetch joins URLs with ufo and parses JSON with destr. The submitter gives it whole URLs and takes text, so the script carries neither. */
const withoutUnused: Plugin = {
  name: 'without-unused',
  enforce: 'pre',
  resolveId: (id) => (id === 'ufo' || id === 'destr' ? `\0${id}` : null),
  load(id) {
    if (id === '\0ufo') return 'export const withBase = (url) => url; export const withQuery = withBase;';
    return id === '\0destr' ? 'export default JSON.parse;' : null;
  },
};

/** The long ones: every state, every payload. They run before a change lands, not on every test run. */
const proofs = ['accessibility', 'walk', 'looks', 'hostile', 'tokens', 'layout', 'languages', 'demo'].map(
  (name) => `test/browser/${name}.test.ts`,
);

const browserTests = {
  environment: 'node',
  globalSetup: 'test/support/browser-setup.ts',
  // What is waited for comes in a fraction of this; a busy machine may take long.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
} as const;

/**
 * Preact makes nodes by methods of the document that a page's elements can hide, as in <img name="createTextNode">, and reads props with `for in`,
 * so that a polluted Object.prototype would add to them, `dangerouslySetInnerHTML` too. In the script it does neither; see src/real.ts and src/own.ts.
 * It also makes nodes with the custom element registry of their parent. Chromium keeps that of a shadow root when it moves to another document, as into
 * a window that a chat pops out to, and then throws: https://html.spec.whatwg.org/multipage/custom-elements.html#scoped-custom-element-registries
 */
const hardenedPreact: Plugin = {
  name: 'hardened-preact',
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
      throw new Error(`${id} is no longer written as the hardened-preact plugin knows it.`);
    return { code: safe, map: null };
  },
};

/** `vite build --mode npm` makes the npm doors, `--mode script` the script door; without a mode it makes the demo. */
export default defineConfig(async ({ mode, command }): Promise<ViteUserConfig> => {
  if (mode === 'npm') {
    const external = [...Object.keys(peerDependencies), ...Object.keys(dependencies)];
    return {
      define,
      plugins: [styleSheet],
      publicDir: false,
      build: {
        target: 'es2022',
        minify: false,
        sourcemap: true,
        emptyOutDir: false,
        lib: {
          entry: ['src/index.ts', 'src/element-define.ts', 'src/react.tsx', 'src/server.ts', ...languages],
          formats: ['es'],
        },
        rolldownOptions: {
          external: (id: string) => external.some((name) => id === name || id.startsWith(`${name}/`)),
          // A file for each module, so that a bundler drops what a page does not use.
          output: { preserveModules: true, preserveModulesRoot: 'src' },
        },
      },
    };
  }
  if (mode === 'script') {
    return {
      define,
      plugins: [withoutUnused, hardenedPreact, integrity],
      // The signals alone: src/widget/use-value.ts draws what reads them.
      resolve: { alias: { '@preact/signals': '@preact/signals-core' } },
      // Preact's classic factory does without the JSX runtime.
      oxc: {
        jsx: { runtime: 'classic', pragma: 'jsxH', pragmaFrag: 'JsxFragment' },
        jsxInject: "import { Fragment as JsxFragment, h as jsxH } from 'preact';",
      },
      publicDir: false,
      build: {
        target: 'es2022',
        cssTarget,
        // Half a kilobyte smaller than the default.
        minify: 'terser',
        terserOptions: { compress: { passes: 6, ecma: 2020, pure_getters: true, unsafe_arrows: true, unsafe_methods: true } },
        sourcemap: true,
        emptyOutDir: false,
        lib: { entry: 'src/embed.ts', formats: ['iife'], name: 'clarifeyeFeedbackEmbed', fileName: () => 'clarifeye-feedback.js' },
      },
    };
  }
  const isTest = mode === 'test';
  const { demoApi } = isTest ? { demoApi: undefined } : await import('./demo/dev-server.ts');
  return {
    define,
    plugins: demoApi && command === 'serve' ? [demoApi()] : [],
    base: command === 'build' ? './' : '/',
    build: {
      target: 'es2022',
      outDir: 'dist/demo',
      cssTarget,
      rolldownOptions: { input: { index: 'index.html', gallery: 'demo/gallery.html' } },
    },
    test: {
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            environment: 'happy-dom',
            include: ['test/**/*.test.{ts,tsx}'],
            exclude: ['test/browser/**', 'test/webkit/**', 'test/packed/**', 'test/fixtures/**'],
          },
        },
        {
          extends: true,
          test: {
            ...browserTests,
            name: 'browser',
            include: ['test/browser/**/*.test.ts'],
            exclude: proofs,
            provide: { engine: 'chromium' },
          },
        },
        { extends: true, test: { ...browserTests, name: 'proof', include: proofs, provide: { engine: 'chromium' } } },
        { extends: true, test: { ...browserTests, name: 'webkit', include: ['test/webkit/**/*.test.ts'], provide: { engine: 'webkit' } } },
        {
          extends: true,
          test: {
            ...browserTests,
            name: 'packed',
            include: ['test/packed/**/*.test.ts'],
            globalSetup: 'test/support/fixtures-setup.ts',
            provide: { engine: 'chromium' },
          },
        },
        {
          extends: true,
          test: {
            ...browserTests,
            name: 'firefox',
            include: [
              'accessibility',
              'main-job',
              'keyboard',
              'hostile',
              'streaming',
              'outside',
              'doors',
              'delivery',
              'attach',
              'announcements',
            ].map((name) => `test/browser/${name}.test.ts`),
            provide: { engine: 'firefox' },
          },
        },
      ],
    },
  };
});

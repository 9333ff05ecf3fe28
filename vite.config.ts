import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, minifySync, type Plugin, type UserConfig } from 'vite';
import { LANGUAGES } from './src/i18n/languages.ts';
import { hardenPreact } from './src/script/harden-preact.ts';
import { internalNames } from './src/script/internal-names.ts';
import { slimPreact } from './src/script/slim-preact.ts';

const { version, peerDependencies, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const external = [...Object.keys(peerDependencies), ...Object.keys(dependencies)];
const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const define = { __VERSION__: JSON.stringify(version) };

// The first of each with light-dark(), which older targets would be given as a polyfill that does not see the page's color-scheme.
const cssTarget = ['chrome123', 'firefox120', 'safari17.5'];

/** The style sheet of the npm entry points, as it is written. */
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
    const locales = readdirSync(join(dir, 'locales')).filter((name) => name.endsWith('.js'));
    const hash = (name: string) =>
      `sha384-${createHash('sha384')
        .update(readFileSync(join(dir, name)))
        .digest('base64')}`;
    const files = ['clarifeye-feedback.js', ...locales.map((name) => `locales/${name}`)];
    writeFileSync(join(dir, 'sri.json'), `${JSON.stringify(Object.fromEntries(files.map((name) => [name, hash(name)])), null, 2)}\n`);
  },
};

/** The entry points of the package, with a file for each module, so that a bundler drops what a page does not use. */
const npm: UserConfig = {
  define,
  plugins: [styleSheet],
  publicDir: false,
  build: {
    target: 'es2022',
    minify: false,
    sourcemap: true,
    emptyOutDir: false,
    lib: {
      entry: [
        ...['index', 'element', 'react', 'server'].map((name) => `src/entries/${name}.ts`),
        ...LANGUAGES.map((name) => `src/i18n/locales/${name}.ts`),
      ],
      formats: ['es'],
    },
    rolldownOptions: {
      external: (id: string) => external.some((name) => id === name || id.startsWith(`${name}/`)),
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        entryFileNames: ({ name }) => `${name.replace(/^(entries|i18n(?=\/locales))\//, '')}.js`,
        // A server component of React may import it, and then leaves it to the page.
        banner: ({ name }) => (name === 'entries/react' ? "'use client';" : ''),
      },
    },
  },
};

/** Imports the JSX factory where JSX is. `oxc.jsxInject` imports it into every module, and rolldown then wraps Preact in a function. */
const jsxFactory: Plugin = {
  name: 'jsx-factory',
  enforce: 'post',
  transform: (code, id) =>
    id.endsWith('.tsx') ? { code: `import { Fragment as JsxFragment, h as jsxH } from 'preact';\n${code}`, map: null } : null,
};

/** Drops the type of buttons: in a shadow root there is no form that they could submit. */
const untypedButtons: Plugin = {
  name: 'untyped-buttons',
  enforce: 'post',
  transform: (code, id) => (id.endsWith('.tsx') ? { code: code.replaceAll(/\btype: ["']button["'],\s*/g, ''), map: null } : null),
};

/** Simplifies the code with Vite's own minifier before terser does. Either finds what the other does not. */
const simplify: Plugin = {
  name: 'simplify',
  renderChunk: (code, { fileName }) => {
    const { code: simplified, map } = minifySync(fileName, code, { mangle: false, codegen: { removeWhitespace: false }, sourcemap: true });
    return { code: simplified, map: map ?? null };
  },
};

/** The script: everything in one file. */
const script: UserConfig = {
  define: { ...define, __IS_SCRIPT__: 'true' },
  plugins: [hardenPreact, slimPreact, jsxFactory, untypedButtons, simplify, integrity],
  // What the script uses of these is a few lines.
  resolve: {
    alias: [
      { find: '@preact/signals', replacement: pathOf('src/script/signals.ts') },
      { find: 'preact/hooks', replacement: pathOf('src/script/hooks.ts') },
      { find: './exchange.js', replacement: pathOf('src/script/exchange.ts') },
    ],
  },
  // Preact's classic factory does without the JSX runtime.
  oxc: { jsx: { runtime: 'classic', pragma: 'jsxH', pragmaFrag: 'JsxFragment' } },
  publicDir: false,
  build: {
    target: 'es2022',
    cssTarget,
    // Half a kilobyte smaller than the default.
    minify: 'terser',
    terserOptions: {
      // What Safari 10 got wrong is of no account to browsers that know light-dark().
      safari10: false,
      compress: {
        passes: 6,
        ecma: 2020,
        pure_getters: true,
        unsafe_arrows: true,
        unsafe_methods: true,
        // Writes `'a' + b` for a template, and `b + ''` for String(b), which a symbol does not survive.
        unsafe: true,
        negate_iife: false,
        keep_fargs: false,
        arrows: false,
        loops: false,
        lhs_constants: false,
        comparisons: false,
      },
      mangle: { properties: { regex: internalNames, builtins: true } },
      // Chromium compiles the script while it loads, off the main thread, and not in a person's first press: https://v8.dev/blog/explicit-compile-hints.
      format: { preamble: '//# allFunctionsCalledOnLoad' },
    },
    // Pages copy the script alone. A comment that names the map would have their developer tools warn that it is missing.
    sourcemap: 'hidden',
    emptyOutDir: false,
    lib: { entry: 'src/entries/script.ts', formats: ['iife'], name: 'clarifeyeFeedbackEmbed', fileName: () => 'clarifeye-feedback.js' },
  },
};

/** `diagnose.js`, which the script loads when it is asked to: one file. */
const diagnosis: UserConfig = {
  publicDir: false,
  build: {
    target: 'es2022',
    minify: false,
    emptyOutDir: false,
    lib: { entry: 'src/diagnose/index.ts', formats: ['es'], fileName: () => 'diagnose.js' },
  },
};

/** `vite build --mode npm` builds the entry points of the package, `--mode script` the script and `--mode diagnose` what it loads; without a mode it is the demo. */
export default defineConfig(async ({ mode, command }): Promise<UserConfig> => {
  if (mode === 'npm') return npm;
  if (mode === 'script') return script;
  if (mode === 'diagnose') return diagnosis;
  const plugins = command === 'serve' ? [(await import('./demo/dev-server.ts')).demoApi()] : [];
  return {
    define,
    plugins,
    base: command === 'build' ? './' : '/',
    build: {
      target: 'es2022',
      outDir: 'dist/demo',
      cssTarget,
      rolldownOptions: { input: { index: 'index.html', gallery: 'demo/gallery.html' } },
    },
  };
});

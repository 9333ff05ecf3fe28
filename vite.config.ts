import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const { version, peerDependencies, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const define = { __VERSION__: JSON.stringify(version) };

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
        lib: { entry: { index: 'src/index.ts', element: 'src/element-define.ts' }, formats: ['es'] },
        rolldownOptions: {
          external: (id: string) => external.some((name) => id === name || id.startsWith(`${name}/`)),
          output: { chunkFileNames: 'shared/[name]-[hash].js' },
        },
      },
    };
  }
  if (mode === 'script') {
    return {
      define,
      publicDir: false,
      build: {
        target: 'es2022',
        sourcemap: true,
        emptyOutDir: false,
        lib: { entry: 'src/embed.ts', formats: ['iife'], name: 'clarifeyeFeedbackEmbed', fileName: () => 'clarifeye-feedback.js' },
      },
    };
  }
  const isTest = mode === 'test';
  const { feedbacksApi } = isTest ? { feedbacksApi: undefined } : await import('./demo/dev-server.ts');
  return {
    define,
    plugins: feedbacksApi && command === 'serve' ? [feedbacksApi()] : [],
    build: { outDir: 'dist/demo' },
    test: {
      projects: [
        {
          extends: true,
          test: { name: 'unit', environment: 'happy-dom', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/browser/**'] },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            environment: 'node',
            include: ['test/browser/**/*.test.ts'],
            globalSetup: 'test/support/browser-setup.ts',
            testTimeout: 30_000,
            hookTimeout: 60_000,
            fileParallelism: false,
          },
        },
      ],
    },
  };
});

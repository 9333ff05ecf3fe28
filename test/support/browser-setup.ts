import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string;
  }
}

/** Finds a Chromium and builds what the browser tests load: the script door and the Preact app. */
export default async function setUp({ provide }: TestProject): Promise<void> {
  provide('chromium', findChromium());
  const outDir = 'node_modules/.cache/browser-tests';
  await build({ mode: 'script', logLevel: 'error', build: { outDir, sourcemap: false } });
  const input = { 'preact-app': 'test/browser/fixtures/preact-app.tsx' };
  await build({
    mode: 'test',
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      rolldownOptions: { input, output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]' } },
    },
  });
}

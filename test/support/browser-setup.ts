import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { type Engine, findBrowser, findHeadless } from './browsers';
import { findWebKit } from './webkit';

declare module 'vitest' {
  interface ProvidedContext {
    engine: Engine;
    executablePath: string;
    /** Screenshots are kept, not compared. */
    isUpdating: boolean;
    /** Where the fixtures are built; empty where a test has none. */
    fixtures: string;
  }
}

/** Finds the browser and builds what its tests load: the script with its languages, the demo with its gallery, and the Preact app. */
export default async function setUp({ provide, config }: TestProject): Promise<void> {
  provide('fixtures', '');
  provide('isUpdating', config.snapshotOptions.updateSnapshot === 'all');
  const { engine = 'chromium' } = config.provide;
  if (engine === 'webkit') findWebKit();
  // Some tests need the whole browser: workers that install it at the same time would be in each other's way.
  if (engine !== 'webkit') findBrowser(engine);
  provide('executablePath', engine === 'webkit' ? '' : findHeadless(engine));
  const outDir = 'node_modules/.cache/browser-tests';
  // As it is shipped.
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  await build({ mode: 'npm', logLevel: 'error', build: { outDir, sourcemap: false } });
  for (const mode of ['script', 'diagnose']) await build({ mode, logLevel: 'error', build: { outDir, sourcemap: false } });
  const input = { 'preact-app': 'test/browser/fixtures/preact-app.tsx', 'walk-app': 'test/browser/fixtures/walk-app.ts' };
  const output = { entryFileNames: 'app/[name].js', assetFileNames: 'app/[name][extname]' };
  await build({
    mode: 'test',
    logLevel: 'error',
    publicDir: false,
    build: { outDir, emptyOutDir: false, rolldownOptions: { input, output } },
  });
  process.env['NODE_ENV'] = NODE_ENV;
}

import { defineConfig } from 'vitest/config';

const browserFile = (name: string) => `test/browser/${name}.test.ts`;

/** The long ones: every state, every payload. They run before a change lands, not on every test run. */
const proofs = ['accessibility', 'walk', 'looks', 'hostile', 'tokens', 'layout', 'languages', 'demo', 'backgrounds'].map(browserFile);

const inFirefox = [
  'accessibility',
  'main-job',
  'keyboard',
  'hostile',
  'streaming',
  'shifting',
  'outside',
  'entry-points',
  'delivery',
  'outages',
  'back-forward',
  'attach',
  'announcements',
  'ink',
  'guests',
];

const inBrowser = {
  environment: 'node',
  globalSetup: 'test/support/browser-setup.ts',
  // What is waited for comes in a fraction of this; a busy machine may take long.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
} as const;

const chromium = { provide: { engine: 'chromium' } } as const;

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  define: { __VERSION__: '"test"' },
  test: {
    reporters: ['default', './test/support/slowest.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'happy-dom',
          // A busy machine may take long.
          testTimeout: 60_000,
          maxWorkers: 2,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/browser/**', 'test/webkit/**', 'test/packed/**', 'test/hosts/**', 'test/fixtures/**', 'test/screenreader/**'],
        },
      },
      { extends: true, test: { ...inBrowser, ...chromium, name: 'browser', include: [browserFile('*')], exclude: proofs } },
      { extends: true, test: { ...inBrowser, ...chromium, name: 'proof', include: proofs } },
      { extends: true, test: { ...inBrowser, name: 'firefox', include: inFirefox.map(browserFile), provide: { engine: 'firefox' } } },
      { extends: true, test: { ...inBrowser, name: 'webkit', include: ['test/webkit/**/*.test.ts'], provide: { engine: 'webkit' } } },
      ...(['chromium', 'firefox'] as const).map((engine) => ({
        extends: true as const,
        test: {
          ...inBrowser,
          name: `screenreader-${engine}`,
          include: ['test/screenreader/**/*.test.ts'],
          fileParallelism: false,
          // Orca, the browser and the display are processes that may stumble over each other; what the widget gets wrong, it gets wrong twice.
          retry: 1,
          provide: { engine },
        },
      })),
      {
        extends: true,
        test: {
          ...inBrowser,
          ...chromium,
          name: 'packed',
          include: ['test/packed/**/*.test.ts', 'test/hosts/*.test.ts'],
          globalSetup: 'test/support/fixtures-setup.ts',
        },
      },
    ],
  },
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** Other feedback widgets, with what a page does to have one. That of Sentry needs its error reporting, which is part of the figure. */
const PEERS = [
  {
    name: 'Sentry user feedback',
    package: '@sentry/browser@11.12.0',
    entry: `import { feedbackIntegration, init } from '@sentry/browser';
      init({ dsn: 'https://key@example.com/1', integrations: [feedbackIntegration()] });`,
  },
  {
    name: 'PushFeedback',
    package: 'pushfeedback@0.1.85',
    entry: `import { defineCustomElement } from 'pushfeedback/dist/components/feedback-button.js';
      defineCustomElement();`,
    style: 'pushfeedback/dist/pushfeedback/pushfeedback.css',
  },
];

/** Installs the peers into a folder of their own, and returns what a bundler makes of each, with its style sheet, by its name and version. */
export async function loadPeers() {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/peers');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const install = ['install', '--no-audit', '--no-fund', '--no-save', ...PEERS.map((peer) => peer.package)];
  const { status } = spawnSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('The peers could not be installed.');
  const loaded = {};
  for (const { name, package: source, entry, style } of PEERS) {
    const file = join(folder, `${name.replaceAll(' ', '-')}.js`);
    writeFileSync(file, entry);
    const result = await build({
      configFile: false,
      logLevel: 'error',
      root: folder,
      publicDir: false,
      build: {
        target: 'es2022',
        lib: { entry: file, formats: ['es'] },
        write: false,
        minify: 'terser',
        terserOptions: { compress: { passes: 3 }, module: true },
      },
    });
    const code = [result]
      .flat()[0]
      .output.map((chunk) => chunk.code ?? '')
      .join('\n');
    loaded[`${name}, ${source.replace(/^.+@/, '')}`] = {
      code: code + (style ? readFileSync(join(folder, 'node_modules', style), 'utf8') : ''),
    };
  }
  return loaded;
}

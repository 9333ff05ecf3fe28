import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { findHeadless } from './browsers';
import { isServer, readSnippets, toModule } from './snippets';

const run = promisify(execFile);

/** The folders of fixtures. */
const FOLDERS = ['test/hosts', 'test/fixtures'];

/** A fixture that is another one but for what is in its own folder. */
const BASES: Readonly<Record<string, string>> = { 'react-18': 'react-19' };

/** Packs the package as it would be published, and builds each fixture from the tarball with what its package.json names. */
export default async function setUp({ provide }: TestProject): Promise<() => void> {
  provide('isUpdating', false);
  provide('executablePath', findHeadless('chromium'));
  // Outside this repository, whose own packages would stand in for what a fixture lacks.
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  provide('fixtures', folder);
  // Carbon starts telemetry when it is installed.
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '', IBM_TELEMETRY_DISABLED: 'true' };
  await run('npm', ['run', 'build'], { env });
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { env });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const sources = FOLDERS.flatMap((path) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [[path, entry.name] as const] : [])),
  );
  const build = async ([path, name]: readonly [string, string]): Promise<void> => {
    const cwd = join(folder, name);
    for (const source of [BASES[name], name]) if (source) cpSync(join(path, source), cwd, { recursive: true });
    if (name === 'docs')
      for (const snippet of readSnippets())
        if (/^(tsx?|vue|svelte)$/.test(snippet.language) ? !snippet.name.startsWith('integrations-') : isServer(snippet))
          writeFileSync(join(cwd, 'snippets', `${snippet.name}.${snippet.language.replace(/^js$/, 'ts')}`), toModule(snippet));
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--include=dev', join('..', filename)], { cwd, env });
    await run('npm', ['run', 'build'], { cwd, env });
  };
  // Two at a time, as many as CI has processors.
  const worker = async () => {
    for (let source = sources.shift(); source; source = sources.shift()) await build(source);
  };
  await Promise.all([worker(), worker()]);
  return () => rmSync(folder, { recursive: true, force: true });
}

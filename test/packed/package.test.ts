import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';
import { build, type Rolldown } from 'vite';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';

const folder = () => join(inject('fixtures'), 'preact');
const installed = (path = '') => join(folder(), 'node_modules/clarifeye-feedback', path);
const manifest = () => JSON.parse(readFileSync(installed('package.json'), 'utf8'));

/** What a bundler makes of a program that imports from the package, without its peers and ofetch. */
async function bundle(program: string): Promise<string> {
  const entry: Rolldown.Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? join(folder(), 'the-program.js') : null),
    load: (id) => (id.endsWith('the-program.js') ? program : null),
  };
  const { output } = (await build({
    root: folder(),
    configFile: false,
    logLevel: 'error',
    plugins: [entry],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: 'entry', external: /^(preact|@preact\/signals|ofetch|react)($|\/)/, preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput;
  return output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
}

/** The ids that GitHub and npm give the headings of a page: one that comes again has a number. */
const anchorsOf = (page: string) => {
  const ids = [...readFileSync(installed(page), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/ /g, '-'),
  );
  return ids.map((id, index) => [id, ids.slice(0, index).filter((before) => before === id).length || []].flat().join('-'));
};

describe('the package', () => {
  it('holds what its users need and nothing else', () => {
    const { files } = JSON.parse(execFileSync('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], { encoding: 'utf8' }))[0];
    const kinds = new Set(
      files.map(({ path }: { path: string }) =>
        path.replace(/^dist\/(types\/)?([\w-]+\/)*[\w.-]+?(\.d\.ts|\.js|\.js\.map)$/, 'dist/$1*$3'),
      ),
    );
    expect([...kinds].sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'custom-elements.json',
        'dist/*.d.ts',
        'dist/*.js',
        'dist/*.js.map',
        'dist/sri.json',
        'dist/style.css',
        'dist/types/*.d.ts',
        ...readdirSync('docs').map((name) => `docs/${name}`),
        'CONTRIBUTING.md',
        'package.json',
      ].sort(),
    );
  });

  it('holds every file and picture that its pages link to', () => {
    const pages = ['README.md', 'CHANGELOG.md', ...readdirSync(installed('docs')).map((name) => `docs/${name}`)].filter((path) =>
      path.endsWith('.md'),
    );
    const links = pages.flatMap((page) =>
      [...readFileSync(installed(page), 'utf8').matchAll(/\]\(([^)#\s]*)(?:#([\w-]+))?\)/g)].flatMap(([, path = '', anchor]) =>
        /^https?:/.test(path) ? [] : [{ page, target: path ? join(page, '..', path) : page, anchor }],
      ),
    );
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter(({ target }) => !existsSync(installed(target)))).toEqual([]);
    const lost = links.filter(({ target, anchor }) => anchor && target.endsWith('.md') && !anchorsOf(target).includes(anchor));
    expect(lost).toEqual([]);
  });

  it('runs nothing when it is installed, and depends on ofetch and its peers alone', () => {
    const { scripts, dependencies, peerDependencies } = manifest();
    expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
    expect(Object.keys(dependencies)).toEqual(['ofetch']);
    expect(Object.keys(peerDependencies)).toEqual(['@preact/signals', 'preact', 'react']);
  });

  it('names the script for those who load it from where packages are served', () => {
    const { unpkg, jsdelivr } = manifest();
    expect([unpkg, jsdelivr]).toEqual(['dist/clarifeye-feedback.js', 'dist/clarifeye-feedback.js']);
    expect(readFileSync(installed(unpkg), 'utf8')).toMatch(/^\/\/.*\n\(function/);
  });

  it('begins its script with what has Chromium compile it while it loads', () => {
    expect(readFileSync(installed('dist/clarifeye-feedback.js'), 'utf8')).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
  });

  it('has a source map for every file of code', () => {
    const { sources } = JSON.parse(readFileSync(installed('dist/clarifeye-feedback.js.map'), 'utf8'));
    expect(sources.some((source: string) => source.endsWith('src/delivery/delivery.ts'))).toBe(true);
  });

  it('does not send developer tools to a map that a page has not copied', () => {
    expect(readFileSync(installed('dist/clarifeye-feedback.js'), 'utf8')).not.toContain('sourceMappingURL');
  });

  it('drops what a page does not import', async () => {
    const nothing = await bundle("import 'clarifeye-feedback';");
    expect(nothing.trim()).toBe('');
    const error = await bundle("export { FeedbackError } from 'clarifeye-feedback';");
    expect(error).toContain('extends Error');
    expect(error).not.toMatch(/createDelivery|textarea|ofetch/);
    const submitter = await bundle("export { createSubmitter } from 'clarifeye-feedback';");
    expect(submitter).toContain('is_positive');
    expect(submitter).not.toMatch(/textarea|createDelivery|useLayoutEffect|from ?"preact"/);
    const whole = await bundle("export * from 'clarifeye-feedback';");
    expect(submitter.length).toBeLessThan(whole.length / 3);
  });

  it('is the same to the byte when it is built again', () => {
    // As deep as dist, which the source maps tell.
    const outDir = 'dist-again';
    onTestFinished(() => rmSync(outDir, { recursive: true, force: true }));
    const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
    for (const mode of ['npm', 'script'])
      execFileSync(
        process.execPath,
        ['node_modules/vite/bin/vite.js', 'build', '--mode', mode, '--outDir', outDir, '--logLevel', 'error'],
        { env },
      );
    const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    expect(files.length).toBeGreaterThan(100);
    for (const name of files) expect(readFileSync(join(outDir, name)).equals(readFileSync(installed(join('dist', name))))).toBe(true);
  });

  it('keeps what is imported for its effect', async () => {
    expect(await bundle("import 'clarifeye-feedback/element';")).toContain('customElements.define');
  });

  it('brings no React to those who use Preact, and no element to those who use the component', async () => {
    expect(await bundle("export { FeedbackWidget } from 'clarifeye-feedback';")).not.toMatch(/customElements\.define|from ?"react"/);
    expect(await bundle("export { createFeedbackProxy } from 'clarifeye-feedback/server';")).not.toMatch(
      /from ?"(preact|ofetch|@preact)|document\./,
    );
  });

  it('names what resolvers that know no `exports` take, and is left to the page by server components', () => {
    const { main, types } = manifest();
    expect([main, types].map((path) => readFileSync(installed(path), 'utf8').length > 0)).toEqual([true, true]);
    expect(readFileSync(installed('dist/react.js'), 'utf8')).toMatch(/^['"]use client['"];/);
  });

  it('does its job in jsdom, which has no constructed style sheets', async () => {
    const virtualConsole = new VirtualConsole();
    const log = vi.fn();
    virtualConsole.on('jsdomError', log).on('error', log).on('warn', log);
    const { window } = new JSDOM('<!doctype html>', {
      runScripts: 'outside-only',
      url: 'https://chat.example/',
      pretendToBeVisual: true,
      virtualConsole,
    });
    onTestFinished(() => window.close());
    const server = createTestApi();
    Object.assign(window, { fetch: server.fetch, TextEncoder });
    window.eval(readFileSync(installed('dist/clarifeye-feedback.js'), 'utf8'));
    window.ClarifeyeFeedback?.init({ projectId: PROJECT_ID, getToken: () => 'ada-token' });
    const element = Object.assign(window.document.createElement('clarifeye-feedback'), ANSWER);
    window.document.body.append(element);
    element.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
    await vi.waitFor(() => expect(element.phase).toBe('saved'));
    expect(server.records()).toMatchObject([{ is_positive: true }]);
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('textarea')).toBeTruthy());
    await new Promise((resolve) => window.requestAnimationFrame(resolve));
    expect(log.mock.calls).toEqual([]);
  });
});

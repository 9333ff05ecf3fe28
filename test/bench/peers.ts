import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { median } from './figures';
import { openBench, readSubjects, type Subject } from './widgets';

const LOADS = 15;

interface Peer {
  /** The package and the version that was measured. */
  readonly install: string;
  readonly what: string;
  /** A program that puts `mount(place)` on the window, as the package's documents say. */
  readonly program: string;
}

const PEERS: readonly Peer[] = [
  {
    install: '@sentry/browser@11.12.0',
    what: 'feedback button with a form, one for a page',
    program: `import { feedbackIntegration, init } from '@sentry/browser';
      const feedback = feedbackIntegration({ autoInject: false });
      init({ dsn: 'https://public@o0.ingest.sentry.io/0', integrations: [feedback], defaultIntegrations: false });
      window.mount = () => void feedback.createWidget();`,
  },
  {
    install: 'pushfeedback@0.1.85',
    what: 'feedback button with a form, as a web component',
    program: `import { defineCustomElement } from 'pushfeedback/dist/components/feedback-button.js';
      defineCustomElement();
      window.mount = async (place) => {
        const element = document.createElement('feedback-button');
        element.setAttribute('project', 'project');
        element.textContent = 'Feedback';
        place.append(element);
        while (!element.shadowRoot?.childElementCount) await new Promise((resolve) => setTimeout(resolve));
      };`,
  },
  {
    install: '@feelback/js@0.3.4',
    what: "behaviour for a page's own buttons",
    program: `import { setupFeelback } from '@feelback/js/browser';
      window.mount = (place) => {
        place.innerHTML = '<div data-feelback-set="set"><button data-feelback-value="up">up</button><button data-feelback-value="down">down</button></div>';
        setupFeelback();
      };`,
  },
  {
    install: '@shoelace-style/shoelace@2.20.1',
    what: 'rating as a web component, sends nothing',
    program: `import '@shoelace-style/shoelace/dist/components/rating/rating.js';
      window.mount = async (place) => {
        const element = document.createElement('sl-rating');
        place.append(element);
        await element.updateComplete;
      };`,
  },
];

async function bundle(folder: string, { install, program }: Peer): Promise<Subject> {
  const entry = join(folder, `${install.replace(/\W+/g, '-')}.js`);
  writeFileSync(entry, program);
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2022', minify: 'terser', lib: { entry, formats: ['iife'], name: 'peer', fileName: 'peer' } },
  });
  const [output] = [result].flat() as Rolldown.RolldownOutput[];
  return { name: install, tag: '', code: output?.output[0].code ?? '' };
}

/** Bytes, evaluation and the first mount of what a page would pick instead, each bundled from its published package. */
export async function benchPeers(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  const bench = await openBench();
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...PEERS.map(({ install }) => install)], {
      cwd: folder,
      stdio: 'ignore',
    });
    const [own] = (await readSubjects()) as [Subject];
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const ours: Subject = {
      ...own,
      name: `clarifeye-feedback@${version}`,
      code: `${own.code}\nwindow.mount = (place) => {
        const element = document.createElement('clarifeye-feedback');
        element.setAttribute('conversation-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a');
        element.setAttribute('query-id', '0');
        place.append(element);
      };`,
    };
    const subjects = [ours, ...(await Promise.all(PEERS.map((peer) => bundle(folder, peer))))];
    const sizes = [own.code, ...subjects.slice(1).map(({ code }) => code)].map((code) =>
      [Buffer.byteLength(code), gzipSync(code, { level: 9 }).length, brotliCompressSync(code).length].join(' | '),
    );
    const times = subjects.map(() => ({ evaluation: [] as number[], mount: [] as number[] }));
    for (let round = 0; round < LOADS; round += 1)
      for (const [index, subject] of subjects.entries()) {
        const { page } = await bench.open(subject);
        const { evaluation, mount } = await page.evaluate(async () => {
          const { marks, mount } = window as unknown as { marks: [number, number]; mount: (place: Element) => unknown };
          const place = document.getElementById('list') as HTMLElement;
          const start = performance.now();
          await mount(place);
          void place.offsetHeight;
          return { evaluation: marks[1] - marks[0], mount: performance.now() - start };
        });
        times[index]?.evaluation.push(evaluation);
        times[index]?.mount.push(mount);
        await bench.close(page);
      }
    const what = ['three ratings, a comment, delivery that converges, everything in this repository', ...PEERS.map((peer) => peer.what)];
    return [
      `Medians of ${LOADS} loads; bytes of the program`,
      '',
      '| package | what it is | minified | gzip | brotli | load and evaluation | first mount |',
      '|---|---|---:|---:|---:|---:|---:|',
      ...subjects.map(({ name }, index) => {
        const { evaluation = [], mount = [] } = times[index] ?? {};
        return `| ${name} | ${what[index]} | ${sizes[index]} | ${median(evaluation).toFixed(1)} ms | ${median(mount).toFixed(1)} ms |`;
      }),
    ];
  } finally {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

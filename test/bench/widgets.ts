import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { build, type Rolldown } from 'vite';
import { findBrowser, launch } from '../support/browsers';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { median } from './figures';

/** What is measured: a script and the element that it defines. */
export interface Subject {
  readonly name: string;
  readonly code: string;
  readonly tag: string;
  /** Runs before the script. */
  readonly before?: string;
  /** Attributes of each element; `#` stands for its number. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const LOADS = 15;
const COUNTS = [1, 100, 1000];
export const OURS = 'clarifeye-feedback';

/** One of the pages' scripts, as it would be shipped. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2022', minify: 'terser', lib: { entry, formats: ['iife'], name: 'bench', fileName: 'bench' } },
  });
  const [output] = [result].flat() as Rolldown.RolldownOutput[];
  return output?.output[0].code ?? '';
}

export async function readSubjects(): Promise<Subject[]> {
  return [
    {
      name: 'clarifeye-feedback',
      code: readFileSync('dist/clarifeye-feedback.js', 'utf8'),
      tag: OURS,
      before: `clarifeyeFeedbackConfig = { projectId: '${PROJECT_ID}', baseUrl: location.origin + '/api/v1', getToken: () => 'ada-token' };`,
      attributes: { 'conversation-id': CONVERSATION_ID, 'query-id': '#' },
    },
    {
      name: 'bare Preact with signals',
      code: await bundle('test/bench/pages/bare.tsx'),
      tag: 'bare-rating',
      attributes: { 'query-id': '#' },
    },
    {
      name: 'three plain buttons',
      code: await bundle('test/bench/pages/buttons.ts'),
      tag: 'plain-rating',
      attributes: { 'query-id': '#' },
    },
  ];
}

/** A browser, and a page that a subject's script has run in. */
export async function openBench() {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/')) return void response.writeHead(503).end();
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(files.get(request.url ?? '') ?? '');
  });
  const files = new Map<string, string>();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await launch('chromium', findBrowser('chromium'), {});
  return {
    browser,
    /** A page with the script as a file of its own, as pages load it: an inlined one takes the HTML parser longer than it runs. */
    async open({ code, before = '' }: Subject, body = ''): Promise<{ page: Page; session: CDPSession; cpu: number }> {
      const path = `/${files.size}`;
      files.set(`${path}.js`, code);
      files.set(
        `${path}.html`,
        `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><body>${body}<div id="list"></div>
        <script>${before} marks = [performance.now()]</script><script src="${path}.js"></script><script>marks.push(performance.now())</script>`,
      );
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const session = await page.createCDPSession();
      await session.send('Performance.enable');
      const start = await cpuOf(session);
      await page.goto(`${origin}${path}.html`);
      return { page, session, cpu: (await cpuOf(session)) - start };
    },
    async close(page: Page) {
      await page.browserContext().close();
    },
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

/** Milliseconds for which the page's main thread has had a processor. */
async function cpuOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN) * 1000;
}

/** Puts so many elements into the page; the time to DOM and to layout, in milliseconds. */
function mount(page: Page, { tag, attributes = {} }: Subject, count: number): Promise<{ toDom: number; toLayout: number }> {
  return page.evaluate(
    async (tag, attributes, count) => {
      const list = document.getElementById('list') as HTMLElement;
      const isThere = (element: Element) => !!element.shadowRoot?.querySelector('button');
      const start = performance.now();
      const fragment = document.createDocumentFragment();
      for (let index = 0; index < count; index += 1) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.replace('#', String(index)));
        fragment.append(element);
      }
      list.append(fragment);
      while (![...list.children].every(isThere)) await new Promise((resolve) => setTimeout(resolve));
      const toDom = performance.now() - start;
      void list.offsetHeight;
      return { toDom, toLayout: performance.now() - start };
    },
    tag,
    attributes,
    count,
  );
}

interface Weight {
  readonly v8: number;
  readonly dom: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function weigh(session: CDPSession): Promise<Weight> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize: number;
  };
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { v8: usedSize, dom: embedderHeapUsedSize, nodes, listeners: jsEventListeners };
}

type Figures = Record<'evaluation' | 'usable' | 'cpu' | 'toDom' | 'toLayout' | 'v8' | 'dom' | 'nodes' | 'listeners', number>;

/** One load: the script, then so many widgets, then what they weigh. */
async function load(bench: Awaited<ReturnType<typeof openBench>>, subject: Subject, count: number): Promise<Figures> {
  const { page, session, cpu } = await bench.open(subject);
  const [from = 0, to = 0] = await page.evaluate(() => (window as unknown as { marks: number[] }).marks);
  const before = await weigh(session);
  const start = await cpuOf(session);
  const times = await mount(page, subject, count);
  const mountCpu = (await cpuOf(session)) - start;
  // What is put off to the next frame or task is done.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const after = await weigh(session);
  await bench.close(page);
  const per = (key: keyof Weight) => (after[key] - before[key]) / count;
  return {
    evaluation: to - from,
    usable: to - from + times.toLayout,
    cpu: cpu + mountCpu,
    ...times,
    v8: per('v8'),
    dom: per('dom'),
    nodes: per('nodes'),
    listeners: per('listeners'),
  };
}

/** Mounted widgets against both baselines: medians of interleaved loads. */
export async function benchWidgets(): Promise<string[]> {
  const subjects = await readSubjects();
  const bench = await openBench();
  const lines: string[] = [];
  try {
    for (const count of COUNTS) {
      const figures = subjects.map(() => [] as Figures[]);
      for (let round = 0; round < LOADS; round += 1)
        for (const [index, subject] of subjects.entries()) figures[index]?.push(await load(bench, subject, count));
      const middles = figures.map(
        (all) =>
          Object.fromEntries(Object.keys(all[0] ?? {}).map((key) => [key, median(all.map((one) => one[key as keyof Figures]))])) as Figures,
      );
      const [ours, bare] = middles;
      lines.push(
        `${count} mounted, medians of ${LOADS} loads`,
        '',
        '| | load and evaluation | script and first layout | CPU in all | to DOM | laid out | V8 heap each | DOM heap each | nodes each | listeners each |',
        '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
      );
      for (const [index, one] of middles.entries())
        lines.push(
          `| ${subjects[index]?.name} | ${one.evaluation.toFixed(1)} ms | ${one.usable.toFixed(1)} ms | ${one.cpu.toFixed(1)} ms | ${one.toDom.toFixed(1)} ms | ${one.toLayout.toFixed(1)} ms | ${one.v8.toFixed(0)} B | ${one.dom.toFixed(0)} B | ${one.nodes.toFixed(1)} | ${one.listeners.toFixed(1)} |`,
        );
      if (ours && bare)
        lines.push(
          `| **ratio to bare Preact** | ${Object.keys(ours)
            .map((key) => (ours[key as keyof Figures] / bare[key as keyof Figures]).toFixed(2))
            .join(' | ')} |`,
          '',
        );
    }
    return lines;
  } finally {
    await bench.stop();
  }
}

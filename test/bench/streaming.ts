import type { Page } from 'puppeteer-core';
import { median } from './figures';
import { openBench, readSubjects, type Subject } from './widgets';

const WIDGETS = 200;
const TOKENS_A_SECOND = 50;
const SECONDS = 5;
const LOADS = 5;

interface Stream {
  /** Tasks of more than 50 ms, and their time in all. */
  readonly longTasks: number;
  readonly longMs: number;
  /** What the page's processor did in that time. */
  readonly busyMs: number;
}

/** Streams tokens into the last answer of a chat with so many widgets. */
async function stream(page: Page, { tag, attributes = {} }: Subject): Promise<Stream> {
  await page.evaluate(
    (tag, attributes, count) => {
      for (let index = 0; index < count; index += 1) {
        const answer = document.createElement('p');
        answer.textContent = 'An answer that is there already. '.repeat(8);
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.replace('#', String(index)));
        document.body.append(answer, element);
      }
    },
    tag,
    attributes,
    WIDGETS,
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const busy = async () => (await page.metrics()).TaskDuration ?? 0;
  const before = await busy();
  const tasks = await page.evaluate(
    async (perSecond, seconds) => {
      const long: number[] = [];
      const observer = new PerformanceObserver((list) => void long.push(...list.getEntries().map(({ duration }) => duration)));
      observer.observe({ type: 'longtask' });
      const last = document.querySelectorAll('p')[document.querySelectorAll('p').length - 1] as HTMLElement;
      for (let token = 0; token < perSecond * seconds; token += 1) {
        last.append(` word${token}`);
        await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
      }
      observer.disconnect();
      return long;
    },
    TOKENS_A_SECOND,
    SECONDS,
  );
  return { longTasks: tasks.length, longMs: tasks.reduce((sum, one) => sum + one, 0), busyMs: ((await busy()) - before) * 1000 };
}

/** A page that streams, with widgets under every answer, beside both baselines. */
export async function benchStreaming(): Promise<string[]> {
  const subjects = await readSubjects();
  const bench = await openBench();
  try {
    const runs = subjects.map(() => [] as Stream[]);
    for (let round = 0; round < LOADS; round += 1)
      for (const [index, subject] of subjects.entries()) {
        const { page } = await bench.open(subject);
        runs[index]?.push(await stream(page, subject));
        await bench.close(page);
      }
    const busy = runs.map((all) => median(all.map(({ busyMs }) => busyMs)));
    return [
      `${TOKENS_A_SECOND} tokens a second for ${SECONDS} s into a chat with ${WIDGETS} widgets, ${LOADS} loads`,
      '',
      '| | long tasks in all loads | busy, median |',
      '|---|---:|---:|',
      ...subjects.map(
        ({ name }, index) => `| ${name} | ${runs[index]?.reduce((sum, one) => sum + one.longTasks, 0)} | ${busy[index]?.toFixed(0)} ms |`,
      ),
      `| **ratio to bare Preact** | | ${((busy[0] ?? 0) / (busy[1] ?? 1)).toFixed(2)} |`,
    ];
  } finally {
    await bench.stop();
  }
}

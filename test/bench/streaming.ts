import type { Page } from 'puppeteer-core';
import { CONVERSATION_ID } from '../support/people';
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

const ANSWERS = 1000;

/**
 * Seconds of script and of time for a stream into the last of so many answers, each with a widget that `attach` has placed, or the page itself. Layout,
 * which is the same for both, takes many times as long.
 */
async function streamAttached(bench: Awaited<ReturnType<typeof openBench>>, subject: Subject, isAttached: boolean, isMarkup: boolean) {
  const { page } = await bench.open(subject);
  await page.evaluate(
    async (tag, count, isAttached, conversationId) => {
      const main = document.body.appendChild(document.createElement('main'));
      main.dataset['conversationId'] = conversationId;
      for (let index = 0; index < count; index += 1) {
        const answer = main.appendChild(document.createElement('div'));
        answer.className = 'answer';
        answer.dataset['queryId'] = String(index);
        answer.append('An answer that is there already. '.repeat(8));
        if (isAttached) continue;
        const element = answer.appendChild(document.createElement(tag));
        element.setAttribute('conversation-id', conversationId);
        element.setAttribute('query-id', String(index));
      }
      const { ClarifeyeFeedback } = window as unknown as { ClarifeyeFeedback: { attach(selector: string): unknown } };
      if (isAttached) ClarifeyeFeedback.attach('.answer');
      await new Promise((resolve) => setTimeout(resolve, 3000));
    },
    subject.tag,
    ANSWERS,
    isAttached,
    CONVERSATION_ID,
  );
  const before = await page.metrics();
  await page.evaluate(
    async (perSecond, seconds, isMarkup) => {
      const last = [...document.querySelectorAll('.answer')].at(-1) as HTMLElement;
      const part = document.createElement('section');
      last.prepend(part);
      for (let token = 0; token < perSecond * seconds; token += 1) {
        // As a page does that renders Markdown.
        if (isMarkup) part.innerHTML = '<p>A paragraph with a <b>word</b> in it.</p>'.repeat(1 + (token % 20));
        else part.append(` word${token}`);
        await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
      }
    },
    TOKENS_A_SECOND,
    SECONDS,
    isMarkup,
  );
  const after = await page.metrics();
  await bench.close(page);
  const since = (name: 'ScriptDuration' | 'Timestamp') => (after[name] ?? 0) - (before[name] ?? 0);
  return { script: since('ScriptDuration'), time: since('Timestamp') };
}

/** The share of the main thread that `attach` takes, in percent. */
export async function benchAttach(): Promise<string[]> {
  const [ours] = (await readSubjects()) as [Subject];
  const bench = await openBench();
  try {
    const measure = async (isAttached: boolean, isMarkup: boolean) => {
      const { script, time } = await streamAttached(bench, ours, isAttached, isMarkup);
      return (script / time) * 100;
    };
    const rows: string[] = [];
    for (const isMarkup of [false, true]) {
      const shares = { attached: [] as number[], placed: [] as number[] };
      for (let round = 0; round < LOADS; round += 1) {
        shares.attached.push(await measure(true, isMarkup));
        shares.placed.push(await measure(false, isMarkup));
      }
      const [attached, placed] = [median(shares.attached), median(shares.placed)];
      const cells = [placed, attached, attached - placed].map((share) => `${share.toFixed(2)} %`);
      rows.push(`| ${isMarkup ? 'markup, written anew' : 'text'} | ${cells.join(' | ')} |`);
    }
    return [
      `Script's share of the time: ${TOKENS_A_SECOND} tokens a second for ${SECONDS} s into one of ${ANSWERS} answers with a widget each, ${LOADS} loads`,
      '',
      '| each token is | widgets placed by the page | by `attach` | **`attach` alone** |',
      '|---|---:|---:|---:|',
      ...rows,
    ];
  } finally {
    await bench.stop();
  }
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

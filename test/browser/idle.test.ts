import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const TOKEN = `<script>getFeedbackToken = () => 'ada-token'</script>`;

interface Weight {
  readonly v8: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function weigh(page: Page): Promise<Weight> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { v8: usedSize, nodes, listeners: jsEventListeners };
}

describe('widgets that nobody touches', () => {
  const stage = setStage();

  async function mount(page: Page, count: number): Promise<void> {
    await page.evaluate(
      (count, id) => {
        for (let index = 0; index < count; index += 1) {
          const widget = document.createElement('clarifeye-feedback');
          widget.setAttribute('conversation-id', id);
          widget.setAttribute('query-id', String(index));
          document.body.append(widget);
        }
      },
      count,
      CONVERSATION_ID,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
  }

  it('are a row of buttons each: at most 16 nodes, a listener and 2 kB of V8 heap, and no request', async () => {
    const { page, log } = await stage.open(`${TOKEN}${stage.script()}`);
    await mount(page, 10);
    const before = await weigh(page);
    await mount(page, 1000);
    const after = await weigh(page);
    expect((after.nodes - before.nodes) / 1000).toBeLessThanOrEqual(16.1);
    expect((after.listeners - before.listeners) / 1000).toBeLessThanOrEqual(1.1);
    expect((after.v8 - before.v8) / 1000).toBeLessThanOrEqual(2048);
    expect((await stage.api.state()).calls).toEqual([]);
    expect(log).toEqual([]);
  });

  it('leave nothing behind when they go', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}`);
    const clear = () => page.evaluate(() => document.body.replaceChildren());
    await mount(page, 500);
    await clear();
    const before = await weigh(page);
    await mount(page, 500);
    await clear();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const after = await weigh(page);
    expect(after.nodes - before.nodes).toBeLessThan(100);
    expect(after.listeners - before.listeners).toBeLessThan(20);
  });

  it('take the first click, also one that no focus went before', async () => {
    const { page, log } = await stage.open(`${TOKEN}${stage.script()}`);
    await mount(page, 2);
    await page.$eval('clarifeye-feedback', ({ shadowRoot }) => {
      shadowRoot?.querySelector('button')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    });
    await says(page, 'Thanks for your feedback!');
    await page.$$eval('clarifeye-feedback', ([, other]) => {
      // Changed in the task of the click.
      if (other) other.queryId = 7;
      other?.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click();
    });
    await expect
      .poll(async () => (await stage.api.state()).records.map(({ context, is_positive }) => [context.query_id, is_positive]))
      .toEqual(
        expect.arrayContaining([
          [0, true],
          [7, false],
        ]),
      );
    expect(log).toEqual([]);
  });

  it('keep the button that has the focus, and its node', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}`);
    await mount(page, 1);
    const isSame = await page.$eval('clarifeye-feedback', ({ shadowRoot }) => {
      const button = shadowRoot?.querySelector('button');
      button?.focus();
      return (
        shadowRoot?.activeElement === button &&
        button === shadowRoot?.querySelector('button') &&
        !!shadowRoot?.querySelector('[aria-live=polite]')
      );
    });
    expect(isSame).toBe(true);
  });

  it('show what becomes known of the host and of another widget', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}`);
    await mount(page, 2);
    const phases = () => page.$$eval('clarifeye-feedback', (widgets) => widgets.map(({ phase }) => phase));
    expect(await phases()).toEqual(['idle', 'idle']);
    await page.$eval('clarifeye-feedback', (widget) => {
      widget.value = { rating: 'up' };
    });
    expect(await phases()).toEqual(['saved', 'idle']);
    // The same answer is shown twice, and one of the two is clicked.
    await page.$$eval('clarifeye-feedback', ([, other]) => {
      other?.parentNode?.append(other.cloneNode());
      other?.shadowRoot?.querySelector<HTMLElement>('[part=neutral]')?.click();
    });
    await expect.poll(phases).toEqual(['saved', 'saved', 'saved']);
  });

  /** Where the only widget's rating is, in the page. */
  const place = (page: Page, part: string) =>
    page.$eval(
      'clarifeye-feedback',
      ({ shadowRoot }, part) => {
        const { x, y, width, height } = shadowRoot?.querySelector(`[part=${part}]`)?.getBoundingClientRect() as DOMRect;
        return { x: x + width / 2, y: y + height / 2 };
      },
      part,
    );
  const records = async () => (await stage.api.state()).records.map(({ context, is_positive }) => [context.query_id, is_positive]);

  it.each([
    ['a property', "document.querySelector('clarifeye-feedback').reasons = { up: ['Clear'] }"],
    ['an attribute to what it is', "document.querySelector('clarifeye-feedback').setAttribute('query-id', '0')"],
    ['its look', "ClarifeyeFeedback.init({ theme: 'dark' })"],
    ['its texts', "ClarifeyeFeedback.init({ strings: { up: 'Fine' } })"],
  ])('lose no press where the page sets %s meanwhile, and gives no focus to what is pressed', async (_, change) => {
    const { page } = await stage.open(
      `${TOKEN}<script>addEventListener('mousedown', (event) => event.preventDefault())</script>${stage.script()}`,
    );
    await mount(page, 1);
    const { x, y } = await place(page, 'up');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.evaluate(change);
    await page.mouse.up();
    await expect.poll(records).toEqual([[0, true]]);
  });

  it('lose no click in which the page changes or moves them', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}`);
    await mount(page, 2);
    await page.$$eval('clarifeye-feedback', ([one, other]) => {
      addEventListener('click', () => window.ClarifeyeFeedback?.init({ size: 'sm' }), { capture: true, once: true });
      one?.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
      addEventListener('click', () => other && document.body.prepend(other), { capture: true, once: true });
      other?.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click();
    });
    await expect
      .poll(async () => (await records()).sort())
      .toEqual([
        [0, true],
        [1, false],
      ]);
  });

  it('tell each of several widgets of one answer of every event', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}`);
    await mount(page, 1);
    await page.$eval('clarifeye-feedback', (widget) => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const id of [1, 2]) {
        const twin = widget.cloneNode() as HTMLElement;
        for (const name of ['feedback-change', 'feedback-saved'] as const) twin.addEventListener(name, () => heard.push(`${name} ${id}`));
        document.body.append(twin);
      }
      widget.shadowRoot?.querySelector('button')?.click();
    });
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { heard: string[] }).heard))
      .toEqual(['feedback-change 1', 'feedback-change 2', 'feedback-saved 1', 'feedback-saved 2']);
  });

  describe('of what the server has', () => {
    const userId = 'aaaaaaaa-0000-4000-8000-000000000000';
    const phases = (page: Page) => page.$$eval('clarifeye-feedback', (widgets) => widgets.map(({ phase }) => phase));

    it('show it, also those that come later or again, and change the record that is there', async () => {
      const { page } = await stage.open(`${TOKEN}${stage.script()}`);
      await mount(page, 1);
      await page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click());
      await says(page, 'Thanks for your feedback!');
      const { page: next } = await stage.open(
        `${TOKEN}${stage.script()}<script>ClarifeyeFeedback.init({ restore: 'server', userId: '${userId}', storage: 'none' })</script>`,
        { page: await stage.newPage() },
      );
      await mount(next, 1);
      await expect.poll(() => phases(next)).toEqual(['saved']);
      await next.evaluate(() => document.body.replaceChildren());
      await mount(next, 1);
      expect(await phases(next)).toEqual(['saved']);
      await next.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click());
      await expect.poll(records).toEqual([[0, true]]);
    });

    it('leave to another widget of the answer what its host knows', async () => {
      const { page } = await stage.open(`${TOKEN}${stage.script()}`);
      await mount(page, 1);
      await page.$eval('clarifeye-feedback', (widget) => {
        const twin = widget.cloneNode() as typeof widget;
        twin.value = { rating: 'down' };
        document.body.append(twin);
      });
      await expect.poll(() => phases(page)).toEqual(['saved', 'saved']);
    });
  });

  it('see what another tab does, and thank for nothing', async () => {
    const options = "<script>ClarifeyeFeedback.init({ storage: 'local', userKey: 'ada' })</script>";
    const { page } = await stage.open(`${TOKEN}${stage.script()}${options}`);
    await mount(page, 1);
    const other = await stage.newPage();
    await stage.open(`${TOKEN}${stage.script()}${options}`, { page: other });
    await mount(other, 1);
    await other.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click());
    await expect.poll(() => page.$eval('clarifeye-feedback', ({ phase }) => phase)).toBe('saved');
    expect(await page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector('[aria-live=polite]')?.textContent)).toBe(
      '',
    );
    expect(await records()).toEqual([[0, true]]);
  });
});

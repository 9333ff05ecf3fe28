import { PNG } from 'pngjs';
import type { ElementHandle, Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { BACKGROUNDS, type Background } from '../../demo/backgrounds';
import { contrastOf, pixelsOf } from '../support/contrast';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

/** The contrast between the most frequent colour of a part of the page and the pixel that differs most from it. */
async function contrastIn(page: Page, selector: string): Promise<number> {
  const element = (
    await page.evaluateHandle((selector) => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector(selector), selector)
  ).asElement() as ElementHandle<Element> | null;
  if (!element) throw new Error(`There is no ${selector}.`);
  return contrastOf(pixelsOf(PNG.sync.read(Buffer.from(await element.screenshot()))));
}

describe('the row on a page', () => {
  const stage = setStage();
  const open = async ({ root, css }: Pick<Background, 'root' | 'css'>, attributes = '') => {
    const html = root ? `${root[0]}="${root[1]}"` : '';
    const { page } =
      await stage.open(`<!doctype html><html lang="en" ${html}><head><meta charset="utf-8"><link rel="icon" href="data:,"><style>${css}</style>
      <script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}</head>
      <body><div class="answer" style="padding: 16px">The label is on its way.<clarifeye-feedback ${attributes} conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback></div></body></html>`);
    await page.setViewport({ width: 500, height: 600 });
    return page;
  };
  const ink = (page: Page, selector: string) =>
    page.evaluate((selector) => {
      const element = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector(selector);
      return element && getComputedStyle(element).color;
    }, selector);

  it.each(Object.entries(BACKGROUNDS))('has its colour and enough contrast in every state: %s', async (_, setting) => {
    const page = await open(setting);
    const expected = `rgb(${setting.ink})`;
    expect(await ink(page, '[part=up]')).toBe(expected);
    expect(await contrastIn(page, '[part=up]')).toBeGreaterThanOrEqual(3);
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    await box.type('Too long');
    for (const selector of ['[part=down]', '.cf-icon', '[part=status]', '.cf-label', 'textarea', '[part=send]'])
      expect([selector, await ink(page, selector)]).toEqual([selector, expected]);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    for (const [selector, least] of [
      ['[part=down]', 3],
      ['[part=status]', 4.5],
      ['.cf-label', 4.5],
      ['textarea', 3],
      ['[part=send]', 4.5],
    ] as const)
      expect([selector, (await contrastIn(page, selector)) >= least]).toEqual([selector, true]);
  });

  it('changes with a class of the page at every state', async () => {
    const page = await open({
      css: 'body { background: #fff; color: rgb(1, 2, 3) } .dark body { background: #000; color: rgb(251, 252, 253) }',
    });
    const toggle = () => page.evaluate(() => document.documentElement.classList.toggle('dark'));
    const inks = () =>
      page.evaluate(() => [
        ...new Set(
          [...(document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelectorAll('.clarifeye-feedback *') ?? [])].map(
            (element) => getComputedStyle(element).color,
          ),
        ),
      ]);
    const follow = async () => {
      for (const colour of ['rgb(251, 252, 253)', 'rgb(1, 2, 3)']) {
        await toggle();
        expect(await inks()).toEqual([colour]);
      }
    };
    await follow();
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await follow();
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('Clear');
    await click(page, 'Send');
    await find(page, 'button', 'Edit');
    await follow();
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'saved');
    await stage.api.meet({ method: 'PATCH', status: 403 });
    await click(page, 'Bad response');
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'failed');
    await follow();
  });

  it('fills Send only if both of its colours are known', async () => {
    const page = await open({ css: '.one { --cf-accent: #00f } .two { --cf-accent: #00f; --cf-on-accent: #fff }' });
    await click(page, 'Good response');
    await find(page, 'button', 'Send');
    const look = (name: string) =>
      page.evaluate((name) => {
        const host = document.querySelector('clarifeye-feedback') as HTMLElement;
        host.className = name;
        const { backgroundImage, color } = getComputedStyle(host.shadowRoot?.querySelector('[part=send]') as Element);
        return [backgroundImage !== 'none', color];
      }, name);
    expect([await look(''), await look('one'), await look('two')]).toEqual([
      [false, 'rgb(0, 0, 0)'],
      [false, 'rgb(0, 0, 255)'],
      [true, 'rgb(255, 255, 255)'],
    ]);
  });

  it('has its font, and a forced palette where it asks for one', async () => {
    const page = await open({ css: 'body { font-family: Georgia; color: red }' }, 'theme="dark"');
    const { color, fontFamily } = await page.evaluate(() => {
      const { color, fontFamily } = getComputedStyle(
        document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('[part=up]') as Element,
      );
      return { color, fontFamily };
    });
    expect([color, fontFamily]).toEqual(['rgb(232, 235, 242)', 'Georgia']);
  });
});

describe('the row in an action bar', () => {
  const stage = setStage();

  it.each([360, 900])('moves no button of the page in any state, and takes lines of its own for the rest: %i px', async (width) => {
    const { page } = await stage.open(`<script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}
      <div class="bar" style="display: flex; flex-wrap: wrap; align-items: center; gap: 4px; width: ${width}px"><button>Copy</button>
      <clarifeye-feedback layout="toolbar" conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback><button>Try again</button></div>`);
    const places = () =>
      page.$$eval('.bar > button', (buttons) =>
        buttons.map((button) => {
          const { x, y } = button.getBoundingClientRect();
          return [Math.round(x), Math.round(y)];
        }),
      );
    const partOf = (selector: string) =>
      page.evaluate((selector) => {
        const { top, bottom, width } = document
          .querySelector('clarifeye-feedback')
          ?.shadowRoot?.querySelector(selector)
          ?.getBoundingClientRect() as DOMRect;
        return { top, bottom, width };
      }, selector);
    const before = await places();
    const group = await partOf('[part=group]');
    expect(before[1]?.[0]).toBeGreaterThan((before[0]?.[0] ?? 0) + group.width);
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    expect(await places()).toEqual(before);
    expect((await partOf('[part=status]')).top).toBeGreaterThanOrEqual(group.bottom);
    expect((await partOf('[part=panel]')).top).toBeGreaterThanOrEqual((await partOf('[part=status]')).bottom);
    await box.type('Too long');
    await click(page, 'Send');
    await find(page, 'button', 'Edit');
    expect(await places()).toEqual(before);
    await click(page, 'Bad response');
    await says(page, 'Your feedback was removed.');
    expect(await places()).toEqual(before);
  });

  it('scrolls a box that a press opens into view, and nothing before', async () => {
    const { page } = await stage.open(`<script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}
      <div class="list" style="height: 300px; overflow: auto"><div style="height: 400px">First.</div><clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback></div>`);
    await page.$eval('.list', (list) => list.scrollTo(0, list.scrollHeight));
    await click(page, 'Bad response');
    await find(page, 'textbox', 'What went wrong? (optional)');
    await expect
      .poll(() =>
        page.evaluate(() => {
          const list = document.querySelector('.list')?.getBoundingClientRect() as DOMRect;
          const box = document
            .querySelector('clarifeye-feedback')
            ?.shadowRoot?.querySelector('[part=panel]')
            ?.getBoundingClientRect() as DOMRect;
          return box.bottom <= list.bottom + 1 && box.top >= list.top;
        }),
      )
      .toBe(true);
  });
});

import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { emulateForcedColors, openGallery } from '../support/gallery';
import { setStage } from '../support/pages';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const engine = inject('engine');

async function runAxe(page: Page): Promise<AxeResults> {
  await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    // Some of the WCAG rules are off by default.
    const rules = Object.fromEntries(axe.getRules(values).map(({ ruleId }) => [ruleId, { enabled: true }]));
    return axe.run(document, { runOnly: { type: 'tag', values }, rules, resultTypes: ['violations', 'incomplete'] });
  }, TAGS);
}

const told = (results: AxeResults['violations']) =>
  results.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, any, all, none }) =>
        `${id}: ${target.flat().join(' ')}: ${[...any, ...all, ...none].map(({ message }) => message).join(' ')}`,
    ),
  );

describe.each(['light', 'dark', 'forced'])(`axe in ${engine}: %s colours`, (colours) => {
  // Firefox has forced colours only as a setting of the whole browser.
  const stage = setStage(colours === 'forced' ? { 'browser.display.document_color_use': 2 } : {});

  it.each([
    ['ltr', 320],
    ['ltr', 1280],
    ['rtl', 320],
    ['rtl', 1280],
  ])('finds nothing in any state, %s, %i px wide', async (dir, width) => {
    const page = await stage.newPage();
    if (colours === 'forced' && engine === 'chromium') await emulateForcedColors(page);
    await openGallery(page, stage.origin, `theme=${colours === 'dark' ? 'dark' : 'light'}&dir=${dir}`, width);
    expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(colours === 'forced');
    const { violations, incomplete } = await runAxe(page);
    expect(told(violations)).toEqual([]);
    expect(told(incomplete)).toEqual([]);
  });
});

describe(`axe in ${engine}`, () => {
  const stage = setStage();

  it('finds a contrast that is too low', async () => {
    const page = await stage.newPage();
    await openGallery(page, stage.origin, 'theme=light&dir=ltr&state=off', 1280);
    await page.addStyleTag({ content: ':root { --cf-text: #999; }' });
    expect(told((await runAxe(page)).violations)).toContainEqual(expect.stringMatching(/^color-contrast: .* contrast of 2\.84 /));
  });
});

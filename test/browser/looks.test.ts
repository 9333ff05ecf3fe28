import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { STATES } from '../../demo/gallery-states';
import { emulateForcedColors, openGallery } from '../support/gallery';
import { setStage } from '../support/pages';

const KEPT = join(import.meta.dirname, 'screens');
const FOUND = 'node_modules/.cache/screens';
/** How many pixels may differ, for another version of the browser or its font renderer; an icon that is not filled differs in more. */
const TOLERANCE = 12;

const face = (family: string, file: string, weight: number) =>
  `@font-face { font-family: Screens; font-weight: ${weight}; src: url(/fonts/${family}/${file}-${weight}-normal.woff2); unicode-range: ${family === 'inter' ? 'U+0-58F, U+2000-206F' : 'U+590-5FF'}; }`;
// The fonts of a machine are its own.
const FONTS = `${[400, 500].flatMap((weight) => [face('inter', 'inter-latin', weight), face('noto-sans-hebrew', 'noto-sans-hebrew-hebrew', weight)]).join('')} :root { --cf-font: Screens; } * { transition: none !important; caret-color: transparent; }`;

/** Why the screenshot is not the one that is kept; undefined where it is. With `npm run screens` it is kept instead. */
function compare(name: string, image: Uint8Array): string | undefined {
  const kept = join(KEPT, `${name}.png`);
  if (inject('isUpdating')) return void writeFileSync(kept, image);
  if (!existsSync(kept)) return `${name}: none is kept, see npm run screens`;
  const [former, now] = [PNG.sync.read(readFileSync(kept)), PNG.sync.read(Buffer.from(image))];
  const { width, height } = now;
  const isSameSize = former.width === width && former.height === height;
  const count = isSameSize ? pixelmatch(former.data, now.data, undefined, width, height, { threshold: 0.15 }) : Number.POSITIVE_INFINITY;
  if (count <= TOLERANCE) return undefined;
  mkdirSync(FOUND, { recursive: true });
  writeFileSync(join(FOUND, `${name}.png`), image);
  const what = isSameSize ? `${count} pixels have` : `its size, ${former.width} x ${former.height} to ${width} x ${height}, has`;
  return `${name}: ${what} changed, see ${FOUND}`;
}

async function compareAll(page: Page, sheet: string): Promise<string[]> {
  await page.addStyleTag({ content: FONTS });
  await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const differences: (string | undefined)[] = [];
  for (const { id } of STATES) {
    const specimen = await page.$(`[data-state="${id}"]`);
    const image = await specimen?.screenshot();
    differences.push(image ? compare(`${id}-${sheet}`, image) : `${id} is missing`);
  }
  return differences.filter((difference) => difference !== undefined);
}

describe('looks', () => {
  const stage = setStage({}, true);
  if (inject('isUpdating')) mkdirSync(KEPT, { recursive: true });

  it.each([
    ['light', 'ltr'],
    ['light', 'rtl'],
    ['dark', 'ltr'],
    ['dark', 'rtl'],
    ['forced', 'ltr'],
  ])('are as they were kept in every state: %s, %s', async (colours, dir) => {
    const page = await stage.newPage();
    if (colours === 'forced') await emulateForcedColors(page);
    await openGallery(page, stage.origin, `theme=${colours === 'dark' ? 'dark' : 'light'}&dir=${dir}`, 400);
    expect(await compareAll(page, `${colours}-${dir}`)).toEqual([]);
  });

  it.each([
    ['the icon of a chosen rating is not filled', '[aria-pressed="true"] .cf-icon { fill: none !important; }'],
    ['the icon of thumbs down is turned', '[part=down] .cf-icon { rotate: 180deg !important; }'],
    ['a colour is another', ':host { --cf-text: #c0a; }'],
  ])('differ where %s', async (_, css) => {
    if (inject('isUpdating')) return;
    const page = await stage.newPage();
    await openGallery(page, stage.origin, 'theme=light&dir=ltr&state=off', 400);
    await page.$eval(
      'clarifeye-feedback',
      ({ shadowRoot }, css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        shadowRoot?.adoptedStyleSheets.push(sheet);
      },
      css,
    );
    expect(await compareAll(page, 'light-ltr')).toContainEqual(expect.stringMatching(/^off-light-ltr: \d+ pixels have changed/));
  });
});

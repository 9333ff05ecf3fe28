import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { BACKGROUNDS } from '../../demo/backgrounds';
import { contrastOf, pixelsOf } from '../support/contrast';
import { emulateForcedColors, openGallery } from '../support/gallery';
import { setStage } from '../support/pages';

const stage = setStage();

/** The least contrast of each part: https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast */
const LEAST = { '.cf-text, .cf-button, .cf-label, .cf-reason, .cf-note, .cf-words, .cf-tag': 4.5, '.cf-rating, .cf-comment': 3 };

it.each([...Object.keys(BACKGROUNDS), 'forced colours'])('every state can be read on a page that is: %s', async (name) => {
  const page = await stage.newPage();
  if (name === 'forced colours') await emulateForcedColors(page);
  await openGallery(page, stage.origin, name === 'forced colours' ? 'theme=light&dir=ltr' : `on=${encodeURIComponent(name)}`, 1280);
  const picture = PNG.sync.read(Buffer.from(await page.screenshot({ fullPage: true })));
  const parts = await page.evaluate(
    (least) =>
      [...document.querySelectorAll('.specimen')].flatMap((specimen) =>
        Object.entries(least).flatMap(([selector, least]) =>
          // What cannot be pressed need not be readable: WCAG exempts it.
          [...(specimen.querySelector('clarifeye-feedback')?.shadowRoot?.querySelectorAll(`:is(${selector}):not([aria-disabled])`) ?? [])]
            .filter((part) => part.checkVisibility({ visibilityProperty: true }))
            .map((part) => {
              const { x, y, width: w, height: h } = part.getBoundingClientRect();
              return {
                what: `${(specimen as HTMLElement).dataset['state']} ${part.className}`,
                least,
                x: x + scrollX,
                y: y + scrollY,
                w,
                h,
              };
            }),
        ),
      ),
    LEAST,
  );
  expect(parts.length).toBeGreaterThan(100);
  const poor = parts.flatMap(({ what, least, ...place }) => {
    const ratio = contrastOf(pixelsOf(picture, place));
    return ratio < least ? [`${what}: ${ratio.toFixed(2)}`] : [];
  });
  expect(poor).toEqual([]);
});

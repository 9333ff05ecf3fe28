import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Colour, contrast } from '../support/contrast';

type Theme = 'light' | 'dark';
const css = readFileSync('src/widget/feedback-widget.css', 'utf8');

/** What a page may put behind the row, from the extreme to a tinted bubble. */
const PAGES: Readonly<Record<Theme, readonly string[]>> = { light: ['#fff', '#f4f6fa'], dark: ['#000', '#12151b', '#1b1f28'] };

/** The colour of a forced palette. */
function read(theme: Theme, name: string): Colour {
  const rule = css.split(`[data-theme="${theme}"] {`)[1]?.split('}')[0] ?? '';
  const hex = new RegExp(`var\\(--cf-${name}, (#\\w+)\\)`).exec(rule)?.[1];
  if (!hex) throw new Error(`The ${theme} palette has no ${name}.`);
  return parse(hex);
}

function parse(hex: string): Colour {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

/** A colour of some opacity in front of another. */
const over = (front: Colour, share: number, back: Colour): Colour =>
  [0, 1, 2].map((part) => (front[part] ?? 0) * share + (back[part] ?? 0) * (1 - share)) as unknown as Colour;

/** The opacities that the style sheet gives to icons, outlines, and the background under the pointer. */
const opacities = {
  icon: Number(/\.cf-icon \{[^}]*opacity: ([\d.]+)/.exec(css)?.[1]),
  outline: Number(/\.cf-comment \{[^}]*currentcolor (\d+)%/.exec(css)?.[1]) / 100,
  hover: Number(/:hover \{[^}]*currentcolor (\d+)%/.exec(css)?.[1]) / 100,
};

describe.each(['light', 'dark'] as const)('the contrast of the %s palette', (theme) => {
  const text = read(theme, 'text');
  const pages = PAGES[theme].map(parse);

  it.each([
    ['text', 7, (page: Colour) => contrast(text, page)],
    ['text under the pointer', 7, (page: Colour) => contrast(text, over(text, opacities.hover, page))],
    ['an icon', 3, (page: Colour) => contrast(over(text, opacities.icon, page), page)],
    ['an outline', 3, (page: Colour) => contrast(over(text, opacities.outline, page), page)],
    ['a chosen rating and the focus ring', 3, (page: Colour) => contrast(read(theme, 'accent'), page)],
    ['Send', 7, () => contrast(read(theme, 'accent'), read(theme, 'on-accent'))],
  ] as const)('of %s is at least %i', (_, least, of) => {
    expect(pages.map(of).filter((ratio) => !(ratio >= least))).toEqual([]);
  });
});

describe('without a palette', () => {
  // https://www.w3.org/TR/WCAG22/#non-text-contrast
  it.each([
    ['the least that WCAG allows for text', '#767676', '#fff'],
    ['a muted bar', '#6b7280', '#fff'],
    ['a dark page', '#9ca3af', '#030712'],
  ])('an icon on a page with %s has enough contrast', (_, ink, page) => {
    expect(contrast(parse(ink), parse(page))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(over(parse(ink), opacities.icon, parse(page)), parse(page))).toBeGreaterThanOrEqual(3);
  });

  it('no colour and no custom property is computed from the ink', () => {
    const computed = [...css.matchAll(/^\s*([\w-]+): [^;]*currentcolor/gim)].map(([, name]) => name);
    expect(computed).toContain('border');
    expect(computed.filter((name) => name === 'color' || name?.startsWith('--'))).toEqual([]);
  });

  it('a chosen rating differs from the others by more than its colour', () => {
    expect(css).toMatch(/\.cf-rating\[aria-pressed="true"\] \.cf-icon \{\s*fill: currentColor;/);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Theme = 'light' | 'dark';

const css = readFileSync('src/widget/feedback-widget.css', 'utf8');

/** The default of each `--cf-*` colour. */
const colours = Object.fromEntries(
  [...css.matchAll(/--[\w-]+: var\(--cf-([\w-]+), light-dark\((#\w+), (#\w+)\)\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
) as Readonly<Record<string, Readonly<Record<Theme, string>>>>;

/** What a chat page may put behind the row, from the extreme to a tinted bubble. */
const PAGES: Readonly<Record<Theme, readonly string[]>> = { light: ['#fff', '#f4f6fa'], dark: ['#000', '#12151b', '#1b1f28'] };

function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('the contrast of the %s theme', (theme) => {
  const colour = (name: string) => colours[name]?.[theme] ?? `no colour ${name}`;
  const behind = [...PAGES[theme], colour('surface')];

  it.each([
    ['text', [...behind, colour('hover')], 7],
    ['muted', behind, 7],
    ['danger', behind, 7],
    ['on-accent', [colour('accent')], 7],
    ['accent', [...behind, colour('hover')], 3],
    ['border', behind, 3],
  ] as const)('of %s is enough', (name, backgrounds, least) => {
    const low = backgrounds.filter((background) => contrast(colour(name), background) < least);
    expect(low.map((background) => `${name} on ${background}: ${contrast(colour(name), background).toFixed(2)}`)).toEqual([]);
  });

  it('tells a chosen rating from the others by more than its colour', () => {
    // The others are outlines; black on white is 21.
    expect(css).toMatch(/\.cf-rating\[aria-pressed="true"\] \.cf-icon \{\s*fill: currentColor;/);
    expect(contrast('#000', '#fff')).toBeCloseTo(21);
  });
});

import type { PNG } from 'pngjs';

/** The red, green and blue of a colour, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The pixels of a picture in a rectangle, or all of them. */
export function pixelsOf({ data, width, height }: PNG, { x, y, w, h } = { x: 0, y: 0, w: width, h: height }): Colour[] {
  const colours: Colour[] = [];
  for (let row = Math.max(0, Math.ceil(y)); row < Math.min(height, Math.floor(y + h)); row += 1)
    for (let column = Math.max(0, Math.ceil(x)); column < Math.min(width, Math.floor(x + w)); column += 1) {
      const at = (row * width + column) * 4;
      colours.push([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]);
    }
  return colours;
}

/** The contrast between the most frequent colour of some pixels and the one that differs most from it. */
export function contrastOf(colours: readonly Colour[]): number {
  const counts = new Map<string, number>();
  for (const colour of colours) counts.set(colour.join(), (counts.get(colour.join()) ?? 0) + 1);
  const [[most = ''] = []] = [...counts].sort(([, a], [, b]) => b - a);
  const behind = most.split(',').map(Number) as unknown as Colour;
  return Math.max(...colours.map((colour) => contrast(colour, behind)));
}

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTE_OPTIONS, toAttribute } from '../src/config';
import { LANGUAGES } from '../src/language';

const read = (path: string) => readFileSync(path, 'utf8');
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
/** The names in backticks in the first column of every table. */
const firstColumn = (text: string) =>
  [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

describe('docs/theming.md', () => {
  const css = read('src/widget/feedback-widget.css');
  const theming = read('docs/theming.md');
  const [properties = '', parts = ''] = theming.split('## Parts');

  it('lists every custom property', () => {
    const used = [...css.matchAll(/var\(--(cf-[\w-]+)/g)].map(([, name = '']) => `--${name}`);
    expect(sorted(firstColumn(properties))).toEqual(sorted(used));
  });

  it('gives the colours that are built in', () => {
    const built = [...css.matchAll(/var\(--cf-([\w-]+), light-dark\((#\w+), (#\w+)\)\)/g)].map(
      ([, name, light, dark]) => `--cf-${name} ${light} ${dark}`,
    );
    const told = [...theming.matchAll(/^\| `(--cf-[\w-]+)` \|[^|]*\| `(#\w+)`, `(#\w+)` \|$/gm)].map(
      ([, name, light, dark]) => `${name} ${light} ${dark}`,
    );
    expect(sorted(told)).toEqual(sorted(built));
  });

  it('lists every part', () => {
    const sources = readdirSync('src/widget')
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => read(`src/widget/${name}`))
      .join('');
    const used = [...sources.matchAll(/part="(\w+)"/g)].map(([, name = '']) => name);
    expect(sorted(firstColumn(parts))).toEqual(sorted([...used, 'up', 'neutral', 'down', 'status']));
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('lists every attribute', () => {
    const table = readme.split('## Options')[1]?.split('Only as properties')[0] ?? '';
    expect(sorted(firstColumn(table))).toEqual(sorted(ATTRIBUTE_OPTIONS.map(toAttribute)));
  });

  it('names every language', () => {
    const names = new Intl.DisplayNames('en', { type: 'language' });
    const told = readme.split('## Languages')[1] ?? '';
    for (const language of LANGUAGES)
      expect(told).toContain(language.startsWith('zh') ? 'Chinese (simplified and traditional)' : names.of(language));
  });
});

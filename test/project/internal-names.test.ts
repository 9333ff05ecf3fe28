import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EMPTY_ENTRY } from '../../src/delivery/entry';
import { internalNames } from '../../src/script/internal-names';

it('shortens no name in the script that is also used as text, as in object[name]', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!server\/|script\/(internal|slim)).*\.tsx?$/.test(name),
  );
  const texts = files.flatMap((name) => [...readFileSync(join('src', name), 'utf8').matchAll(/'(\w+)'/g)].map(([, text = '']) => text));
  expect(texts.filter((text) => internalNames.test(text))).toEqual([]);
});

it('shortens no name that is stored', () => {
  expect(Object.keys(EMPTY_ENTRY).filter((name) => internalNames.test(name))).toEqual([]);
});

it('shortens no name of the platform that the script uses', () => {
  const builtins = [...readFileSync('node_modules/terser/tools/domprops.js', 'utf8').matchAll(/"([\w$]+)"/g)].map(([, name = '']) => name);
  // Each of these is a name of this package alone wherever the script uses it.
  const unused = [
    ...['adopt', 'confirm', 'delivery', 'effects', 'entry', 'isActive', 'isDisabled', 'memory', 'moveTo', 'onMessage', 'queue'],
    ...['scope', 'seed', 'show', 'store', 'turn', 'wake', 'contextType'],
  ];
  expect([...new Set(builtins)].filter((name) => internalNames.test(name)).sort()).toEqual(unused.sort());
});

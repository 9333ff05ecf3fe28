import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EMPTY_ENTRY } from '../../src/delivery/entry';
import { internalNames } from '../../src/script/internal-names';

it('shortens no name in the script that is also used as text, as in object[name]', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!server\/|script\/internal).*\.tsx?$/.test(name),
  );
  const texts = files.flatMap((name) => [...readFileSync(join('src', name), 'utf8').matchAll(/'(\w+)'/g)].map(([, text = '']) => text));
  expect(texts.filter((text) => internalNames.test(text))).toEqual([]);
});

it('shortens no name that is stored', () => {
  expect(Object.keys(EMPTY_ENTRY).filter((name) => internalNames.test(name))).toEqual([]);
});

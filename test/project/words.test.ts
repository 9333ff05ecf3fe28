import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Words that only the authors understood. The field has a term for each: see the glossary in CONTRIBUTING.md. */
const RETIRED = [
  ...[
    'door',
    'ledger',
    'deed',
    'worst',
    'means',
    'wish',
    'giver',
    'doubt',
    'sweep',
    'prune',
    'kept',
    'outlets',
    'heir',
    'trouble',
    'complaint',
  ],
  ...['plain', 'own', 'real', 'said', 'touches', 'within', 'holds'],
];
/** Terms of JavaScript that contain one of them. */
const STANDARD = ['ownProperties', 'own-properties', 'ownerDocument', 'hasOwn', 'getOwnPropertyNames'];

const words = (name: string) => name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
const retiredIn = (name: string) =>
  STANDARD.includes(name) ? [] : words(name).filter((word) => RETIRED.includes(word.replace(/s$/, '')) || RETIRED.includes(word));

/** The identifiers of a source, without its comments and strings. */
function identifiersOf(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, ' ')
    .replace(/`(?:\\.|[^`\\])*`/g, (text) => [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inside]) => inside).join(' '));
  return code.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const sources = filesIn('src').filter((name) => /\.tsx?$/.test(name) && !name.includes('locales/'));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesIn('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

const findIn = (entries: readonly (readonly [place: string, name: string])[]) =>
  entries.filter(([, name]) => retiredIn(name).length).map(([place, name]) => `${place}: ${name}`);

describe('words that only the authors understood', () => {
  it('are in no identifier', () => {
    const found = sources.flatMap((file) => identifiersOf(readFileSync(join('src', file), 'utf8')).map((name) => [file, name] as const));
    expect(found.length).toBeGreaterThan(5000);
    expect([...new Set(findIn(found))]).toEqual([]);
  });

  it('are in no name of a file', () => {
    const names = ['src', 'docs', 'demo', 'test'].flatMap((folder) =>
      filesIn(folder).filter((name) => !/node_modules|fixtures\//.test(name)),
    );
    expect(findIn(names.flatMap((path) => path.split('/').map((name) => [path, name.replace(/\.\w+$/, '')] as const)))).toEqual([]);
  });

  it('are in no heading', () => {
    const headings = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => [page, heading] as const),
    );
    expect(headings.length).toBeGreaterThan(80);
    expect(findIn(headings)).toEqual([]);
  });

  it('are found where they are', () => {
    expect(identifiersOf(`const a = 'door'; /* sweep */ let doorOf = \`\${giver} kept\`; // deed`)).toEqual([
      'const',
      'a',
      'let',
      'doorOf',
      'giver',
    ]);
    expect(['doorOf', 'SWEEP_MS', 'isKept', 'doors', 'ownProperties', 'owner', 'known'].map((name) => retiredIn(name).length)).toEqual([
      1, 1, 1, 1, 0, 0, 0,
    ]);
  });
});

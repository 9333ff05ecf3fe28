import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The folders of `src`. Each imports only from those before it. */
const LAYERS = [
  ...[
    'domain',
    'platform',
    'i18n',
    'options',
    'api',
    'diagnose',
    'delivery',
    'client',
    'widget',
    'element',
    'react',
    'script',
    'server',
    'entries',
  ],
];
/** The server proxy runs on servers, so it takes nothing of the browser's. */
const SERVER_MAY_USE = ['domain', 'platform', 'options', 'api'];

const SRC = join(import.meta.dirname, '../../src');

const files = Object.fromEntries(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [name, readFileSync(join(SRC, name), 'utf8')]),
);

const layerOf = (path: string) => path.split('/')[0] ?? '';

/** What a file imports from `src`, as paths below it. */
function importsOf(file: string, text: string): string[] {
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*['`](\.[^'`]+)['`]/g)].map((match) => match[1] ?? '');
  return named.map((path) => relative(SRC, join(SRC, dirname(file), path)).replace(/\?.*$/, ''));
}

function findFaults(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const layer = layerOf(file);
    const before = LAYERS.slice(0, LAYERS.indexOf(layer));
    const allowed = layer === 'server' ? before.filter((name) => SERVER_MAY_USE.includes(name)) : before;
    return importsOf(file, text).flatMap((target) => {
      const other = layerOf(target);
      if (other === layer || (target.endsWith('.css') && allowed.includes(other))) return [];
      if (!allowed.includes(other)) return [`${file} may not import from ${other}`];
      return target === `${other}/index.js` ? [] : [`${file} imports ${target} past ${other}/index.ts`];
    });
  });
}

/** Files that import each other, as a path from one of them back to itself. */
function findCircle(files: Readonly<Record<string, string>>): string[] {
  const graph = new Map(
    Object.entries(files).map(([file, text]) => [
      file.replace(/\.tsx?$/, '.js'),
      importsOf(file, text.replace(/import type [^;]*;/g, '')).filter((target) => target.endsWith('.js')),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle.length) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle.length) return circle;
  }
  return [];
}

describe('the layers of src', () => {
  it('hold: a file imports from its own folder, and from earlier ones through their index', () => {
    expect([...new Set(Object.keys(files).map(layerOf))].sort()).toEqual([...LAYERS].sort());
    expect(findFaults(files)).toEqual([]);
  });

  it('have no circle of imports', () => expect(findCircle(files)).toEqual([]));

  it.each([
    ['a later layer', 'domain/feedback.ts', "import { x } from '../client/index.js';", 'domain/feedback.ts may not import from client'],
    [
      'an inner file',
      'api/submitter.ts',
      "import { x } from '../domain/errors.js';",
      'api/submitter.ts imports domain/errors.js past domain/index.ts',
    ],
    ['the browser’s part', 'server/proxy.ts', "import { x } from '../delivery/index.js';", 'server/proxy.ts may not import from delivery'],
    ['an unknown folder', 'api/submitter.ts', "import { x } from '../utils/index.js';", 'api/submitter.ts may not import from utils'],
  ])('are broken by an import from %s', (_, file, text, fault) => expect(findFaults({ ...files, [file]: text })).toEqual([fault]));

  it('notice a planted circle', () => {
    const planted = {
      ...files,
      'domain/json.ts': "import { a } from './feedback.js';",
      'domain/feedback.ts': "import { b } from './json.js';",
    };
    expect(findCircle(planted)).toEqual(expect.arrayContaining(['domain/json.js', 'domain/feedback.js']));
  });

  it('leave ofetch to one file', () => {
    expect(Object.keys(files).filter((name) => /from 'ofetch'/.test(files[name] ?? ''))).toEqual(['api/exchange.ts']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** A file, or a whole folder, by its rank: it may import only what ranks lower. */
const RANKS: Readonly<Record<string, number>> = {
  'feedback.ts': 0,
  'errors.ts': 0,
  'strings.ts': 0,
  'clock.ts': 0,
  'own.ts': -1,
  'report.ts': -1,
  'real.ts': 0,
  'language.ts': 0,
  'reasons.ts': 0.5,
  'locales/': 1,
  'checks.ts': 0.5,
  'config.ts': 1,
  'environment.ts': 1,
  'gate.ts': 1,
  'policy.ts': 1,
  'storage.ts': 1,
  'token.ts': 1,
  'refusal.ts': 1,
  'reconcile.ts': 2,
  'submitter.ts': 2,
  'holds.ts': 1,
  'steps.ts': 2.3,
  'ledger.ts': 2.6,
  'delivery.ts': 3,
  'waiting.ts': 3.5,
  'model.ts': 4,
  'client.ts': 5,
  'texts.ts': 1,
  'connection.ts': 6,
  'widget/': 6,
  'page-defaults.ts': 6.5,
  'element-props.ts': 6.8,
  'element.ts': 7,
  'attach.ts': 7.5,
  'intrinsic.ts': 7.5,
  'bundled-languages.ts': 7.5,
  'react.tsx': 8,
  // Shares only what is below the delivery.
  'json.ts': -1,
  'within.ts': -1,
  'proxy-refusal.ts': 2.7,
  'proxy-request.ts': 2.8,
  'proxy-upstream.ts': 2.8,
  'server.ts': 2.9,
  'element-define.ts': 8,
  'index.ts': 8,
  'embed.ts': 8,
};

const SRC = join(import.meta.dirname, '../src');
const placeOf = (file: string) => /^(widget|locales)\//.exec(file)?.[0] ?? file;

function importsOf(file: string, text: string): string[] {
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
  return named.map((path) => relative(SRC, join(SRC, dirname(file), path)).replace(/\?.*$|\.js$/, ''));
}

function findFaults(files: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(files);
  return names.flatMap((file) => {
    const rank = RANKS[placeOf(file)];
    if (rank === undefined) return [`${file} has no rank`];
    return importsOf(file, files[file] ?? '').flatMap((path) => {
      const target = names.find((name) => name === path || name.replace(/\.tsx?$/, '') === path) ?? path;
      const isNeighbour = placeOf(target) === 'widget/' && placeOf(file) === 'widget/';
      const targetRank = RANKS[placeOf(target)] ?? Number.POSITIVE_INFINITY;
      return isNeighbour || targetRank < rank ? [] : [`${file} (${rank}) imports ${target} (${targetRank})`];
    });
  });
}

describe('ranks', () => {
  const files = Object.fromEntries(
    readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => [name, readFileSync(join(SRC, name), 'utf8')]),
  );

  it('hold: a file of src imports only from a lower rank', () => expect(findFaults(files)).toEqual([]));

  it('are broken by an import from a higher one, or from a file without a rank', () => {
    const broken = { ...files, 'feedback.ts': "import { x } from './model.js';\nexport * from './utils.js';" };
    expect(findFaults(broken)).toEqual(['feedback.ts (0) imports model.ts (4)', 'feedback.ts (0) imports utils (Infinity)']);
  });

  it('leave ofetch to the submitter alone', () => {
    expect(Object.keys(files).filter((name) => /from 'ofetch'/.test(files[name] ?? ''))).toEqual(['submitter.ts']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STATES } from '../../demo/gallery-states';
import { RATINGS } from '../../src/domain/feedback';
import { OPTION_NAMES } from '../../src/options/schema';

/** The code that an option can change, behind `resolve`. */
const USERS = ['api', 'client', 'delivery', 'element', 'react', 'widget'];

const code = USERS.flatMap((folder) =>
  readdirSync(join('src', folder), { encoding: 'utf8' }).map((name) => readFileSync(join('src', folder, name), 'utf8')),
)
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
  .replace(/\bimport [^;]*;|'[^'\n]*'/g, '');

describe('options', () => {
  it.each(OPTION_NAMES)('do something: %s is read', (name) => {
    expect(code).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

describe('ratings', () => {
  it.each(RATINGS)('have a state in the gallery: %s', (rating) => {
    expect(STATES.map(({ id }) => id)).toContain(rating);
  });
});

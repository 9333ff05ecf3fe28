import { describe, expect, it } from 'vitest';
import { english, fillIn, pickStrings } from '../src/strings';

describe('strings', () => {
  it("lays the host's texts over the built-in ones", () => {
    expect(pickStrings(undefined, { up: 'Helpful' })).toEqual({ ...english, up: 'Helpful' });
  });

  it('takes nothing but text, and no unknown name', () => {
    const wild = { up: 7, down: null, __proto__: { send: 'x' }, other: 'y' } as never;
    expect(pickStrings(undefined, wild)).toEqual(english);
  });

  it('fills in numbers and leaves unknown places alone', () => {
    expect(fillIn('{count} of {max} {other}', { count: 12, max: 4000 }, 'en')).toBe('12 of 4,000 {other}');
  });
});

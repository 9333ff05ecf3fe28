import { describe, expect, it, vi } from 'vitest';
import french from '../../src/i18n/locales/fr';
import { english, fillIn, pickStrings, type Strings } from '../../src/i18n/strings';

const files = import.meta.glob<{ default: Strings }>('../../src/i18n/locales/*.ts', { eager: true });
const locales = [english, ...Object.values(files).map((file) => file.default)].map((strings) => [strings.lang, strings] as const);

describe('strings', () => {
  it("lays the host's texts over the built-in ones", () => {
    expect(pickStrings(undefined, { up: 'Helpful' })).toEqual({ ...english, up: 'Helpful' });
  });

  it('takes nothing but text, and no unknown name', () => {
    const wild = { up: 7, down: null, __proto__: { send: 'x' }, other: 'y' } as never;
    expect(pickStrings(undefined, wild)).toEqual(english);
  });

  it('takes a language, and the own texts over it', () => {
    expect(pickStrings(french, { up: 'Utile' })).toEqual({ ...french, up: 'Utile' });
  });

  it('writes small numbers as Intl does, in every language of this platform', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const codes = letters.flatMap((a) => letters.flatMap((b) => [a + b, ...letters.map((c) => a + b + c)]));
    const tags = [
      ...Intl.NumberFormat.supportedLocalesOf(codes),
      'ar-EG',
      'ur-IN',
      'uz-Arab',
      'pa-Arab',
      'ff-Adlm',
      'en-u-nu-deva',
      'zh-Hant-TW',
    ];
    const wrong = tags.filter((tag) => fillIn('{number}', { number: 12 }, tag) !== new Intl.NumberFormat(tag).format(12));
    expect(tags.length).toBeGreaterThan(180);
    expect(wrong).toEqual([]);
  });

  it('writes numbers as the language does, and any `lang` will do', () => {
    expect([fillIn('{max}', { max: 4000 }, 'de'), fillIn('{max}', { max: 4000 }, 'no tag')]).toEqual(['4.000', '4000']);
  });

  it.each(
    locales.filter(([lang]) => lang !== 'ar'),
  )('writes the number of an answer in %s as ids are, without Intl, which takes the time of two frames', (lang) => {
    const format = vi.spyOn(Number.prototype, 'toLocaleString');
    expect([fillIn('{number}', { number: 48_213 }, lang), format.mock.calls]).toEqual(['48213', []]);
    format.mockRestore();
  });

  it.each(locales)('names the group in %s also where the number is not known', (lang, { group }) => {
    expect(fillIn(group, { number: null }, lang)).toMatch(/^[\p{L}][^{}.]*$/u);
    expect(fillIn(group, { number: 7 }, lang)).toMatch(/7/);
  });

  it('closes up where a number is not known', () => {
    expect([fillIn(english.group, { number: null }, 'en'), fillIn('Antwort {number} bewerten', { number: null }, 'de')]).toEqual([
      'Rate answer',
      'Antwort bewerten',
    ]);
  });

  it('fills in numbers and leaves unknown places alone', () => {
    expect(fillIn('{count} of {max} {other}', { count: 12, max: 4000 }, 'en')).toBe('12 of 4,000 {other}');
  });
});

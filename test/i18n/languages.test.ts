import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RATINGS } from '../../src/domain/feedback';
import { findLanguage, LANGUAGES } from '../../src/i18n/languages';
import { english, type Strings } from '../../src/i18n/strings';

const files = import.meta.glob<{ default: Strings }>('../../src/i18n/locales/*.ts', { eager: true });
const languages = Object.entries(files).map(([path, module]) => [path.replace(/.*\/|\.ts$/g, ''), module.default] as const);
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('languages', () => {
  it('each have a file', () => {
    expect(
      readdirSync('src/i18n/locales')
        .filter((name) => name.endsWith('.ts'))
        .sort(),
    ).toEqual(LANGUAGES.map((language) => `${language}.ts`).sort());
    expect(languages).toHaveLength(LANGUAGES.length);
  });

  it.each(languages)('%s has every text, with its numbers', (language, texts) => {
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    expect(findLanguage(texts.lang)).toBe(language);
    for (const [name, text] of Object.entries(english)) {
      const own = texts[name as keyof Strings];
      expect(own.trim()).not.toBe('');
      expect([name, places(own)]).toEqual([name, places(text)]);
      // "Send" is Danish and Norwegian, "Edit" Indonesian, too.
      if (!['group', 'send', 'edit'].includes(name)) expect(own, `${name} is the English text`).not.toBe(text);
    }
  });

  it.each(languages)('%s tells the ratings apart', (_, texts) =>
    expect(new Set(RATINGS.map((rating) => texts[rating])).size).toBe(RATINGS.length));

  it.each([
    ['fr', 'fr'],
    ['fr-CA', 'fr'],
    ['pt_BR', 'pt'],
    ['DE', 'de'],
    ['iw', 'he'],
    ['zh', 'zh'],
    ['zh-SG', 'zh'],
    ['zh-TW', 'zh-hant'],
    ['zh-Hant-HK', 'zh-hant'],
    ['en-GB', 'en'],
    ['sv-FI', 'sv'],
    ['pt', 'pt'],
    ['pt-BR', 'pt'],
    ['pt-PT', 'pt-pt'],
    ['pt-AO', 'pt-pt'],
    ['nb-NO', 'nb'],
    ['no', 'nb'],
    ['nn', 'nb'],
    ['in', 'id'],
    ['uk', 'uk'],
    ['sw', undefined],
    ['be', undefined],
    ['no tag', undefined],
    ['', undefined],
  ])('are found by tag: %s is %s', (tag, language) => expect(findLanguage(tag)).toBe(language));
});

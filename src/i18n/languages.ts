/** The languages besides English, each a file of `locales/`. */
export const LANGUAGES = ['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'zh', 'zh-hant'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language for a tag such as `fr-CA` or `zh_TW`; undefined for one that there is none for, or that is no tag. */
export function findLanguage(tag: string): Language | 'en' | undefined {
  // Spares most pages the first use of Intl.
  if (/^en(-|$)/.test(tag)) return 'en';
  try {
    const { language, script } = new Intl.Locale(tag.replaceAll('_', '-')).maximize();
    const name = script === 'Hant' ? 'zh-hant' : language;
    return name === 'en' ? name : LANGUAGES.find((known) => known === name);
  } catch {
    return undefined;
  }
}

/** The languages besides English. Each has a file in `locales/`. */
export const LANGUAGES = ['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'zh', 'zh-hant'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language for a tag such as `fr-CA` or `zh_TW`; undefined if there is none, or if it is not a language tag. */
export function findLanguage(tag: string): Language | 'en' | undefined {
  // Avoids the first use of Intl, which is slow, on most pages.
  if (/^en(-|$)/.test(tag)) return 'en';
  try {
    const { language, script } = new Intl.Locale(tag.replaceAll('_', '-')).maximize();
    const name = script === 'Hant' ? 'zh-hant' : language;
    return name === 'en' ? name : LANGUAGES.find((known) => known === name);
  } catch {
    return undefined;
  }
}

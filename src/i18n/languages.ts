// One text is shorter than a list of them.
const TAGS = 'ar cs da de el es fi fr he hu id it ja ko nb nl pl pt pt-pt ro ru sv tr uk vi zh zh-hant';

type Split<Text extends string> = Text extends `${infer Tag} ${infer Others}` ? Tag | Split<Others> : Text;

export type Language = Split<typeof TAGS>;

/** The languages besides English. Each has a file in `locales/`. */
export const LANGUAGES = TAGS.split(' ') as readonly Language[];

/** The language for a tag such as `fr-CA` or `zh_TW`; undefined if there is none, or if it is not a language tag. */
export function findLanguage(tag: string): Language | 'en' | undefined {
  // Avoids the first use of Intl, which is slow, on most pages.
  if (/^en(-|$)/.test(tag)) return 'en';
  try {
    const { language, script, region } = new Intl.Locale(tag.replaceAll('_', '-')).maximize();
    const name =
      script === 'Hant'
        ? 'zh-hant'
        : language === 'pt' && region !== 'BR'
          ? 'pt-pt'
          : // Who writes Nynorsk reads Bokmål.
            language.replace(/^n[no]$/, 'nb');
    return name === 'en' ? name : LANGUAGES.find((known) => known === name);
  } catch {
    return undefined;
  }
}

import type { LoadLanguage } from './load-strings.js';

/** The languages as the host's bundler packs them, each on its own. */
export const loadLanguage: LoadLanguage = (language) => import(`./locales/${language}.ts`);

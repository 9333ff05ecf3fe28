import type { LoadLanguage } from './load-strings.js';

/** Loads a language through the host's bundler, which makes a chunk of each. */
export const loadLanguage: LoadLanguage = (language) => import(`./locales/${language}.ts`);

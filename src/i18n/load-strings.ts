import { signal } from '@preact/signals';
import { log } from '../platform/index.js';
import { findLanguage, type Language } from './languages.js';
import type { Strings } from './strings.js';

/** Loads the module of a language. */
export type LoadLanguage = (language: Language) => Promise<{ readonly default: Strings }>;

let load: LoadLanguage | undefined;
/** The languages that are loaded. */
export const loaded = signal<Readonly<Partial<Record<Language, Strings>>>>({});
const requested = new Set<Language>();
/** The last lookup, because most pages use one language. */
let latest: { readonly tag: string; readonly language: Language | 'en' | undefined } | undefined;

/** Sets the function that loads languages, which depends on the entry point. */
export function setLoader(loader: LoadLanguage): void {
  load = loader;
}

/** The texts for a language tag. The first call loads them; until then, and if loading fails, it returns undefined for English. */
export function textsFor(tag: string): Strings | undefined {
  if (latest?.tag !== tag) {
    latest = { tag, language: findLanguage(tag) };
    if (tag && !latest.language) log('info', `lang: there are no texts for "${tag}", so English is used.`);
  }
  const { language } = latest;
  if (!language || language === 'en') return undefined;
  if (load && !requested.has(language)) {
    requested.add(language);
    load(language).then(
      (module) => (loaded.value = { ...loaded.peek(), [language]: module.default }),
      (error: unknown) => log('warn', `locales: the file for "${language}" could not be loaded, so English is used.`, error),
    );
  }
  return loaded.peek()[language];
}

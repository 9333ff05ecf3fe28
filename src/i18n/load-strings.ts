import { signal } from '@preact/signals';
import { findLanguage, type Language } from './languages.js';
import type { Strings } from './strings.js';

/** Fetches the module of a language. */
export type LoadLanguage = (language: Language) => Promise<{ readonly default: Strings }>;

let load: LoadLanguage | undefined;
/** The languages that have come. */
export const loaded = signal<Readonly<Partial<Record<Language, Strings>>>>({});
const asked = new Set<Language>();
/** A page asks for the same one again and again. */
let latest: { readonly tag: string; readonly language: Language | 'en' | undefined } | undefined;

/** Sets where the languages come from, which each entry point knows. */
export function setLoader(loader: LoadLanguage): void {
  load = loader;
}

/** The texts for a language tag, which are loaded once they are asked for; undefined, so English, until they come and if they can't be had. */
export function textsFor(tag: string): Strings | undefined {
  if (latest?.tag !== tag) latest = { tag, language: findLanguage(tag) };
  const { language } = latest;
  if (!language || language === 'en') return undefined;
  if (load && !asked.has(language)) {
    asked.add(language);
    load(language).then(
      (module) => (loaded.value = { ...loaded.peek(), [language]: module.default }),
      (error: unknown) => console.warn(`clarifeye-feedback: the texts for ${language} could not be loaded, so they stay English.`, error),
    );
  }
  return loaded.peek()[language];
}

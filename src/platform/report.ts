import { FeedbackError } from '../domain/index.js';
import { isScript } from './build.js';

/** The name of the attribute for an option, such as `max-length` for `maxLength`. */
export const toAttribute = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A word with a capital first letter. */
export const capitalize = (word: string): string => word.replace(/^./, (letter) => letter.toUpperCase());

const HELP = 'https://unpkg.com/clarifeye-feedback/docs/troubleshooting.md#';

/** A text with a link to what the docs say about its subject, which is its first word: an option, or a kind of failure. Each has a heading of its own. */
export function withLink(text: string): string {
  const [, subject = ''] = /^(?:data-)?([\w-]+)/.exec(text) ?? [];
  return !isScript && text.includes(HELP) ? text : `${text} ${HELP}${toAttribute(subject)}`;
}

/** Writes a line of this package to the console, with a link, unless an error in it has one. */
export function log(level: 'error' | 'warn' | 'info', text: string, ...details: readonly unknown[]): void {
  console[level](`clarifeye-feedback: ${withLink(text)}`, ...details);
}

/** The lines that the console has once for the page. Exported for tests, which have one page. */
export const told = new Set<string>();

/** Writes a line as {@link log} does, unless the console has it already: a page may make the same mistake in each render. Returns whether it was written. */
export function logOnce(level: 'error' | 'warn' | 'info', text: string): boolean {
  const isNew = !told.has(text);
  if (isNew) log(level, text);
  told.add(text);
  return isNew;
}

/** Throws the first of these set-up errors, if there is one, with a link in its message, for which the script has no room. */
export function demand(...checks: readonly (FeedbackError | undefined)[]): void {
  for (const error of checks) if (error) throw isScript ? error : new FeedbackError('config', withLink(error.message));
}

/** Reports an error of the host's code as an uncaught one. Never throws. */
export function report(error: unknown): void {
  if (isScript || typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Runs code of the host. Reports an error instead of throwing it, and returns undefined. */
export function guard<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    return void report(error);
  }
}

/** A set of listeners. Errors in them are reported. */
export function createListeners<T>() {
  const listeners = new Set<(news: T) => void>();
  return {
    /** Calls the listener with all news. Returns a function that removes it. */
    add(listener: (news: T) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(news: T): void {
      for (const listener of [...listeners]) guard(() => listener(news));
    },
    clear: () => listeners.clear(),
  };
}

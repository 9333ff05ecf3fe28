import { connect, defaults, isError, isSettled } from '../client/index.js';
import type { AnswerRef } from '../domain/index.js';
import { textsFor } from '../i18n/index.js';
import { resolve, type Values } from '../options/index.js';
import type { InnerProps } from '../widget/index.js';

/** What an element's options come to. */
export interface ElementProps extends InnerProps {
  /** The set-up is not known yet, and its absence is no error: what is said waits. */
  readonly isPending: boolean;
}

/**
 * An element's own options over those of the page, as the widget takes them. `lang` is the page's language, `isSetUp` tells that the element's properties
 * have been set, and `former` is the answer that it stood for.
 */
export function readOptions(lang: string, given: Values, isSetUp: boolean, former: AnswerRef | null): ElementProps {
  const page = defaults.peek();
  // An element with a client of its own is not concerned by what is wrong with the page's.
  const relevant = given.client ? Object.fromEntries(Object.entries(page).filter(([, value]) => !isError(value))) : page;
  const { options, answer, error } = resolve([relevant, given], former);
  const found = error ?? connect(given);
  // A set-up that is missing may still come; one that is wrong is wrong at once.
  const isPending = isError(found) && !error && !(isSettled.peek() && isSetUp);
  return {
    options,
    answer: isError(found) && !isPending ? null : answer,
    client: isError(found) ? undefined : found,
    setupError: isError(found) && !isPending ? found : undefined,
    language: textsFor(options.locale ?? lang),
    isPending,
  };
}

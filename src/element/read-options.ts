import { connect, defaults, isError, isSettled } from '../client/index.js';
import type { AnswerRef, FeedbackError } from '../domain/index.js';
import { textsFor } from '../i18n/index.js';
import { resolve, type Values } from '../options/index.js';
import type { InnerProps } from '../widget/index.js';

/** The resolved options of an element. */
export interface ElementProps extends InnerProps {
  /** The set-up is missing but may still come. Until then feedback waits. */
  readonly isPending: boolean;
}

/**
 * Resolves an element's options over the page's defaults. `lang` is the language around the element, `isSetUp` says that a framework has set its
 * properties, and `former` is its previous answer.
 */
export function readOptions(lang: string, given: Values, isSetUp: boolean, former: AnswerRef | null): ElementProps {
  const page = defaults.peek();
  // Wrong defaults do not matter to an element with its own client.
  const relevant = given.client ? Object.fromEntries(Object.entries(page).filter(([, value]) => !isError(value))) : page;
  const { options, answer, waiting, error } = resolve([relevant, given], former);
  const found = error ?? connect(given);
  const client = isError(found) ? undefined : found;
  // A missing set-up may still come, but a wrong one is an error at once.
  const isPending = !client && !error && !(isSettled.peek() && isSetUp);
  const setupError = client || isPending ? undefined : (found as FeedbackError);
  return {
    options,
    answer: setupError ? null : answer,
    waiting,
    client,
    setupError,
    language: textsFor(options.locale ?? lang),
    isPending,
  };
}

import { type Checked, connect, defaults, defined, type InitOptions, isError, isSettled } from '../client/index.js';
import { own } from '../domain/index.js';
import { textsFor } from '../i18n/index.js';
import type { ReadAttributes } from '../options/index.js';
import type { FeedbackWidgetProps, InnerProps } from '../widget/index.js';

/** The element's properties that hold objects and functions, which no attribute can. */
export type ObjectOptions = Pick<InitOptions, 'client' | 'submitter' | 'getToken' | 'strings' | 'reasons'> &
  Pick<FeedbackWidgetProps, 'value'>;

/** The options that are properties only. */
export const OBJECTS = ['client', 'submitter', 'getToken', 'strings', 'reasons', 'value'] as const;

/** An element's own options joined with the page's, as the widget takes them. `lang` is the page's, `isSetUp` says that its properties have been set. */
export function toProps(lang: string, { options }: ReadAttributes, objects: ObjectOptions, isSetUp: boolean): InnerProps {
  const given: Checked = own({ ...options, ...objects });
  const all: Checked = own({ ...defined(defaults.peek()), ...defined(given) });
  const wrong = Object.values(all).find(isError);
  const found = wrong ?? connect(given);
  // A set-up that is missing may still come; one that is wrong is wrong at once.
  const isPending = isError(found) && !wrong && !(isSettled.peek() && isSetUp);
  return own({
    ...all,
    // A wrong value is told of, and is no value.
    ...(wrong && Object.fromEntries(Object.entries(all).map(([name, value]) => [name, isError(value) ? undefined : value]))),
    locale: textsFor((all['locale'] as string | undefined) ?? lang),
    client: isError(found) ? undefined : found,
    submitter: undefined,
    isPending,
    trouble: isError(found) && !isPending ? found : undefined,
  });
}

import { own } from '../domain/index.js';
import { readOptions } from '../options/index.js';
import { findTrouble } from './checks.js';
import type { FeedbackWidgetProps, InnerProps } from './props.js';

const LOOKS = ['theme', 'size', 'ratings', 'comment', 'submitOn', 'maxLength'] as const;

/** What a set-up that can't be used leaves of a widget: one that is shown, and records nothing. */
const NOWHERE = { client: undefined, submitter: undefined, conversationId: undefined, queryId: undefined, value: undefined };

/** The props of the component, checked: a wrong one can't make it throw. */
export function readProps(given: FeedbackWidgetProps): InnerProps {
  const props = own(given);
  const trouble = findTrouble(props);
  const looks = Object.fromEntries(LOOKS.map((name) => [name, props[name]]));
  const { options, warnings } = readOptions(looks);
  return {
    ...props,
    ...Object.fromEntries(LOOKS.map((name) => [name, undefined])),
    ...(options as object),
    ...(trouble && NOWHERE),
    trouble,
    warnings,
  };
}

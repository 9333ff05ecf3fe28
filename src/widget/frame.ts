import type { Strings } from '../i18n/index.js';
import type { InnerProps } from './props.js';

/** The attributes of the widget's outermost element. */
export function frameOf({ theme = 'auto', size = 'md' }: InnerProps, { lang }: Strings) {
  return { class: 'clarifeye-feedback', lang, 'data-theme': theme, 'data-size': size };
}

/** Which answer of the conversation it is, counted from one; null while that is not known. */
export const numberOf = ({ queryId }: InnerProps) => (queryId == null ? null : queryId + 1);

import type { AnswerRef } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import type { Options } from '../options/index.js';

/** The attributes of the widget's outermost element. */
export function frameOf({ theme, size }: Options, { lang }: Strings) {
  return { class: 'clarifeye-feedback', lang, 'data-theme': theme, 'data-size': size };
}

/** Which answer of the conversation it is, counted from one; null while that is not known. */
export const numberOf = (answer: AnswerRef | null) => answer && answer.queryId + 1;

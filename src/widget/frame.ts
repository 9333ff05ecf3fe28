import type { AnswerRef, WaitingRef } from '../domain/index.js';
import type { Strings } from '../i18n/index.js';
import type { Options } from '../options/index.js';

/** The attributes of the widget's root element. */
export function frameOf({ theme, size, layout }: Options, { lang }: Strings) {
  return { class: 'clarifeye-feedback', lang, 'data-theme': theme, 'data-size': size, 'data-layout': layout };
}

/** The number of the answer in its conversation, counted from one; null while it is not known. */
export const numberOf = (answer: AnswerRef | null) => answer && answer.queryId + 1;

/** What identifies the answer of a widget on this page; null for nothing. */
export const keyOf = ({ answer, waiting }: { readonly answer: AnswerRef | null; readonly waiting: WaitingRef | null }): string | null =>
  answer?.key ?? waiting?.key ?? waiting?.answerKey ?? null;

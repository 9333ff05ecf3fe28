import type { AnswerRef, WaitingRef } from '../domain/index.js';
import { fillIn, type Strings } from '../i18n/index.js';
import type { Options } from '../options/index.js';
import { isScript } from '../platform/index.js';
import { FROM_SERVER } from './page-checks.js';

/** The attributes of the widget's root element. */
export function frameOf({ theme, size, layout }: Options, { lang }: Strings) {
  const frame = { class: 'clarifeye-feedback', lang, 'data-theme': theme, 'data-size': size, 'data-layout': layout };
  return isScript ? frame : { ...frame, ...FROM_SERVER };
}

/** The name of the widget, which tells which answer it is about. Answers are counted from one; while the number is not known, there is none. */
export const nameOf = (answer: AnswerRef | null, strings: Strings): string =>
  fillIn(strings.group, { number: answer && answer.queryId + 1 }, strings.lang);

/** What identifies the answer of a widget on this page, also while its ids come; null for nothing. */
export const keyOf = ({ answer, waiting }: { readonly answer: AnswerRef | null; readonly waiting: WaitingRef | null }): string | null =>
  waiting?.key ?? answer?.key ?? waiting?.answerKey ?? null;

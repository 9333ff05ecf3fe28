import { check, type FeedbackError } from '../errors.js';
import { isUuid, RATINGS } from '../feedback.js';
import { isReasons } from '../reasons.js';
import type { InnerProps } from './props.js';

/** What is wrong with the set-up, so that nothing can be recorded. */
export function findTrouble({ client, submitter, conversationId, queryId, value, isPending }: InnerProps): FeedbackError | undefined {
  return (
    check(client || submitter || isPending, 'submitter', undefined, 'what createSubmitter() returns (or a client)') ??
    check(conversationId == null || isUuid(conversationId), 'conversationId', conversationId, 'a UUID') ??
    check(queryId == null || Number.isSafeInteger(queryId), 'queryId', queryId, 'an integer') ??
    check(!value || RATINGS.includes(value.rating), 'value.rating', value?.rating, '"up", "neutral" or "down"') ??
    check(value?.id == null || isUuid(value.id), 'value.id', value?.id, 'the UUID of the record') ??
    check(value?.comment == null || typeof value.comment === 'string', 'value.comment', value?.comment, 'a text')
  );
}

/** An option in whose place the default is used. */
export function findComplaint({ locale, reasons }: Pick<InnerProps, 'locale' | 'reasons'>): FeedbackError | undefined {
  return (
    check(!locale || typeof locale === 'object', 'locale', locale, 'a language imported from clarifeye-feedback/locales') ??
    check(!reasons || isReasons(reasons), 'reasons', reasons, 'lists of different texts of one line, under up, neutral and down')
  );
}

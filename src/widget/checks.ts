import { check, checkInteger, checkRating, checkText, checkUuid, type FeedbackError, isReasons } from '../domain/index.js';
import type { InnerProps } from './props.js';

/** What is wrong with the set-up, so that nothing can be recorded. */
export function findTrouble({ client, submitter, conversationId, queryId, value, isPending }: InnerProps): FeedbackError | undefined {
  return (
    check(client == null || typeof client.answer === 'function', 'client', client, 'what createFeedbackClient() returns') ??
    check(
      client || typeof submitter?.submit === 'function' || isPending,
      'submitter',
      submitter,
      'what createSubmitter() returns (or a client)',
    ) ??
    ((conversationId != null && checkUuid('conversationId', conversationId)) ||
      (queryId != null && checkInteger('queryId', queryId)) ||
      (value && checkRating('value.rating', value.rating)) ||
      (value?.id != null && checkUuid('value.id', value.id)) ||
      (value?.comment != null && checkText('value.comment', value.comment)) ||
      undefined)
  );
}

/** An option in whose place the default is used. */
export function findComplaint({ locale, reasons }: Pick<InnerProps, 'locale' | 'reasons'>): FeedbackError | undefined {
  return (
    check(!locale || typeof locale === 'object', 'locale', locale, 'a language imported from clarifeye-feedback/locales') ??
    check(!reasons || isReasons(reasons), 'reasons', reasons, 'lists of different texts of one line, under up, neutral and down')
  );
}

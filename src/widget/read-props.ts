import { findClient } from '../client/index.js';
import { configError, FeedbackError, isObject } from '../domain/index.js';
import { ELEMENT_OPTIONS, readValues, resolve } from '../options/index.js';
import type { FeedbackWidgetProps, InnerProps } from './props.js';

const NAMES = ELEMENT_OPTIONS.filter((name) => name !== 'locale');

/** Checks the props of the component. Wrong ones become an error or warnings, so that rendering never throws. */
export function readProps({ locale, disclaimer, onChange, onSaved, onRemoved, onError, ...given }: FeedbackWidgetProps): InnerProps {
  const { values, warnings } = readValues(given, NAMES);
  const { options, answer, error } = resolve([values]);
  const found = error ?? findClient(options);
  const isMissing = !options.client && !options.submitter && !options.projectId;
  const missing =
    isMissing && configError('submitter', undefined, 'what createSubmitter() returns (or a client, or projectId and getToken)');
  const setupError = error ?? (missing || (found instanceof FeedbackError ? found : undefined));
  const isWrong = locale != null && !isObject(locale);
  return {
    options,
    answer: setupError ? null : answer,
    client: found instanceof FeedbackError ? undefined : found,
    setupError,
    warnings: isWrong ? [...warnings, configError('locale', locale, 'a language imported from clarifeye-feedback/locales')] : warnings,
    language: isWrong ? undefined : (locale ?? undefined),
    disclaimer,
    onChange,
    onSaved,
    onRemoved,
    onError,
  };
}

import { describe, expect, it } from 'vitest';
import { configError, FeedbackError } from '../../src/domain/errors';
import type { FeedbackErrorKind } from '../../src/domain/failures';

describe('errors', () => {
  it('knows which failures may pass by themselves and which leave the outcome open', () => {
    const open: FeedbackErrorKind[] = ['network', 'timeout', 'server', 'response'];
    for (const kind of open) expect(new FeedbackError(kind, '')).toMatchObject({ retryable: true, uncertain: true });
    expect(new FeedbackError('busy', '')).toMatchObject({ retryable: true, uncertain: false });
    const final: FeedbackErrorKind[] = ['config', 'auth', 'forbidden', 'not-found', 'invalid', 'too-large'];
    for (const kind of final) expect(new FeedbackError(kind, '')).toMatchObject({ retryable: false, uncertain: false });
  });

  it('names the option, what was given and what is needed', () => {
    expect(configError('region', 'mars', '"eu" or "us"').message).toBe('region: got "mars", needs "eu" or "us".');
    expect(configError('projectId', undefined, 'a UUID').message).toBe('projectId: got nothing, needs a UUID.');
    expect(configError('queryId', 1.5, 'an integer').message).toBe('queryId: got 1.5, needs an integer.');
  });
});

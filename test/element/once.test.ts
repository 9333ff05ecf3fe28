import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { type ClarifeyeFeedbackElement, init } from '../../src/entries/element';
import { PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { waitFor } from '../support/testing-library';

/** In upper case, so that what makes a key of it has to change it. */
const CONVERSATION_ID = '3C90C3CC-0D44-4B50-8888-8DD25736052A';

describe('the conversation id of an element', () => {
  afterEach(() => {
    document.body.replaceChildren();
    vi.restoreAllMocks();
  });

  it('is checked once and keyed once for one mount and one click', async () => {
    const { fetch } = createTestApi();
    init({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch }) });
    const test = vi.spyOn(RegExp.prototype, 'test');
    const toLowerCase = vi.spyOn(String.prototype, 'toLowerCase');
    const element = document.createElement('clarifeye-feedback') as ClarifeyeFeedbackElement;
    element.setAttribute('conversation-id', CONVERSATION_ID);
    element.setAttribute('query-id', '0');
    document.body.append(element);
    element.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
    expect(element.phase).toBe('saving');
    const checks = test.mock.calls.filter(([text]) => text === CONVERSATION_ID);
    const keys = toLowerCase.mock.contexts.filter((text) => `${text}` === CONVERSATION_ID);
    test.mockRestore();
    toLowerCase.mockRestore();
    expect([checks.length, keys.length]).toEqual([1, 1]);
    await waitFor(() => expect(element.phase).toBe('saved'));
  });
});

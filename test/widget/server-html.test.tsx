import { hydrate } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { render, screen, waitFor } from '../support/testing-library';

describe('the Preact component on the HTML of a server', () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
  const client = createFeedbackClient({ submitter, storage: 'none' });

  afterEach(() => {
    document.body.replaceChildren();
  });

  /** What a server has rendered, which knows no storage. */
  function putServerHtml(): Element {
    const { container, unmount } = render(<FeedbackWidget submitter={submitter} {...ANSWER} queryId={99} />);
    const html = container.innerHTML.replace('class="clarifeye-feedback"', '$& data-from-server=""').replaceAll('100', '1');
    unmount();
    document.body.innerHTML = `<main>${html}</main>`;
    return document.body.firstElementChild as Element;
  }

  it('goes on with its nodes where nobody has rated', () => {
    const root = putServerHtml();
    const button = screen.getByRole('button', { name: 'Good response' });
    hydrate(<FeedbackWidget client={client} {...ANSWER} />, root);
    expect(screen.getByRole('button', { name: 'Good response' })).toBe(button);
  });

  it('can be pressed where the server did not know the origin of the page', async () => {
    const root = putServerHtml();
    for (const button of screen.getAllByRole('button')) button.setAttribute('aria-disabled', 'true');
    hydrate(<FeedbackWidget client={client} {...ANSWER} />, root);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Good response' }).hasAttribute('aria-disabled')).toBe(false));
  });

  it('shows a draft with its reasons', async () => {
    const draft = { reasons: ['Wrong'], words: 'hello' };
    const others = { comment: 'always', reasons: { down: ['Wrong'], neutral: ['Wrong'], up: ['Wrong'] } } as const;
    const first = render(<FeedbackWidget client={client} {...ANSWER} queryId={7} {...others} />);
    const box = screen.getByRole<HTMLTextAreaElement>('textbox');
    box.value = draft.words;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    first.unmount();
    hydrate(<FeedbackWidget client={client} {...ANSWER} queryId={7} {...others} />, putServerHtml());
    await waitFor(() => expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('hello'));
    expect(screen.getAllByRole('button', { name: 'Good response' })).toHaveLength(1);
  });

  it('keeps the focus, and tells its warnings once, where it is drawn anew', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const root = putServerHtml();
    for (const button of screen.getAllByRole('button')) button.setAttribute('aria-disabled', 'true');
    screen.getByRole('button', { name: 'Neither good nor bad' }).focus();
    hydrate(<FeedbackWidget client={client} {...ANSWER} {...{ size: 'xl' as 'md' }} />, root);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Good response' }).hasAttribute('aria-disabled')).toBe(false));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Neither good nor bad' }));
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('takes no focus where it had none', async () => {
    const root = putServerHtml();
    for (const button of screen.getAllByRole('button')) button.setAttribute('aria-disabled', 'true');
    hydrate(<FeedbackWidget client={client} {...ANSWER} />, root);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Good response' }).hasAttribute('aria-disabled')).toBe(false));
    expect(document.activeElement).toBe(document.body);
  });

  it('shows the rating that the person has given before', async () => {
    client.answer(ANSWER).rate('down');
    hydrate(<FeedbackWidget client={client} {...ANSWER} />, putServerHtml());
    expect(await screen.findByRole('button', { name: 'Bad response', pressed: true })).toBeTruthy();
    expect(screen.getAllByRole('group')).toHaveLength(1);
  });
});

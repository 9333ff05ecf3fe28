import { render, screen } from '@testing-library/preact';
import { hydrate } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';

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

  it('shows the rating that the person has given before', async () => {
    client.answer(ANSWER).rate('down');
    hydrate(<FeedbackWidget client={client} {...ANSWER} />, putServerHtml());
    expect(await screen.findByRole('button', { name: 'Bad response', pressed: true })).toBeTruthy();
    expect(screen.getAllByRole('group')).toHaveLength(1);
  });
});

// @vitest-environment jsdom
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { createFeedbackClient, createSubmitter, FeedbackWidget } from '../../src/entries';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { cleanup, render, screen, waitFor } from '../support/testing-library';

afterEach(cleanup);

// Some pages are one form, as those of ASP.NET; others have the conversation in the form of the question.
it('in a form of the page neither submits it nor is reset with it', async () => {
  const server = createTestApi();
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
  const client = createFeedbackClient({ submitter });
  const user = userEvent.setup();
  const onSubmit = vi.fn((event: Event) => event.preventDefault());
  render(
    <form onSubmit={onSubmit}>
      <FeedbackWidget client={client} {...ANSWER} />
      <button type="reset">Clear</button>
    </form>,
  );
  await user.click(screen.getByRole('button', { name: 'Bad response' }));
  await user.type(screen.getByRole('textbox'), 'Too{Enter}long');
  await user.click(screen.getByRole('button', { name: 'Clear' }));
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Too\nlong');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(server.records()).toMatchObject([{ is_positive: false, feedback: 'Too\nlong' }]));
  expect(onSubmit).not.toHaveBeenCalled();
  client.dispose();
});

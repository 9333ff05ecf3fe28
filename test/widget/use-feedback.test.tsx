import userEvent from '@testing-library/user-event';
import { hydrate } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import type { FeedbackClient } from '../../src/domain/interfaces';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import { useFeedback } from '../../src/widget/use-feedback';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { cleanup, render, screen, waitFor } from '../support/testing-library';

/** A page's own thumb, which also says what it is told on every render. */
function Thumb({ client, isEager = false }: { client: FeedbackClient; isEager?: boolean }) {
  const { state, rate, remove } = useFeedback(client, ANSWER);
  if (isEager) rate('up');
  return (
    <button type="button" aria-pressed={state.rating === 'up'} onClick={() => (state.rating === 'up' ? remove() : rate('up'))}>
      Mine, {state.phase}
    </button>
  );
}

describe('useFeedback', () => {
  const setUp = () => {
    const server = createTestApi();
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
    return { server, client: createFeedbackClient({ submitter, storage: 'none' }), user: userEvent.setup() };
  };

  afterEach(cleanup);

  it('draws the own button anew after each change', async () => {
    const { client, server, user } = setUp();
    render(<Thumb client={client} />);
    await user.click(screen.getByRole('button', { name: 'Mine, idle' }));
    expect(await screen.findByRole('button', { name: 'Mine, saved', pressed: true })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Mine, saved' }));
    expect(await screen.findByRole('button', { name: 'Mine, idle', pressed: false })).toBeTruthy();
    expect(server.methods()).toEqual(['POST', 'DELETE']);
  });

  it('shows what a widget of the same answer says', async () => {
    const { client, user } = setUp();
    render(
      <>
        <Thumb client={client} />
        <FeedbackWidget client={client} {...ANSWER} />
      </>,
    );
    await user.click(screen.getByRole('button', { name: 'Good response' }));
    expect(await screen.findByRole('button', { name: 'Mine, saved', pressed: true })).toBeTruthy();
  });

  it('ends where the page creates a client in each render', async () => {
    const { server, user } = setUp();
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
    let renders = 0;
    const Careless = () => {
      renders += 1;
      return <Thumb client={createFeedbackClient({ submitter })} />;
    };
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    render(<Careless />);
    await user.click(screen.getByRole('button'));
    await waitFor(() => expect(server.records()).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(renders).toBeLessThan(10);
    sessionStorage.clear();
  });

  it('shows what the storage has on the HTML of a server', async () => {
    const { server, user } = setUp();
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
    const first = render(<Thumb client={createFeedbackClient({ submitter })} />);
    await user.click(screen.getByRole('button'));
    await screen.findByRole('button', { name: 'Mine, saved' });
    first.unmount();
    document.body.innerHTML = '<main><button type="button" aria-pressed="false">Mine, idle</button></main>';
    hydrate(<Thumb client={createFeedbackClient({ submitter })} />, document.body.firstElementChild as Element);
    expect(await screen.findByRole('button', { name: 'Mine, saved', pressed: true })).toBeTruthy();
    sessionStorage.clear();
    document.body.replaceChildren();
  });

  it('records nothing, and says so, where the page rates in a render', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { client, server, user } = setUp();
    const { rerender } = render(<Thumb client={client} isEager />);
    rerender(<Thumb client={client} isEager />);
    const line =
      /useFeedback: got rate\(\) in a render, needs it in a handler, such as onClick=\{\(\) => rate\('up'\)\}\. .*#use-feedback$/;
    expect(error.mock.calls).toEqual([[expect.stringMatching(line)]]);
    expect(screen.getByRole('button', { name: 'Mine, idle' })).toBeTruthy();
    await user.click(screen.getByRole('button'));
    await screen.findByRole('button', { name: 'Mine, saved' });
    expect(server.methods()).toEqual(['POST']);
    error.mockRestore();
  });
});

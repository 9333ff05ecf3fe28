import { act, createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import type { AnswerIds, FeedbackClient } from '../../src/domain';
import { told } from '../../src/platform/report';
import { FeedbackWidget, useFeedback } from '../../src/react';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { screen, waitFor } from '../support/testing-library';

const { conversationId, queryId } = ANSWER;
const STREAMED = { conversationId, answerKey: 'message-1' };
const COMPLETE = { ...STREAMED, queryId };

/** A page's own thumb. */
function Thumb({ client, name, ids }: { client: FeedbackClient; name: string; ids: AnswerIds }) {
  const { state, rate, remove } = useFeedback(client, ids);
  const isPressed = state.rating === 'up';
  const onClick = () => (isPressed ? remove() : rate('up'));
  return createElement('button', { type: 'button', 'aria-pressed': isPressed, onClick }, `${name}, ${state.phase}`);
}

describe('useFeedback in React', () => {
  beforeEach(() => {
    told.clear();
    vi.spyOn(console, 'error');
  });

  afterEach(() => {
    document.body.replaceChildren();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const setUp = (isStrict: boolean) => {
    const server = createTestApi();
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
    const client = createFeedbackClient({ submitter, storage: 'none' });
    const root = createRoot(document.body.appendChild(document.createElement('div')));
    const draw = (ids: readonly AnswerIds[], more: readonly AnswerIds[] = []) => {
      const thumbs = ids.map((its, index) => createElement(Thumb, { key: index, client, name: `Thumb ${index}`, ids: its }));
      const widgets = more.map((its, index) => createElement(FeedbackWidget, { key: `w${index}`, client, ...its }));
      root.render(createElement(isStrict ? StrictMode : 'div', null, [...thumbs, ...widgets]));
    };
    return { server, client, root, draw };
  };
  const button = (name: string, pressed: boolean) => screen.findByRole('button', { name, pressed });
  const errors = () => vi.mocked(console.error).mock.calls;

  it.each([
    ['in StrictMode', true],
    ['without StrictMode', false],
  ])('goes on with a rating when the query id comes, %s, and React warns of nothing', async (_, isStrict) => {
    const { server, root, draw } = setUp(isStrict);
    draw([STREAMED, STREAMED], [STREAMED]);
    (await button('Thumb 0, idle', false)).click();
    await button('Thumb 1, waiting', true);
    draw([COMPLETE, COMPLETE], [COMPLETE]);
    await button('Thumb 0, saved', true);
    (await button('Thumb 1, saved', true)).click();
    await button('Thumb 0, idle', false);
    await waitFor(() => expect([server.methods(), server.records()]).toEqual([['POST', 'DELETE'], []]));
    root.unmount();
    expect(errors()).toEqual([]);
  });

  it.each([
    ['in StrictMode', true],
    ['without StrictMode', false],
  ])('records nothing that is called in a render, and says so once, %s', async (_, isStrict) => {
    const { server, client, root } = setUp(isStrict);
    vi.mocked(console.error).mockImplementation(() => {});
    const Eager = () => {
      const { state, rate } = useFeedback(client, COMPLETE);
      return createElement('button', { type: 'button', onClick: rate('up') as never }, `Eager, ${state.phase}`);
    };
    root.render(createElement(isStrict ? StrictMode : 'div', null, createElement(Eager)));
    (await screen.findByRole('button', { name: 'Eager, idle' })).click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.methods()).toEqual([]);
    const line = /useFeedback: got rate\(\) in a render, needs it in a handler, such as onClick=/;
    expect(errors()).toEqual([[expect.stringMatching(line)]]);
    root.unmount();
  });

  it('is quiet while no id is known, and says that a rating is lost then', async () => {
    const { server, root, draw } = setUp(true);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    draw([{ conversationId: undefined, queryId: undefined }]);
    const thumb = await button('Thumb 0, idle', false);
    expect(errors()).toEqual([]);
    thumb.click();
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/useFeedback: got feedback before any id of its answer, so it is lost/)]]);
    await act(async () => draw([COMPLETE]));
    (await button('Thumb 0, idle', false)).click();
    await button('Thumb 0, saved', true);
    expect(server.methods()).toEqual(['POST']);
    root.unmount();
  });

  it('shows to a thumb that still has only the key what is recorded, where another one has the ids', async () => {
    const { draw, root } = setUp(true);
    draw([STREAMED, STREAMED]);
    (await button('Thumb 1, idle', false)).click();
    await button('Thumb 0, waiting', true);
    draw([STREAMED, COMPLETE]);
    await button('Thumb 0, saved', true);
    await button('Thumb 1, saved', true);
    root.unmount();
    expect(errors()).toEqual([]);
  });

  it('changes what another part of the page shows within the `act` of a test', async () => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    const { client, draw, root } = setUp(true);
    const other = createRoot(document.body.appendChild(document.createElement('div')));
    act(() => other.render(createElement(Thumb, { client, name: 'Other', ids: STREAMED })));
    act(() => draw([STREAMED]));
    act(() => screen.getByRole('button', { name: 'Thumb 0, idle' }).click());
    act(() => draw([COMPLETE]));
    expect(screen.getByRole('button', { name: 'Other, saving', pressed: true })).toBeTruthy();
    act(() => {
      root.unmount();
      other.unmount();
    });
    await Promise.resolve();
    expect(errors()).toEqual([]);
  });
});

import { act, createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import type { AnswerIds, FeedbackClient } from '../../src/domain';
import { FeedbackWidget, useFeedback } from '../../src/react';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { screen, waitFor } from '../support/testing-library';

const { conversationId, queryId } = ANSWER;
const STREAMED = { conversationId, answerKey: 'message-1' };
const COMPLETE = { ...STREAMED, queryId };

/** A page's own thumb. */
function Thumb({ client, name, ids }: { client: FeedbackClient; name: string; ids: AnswerIds }) {
  const { state, rate } = useFeedback(client, ids);
  const isPressed = state.rating === 'up';
  return createElement('button', { type: 'button', 'aria-pressed': isPressed, onClick: () => rate('up') }, `${name}, ${state.phase}`);
}

describe('useFeedback in React', () => {
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    vi.spyOn(console, 'error');
  });

  afterEach(() => {
    document.body.replaceChildren();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const setUp = async (isStrict: boolean) => {
    const server = createTestApi();
    const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch });
    const client = createFeedbackClient({ submitter, storage: 'none' });
    const root = createRoot(document.body.appendChild(document.createElement('div')));
    const draw = (ids: readonly AnswerIds[], more: readonly AnswerIds[] = []) => {
      const thumbs = ids.map((its, index) => createElement(Thumb, { key: index, client, name: `Thumb ${index}`, ids: its }));
      const widgets = more.map((its, index) => createElement(FeedbackWidget, { key: `w${index}`, client, ...its }));
      return act(async () => root.render(createElement(isStrict ? StrictMode : 'div', null, [...thumbs, ...widgets])));
    };
    const end = () => act(async () => root.unmount());
    return { server, draw, end };
  };
  const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());
  const button = (name: string) => screen.findByRole('button', { name, pressed: true });

  it.each([
    ['in StrictMode', true],
    ['without StrictMode', false],
  ])('goes on with a rating when the query id comes, %s, and React warns of nothing', async (_, isStrict) => {
    const { server, draw, end } = await setUp(isStrict);
    await draw([STREAMED, STREAMED], [STREAMED]);
    await press('Thumb 0, idle');
    expect(await button('Thumb 1, waiting')).toBeTruthy();
    await draw([COMPLETE, COMPLETE], [COMPLETE]);
    await act(() => waitFor(() => expect(server.records()).toMatchObject([{ is_positive: true, context: { query_id: queryId } }])));
    expect([await button('Thumb 0, saved'), await button('Thumb 1, saved')]).toHaveLength(2);
    await end();
    expect(vi.mocked(console.error).mock.calls).toEqual([]);
  });

  it('shows to a thumb that still has only the key what is recorded, where another one has the ids', async () => {
    const { draw, end } = await setUp(true);
    await draw([STREAMED, STREAMED]);
    await press('Thumb 1, idle');
    await draw([STREAMED, COMPLETE]);
    expect([await button('Thumb 0, saved'), await button('Thumb 1, saved')]).toHaveLength(2);
    await end();
    expect(vi.mocked(console.error).mock.calls).toEqual([]);
  });
});

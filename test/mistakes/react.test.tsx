import { act, createElement, type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import type { FeedbackClient } from '../../src/domain/interfaces';
import { told } from '../../src/platform/report';
import { FeedbackWidget, useFeedback } from '../../src/react';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { waitFor } from '../support/testing-library';

const Hooked = ({ client }: { client: FeedbackClient }) => createElement('p', null, useFeedback(client, ANSWER).state.phase);

describe('React', () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
  const newClient = () => createFeedbackClient({ submitter, storage: 'none' });

  beforeEach(() => {
    told.clear();
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });

  afterEach(() => {
    document.body.replaceChildren();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  /** Makes a client in its body. */
  const Careless = ({ draw }: { draw: (client: FeedbackClient) => ReactNode }) => draw(newClient());

  /** The warnings of a page that renders five times. */
  async function warningsOf(draw: () => ReactNode): Promise<unknown[]> {
    const root = createRoot(document.body.appendChild(document.createElement('div')));
    for (let time = 0; time < 5; time += 1) await act(async () => root.render(draw()));
    await act(async () => root.unmount());
    return vi.mocked(console.warn).mock.calls.map(([line]) => line);
  }

  it.each([
    ['a component', 'client prop', () => createElement(FeedbackWidget, { client: newClient(), ...ANSWER })],
    ['a hook', 'useFeedback', () => createElement(Hooked, { client: newClient() })],
    [
      'a component of StrictMode',
      'client prop',
      () =>
        createElement(
          StrictMode,
          null,
          createElement(Careless, { draw: (client) => createElement(FeedbackWidget, { client, ...ANSWER }) }),
        ),
    ],
    [
      'a hook of StrictMode',
      'useFeedback',
      () => createElement(StrictMode, null, createElement(Careless, { draw: (client) => createElement(Hooked, { client }) })),
    ],
  ])('is told once of a new client for %s in each render', async (_, name, draw) => {
    expect(await warningsOf(draw)).toEqual([
      expect.stringContaining(`${name}: got a new client in every render, needs one that is created once`),
    ]);
  });

  it.each([
    [
      'an option of the submitter beside it',
      { source: 'Help' },
      'source prop: got "Help", needs to be passed to createSubmitter(), because a submitter or client has its own.',
    ],
    ['a project beside it', { projectId: PROJECT_ID }, `projectId prop: got "${PROJECT_ID}", needs to be passed to createSubmitter()`],
    ['false for a word', { comment: false, disabled: false, queryId: false }, 'comment prop: got false, needs "'],
    ['false for an object', { strings: false }, 'strings prop: got false, needs '],
    ['a handler that nothing calls', { onRate: () => {} }, 'handler: got "onRate", needs one of onChange, onSaved, onRemoved'],
    ['children', { children: 'No names.' }, 'slot: got "children", needs them in the prop "disclaimer".'],
  ])('is told once of a prop that has no effect: %s', async (_, props, line) => {
    const client = newClient();
    expect(await warningsOf(() => createElement(FeedbackWidget, { client, ...ANSWER, ...props } as object))).toEqual([
      expect.stringContaining(line),
    ]);
  });

  it.each([
    'onClick',
    'onClickCapture',
    'onGotPointerCapture',
    'onDoubleClick',
    'onCompositionEnd',
    'onTouchStart',
    'onBeforeInput',
  ])('is told nothing of %s, which React knows', async (name) => {
    expect(await warningsOf(() => createElement(FeedbackWidget, { submitter, ...ANSWER, [name]: () => {} } as object))).toEqual([]);
  });

  it('hears of a rating that is lost with its component', async () => {
    const heard = vi.fn();
    const root = createRoot(document.body.appendChild(document.createElement('div')));
    const draw = () => createElement(FeedbackWidget, { submitter, conversationId: ANSWER.conversationId, onError: heard });
    await act(async () => root.render(createElement(StrictMode, null, draw())));
    const element = document.querySelector('clarifeye-feedback');
    await act(async () => element?.shadowRoot?.querySelector<HTMLElement>('[part~=up]')?.click());
    await act(async () => root.unmount());
    await waitFor(() => expect(heard).toHaveBeenCalledOnce());
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ feedback: { rating: 'up' }, error: { kind: 'unclaimed' } });
  });

  it.each([
    ['a component', (client: FeedbackClient) => createElement(FeedbackWidget, { client, ...ANSWER })],
    ['a hook', (client: FeedbackClient) => createElement(Hooked, { client })],
  ])('is told nothing where %s keeps its client', async (_, draw) => {
    const client = newClient();
    expect(await warningsOf(() => draw(client))).toEqual([]);
  });
});

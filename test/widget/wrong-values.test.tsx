import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import type { AnswerIds } from '../../src/domain/answer-ref';
import { RATINGS } from '../../src/domain/feedback';
import type { FeedbackClient } from '../../src/domain/interfaces';
import { ELEMENT_OPTIONS } from '../../src/options/schema';
import { withLink } from '../../src/platform/report';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import type { FeedbackWidgetProps } from '../../src/widget/props';
import { useFeedback } from '../../src/widget/use-feedback';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { cleanup, render, screen } from '../support/testing-library';
import { VALUES } from '../support/wrong-values';

const statusRegion = () => document.querySelector('[aria-live=polite]') as Element;
const PROPS = [...ELEMENT_OPTIONS, 'onChange', 'onError'] as const;

describe('a wrong prop', () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
  const told = () => [...vi.mocked(console.error).mock.calls, ...vi.mocked(console.warn).mock.calls].map(([message]) => String(message));

  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });

  afterEach(() => {
    cleanup();
    sessionStorage.clear();
    vi.restoreAllMocks();
  });

  const show = (wrong: object) =>
    render(
      <main>
        <p>The rest of the app.</p>
        <FeedbackWidget submitter={submitter} {...ANSWER} {...(wrong as FeedbackWidgetProps)} />
      </main>,
    );

  it.each(
    PROPS.flatMap((prop) => VALUES.map(([name, value]) => [prop, name, value] as const)),
  )('never makes a render throw: %s is %s', (prop, _, value) => {
    const { rerender } = show({});
    expect(() => show({ [prop]: value })).not.toThrow();
    expect(screen.getAllByText('The rest of the app.')).toHaveLength(2);
    expect(screen.getAllByRole('group').length).toBeGreaterThan(1);
    // Also where it becomes wrong later.
    expect(() => rerender(<FeedbackWidget submitter={submitter} {...ANSWER} {...({ [prop]: value } as object)} />)).not.toThrow();
  });

  it.each([
    ['conversationId', 123],
    ['conversationId', 'abc'],
    ['queryId', '0'],
    ['queryId', 5n],
    ['value', { rating: 'sideways' }],
    ['client', {}],
    ['submitter', 'x'],
  ])('that is needed makes the widget unavailable, with one line: %s is %o', (prop, value) => {
    show({ [prop]: value });
    expect(statusRegion().textContent).toBe("Feedback isn't available here.");
    expect(told()).toEqual([expect.stringMatching(new RegExp(`^clarifeye-feedback: ${prop}[.\\w]* prop: got `))]);
  });

  it.each([
    ['theme', 'pink'],
    ['size', 'xl'],
    ['ratings', 5],
    ['ratings', ['up', 'up']],
    ['comment', 'never'],
    ['submitOn', {}],
    ['maxLength', 'many'],
    ['reasons', 5],
    ['locale', 'fr'],
  ])('that only changes the looks leaves the default, with one line: %s is %o', (prop, value) => {
    show({ [prop]: value });
    expect(screen.getAllByRole('button')).toHaveLength(RATINGS.length);
    expect(statusRegion().textContent).toBe('');
    expect(told()).toEqual([expect.stringMatching(new RegExp(`^clarifeye-feedback: ${prop} prop: got `))]);
  });

  it('is told to a handler, which may throw or be no function', () => {
    const onError = () => {
      throw new Error('of the host');
    };
    for (const handler of [onError, 5]) {
      expect(() => show({ conversationId: 'abc', onError: handler })).not.toThrow();
      cleanup();
    }
    expect(console.error).toHaveBeenCalledWith(expect.objectContaining({ message: 'of the host' }));
  });

  it.each([
    0,
    '',
    Number.NaN,
    null,
    undefined,
    false,
  ])('for disabled counts as JavaScript has it: %s leaves the widget enabled', (disabled) => {
    show({ disabled });
    for (const button of screen.getAllByRole('button')) expect(button.getAttribute('aria-disabled')).toBeNull();
  });

  it('takes the texts that a language lacks from English', () => {
    show({ locale: { group: null, up: 'Gut' } });
    expect(screen.getByRole('group', { name: 'Rate answer 1' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Gut' })).toBeTruthy();
  });
});

describe('a wrong argument of useFeedback', () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
  const client = createFeedbackClient({ submitter, storage: 'none' });
  const told = () => vi.mocked(console.error).mock.calls.map(([message]) => String(message));

  function Thumb({ its, ids }: { its: unknown; ids: unknown }) {
    const { state, rate, comment, remove, retry } = useFeedback(its as FeedbackClient, ids as AnswerIds);
    return (
      <button
        type="button"
        onClick={() => {
          rate('up');
          comment('Words');
          remove();
          retry();
        }}
      >
        Mine, {state.phase}, {state.error?.message}
      </button>
    );
  }

  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));

  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it.each([
    ['client', undefined, ANSWER, 'got nothing, needs what createFeedbackClient() returns.'],
    ['client', {}, ANSWER, 'got an object, needs what createFeedbackClient() returns.'],
    ['conversationId', client, { conversationId: 123, queryId: 0 }, 'got 123, needs a UUID such as 00000000-0000-4000-8000-000000000000.'],
    ['conversationId', client, undefined, 'got nothing, needs a UUID such as 00000000-0000-4000-8000-000000000000.'],
    ['queryId', client, { conversationId: ANSWER.conversationId }, 'got nothing, needs an integer, or an answerKey until it is known.'],
  ])('leaves the page as it is, with one line however often it renders: %s', (name, its, ids, message) => {
    const { rerender } = render(<Thumb its={its} ids={ids} />);
    rerender(<Thumb its={its} ids={ids} />);
    render(<Thumb its={its} ids={ids} />);
    for (const button of screen.getAllByRole('button')) button.click();
    expect(screen.getAllByRole('button', { name: `Mine, failed, ${withLink(`${name}: ${message}`)}` })).toHaveLength(2);
    expect(told()).toEqual([`clarifeye-feedback: useFeedback: ${withLink(`${name}: ${message}`)}`]);
  });

  it.each(VALUES)('never makes a render throw: the client, an id or all ids are %s', (_, value) => {
    const wrong = [
      [value, ANSWER],
      [client, value],
      [client, { conversationId: value, queryId: 0 }],
      [client, { ...ANSWER, queryId: value }],
      [client, { conversationId: ANSWER.conversationId, answerKey: value }],
    ] as const;
    for (const [its, ids] of wrong) expect(() => render(<Thumb its={its} ids={ids} />)).not.toThrow();
  });

  it('is forgotten once it is right', async () => {
    const { rerender } = render(<Thumb its={client} ids={{ conversationId: ANSWER.conversationId }} />);
    rerender(<Thumb its={client} ids={{ ...ANSWER, queryId: 44 }} />);
    expect(screen.getByRole('button', { name: 'Mine, idle,' })).toBeTruthy();
  });
});

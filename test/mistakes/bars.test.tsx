import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { attach, diagnose } from '../../src/entries/element';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import { ANSWER, PROJECT_ID } from '../support/people';
import { cleanup, render } from '../support/testing-library';

const lines = () => vi.mocked(console.warn).mock.calls.map(([line]) => String(line));

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'table').mockImplementation(() => {});
  // There is no layout here.
  vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([{}] as never);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

function show(style: string, layout: 'toolbar' | 'block'): void {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x' });
  render(
    <div style={style}>
      <FeedbackWidget submitter={submitter} layout={layout} {...ANSWER} />
    </div>,
  );
  vi.advanceTimersByTime(4000);
}

// What was told is not told again, so the right ones come first.
it.each([
  ['display: flex; flex-wrap: wrap', 'toolbar'],
  ['display: flex; flex-wrap: wrap-reverse', 'toolbar'],
  ['display: block', 'block'],
] as const)('nothing is told of "%s" around a %s', (style, layout) => {
  show(style, layout);
  expect(lines()).toEqual([]);
});

it('a toolbar outside of a bar that wraps is told once', () => {
  show('display: flex', 'toolbar');
  show('display: block', 'toolbar');
  expect(lines()).toEqual([
    expect.stringMatching(
      /layout: got "toolbar" outside of a bar that wraps, needs to be a child of a flex box with flex-wrap: wrap\..*#layout$/,
    ),
  ]);
});

it('diagnose() finds calls of attach that match nothing, until they end', async () => {
  vi.useRealTimers();
  document.body.innerHTML = '<p class="answer" data-query-id="0">An answer</p>';
  const attached = [attach('.answer'), attach('.answr')];
  const found = async () => (await diagnose()).filter(({ found }) => found.startsWith('attach(')).map(({ found }) => found);
  expect(await found()).toEqual(['attach(".answr") matches no answer now.']);
  for (const one of attached) one.dispose();
  expect(await found()).toEqual([]);
});

it('diagnose() finds a root of attach that the page has replaced', async () => {
  vi.useRealTimers();
  document.body.innerHTML = '<main><p class="answer" data-query-id="0">An answer</p></main>';
  const root = document.querySelector('main') as Element;
  const { dispose } = attach('.answer', { root });
  const found = async () => (await diagnose()).filter(({ found }) => found.includes('attach(')).map(({ found }) => found);
  expect(await found()).toEqual([]);
  root.replaceWith(root.cloneNode(true));
  expect(await found()).toEqual([
    'The root of attach(".answer") is not in the page now. If it was replaced, call attach() with the new one.',
  ]);
  dispose();
});

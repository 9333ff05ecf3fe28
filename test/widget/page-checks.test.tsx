import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANSWER } from '../support/people';
import { cleanup, render } from '../support/testing-library';

describe('the Preact component', () => {
  beforeEach(() => {
    // The console is told once for each page, and this is another page.
    vi.resetModules();
    vi.useFakeTimers();
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  afterEach(() => {
    cleanup();
    document.head.replaceChildren();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  async function show(...css: readonly string[]) {
    for (const text of css) document.head.append(Object.assign(document.createElement('style'), { textContent: text }));
    const { FeedbackWidget } = await import('../../src/widget/feedback-widget');
    render(
      <>
        <FeedbackWidget {...ANSWER} />
        <FeedbackWidget {...ANSWER} />
      </>,
    );
    await vi.advanceTimersByTimeAsync(4000);
    return vi.mocked(console.warn).mock.calls.flat();
  }

  it('says once that its style sheet is missing', async () => {
    const line =
      /^clarifeye-feedback: style: the page has no style sheet for the component, needs import 'clarifeye-feedback\/style\.css'\. .*#style$/;
    expect(await show('p { color: red }')).toEqual([expect.stringMatching(line)]);
  });

  it('says it, too, where the page has no style sheet at all, but is laid out', async () => {
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(20);
    expect(await show()).toEqual([expect.stringContaining('style: the page has no style sheet for the component')]);
  });

  it('says nothing where it has its style sheet', async () => {
    expect(await show('.clarifeye-feedback { --_target: 32px }')).toEqual([]);
  });

  it('says nothing in a unit test, whose page has neither style sheets nor a layout', async () => {
    expect(await show()).toEqual([]);
  });
});

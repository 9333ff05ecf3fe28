import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ANSWER, PROJECT_ID } from '../support/people';
import { createTestApi, dropBefore } from '../support/test-api';

const stored = () => Object.keys(sessionStorage).filter((key) => key.startsWith('clarifeye-feedback:'));

/** A page of Ada that has just been loaded: nothing of the package is in its memory. */
async function loadPage() {
  vi.resetModules();
  const { fetch, meet, records } = createTestApi();
  const { createSubmitter } = await import('../../src/entries/index');
  const { answer, clear, init } = await import('../../src/client/page-defaults');
  init({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch }), userKey: 'ada' });
  return { answer, clear, meet, records };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  sessionStorage.clear();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('clear() forgets what an earlier page has stored, also on a page without a widget', async () => {
  const earlier = await loadPage();
  earlier.meet(dropBefore);
  earlier.answer(ANSWER).rate('down', 'Words of Ada');
  await vi.advanceTimersByTimeAsync(100);
  expect(stored()).toHaveLength(1);
  const { clear, records } = await loadPage();
  clear();
  expect(stored()).toEqual([]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect([stored(), records(), earlier.records()]).toEqual([[], [], []]);
});

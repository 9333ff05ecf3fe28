import { afterEach, expect, it, vi } from 'vitest';

const lines = () => vi.mocked(console.warn).mock.calls.map(([line]) => String(line));

afterEach(() => {
  vi.mocked(console.warn).mockClear();
  vi.unstubAllGlobals();
});

vi.spyOn(console, 'warn').mockImplementation(() => {});
vi.spyOn(console, 'table').mockImplementation(() => {});

it('the configuration of the script is not read by a bundle, which says so', async () => {
  vi.stubGlobal('clarifeyeFeedbackConfig', { projectId: '11111111-2222-4333-8444-555555555555' });
  await import('../../src/entries/element');
  // Until then a script of the page may call init.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lines()).toEqual([
    expect.stringMatching(/init: got clarifeyeFeedbackConfig, which only the script reads, needs a call of init\(\)\..*#init$/),
  ]);
});

it('a second copy says once that it sets up nothing, and its diagnose() does, too', async () => {
  vi.resetModules();
  const second = await import('../../src/entries/element');
  await import('../../src/entries/react');
  expect(lines()).toEqual([
    expect.stringMatching(
      /script: an element of that name is already on this page and stays in use: init and attach of this copy do not reach it\..*#script$/,
    ),
  ]);
  second.init({ projectId: '11111111-2222-4333-8444-555555555555', getToken: () => Promise.reject(new Error('none')) });
  expect(await second.diagnose()).toContainEqual(
    expect.objectContaining({ isRight: false, found: expect.stringContaining('Another copy of this package') }),
  );
});

// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { diagnose } from '../../src/diagnose';
import { createFeedbackClient, createSubmitter, diagnose as diagnosePage } from '../../src/entries';
import { toFeedbacksUrl } from '../../src/options/project';
import { PROJECT_ID } from '../support/people';

const subjectOf = (options: Readonly<Record<string, unknown>>) => ({
  version: '0.0.0',
  layers: [options],
  components: [],
  toFeedbacksUrl: (project: object) => toFeedbacksUrl(project as Parameters<typeof toFeedbacksUrl>[0]),
});

it.each([
  ['a submitter', { submitter: { url: 'https://own.example/', list: async () => ({ results: [] }) } }],
  ['a project', { projectId: PROJECT_ID, getToken: () => 'ada-token' }],
])('diagnose checks %s on a server, without what only a page has', async (_, options) => {
  vi.spyOn(console, 'table').mockImplementation(() => {});
  vi.stubGlobal('fetch', async () => Response.json({ results: [] }));
  const rows = await diagnose(subjectOf(options));
  expect(rows.map(({ check, isRight }) => [check, isRight]).filter(([check]) => check !== 'token')).toEqual([
    ['version', true],
    ['set-up', true],
    ['API', true],
  ]);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('diagnose says why the submitter of a client has no token', async () => {
  vi.spyOn(console, 'table').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => undefined as never }) });
  const rows = await diagnosePage({ client });
  expect(rows.filter(({ check }) => /token|API/.test(check))).toEqual([
    { check: 'token', isRight: false, found: 'getToken({ refresh: false }) returned undefined, needs a string.' },
  ]);
  client.dispose();
  vi.restoreAllMocks();
});

it.each([
  ['answers', 200, true],
  ['has no such project', 404, false],
])('diagnose asks the API of a client, which %s', async (_, status, isRight) => {
  vi.spyOn(console, 'table').mockImplementation(() => {});
  vi.stubGlobal('fetch', async () =>
    Response.json({ count: 0, next: null, previous: null, results: [], detail: 'Not found.' }, { status }),
  );
  const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token' }) });
  const rows = await diagnosePage({ client });
  expect(rows.filter(({ check }) => check === 'API').map((row) => [row.isRight, row.found])).toEqual([
    [isRight, expect.stringContaining(PROJECT_ID)],
  ]);
  client.dispose();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { diagnose } from '../../src/diagnose';
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

import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/diagnose';
import { setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const stage = setStage();
const OTHER_PROJECT = '99999999-2222-4333-8444-555555555555';
const widget = (queryId: string) => `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" ${queryId}></clarifeye-feedback>`;

/** What `diagnose()` finds on a page: `! check: sentence` for what is wrong. */
async function diagnose(html: string, headers?: Readonly<Record<string, string>>) {
  const { page, log } = await stage.open(html, headers && { headers });
  const rows = await page.evaluate<[], () => Promise<readonly Diagnosis[]>>(() =>
    (window as unknown as { ClarifeyeFeedback: { diagnose: () => Promise<readonly Diagnosis[]> } }).ClarifeyeFeedback.diagnose(),
  );
  return { rows: rows.map(({ check, isRight, found }) => `${isRight ? '' : '! '}${check}: ${found}`), log };
}

const setUp = (token = "() => 'ada-token'", projectId = PROJECT_ID, baseUrl = stage.api.baseUrl) =>
  `<script>clarifeyeFeedbackConfig = { projectId: '${projectId}', baseUrl: '${baseUrl}', getToken: ${token} }</script><script src="/clarifeye-feedback.js"></script>`;

describe('diagnose', () => {
  it('finds nothing wrong where all is right, prints a table, and changes nothing', async () => {
    const { rows, log } = await diagnose(`${setUp()}${widget('query-id="0"')}${widget('query-id="1"')}`);
    const url = `${stage.api.baseUrl}/projects/${PROJECT_ID}/feedbacks/`;
    expect(rows).toEqual([
      expect.stringMatching(/^version: \d+\.\d+\.\d+$/),
      `set-up: Feedback goes to ${url}`,
      'token: getToken returned a text.',
      `API: ${url} answers.`,
      'storage: The session storage can be written.',
      'widgets: 2 elements and 0 components are on the page.',
    ]);
    expect(await stage.api.methods()).toEqual(['GET']);
    expect(log.join()).not.toContain('ada-token');
  });

  it.each([
    ['a project that is not there', () => setUp(undefined, OTHER_PROJECT), /^! API: .* answers 404: there is no such project here/],
    ['a token that is refused', () => setUp("() => 'wrong'"), /^! API: .* answers 401: the token is refused\.$/],
    ['a getToken that throws', () => setUp("() => { throw new Error('no session') }"), /^! token: getToken failed: no session$/],
    ['a getToken that gives an object', () => setUp('() => ({})'), /^! token: getToken returned object, needs a text\.$/],
    ['a wrong project id', () => setUp(undefined, 'mine'), /^! set-up: projectId in init: got "mine", needs a UUID/],
    ['no project', () => '<script src="/clarifeye-feedback.js"></script>', /^! set-up: There is no projectId/],
    ['an address that is not that of the API', () => setUp(undefined, undefined, `${stage.origin}/app`), /^! API: .* answers 404/],
    ['a server that is not there', () => setUp(undefined, undefined, 'http://127.0.0.1:9/api/v1'), /^! API: .* is not reached: /],
  ])('finds %s', async (_, html, line) => {
    const { rows, log } = await diagnose(`${html()}${widget('query-id="0"')}`);
    expect(rows).toContainEqual(expect.stringMatching(line));
    expect(log.join()).not.toContain('ada-token');
  });

  it('finds a Content Security Policy that does not allow the API', async () => {
    const headers = { 'content-security-policy': "connect-src 'self'" };
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}`, headers);
    expect(rows).toContainEqual(expect.stringMatching(/^! API: The Content Security Policy does not allow .*: connect-src blocks /));
  });

  it('finds widgets without ids, with the same ids, and none', async () => {
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}${widget('query-id="0"')}${widget('')}`);
    expect(rows).toContain('! widgets: 1 elements have no conversation-id or query-id yet, so a rating waits.');
    expect(rows).toContain('! widgets: 1 elements have the same ids as another one, and show the same feedback.');
    expect((await diagnose(setUp())).rows).toContain('! widgets: There is no widget on the page now.');
  });

  it('finds the folder of the languages on a page in French', async () => {
    const { rows } = await diagnose(`<script>document.documentElement.lang = 'fr'</script>${setUp()}${widget('query-id="0"')}`);
    expect(rows).toContain('languages: The folder locales is beside the script.');
  });
});

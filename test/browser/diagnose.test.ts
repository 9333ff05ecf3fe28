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
      'token: getToken returned a string.',
      `API: ${url} answers.`,
      'storage: The session storage can be written.',
      'widgets: On the page: elements 2, components 0.',
    ]);
    expect(await stage.api.methods()).toEqual(['GET']);
    expect(log.join()).not.toContain('ada-token');
  });

  it.each([
    ['a project that is not there', () => setUp(undefined, OTHER_PROJECT), /^! API: .* answers 404: there is no such project here/],
    ['a token that is refused', () => setUp("() => 'wrong'"), /^! API: .* answers 401: the token is refused\.$/],
    ['a getToken that throws', () => setUp("() => { throw new Error('no session') }"), /^! token: getToken failed: no session$/],
    ['a getToken that gives an object', () => setUp('() => ({})'), /^! token: getToken returned object, needs a string\.$/],
    [
      'a getToken that gives a header',
      () => setUp("() => 'Bearer ada-token'"),
      /^! token: getToken returned a string with spaces in it: return the token alone/,
    ],
    ['no getToken', () => setUp('undefined'), /^! token: There is no getToken: set data-get-token/],
    ['a wrong project id', () => setUp(undefined, 'mine'), /^! set-up: projectId in init: got "mine", needs a UUID/],
    ['no project', () => '<script src="/clarifeye-feedback.js"></script>', /^! set-up: There is no projectId/],
    [
      'an address that is not that of the API',
      () => setUp(undefined, undefined, `${stage.origin}/app`),
      /^! API: .* answers 404: no server proxy is mounted at this path\.$/,
    ],
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
    expect(rows).toContain('! widgets: Without conversation-id or query-id, so that a rating waits: 1.');
    expect(rows).toContain(`! widgets: More than one has conversation ${CONVERSATION_ID}, query 0, and they show the same feedback.`);
    expect((await diagnose(setUp())).rows).toContain('! widgets: There is no widget on the page now.');
  });

  it('finds an element that has swallowed what follows', async () => {
    const { rows } = await diagnose(
      `${setUp()}<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" /><p>The next answer.</p>`,
    );
    expect(rows).toContainEqual(expect.stringMatching(/^! widgets: Without <\/clarifeye-feedback>, .*: 1\.$/));
  });

  it('is there with its languages also where the script is a module, whose attributes count', async () => {
    const html = setUp().replace('<script src=', `<script type="module" data-theme="dark" src=`);
    const { rows } = await diagnose(`<script>document.documentElement.lang = 'fr'</script>${html}${widget('query-id="0"')}`);
    expect(rows.filter((row) => row.startsWith('!'))).toEqual([]);
    expect(rows).toContain('languages: The folder locales is beside the script.');
  });

  it('finds the folder of the languages on a page in French', async () => {
    const { rows } = await diagnose(`<script>document.documentElement.lang = 'fr'</script>${setUp()}${widget('query-id="0"')}`);
    expect(rows).toContain('languages: The folder locales is beside the script.');
  });
});

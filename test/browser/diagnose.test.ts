import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/diagnose';
import { click, says, setStage } from '../support/pages';
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
      `API: ${url} answers. No rating was sent to try it.`,
      'storage: The session storage can be written.',
      'widgets: On the page: elements 2.',
    ]);
    expect(await stage.api.methods()).toEqual(['GET']);
    expect(log.join()).not.toContain('ada-token');
  });

  it('finds a configuration that comes too late', async () => {
    const { page } = await stage.open(`${setUp()}${widget('query-id="0"')}`);
    await page.waitForFunction(() => document.readyState === 'complete');
    const rows = await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      Object.assign(window, { clarifeyeFeedbackConfig: { beforeSend: () => null } });
      return (window as unknown as { ClarifeyeFeedback: { diagnose: () => Promise<readonly Diagnosis[]> } }).ClarifeyeFeedback.diagnose();
    });
    expect(rows).toContainEqual(
      expect.objectContaining({ isRight: false, found: expect.stringContaining('has beforeSend: too late, no option, or a wrong value') }),
    );
  });

  it.each([
    ['a project that is not there', () => setUp(undefined, OTHER_PROJECT), /^! API: .* answers 404: there is no such project here/],
    ['a token that is refused', () => setUp("() => 'wrong'"), /^! API: .* answers 401: the token is refused\.$/],
    ['a getToken that throws', () => setUp("() => { throw new Error('no session') }"), /^! token: getToken failed: no session$/],
    ['a getToken that gives an object', () => setUp('() => ({})'), /^! token: getToken returned a value of type object, needs a string\.$/],
    [
      'a getToken that gives a header',
      () => setUp("() => 'Bearer ada-token'"),
      /^! token: getToken returned a string with spaces or quotes in it: return the token alone/,
    ],
    [
      'a getToken that gives a page',
      () => setUp("() => '<!doctype html>'"),
      /^! token: getToken returned a page or JSON: check the URL that it asks/,
    ],
    [
      'a misspelt attribute of the tag',
      () => `${setUp().replace('<script src', '<script data-attatch=".a" data-stoarge="local" data-cfasync="false" src')}`,
      /^! set-up: The script tag has data-attatch, which is no option: data-attach\?$/,
    ],
    [
      'a configuration that is a const',
      () => '<script>const clarifeyeFeedbackConfig = {}</script><script src="/clarifeye-feedback.js"></script>',
      /^! set-up: clarifeyeFeedbackConfig is a const or let: write window\.clarifeyeFeedbackConfig/,
    ],
    [
      'a configuration that is spelt differently',
      () => '<script>ClarifeyeFeedbackConfig = {}</script><script src="/clarifeye-feedback.js"></script>',
      /^! set-up: There is a global ClarifeyeFeedbackConfig: it is clarifeyeFeedbackConfig\.$/,
    ],
    [
      'a configuration that is misspelt',
      () => '<script>clarifeyFeedbackConfig = {}</script><script src="/clarifeye-feedback.js"></script>',
      /^! set-up: There is a global clarifeyFeedbackConfig: it is clarifeyeFeedbackConfig\.$/,
    ],
    [
      'an attribute of the tag without data-',
      () => setUp().replace('<script src', '<script user-key="ada" src'),
      /^! set-up: The script tag has user-key, which is no option: data-user-key\?$/,
    ],
    [
      'an attribute of an element with data-',
      () => setUp() + widget('data-query-id="3"'),
      /^! set-up: <clarifeye-feedback> has data-query-id, which is no option: query-id\?$/,
    ],
    [
      'a selector that is none',
      () => setUp().replace('<script src', '<script data-attach=".answer:" src'),
      /^! widgets: data-attach="\.answer:" is no CSS selector\.$/,
    ],
    [
      'a misspelt attribute of an element',
      () => setUp() + widget('query-id="3" coment="off"'),
      /^! set-up: <clarifeye-feedback> has coment, which is no option: comment\?$/,
    ],
    [
      'a bar that does not wrap',
      () => `${setUp()}<div style="display: flex">${widget('query-id="3" layout="toolbar"')}</div>`,
      /^! widgets: With layout="toolbar", but not directly in a flex box with flex-wrap: wrap: 1\.$/,
    ],
    [
      'components without their style sheet',
      () => `${setUp()}<div class="clarifeye-feedback" data-layout="row" data-size="md">Rate</div>`,
      /^! widgets: Without styles, needs import 'clarifeye-feedback\/style\.css': 1\.$/,
    ],
    [
      'a server proxy that got another path',
      () => {
        stage.mount('/proxy', async () => Response.json({ error: 'Not a path of the API.' }, { status: 404 }));
        return setUp(undefined, undefined, `${stage.origin}/proxy`);
      },
      /^! API: .* answers 404: the server proxy got another path, as its log says, such as one without the final slash\.$/,
    ],
    [
      'a storage of all tabs without a key of the person',
      () => setUp().replace('<script src', '<script data-storage="local" src'),
      /^! set-up: storage is "local", which needs userKey: a text of its own for each person\.$/,
    ],
    [
      'ratings of the server for nobody',
      () => setUp().replace('<script src', '<script data-restore="server" src'),
      /^! set-up: restore is "server", which needs userId: the id of the person, as the API names it\.$/,
    ],
    ['no getToken', () => setUp('undefined'), /^! token: There is no getToken: set data-get-token/],
    ['a wrong project id', () => setUp(undefined, 'mine'), /^! set-up: projectId in init: got "mine", needs a UUID/],
    ['no project', () => '<script src="/clarifeye-feedback.js"></script>', /^! set-up: There is no projectId/],
    [
      'an address that is not that of the API',
      () => setUp(undefined, undefined, `${stage.origin}/app`),
      /^! API: .* answers 404: no server proxy answers GET here: compare base-url with the path under which it is mounted, mount it for all methods/,
    ],
    ['a server that is not there', () => setUp(undefined, undefined, 'http://127.0.0.1:9/api/v1'), /^! API: .* does not answer: /],
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
    expect(rows).toContain('! widgets: Without ids and without an answer key, so that a rating waits: 1.');
    expect(rows).toContain('! widgets: Of these without query id: 1.');
    expect(rows).not.toContainEqual(expect.stringContaining('without conversation id'));
    expect(rows).toContain(
      `! widgets: More than one has conversation ${CONVERSATION_ID}, query 0, which is right only where the page shows an answer twice.`,
    );
    const none = '! widgets: There is no widget on the page now, which is right only with buttons of your own.';
    expect((await diagnose(setUp())).rows).toContain(none);
  });

  it('finds nothing wrong in a component with its styles, nor in an element of the page that has its name', async () => {
    const component = '<div class="clarifeye-feedback" data-layout="row" data-size="md" style="--_target: 32px">Rate</div>';
    const { rows } = await diagnose(
      `${setUp()}<div class="clarifeye-feedback">${widget('query-id="0" data-theme="night"')}</div>${component}`,
    );
    expect(rows.filter((row) => row.startsWith('!'))).toEqual([]);
  });

  it('finds nothing wrong in an answer that is still streamed, but two with one key', async () => {
    const { rows } = await diagnose(`${setUp()}${widget('answer-key="a"')}${widget('answer-key="b"')}`);
    expect(rows.filter((row) => row.startsWith('!'))).toEqual([]);
    expect(rows).toContain('widgets: With an answer key, and waiting for their ids: 2.');
    const { rows: twice } = await diagnose(`${setUp()}${widget('answer-key="a"')}${widget('answer-key="a"')}`);
    expect(twice).toContainEqual(expect.stringMatching(/^! widgets: More than one has the answer key a in conversation /));
  });

  it('finds a misspelt tag, and a selector that matches nothing', async () => {
    const html = setUp().replace('<script src=', '<script data-attach=".answr" src=');
    const { rows } = await diagnose(`${html}<clarifeye-feedbacks></clarifeye-feedbacks><p class="answer">Hello</p>`);
    expect(rows).toContain('! widgets: The tag <clarifeye-feedbacks> is misspelt: it is <clarifeye-feedback>.');
    expect(rows).toContain('! widgets: data-attach=".answr" matches no element now.');
  });

  it.each([
    ['feedback-widget', 'is not registered: is it <clarifeye-feedback>?'],
    ['clarify-feedback', 'is misspelt: it is <clarifeye-feedback>.'],
    ['clarifeye-feedbak', 'is misspelt: it is <clarifeye-feedback>.'],
    ['clarifeyefeedback', 'is misspelt: it is <clarifeye-feedback>.'],
    ['clarifeye_feedback', 'is misspelt: it is <clarifeye-feedback>.'],
  ])('finds a tag of another name: %s', async (name, words) => {
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}<${name}></${name}>`);
    expect(rows).toContain(`! widgets: The tag <${name}> ${words}`);
  });

  it('finds nothing wrong in an element of the page that is about feedback, too', async () => {
    const own = '<script>customElements.define("my-feedback", class extends HTMLElement {})</script><my-feedback></my-feedback>';
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}${own}`);
    expect(rows.filter((row) => /misspelt/.test(row))).toEqual([]);
  });

  it('finds ids that are none, with what was given', async () => {
    const { rows } = await diagnose(
      `${setUp()}${widget('query-id="first"')}<clarifeye-feedback conversation-id="c1" query-id="-1"></clarifeye-feedback>`,
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        '! widgets: conversation-id "c1" is no UUID.',
        '! widgets: query-id "first" is no integer of at least 0.',
        '! widgets: query-id "-1" is no integer of at least 0.',
      ]),
    );
  });

  it('finds a query id that JavaScript cannot tell from the next', async () => {
    const { rows } = await diagnose(`${setUp()}${widget('query-id="1749301823749301823"')}`);
    expect(rows).toContainEqual(expect.stringMatching(/^! widgets: query-id 1749301823749301823 is above 9007199254740991, /));
  });

  it.each([
    ['query_id', 'queryId'],
    ['queryid', 'queryId'],
    ['query-id', 'queryId'],
    ['get_token', 'getToken'],
    ['Reasons', 'reasons'],
  ])('finds a property of an element that is no option: %s', async (name, right) => {
    const set = (more: string) =>
      `<script>Object.assign(document.querySelector('clarifeye-feedback'), { '${name}': 0, ownName: 1, ${more} })</script>`;
    const properties = ({ rows }: { rows: readonly string[] }) => rows.filter((row) => /has the property/.test(row));
    expect(properties(await diagnose(`${setUp()}${widget('')}${set('')}`))).toEqual([
      `! set-up: <clarifeye-feedback> has the property ${name}, which is no option: ${right}?`,
    ]);
    const value = right === 'queryId' ? '0' : right === 'getToken' ? "() => 'ada-token'" : "{ up: ['Good'] }";
    expect(properties(await diagnose(`${setUp()}${widget('')}${set(`${right}: ${value}`)}`))).toEqual([]);
  });

  it.each([
    ['xx', '', [expect.stringMatching(/^! languages: Widgets are in English where the page is in "xx": there are no texts for it, or/)]],
    ['xx', "ClarifeyeFeedback.init({ strings: { up: 'Bonum' } })", []],
    ['en_US', '', []],
    ['de-AT', '', []],
    ['en-GB', '', []],
    [
      'en',
      "setTimeout(() => { document.documentElement.lang = 'fr' })",
      [
        expect.stringMatching(
          /^! languages: Widgets are in English where the page is in "fr": .* lang was set after the widgets were added/,
        ),
      ],
    ],
  ])('finds widgets that are in English on a page in another language: %s %s', async (lang, more, expected) => {
    const { page } = await stage.open(
      `<script>document.documentElement.lang = '${lang}'</script>${setUp()}${widget('query-id="0"')}<script>${more}</script>`,
    );
    await page.waitForNetworkIdle({ idleTime: 100 });
    const rows = await page.evaluate<[], () => Promise<readonly Diagnosis[]>>(() =>
      (window as unknown as { ClarifeyeFeedback: { diagnose: () => Promise<readonly Diagnosis[]> } }).ClarifeyeFeedback.diagnose(),
    );
    const found = rows.map(({ check, isRight, found }) => `${isRight ? '' : '! '}${check}: ${found}`);
    expect(found.filter((row) => /are in English/.test(row))).toEqual(expected);
  });

  it('finds an address that has the project already', async () => {
    const { rows } = await diagnose(
      `${setUp(undefined, undefined, `${stage.api.baseUrl}/projects/${PROJECT_ID}/feedbacks`)}${widget('query-id="0"')}`,
    );
    expect(rows).toContainEqual(expect.stringMatching(/^! set-up: base-url ends in \/api\/v1, .* has the project twice\.$/));
  });

  it.each([
    ['data-token="x"', 'data-get-token'],
    ['data-api-url="https://api.example/api/v1"', 'data-base-url'],
    ['data-before-send="redact"', 'beforeSend in init'],
  ])('finds what people call an option that has another name: %s', async (attribute, right) => {
    const { rows, log } = await diagnose(`${setUp().replace('<script src', `<script ${attribute} src`)}${widget('query-id="0"')}`);
    expect(rows).toContainEqual(
      expect.stringMatching(`^! set-up: The script tag has ${attribute.split('=')[0]}, which is no option: ${right}\\?$`),
    );
    expect(log.join()).not.toContain('api.example');
  });

  it.each([
    ['style="display: none"', 1],
    ['style="visibility: hidden"', 1],
    ['style="opacity: 0"', 1],
    ['style="pointer-events: none"', 1],
    ['inert', 1],
    ['style="height: 0; overflow: hidden"', 1],
    ['style="height: 20px; overflow: auto"', 0],
    ['style="opacity: 0.6"', 0],
  ])('finds widgets that nobody sees or can press, with %s around them', async (attribute, count) => {
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}<div ${attribute}>${widget('query-id="1"')}</div>`);
    expect(rows.filter((row) => /Hidden or disabled by a style/.test(row))).toEqual(
      count ? ['! widgets: Hidden or disabled by a style of the page, which is right only in a part of it that nobody sees now: 1.'] : [],
    );
  });

  it('finds a component of Preact that is hidden', async () => {
    const component = `<div class="clarifeye-feedback" data-layout="block" data-size="md" style="--_target: 32px"><div part="group">Rate</div></div>`;
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}${component}<div style="display: none">${component}</div>`);
    expect(rows.filter((row) => /Hidden or disabled/.test(row))).toEqual([expect.stringMatching(/: 1\.$/)]);
  });

  it('finds options of a further tag, which have no effect', async () => {
    const tag = (more: string) => stage.script().replace('<script', `<script ${more}`);
    const { rows } = await diagnose(
      `<script>getFeedbackToken = () => 'ada-token'</script>${tag('')}${tag('data-user-key="ada" data-attach=".a"')}`,
    );
    expect(rows).toContain('! set-up: The script is on the page more than once, and data-user-key of a further tag has no effect.');
  });

  it.each([
    ["'ada-token'", 'a value of type string'],
    ["Promise.resolve('ada-token')", 'a promise'],
  ])('finds that the function for the token is none: %s', async (value, kind) => {
    const { rows, log } = await diagnose(`<script>getFeedbackToken = ${value}</script>${stage.script()}${widget('query-id="0"')}`);
    expect(rows).toContain(`! token: window.getFeedbackToken is ${kind}, needs a function.`);
    expect([...rows, ...log].join()).not.toContain('ada-token');
  });

  it.each([
    ["throw new TypeError('no user')", 'no user'],
    ["return Promise.reject(new Error('no user'))", 'no user'],
    ['return real(...args).then((response) => response.json())', 'fetch() of the page returned no response'],
  ])('finds an interceptor in place of fetch: %s', async (body, cause) => {
    const interceptor = `<script>const real = fetch; window.fetch = (...args) => { ${body} }</script>`;
    const { rows } = await diagnose(`${interceptor}${setUp()}${widget('query-id="0"')}`);
    expect(rows).toContainEqual(expect.stringContaining(`! API: An interceptor of the page has replaced fetch, and fails: ${cause}.`));
  });

  it('checks the project that an element has of its own, beside that of the page', async () => {
    const own = `<clarifeye-feedback project-id="${OTHER_PROJECT}" conversation-id="${CONVERSATION_ID}" query-id="1"></clarifeye-feedback>`;
    const { rows } = await diagnose(`${setUp()}${widget('query-id="0"')}${own}`);
    expect(rows.filter((row) => /API/.test(row))).toEqual([
      expect.stringMatching(new RegExp(`^API: .*${PROJECT_ID}.* answers\\. No rating`)),
      expect.stringMatching(new RegExp(`^! API: .*${OTHER_PROJECT}.* answers 404: there is no such project here`)),
    ]);
  });

  it('asks the submitter of a page', async () => {
    const submitter = `{ url: 'https://own.example/', impersonateEmail: '', list: async () => ({ results: [] }), submit() {}, update() {}, remove() {} }`;
    const page = (list = '') => `<script>clarifeyeFeedbackConfig = { submitter: { ...${submitter}, ${list} } }</script>`;
    const script = `<script src="/clarifeye-feedback.js"></script>${widget('query-id="0"')}`;
    const { rows } = await diagnose(page() + script);
    expect(rows.slice(1, 4)).toEqual([
      'set-up: Feedback goes to https://own.example/',
      'token: What the submitter sends is accepted.',
      'API: https://own.example/ answers. No rating was sent to try it.',
    ]);
    const { rows: failing } = await diagnose(page("list: async () => new Error('The door is shut.')") + script);
    expect(failing).toContain('! API: The door is shut.');
    const { rows: throwing } = await diagnose(page("list() { throw new Error('No door.') }") + script);
    expect(throwing).toContain('! API: list() of the submitter failed: No door.');
  });

  it.each([
    [
      'of a path that no proxy answers',
      () => `${stage.origin}/nowhere/`,
      'response',
      /^! API: .*nowhere\/ answers 404: no server proxy answers GET here/,
    ],
    ['of a path that redirects', () => `${stage.origin}/moved`, 'network', /^! API: .*moved redirects, which is not followed/],
    ['of a server that is not there', () => 'http://127.0.0.1:9/', 'network', /^! API: http:\/\/127\.0\.0\.1:9\/ does not answer: /],
    ['without a token', () => `${stage.api.baseUrl}/projects/${PROJECT_ID}/feedbacks/`, 'auth', /^! token: The list has failed\.$/],
    ['whose getToken has failed', () => `${stage.origin}/nowhere/`, 'auth', /^! token: The list has failed\.$/],
    ['that may not read', () => `${stage.origin}/nowhere/`, 'forbidden', /^! API: The list has failed\.$/],
  ])('finds why a submitter fails: one %s', async (_, url, kind, line) => {
    stage.mount('/moved', async () => Response.redirect(`${stage.origin}/elsewhere`));
    const submitter = `{ url: '${url()}', list: async () => Object.assign(new Error('The list has failed.'), { kind: '${kind}' }), submit() {}, update() {}, remove() {} }`;
    const { rows } = await diagnose(
      `<script>clarifeyeFeedbackConfig = { submitter: ${submitter} }</script><script src="/clarifeye-feedback.js"></script>${widget('query-id="0"')}`,
    );
    expect(rows).toContainEqual(expect.stringMatching(line));
  });

  it('finds a rating that waits for its query id', async () => {
    const { page } = await stage.open(`${setUp()}${widget('answer-key="a"')}${widget('answer-key="b"')}`);
    await click(page, 'Good response');
    await says(page, 'Will be sent when the answer is complete.');
    const rows = await page.evaluate<[], () => Promise<readonly Diagnosis[]>>(() =>
      (window as unknown as { ClarifeyeFeedback: { diagnose: () => Promise<readonly Diagnosis[]> } }).ClarifeyeFeedback.diagnose(),
    );
    expect(rows.filter(({ isRight }) => !isRight).map(({ found }) => found)).toEqual([
      'Of these, with a rating that waits, which is right only while their answers are streamed: 1.',
    ]);
  });

  it('asks about what was passed, and says that a submitter is none', async () => {
    const { page } = await stage.open(
      `<script>clarifeyeFeedbackConfig = { submitter: { submit() {} } }</script><script src="/clarifeye-feedback.js"></script>${widget('query-id="0"')}`,
    );
    const ask = (options: object) =>
      page.evaluate((options) => {
        const { ClarifeyeFeedback } = window as unknown as {
          ClarifeyeFeedback: { diagnose: (options: object) => Promise<readonly Diagnosis[]> };
        };
        return ClarifeyeFeedback.diagnose(options);
      }, options);
    expect((await ask({}))[1]).toMatchObject({ isRight: false, found: 'The submitter is none: needs what createSubmitter() returns.' });
    expect((await ask({ projectId: PROJECT_ID, baseUrl: 'http://127.0.0.1:9/api/v1' }))[1]?.found).toContain('127.0.0.1:9');
  });

  it('finds a rating that is not sent yet', async () => {
    const { page } = await stage.open(`${setUp("() => 'wrong'")}${widget('query-id="0"')}`);
    await click(page, 'Good response');
    await says(page, 'Sign in to send your feedback. It is kept.');
    const rows = await page.evaluate<[], () => Promise<readonly Diagnosis[]>>(() =>
      (window as unknown as { ClarifeyeFeedback: { diagnose: () => Promise<readonly Diagnosis[]> } }).ClarifeyeFeedback.diagnose(),
    );
    expect(rows.map(({ found }) => found)).toContainEqual(expect.stringMatching(/^(Failed|Not sent yet), the console says why: 1\.$/));
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

  it.each([
    ['', undefined],
    [' whose policy allows the API alone', () => ({ 'content-security-policy': `connect-src ${new URL(stage.api.baseUrl).origin}` })],
  ])('finds the folder of the languages on a page in French%s', async (_, headers) => {
    const html = `<script>document.documentElement.lang = 'fr'</script>${setUp()}${widget('query-id="0"')}`;
    const { rows } = await diagnose(html, headers?.());
    expect(rows).toContain('languages: The folder locales is beside the script.');
  });

  it('finds that a widget with a wrong id has failed, and not that it waits for one', async () => {
    const wrong = '<clarifeye-feedback conversation-id="chat-1" query-id="0"></clarifeye-feedback>';
    const { rows } = await diagnose(`${setUp()}${wrong}`);
    expect(rows.filter((row) => row.startsWith('!'))).toEqual([
      '! widgets: conversation-id "chat-1" is no UUID.',
      '! widgets: Failed, the console says why: 1.',
    ]);
  });
});

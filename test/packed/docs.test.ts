import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createServer as createViteServer, type UserConfig } from 'vite';
import { describe, expect, inject, it, vi } from 'vitest';
import { createFeedbackProxy } from '../../src/server';
import { click, says, setStage } from '../support/pages';
import { ANSWER, CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { findSnippet, HTML_EXAMPLES, readSnippets } from '../support/snippets';

const COMPONENTS = [
  'readme-npm-with-react-2',
  'options-locale-2',
  'options-client',
  'options-submitter',
  'embedding-preact-2',
  'embedding-preact-3',
  'recipes-sign-out-in-react-or-preact',
  'embedding-react-18-and-19-2',
  'embedding-vue-2',
  'embedding-svelte-5',
];
const ELEMENT = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
/** Modules, with what a page does with them; `root` is a place in it. */
const MODULES: Readonly<Record<string, string>> = {
  'embedding-streaming-chats': `module.addFeedback(root, 'message-1', '${CONVERSATION_ID}')(0)`,
  'embedding-a-bundler-2': `module.showFeedback(root, '${CONVERSATION_ID}', 0)`,
  'embedding-vue': `root.innerHTML = '${ELEMENT}'`,
  'embedding-custom-buttons-3': `root.innerHTML = '<button>Good response</button>'; const ids = { conversationId: '${CONVERSATION_ID}', answerKey: 'message-1' };
    module.connectThumb(module.client, root.firstChild, ids); setTimeout(() => module.complete(module.client, { ...ids, queryId: 0 }), 2000)`,
  'recipes-a-menu-or-a-key-that-rates': `module.listenForKeys('${CONVERSATION_ID}', 0); root.innerHTML = '<button>Good response</button>';
    root.onclick = () => document.dispatchEvent(new KeyboardEvent('keydown', { altKey: true, key: 'ArrowUp' }))`,
  'recipes-sign-out-with-a-bundler': `module.setPerson('ada'); root.innerHTML = '${ELEMENT}'`,
  'troubleshooting-diagnose': `root.innerHTML = '${ELEMENT}'; diagnose().then((rows) => { if (rows.some(({ isRight }) => !isRight)) console.log('wrong') })`,
};
const PAGES = [
  'readme-clarifeye-feedback',
  'readme-a-token-in-the-page',
  'start-2-choose-where-the-token-is-4',
  'start-3-load-the-script',
  'start-3-load-the-script-2',
  'start-4-put-the-widget-under-each-answer',
  'analytics-analytics',
  'analytics-google-analytics',
  'analytics-an-http-endpoint',
  'embedding-a-script-tag',
  'embedding-a-script-tag-2',
  'embedding-a-page-whose-templates-can-t-be-changed',
  'security-subresource-integrity-2',
  'server-the-server-proxy',
];
const HANDLERS = {
  'server-next-js': '(request) => door.POST(request)',
  'server-cloudflare-workers': '(request) => door.default.fetch(request, process.env)',
};
const SERVERS = [
  'server-hono-on-node',
  'server-express',
  'server-fastify',
  'server-node-without-a-framework',
  'start-2-choose-where-the-token-is',
];
/** Those that something else runs; those of integrations.md are cut from the pages of test/hosts. */
const ELSEWHERE = {
  'readme-npm-with-react': 'fixtures-setup.ts installs like it',
  'start-1-get-the-files': 'held below',
  'start-2-choose-where-the-token-is-2': 'held below',
  'start-2-choose-where-the-token-is-3': 'fixtures-setup.ts installs like it',
  'start-4-put-the-widget-under-each-answer-2': 'held below',
  'start-5-click-and-look': 'test/project/docs.test.ts holds it against the contract',
  'start-5-click-and-look-2': 'held below',
  'start-5-click-and-look-3': 'test/browser/diagnose.test.ts calls it',
  'troubleshooting-diagnose-2': 'test/browser/diagnose.test.ts finds these rows',
  'server-express-2': 'held below',
  'server-next-js-2': 'held below',
  'server-a-development-server': 'held below',
  'embedding-react-18-and-19': 'fixtures-setup.ts installs like it',
  'embedding-react-18-and-19-3': 'test/react/use-feedback.test.tsx has the same component',
  'embedding-a-bundler': 'fixtures-setup.ts installs like it',
  'testing-in-a-unit-test': 'test/project/testing.test.ts runs it',
  'testing-in-a-unit-test-2': 'test/project/testing.test.ts runs it',
  'embedding-preact': 'fixtures-setup.ts installs like it',
  'embedding-custom-buttons': 'fixtures-setup.ts installs like it',
  'embedding-custom-buttons-2': 'test/widget/use-feedback.test.tsx has the same component',
  'readme-develop': 'test/browser/demo.test.ts starts it',
  'readme-develop-2': '.ci/run ends with it',
  'security-content-security-policy': 'test/browser/hostile.test.ts runs under it',
  'security-subresource-integrity': 'held below',
  'http-api-http-api': 'test/project/docs.test.ts holds them against the contract',
  'http-api-http-api-2': 'test/project/docs.test.ts holds them against the contract',
  'theming-parts': 'test/browser/layout.test.ts has the same rule',
  'theming-layout': 'test/browser/ink.test.ts has the same bar',
  'theming-no-shift-while-the-script-loads': 'test/browser/layout.test.ts measures with it',
};

const SCRIPT = '/fixtures/docs/clarifeye/clarifeye-feedback.js';

describe('the code in the docs', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;
  const cwd = () => join(inject('fixtures'), 'docs');

  const mountProxy = () =>
    stage.mount(
      '/api/clarifeye',
      createFeedbackProxy({
        projectId: PROJECT_ID,
        baseUrl: stage.api.baseUrl,
        token: 'admin-token',
        authorize: () => ({ email: 'ada@example.com' }),
      }),
    );

  /** A page with an example for a bundler, by the name of its file. */
  const openSnippet = (name: string) => {
    const setting = { name, projectId: PROJECT_ID, baseUrl: stage.api.baseUrl };
    return stage.open(
      readFileSync(join(cwd(), 'dist/pages.html'), 'utf8').replace(
        '<script src="/setting.js"></script>',
        `<script>setting = ${JSON.stringify(setting)}</script>`,
      ),
    );
  };

  it('is all run by a test', () => {
    const others = readSnippets().filter(
      ({ name, language }) => name.startsWith('integrations-') || (HTML_EXAMPLES.test(name) && /^(html|js)$/.test(language)),
    );
    const run = [
      ...others.map(({ name }) => name),
      ...COMPONENTS,
      ...Object.keys(MODULES),
      ...PAGES,
      ...Object.keys(HANDLERS),
      ...SERVERS,
      ...Object.keys(ELSEWHERE),
    ];
    expect(
      readSnippets()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(run.sort());
  });

  it.each(COMPONENTS)('%s does the job', async (name) => {
    const file = `${name}.${readSnippets().find((snippet) => snippet.name === name)?.language}`;
    const { page, log } = await openSnippet(file);
    const isFrench = name === 'options-locale-2';
    await click(page, isFrench ? 'Utile' : 'Good response');
    await says(page, isFrench ? 'Merci pour votre avis\u00a0!' : 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: true, context: { conversation_id: CONVERSATION_ID, query_id: 0 } }]);
    // One of them logs the id of the record.
    expect(log.filter((line) => !/^[\da-f-]{36}$/.test(line))).toEqual([]);
  });

  it.each(Object.entries(MODULES))('%s does the job', async (name, call) => {
    stage.mount('/feedback-token', async () => new Response('ada-token'));
    const { page, log } = await openSnippet(`${name}.ts`);
    await page.waitForFunction('window.module');
    await page.evaluate(call);
    await click(page, 'Good response');
    await vi.waitFor(async () => expect(await records()).toMatchObject([{ is_positive: true }]), { timeout: 10_000 });
    // The table of diagnose() is one.
    expect(log.filter((line) => line !== '[array Array]')).toEqual([]);
  });

  it('the recipe for a sign-out in React goes on after the same person has signed in again', async () => {
    const { page } = await openSnippet('recipes-sign-out-in-react-or-preact.tsx');
    await page.waitForFunction('window.show');
    await page.evaluate("fetchToken = () => 'expired-token'");
    await click(page, 'Good response');
    await says(page, 'Sign in to send your feedback. It is kept.');
    await page.evaluate("fetchToken = () => 'ada-token'; show({ session: module.signIn('ada', () => {}) })");
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: true, given_by: { email: 'ada@example.com' } }]);
  });

  it('the recipe for a sign-out in React keeps what the person before has not sent', async () => {
    const { page } = await openSnippet('recipes-sign-out-in-react-or-preact.tsx');
    await page.waitForFunction('window.show');
    const stored = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('clarifeye-feedback')).length);
    await page.evaluate("fetchToken = () => 'expired-token'");
    await click(page, 'Good response');
    await says(page, 'Sign in to send your feedback. It is kept.');
    await page.evaluate("fetchToken = () => 'bob-token'; bob = module.signIn('bob', () => {}); show({ session: bob })");
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    expect(await stored()).toBe(2);
    await page.evaluate('show({ session: module.signOut(bob, () => {}) })');
    expect(await stored()).toBe(1);
    await page.evaluate("fetchToken = () => 'ada-token'; show({ session: module.signIn('ada', () => {}) })");
    await says(page, 'Thanks for your feedback!');
    expect((await records()).map(({ is_positive, given_by }) => [is_positive, given_by?.email]).sort()).toEqual([
      [false, 'bob@example.com'],
      [true, 'ada@example.com'],
    ]);
  });

  it.each([
    'with a click',
    'without a click',
  ])('the recipe for a sign-out with a bundler gives each person a record of their own, %s', async (how) => {
    let token = 'ada-token';
    stage.mount('/feedback-token', async () => new Response(token));
    const { page } = await openSnippet('recipes-sign-out-with-a-bundler.ts');
    await page.waitForFunction('window.module');
    // Nobody rates before it is known who is signed in.
    await page.evaluate(`root.innerHTML = '${ELEMENT}'`);
    await click(page, 'Bad response');
    await page.evaluate("module.setPerson('ada')");
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    if (how === 'with a click') {
      await page.evaluate('module.signOut()');
      // Nobody is signed in, and nothing can be pressed.
      await click(page, 'Bad response');
    }
    token = 'bob-token';
    await page.evaluate("module.setPerson('bob')");
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    const authors = (await records()).map(({ given_by }) => given_by?.email);
    expect(authors.sort()).toEqual(['ada@example.com', 'bob@example.com']);
    expect((await records()).every(({ is_positive }) => is_positive)).toBe(true);
  });

  it('is typed', () => {
    const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [tsc, '-p', cwd()], { encoding: 'utf8' })).toBe('');
  }, 60_000);

  it.each(PAGES)('%s does the job', async (name) => {
    stage.mount('/feedback-token', async () => new Response('ada-token'));
    stage.mount('/analytics', async () => new Response(null, { status: 204 }));
    mountProxy();
    const code = findSnippet(name)
      .replaceAll('5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11', PROJECT_ID)
      .replace(/src="[^"]*clarifeye-feedback\.js"/, `src="${SCRIPT}"`)
      .replace(/(data-project-id="[^"]*")(?![^>]*data-base-url)/, `$1 data-base-url="${stage.api.baseUrl}"`)
      .replace(/(projectId: '[^']*')/, `$1, baseUrl: '${stage.api.baseUrl}'`);
    const hasPlace = /<clarifeye-feedback|data-attach/.test(code);
    const setUp = { projectId: PROJECT_ID, baseUrl: stage.api.baseUrl };
    const config = /project-?id/i.test(code)
      ? ''
      : `clarifeyeFeedbackConfig = { ...${JSON.stringify(setUp)}, getToken: () => 'ada-token' };`;
    // What a page of one's own would have.
    const own = `<script>${config} track = gtag = () => {}; getFeedbackToken = fetchToken = () => 'ada-token'</script>`;
    const script = code.includes('src=') ? '' : `<script src="${SCRIPT}"></script>`;
    const { page, log } = await stage.open(`${own}${code}${script}${hasPlace ? '' : ELEMENT}`);
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: true, given_by: { email: 'ada@example.com' } }]);
    expect(log).toEqual([]);
  });

  const body = JSON.stringify({
    context: { conversation_id: ANSWER.conversationId, query_id: ANSWER.queryId, source: 'x' },
    is_positive: true,
    feedback: '',
  });
  const env = () => ({ ...process.env, CLARIFEYE_TOKEN: 'admin-token', BASE_URL: stage.api.baseUrl, PORT: '0' });

  it.each(Object.entries(HANDLERS))('%s answers for who is signed in', async (name, call) => {
    const script = `const door = await import('./dist-server/${name}.js');
      for (const cookie of ['session=ada', '']) {
        const url = 'https://app.example/api/clarifeye/projects/${PROJECT_ID}/feedbacks/';
        const answer = await (${call})(new Request(url, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: ${JSON.stringify(body)} }));
        console.log(String(answer.status));
      }`;
    const told = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: cwd(),
      env: env(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let statuses = '';
    for await (const data of told.stdout) statuses += data;
    expect(statuses).toBe('201\n401\n');
    expect(await records()).toMatchObject([{ given_by: { email: 'ada@example.com' } }]);
  });

  it.each(SERVERS)('%s answers for who is signed in', async (name) => {
    // Tells the port that the system chose.
    const script = `const { Server } = await import('node:net');
      const { listen } = Server.prototype;
      Server.prototype.listen = function (port, ...more) {
        this.once('listening', () => console.log(String(this.address().port)));
        return listen.call(this, port, '127.0.0.1', more.findLast((one) => typeof one === 'function'));
      };
      await import('./dist-server/${name}.js');`;
    const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: cwd(),
      env: env(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const port = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data).split('\n')[0])));
      const post = async (cookie: string) =>
        (
          await fetch(`http://127.0.0.1:${port}/api/clarifeye/projects/${PROJECT_ID}/feedbacks/`, {
            method: 'POST',
            headers: { cookie, 'content-type': 'application/json' },
            body,
          })
        ).status;
      expect([await post('session=ada'), await post('')]).toEqual([201, 401]);
      expect(await records()).toMatchObject([{ given_by: { email: 'ada@example.com' } }]);
    } finally {
      server.kill('SIGKILL');
    }
  });

  it('server-express-2 answers for whom a middleware knows', async () => {
    const script = `const { default: express } = await import('express');
      const { feedbackProxy } = await import('./dist-server/server-express-2.js');
      const app = express();
      app.use((req, res, next) => { if (req.headers.cookie) req.user = { email: 'ada@example.com' }; next(); });
      app.use('/api/clarifeye', feedbackProxy);
      const server = app.listen(0, '127.0.0.1', async () => {
        const url = 'http://127.0.0.1:' + server.address().port + '/api/clarifeye/projects/${PROJECT_ID}/feedbacks/';
        for (const headers of [{ cookie: 'a=b' }, {}])
          console.log((await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: ${JSON.stringify(body)} })).status);
        process.exit();
      });`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: cwd(), env: env(), encoding: 'utf8' });
    expect(told).toBe('201\n401\n');
  });

  it('server-next-js-2 answers as a handler of a page that leaves the body to it', async () => {
    const script = `const { createServer } = await import('node:http');
      const { config, default: handler } = await import('./dist-server/server-next-js-2.js');
      console.log(config.api.bodyParser);
      const server = createServer(handler).listen(0, '127.0.0.1', async () => {
        const url = 'http://127.0.0.1:' + server.address().port + '/api/clarifeye/projects/${PROJECT_ID}/feedbacks/';
        for (const cookie of ['session=ada', ''])
          console.log((await fetch(url, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: ${JSON.stringify(body)} })).status);
        process.exit();
      });`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: cwd(), env: env(), encoding: 'utf8' });
    expect(told).toBe('false\n201\n401\n');
  });

  it('forwards the path of the proxy from a development server', async () => {
    const api = createServer((request, response) => response.end(`answer to ${request.url}`)).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const code = findSnippet('server-a-development-server').replace('http://127.0.0.1:3000', address);
    const { default: config } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: UserConfig };
    const vite = await createViteServer({ ...config, configFile: false, root: mkdtempSync(join(tmpdir(), 'vite-')), logLevel: 'silent' });
    await vite.listen(0);
    const { port } = vite.httpServer?.address() as AddressInfo;
    const { hostname } = new URL(vite.resolvedUrls?.local[0] ?? '');
    expect(await (await fetch(`http://${hostname}:${port}/api/clarifeye/projects/`)).text()).toBe('answer to /api/clarifeye/projects/');
    await vite.close();
    api.close();
  });

  it('takes everybody for one person at the first try, as docs/start.md says', async () => {
    const url = `data:text/javascript,${encodeURIComponent(findSnippet('start-2-choose-where-the-token-is-2'))}`;
    const { readSession } = (await import(url)) as { readSession: (cookie: string) => object };
    expect(readSession('')).toEqual({ email: 'you@example.com' });
  });

  it('has a whole page for the first try, and a command that lists its record', async () => {
    mountProxy();
    const html = findSnippet('start-4-put-the-widget-under-each-answer-2')
      .replaceAll('5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11', PROJECT_ID)
      .replace('/clarifeye-feedback.js', SCRIPT);
    const { page, log } = await stage.open(html);
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    expect(log).toEqual([]);
    const command = findSnippet('start-5-click-and-look-2')
      .replace('https://eu.app.clarifeye.ai/api/v1', stage.api.baseUrl)
      .replace('5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11', PROJECT_ID);
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { env: { ...process.env, CLARIFEYE_TOKEN: 'admin-token' } });
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ is_positive: true, given_by: { email: 'ada@example.com' } }] });
  });

  it('gets the files as docs/start.md says', () => {
    const [install = '', ...steps] = findSnippet('start-1-get-the-files').split('\n');
    expect(install).toBe('npm install clarifeye-feedback');
    const folder = mkdtempSync(join(tmpdir(), 'start-'));
    symlinkSync(join(cwd(), 'node_modules'), join(folder, 'node_modules'));
    execFileSync('sh', ['-c', steps.join('\n')], { cwd: folder });
    expect(readdirSync(join(folder, 'public')).sort()).toEqual(['clarifeye-feedback.js', 'diagnose.js', 'locales']);
    rmSync(folder, { recursive: true });
  });

  it('has the integrity of the script that is packed', async () => {
    const sums = JSON.parse(readFileSync(join(cwd(), 'dist/clarifeye/sri.json'), 'utf8'));
    const sum = execFileSync('sh', ['-c', 'openssl dgst -sha384 -binary dist/clarifeye-feedback.js | openssl base64 -A'], {
      cwd: join(cwd(), 'node_modules/clarifeye-feedback'),
      encoding: 'utf8',
    });
    expect(sums['clarifeye-feedback.js']).toBe(`sha384-${sum}`);
    expect(findSnippet('security-subresource-integrity')).toBe(
      'openssl dgst -sha384 -binary dist/clarifeye-feedback.js | openssl base64 -A',
    );
    expect(findSnippet('security-subresource-integrity-2')).toContain(`integrity="${sums['clarifeye-feedback.js']}"`);
    // The snippet's own page would not run another script: the browser holds it too.
    const { page } = await stage.open(
      `${findSnippet('security-subresource-integrity-2').replace(/src="[^"]*"/, `src="${SCRIPT}"`)}<clarifeye-feedback></clarifeye-feedback>`,
    );
    await page.waitForSelector('clarifeye-feedback[data-phase]');
  });
});

import type { HTTPRequest } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { createFeedbackProxy } from '../../src/server';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const SERVICE_TOKEN = 'admin-token';
const WIDGET = `<script src="/clarifeye-feedback.js" data-project-id="${PROJECT_ID}" data-base-url="/api/clarifeye"></script>
  <clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;

describe('the server proxy', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;

  /** A page whose visitor is signed in by a cookie, with the proxy on its own origin. */
  async function open(visitor: string, before = '') {
    stage.mount(
      '/api/clarifeye',
      createFeedbackProxy({
        projectId: PROJECT_ID,
        baseUrl: stage.api.baseUrl,
        token: SERVICE_TOKEN,
        authorize: ({ headers }) => {
          const [, name] = /visitor=(\w+)/.exec(headers.get('cookie') ?? '') ?? [];
          return name ? { email: `${name}@example.com` } : null;
        },
      }),
    );
    const page = await stage.newPage();
    const requests: HTTPRequest[] = [];
    page.on('request', (request) => requests.push(request));
    const { log } = await stage.open(before + WIDGET, {
      page,
      headers: visitor ? { 'set-cookie': `visitor=${visitor}; Path=/; HttpOnly; SameSite=Lax` } : {},
    });
    return { page, log, requests };
  }

  it("records in the visitor's own name, with no token in the browser", async () => {
    const { page, log, requests } = await open('ada');
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Hm');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Hm', given_by: { email: 'ada@example.com' } }]);
    const seen = await page.evaluate(() => [...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat().join());
    const traffic = requests.map((request) => [request.url(), JSON.stringify(request.headers()), request.postData()].join());
    expect([seen, ...traffic, ...log].filter((text) => /token|authorization|bearer/i.test(text))).toEqual([]);
    expect(requests.every((request) => request.url().startsWith(stage.origin) || request.url().startsWith('data:'))).toBe(true);
    await click(page, 'Remove');
    await expect.poll(records).toEqual([]);
    expect(log).toEqual([]);
  });

  it('is found on a page that has a variable called origin', async () => {
    const { page, log } = await open('ada', "<script>var origin = 'Paris'</script>");
    await click(page, 'Good response');
    await expect.poll(records).toMatchObject([{ is_positive: true }]);
    expect(log).toEqual([]);
  });

  it('keeps two visitors apart', async () => {
    const { page: ada } = await open('ada');
    await click(ada, 'Good response');
    await says(ada, 'Thanks for your feedback!');
    await ada.evaluate(() => sessionStorage.clear());
    const { page: bob } = await open('bob');
    expect(await bob.$eval('clarifeye-feedback', ({ phase }) => phase)).toBe('idle');
    await click(bob, 'Bad response');
    await says(bob, 'Thanks for your feedback!');
    expect((await records()).map(({ given_by, is_positive }) => [given_by?.email, is_positive]).sort()).toEqual([
      ['ada@example.com', true],
      ['bob@example.com', false],
    ]);
  });

  it('asks who is not signed in to sign in, and keeps the rating', async () => {
    const { page } = await open('');
    await click(page, 'Good response');
    await says(page, 'Sign in to send your feedback. It is kept.');
    await page.setCookie({ name: 'visitor', value: 'ada', url: stage.origin });
    await click(page, 'Retry');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ given_by: { email: 'ada@example.com' } }]);
  });
});

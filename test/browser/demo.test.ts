import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USERS } from '../../demo/users';
import { click, find, says, setStage } from '../support/pages';
import { type ServerProcess, startDemo } from '../support/server-process';

describe('the demo', () => {
  const stage = setStage();
  let demo: ServerProcess;

  beforeAll(async () => {
    demo = await startDemo();
  });

  afterAll(() => demo?.stop());

  const records = async () => (await (await fetch(`${demo.origin}/api/inbox`)).json()).results;

  /** Everything that the page sends and gets, from now on. */
  function listenIn(page: Page): string[] {
    const heard: string[] = [];
    page.on('request', (request) => heard.push([request.url(), JSON.stringify(request.headers()), request.postData()].join('\n')));
    page.on('response', async (response) => {
      heard.push(JSON.stringify(response.headers()));
      heard.push(await response.text().catch(() => ''));
    });
    return heard;
  }

  it("records in the signed-in visitor's own name, with no token in the browser", async () => {
    const page = await stage.newPage();
    const heard = listenIn(page);
    await page.goto(`${demo.origin}/demo/server-proxy.html`);
    await click(page, 'Sign in as theo');
    await find(page, 'button', 'Sign out');
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('Quick');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ is_positive: true, feedback: 'Quick', given_by: { email: 'theo@northwind.example' } }]);
    await page.reload();
    await page.waitForSelector('clarifeye-feedback[data-phase=saved]');

    const cookies = await page.browserContext().cookies();
    const stored = await page.evaluate(async () => [
      document.cookie,
      ...Object.entries(localStorage).flat(),
      ...Object.entries(sessionStorage).flat(),
      ...(await indexedDB.databases()).map(({ name }) => String(name)),
      ...(await caches.keys()),
    ]);
    expect(cookies).toMatchObject([{ name: 'session', httpOnly: true, sameSite: 'Lax' }]);
    expect(stored[0]).toBe('');
    expect(heard.length).toBeGreaterThan(100);
    const everything = [...heard, ...stored, JSON.stringify(cookies)];
    for (const token of Object.keys(USERS)) expect(everything.filter((text) => text.includes(token))).toEqual([]);
    expect(heard.filter((text) => /"authorization":/i.test(text))).toEqual([]);
  });

  it('keeps the next visitor apart, and lets no one rate who is not signed in', async () => {
    const page = await stage.newPage();
    await page.goto(`${demo.origin}/demo/server-proxy.html`);
    await click(page, 'Sign in as mara');
    await find(page, 'button', 'Sign out');
    const phase = () => page.$eval('clarifeye-feedback', (widget) => widget.phase);
    expect(await phase()).toBe('idle');
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    await click(page, 'Sign out');
    await find(page, 'button', 'Sign in as mara');
    expect(await phase()).toBe('idle');
    expect(await page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector('button')?.ariaDisabled)).toBe('true');
    const given = (await records()).map((record: { given_by: { email: string }; is_positive: boolean }) => [
      record.given_by.email,
      record.is_positive,
    ]);
    expect(given).toContainEqual(['mara@northwind.example', false]);
  });

  it('shows the other way in too: the same chat with a token in the page', async () => {
    const page = await stage.newPage();
    await page.goto(demo.origin);
    await click(page, 'Neither good nor bad');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toContainEqual(
      expect.objectContaining({ is_positive: null, given_by: expect.objectContaining({ email: 'mara@northwind.example' }) }),
    );
  });

  it('records nothing in the name of who has signed in in another tab', async () => {
    const page = await stage.newPage();
    await page.goto(`${demo.origin}/demo/server-proxy.html`);
    await click(page, 'Sign in as mara');
    await page.waitForSelector('clarifeye-feedback:not([data-phase=idle])');
    const before = await records();
    await page.evaluate(() => fetch('/api/session', { method: 'POST', body: new URLSearchParams({ email: 'theo@northwind.example' }) }));
    await click(page, 'Quarterly report');
    await click(page, 'Neither good nor bad');
    await says(page, 'Sign in to send your feedback. It is kept.');
    expect(await records()).toEqual(before);
  });

  it.each([
    '/api/inbox',
    '/api/session',
    '/api/clarifeye/projects/x/feedbacks/',
    '/api/v1/projects/x/feedbacks/',
  ])('lets no page of another site ask %s', async (path) => {
    const page = await stage.newPage();
    // Another port is another origin, but the same site; another name of this machine is another site.
    for (const origin of [stage.origin, stage.origin.replace('127.0.0.1', 'localhost')]) {
      await page.goto(`${origin}/none`);
      for (const method of ['GET', 'POST'])
        expect(
          await page.evaluate(
            (url, method) =>
              fetch(url, { method, credentials: 'include' }).then(
                () => 'answered',
                () => 'refused',
              ),
            demo.origin + path,
            method,
          ),
        ).toBe('refused');
    }
    expect((await fetch(demo.origin + path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it('works without a server, once it is built', async () => {
    const page = await stage.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${stage.origin}/index.html`);
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await expect.poll(() => page.$eval('.inbox', (inbox) => inbox.textContent)).toContain('Good response · mara@northwind.example');
    expect(await page.$$eval('.links a', (links) => links.map((link) => link.textContent))).toEqual(['All states']);
    expect(asked.filter((path) => path.startsWith('/api'))).toEqual([]);
    await page.click('.links a');
    await page.waitForSelector('html[data-ready]');
    await page.click('a[href="../"]');
    await find(page, 'button', 'Good response');
  });

  it('is a configurator: a choice changes the widgets, the code and the address, and the address brings it back', async () => {
    const page = await stage.newPage();
    await page.goto(`${stage.origin}/index.html?background=black`);
    const widget = () => page.$eval('clarifeye-feedback', ({ theme, ratings }) => `${theme} ${ratings?.join('')}`);
    await (await find(page, 'radio', 'dark')).click();
    await (await find(page, 'combobox', 'ratings')).select('up down');
    expect(await widget()).toBe('dark updown');
    expect(new URL(page.url()).search).toBe('?theme=dark&ratings=up+down&background=black');
    await (await find(page, 'tab', 'Options')).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.$eval('[role=tabpanel] code', (code) => code.textContent)).toContain('theme="dark"');
    await page.reload();
    await find(page, 'button', 'Good response');
    expect(await widget()).toBe('dark updown');
    expect(await page.$eval('.chat', (chat) => getComputedStyle(chat).backgroundColor)).toBe('rgb(0, 0, 0)');
  });

  it('writes code for the project of whoever pastes it, and says what is no project id', async () => {
    const page = await stage.newPage();
    await page.goto(`${stage.origin}/index.html?code=React`);
    await (await find(page, 'tab', 'Code')).click();
    const code = () => page.$eval('[role=tabpanel] code', (text) => text.textContent);
    const field = await find(page, 'textbox', 'Project id');
    await field.type('5b0c9a57');
    const meaning = () => page.$eval('#project-id-meaning', (text) => text.textContent);
    expect(await meaning()).toContain('This is no UUID');
    await field.type('-6d0e-4c3b-9a43-2d7c1f0e8a11');
    expect(await meaning()).not.toContain('no UUID');
    expect(await code()).toContain("projectId: '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11'");
    expect(await code()).toContain("baseUrl: '/api/clarifeye'");
    await (await find(page, 'radio', 'in the page')).click();
    await (await find(page, 'radio', 'us')).click();
    expect(await code()).toContain("region: 'us'");
  });

  it('shows a chosen colour in the chat at once, and begins each tab at its top', async () => {
    const page = await stage.newPage();
    await page.setViewport({ width: 1280, height: 700 });
    await page.goto(`${stage.origin}/index.html`);
    await click(page, 'Good response');
    await (await find(page, 'radio', 'teal')).click();
    const ink = () =>
      page.$eval(
        'clarifeye-feedback',
        ({ shadowRoot }) => getComputedStyle(shadowRoot?.querySelector('[aria-pressed=true] svg') as Element).color,
      );
    expect(await ink()).toBe('rgb(15, 118, 110)');
    await page.$eval('[role=tabpanel]', (panel) => panel.scrollTo(0, 9999));
    await (await find(page, 'tab', 'Code')).click();
    expect(await page.$eval('[role=tabpanel]', ({ scrollTop }) => scrollTop)).toBe(0);
    expect(await page.$eval('[role=tabpanel] code', (text) => text.textContent)).toContain('--cf-accent: #0f766e;');
  });

  it('quotes what was asked, also after a reload, which keeps the chat with its records', async () => {
    const page = await stage.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${stage.origin}/index.html`);
    const question = await find(page, 'textbox', 'Your question');
    await question.evaluate((field) => (field as HTMLInputElement).select());
    await question.type('How do I cook rice?');
    await (await find(page, 'button', 'Ask')).click();
    await page.waitForFunction(() => document.querySelectorAll('section:not([hidden]) clarifeye-feedback[query-id]').length === 2);
    await (await page.waitForSelector('clarifeye-feedback[query-id="1"] >>> [part~=up]'))?.click();
    const inbox = () => page.$eval('.inbox', (inbox) => inbox.textContent);
    await expect.poll(inbox).toContain('How do I cook rice?');
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('section:not([hidden]) clarifeye-feedback[query-id]').length === 2);
    await expect.poll(inbox).toContain('How do I cook rice?');
  });

  it.each([
    [{ width: 1280, height: 800 }, ''],
    [{ width: 390, height: 844, hasTouch: true, isMobile: true }, ''],
    [{ width: 390, height: 844, hasTouch: true, isMobile: true }, '?size=sm'],
    [{ width: 1280, height: 800 }, '?size=sm'],
    [{ width: 1280, height: 800 }, '?layout=toolbar'],
    [{ width: 1280, height: 800 }, '?layout=toolbar&code=Preact'],
    [{ width: 1280, height: 800 }, '?size=sm&code=Preact'],
  ])('lines the first icon, the status and the box up with the words of the answer at %j with "%s"', async (viewport, query) => {
    const page = await stage.newPage();
    await page.setViewport(viewport);
    await page.goto(`${stage.origin}/index.html${query}`);
    await click(page, 'Bad response');
    await find(page, 'button', 'Send');
    await page.waitForFunction(() => {
      const root = document.querySelector('clarifeye-feedback')?.shadowRoot ?? document;
      return root.querySelector('.cf-status')?.textContent === 'Thanks for your feedback!';
    });
    const [words, icon, box, short, status] = await page.evaluate(() => {
      const bubble = document.querySelector('.bubble') as HTMLElement;
      const root = bubble.querySelector('clarifeye-feedback')?.shadowRoot ?? bubble;
      const place = (element: Element | null) => element?.getBoundingClientRect() ?? new DOMRect();
      const { left, right } = place(bubble.querySelector('p'));
      const icons = [bubble.querySelector('.copy svg'), root.querySelector('.cf-icon')].map((icon) => place(icon).left);
      const box = place(root.querySelector('.cf-panel'));
      const group = place(root.querySelector('.cf-group'));
      const status = place(root.querySelector('.cf-status'));
      // On the line of the ratings the status stands where they end.
      const beside = status.top < group.bottom ? left : status.left;
      return [left, Math.min(...icons), box.left, Math.min(right, left + 512) - box.right, beside];
    });
    expect([icon, box, short, status]).toEqual([words, words, 0, words]);
  });

  it('shows the chat and the controls at once on a phone, and counts what has arrived', async () => {
    const page = await stage.newPage();
    await page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
    await page.goto(`${stage.origin}/index.html`);
    const isSeen = async (role: string, name: string) => {
      const { top = -1, bottom = 9999 } = (await (
        await find(page, role, name)
      ).evaluate((element) => element.getBoundingClientRect().toJSON())) as DOMRect;
      return top >= 0 && bottom <= 844;
    };
    expect(await isSeen('button', 'Good response')).toBe(true);
    expect(await isSeen('tab', 'Code')).toBe(true);
    await click(page, 'Good response');
    await (await find(page, 'tab', 'Inbox 1')).click();
    await expect.poll(() => page.$eval('.inbox', (inbox) => inbox.textContent)).toContain('Good response · mara@northwind.example');
  });

  it('forwards nothing but feedbacks', async () => {
    expect((await fetch(`${demo.origin}/api/v1/users/`)).status).toBe(404);
  });
});

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api-process';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';

const stage = setStage();

/** How many times as fast the timers of a page run, so that minutes of backoff pass in seconds. */
const SPEED = 30;
const FASTER = `<script>{ const { setTimeout: wait } = window; window.setTimeout = (run, ms, ...args) => wait(run, (ms ?? 0) / ${SPEED}, ...args); }</script>`;
const KNOWN = `storage: 'local', userKey: 'ada', userId: '${USERS['ada-token'].id}'`;

const widget = (queryId: number) => `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="${queryId}"></clarifeye-feedback>`;

/** A page with widgets, whose token is 'ada-token' unless the options say otherwise. */
const html = (options = '', { baseUrl = stage.api.baseUrl, before = '', widgets = widget(0) } = {}) => `${before}
  <script>
    window.clarifeyeFeedbackConfig = { projectId: '${PROJECT_ID}', baseUrl: '${baseUrl}', getToken: () => 'ada-token', ${options} };
  </script>
  <script src="/clarifeye-feedback.js"></script>${widgets}`;

const records = async () => (await stage.api.state()).records;
const phases = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('clarifeye-feedback')].map((one) => one.getAttribute('data-phase')));
const reach = (page: Page, phase: string) => expect.poll(() => phases(page)).toEqual([phase]);
const pressed = (page: Page) =>
  page.evaluate(() =>
    [...(document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelectorAll('[aria-pressed=true]') ?? [])].map((button) =>
      button.getAttribute('part'),
    ),
  );
const gatewayPage = (status: number) => ({ status, body: '<html>A gateway</html>', headers: { 'content-type': 'text/html' } });

describe('in a real browser', () => {
  // A busy machine may look for the wait when it is over, because time is fast here.
  it('a tab that is duplicated while its vote waits leaves one record', { retry: 2 }, async () => {
    await stage.api.meet({ method: 'POST', status: 429, headers: { 'retry-after': '120' } });
    const { page } = await stage.open(html('', { before: `${FASTER}<button onclick="window.open(location.href)">Duplicate</button>` }));
    await click(page, 'Good response');
    await reach(page, 'queued');
    await click(page, 'Duplicate');
    const copy = async () => (await page.browserContext().pages()).find((other) => other !== page && other.url() === page.url());
    await expect.poll(async () => !!(await copy())).toBe(true);
    const other = (await copy()) as Page;
    await expect.poll(() => pressed(other)).toEqual(['up']);
    await reach(page, 'saved');
    await reach(other, 'saved');
    await expect.poll(async () => (await records()).length).toBe(1);
  });

  it('a page that comes back shows what was chosen in another tab meanwhile', async () => {
    const url = stage.serve(html(KNOWN));
    const page = await stage.newPage();
    await page.goto(url);
    await click(page, 'Good response');
    await reach(page, 'saved');
    await page.goto(stage.serve('Elsewhere'));
    const other = await stage.newPage();
    await other.goto(url);
    await click(other, 'Bad response');
    await expect.poll(records).toMatchObject([{ is_positive: false }]);
    await page.bringToFront();
    await page.goBack();
    await expect.poll(() => pressed(page)).toEqual(['down']);
    await reach(page, 'saved');
  });

  it('a vote outlives an outage past the last try, without Retry', async () => {
    const api = await startApi();
    const { page } = await stage.open(html('', { baseUrl: api.baseUrl, before: FASTER }));
    await find(page, 'button', 'Good response');
    await api.stop();
    await click(page, 'Good response');
    await expect.poll(() => phases(page), { timeout: 60_000 }).toEqual(['failed']);
    const again = await startApi(Number(new URL(api.baseUrl).port));
    try {
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await reach(page, 'saved');
      expect((await again.state()).records).toHaveLength(1);
    } finally {
      await again.stop();
    }
  });

  it.each([
    [403, 'POST'],
    [200, 'POST'],
    [404, 'GET'],
  ])('the page of a gateway with status %i for a %s costs no vote', async (status, method) => {
    await stage.api.meet({ method: 'POST', drop: 'after' }, { method, ...gatewayPage(status) });
    const { page } = await stage.open(html('', { before: FASTER }));
    await click(page, 'Good response');
    await reach(page, 'saved');
    await expect.poll(async () => (await records()).length).toBe(1);
  });

  it('a vote is sent although `navigator.onLine` is false', async () => {
    const offline = `<script>Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });</script>`;
    const { page } = await stage.open(html('', { before: FASTER + offline }));
    await click(page, 'Good response');
    await says(page, 'Saved on this device. It will be sent when you are online.');
    await reach(page, 'saved');
    expect(await records()).toHaveLength(1);
  });

  it('a list that lags behind leaves one record in the end', async () => {
    const empty = { count: 0, next: null, previous: null, results: [] };
    await stage.api.meet({ method: 'POST', drop: 'after' }, { method: 'GET', status: 200, body: empty });
    const { page } = await stage.open(html(KNOWN, { before: FASTER }));
    await click(page, 'Good response');
    await expect.poll(async () => (await records()).length).toBe(2);
    await expect.poll(async () => (await records()).length).toBe(1);
    await reach(page, 'saved');
  });

  it('the next visit of the same person, on another device, changes the record of the first', async () => {
    const { page } = await stage.open(html(KNOWN));
    await click(page, 'Good response');
    await reach(page, 'saved');
    await page.evaluate(() => localStorage.clear());
    await page.close();
    const { page: next } = await stage.open(html(KNOWN));
    await click(next, 'Bad response');
    await expect.poll(records).toMatchObject([{ is_positive: false }]);
    expect(await records()).toHaveLength(1);
  });

  it('handlers that throw stop nothing', async () => {
    await stage.api.meet({ method: 'POST', status: 429 });
    const fail = `() => { throw new Error('of the host'); }`;
    const events = ['change', 'error', 'saved', 'removed'].map((type) => `addEventListener('feedback-${type}', ${fail});`).join('');
    const { page, log } = await stage.open(html('', { before: `<script>${events}</script>` }));
    await click(page, 'Good response');
    await reach(page, 'saved');
    await click(page, 'Bad response');
    await expect.poll(records).toMatchObject([{ is_positive: false }]);
    await says(page, 'Thanks for your feedback!');
    expect(log.filter((line) => line.includes('of the host')).length).toBeGreaterThan(2);
  });

  it('a vote that waits goes on in a page that was prerendered before it was given', async () => {
    await stage.api.meet({ method: 'POST', status: 429, headers: { 'retry-after': '2' } });
    const next = stage.serve(html());
    const rules = JSON.stringify({ prerender: [{ source: 'list', urls: [next], eagerness: 'immediate' }] });
    const { page } = await stage.open(html('', { before: `<a href="${next}">Next</a><script type="speculationrules">${rules}</script>` }));
    // Nothing tells this page that the other one is there.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await click(page, 'Good response');
    await reach(page, 'queued');
    // The page changes its target when the other one is activated, so the server tells what came of it.
    void page.evaluate(() => document.querySelector('a')?.click()).catch(() => {});
    await expect.poll(async () => (await records()).length).toBe(1);
  });

  it('a page whose library replaces Array.from goes on where it was', async () => {
    // As Prototype.js 1.7 does: its own knows no second argument.
    const library =
      '<script>Array.from = (list) => { const all = []; for (let i = 0; i < list.length; i += 1) all.push(list[i]); return all; };</script>';
    await stage.api.meet({ method: 'POST', status: 429, headers: { 'retry-after': '2' } });
    const { page, log } = await stage.open(html('', { before: library }));
    await click(page, 'Good response');
    await reach(page, 'queued');
    await page.reload();
    await expect.poll(() => pressed(page)).toEqual(['up']);
    await reach(page, 'saved');
    expect(log.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  });

  it('a dead session with 20 unsent votes is asked once, and all are sent after the sign-in', async () => {
    const widgets = Array.from({ length: 20 }, (_, queryId) => widget(queryId)).join('');
    const { page } = await stage.open(html(`getToken: () => window.token ?? 'expired'`, { widgets }));
    await page.waitForFunction(() => document.querySelectorAll('clarifeye-feedback').length === 20);
    await page.evaluate(() => {
      for (const { shadowRoot } of document.querySelectorAll('clarifeye-feedback'))
        shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
    });
    await expect.poll(() => phases(page)).toEqual(Array.from({ length: 20 }, () => 'failed'));
    // One call with the token, and one with a fresh one.
    expect(await stage.api.methods()).toEqual(['POST', 'POST']);
    await page.evaluate(() => {
      Object.assign(window, { token: 'ada-token' });
      window.ClarifeyeFeedback?.resume();
    });
    await expect.poll(() => phases(page)).toEqual(Array.from({ length: 20 }, () => 'saved'));
    expect(await records()).toHaveLength(20);
  });
});

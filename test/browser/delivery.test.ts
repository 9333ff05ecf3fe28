import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api-process';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const stage = setStage();

const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
const USER_ID = 'aaaaaaaa-0000-4000-8000-000000000000';

/** A page whose widgets keep their feedback in the local storage of one signed-in person. */
const html = (baseUrl = stage.api.baseUrl, more = `storage: 'local', userKey: 'ada', userId: '${USER_ID}'`) => `
  <script>
    window.clarifeyeFeedbackConfig = { projectId: '${PROJECT_ID}', baseUrl: '${baseUrl}', getToken: () => 'ada-token', ${more} };
  </script>
  <script src="/clarifeye-feedback.js"></script>${WIDGET}`;

const records = async () => (await stage.api.state()).records;
const phaseOf = (page: Page) => page.evaluate(() => document.querySelector('clarifeye-feedback')?.getAttribute('data-phase'));
const reach = (page: Page, phase: string) => expect.poll(() => phaseOf(page)).toBe(phase);
const pressed = (page: Page) =>
  page.evaluate(() =>
    [...(document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelectorAll('[aria-pressed=true]') ?? [])].map((button) =>
      button.getAttribute('part'),
    ),
  );

describe('delivery in Chromium', () => {
  it('loses nothing when the tab is closed during the preflight of its first request', async () => {
    await stage.api.meet({ method: 'OPTIONS', isHeld: true });
    const { page } = await stage.open(html());
    await click(page, 'Bad response');
    await expect.poll(async () => (await stage.api.state()).calls.map(({ method }) => method)).toContain('OPTIONS');
    await page.close();
    await stage.api.release();
    const { page: next } = await stage.open(html());
    expect(await pressed(next)).toEqual(['down']);
    await reach(next, 'saved');
    expect(await records()).toMatchObject([{ is_positive: false }]);
  });

  it('goes on after a reload while saving', async () => {
    await stage.api.meet({ method: 'POST', isHeld: true });
    const { page } = await stage.open(html());
    await click(page, 'Good response');
    await reach(page, 'saving');
    await expect.poll(stage.api.methods).toEqual(['POST']);
    await page.reload();
    expect(await pressed(page)).toEqual(['up']);
    await stage.api.release();
    await reach(page, 'saved');
    await expect.poll(async () => (await records()).length).toBe(1);
  });

  it('goes on after a reload while queued', async () => {
    await stage.api.meet({ method: 'POST', status: 429 }, { method: 'POST', status: 429 });
    const { page } = await stage.open(html());
    await click(page, 'Good response');
    await reach(page, 'queued');
    await page.reload();
    await reach(page, 'saved');
    expect(await records()).toHaveLength(1);
  });

  it('shows the earlier rating after a reload while saved, without a request', async () => {
    const { page } = await stage.open(html());
    await click(page, 'Good response');
    await reach(page, 'saved');
    // The list behind the first vote has been read.
    await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain('"isLookupDue":false');
    await page.reload();
    await reach(page, 'saved');
    expect([await pressed(page), await stage.api.methods()]).toEqual([['up'], ['POST', 'GET']]);
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: false }]);
  });

  it('tries again after a reload while failed', async () => {
    await stage.api.meet({ method: 'POST', status: 400, body: { feedback: ['No.'] } });
    const { page } = await stage.open(html());
    await click(page, 'Good response');
    await reach(page, 'failed');
    await page.reload();
    await reach(page, 'saved');
    expect(await records()).toHaveLength(1);
  });

  it('sends by itself when the network is back', async () => {
    const { page } = await stage.open(html());
    await page.setOfflineMode(true);
    await click(page, 'Good response');
    await says(page, 'Saved on this device. It will be sent when you are online.');
    expect(await stage.api.methods()).toEqual([]);
    await page.setOfflineMode(false);
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toHaveLength(1);
  });

  it('sends by itself when the server, killed meanwhile, is there again', async () => {
    const api = await startApi();
    const { page } = await stage.open(html(api.baseUrl));
    await find(page, 'button', 'Good response');
    await api.stop();
    await click(page, 'Good response');
    await says(page, 'Not sent yet. Trying again.');
    const again = await startApi(Number(new URL(api.baseUrl).port));
    try {
      await reach(page, 'saved');
      expect((await again.state()).records).toHaveLength(1);
    } finally {
      await again.stop();
    }
  });

  it('keeps one record when the answer to its first request is lost', async () => {
    await stage.api.meet({ method: 'POST', drop: 'after' });
    const { page } = await stage.open(html());
    await click(page, 'Good response');
    await says(page, 'Not sent yet. Trying again.');
    await reach(page, 'saved');
    expect(await records()).toHaveLength(1);
    expect(await stage.api.methods()).toEqual(['POST', 'GET']);
  });

  it('ends with the last choice when two tabs choose differently', async () => {
    await stage.api.meet({ method: 'POST', delayMs: 800 });
    const content = html();
    const { page: one } = await stage.open(content);
    const { page: two } = await stage.open(content);
    await one.bringToFront();
    await click(one, 'Good response');
    await expect.poll(stage.api.methods).toEqual(['POST']);
    await two.bringToFront();
    await click(two, 'Bad response');
    // Each tab hears of the other a moment later.
    await expect.poll(records).toMatchObject([{ is_positive: false }]);
    for (const page of [one, two]) {
      await reach(page, 'saved');
      await expect.poll(() => pressed(page)).toEqual(['down']);
    }
    // A tab may read the other's storage a moment late, and make the same change again or read the list; it never posts again.
    const [first, ...later] = await stage.api.methods();
    expect([first, later.includes('PATCH'), later.includes('POST')]).toEqual(['POST', true, false]);
  });

  it.each([
    ['full', "localStorage.setItem('host', 'x'.repeat(5 * 1024 * 1024 - 10));"],
    ['forbidden', "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });"],
  ])('goes on in memory where the storage is %s, and asks to keep the page open while queued', async (_, spoil) => {
    await stage.api.meet({ method: 'POST', status: 429 }, { method: 'POST', status: 429 });
    const { page, log } = await stage.open(`<script>${spoil}</script>${html()}`);
    await click(page, 'Good response');
    await says(page, 'Keep this page open until it is sent.');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toHaveLength(1);
    expect(log.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  });

  it('refreshes a token that expires between two calls', async () => {
    const { page } = await stage.open(`
      <script>
        let token = 'ada-token';
        window.expire = () => (token = 'expired');
        window.clarifeyeFeedbackConfig = { projectId: '${PROJECT_ID}', baseUrl: '${stage.api.baseUrl}',
          getToken: ({ refresh }) => (refresh ? (token = 'ada-token') : token) };
      </script>
      <script src="/clarifeye-feedback.js"></script>${WIDGET}`);
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await page.evaluate(() => (window as unknown as { expire: () => void }).expire());
    await click(page, 'Bad response');
    await expect.poll(records).toMatchObject([{ is_positive: false }]);
    expect(await stage.api.methods()).toEqual(['POST', 'PATCH', 'PATCH']);
  });

  it('forgets everything on sign-out, in the other tab too', async () => {
    const content = html();
    const { page: one } = await stage.open(content);
    const { page: two } = await stage.open(content);
    await one.bringToFront();
    await click(one, 'Good response');
    await reach(two, 'saved');
    await one.evaluate(() => window.ClarifeyeFeedback?.clear());
    await reach(one, 'idle');
    await reach(two, 'idle');
    expect(await one.evaluate(() => localStorage.length)).toBe(0);
  });

  it.each([
    ['clicked in the task of the sign-out', 'clear(); press();'],
    ['clicked in the next microtask', 'clear(); queueMicrotask(press);'],
    ['clicked in the next task', 'clear(); setTimeout(press);'],
  ])('records a rating that was %s', async (_, code) => {
    const { page } = await stage.open(html());
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await page.evaluate((code) => {
      const press = () => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click();
      new Function('clear', 'press', code)(() => window.ClarifeyeFeedback?.clear(), press);
    }, code);
    await reach(page, 'saved');
    await expect.poll(async () => (await records()).some(({ is_positive }) => is_positive === false)).toBe(true);
  });
});

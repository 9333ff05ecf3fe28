import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { RATINGS, toIsPositive } from '../../src/domain/feedback';
import { english } from '../../src/i18n/strings';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const stage = setStage();

const TOKEN = '<script>window.getFeedbackToken = () => "ada-token"</script>';
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
const openScriptPage = () => stage.open(TOKEN + stage.script() + WIDGET);

function openPreactPage() {
  const setting = JSON.stringify({ projectId: PROJECT_ID, baseUrl: stage.api.baseUrl, conversationId: CONVERSATION_ID });
  return stage.open(
    `<link rel="stylesheet" href="/app/preact-app.css"><div id="app"></div>
    <script type="application/json" id="setting">${setting}</script><script type="module" src="/app/preact-app.js"></script>`,
  );
}

const records = async () => (await stage.api.state()).records;

async function say(page: Page, words: string): Promise<void> {
  const box = await find(page, 'textbox', 'What went wrong? (optional)');
  await box.type(words);
  await click(page, 'Send');
}

describe.each([
  ['the script tag', openScriptPage],
  ['<FeedbackWidget> in a Preact app', openPreactPage],
])('the main job through %s', (_, open) => {
  it.each(
    RATINGS.map((rating) => [english[rating], toIsPositive(rating)] as const),
  )('turns a click on "%s" into a record that says %s', async (name, is_positive) => {
    const { page, log } = await open();
    await click(page, name);
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([
      { is_positive, feedback: '', context: { conversation_id: CONVERSATION_ID, query_id: 0 }, given_by: { email: 'ada@example.com' } },
    ]);
    expect(log).toEqual([]);
  });

  it('keeps one record through a click, words, another rating and undo', async () => {
    const { page } = await open();
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    await say(page, 'Too long');
    await find(page, 'button', 'Remove');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Too long' }]);
    await click(page, 'Good response');
    await expect.poll(records).toMatchObject([{ is_positive: true, feedback: '' }]);
    const box = await find(page, 'textbox', 'What did you like? (optional)');
    expect(await box.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe('Too long');
    await click(page, 'Good response');
    await says(page, 'Your feedback was removed.');
    expect(await records()).toEqual([]);
    expect(await stage.api.methods()).toEqual(['POST', 'PATCH', 'PATCH', 'DELETE']);
    await click(page, 'Undo');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: true, feedback: '' }]);
  });

  it('ends with the last choice when the rating changes in flight', async () => {
    await stage.api.meet({ method: 'POST', isHeld: true });
    const { page } = await open();
    await click(page, 'Good response');
    await expect.poll(stage.api.methods).toEqual(['POST']);
    await click(page, 'Bad response');
    await click(page, 'Neither good nor bad');
    await stage.api.release();
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: null }]);
    expect(await stage.api.methods()).toEqual(['POST', 'PATCH']);
  });

  it.each([
    [{ status: 400, body: { feedback: ['Leave out <b>names</b>.'] } }, 'Leave out <b>names</b>.'],
    [{ status: 403 }, "You can't rate this answer."],
    [{ status: 404 }, "Feedback isn't available here."],
    [{ status: 500 }, 'Not sent yet. Trying again.'],
    [{ drop: 'before' }, 'Not sent yet. Trying again.'],
  ] as const)('met with %j never shows it as saved, and says "%s"', async (fault, text) => {
    await stage.api.meet({ method: 'POST', ...fault });
    const { page } = await open();
    await click(page, 'Good response');
    await says(page, text);
    expect(await records()).toEqual([]);
  });

  it('sends it on Retry', async () => {
    const { page } = await open();
    // Nothing else ends the wait of a browser that takes itself for offline.
    await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { value: false }));
    await click(page, 'Good response');
    await says(page, 'Saved on this device. It will be sent when you are online.');
    expect(await stage.api.methods()).toEqual([]);
    await click(page, 'Retry');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toHaveLength(1);
  });

  it('carries emoji, right-to-left text and markup unchanged, and shows them as text', async () => {
    const start = '<img src=x onerror="window.hacked = true">שלום עולם ';
    const words = start + '👍'.repeat(4000 - [...start].length);
    const { page } = await open();
    await click(page, 'Bad response');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    await box.evaluate((element, text) => {
      (element as HTMLTextAreaElement).value = text;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }, words);
    await click(page, 'Send');
    await expect.poll(async () => (await records())[0]?.feedback).toBe(words);
    expect([...words]).toHaveLength(4000);
    await find(page, 'button', 'Remove');
    const shown = () =>
      page.evaluate(() =>
        [document, document.querySelector('clarifeye-feedback')?.shadowRoot]
          .map((root) => root?.querySelector('.cf-quote')?.textContent ?? '')
          .join(''),
      );
    expect(await shown()).toBe(words);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });
});

describe('the script tag', () => {
  it('refreshes an expired token once', async () => {
    const { page } = await stage.open(
      `<script>
        window.asked = [];
        window.auth = { token: (request) => { asked.push(request); return request.refresh ? 'ada-token' : 'expired'; } };
      </script>${stage.script('data-get-token="auth.token"')}${WIDGET}`,
    );
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    expect(await page.evaluate(() => (window as unknown as { asked: unknown }).asked)).toEqual([{ refresh: false }, { refresh: true }]);
    expect(await records()).toHaveLength(1);
  });

  it('asks the person to sign in when the token is refused twice, and keeps the rating', async () => {
    const { page } = await stage.open(`<script>window.getFeedbackToken = () => 'expired'</script>${stage.script()}${WIDGET}`);
    await click(page, 'Good response');
    await says(page, 'Sign in to send your feedback. It is kept.');
    expect(await stage.api.methods()).toEqual(['POST', 'POST']);
    await page.evaluate(() => Object.assign(window, { getFeedbackToken: () => 'ada-token' }));
    await click(page, 'Retry');
    await says(page, 'Thanks for your feedback!');
  });

  it('is set up by a global before it loads, and by init after', async () => {
    const config = `projectId: '${PROJECT_ID}', baseUrl: '${stage.api.baseUrl}/', getToken: () => 'ada-token'`;
    for (const html of [
      `<script>window.clarifeyeFeedbackConfig = { ${config} }</script><script src="/clarifeye-feedback.js"></script>${WIDGET}`,
      `${WIDGET}<script src="/clarifeye-feedback.js"></script><script>ClarifeyeFeedback.init({ ${config} })</script>`,
    ]) {
      const { page, log } = await stage.open(html);
      await click(page, 'Good response');
      await says(page, 'Thanks for your feedback!');
      expect(log).toEqual([]);
    }
    expect(await records()).toHaveLength(2);
  });

  it('says in one console error what is wrong with the set-up', async () => {
    const { page, log } = await stage.open(
      `<script src="/clarifeye-feedback.js" data-project-id="abc" data-get-token="getFeedbackToken"></script>${WIDGET}`,
    );
    await says(page, "Feedback isn't available here.");
    const line = /^clarifeye-feedback: data-project-id on the script tag: got "abc", needs a UUID such as [-\d]+\. https:.*#project-id$/;
    expect(log).toEqual([expect.stringMatching(line)]);
  });

  it('waits for the query id of an answer that is still streaming', async () => {
    const { page } = await stage.open(
      `${TOKEN}${stage.script()}<clarifeye-feedback conversation-id="${CONVERSATION_ID}"></clarifeye-feedback>`,
    );
    await click(page, 'Bad response');
    await says(page, 'Not sent yet.');
    expect(await stage.api.methods()).toEqual([]);
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.setAttribute('query-id', '4'));
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: false, context: { query_id: 4 } }]);
  });

  it('works by keyboard alone', async () => {
    const { page } = await openScriptPage();
    const press = async (...keys: ('Tab' | ' ' | 'Enter')[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Tab', 'Tab', 'Tab', ' ');
    await says(page, 'Thanks for your feedback!');
    await press('Tab');
    await page.keyboard.type('Too long');
    await press('Tab', 'Enter');
    await find(page, 'button', 'Remove');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Too long' }]);
  });

  it('stays quiet when it is loaded twice', async () => {
    const { page, log } = await stage.open(TOKEN + stage.script() + stage.script() + WIDGET);
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    expect(log).toEqual([expect.stringMatching(/is already on this page and stays in use\. /)]);
  });
});

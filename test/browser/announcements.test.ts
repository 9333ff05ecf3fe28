import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import type { ServerFault } from '../support/api-server';
import { click, find, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const THANKS = 'polite: Thanks for your feedback!';

/** Notes what a screen reader would be given: every text that comes into a live region, and how urgent it is. */
const RECORDER = `<script>
  window.transcript = [];
  const heard = new WeakMap();
  const listen = () => {
    const root = document.querySelector('clarifeye-feedback')?.shadowRoot;
    if (!root) return void setTimeout(listen);
    const note = () => {
      for (const region of root.querySelectorAll('[role=alert], [aria-live]')) {
        const text = region.textContent;
        if (text && heard.get(region) !== text) transcript.push((region.role === 'alert' ? 'assertive: ' : 'polite: ') + text);
        heard.set(region, text);
      }
    };
    note();
    new MutationObserver(note).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  };
  listen();
</script>`;

describe('announcements', () => {
  const stage = setStage();

  async function open(attributes = 'query-id="0"', ...faults: ServerFault[]) {
    await stage.api.meet(...faults);
    const { page } = await stage.open(
      `<script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}${RECORDER}
      <clarifeye-feedback conversation-id="${CONVERSATION_ID}" ${attributes}></clarifeye-feedback>`,
    );
    return page;
  }
  const transcript = (page: Page) => page.evaluate(() => (window as unknown as { transcript: string[] }).transcript);
  const hears = (page: Page, ...lines: string[]) => expect.poll(() => transcript(page)).toEqual(lines);

  async function say(page: Page, words: string): Promise<void> {
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type(words);
    await click(page, 'Send');
  }

  it('are one for each change, also where the server is slow', async () => {
    const page = await open('query-id="0"', { method: 'POST', delayMs: 800 });
    await click(page, 'Bad response');
    await hears(page, THANKS);
    await say(page, 'Too long');
    await hears(page, THANKS, THANKS);
    await click(page, 'Good response');
    await hears(page, THANKS, THANKS, THANKS);
    await click(page, 'Good response');
    await hears(page, THANKS, THANKS, THANKS, 'polite: Your feedback was removed.');
  });

  it('are polite while it goes on by itself', async () => {
    const page = await open('query-id="0"', { method: 'POST', status: 429 });
    await click(page, 'Good response');
    await hears(page, 'polite: Not sent yet. Trying again.');
    await hears(page, 'polite: Not sent yet. Trying again.', THANKS);
  });

  it('are polite while the answer still streams', async () => {
    const page = await open('');
    await click(page, 'Good response');
    await hears(page, 'polite: Not sent yet.');
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.setAttribute('query-id', '1'));
    await hears(page, 'polite: Not sent yet.', THANKS);
  });

  it('interrupt for a final failure', async () => {
    const page = await open('query-id="0"', { method: 'POST', status: 403 });
    await click(page, 'Good response');
    await hears(page, "assertive: You can't rate this answer.");
  });

  it('interrupt for words that the server refuses, once, and tie it to the box', async () => {
    const page = await open('query-id="0"', { method: 'PATCH', status: 400, body: { feedback: ['Leave out names.'] } });
    await click(page, 'Bad response');
    await hears(page, THANKS);
    await say(page, 'It was Bob');
    await hears(page, THANKS, 'assertive: Leave out names.');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    expect(await box.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe('It was Bob');
    const described = await box.evaluate((element) => {
      const root = element.getRootNode() as ShadowRoot;
      const texts = element
        .getAttribute('aria-describedby')
        ?.split(' ')
        .map((id) => root.getElementById(id)?.textContent);
      return { description: texts?.join(''), invalid: element.getAttribute('aria-invalid'), isFocused: root.activeElement === element };
    });
    expect(described).toEqual({ description: 'Leave out names.', invalid: 'true', isFocused: true });
  });

  it('interrupt for a comment that is too long when it is sent, not while it is typed', async () => {
    const page = await open('query-id="0" max-length="5"');
    await click(page, 'Bad response');
    await hears(page, THANKS);
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Too long');
    await hears(page, THANKS);
    await click(page, 'Send');
    await hears(page, THANKS, 'assertive: Your comment is too long: 8 characters, 5 at most.');
  });

  it('are none when a page opens with what was said before', async () => {
    const page = await open();
    await click(page, 'Good response');
    await hears(page, THANKS);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'saved');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await hears(page);
  });
});

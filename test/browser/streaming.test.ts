import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

/** A chat that makes its whole list anew on every word, as naive lists do; the last answer has no query id until it is complete. */
const CHAT = `<ol id="list"></ol><script>
  window.getFeedbackToken = () => 'ada-token';
  const answers = ['First answer.', 'Second answer.', ''];
  let done = 2;
  function draw() {
    list.innerHTML = answers.map((words, index) => '<li><p>' + words + '</p><clarifeye-feedback conversation-id="${CONVERSATION_ID}"' +
      (index < done ? ' query-id="' + index + '"' : '') + '></clarifeye-feedback></li>').join('');
  }
  draw();
  window.made = 0;
  window.stream = (words) => new Promise((resolve) => {
    const timer = setInterval(() => {
      answers[answers.length - 1] += ' word';
      words -= 1;
      window.made += 1;
      if (!words) done += 1;
      draw();
      if (!words) { clearInterval(timer); resolve(); }
    }, 20);
  });
</script>`;

describe('a chat page that makes its list anew on every word', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;
  const open = async (attributes = '') =>
    (await stage.open(CHAT.replace('<clarifeye-feedback', `<clarifeye-feedback ${attributes}`) + stage.script())).page;
  const stream = (page: Page, words: number) =>
    page.evaluate((words) => (window as unknown as { stream(words: number): Promise<void> }).stream(words), words);
  const words = 'Too slow, and it does not say why.';

  it.each([
    ['older ones come in front', '[0, null]', '[7, 0, null]'],
    ['one comes in between', '[0, null]', '[0, 1, null]'],
    ['its own id comes with its new element', '[0, null]', '[0, 1]'],
    ['the conversation is another', '[null]', '[null]', '99999999-0000-4000-8000-000000000000'],
  ])('gives the rating of the answer that streams to no other one, when %s', async (_, before, after, conversationId = CONVERSATION_ID) => {
    const { page } = await stage.open(`<script>getFeedbackToken = () => 'ada-token';
      draw = (ids, conversation) => { list.innerHTML = ids.map((id) => '<li><clarifeye-feedback conversation-id="' + conversation + '"' + (id === null ? '' : ' query-id="' + id + '"') + '></clarifeye-feedback></li>').join(''); };
      </script><ol id="list"></ol>${stage.script()}<script>draw(${before}, '${CONVERSATION_ID}')</script>`);
    await page.evaluate(() =>
      [...document.querySelectorAll('clarifeye-feedback')].at(-1)?.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click(),
    );
    await page.waitForFunction(() => [...document.querySelectorAll('clarifeye-feedback')].at(-1)?.phase === 'waiting');
    await page.evaluate(`draw(${after}, '${conversationId}')`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await records()).toEqual([]);
    expect(await page.$$eval('clarifeye-feedback', (found) => found.map(({ phase }) => phase))).toEqual(
      JSON.parse(after).map(() => 'idle'),
    );
  });

  it('loses no rating and no draft of an earlier answer, and makes no extra request', async () => {
    const page = await open();
    const done = stream(page, 120);
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click());
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('textarea'));
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('textarea')?.focus());
    await page.keyboard.type(words, { delay: 20 });
    await done;
    const box = await find(page, 'textbox', 'What did you like? (optional)');
    expect(await box.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe(words);
    expect(await stage.api.methods()).toEqual(['POST']);
    await says(page, 'Thanks for your feedback!');
  });

  it('sends a rating that is held back with its words, in one request', async () => {
    const page = await open('submit-on="send"');
    const done = stream(page, 60);
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click());
    await done;
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('Nice');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ is_positive: true, feedback: 'Nice' }]);
    expect(await stage.api.methods()).toEqual(['POST']);
  });

  describe('while someone presses', () => {
    /** Opens the chat, where its list is made anew all the time, with the pointer over a button of the first answer. */
    async function openPressed() {
      const page = await open();
      const { x, y } = await page.evaluate(() => {
        const button = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('[part=down]');
        const { x, y, width, height } = (button as Element).getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await page.mouse.move(x, y);
      return { page, x, y };
    }
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const made = (page: Page) => page.evaluate(() => (window as unknown as { made: number }).made);

    it('counts the press on the widget that replaces the pressed one, once', async () => {
      const { page } = await openPressed();
      const done = stream(page, 60);
      await page.mouse.down();
      const before = await made(page);
      await pause(120);
      expect(await made(page)).toBeGreaterThan(before);
      await page.mouse.up();
      await done;
      await says(page, 'Thanks for your feedback!');
      expect(await records()).toMatchObject([{ is_positive: false, context: { query_id: 0 } }]);
      expect(await stage.api.methods()).toEqual(['POST']);
    });

    it('counts it also by the space bar', async () => {
      const { page } = await openPressed();
      await page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.focus());
      const done = stream(page, 60);
      await page.keyboard.down(' ');
      await pause(120);
      await page.keyboard.up(' ');
      await done;
      await says(page, 'Thanks for your feedback!');
      expect(await records()).toMatchObject([{ is_positive: true, context: { query_id: 0 } }]);
      expect(await stage.api.methods()).toEqual(['POST']);
    });

    it.each([
      ['another answer', '[1]'],
      ['another rating', '[0]'],
      ['nothing', '[]'],
    ])('counts no press that is let go on %s', async (what, ids) => {
      const { page, x, y } = await openPressed();
      await page.mouse.down();
      await page.evaluate(
        `list.innerHTML = ${ids}.map((id) => '<li><p>An answer</p><clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="' + id + '"></clarifeye-feedback></li>').join('')`,
      );
      if (what === 'another rating') await page.mouse.move(x - 45, y);
      await page.mouse.up();
      await pause(300);
      expect(await records()).toEqual([]);
    });

    it.each(['right', 'middle'] as const)('counts no press of the %s button', async (button) => {
      const { page } = await openPressed();
      const done = stream(page, 60);
      await page.mouse.down({ button });
      await pause(120);
      await page.mouse.up({ button });
      await done;
      await pause(300);
      expect(await records()).toEqual([]);
    });

    it('counts no press that began elsewhere, after one that ended elsewhere', async () => {
      const { page, x, y } = await openPressed();
      await page.mouse.down();
      await page.evaluate('draw()');
      await page.mouse.move(x, y + 400);
      await page.mouse.up();
      await page.mouse.down();
      await page.mouse.move(x, y);
      await page.mouse.up();
      await pause(300);
      expect(await records()).toEqual([]);
    });
  });
});

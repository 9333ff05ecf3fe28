import { describe, expect, it } from 'vitest';
import { RATINGS } from '../../src/domain/feedback';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
const TOKEN = `<script>getFeedbackToken = () => 'ada-token'</script>`;
/** Notes every element that is made, also where it never comes to the page. */
describe('a press', () => {
  const stage = setStage();

  it('is painted before the box and the words that come of it', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}${WIDGET}`);
    const look = () =>
      page.$eval('clarifeye-feedback', async ({ shadowRoot }) => {
        const button = shadowRoot?.querySelector<HTMLElement>('[part=down]');
        const now = () => [button?.ariaPressed, !!shadowRoot?.querySelector('textarea'), !!shadowRoot?.querySelector('.cf-sending')];
        button?.click();
        await new Promise(requestAnimationFrame);
        return now();
      });
    expect(await look()).toEqual(['true', false, false]);
    await find(page, 'textbox', 'What went wrong? (optional)');
    await says(page, 'Thanks for your feedback!');
  });

  it('is answered in words also where no frame is painted', async () => {
    const { page } = await stage.open(`<script>requestAnimationFrame = () => 0</script>${TOKEN}${stage.script()}${WIDGET}`);
    await page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click());
    const words = () =>
      page.$eval('clarifeye-feedback', ({ shadowRoot }) => [
        !!shadowRoot?.querySelector('textarea'),
        shadowRoot?.querySelector('[part=status]')?.textContent,
      ]);
    await expect.poll(words).toEqual([true, 'Thanks for your feedback!']);
  });

  it('of a key that is held down is one, on a rating and on what opens the box', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}${WIDGET}`);
    const hold = async () => {
      for (let times = 0; times < 8; times += 1) await page.keyboard.down('Enter');
      await page.keyboard.up('Enter');
    };
    await page.focus('clarifeye-feedback >>> [part=up]');
    await hold();
    await says(page, 'Thanks for your feedback!');
    expect((await stage.api.state()).calls.filter(({ method }) => method !== 'OPTIONS')).toMatchObject([{ method: 'POST' }]);
    await click(page, 'Close');
    await page.focus('clarifeye-feedback >>> .cf-opener');
    await hold();
    const box = await find(page, 'textbox', 'What did you like? (optional)');
    const value = () => box.evaluate((element) => (element as HTMLTextAreaElement).value);
    expect(await value()).toBe('');
    // There it is what one holds it for.
    await hold();
    expect(await value()).toBe('\n'.repeat(8));
  });

  it('of a key in the box is not heard by the page, of an input method neither', async () => {
    const { page } = await stage.open(
      `<script>heard = []; addEventListener('keydown', ({ key }) => heard.push(key))</script>${TOKEN}${stage.script()}${WIDGET}`,
    );
    await click(page, 'Bad response');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    await box.type('a@');
    const session = await page.createCDPSession();
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process' });
    await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.insertText', { text: '日本' });
    await page.keyboard.press('Tab');
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect([await box.evaluate((element) => (element as HTMLTextAreaElement).value), heard]).toEqual(['a@日本', ['Tab']]);
  });

  it('of another rating leaves the box where it is', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}${WIDGET}`);
    const order = [...RATINGS].reverse();
    const boxes = await page.$eval(
      'clarifeye-feedback',
      async ({ shadowRoot }, parts) => {
        const seen: unknown[] = [];
        const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        for (const part of parts) {
          shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`)?.click();
          if (!seen.length) await frame();
          await new Promise(requestAnimationFrame);
          seen.push(shadowRoot?.querySelector('textarea'));
        }
        return [seen.every((box) => box && box === seen[0]), seen.length];
      },
      order,
    );
    expect(boxes).toEqual([true, RATINGS.length]);
  });

  it('of another rating goes straight from what was said to the box', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}${WIDGET}`);
    await click(page, 'Bad response');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Too long');
    await click(page, 'Send');
    await find(page, 'button', 'Remove');
    await says(page, 'Thanks for your feedback!');
    const panels = await page.$eval('clarifeye-feedback', async ({ shadowRoot }) => {
      shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
      await new Promise(requestAnimationFrame);
      return shadowRoot?.querySelectorAll('[part=panel]:has(textarea)').length;
    });
    expect(panels).toBe(1);
    await says(page, 'Thanks for your feedback!');
  });
});

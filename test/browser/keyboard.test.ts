import type { KeyInput, Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { find, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

describe('by keyboard alone', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;

  const widget = (queryId: number) =>
    `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="${queryId}"></clarifeye-feedback>`;
  const open = () =>
    stage.open(
      `<script>
        getFeedbackToken = () => 'ada-token';
        clarifeyeFeedbackConfig = { reasons: { down: ['Wrong', 'Too long'] } };
      </script>${stage.script()}<button>Before</button>${widget(0)}<button>After</button>`,
    );

  async function press(page: Page, ...keys: KeyInput[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }

  /** The name of what has the focus. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return element?.ariaLabel ?? (element as HTMLTextAreaElement).labels?.[0]?.textContent ?? element?.textContent;
    });

  const tabs = async (page: Page, ...names: string[]) => {
    for (const name of names) {
      await press(page, 'Tab');
      expect(await focused(page)).toBe(name);
    }
  };

  it('a person rates, chooses reasons, writes, sends, edits and takes back', async () => {
    const { page } = await open();
    await tabs(page, 'Before', 'Good response', 'Neither good nor bad', 'Bad response');
    await press(page, 'Enter');
    await says(page, 'Thanks for your feedback!');
    await tabs(page, 'Wrong', 'Too long');
    await press(page, ' ');
    await tabs(page, 'What went wrong? (optional)');
    await page.keyboard.type('Far too');
    await press(page, 'Enter');
    await page.keyboard.type('long');
    await press(page, 'Tab', 'Enter');
    expect(await focused(page)).toBe('Edit');
    await find(page, 'button', 'Remove');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: '#Too long\nFar too\nlong' }]);
    await press(page, 'Enter');
    expect(await focused(page)).toBe('What went wrong? (optional)');
    await page.keyboard.type('!');
    await press(page, 'Escape');
    expect(await focused(page)).toBe('Edit');
    await press(page, 'Enter');
    await page.keyboard.down('Control');
    await press(page, 'Enter');
    await page.keyboard.up('Control');
    await expect.poll(records).toMatchObject([{ feedback: '#Too long\nFar too\nlong!' }]);
    await tabs(page, 'Remove');
    await press(page, 'Enter');
    expect(await focused(page)).toBe('Bad response');
    await says(page, 'Your feedback was removed.');
    expect(await records()).toEqual([]);
    await tabs(page, 'Undo', 'After');
  });

  it('the space bar chooses a reason also while the page moves the widget', async () => {
    const { page } = await open();
    await tabs(page, 'Before', 'Good response', 'Neither good nor bad', 'Bad response');
    await press(page, 'Enter');
    await says(page, 'Thanks for your feedback!');
    await tabs(page, 'Wrong');
    await page.keyboard.down(' ');
    await page.evaluate(() => {
      const widget = document.querySelector('clarifeye-feedback') as Element;
      widget.parentNode?.insertBefore(widget, widget.previousSibling);
    });
    await expect.poll(() => focused(page)).toBe('Wrong');
    await page.keyboard.up(' ');
    const reason = await find(page, 'button', 'Wrong');
    await expect.poll(() => reason.evaluate((button) => button.ariaPressed)).toBe('true');
  });

  it('the page hears a key released that it has heard pressed, also after the same key in the box', async () => {
    const { page } = await open();
    await page.evaluate(() => {
      for (const type of ['keydown', 'keyup'] as const) document.addEventListener(type, ({ key }) => key === ' ' && console.log(type));
    });
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    await tabs(page, 'Before', 'Good response', 'Neither good nor bad', 'Bad response');
    await press(page, 'Enter');
    await says(page, 'Thanks for your feedback!');
    await tabs(page, 'Wrong', 'Too long', 'What went wrong? (optional)');
    await press(page, ' ');
    await page.focus('clarifeye-feedback >>> [part=up]');
    await press(page, ' ');
    await expect.poll(() => heard).toEqual(['keydown', 'keyup']);
  });

  it('Escape closes the box, and not the dialog that it is in', async () => {
    const { page } = await stage.open(
      `<script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}<dialog>${widget(0)}</dialog><script>document.querySelector('dialog').showModal()</script>`,
    );
    await page.focus('clarifeye-feedback >>> [part=up]');
    await press(page, ' ');
    await says(page, 'Thanks for your feedback!');
    await tabs(page, 'Neither good nor bad', 'Bad response', 'What did you like? (optional)');
    await press(page, 'Escape');
    expect(await focused(page)).toBe('Add a comment');
    expect(await page.$eval('dialog', (dialog) => dialog.open)).toBe(true);
  });

  it('words stay in the box on a page that takes what is typed anywhere', async () => {
    const { page } = await stage.open(
      `<script>
        getFeedbackToken = () => 'ada-token';
        addEventListener('keydown', ({ target, key }) => target.closest('input') || /Tab|Shift/.test(key) || document.querySelector('input').focus());
      </script>${stage.script()}<input aria-label="Ask">${widget(0)}`,
    );
    await page.focus('clarifeye-feedback >>> [part=up]');
    await page.$eval('clarifeye-feedback >>> [part=up]', (button) => (button as HTMLElement).click());
    await find(page, 'textbox', 'What did you like? (optional)');
    await tabs(page, 'Neither good nor bad', 'Bad response', 'What did you like? (optional)');
    await page.keyboard.type('It is short');
    await press(page, 'Enter');
    await page.keyboard.type('and right');
    const value = await page.$eval('clarifeye-feedback >>> textarea', (box) => (box as HTMLTextAreaElement).value);
    expect([value, await page.$eval('input', ({ value }) => value)]).toEqual(['It is short\nand right', '']);
  });

  it('a person passes by without being caught, in both directions', async () => {
    const { page } = await open();
    await tabs(page, 'Before', 'Good response', 'Neither good nor bad', 'Bad response', 'After');
    await page.keyboard.down('Shift');
    await tabs(page, 'Bad response', 'Neither good nor bad', 'Good response', 'Before');
    await page.keyboard.up('Shift');
  });

  it('the focus can always be seen', async () => {
    const { page } = await open();
    await press(page, 'Tab', 'Tab', ' ');
    await says(page, 'Thanks for your feedback!');
    for (const name of ['Good response', 'Neither good nor bad', 'Bad response', 'What did you like? (optional)', 'Send', 'Close']) {
      expect(await focused(page)).toBe(name);
      const { width, contrastsWith } = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement?.shadowRoot?.activeElement as Element);
        return { width: style.outlineStyle === 'solid' ? Number.parseFloat(style.outlineWidth) : 0, contrastsWith: style.outlineColor };
      });
      // The page's own ink.
      expect([name, width, contrastsWith]).toEqual([name, 2, 'rgb(0, 0, 0)']);
      await press(page, 'Tab');
    }
  });
});

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const TOKEN = "<script>getFeedbackToken = () => 'ada-token'</script>";
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;

describe('a page with listeners and guests of its own', () => {
  const stage = setStage();
  const open = async (attributes = '') =>
    (await stage.open(`${TOKEN}${stage.script()}${WIDGET.replace(' query-id', ` ${attributes} query-id`)}`)).page;
  const EVENTS = [
    ...['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'copy', 'cut', 'paste'],
    ...['compositionstart', 'compositionupdate', 'compositionend'],
    ...['dragstart', 'drag', 'dragenter', 'dragover', 'dragleave', 'drop', 'dragend'],
  ];

  /** What bubbles to the page from now on: the names of events, with the keys. */
  const overhear = (page: Page) =>
    page.evaluate((names) => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const name of names)
        document.addEventListener(name, (event) => heard.push([name, (event as KeyboardEvent).key].filter(Boolean).join(' ')));
    }, EVENTS);
  const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));

  it('hears nothing of what is done in the box, but for Tab and keys held with Ctrl', async () => {
    const page = await open();
    await click(page, 'Good response');
    const box = await find(page, 'textbox', 'What did you like? (optional)');
    await overhear(page);
    await box.type('A k/?');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.evaluate((names) => {
      const box = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('textarea');
      for (const name of names) box?.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    }, EVENTS.slice(3));
    expect(await heard(page)).toEqual([]);
    expect(await box.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe('A k/\n?');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    expect((await heard(page)).slice(0, 2)).toEqual(['keydown Control', 'keydown a']);
    await page.keyboard.press('Tab');
    expect(await heard(page)).toContain('keydown Tab');
  });

  it.each([
    ['Escape', 'Escape'],
    ['Send', 'Enter'],
  ] as const)('hears no end of a key whose beginning it has not heard, when the box is closed by %s', async (what, key) => {
    const page = await open();
    await click(page, 'Good response');
    const box = await find(page, 'textbox', 'What did you like? (optional)');
    await box.type('Hm');
    if (what === 'Send') await (await find(page, 'button', 'Send')).focus();
    await overhear(page);
    await page.keyboard.press(key);
    await find(page, 'button', what === 'Send' ? 'Edit' : 'Add a comment');
    expect((await heard(page)).filter((name) => name.endsWith(key))).toEqual([]);
  });

  it.each([
    ['before the ratings', "row.prepend(document.createElement('x-extension'))"],
    ['behind each rating', "for (const button of row.querySelectorAll('button')) button.after(document.createElement('x-extension'))"],
    ['in each rating', "for (const button of row.querySelectorAll('button')) button.append(document.createElement('x-extension'))"],
  ])('counts the first press where a guest stands %s, and leaves the guest there', async (_, add) => {
    const page = await open();
    const count = () => page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelectorAll('x-extension').length);
    await page.evaluate(
      `{ const row = document.querySelector('clarifeye-feedback').shadowRoot.querySelector('.clarifeye-feedback'); ${add} }`,
    );
    const before = await count();
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    expect(await stage.api.methods()).toEqual(['POST']);
    expect(await count()).toBe(before);
  });

  it('hears of a file that is dropped on the box, so that it can keep the browser from opening it', async () => {
    const page = await open();
    await click(page, 'Good response');
    await find(page, 'textbox', 'What did you like? (optional)');
    await overhear(page);
    await page.evaluate(() => {
      const box = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('textarea');
      for (const kind of ['file', 'text']) {
        const dataTransfer = new DataTransfer();
        if (kind === 'file') dataTransfer.items.add(new File(['x'], 'x.txt'));
        else dataTransfer.setData('text/plain', 'x');
        box?.dispatchEvent(new DragEvent('drop', { bubbles: true, composed: true, dataTransfer }));
      }
    });
    expect(await heard(page)).toEqual(['drop']);
  });

  it('hears an Escape only if there was nothing to close', async () => {
    const page = await open();
    await click(page, 'Good response');
    await (await find(page, 'textbox', 'What did you like? (optional)')).focus();
    await overhear(page);
    await page.keyboard.press('Escape');
    await find(page, 'button', 'Add a comment');
    expect((await heard(page)).filter((name) => name.startsWith('keydown'))).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await heard(page)).toContain('keydown Escape');
    const always = await open('comment="always"');
    await (await find(always, 'textbox', 'Your comment (optional)')).focus();
    await overhear(always);
    await always.keyboard.press('Escape');
    expect(await heard(always)).toContain('keydown Escape');
  });

  it('may have its texts translated as they change', async () => {
    const page = await open();
    /** What a page translator does: it puts each text into an element of its own. */
    const translate = () =>
      page.evaluate(() => {
        const root = document.querySelector('clarifeye-feedback')?.shadowRoot as ShadowRoot;
        const texts: Text[] = [];
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) if (text.textContent?.trim()) texts.push(text as Text);
        for (const text of texts) {
          const font = document.createElement('font');
          font.textContent = `¡${text.textContent}!`;
          text.replaceWith(font);
        }
      });
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await translate();
    await says(page, '¡Thanks for your feedback!!');
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    const label = () => page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('label')?.textContent);
    expect(await label()).toBe('What went wrong? (optional)');
    await translate();
    await click(page, 'Bad response');
    await says(page, 'Your feedback was removed.');
  });

  it.each([
    'before the first press',
    'with the box open',
  ])('is at work under Dark Reader, which styles every shadow root, turned on %s', async (when) => {
    const page = await open();
    await page.addScriptTag({ path: 'node_modules/darkreader/darkreader.js' });
    const darken = async () => {
      await page.evaluate('DarkReader.setFetchMethod(window.fetch); DarkReader.enable({ brightness: 100, contrast: 90 })');
      // It adds its own nodes to the shadow root.
      await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('style.darkreader'));
    };
    if (when === 'before the first press') await darken();
    await click(page, 'Bad response');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    if (when === 'with the box open') await darken();
    await box.type('Too long');
    // A page that puts its answer elsewhere moves the element.
    const sheets = await page.evaluate(() => {
      const widget = document.querySelector('clarifeye-feedback') as HTMLElement;
      const count = widget.shadowRoot?.adoptedStyleSheets.length;
      document.body.append(widget);
      return [count, widget.shadowRoot?.adoptedStyleSheets.length];
    });
    expect(sheets[1]).toBe(sheets[0]);
    await page.evaluate('DarkReader.disable()');
    await darken();
    await click(page, 'Send');
    await find(page, 'button', 'Edit');
    await expect.poll(async () => (await stage.api.state()).records).toMatchObject([{ is_positive: false, feedback: 'Too long' }]);
    await page.reload();
    await find(page, 'button', 'Edit');
  });

  it.each([
    ['removes the phase', "element.removeAttribute('data-phase')"],
    ['changes it', "element.setAttribute('data-phase', 'idle')"],
    [
      'removes every attribute that its markup does not have',
      'for (const { name } of [...element.attributes]) if (!/-id$/.test(name)) element.removeAttribute(name)',
    ],
  ])('has the phase back where a library %s', async (_, change) => {
    const page = await open();
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    await page.evaluate(`{ const element = document.querySelector('clarifeye-feedback'); ${change}; }`);
    expect(await page.$eval('clarifeye-feedback', ({ dataset }) => dataset['phase'])).toBe('saved');
  });
});

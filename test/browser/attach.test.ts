import type { Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { click, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const TOKEN = "<script>getFeedbackToken = () => 'ada-token'</script>";
const CHAT = `<main data-conversation-id="${CONVERSATION_ID}">
  <div class="answer" data-query-id="0">First.</div>
  <div class="question">Why?</div>
  <div class="answer" data-query-id="1">Second.</div>
</main>`;

describe('attach', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;
  const open = (html = CHAT, attributes = 'data-attach=".answer"') =>
    stage.open(`${TOKEN}${html}${stage.script(`data-get-token="getFeedbackToken" ${attributes}`)}`);

  /** Where the widgets are: the text of their parents, whether they are last there, and their ids. */
  const widgets = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('clarifeye-feedback')].map((widget) => [
        widget.parentElement?.firstChild?.textContent?.trim(),
        widget.parentNode?.lastChild === widget,
        widget.getAttribute('conversation-id'),
        widget.getAttribute('query-id'),
      ]),
    );
  /** Changes the page, and waits until an observer would have seen it. */
  const change = async (page: Page, script: string) => {
    await page.evaluate(`(async () => { ${script}; await new Promise((resolve) => setTimeout(resolve)); })()`);
  };

  it('puts a widget at the end of every match that is there, with the ids of its place, and it records', async () => {
    const { page, log } = await open();
    expect(await widgets(page)).toEqual([
      ['First.', true, CONVERSATION_ID, '0'],
      ['Second.', true, CONVERSATION_ID, '1'],
    ]);
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ context: { conversation_id: CONVERSATION_ID, query_id: 0 } }]);
    expect(log).toEqual([]);
  });

  it('finds what comes later, what is changed to match, and lets go of what no longer does', async () => {
    const { page } = await open();
    await change(
      page,
      `document.querySelector('main').insertAdjacentHTML('beforeend', '<div class="answer" data-query-id="2">Third.</div>')`,
    );
    expect(await widgets(page)).toHaveLength(3);
    await change(page, `document.querySelector('.question').className = 'answer'`);
    expect((await widgets(page))[1]).toEqual(['Why?', true, CONVERSATION_ID, null]);
    await change(page, `document.querySelectorAll('.answer')[1].className = 'question'`);
    expect(await widgets(page)).toHaveLength(3);
  });

  it('gives a rating to the id that comes late, and shows the other answer when the id changes', async () => {
    const { page } = await open(CHAT.replace(' data-query-id="0"', ''));
    await click(page, 'Good response');
    await says(page, 'Will be sent when the answer is complete.');
    await change(page, `document.querySelector('.answer').dataset.queryId = '7'`);
    await says(page, 'Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: true, context: { query_id: 7 } }]);
    const pressed = () => page.$eval('clarifeye-feedback', (widget) => !!widget.shadowRoot?.querySelector('[aria-pressed=true]'));
    await change(page, `document.querySelector('.answer').dataset.queryId = '8'`);
    expect(await pressed()).toBe(false);
    await change(page, `document.querySelector('.answer').dataset.queryId = '7'`);
    expect(await pressed()).toBe(true);
  });

  it('stays last while words are streamed in after it, keeps what is typed, and comes back when the page empties its place', async () => {
    const { page } = await open();
    await click(page, 'Good response');
    await page.waitForSelector('clarifeye-feedback >>> textarea');
    await page.focus('clarifeye-feedback >>> textarea');
    for (const word of ['I ', 'like ', 'it']) {
      await page.keyboard.type(word);
      await change(page, `document.querySelector('.answer').append(' more')`);
    }
    expect(await page.$eval('clarifeye-feedback >>> textarea', (box) => (box as HTMLTextAreaElement).value)).toBe('I like it');
    expect((await widgets(page))[0]?.[1]).toBe(false);
    await page.evaluate(() => (document.querySelector('clarifeye-feedback')?.shadowRoot?.activeElement as HTMLElement).blur());
    await change(page, '');
    expect((await widgets(page))[0]?.[1]).toBe(true);
    await change(page, `document.querySelector('.answer').textContent = 'First, anew.'`);
    expect((await widgets(page))[0]).toEqual(['First, anew.', true, CONVERSATION_ID, '0']);
    expect(await page.$eval('clarifeye-feedback >>> textarea', (box) => (box as HTMLTextAreaElement).value)).toBe('I like it');
  });

  it('moves with its element, and is freed with it', async () => {
    const { page } = await open();
    // A handle of the test would keep it.
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click());
    await says(page, 'Thanks for your feedback!');
    await change(page, `document.querySelector('main').append(document.querySelector('.answer'))`);
    expect((await widgets(page)).map(([text]) => text)).toEqual(['Second.', 'First.']);
    expect(await page.evaluate(() => document.querySelectorAll('clarifeye-feedback')[1]?.phase)).toBe('saved');
    await change(
      page,
      `window.gone = new WeakRef(document.querySelector('clarifeye-feedback')); document.querySelector('.answer').remove()`,
    );
    if (inject('engine') !== 'chromium') return;
    const session = await page.createCDPSession();
    await expect
      .poll(
        async () => {
          await session.send('HeapProfiler.collectGarbage');
          return page.evaluate(() => (window as unknown as { gone: WeakRef<Element> }).gone.deref() === undefined);
        },
        { interval: 200 },
      )
      .toBe(true);
  });

  it('attaches nothing twice', async () => {
    const { page } = await open(
      CHAT.replace('Second.', `Second.<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="1"></clarifeye-feedback>`),
    );
    await change(page, `ClarifeyeFeedback.attach('.answer'); ClarifeyeFeedback.attach('main > div.answer')`);
    expect(await widgets(page)).toHaveLength(2);
  });

  it('looks into an open shadow root that it is handed, and takes ids from around it', async () => {
    const { page } = await open(`<div id="host" data-conversation-id="${CONVERSATION_ID}"></div>`, '');
    await change(
      page,
      `const root = document.getElementById('host').attachShadow({ mode: 'open' });
      root.innerHTML = '<div class="answer" data-query-id="4">Inside.</div>';
      window.attached = ClarifeyeFeedback.attach('.answer', { root, ratings: ['up', 'down'], size: 'sm' });
      root.append(Object.assign(document.createElement('div'), { className: 'answer' }))`,
    );
    const inside = () =>
      page.$$eval('#host >>> clarifeye-feedback', (found) =>
        found.map((widget) => ['conversation-id', 'query-id', 'ratings', 'size'].map((name) => widget.getAttribute(name))),
      );
    expect(await inside()).toEqual([
      [CONVERSATION_ID, '4', 'up down', 'sm'],
      [CONVERSATION_ID, null, 'up down', 'sm'],
    ]);
    await change(page, `attached.dispose(); document.getElementById('host').shadowRoot.append(document.createElement('p'))`);
    expect(await inside()).toEqual([]);
  });

  it('says what is wrong with a selector or a root', async () => {
    const { page, log } = await open(CHAT, 'data-attach=".answer["');
    expect(log).toEqual([expect.stringMatching(/^clarifeye-feedback: data-attach: .*got "\.answer\[", needs a CSS selector/)]);
    const message = (script: string) => page.evaluate(`(() => { try { ${script} } catch (error) { return error.message } })()`);
    expect(await message(`ClarifeyeFeedback.attach('..')`)).toBe('selector: got "..", needs a CSS selector such as ".answer".');
    expect(await message(`ClarifeyeFeedback.attach('p', { root: {} })`)).toMatch(/^root: got an object, needs the document/);
  });

  it.each([
    [
      'a form with fields of our names',
      'data-attach=".answer"',
      `<form class="answer"><input name="lastChild"><input name="children"><input name="closest"><input name="append"></form><div class="answer">x</div>`,
      2,
    ],
    ['a selector that the widget itself unmatches', 'data-attach=".answer:empty"', '<div class="answer"></div>', 1],
    [
      'one that asks for elements without a widget',
      'data-attach=".answer:not(:has(clarifeye-feedback))"',
      '<div class="answer">x</div>',
      1,
    ],
    ['an attribute in another case', 'data-attach="[DATA-ROLE=a]"', '<div data-role="a">x</div>', 1],
  ])('neither loops nor throws over %s', async (_, attributes, html, count) => {
    const { page, log } = await open(html, attributes);
    expect(await widgets(page)).toHaveLength(count);
    await change(page, `document.body.append(document.createElement('p'))`);
    expect(await widgets(page)).toHaveLength(count);
    expect(log).toEqual([]);
  });

  it('gives way to a page that wants its own node last', async () => {
    const { page } = await open(
      `<div class="answer"><i>mine</i></div><script>
        new MutationObserver(() => { const a = document.querySelector('.answer'), i = a.querySelector('i'); if (a.lastChild !== i) a.append(i); })
          .observe(document.querySelector('.answer'), { childList: true });
      </script>`,
    );
    await change(page, '');
    expect(await widgets(page)).toHaveLength(1);
  });

  it('misses nothing that happens in the task of another call', async () => {
    const { page } = await open('<main></main>');
    await change(
      page,
      `document.querySelector('main').innerHTML = '<div class="answer">x</div>'; ClarifeyeFeedback.attach('.other').dispose()`,
    );
    expect(await widgets(page)).toHaveLength(1);
  });

  it('replaces a copy that the page has made of its own', async () => {
    const { page } = await open();
    await change(page, `const main = document.querySelector('main'); main.innerHTML = main.innerHTML`);
    await change(page, `document.querySelector('.answer').dataset.queryId = '9'`);
    expect((await widgets(page)).map(([, , , queryId]) => queryId)).toEqual(['9', '1']);
  });

  it('goes on in another document, in its own style, and back', async () => {
    const { page, log } = await open(
      `<iframe height="400"></iframe><clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`,
    );
    /** Presses a rating where it is. Over BiDi, Puppeteer's own click finds no box of a node that was in two documents. */
    const press = async (part: string) => {
      const [x, y] = await page.evaluate((part) => {
        const frame = document.querySelector('iframe') as HTMLIFrameElement;
        const own = document.querySelector('clarifeye-feedback');
        const host = own ?? frame.contentDocument?.querySelector('clarifeye-feedback');
        const box = host?.shadowRoot?.querySelector(`[part=${part}]`)?.getBoundingClientRect() as DOMRect;
        const { x, y } = own ? { x: 0, y: 0 } : frame.getBoundingClientRect();
        return [x + box.x + box.width / 2, y + box.y + box.height / 2] as const;
      }, part);
      await page.mouse.click(x, y);
    };
    await change(page, `document.querySelector('iframe').contentDocument.body.append(document.querySelector('clarifeye-feedback'))`);
    const look = () =>
      page.evaluate(() => {
        const frame = document.querySelector('iframe')?.contentWindow as Window;
        const root = frame.document.querySelector('clarifeye-feedback')?.shadowRoot as ShadowRoot;
        const row = root.querySelector('.clarifeye-feedback') as Element;
        return [
          frame.getComputedStyle(row).display,
          root.querySelector('[part=status]')?.textContent ?? '',
          !!root.querySelector('textarea'),
        ];
      });
    expect(await look()).toEqual(['flex', '', false]);
    await press('down');
    await expect.poll(look).toEqual(['flex', 'Thanks for your feedback!', true]);
    await press('down');
    await expect.poll(look).toEqual(['flex', 'Your feedback was removed.', false]);
    expect(await records()).toEqual([]);
    await change(page, `document.body.append(document.querySelector('iframe').contentDocument.querySelector('clarifeye-feedback'))`);
    const rows = () => page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelectorAll('[part=group]').length);
    expect(await rows()).toBe(1);
    await press('up');
    await says(page, 'Thanks for your feedback!');
    expect([await rows(), (await records()).length, log]).toEqual([1, 1, []]);
  });

  it('waits in a document without a window', async () => {
    const { page, log } = await open(`<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`);
    await change(
      page,
      `elsewhere = document.implementation.createHTMLDocument(); elsewhere.body.append(document.querySelector('clarifeye-feedback'))`,
    );
    await change(page, `document.body.append(elsewhere.querySelector('clarifeye-feedback'))`);
    await page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click());
    await says(page, 'Thanks for your feedback!');
    expect(log).toEqual([]);
  });
});

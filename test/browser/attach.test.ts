import type { Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
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

  it.each([
    ['words are added to it', "answer.innerHTML += ' more'"],
    ['a link is put into it', "answer.innerHTML = answer.innerHTML.replace('First', '<b>First</b>')"],
    ['everything around it is written anew', "document.querySelector('main').innerHTML += '<p>More</p>'"],
  ])('has one widget in an answer whose markup is parsed again, when %s', async (_, way) => {
    const { page } = await open();
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    for (let time = 0; time < 4; time += 1) await change(page, `const answer = document.querySelector('.answer'); ${way}`);
    expect(await widgets(page)).toHaveLength(2);
    await change(page, "document.querySelector('.answer').dataset.queryId = '7'");
    expect((await widgets(page)).map(([, , , id]) => id)).toEqual(['7', '1']);
  });

  it('takes the widget from an element for which `ids` returns null later', async () => {
    const { page } = await stage.open(`${TOKEN}<p class="m" data-role="bot">An answer</p>${stage.script()}`);
    await change(
      page,
      `ClarifeyeFeedback.attach('.m', { ids: (element) => element.dataset.role === 'bot' ? { conversationId: '${CONVERSATION_ID}', queryId: 1 } : null })`,
    );
    expect(await widgets(page)).toHaveLength(1);
    await change(page, "document.querySelector('.m').dataset.role = 'user'");
    expect(await widgets(page)).toEqual([]);
    await change(page, "document.querySelector('.m').dataset.role = 'bot'");
    expect(await widgets(page)).toHaveLength(1);
  });

  it('gives a rating to the id that comes late, and shows the other answer when the id changes', async () => {
    const { page } = await open(CHAT.replace(' data-query-id="0"', ''));
    await click(page, 'Good response');
    await says(page, 'Not sent yet.');
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

  it.each([
    ['moves into another conversation', 'answer', 'other.append(first)', ['0', '1'], ['First.', 'other', '0']],
    ['moves within an answer around it', 'answer', "first.querySelector('b').append(second)", ['0', '1'], ['Second.', 'inner', '1']],
    [
      'is put into an answer',
      'answer',
      "first.insertAdjacentHTML('afterbegin', '<p class=answer data-query-id=5>Fifth.</p>')",
      ['5', '0', '1'],
      ['Fifth.', null, '5'],
    ],
    [
      'matches by the content of the one after it',
      'answer:has(+ .answer i), .answer + .answer',
      "second.insertAdjacentHTML('beforeend', '<i>done</i>')",
      ['0', '1'],
      ['First.', null, '0'],
    ],
  ] as const)('has the right ids for an answer that %s, while others stay as they are', async (_, selector, script, ids, one) => {
    const { page } = await open(
      `<main data-conversation-id="${CONVERSATION_ID}">
      <div class="answer" data-query-id="0">First.<b data-conversation-id="inner"></b></div><div class="answer" data-query-id="1">Second.</div>
    </main><aside data-conversation-id="other"></aside>`,
      `data-attach=".${selector}"`,
    );
    await change(page, `const [first, second] = document.querySelectorAll('.answer'), other = document.querySelector('aside'); ${script}`);
    const found = await widgets(page);
    expect(found.map(([, , , id]) => id).toSorted()).toEqual(ids.toSorted());
    const [text, conversation, id] = one;
    expect(found).toContainEqual([text, true, conversation ?? CONVERSATION_ID, id]);
  });

  it('takes the widget from an answer inside of another when its content makes it no answer, and gives it back', async () => {
    const { page } = await open(
      `<main data-conversation-id="${CONVERSATION_ID}"><div class="answer" data-query-id="0"><p>Outer.</p><div class="answer" data-query-id="1">Inner.</div></div></main>`,
      'data-attach=".answer:first-child, .answer:nth-child(2)"',
    );
    const ids = async () => (await widgets(page)).map(([, , , id]) => id);
    expect(await ids()).toEqual(['1', '0']);
    await change(page, "document.querySelector('p').before('<br>', document.createElement('hr'))");
    expect(await ids()).toEqual(['0']);
    await change(page, "document.querySelector('hr').remove()");
    expect(await ids()).toEqual(['1', '0']);
  });

  it('looks at nothing but the answer that is written, however many there are', async () => {
    const { page } = await open(
      `<main data-conversation-id="${CONVERSATION_ID}">${Array.from({ length: 50 }, (_, id) => `<div class="answer" data-query-id="${id}">An answer</div>`).join('')}</main>`,
    );
    await change(
      page,
      `const { closest } = Element.prototype, { querySelectorAll } = Document.prototype;
      asked = new Set();
      searches = 0;
      Element.prototype.closest = function (selector) { asked.add(this); return closest.call(this, selector); };
      Document.prototype.querySelectorAll = function (selector) { searches += 1; return querySelectorAll.call(this, selector); };
      document.getElementsByClassName('answer')[7].append('words', document.createElement('p'))`,
    );
    expect(await page.evaluate('searches')).toBe(0);
    expect(
      await page.evaluate(() =>
        [...(globalThis as unknown as { asked: Set<HTMLElement> }).asked].flatMap(({ dataset }) => dataset['queryId'] ?? []),
      ),
    ).toEqual(['7']);
    expect((await widgets(page)).every(([, isLast]) => isLast)).toBe(true);
  });

  it('has a widget for the answer around when the search that had one inside of it ends', async () => {
    const { page } = await stage.open(`${TOKEN}<article><p class="part">Words.</p></article>${stage.script()}`);
    await change(page, "part = ClarifeyeFeedback.attach('.part'); ClarifeyeFeedback.attach('article')");
    await change(page, 'part.dispose()');
    expect(await page.evaluate(() => document.querySelector('clarifeye-feedback')?.parentElement?.localName)).toBe('article');
  });

  it('attaches in a shadow root inside of an answer, too', async () => {
    const { page } = await open();
    await change(
      page,
      `const shadow = document.querySelector('.answer').appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
      ClarifeyeFeedback.attach('.inner', { root: shadow });
      await new Promise((resolve) => setTimeout(resolve));
      shadow.innerHTML = '<p class="inner" data-query-id="9">Inner.</p>'`,
    );
    expect(
      await page.evaluate(() =>
        document.querySelector('.answer div')?.shadowRoot?.querySelector('.inner clarifeye-feedback')?.getAttribute('query-id'),
      ),
    ).toBe('9');
  });

  it.each([
    ['its last node', 'answer.lastElementChild?.dataset.q', 2],
    ['its having no elements', 'answer.children.length ? null : 1', 1],
  ])('ends where the widget itself takes the ids away, which the page reads from %s', async (_, q, count) => {
    const { page } = await open('<div class="answer"><b></b><i data-q="7"></i></div><div class="answer">Text</div>', '');
    await page.evaluate(`ClarifeyeFeedback.attach('.answer', {
      ids: (answer) => { const q = ${q}; return q ? { conversationId: '${CONVERSATION_ID}', queryId: Number(q) } : null; } })`);
    await change(page, `document.body.append('more')`);
    expect((await widgets(page)).length).toBeLessThanOrEqual(count);
  });

  it('finds what comes inside of something, also for a selector that ends unclosed', async () => {
    const { page, log } = await open('<main></main>', 'data-attach=".answer[data-query-id"');
    await change(page, `document.querySelector('main').innerHTML = '<section><p class="answer" data-query-id="3">Late.</p></section>'`);
    expect(await widgets(page)).toEqual([['Late.', true, null, '3']]);
    expect(log).toEqual([]);
  });

  it.each([
    ['a shadow root', 'root'],
    ['an element in a shadow root', 'root.firstChild'],
  ])('follows the ids of an answer in %s whose host moves to another answer', async (_, root) => {
    const { page } = await open(
      `<main data-conversation-id="${CONVERSATION_ID}"><div class="message" data-query-id="1">One.<x-host></x-host></div><div class="message" data-query-id="2">Two.</div></main>`,
      '',
    );
    const id = `document.querySelector('x-host').shadowRoot.querySelector('clarifeye-feedback').getAttribute('query-id')`;
    await page.evaluate(`(() => {
      const root = document.querySelector('x-host').attachShadow({ mode: 'open' });
      root.innerHTML = '<section><p class="answer">Inner.</p></section>';
      ClarifeyeFeedback.attach('.message');
      ClarifeyeFeedback.attach('.answer', { root: ${root} });
    })()`);
    expect(await page.evaluate(id)).toBe('1');
    await change(page, `document.querySelectorAll('.message')[1].append(document.querySelector('x-host'))`);
    expect(await page.evaluate(id)).toBe('2');
  });

  it('takes over what has changed around its root with the next change in it', async () => {
    const { page } = await open(`${CHAT.replace('</main>', '<i></i></main>')}`, '');
    await page.evaluate(`ClarifeyeFeedback.attach('.answer', { root: document.querySelector('main') })`);
    await change(page, `document.querySelector('main').before(Object.assign(document.createElement('section'), { id: 'around' }))`);
    await change(page, `const main = document.querySelector('main'); main.removeAttribute('data-conversation-id'); around.append(main)`);
    await change(page, `around.dataset.conversationId = 'other'`);
    await change(page, `document.querySelector('i').textContent = 'typing'`);
    expect((await widgets(page)).map(([, , id]) => id)).toEqual(['other', 'other']);
  });

  it('finds an answer that comes from another document', async () => {
    const { page } = await open('<iframe></iframe><main></main>', 'data-attach=".answer"');
    await change(
      page,
      `const { contentDocument } = document.querySelector('iframe');
      contentDocument.body.innerHTML = '<p class="answer" data-query-id="4">Adopted.</p>';
      document.querySelector('main').append(contentDocument.querySelector('p'))`,
    );
    expect(await widgets(page)).toEqual([['Adopted.', true, null, '4']]);
  });

  it('gives an answer its widget once the page has taken its own out of it', async () => {
    const { page } = await open();
    await change(
      page,
      `document.querySelector('.answer').insertAdjacentHTML('beforeend', '<p class="answer" data-query-id="7">Inner.<clarifeye-feedback></clarifeye-feedback></p>')`,
    );
    expect((await widgets(page)).find(([text]) => text === 'Inner.')?.[3]).toBeNull();
    await change(page, `document.querySelector('.answer .answer clarifeye-feedback').remove()`);
    expect(await widgets(page)).toContainEqual(['Inner.', true, CONVERSATION_ID, '7']);
  });

  it('sees the attributes of each of several searches', async () => {
    const { page } = await open('<p data-state="open" data-query-id="1">One.</p><p class="note" data-query-id="2">Two.</p>', '');
    await page.evaluate(`ClarifeyeFeedback.attach('[data-state="done"]'); ClarifeyeFeedback.attach('.note')`);
    await change(page, `document.querySelector('p').dataset.state = 'done'`);
    expect((await widgets(page)).map(([text]) => text)).toEqual(['One.', 'Two.']);
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
    expect(log).toEqual([
      expect.stringMatching(/^clarifeye-feedback: data-attach on the script tag: .*got "\.answer\[", needs a CSS selector/),
    ]);
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

  it('stays, with its focus and its words, where a page writes the content anew fifty times in one task', async () => {
    const { page, log } = await open();
    await click(page, 'Bad response');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Too long');
    await page.evaluate(async () => {
      const answer = document.querySelector('.answer') as Element;
      for (let token = 0; token < 50; token += 1) {
        // As from a reader with many chunks in its buffer.
        await null;
        answer.innerHTML = `First ${token}.`;
      }
    });
    await page.keyboard.type('!');
    expect(await widgets(page)).toHaveLength(2);
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Too long!' }]);
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

  describe('in an answer that the page writes anew', () => {
    const WORDS = 'Too slow, and it does not say why.';
    /** Writes the first answer again and again, in one of the ways in which chats stream. */
    const rewrite = (page: Page, way: string, everyMs: number) =>
      page.evaluate(`{
        const answer = document.querySelector('.answer');
        let words = 'First.';
        streaming = setInterval(() => { words += ' more'; ${way}; }, ${everyMs});
      }`);
    const INNER_HTML = "answer.innerHTML = '<b>' + words + '</b>'";

    it.each([
      ['innerHTML every 5 ms', INNER_HTML, 5],
      ['innerHTML every 250 ms', INNER_HTML, 250],
      ['replaceChildren every 20 ms', 'answer.replaceChildren(words)', 20],
      ['textContent every 20 ms', 'answer.textContent = words', 20],
      ['a text that is appended every 5 ms', "answer.append(' more')", 5],
      ['a parent that is written anew every 20 ms', 'answer.parentElement.replaceChildren(...answer.parentElement.children)', 20],
    ])('keeps words, focus and selection, with %s', async (_, way, everyMs) => {
      const { page, log } = await open();
      await click(page, 'Good response');
      const box = await find(page, 'textbox', 'What did you like? (optional)');
      await rewrite(page, way, everyMs);
      await box.focus();
      await page.keyboard.type(WORDS, { delay: 15 });
      await page.evaluate(() => {
        const box = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('textarea');
        box?.setSelectionRange(4, 8);
      });
      await new Promise((resolve) => setTimeout(resolve, 600));
      const look = () =>
        page.evaluate(() => {
          const box = document.querySelector('clarifeye-feedback')?.shadowRoot?.activeElement as HTMLTextAreaElement | null;
          return [box?.value, box?.selectionStart, box?.selectionEnd];
        });
      expect(await look()).toEqual([WORDS, 4, 8]);
      await page.keyboard.down('Control');
      await page.keyboard.press('Enter');
      await page.keyboard.up('Control');
      await expect.poll(records).toMatchObject([{ feedback: WORDS, is_positive: true, context: { query_id: 0 } }]);
      expect(log).toEqual([]);
    });

    it.each([
      ['innerHTML', INNER_HTML],
      ['textContent', 'answer.textContent = words'],
    ])('counts a press that spans a move, once, with %s', async (_, way) => {
      const { page } = await open();
      const place = await page.evaluate(() => {
        const button = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('[part=down]');
        const { x, y, width, height } = (button as Element).getBoundingClientRect();
        return [x + width / 2, y + height / 2] as const;
      });
      await rewrite(page, way.replace(' more', ''), 10);
      await page.evaluate(
        "document.querySelector('.answer').style.height = '200px'; document.querySelector('.answer').style.whiteSpace = 'nowrap'",
      );
      await page.mouse.move(...place);
      await page.mouse.down();
      await new Promise((resolve) => setTimeout(resolve, 80));
      await page.mouse.up();
      await expect.poll(records).toMatchObject([{ is_positive: false }]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await stage.api.methods()).toEqual(['POST']);
    });

    it('keeps the focus on a rating that was reached by the keyboard', async () => {
      const { page } = await open();
      await rewrite(page, INNER_HTML, 20);
      await (await find(page, 'button', 'Bad response')).focus();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await page.keyboard.press(' ', { delay: 60 });
      await expect.poll(records).toMatchObject([{ is_positive: false }]);
      await page.keyboard.press('Enter', { delay: 60 });
      await expect.poll(records).toEqual([]);
      expect(await stage.api.methods()).toEqual(['POST', 'DELETE']);
    });

    it('takes the focus from nothing that the person has gone to', async () => {
      const { page } = await open(`${CHAT}<input aria-label="Message">`);
      await click(page, 'Good response');
      await (await find(page, 'textbox', 'What did you like? (optional)')).focus();
      await rewrite(page, INNER_HTML, 10);
      await page.focus('input');
      await page.keyboard.type('Next question', { delay: 15 });
      expect(await page.$eval('input', ({ value }) => value)).toBe('Next question');
    });
  });

  it('takes ids from a function, for markup that cannot be changed, and follows them', async () => {
    const { page, log } = await open(
      `<main><div class="msg" id="m-0">First.</div><div class="msg" id="user-1">Why?</div><div class="msg" id="m-2">Second.</div></main>
      <script>known = { 'm-0': 0 }</script>`,
      '',
    );
    await page.evaluate(
      `ClarifeyeFeedback.attach('.msg', { ids: ({ id }) => id.startsWith('user') ? null : { conversationId: '${CONVERSATION_ID}', queryId: known[id], answerKey: id } })`,
    );
    const ids = () =>
      page.$$eval('clarifeye-feedback', (found) =>
        found.map(({ queryId, answerKey, parentElement }) => [parentElement?.id, queryId ?? null, answerKey]),
      );
    expect(await ids()).toEqual([
      ['m-0', 0, 'm-0'],
      ['m-2', null, 'm-2'],
    ]);
    await page.evaluate(() => {
      document.querySelectorAll('clarifeye-feedback')[1]?.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click();
    });
    await says(page, 'Will be sent when the answer is complete.');
    await change(page, `known['m-2'] = 1; document.querySelector('#m-2').setAttribute('aria-busy', 'false')`);
    expect((await ids())[1]).toEqual(['m-2', 1, 'm-2']);
    await expect.poll(records).toMatchObject([{ is_positive: false, context: { query_id: 1 } }]);
    expect(log).toEqual([]);
  });

  it('reports a function for ids that throws, and goes on', async () => {
    const { page, log } = await open(CHAT, '');
    await page.evaluate(
      `ClarifeyeFeedback.attach('.answer', { ids: ({ dataset }) => { if (dataset.queryId === '0') throw new Error('of the host'); return { conversationId: '${CONVERSATION_ID}', queryId: Number(dataset.queryId) }; } })`,
    );
    expect(await widgets(page)).toEqual([['Second.', true, CONVERSATION_ID, '1']]);
    expect(log).toEqual([expect.stringContaining('of the host')]);
    const thrown = await page.evaluate(() => {
      try {
        (window as unknown as { ClarifeyeFeedback: { attach(...given: unknown[]): void } }).ClarifeyeFeedback.attach('p', { ids: 7 });
      } catch (error) {
        return String(error);
      }
      return undefined;
    });
    expect(thrown).toMatch(/ids: got 7, needs a function/);
  });

  it('reads keys from the markup, so that a rating waits over a list that is made anew', async () => {
    const { page } = await open(CHAT.replace(' data-query-id="1"', ' data-answer-key="second"'));
    await page.evaluate(() => {
      document.querySelectorAll('clarifeye-feedback')[1]?.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click();
    });
    await says(page, 'Will be sent when the answer is complete.');
    await change(page, `const main = document.querySelector('main'); text = main.innerHTML; main.innerHTML = ''`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await change(page, `document.querySelector('main').innerHTML = text`);
    await change(page, `document.querySelectorAll('.answer')[1].dataset.queryId = '1'`);
    await expect.poll(records).toMatchObject([{ is_positive: false, context: { query_id: 1 } }]);
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

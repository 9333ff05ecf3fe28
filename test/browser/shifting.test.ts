import type { Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const answer = (id: number) =>
  `<li><p>An answer</p><clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="${id}"></clarifeye-feedback></li>`;
const LIST = answer(0) + answer(1);

/** What a page may do while someone presses the thumbs-up of its first answer. */
const CHANGES = {
  'goes down by a line of text': `above.style.paddingTop = '60px'`,
  'goes out of reach': `list.hidden = false; list.style.marginTop = '-300px'`,
  'is replaced': `list.innerHTML = \`${LIST}\``,
  'is replaced, and goes down': `above.style.paddingTop = '60px'; list.innerHTML = \`${LIST}\``,
  'is moved in the list': `list.append(list.firstElementChild); list.prepend(list.lastElementChild)`,
  'gives its place to another rating': `list.style.paddingLeft = 100 - step + 'px'`,
  'gives its place to the same rating of another answer': `above.style.marginTop = first.top - second.top + 'px'`,
};
const DEVICES = inject('engine') === 'chromium' ? (['mouse', 'finger'] as const) : (['mouse'] as const);

describe('a press on a button that the page moves', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records.map(({ context, is_positive }) => [context.query_id, is_positive]);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  async function open(device: (typeof DEVICES)[number]) {
    const page = await stage.newPage();
    if (device === 'finger') await page.setViewport({ width: 390, height: 800, hasTouch: true, isMobile: true });
    const html = `<meta name="viewport" content="width=device-width"><p id="above">Text</p><ol id="list" style="padding-left: 100px">${LIST}</ol>
      <script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}
      <script>
        boxOf = (index, part) => list.children[index].lastChild.shadowRoot.querySelector('[part=' + part + ']').getBoundingClientRect();
        first = boxOf(0, 'up'); second = boxOf(1, 'up'); step = boxOf(0, 'down').x - first.x;
      </script>`;
    const { log } = await stage.open(html, { page });
    const { x, y } = (await page.evaluate('({ x: first.x + first.width / 2, y: first.y + first.height / 2 })')) as { x: number; y: number };
    const begin = async () => {
      await page.mouse.move(x, y);
      await (device === 'finger' ? page.touchscreen.touchStart(x, y) : page.mouse.down());
    };
    const end = () => (device === 'finger' ? page.touchscreen.touchEnd() : page.mouse.up());
    return { page, log, x, y, begin, end };
  }
  const settled = async (page: Page) => {
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'saved');
    await pause(400);
    return { records: await records(), methods: await stage.api.methods() };
  };

  describe.each(DEVICES)('by %s', (device) => {
    it.each(Object.entries(CHANGES))('counts once, as what was pressed, if it %s', async (_, change) => {
      const { page, begin, end } = await open(device);
      await begin();
      await page.evaluate(change);
      await pause(60);
      await end();
      expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
    });

    it.each([
      ['with its answer', `list.innerHTML = ''`],
      [
        'and another answer comes under it',
        `list.innerHTML = \`${answer(1)}\`; list.style.marginTop = first.top - boxOf(0, 'up').top + 'px'`,
      ],
    ])('counts as nothing if it is taken out of the page %s', async (_, change) => {
      const { page, log, begin, end } = await open(device);
      await begin();
      await page.evaluate(change);
      await end();
      await pause(500);
      expect([await records(), log]).toEqual([[], []]);
    });

    it('sends no words of another answer whose Send comes under it', async () => {
      const { page, begin, end } = await open(device);
      await page.evaluate(`list.lastElementChild.lastChild.comment = 'always'`);
      const box = await page.waitForSelector('>>> textarea');
      await box?.type('Not yet');
      await begin();
      await page.evaluate(`
        const send = list.lastElementChild.lastChild.shadowRoot.querySelector('[part~=send]').getBoundingClientRect();
        list.style.cssText += '; margin-top: ' + (first.top - send.top) + 'px; padding-left: ' + (100 + first.left - send.left) + 'px'`);
      await end();
      expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
    });

    it.each([
      ['', ''],
      [', and a widget is added', `list.insertAdjacentHTML('beforeend', \`${answer(9)}\`)`],
      [', and it goes down', CHANGES['goes down by a line of text']],
    ])('counts as nothing if its element is given to another answer%s', async (_, change) => {
      const { page, log, begin, end } = await open(device);
      await begin();
      await page.evaluate(`list.firstElementChild.lastChild.setAttribute('query-id', '77'); ${change}`);
      await end();
      await pause(500);
      expect([await records(), log]).toEqual([[], []]);
    });

    it.each([
      ['', ''],
      [', and it goes down', CHANGES['goes down by a line of text']],
    ])('counts for the answer whose query id comes in between%s', async (_, change) => {
      const { page, begin, end } = await open(device);
      await page.evaluate(`element = list.firstElementChild.lastChild; element.answerKey = 'a'; element.queryId = null`);
      await begin();
      await page.evaluate(`element.queryId = 5; ${change}`);
      await end();
      expect(await settled(page)).toEqual({ records: [[5, true]], methods: ['POST'] });
    });

    it('counts as nothing if its element is given to an answer of another conversation with the same key', async () => {
      const { page, log, begin, end } = await open(device);
      await page.evaluate(`element = list.firstElementChild.lastChild; element.answerKey = '0'`);
      await begin();
      await page.evaluate(`element.conversationId = '9c90c3cc-0d44-4b50-8888-8dd25736052a'; ${CHANGES['goes down by a line of text']}`);
      await end();
      await pause(500);
      expect([await records(), log]).toEqual([[], []]);
    });

    it('counts where the page dispatches events of its own meanwhile', async () => {
      const { page, begin, end } = await open(device);
      await begin();
      await page.evaluate(`
        ${CHANGES['goes down by a line of text']};
        for (const type of ['pointerup', 'keydown', 'pointerdown'])
          list.firstElementChild.lastChild.shadowRoot.querySelector('[part=down]').dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));`);
      await end();
      expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
    });

    it('gives no vote and takes none back on a page that makes its own clicks of presses', async () => {
      const { page, begin, end } = await open(device);
      await page.evaluate(`
        document.addEventListener('pointerdown', (event) => { pressed = event.composedPath()[0]; }, true);
        document.addEventListener('pointerup', () => pressed.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })));
        addEventListener('click', (event) => event.isTrusted && event.stopImmediatePropagation(), true);`);
      await begin();
      await page.evaluate(CHANGES['goes down by a line of text']);
      await end();
      expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
    });

    it('counts as the second of two quick ones, although that goes away', async () => {
      const { page, x, y, begin, end } = await open(device);
      const step = (await page.evaluate('step')) as number;
      await begin();
      await end();
      if (device === 'finger') await page.touchscreen.touchStart(x + step, y);
      else {
        await page.mouse.move(x + step, y);
        await page.mouse.down();
      }
      await page.evaluate(CHANGES['goes down by a line of text']);
      await end();
      await expect.poll(records).toEqual([[0, false]]);
    });

    it('counts as nothing if it began as the press of something else', async () => {
      const { page, begin, end } = await open(device);
      await page.evaluate(`above.style.paddingTop = '60px'`);
      await begin();
      await page.evaluate(`above.style.paddingTop = ''; list.innerHTML = \`${LIST}\``);
      // A tap goes to what is under the finger when it ends, on any page.
      await page.evaluate(`list.style.visibility = 'hidden'`);
      await end();
      await pause(500);
      expect(await records()).toEqual([]);
    });
  });

  it('leaves a button of the page in the slot of the widget alone', async () => {
    const { page } = await open('mouse');
    await page.evaluate(`
      element = list.firstElementChild.lastChild;
      element.innerHTML = '<button slot="disclaimer" id="own">Terms</button>';
      element.comment = 'always';
      clicks = [];
      own.addEventListener('click', ({ isTrusted }) => clicks.push(isTrusted));`);
    const own = await page.waitForSelector('#own');
    const { x, y, width, height } = (await own?.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.evaluate(`list.insertAdjacentHTML('beforeend', \`${answer(9)}\`)`);
    await page.mouse.up();
    await pause(100);
    expect(await page.evaluate('clicks')).toEqual([true]);
  });

  it('counts, and so does the next one, where the page keeps the beginnings of presses to itself', async () => {
    const { page, x, y } = await open('mouse');
    await page.evaluate(`addEventListener('pointerdown', (event) => event.stopImmediatePropagation(), true)`);
    const step = (await page.evaluate('step')) as number;
    await page.mouse.click(x, y);
    await page.mouse.click(x + step, y);
    await expect.poll(records).toEqual([[0, false]]);
  });

  it('sends the words if it is on Send', async () => {
    const { page, begin, end } = await open('mouse');
    await begin();
    await end();
    await settled(page);
    const box = await page.waitForSelector('>>> textarea');
    await box?.type('Thin');
    const send = await page.waitForSelector('>>> [part~=send]');
    const { x, y, width, height } = (await send?.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.evaluate(`above.style.paddingTop = '60px'`);
    await page.mouse.up();
    await expect.poll(async () => (await stage.api.state()).records.map(({ feedback }) => feedback)).toEqual(['Thin']);
  });

  it.each([
    ['from a button that stays where it is', '', 30],
    ['from one that goes away, too', CHANGES['goes down by a line of text'], 60],
    ['from one that is replaced', CHANGES['is replaced'], 60],
  ])('is given up by moving the pointer away, %s', async (_, change, distance) => {
    const { page, x, y, begin, end } = await open('mouse');
    await begin();
    if (change) await page.evaluate(change);
    await page.mouse.move(x, y - distance);
    await end();
    await pause(500);
    expect(await records()).toEqual([]);
  });

  it('counts where the pointer follows the button', async () => {
    const { page, x, y, begin, end } = await open('mouse');
    await begin();
    await page.evaluate(CHANGES['goes down by a line of text']);
    await page.mouse.move(x, y + 60, { steps: 4 });
    await end();
    expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
  });

  it('counts in a shadow root of the page, beside one in its document', async () => {
    const { page, x, y } = await open('mouse');
    await page.evaluate(`
      list.style.display = 'none';
      const chat = document.body.appendChild(document.createElement('div'));
      chat.style.cssText = 'position: absolute; top: 0; left: 0';
      chat.attachShadow({ mode: 'open' }).innerHTML = \`${answer(7)}\`;
      inner = chat.shadowRoot.querySelector('clarifeye-feedback');
      up = inner.shadowRoot.querySelector('[part=up]').getBoundingClientRect();
      chat.style.left = ${x} - up.x - up.width / 2 + 'px';
      chat.style.top = ${y} - up.y - up.height / 2 + 'px';`);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.evaluate(`inner.parentNode.style.paddingTop = '60px'`);
    await page.mouse.up();
    await expect.poll(records).toEqual([[7, true]]);
  });

  it('counts once if it is a double-click, while the list is made anew all the time', async () => {
    const { page, x, y } = await open('mouse');
    await page.evaluate(`setInterval(() => { list.innerHTML = \`${LIST}\`; }, 20)`);
    await page.mouse.click(x, y, { count: 2, delay: 50 });
    await pause(500);
    expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
  });

  if (DEVICES.length > 1) {
    it('counts as what was pressed, if the page moves when the finger is lifted', async () => {
      const { page, begin, end } = await open('finger');
      await page.evaluate(`addEventListener('touchend', () => { ${CHANGES['gives its place to the same rating of another answer']} })`);
      await begin();
      await end();
      expect(await settled(page)).toEqual({ records: [[0, true]], methods: ['POST'] });
    });

    it('is none by a second finger, as on any page', async () => {
      const { page, x, y } = await open('finger');
      const first = await page.touchscreen.touchStart(x, 20);
      const second = await page.touchscreen.touchStart(x, y);
      await page.evaluate(`list.insertAdjacentHTML('beforeend', \`${answer(9)}\`)`);
      await second.end();
      await first.end();
      await pause(500);
      expect(await records()).toEqual([]);
    });

    it('is none if it scrolls the page', async () => {
      const { page, x, y } = await open('finger');
      await page.evaluate(`document.body.style.height = '3000px'; above.style.paddingTop = ''`);
      await page.touchscreen.touchStart(x, y);
      for (let step = 1; step < 8; step += 1) await page.touchscreen.touchMove(x, y - 10 * step);
      await page.touchscreen.touchEnd();
      // Something else is there now.
      await page.evaluate(`list.style.visibility = 'hidden'`);
      await page.touchscreen.tap(x, y);
      await pause(500);
      expect(await records()).toEqual([]);
    });
  }
});

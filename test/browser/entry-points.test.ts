import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const TOKEN = "<script>getFeedbackToken = () => 'ada-token'</script>";
const widget = (queryId: number | '' = 0) =>
  `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="${queryId}"></clarifeye-feedback>`;

describe('the script', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;
  const config = () => `{ projectId: '${PROJECT_ID}', baseUrl: '${stage.api.baseUrl}', getToken: () => 'ada-token' }`;
  const attributes = () => stage.script().replace(/^<script src="[^"]*"|><\/script>$/g, '');

  async function rates(page: Page): Promise<void> {
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
  }

  it.each([
    ['before its elements', () => stage.script() + widget()],
    ['after its elements', () => widget() + stage.script()],
    ['with async', () => stage.script('async data-get-token="getFeedbackToken"') + widget()],
    ['with defer', () => stage.script('defer data-get-token="getFeedbackToken"') + widget()],
    [
      'by another script',
      () => `${widget()}<script>
        const script = document.createElement('script');
        script.src = '/clarifeye-feedback.js';
        for (const [name, value] of Object.entries({ 'project-id': '${PROJECT_ID}', 'base-url': '${stage.api.baseUrl}', 'get-token': 'getFeedbackToken' }))
          script.setAttribute('data-' + name, value);
        document.head.append(script);
      </script>`,
    ],
    [
      'as a module',
      () => `${widget()}<script type="module">import '/clarifeye-feedback.js'; ClarifeyeFeedback.init(${config()});</script>`,
    ],
    [
      'as a module after its config',
      () => `<script>clarifeyeFeedbackConfig = ${config()}</script>${widget()}<script type="module" src="/clarifeye-feedback.js"></script>`,
    ],
    [
      'with its token function defined later',
      () =>
        `${stage.script()}${widget()}<script>delete window.getFeedbackToken; setTimeout(() => (window.getFeedbackToken = () => 'ada-token'))</script>`,
    ],
  ])('works when it is loaded %s', async (_, html) => {
    const { page, log } = await stage.open(TOKEN + html());
    await rates(page);
    expect(await records()).toMatchObject([{ is_positive: true }]);
    expect(log).toEqual([]);
  });

  it('loaded twice, or in two versions, breaks nothing: the first one stays, and says so', async () => {
    const other = `<script>${'const former = ClarifeyeFeedback;'}</script><script ${attributes()} src="/clarifeye-feedback.js?2"></script>
      <script>window.isSame = former === ClarifeyeFeedback</script>`;
    const { page, log } = await stage.open(TOKEN + stage.script() + other + widget());
    await rates(page);
    expect(await records()).toHaveLength(1);
    expect(await page.evaluate(() => (window as unknown as { isSame: boolean }).isSame)).toBe(true);
    expect(log).toEqual([expect.stringMatching(/^clarifeye-feedback: script \S+: \S+ is already on this page and stays in use\. /)]);
  });

  it('attaches for a second tag, as where the layout of a site has the set-up, and a page the selector', async () => {
    const second = '<script data-attach=".answer" src="/clarifeye-feedback.js?2"></script>'.repeat(2);
    const answer = `<p class="answer" data-conversation-id="${CONVERSATION_ID}" data-query-id="0">An answer.</p>`;
    const { page } = await stage.open(TOKEN + stage.script() + second + answer);
    await rates(page);
    expect(await page.$$eval('clarifeye-feedback', ({ length }) => length)).toBe(1);
    expect(await records()).toHaveLength(1);
  });

  it("stays out of the way of an element of that name that is somebody else's", async () => {
    const own =
      "<script>customElements.define('clarifeye-feedback', class extends HTMLElement { connectedCallback() { this.textContent = 'Own'; } })</script>";
    const { page, log } = await stage.open(TOKEN + own + stage.script() + widget());
    expect(await page.$eval('clarifeye-feedback', ({ textContent }) => textContent)).toBe('Own');
    expect(log).toEqual([expect.stringMatching(/: an element of that name is already on this page and stays in use\. /)]);
  });

  it('is set up by a second copy of the script if the first is not', async () => {
    const { page, log } = await stage.open(`${TOKEN}<script src="/clarifeye-feedback.js"></script>${widget()}${stage.script()}`);
    await rates(page);
    expect(log).toEqual([expect.stringMatching(/is already on this page and stays in use\. /)]);
  });

  it('stays set up as it is, whatever a second copy of the script says', async () => {
    const { page } = await stage.open(
      `${TOKEN}${widget()}${stage.script()}
      <script src="/clarifeye-feedback.js" data-project-id="99999999-0000-4000-8000-000000000000" data-region="us"></script>`,
    );
    await rates(page);
    expect(await records()).toHaveLength(1);
  });

  it('gives a plain page the headless API, for thumbs of its own that rate on every render', async () => {
    const { page, log } = await stage.open(`<script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}
      <button id="up">Good</button><button id="down">Bad</button><output></output>
      <clarifeye-feedback conversation-id="${CONVERSATION_ID}" answer-key="reply-1"></clarifeye-feedback>
      <script>
        let chosen, queryId;
        function draw() {
          const answer = ClarifeyeFeedback.answer({ conversationId: '${CONVERSATION_ID}', queryId, answerKey: 'reply-1' });
          if (chosen) answer.rate(chosen);
          document.querySelector('output').textContent = answer.state.rating + ' ' + answer.state.phase;
          if (!draw.isSubscribed) answer.subscribe(draw);
          draw.isSubscribed = true;
        }
        for (const button of document.querySelectorAll('button')) button.onclick = () => { chosen = button.id; draw(); };
        draw();
      </script>`);
    const output = () => page.$eval('output', ({ textContent }) => textContent);
    expect(await output()).toBe('null idle');
    await click(page, 'Bad');
    await expect.poll(output).toBe('down waiting');
    // The widget of the answer follows.
    await says(page, 'Will be sent when the answer is complete.');
    await page.evaluate('queryId = 0; draw()');
    await expect.poll(output).toBe('down saved');
    await click(page, 'Good');
    await expect.poll(output).toBe('up saved');
    expect((await stage.api.state()).records).toMatchObject([{ is_positive: true, context: { query_id: 0 } }]);
    expect(await stage.api.methods()).toEqual(['POST', 'PATCH']);
    const refusal = await page.evaluate(`try { ClarifeyeFeedback.answer({ queryId: 0 }) } catch (error) { error.message }`);
    expect(refusal).toMatch(/^conversationId: got nothing/);
    expect(log).toEqual([]);
  });

  it('keeps what is said when its element is moved, also to another place of the page', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}<div id="a">${widget()}</div><div id="b"></div>`);
    await rates(page);
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('Half a');
    await page.evaluate(() => document.getElementById('b')?.append(document.querySelector('clarifeye-feedback') as Node));
    const box = await find(page, 'textbox', 'What did you like? (optional)');
    expect(await box.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe('Half a');
    expect(await stage.api.methods()).toEqual(['POST']);
  });

  it('follows a single-page app from conversation to conversation and back', async () => {
    const { page } = await stage.open(`${TOKEN}${stage.script()}<main>${widget()}</main>`);
    await rates(page);
    const go = (html: string) => page.$eval('main', (main, html) => (main.innerHTML = html), html);
    await go(widget().replace(CONVERSATION_ID, '99999999-0000-4000-8000-000000000000'));
    await find(page, 'group', 'Rate answer 1');
    expect(await page.$eval('clarifeye-feedback', ({ phase }) => phase)).toBe('idle');
    await go(widget());
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'saved');
    expect(await stage.api.methods()).toEqual(['POST']);
  });
});

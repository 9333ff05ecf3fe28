import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { OPTION_NAMES } from '../../src/options/schema';
import { createFeedbackProxy } from '../../src/server';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { HTML_EXAMPLES, readSnippets } from '../support/snippets';

const ELEMENT = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
const SCRIPT = '/fixtures/docs/clarifeye/clarifeye-feedback.js';

const EXAMPLES = readSnippets().filter(({ name, language }) => HTML_EXAMPLES.test(name) && /^(html|js)$/.test(language));

/** What a person presses, in order, and reads then, where it is not the usual. */
const DEEDS: Readonly<Record<string, { readonly press?: readonly string[]; readonly read: string }>> = {
  'options-queryid': { read: 'Will be sent when the answer is complete.' },
  'options-value': { press: ['Edit'], read: '' },
  'options-submiton': { press: ['Good response', 'Send'], read: 'Thanks for your feedback!' },
  'options-locale': { press: ['Bonne réponse'], read: 'Merci pour votre avis\u00a0!' },
  'recipes-show-ratings-that-your-server-knows': { press: ['Edit'], read: '' },
  'recipes-reasons-to-choose-from': { press: ['Good response', 'Clear'], read: 'Thanks for your feedback!' },
  'recipes-wait-for-send': { press: ['Good response', 'Send'], read: 'Thanks for your feedback!' },
  'options-strings': { press: ['Helpful'], read: 'Got it, thank you!' },
};

describe('the examples for a plain page', () => {
  const stage = setStage();

  it('are there for each option, below its heading', () => {
    const sections = readFileSync('docs/options.md', 'utf8').split(/^### /m).slice(1);
    expect(sections.map((section) => /^\w+/.exec(section)?.[0]).sort()).toEqual([...OPTION_NAMES].sort());
    expect(sections.filter((section) => !section.includes('```'))).toEqual([]);
  });

  /** Opens the example in a page that has what it leaves out. */
  async function openExample({ language, code }: (typeof EXAMPLES)[number]) {
    const proxy = { projectId: PROJECT_ID, baseUrl: stage.api.baseUrl, token: 'admin-token' };
    stage.mount('/api/clarifeye', createFeedbackProxy({ ...proxy, authorize: () => ({ email: 'ada@example.com' }) }));
    stage.mount('/feedback-token', async () => new Response('ada-token'));
    const shown = code
      .replaceAll('5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11', PROJECT_ID)
      .replace('src="/clarifeye-feedback.js"', `src="${SCRIPT}"`)
      .replace(/(data-project-id="[^"]*")(?! data-base-url)/, `$1 data-base-url="${stage.api.baseUrl}"`);
    const setUp = JSON.stringify({ projectId: PROJECT_ID, baseUrl: stage.api.baseUrl });
    const own = `<script>
      token = 'ada-token';
      forgetToken = () => { fetched = undefined; };
      getFeedbackToken = fetchToken = () => (fetched ??= token);
      forgetToken();
    </script>`;
    const defaults = `<script>ClarifeyeFeedback.init({ getToken: fetchToken, ...${setUp} })</script>`;
    const script = code.includes('src=') ? '' : `<script src="${SCRIPT}"></script>${defaults}`;
    const element = /<clarifeye-feedback/.test(code) ? '' : ELEMENT;
    return await stage.open(language === 'js' ? `${own}${element}${script}<script>${shown}</script>` : `${own}${shown}${script}${element}`);
  }

  const usual = EXAMPLES.filter(({ name }) => !/^(options-disabled|recipes-look-but-do-not-touch)$/.test(name));

  it.each(usual.map((example) => [example.name, example] as const))('%s does what it says', async (name, example) => {
    const { press = ['Good response'], read } = DEEDS[name] ?? { read: 'Thanks for your feedback!' };
    const { page, log } = await openExample(example);
    for (const button of press) await click(page, button);
    if (read) await says(page, read);
    expect(log).toEqual([]);
  });

  it('options-disabled shows the buttons, and records nothing', async () => {
    const example = EXAMPLES.find(({ name }) => name === 'options-disabled');
    if (!example) throw new Error('There is no example of disabled.');
    const { page, log } = await openExample(example);
    await (await find(page, 'button', 'Good response')).click();
    expect((await stage.api.state()).records).toEqual([]);
    expect(log).toEqual([]);
  });

  async function openNamed(name: string): Promise<Page> {
    const example = EXAMPLES.find((one) => one.name === name);
    if (!example) throw new Error(`There is no example ${name}.`);
    return (await openExample(example)).page;
  }
  const records = async () => (await stage.api.state()).records;
  const attribute = async (page: Page, button: string, name: string) =>
    (await find(page, 'button', button)).evaluate((element, name) => element.getAttribute(name), name);
  const rate = async (page: Page) => {
    await click(page, 'Good response');
    await says(page, 'Thanks for your feedback!');
  };

  it('the recipe without words has two buttons and no box', async () => {
    const page = await openNamed('recipes-thumbs-up-and-down-only-without-words');
    await rate(page);
    const count = (selector: string) =>
      page.$eval('clarifeye-feedback', (host, selector) => host.shadowRoot?.querySelectorAll(selector).length, selector);
    expect([await count('button[aria-pressed]'), await count('textarea')]).toEqual([2, 0]);
  });

  it('the recipe with a text of the page shows it when the vote is on record', async () => {
    const page = await openNamed('recipes-say-something-after-a-vote');
    expect(await page.$eval('#thanks', (text) => text.hasAttribute('hidden'))).toBe(true);
    await rate(page);
    expect(await page.$eval('#thanks', (text) => text.hasAttribute('hidden'))).toBe(false);
  });

  it('the recipe that keeps words out of the record sends no email address', async () => {
    const page = await openNamed('recipes-keep-words-out-of-the-record');
    await rate(page);
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('Ask ada@example.com');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ feedback: 'Ask [email]' }]);
  });

  it('the recipe for a sign-out leaves nothing of the person behind', async () => {
    const page = await openNamed('recipes-sign-out');
    await rate(page);
    const stored = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('clarifeye-feedback')).length);
    expect(await stored()).toBeGreaterThan(0);
    await click(page, 'Sign out');
    expect([await stored(), await attribute(page, 'Good response', 'aria-pressed')]).toEqual([0, 'false']);
    await click(page, 'Bad response');
    expect(await attribute(page, 'Bad response', 'aria-pressed')).toBe('false');
    await page.evaluate("token = 'bob-token'; setPerson('bob')");
    await click(page, 'Good response');
    const authors = async () => (await records()).map(({ given_by }) => given_by?.email).sort();
    await expect.poll(authors).toEqual(['ada@example.com', 'bob@example.com']);
  });

  it('the recipe for a sign-out knows the person also where the script comes later', async () => {
    const example = EXAMPLES.find(({ name }) => name === 'recipes-sign-out');
    const late = `<script>clarifeyeFeedbackConfig = ${JSON.stringify({ projectId: PROJECT_ID, baseUrl: stage.api.baseUrl, disabled: true })}</script>`;
    const { page } =
      await stage.open(`${late}<script>clarifeyeFeedbackConfig.getToken = () => 'bob-token'</script>${example?.code}${ELEMENT}
      <script>setPerson('bob')</script><script async src="${SCRIPT}"></script>`);
    await click(page, 'Good response');
    await expect.poll(records).toMatchObject([{ given_by: { email: 'bob@example.com' } }]);
    expect(await page.evaluate(() => Object.keys(sessionStorage).some((key) => key.includes(':bob:')))).toBe(true);
  });

  it('the recipe for a closed tab stores the rating under the key of the person', async () => {
    const page = await openNamed('recipes-keep-unsent-ratings-when-the-tab-is-closed');
    await rate(page);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':a1b2c3:')).length)).toBe(1);
  });

  it('the recipe for an archive shows what was said, and lets nobody change it', async () => {
    const page = await openNamed('recipes-look-but-do-not-touch');
    // It was rated before it came into the archive.
    await page.$eval('clarifeye-feedback', (element) => element.removeAttribute('disabled'));
    await rate(page);
    await page.reload();
    await (await find(page, 'button', 'Bad response')).click();
    expect(await attribute(page, 'Good response', 'aria-pressed')).toBe('true');
    expect(await attribute(page, 'Good response', 'aria-disabled')).toBe('true');
    expect(await records()).toMatchObject([{ is_positive: true }]);
  });
});

import { readFileSync } from 'node:fs';
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
    const own = '<script>getFeedbackToken = fetchToken = () => "ada-token"</script>';
    const defaults = `<script>ClarifeyeFeedback.init({ getToken: fetchToken, ...${setUp} })</script>`;
    const script = code.includes('src=') ? '' : `<script src="${SCRIPT}"></script>${defaults}`;
    const element = /<clarifeye-feedback/.test(code) ? '' : ELEMENT;
    return await stage.open(language === 'js' ? `${own}${element}${script}<script>${shown}</script>` : `${own}${shown}${script}${element}`);
  }

  const usual = EXAMPLES.filter(({ name }) => name !== 'options-disabled');

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
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/i18n/languages';
import { click, find, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

describe('the languages of the script', () => {
  const stage = setStage();

  async function open(attributes: string, lang = 'en', script = stage.script()) {
    const { page, log } = await stage.open(
      `<script>document.documentElement.lang = '${lang}'; getFeedbackToken = () => 'ada-token'</script>${script}
      <clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" ${attributes}></clarifeye-feedback>`,
    );
    const requests = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    return { page, log, requests };
  }

  it.each(LANGUAGES)('has %s, in one file beside the script', async (language) => {
    const { page, log } = await open(`locale="${language}"`);
    const { default: texts } = await import(`../../src/i18n/locales/${language}.ts`);
    await find(page, 'button', texts.up);
    const requests = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    expect(requests).toEqual(['/clarifeye-feedback.js', `/locales/${language}.js`]);
    expect(await page.$eval('clarifeye-feedback', (host) => host.shadowRoot?.querySelector('[lang]')?.getAttribute('lang'))).toBe(
      texts.lang,
    );
    expect(log).toEqual([]);
  });

  it("follows the page's language, and that of the part where it stands", async () => {
    await find((await open('', 'fr-CA')).page, 'button', 'Bonne réponse');
    await find((await open('lang="de"', 'fr')).page, 'button', 'Gute Antwort');
  });

  it('keeps the language of its place where the page changes to another, at rest and once it is pressed', async () => {
    const { page } = await open('');
    await page.evaluate((id) => {
      document.documentElement.lang = 'fr';
      const later = document.createElement('clarifeye-feedback');
      later.conversationId = id;
      later.queryId = 1;
      document.body.append(later);
    }, CONVERSATION_ID);
    await find(page, 'button', 'Bonne réponse');
    await find(page, 'group', 'Rate answer 1');
    await click(page, 'Good response');
    await find(page, 'textbox', 'What did you like? (optional)');
    await find(page, 'group', 'Rate answer 1');
    expect(await page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector('[lang]')?.getAttribute('lang'))).toBe(
      'en',
    );
  });

  it('writes numbers as the language does', async () => {
    const { page } = await open('locale="de" comment="always" max-length="4000"');
    const box = await find(page, 'textbox', 'Ihr Kommentar (optional)');
    await box.evaluate((element) => {
      (element as HTMLTextAreaElement).value = 'x'.repeat(3500);
      element.dispatchEvent(new Event('input'));
    });
    expect(await page.$eval('clarifeye-feedback', (host) => host.shadowRoot?.textContent)).toContain('3.500 Zeichen, höchstens 4.000');
  });

  it('asks for nothing in English, and for a language that there is none for, of which the console is told once', async () => {
    const hint = expect.stringMatching(/^clarifeye-feedback: lang: there are no texts for "sw", so English is used\. https:.*#lang$/);
    for (const [attributes, lang, ...told] of [
      ['', 'en-GB'],
      ['', 'sw', hint],
      ['', ''],
      ['locale="en"', 'fr'],
    ] as const) {
      const { page, log, requests } = await open(attributes, lang);
      await find(page, 'button', 'Good response');
      expect([requests, log]).toEqual([['/clarifeye-feedback.js'], told]);
    }
  });

  it('says which languages there are where an attribute names another', async () => {
    const { log } = await open('locale="tlh"');
    expect(log).toEqual([expect.stringMatching(/^clarifeye-feedback: locale attribute: got "tlh", needs one of en, ar, cs, da, de, /)]);
  });

  it('stays English where the file cannot be loaded, and says so once', async () => {
    const page = await stage.newPage();
    await page.setRequestInterception(true);
    page.on('request', (request) => void (request.url().includes('/locales/') ? request.abort() : request.continue()));
    const widget = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" locale="fr"></clarifeye-feedback>`;
    const { log } = await stage.open(`<script>getFeedbackToken = () => 'ada-token'</script>${stage.script()}${widget}${widget}`, { page });
    await find(page, 'button', 'Good response');
    const told = () => log.filter((line) => line.startsWith('clarifeye-feedback'));
    await expect.poll(told).toHaveLength(1);
    expect(told()[0]).toMatch(/^clarifeye-feedback: locales: the file for "fr" could not be loaded, so English is used\./);
  });

  it('stays English where the script has no address', async () => {
    const source = readFileSync('node_modules/.cache/browser-tests/clarifeye-feedback.js', 'utf8');
    const { page, log } = await stage.open(
      `<script>getFeedbackToken = () => 'ada-token'</script>${stage
        .script()
        .replace('src="/clarifeye-feedback.js"', '')
        .replace('></script>', () => `>${source}</script>`)}
      <clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" locale="fr"></clarifeye-feedback>`,
    );
    await find(page, 'button', 'Good response');
    expect(log).toEqual([expect.stringMatching(/^clarifeye-feedback: locales: the file for "fr" could not be loaded/)]);
  });

  it('loads them under a strict policy', async () => {
    const policy = `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'none'; connect-src ${stage.api.baseUrl}/; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
    const { page, log } = await stage.open(
      `<script nonce="n">getFeedbackToken = () => 'ada-token'</script>${stage.script('nonce="n" data-get-token="getFeedbackToken"')}
      <clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" locale="fr"></clarifeye-feedback>`,
      { headers: { 'content-security-policy': policy } },
    );
    await find(page, 'button', 'Bonne réponse');
    expect(log).toEqual([]);
  });
});

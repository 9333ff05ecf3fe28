import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { findSnippet } from '../support/snippets';

const TOKEN = "<script>getFeedbackToken = () => 'ada-token'</script>";
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;

/** Names that a page's elements can take over on `window` or `document`. */
const NAMES = [
  ...[
    'currentScript',
    'readyState',
    'visibilityState',
    'activeElement',
    'body',
    'head',
    'documentElement',
    'defaultView',
    'cookie',
    'domain',
  ],
  ...[
    'createElement',
    'createElementNS',
    'createTextNode',
    'createDocumentFragment',
    'createComment',
    'querySelector',
    'querySelectorAll',
    'getElementById',
  ],
  ...[
    'addEventListener',
    'removeEventListener',
    'dispatchEvent',
    'adoptedStyleSheets',
    'styleSheets',
    'implementation',
    'location',
    'title',
    'forms',
  ],
  ...['fonts', 'hidden', 'hasFocus', 'append', 'contains', 'ownerDocument', 'nodeType', 'getRootNode'],
  ...['ClarifeyeFeedback', 'clarifeyeFeedbackConfig', 'config', 'auth', 'token', 'projectId', 'baseUrl', 'clarifeye'],
];

describe('a hostile page', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;

  async function doesTheJob(page: Page): Promise<void> {
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Hm');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Hm' }]);
  }

  it.each([
    ['images', (name: string) => `<img name="${name}" id="${name}" alt="">`],
    [
      'forms',
      (name: string) => `<form name="${name}" id="${name}"><input name="baseUrl" value="https://evil.example"><input name="token"></form>`,
    ],
    ['embeds', (name: string) => `<object name="${name}" id="${name}"></object>`],
  ])('whose %s have the names of what we use changes nothing', async (_, toElement) => {
    const { page, log } = await stage.open(`${NAMES.map(toElement).join('')}${TOKEN}${stage.script()}${WIDGET}`);
    // The page's own document is not to be relied on in this test either.
    await page.evaluate(() => {
      const widget = Document.prototype.querySelector.call(document, 'clarifeye-feedback');
      const press = (part: string) => widget?.shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`)?.click();
      press('down');
      Object.assign(window, { press });
    });
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: '' }]);
    await page.evaluate(() => {
      const widget = Document.prototype.querySelector.call(document, 'clarifeye-feedback');
      const box = widget?.shadowRoot?.querySelector('textarea');
      if (box) box.value = 'Hm';
      box?.dispatchEvent(new Event('input', { bubbles: true }));
      (window as unknown as { press(part: string): void }).press('send');
    });
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Hm' }]);
    expect(await page.evaluate(() => typeof window.ClarifeyeFeedback?.init)).toBe('function');
    expect(log).toEqual([]);
  });

  it('around it is a form whose fields have the names of what is walked, and it does the job', async () => {
    const fields = ['parentNode', 'getRootNode', 'closest', 'getAttribute', 'isConnected', 'host'].map((name) => `<input name="${name}">`);
    const { page, log } = await stage.open(`${TOKEN}${stage.script()}<form>${fields.join('')}${WIDGET}</form>`);
    // Puppeteer walks by these names itself.
    const within = (selector: string) =>
      page.evaluate((selector) => {
        const found = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector<HTMLElement>(selector);
        found?.click();
        return found?.textContent;
      }, selector);
    await within('[part=down]');
    await expect.poll(() => within('[aria-live=polite]')).toBe('Thanks for your feedback!');
    await page.evaluate(() => {
      const box = document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement;
      box.value = 'Hm';
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await within('[part=send]');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Hm' }]);
    expect(log).toEqual([]);
  });

  it('is given no token by an element, and takes none from it', async () => {
    const { page, log } = await stage.open(
      `<form id="auth"><input name="token" value="stolen"></form><object id="getFeedbackToken"></object>
      ${stage.script('data-get-token="auth.token"')}${WIDGET}`,
    );
    await click(page, 'Good response');
    await says(page, 'Sign in to send your feedback. It is kept.');
    expect(await stage.api.methods()).toEqual([]);
    expect(log).toEqual([
      expect.stringContaining('data-get-token on the script tag: got "auth.token", needs the name of a function of window'),
    ]);
  });

  it('that pollutes Object.prototype runs no script, sends nothing elsewhere and gets no words', async () => {
    const html = `<script>
      Object.assign(Object.prototype, {
        dangerouslySetInnerHTML: { __html: '<img src=x onerror="window.hacked = true">' }, innerHTML: '<img src=x onerror="window.hacked = true">',
        baseUrl: 'https://evil.example/api/v1', 'base-url': 'https://evil.example/api/v1', baseURL: 'https://evil.example', url: 'https://evil.example',
        region: 'us', projectId: '99999999-0000-4000-8000-000000000000', authScheme: 'Token', impersonateEmail: 'eve@example.com', source: 'Evil',
        mode: 'no-cors', credentials: 'include', integrity: 'sha256-x', referrer: 'https://evil.example', priority: 'low', query: { evil: 1 }, params: { evil: 1 },
        headers: { 'x-evil': '1' }, method: 'PUT', body: 'evil', storage: 'local', userKey: 'eve', restore: 'server', theme: 'dark',
        comment: 'off', ratings: ['down'], disabled: true, maxLength: 1, reasons: 7, strings: { up: 'Evil' }, locale: 'fr', class: 'evil', style: 'display: none',
        onClick: 'x', href: 'javascript:window.hacked = true', id: 'evil', rating: 'neutral', wanted: { rating: 'up' },
      });
      Object.defineProperty(Object.prototype, 'beforeSend', { value: (feedback) => { window.stolen = feedback; return feedback; } });
    </script>`;
    const { page, log } = await stage.open(`${html}${TOKEN}${stage.script()}${WIDGET}`);
    const inside = <T>(read: (root: ShadowRoot) => T) =>
      page.$eval('clarifeye-feedback', ({ shadowRoot }, read) => new Function(`return (${read})`)()(shadowRoot), `${read}`);
    await page.$eval('clarifeye-feedback', (widget) => widget.shadowRoot?.querySelector<HTMLElement>('[part=down]')?.click());
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: '', context: { source: 'PlaygroundConversation' } }]);
    await page.$eval('clarifeye-feedback', (widget) => {
      const box = widget.shadowRoot?.querySelector('textarea');
      if (box) box.value = 'Secret words';
      box?.dispatchEvent(new Event('input', { bubbles: true }));
      widget.shadowRoot?.querySelector<HTMLElement>('[part=send]')?.click();
    });
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Secret words' }]);
    expect(await inside((root) => root.querySelectorAll('img, [style], [href], .evil').length)).toBe(0);
    expect(await inside((root) => root.querySelectorAll('[aria-pressed]').length)).toBe(3);
    const { hacked, stolen } = await page.evaluate(() => ({ hacked: 'hacked' in window, stolen: 'stolen' in window }));
    expect([hacked, stolen]).toEqual([false, false]);
    const { calls } = await stage.api.state();
    expect(calls.filter(({ headers }) => 'x-evil' in headers || 'x-impersonate-email' in headers)).toEqual([]);
    expect(log).toEqual([]);
  });

  it('is shown answers of the server with __proto__ keys, and stays as it was', async () => {
    const evil =
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "feedback": ["<img src=x onerror=hacked=1>"]}';
    await stage.api.meet({ method: 'POST', status: 400, body: evil });
    const { page } = await stage.open(TOKEN + stage.script() + WIDGET);
    await click(page, 'Good response');
    await expect
      .poll(() => page.$eval('clarifeye-feedback', ({ shadowRoot }) => shadowRoot?.querySelector('[role=alert]')?.textContent))
      .toContain('<img');
    expect(await page.evaluate(() => ['polluted' in {}, 'hacked' in window])).toEqual([false, false]);
  });

  it('gets no script to run by any of 500 payloads in comments, labels, error texts and attributes', { timeout: 300_000 }, async () => {
    const { page } = await stage.open(TOKEN + stage.script() + WIDGET);
    const found = await page.evaluate(async () => {
      const run = 'window.hacked=1';
      const heads = ['', '"', "'", '`', '">', "'>", '-->', '</textarea>', '</label>', '</title>', '\\', '\u0000', ']]>', '{{', '${'];
      const bodies = [
        `<script>${run}</script>`,
        `<img src=x onerror="${run}">`,
        `<svg onload="${run}">`,
        `<svg><animate onbegin="${run}" attributeName=x>`,
        `<iframe srcdoc="<script>parent.${run}</script>">`,
        `<details open ontoggle="${run}">`,
        `<input autofocus onfocus="${run}">`,
        `<body onload="${run}">`,
        `<a href="javascript:${run}">x</a>`,
        `<form><button formaction="javascript:${run}">x</button></form>`,
        `<object data="javascript:${run}">`,
        `<embed src="javascript:${run}">`,
        `<math><mtext><table><mglyph><style><img src=x onerror="${run}">`,
        `<style>@import 'javascript:${run}'</style>`,
        `<link rel=stylesheet href="javascript:${run}">`,
        `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
        `<video><source onerror="${run}">`,
        `<audio src=x onerror="${run}">`,
        `<marquee onstart="${run}">`,
        `javascript:${run}`,
        `" onmouseover="${run}`,
        `' onfocus='${run}' autofocus='`,
        `\${${run}}`,
        `{{constructor.constructor('${run}')()}}`,
        `<template><script>${run}</script></template>`,
        `<slot onslotchange="${run}">`,
        `<x onpointerenter="${run}" style="position:fixed;inset:0">`,
        `<base href="javascript:${run}//">`,
        `<script src="data:,${run}"></script>`,
        `<portal src="javascript:${run}">`,
        `<xmp><img src=x onerror="${run}"></xmp>`,
        `<noscript><img src=x onerror="${run}"></noscript>`,
        `<select><option><script>${run}</script></select>`,
        `<keygen autofocus onfocus="${run}">`,
      ];
      const payloads = heads.flatMap((head) => bodies.map((body) => head + body)).slice(0, 500);
      const widget = document.querySelector('clarifeye-feedback') as HTMLElementTagNameMap['clarifeye-feedback'];
      const root = widget.shadowRoot as ShadowRoot;
      const tags = new Set<string>();
      for (const payload of payloads) {
        widget.value = { rating: 'down', comment: payload };
        widget.strings = { up: payload, group: payload, edit: payload, commentDown: payload, lang: payload };
        const line = payload.replace(/[\n\r]/g, '').trim();
        widget.reasons = { down: [line] };
        for (const name of ['source', 'theme', 'size', 'ratings', 'comment', 'locale', 'max-length', 'title', 'project-id']) {
          if (name !== 'project-id') widget.setAttribute(name, payload);
        }
        await new Promise((resolve) => setTimeout(resolve));
        root.querySelector<HTMLElement>('.cf-opener')?.click();
        await new Promise((resolve) => setTimeout(resolve));
        for (const element of root.querySelectorAll('*')) {
          tags.add(element.localName);
          for (const { name, value } of element.attributes) if (/^on|href|src|style|formaction/i.test(name)) tags.add(`${name}=${value}`);
        }
      }
      return { count: payloads.length, tags: [...tags].sort(), isHacked: 'hacked' in window };
    });
    expect(found.count).toBe(500);
    expect(found.isHacked).toBe(false);
    const known = ['button', 'circle', 'div', 'g', 'label', 'p', 'path', 'slot', 'span', 'svg', 'textarea'];
    expect(found.tags.filter((tag) => !known.includes(tag))).toEqual([]);
    expect(found.tags).toContain('textarea');
  });

  it.each([
    ['* { all: unset !important }'],
    ['button { display: none } svg { display: none !important } textarea { visibility: hidden } form { position: fixed; top: -999px }'],
    ['* { font-size: 0; color: transparent; pointer-events: auto; opacity: 1 } clarifeye-feedback * { display: none !important }'],
  ])('with style sheets such as %s leaves it usable', async (css) => {
    const { page } = await stage.open(`<style>${css}</style>${TOKEN}${stage.script()}${WIDGET}`);
    await doesTheJob(page);
  });

  it.each([
    ['returns nothing', 'window.fetch = () => undefined'],
    ['throws', "window.fetch = () => { throw new Error('Blocked by a content blocker.'); }"],
    ['never ends', 'window.fetch = () => new Promise(() => {})'],
    ['answers with something else', 'window.fetch = () => Promise.resolve({ ok: true, status: 201, json: () => ({}) })'],
  ])('that patches fetch with one that %s never makes it say saved, nor throw', async (_, script) => {
    const { page, log } = await stage.open(`<script>${script}</script>${TOKEN}${stage.script()}${WIDGET}`);
    await click(page, 'Good response');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await page.$eval('clarifeye-feedback', ({ phase }) => phase)).toMatch(/^(saving|queued)$/);
    // One line tells the developer why, unless nothing has failed yet.
    expect(log.filter((line) => !/^clarifeye-feedback: (network|response): POST /.test(line))).toEqual([]);
    expect(log.length).toBeLessThan(2);
  });

  it('that wraps fetch sees the requests as it would any, and the job is done', async () => {
    const { page } = await stage.open(
      `<script>window.seen = []; const { fetch } = window; window.fetch = (...given) => { seen.push(String(given[0])); return fetch(...given); }</script>${TOKEN}${stage.script()}${WIDGET}`,
    );
    await doesTheJob(page);
    const urls = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(urls.every((url) => url.startsWith(`${stage.api.baseUrl}/projects/${PROJECT_ID}/feedbacks/`))).toBe(true);
  });

  it('with the strictest policy is no hindrance: the whole job, without a violation', async () => {
    const told = findSnippet('security-content-security-policy').replaceAll('\n', ' ');
    const policy = `${told.replace('nonce-…', 'nonce-n').replace('https://eu.app.clarifeye.ai/api/v1/', `${stage.api.baseUrl}/`)}; img-src data:`;
    const { page, log } = await stage.open(
      `<script nonce="n">getFeedbackToken = () => 'ada-token'; violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective))</script>
      ${stage.script('nonce="n" data-get-token="getFeedbackToken" data-attach=".answer"')}
      <div class="answer" data-conversation-id="${CONVERSATION_ID}" data-query-id="0" lang="fr">Une réponse.</div>`,
      { headers: { 'content-security-policy': policy } },
    );
    await click(page, 'Mauvaise réponse');
    await says(page, 'Merci pour votre avis\u00a0!');
    await (await find(page, 'textbox', 'Qu’est-ce qui n’allait pas\u00a0? (facultatif)')).type('Hm');
    await click(page, 'Envoyer');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Hm' }]);
    // The style sheet came without a nonce.
    expect(
      await page.$eval(
        'clarifeye-feedback',
        ({ shadowRoot }) => getComputedStyle(shadowRoot?.querySelector('.cf-panel') as Element).display,
      ),
    ).toBe('grid');
    await click(page, 'Supprimer');
    await expect.poll(records).toEqual([]);
    expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
    expect(log).toEqual([]);
  });
});

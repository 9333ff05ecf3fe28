import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApi } from '../support/api-process';
import { setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { KEYS, startWebKit, type WebKit } from '../support/webkit';

const TOKEN = `<script>getFeedbackToken = () => 'ada-token';
  log = []; addEventListener('error', ({ message }) => log.push(message));
  console.error = console.warn = (text) => log.push(String(text));
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => log.push(violatedDirective));</script>`;
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;

describe('WebKit', () => {
  const stage = setStage();
  const records = async () => (await stage.api.state()).records;
  let webkit: WebKit;

  beforeEach(async () => {
    webkit = await startWebKit();
  });
  afterEach(() => webkit.stop());

  const root = "document.querySelector('clarifeye-feedback').shadowRoot";
  const log = () => webkit.run<string[]>('return log');
  const says = (text: string) =>
    expect
      .poll(() =>
        webkit.run(`return [...${root}.querySelectorAll('[aria-live=polite], [role=alert]')].map((region) => region.textContent).join('')`),
      )
      .toBe(text);
  /** Clicks the control with this name by the mouse. */
  async function click(name: string): Promise<void> {
    const place = () =>
      webkit.run<{ x: number; y: number } | null>(
        `const control = [...${root}.querySelectorAll('button, textarea')].find((found) => (found.ariaLabel ?? found.labels?.[0]?.textContent) === arguments[0] || found.textContent === arguments[0]);
        if (!control) return null;
        const { left, top, width, height } = control.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };`,
        name,
      );
    await expect.poll(place).toBeTruthy();
    const { x = 0, y = 0 } = (await place()) ?? {};
    await webkit.clickAt(x, y);
  }
  const focused = () =>
    webkit.run(
      `const element = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
      return element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent;`,
    );

  it('does the main job', async () => {
    await webkit.go(stage.serve(TOKEN + stage.script() + WIDGET));
    await click('Bad response');
    await says('Thanks for your feedback!');
    await click('What went wrong? (optional)');
    await webkit.type('Too long');
    await click('Send');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Too long', context: { query_id: 0 } }]);
    await click('Neither good nor bad');
    await expect.poll(records).toMatchObject([{ is_positive: null }]);
    // Sooner it would be a double-click, which is one press.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await click('Neither good nor bad');
    await says('Your feedback was removed.');
    expect([await records(), await stage.api.methods(), await log()]).toEqual([[], ['POST', 'PATCH', 'PATCH', 'DELETE'], []]);
  });

  it('does it under the strictest policy, in another language, attached to an element', async () => {
    const policy = `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'none'; connect-src ${stage.api.baseUrl}/; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
    const html = `${TOKEN.replace('<script>', '<script nonce="n">')}${stage.script('nonce="n" data-get-token="getFeedbackToken" data-attach=".answer"')}
      <div class="answer" data-conversation-id="${CONVERSATION_ID}" data-query-id="0" lang="fr">Une réponse.</div>`;
    await webkit.go(stage.serve(html, { 'content-security-policy': policy }));
    await click('Mauvaise réponse');
    await says('Merci pour votre avis\u00a0!');
    expect(await webkit.run(`return getComputedStyle(${root}.querySelector('.cf-panel')).display`)).toBe('grid');
    expect([await log(), (await records()).length]).toEqual([[], 1]);
  });

  it('does it by keyboard alone, and keeps the focus in the widget', async () => {
    await webkit.go(stage.serve(`${TOKEN}${stage.script()}<button>Before</button>${WIDGET}`));
    await webkit.press(KEYS.Tab, KEYS.Tab, KEYS.Tab, KEYS.Tab);
    expect(await focused()).toBe('Bad response');
    await webkit.press(' ');
    await says('Thanks for your feedback!');
    await webkit.press(KEYS.Tab);
    expect(await focused()).toBe('What went wrong? (optional)');
    await webkit.type('Hm');
    await webkit.press(KEYS.Escape);
    expect(await focused()).toBe('Add a comment');
    await webkit.press(KEYS.Enter);
    expect(await focused()).toBe('What went wrong? (optional)');
    await webkit.press([KEYS.Control, KEYS.Enter]);
    expect(await focused()).toBe('Edit');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Hm' }]);
    await webkit.press(KEYS.Tab, KEYS.Enter);
    await says('Your feedback was removed.');
    expect([await focused(), await records(), await log()]).toEqual(['Bad response', [], []]);
  });

  it('keeps a click while it is offline, and sends it when it is online', async () => {
    const offline = "<script>isOnline = false; Object.defineProperty(Navigator.prototype, 'onLine', { get: () => isOnline })</script>";
    await webkit.go(stage.serve(offline + TOKEN + stage.script() + WIDGET));
    await click('Good response');
    await says('Saved on this device. It will be sent when you are online.');
    expect(await stage.api.methods()).toEqual([]);
    await webkit.run("isOnline = true; dispatchEvent(new Event('online'))");
    await says('Thanks for your feedback!');
    expect(await records()).toMatchObject([{ is_positive: true }]);
  });

  it('sends it on the next page when the server was dead, once', { timeout: 300_000 }, async () => {
    const api = await startApi();
    const port = Number(new URL(api.baseUrl).port);
    const script = stage.script().replace(stage.api.baseUrl, api.baseUrl);
    const url = stage.serve(TOKEN + script + WIDGET);
    await webkit.go(url);
    await api.stop();
    await click('Good response');
    await says('Not sent yet. Trying again.');
    const again = await startApi(port);
    await webkit.go(url);
    await expect.poll(async () => (await again.state()).records.length, { timeout: 60_000 }).toBe(1);
    await expect.poll(() => webkit.run("return document.querySelector('clarifeye-feedback').phase")).toBe('saved');
    expect((await again.state()).records).toMatchObject([{ is_positive: true, context: { conversation_id: CONVERSATION_ID } }]);
    expect(script).toContain(PROJECT_ID);
    await again.stop();
  });
});

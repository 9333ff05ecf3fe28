import type { Frame, Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { createFeedbackProxy } from '../../src/server';
import { setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const stage = setStage();
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
const TOKEN = "<script>getFeedbackToken = () => 'ada-token'</script>";
const records = async () => (await stage.api.state()).records;

/** The frame in a page, once its widget is there. */
async function frameOf(page: Page): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame !== page.mainFrame());
  await expect.poll(async () => find()?.evaluate(() => !!document.querySelector('clarifeye-feedback')?.shadowRoot?.firstChild)).toBe(true);
  return find() as Frame;
}

/** Rates the answer in the frame and sends words, with real presses. */
async function rate(frame: Frame, words: string): Promise<void> {
  await (await frame.waitForSelector('clarifeye-feedback >>> [part=down]'))?.click();
  await (await frame.waitForSelector('clarifeye-feedback >>> textarea'))?.type(words);
  await (await frame.waitForSelector('clarifeye-feedback >>> [part=send]'))?.click();
}

const shown = (frame: Frame) =>
  frame.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('[aria-live=polite]')?.textContent);

describe('in a frame', () => {
  // Chats show what a model has made in such frames: https://github.com/embedpdf/embed-pdf-viewer/issues/657
  it.each([
    'allow-scripts',
    'allow-scripts allow-same-origin',
    'allow-scripts allow-popups allow-popups-to-escape-sandbox',
  ])('with sandbox="%s", words are sent', async (sandbox) => {
    const inside = new URL(stage.serve(`${TOKEN}${stage.script()}${WIDGET}`)).pathname;
    const { page, log } = await stage.open(`<iframe src="${inside}" sandbox="${sandbox}" width="600" height="400"></iframe>`);
    const frame = await frameOf(page);
    await rate(frame, 'Wrong');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Wrong' }]);
    await expect.poll(() => shown(frame)).toBe('Thanks for your feedback!');
    // Chromium's own line about the second one.
    expect(log.filter((line) => !line.includes('can escape its sandboxing'))).toEqual([]);
  });

  const inner = (path: string) =>
    `<script src="${stage.origin}/clarifeye-feedback.js" data-project-id="${PROJECT_ID}" data-base-url="${path}"></script>${WIDGET}`;
  const quoted = (html: string) => html.replaceAll('"', '&quot;');
  it.each([
    ['srcdoc', (html: string) => `<iframe srcdoc="${quoted(html)}" width="600" height="400"></iframe>`],
    [
      'about:blank that the page fills',
      (html: string) => `<iframe width="600" height="400"></iframe><script>{
        const { body } = document.querySelector('iframe').contentDocument;
        body.innerHTML = ${JSON.stringify(html).replaceAll('</', '<\\/')};
        // A script that is parsed as HTML does not run.
        const [parsed] = body.querySelectorAll('script');
        const script = body.ownerDocument.createElement('script');
        for (const { name, value } of parsed.attributes) script.setAttribute(name, value);
        parsed.replaceWith(script);
      }</script>`,
    ],
  ])('of %s, a path leads to the server proxy of the page', async (_, draw) => {
    const proxy = createFeedbackProxy({
      projectId: PROJECT_ID,
      baseUrl: stage.api.baseUrl,
      token: 'admin-token',
      authorize: () => ({ email: 'ada@example.com' }),
    });
    stage.mount('/api/clarifeye', proxy);
    const { page, log } = await stage.open(draw(inner('/api/clarifeye')));
    const frame = await frameOf(page);
    await rate(frame, 'Wrong');
    await expect.poll(records).toMatchObject([{ is_positive: false, feedback: 'Wrong' }]);
    await expect.poll(() => shown(frame)).toBe('Thanks for your feedback!');
    expect(log).toEqual([]);
  });

  it('that is sandboxed, a path leads nowhere, and the console says what is needed', async () => {
    const { page, log } = await stage.open(
      `<iframe sandbox="allow-scripts" srcdoc="${quoted(inner('/api/clarifeye'))}" width="600" height="400"></iframe>`,
    );
    await frameOf(page);
    await expect
      .poll(() => log.filter((line) => line.startsWith('clarifeye-feedback: ')))
      .toEqual([expect.stringContaining('data-base-url on the script tag: got "/api/clarifeye", needs an https URL')]);
  });
});

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click, find, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const stage = setStage({}, true);

const NOTED = '<script>addEventListener("pageshow", (event) => (window.isPersisted = event.persisted))</script>';
const TOKEN = '<script>window.getFeedbackToken = () => "ada-token";</script>';
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;

const records = async () => (await stage.api.state()).records;

/** A page whose rating is saved. */
async function openRated(): Promise<Page> {
  const { page } = await stage.open(`${NOTED}${TOKEN}${stage.script()}${WIDGET}`);
  await click(page, 'Good response');
  await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'saved');
  return page;
}

/** Leaves the page and comes back to it. */
async function leaveAndReturn(page: Page): Promise<void> {
  await page.goto(stage.serve('Elsewhere'));
  // A page from the cache loads nothing that `goBack` could wait for.
  await page.evaluate(() => history.back());
  await expect.poll(() => page.evaluate(() => (window as { isPersisted?: boolean }).isPersisted).catch(() => null)).toBe(true);
}

// A browser may drop any page from its cache, and does so where the machine is busy.
describe('a page in the back/forward cache', { retry: 2 }, () => {
  it('stays there, and goes on when it comes back', async () => {
    const page = await openRated();
    await leaveAndReturn(page);
    await click(page, 'Bad response');
    await expect.poll(records).toMatchObject([{ is_positive: false }]);
  });

  it('keeps what is typed', async () => {
    const page = await openRated();
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('Half a');
    await leaveAndReturn(page);
    await (await find(page, 'textbox', 'What did you like? (optional)')).type(' word');
    await click(page, 'Send');
    await expect.poll(records).toMatchObject([{ feedback: 'Half a word' }]);
  });
});

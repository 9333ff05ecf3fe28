import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { click, find, setStage } from '../support/pages';
import { PROJECT_ID } from '../support/people';

const stage = setStage();

it("assistant-ui's own thumbs record one rating for each answer, however often they are pressed", async () => {
  const setting = JSON.stringify({ projectId: PROJECT_ID, baseUrl: stage.api.baseUrl });
  const html = readFileSync(join(inject('fixtures'), 'pages/dist/assistant-ui-thumbs.html'), 'utf8');
  const { page, log } = await stage.open(
    html.replace('<script src="/setting.js"></script>', `<script>setting = ${setting}; isDark = false</script>`),
  );
  const said = () =>
    page.evaluate(() => [
      [...document.querySelectorAll('[aria-pressed=true]')].map((button) => button.textContent),
      document.querySelector('output')?.textContent,
    ]);
  const records = async () => (await stage.api.state()).records.map(({ is_positive }) => is_positive);
  await (await find(page, 'textbox', 'Message')).type('When does water boil?');
  await page.keyboard.press('Enter');
  await click(page, 'Bad');
  await click(page, 'Bad');
  await expect.poll(said).toEqual([['Bad'], 'waiting']);
  await page.evaluate(() => (globalThis as unknown as { finish: () => void }).finish());
  await expect.poll(said).toEqual([['Bad'], 'saved']);
  await click(page, 'Bad');
  await click(page, 'Good');
  await expect.poll(records).toEqual([true]);
  await expect.poll(said).toEqual([['Good'], 'saved']);
  expect(await stage.api.methods()).toEqual(['POST', 'PATCH']);
  expect(log.filter((line) => /clarifeye/i.test(line))).toEqual([]);
});

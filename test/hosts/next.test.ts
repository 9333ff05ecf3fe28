import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';
import { startServer } from '../support/server-process';

const stage = setStage();

it("Next's App Router: a server component shows the widget, and a route handler is its proxy", async () => {
  const env = {
    CLARIFEYE_BASE_URL: stage.api.baseUrl,
    CLARIFEYE_TOKEN: 'admin-token',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const server = await startServer(
    ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', '0'],
    env,
    join(inject('fixtures'), 'next'),
  );
  try {
    const html = await (await fetch(server.origin)).text();
    expect(html).toContain('<clarifeye-feedback');
    const page = await stage.newPage();
    const log: string[] = [];
    page.on('console', (message) => log.push(message.text()));
    page.on('pageerror', (error) => log.push(String(error)));
    await page.goto(server.origin);
    await find(page, 'group', 'Rate answer 1');
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Not on a mountain');
    await click(page, 'Send');
    await expect
      .poll(async () => (await stage.api.state()).records)
      .toMatchObject([
        {
          is_positive: false,
          feedback: 'Not on a mountain',
          context: { conversation_id: CONVERSATION_ID, query_id: 0 },
          given_by: { email: 'ada@example.com' },
        },
      ]);
    await page.reload();
    await find(page, 'button', 'Edit');
    expect(log.filter((line) => !/favicon|404/.test(line))).toEqual([]);
  } finally {
    await server.stop();
  }
});

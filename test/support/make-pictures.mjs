import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

/** Draws the pictures of docs/theming.md: each of its examples that has one, rated and with the open box. */
const script = readFileSync('dist/clarifeye-feedback.js', 'utf8');
const examples = [...readFileSync('docs/theming.md', 'utf8').matchAll(/```html\n([\s\S]*?)```\n\n!\[[^\]]*\]\(([\w-]+\.png)\)/g)];
const config = { projectId: '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11', baseUrl: 'http://127.0.0.1:9/api/v1' };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
for (const [, html, name] of examples) {
  const page = await browser.newPage();
  await page.setViewport({ width: 480, height: 400, deviceScaleFactor: 2 });
  await page.setContent(`<!doctype html><html lang="en"><body style="margin: 0; font: 16px/1.5 system-ui">
    <main style="padding: 16px 20px">${html}</main>
    <script>
      const record = (init) => ({ id: '0b54bd9e-6f0f-4c11-9f0f-0a8ff0b0a001', given_by: { id: '7f5c2f4e-9f0f-4b54-8a0b-0a8ff0b0a002', email: 'ada@example.com' }, status: 'to_review', ...JSON.parse(init.body) });
      fetch = async (url, init) => Response.json(record(init), { status: 201 });
      clarifeyeFeedbackConfig = { ...${JSON.stringify(config)}, getToken: () => 'token', storage: 'none' };
    </script></body></html>`);
  await page.addScriptTag({ content: script });
  await (await page.waitForSelector('::-p-aria([name="Good response"][role="button"])')).click();
  await page.waitForSelector('::-p-text(Thanks for your feedback!)');
  // The pointer leaves no mark.
  await page.mouse.move(0, 0);
  const main = await page.$('main');
  await main.screenshot({ path: `docs/${name}` });
  await page.close();
}
await browser.close();

import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { preview } from 'vite';
import { drawParts } from './draw-parts.mjs';

/** Draws the pictures of README.md and docs/theming.md from what `npm run build` has made. */
const script = readFileSync('dist/clarifeye-feedback.js', 'utf8');
const config = { projectId: '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11', baseUrl: 'http://127.0.0.1:9/api/v1' };
const REASONS = { down: ['Wrong', 'Incomplete', 'Out of date'] };
const widget = (queryId, more = '') =>
  `<clarifeye-feedback ${more} conversation-id="3c90c3cc-0d44-4b50-8888-8dd25736052a" query-id="${queryId}"></clarifeye-feedback>`;

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});

/** A page with the script, and an API that takes everything. */
async function open(html, width) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 400, deviceScaleFactor: 2 });
  await page.setContent(`<!doctype html><html lang="en"><body style="margin: 0; font: 16px/1.5 system-ui">
    <main style="padding: 16px 20px">${html}</main>
    <script>
      const records = [];
      fetch = async (url, { method, body }) => {
        const number = method === 'POST' ? records.length : Number(/(\\d)\\/$/.exec(url)[1]);
        const given_by = { id: '7f5c2f4e-9f0f-4b54-8a0b-0a8ff0b0a002', email: 'ada@example.com' };
        records[number] = { id: '0b54bd9e-6f0f-4c11-9f0f-0a8ff0b0a00' + number, given_by, status: 'to_review', ...records[number], ...JSON.parse(body) };
        return Response.json(records[number], { status: method === 'POST' ? 201 : 200 });
      };
      clarifeyeFeedbackConfig = { ...${JSON.stringify(config)}, reasons: ${html.includes('data-reasons') ? JSON.stringify(REASONS) : 'undefined'}, getToken: () => 'token', storage: 'none' };
    </script></body></html>`);
  await page.addScriptTag({ content: script });
  return page;
}

const press = async (page, name, role = 'button') => (await page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`)).click();

async function shoot(page, name) {
  await page.waitForSelector('::-p-text(Thanks for your feedback!)');
  // Neither the pointer nor the focus leaves a mark.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.blur());
  await (await page.$('main')).screenshot({ path: `docs/${name}` });
  await page.close();
}

/** The examples of docs/theming.md that have a picture: rated, with the open box. */
for (const [, html, name] of readFileSync('docs/theming.md', 'utf8').matchAll(
  /```html\n((?:(?!```)[\s\S])*)```\n\n!\[[^\]]*\]\(([\w-]+\.png)\)/g,
)) {
  const page = await open(html, 480);
  await press(page, 'Good response');
  await shoot(page, name);
}

/** The parts, by their names. */
const parts = await open(`<div data-reasons style="padding: 62px 130px 16px 70px">${widget(0)}</div>`, 640);
await press(parts, 'Bad response');
await parts.waitForSelector('::-p-text(Thanks for your feedback!)');
await parts.evaluate(drawParts);
await shoot(parts, 'theming-parts.png');

/** One answer that is not rated, one that is, and one that has words. */
const card = (title, text, number) => `<section>
    <h2>${title}</h2>
    <p>${text}</p>
    ${widget(number)}
  </section>`;
const answers = await open(
  `<style>
    main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 20px; background: #f4f6fa; color: #1c2230; }
    section { padding: 18px 20px 20px; border: 1px solid #e1e5ec; border-radius: 14px; background: #fff; }
    h2 { margin: 0 0 10px; color: #5b6472; font: 600 13px/1.4 system-ui; }
    p { margin: 0 0 10px; font-size: 15px; }
  </style>
  <template data-reasons></template>
  ${card('One click', 'Yes. Damaged items can be returned within 30 days at no cost.', 0)}
  ${card('Words, if wanted', 'The bulb has to be bought separately.', 1)}
  ${card('Sent, and still theirs to change', 'A new shade ships within two working days.', 2)}`,
  1120,
);
const pressIn = async (number, name) =>
  (await answers.waitForSelector(`clarifeye-feedback[query-id="${number}"] >>> [part~="${name}"]`)).click();
await pressIn(2, 'up');
await (await answers.waitForSelector('clarifeye-feedback[query-id="2"] >>> textarea')).type('That was quick, and all I needed.');
await pressIn(2, 'send');
await answers.waitForSelector('clarifeye-feedback[query-id="2"][data-phase="saved"] >>> ::-p-text(Edit)');
await pressIn(1, 'down');
await (await answers.waitForSelector('clarifeye-feedback[query-id="1"] >>> [part~="reason"]')).click();
await (await answers.waitForSelector('clarifeye-feedback[query-id="1"] >>> textarea')).type('It came with the lamp.');
await shoot(answers, 'widget.png');

/** The demo, with some feedback. */
const server = await preview({ build: { outDir: 'dist/demo' }, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
const { port } = server.httpServer.address();
const demo = await browser.newPage();
await demo.setViewport({ width: 1280, height: 800, deviceScaleFactor: 1.5 });
await demo.goto(`http://127.0.0.1:${port}/?reasons&code=React`);
await press(demo, 'Quarterly report');
await press(demo, 'Good response');
await demo.waitForSelector('.entry');
await press(demo, 'A damaged lamp');
await press(demo, 'Bad response');
await press(demo, 'Incomplete');
await demo.waitForFunction(() => document.querySelectorAll('.entry').length === 2);
await press(demo, 'Code', 'tab');
await demo.mouse.move(0, 0);
await demo.screenshot({ path: 'docs/demo.png' });

await browser.close();
await server.close();

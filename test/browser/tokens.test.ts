import { createServer, type Server } from 'node:http';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerFault } from '../support/api-server';
import { setStage } from '../support/pages';
import { CONVERSATION_ID, USERS } from '../support/people';

/** A token that can be found wherever it should not be. */
const CANARY = 'ada-token';
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;

describe('the token', () => {
  const stage = setStage();
  let elsewhere: Server;
  let received: string[] = [];
  let address = '';

  beforeAll(async () => {
    elsewhere = createServer((request, response) => {
      received.push(`${request.method} ${request.headers.authorization ?? ''}`);
      response
        .writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' })
        .end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const at = elsewhere.address();
    address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}`;
  });
  afterAll(() => void elsewhere.close());

  /** Opens a page that notes every event, with all that it can reach from it. */
  async function open() {
    const requests: HTTPRequest[] = [];
    const page = await stage.newPage();
    page.on('request', (request) => requests.push(request));
    const { log } = await stage.open(
      `<script>
        window.getFeedbackToken = () => '${CANARY}'.split('').join('');
        const seen = new Set();
        window.noted = [];
        function note(value, path, depth) {
          if (typeof value === 'string') noted.push(path + ' = ' + value);
          if (value === null || !/object|function/.test(typeof value) || seen.has(value) || depth > 7 || value instanceof Node || value instanceof Window) return;
          seen.add(value);
          for (let at = value; at && at !== Object.prototype && at !== Function.prototype; at = Object.getPrototypeOf(at))
            for (const key of Reflect.ownKeys(at)) { try { note(value[key], path + '.' + String(key), depth + 1); } catch {} }
        }
        window.noteAll = () => {
          const widget = document.querySelector('clarifeye-feedback');
          for (const key of Reflect.ownKeys(widget)) note(widget[key], 'element.' + String(key), 0);
          for (const key of ['phase', 'client', 'submitter', 'value', 'strings', 'reasons']) note(widget[key], 'element.' + key, 0);
          note(window.ClarifeyeFeedback, 'ClarifeyeFeedback', 0);
        };
        for (const type of ['change', 'saved', 'removed', 'error']) addEventListener('feedback-' + type, (event) => note(event.detail, type, 0));
      </script>${stage.script()}${WIDGET}`,
      { page },
    );
    return { page, log, requests };
  }

  const press = (page: Page, part: string) =>
    page.$eval('clarifeye-feedback', ({ shadowRoot }, part) => shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`)?.click(), part);

  /** Everything that a script of the page could find the token in. */
  async function traces(page: Page, log: readonly string[], requests: readonly HTTPRequest[]): Promise<string[]> {
    const found = await page.evaluate(() => {
      (window as unknown as { noteAll(): void }).noteAll();
      const root = document.querySelector('clarifeye-feedback')?.shadowRoot;
      const attributes = [...(root?.querySelectorAll('*') ?? [])].flatMap((element) => [...element.attributes].map(({ value }) => value));
      const stores = [localStorage, sessionStorage].flatMap((store) => Object.entries(store).flat());
      const pages = [
        location.href,
        document.cookie,
        document.title,
        document.querySelector('clarifeye-feedback')?.outerHTML ?? '',
        root?.textContent ?? '',
      ];
      const entries = performance.getEntries().map((entry) => JSON.stringify(entry));
      return [...(window as unknown as { noted: string[] }).noted, ...attributes, ...stores, ...pages, ...entries];
    });
    const urls = requests.map((request) => request.url());
    const bodies = requests.map((request) => request.postData() ?? '');
    return [...found, ...log, ...urls, ...bodies].filter((text) => text.includes(CANARY));
  }

  const FAULTS: [string, ServerFault[]][] = [
    ['no fault', []],
    ...[400, 401, 403, 404, 408, 409, 413, 415, 418, 422, 425, 429, 500, 502, 503, 504].map((status): [string, ServerFault[]] => [
      `${status}`,
      [
        { method: 'POST', status, body: { error: 'No.', detail: 'No.' } },
        { method: 'POST', status },
      ],
    ]),
    ['a dropped request', [{ method: 'POST', drop: 'before' }]],
    ['a dropped answer', [{ method: 'POST', drop: 'after' }]],
    ['HTML', [{ method: 'POST', status: 201, body: '<html>' }]],
    ['broken JSON', [{ method: 'POST', status: 201, body: '{"id":' }]],
  ];

  it.each(FAULTS)('stays out of storage, console, URLs, DOM, events, errors and public objects: %s', async (_, faults) => {
    await stage.api.meet(...faults);
    const { page, log, requests } = await open();
    await press(page, 'down');
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase !== 'saving');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await traces(page, log, requests)).toEqual([]);
    // It did go out, or nothing is proved.
    const { calls } = await stage.api.state();
    expect(calls.some(({ headers }) => headers['authorization'] === `Bearer ${CANARY}`)).toBe(true);
    expect(Object.keys(USERS)).toContain(CANARY);
  });

  it.each([
    [301, 'the same origin'],
    [302, 'the same origin'],
    [307, 'the same origin'],
    [308, 'the same origin'],
    [301, 'another origin'],
    [302, 'another origin'],
    [303, 'another origin'],
    [307, 'another origin'],
    [308, 'another origin'],
  ])('and the words follow no redirect: %i to %s', async (status, where) => {
    received = [];
    const target = where === 'another origin' ? `${address}/caught` : `${new URL(stage.api.baseUrl).origin}/caught`;
    await stage.api.meet({ method: 'POST', status, headers: { location: target } });
    const { page } = await open();
    await press(page, 'down');
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'queued');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    expect(received).toEqual([]);
    const { calls, records } = await stage.api.state();
    expect(calls.filter(({ path }) => path.startsWith('/caught'))).toEqual([]);
    expect(records).toEqual([]);
  });

  it('goes to the configured origin and nowhere else', async () => {
    const { page, requests } = await open();
    await press(page, 'down');
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.phase === 'saved');
    const origins = new Set(
      requests.filter((request) => 'authorization' in request.headers()).map((request) => new URL(request.url()).origin),
    );
    expect([...origins]).toEqual([new URL(stage.api.baseUrl).origin]);
  });
});

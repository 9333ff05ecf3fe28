import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join, normalize } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { type ApiProcess, startApi } from './api-process';
import { findBrowser, launch } from './browsers';
import { PROJECT_ID } from './people';

const FILES = 'node_modules/.cache/browser-tests';
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html', woff2: 'font/woff2' };
const FONTS = /^\/fonts\/(\w[\w-]*)\/(\w[\w-]*\.woff2)$/;

/** A browser, an origin that serves pages, and the API on another origin, for the tests of one file. */
export interface Stage {
  readonly api: ApiProcess;
  readonly browser: Browser;
  readonly origin: string;
  /** Opens a page with this HTML; whatever it logs or throws is in `log`. */
  open(html: string, options?: { page?: Page; headers?: Readonly<Record<string, string>> }): Promise<{ page: Page; log: string[] }>;
  /** Hands every request below this path to a fetch-style handler. */
  mount(path: string, handler: (request: Request) => Promise<Response>): void;
  /** Serves this HTML, and tells its URL. */
  serve(html: string, headers?: Readonly<Record<string, string>>): string;
  /** A page in the test's own profile. */
  newPage(): Promise<Page>;
  /** The script tag for the API of this stage, with more attributes. */
  script(attributes?: string): string;
}

/**
 * Sets the stage before the tests of a file and clears it after each; a breach of the contract fails the test. `isWhole` takes a browser with all of its
 * parts, and not the headless shell.
 */
export function setStage(preferences: Readonly<Record<string, unknown>> = {}, isWhole = false): Stage {
  const stage = {} as { -readonly [Key in keyof Stage]: Stage[Key] };
  const documents = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const mounts = new Map<string, (request: Request) => Promise<Response>>();
  let server: Server;
  let context: BrowserContext;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname.replace(/\/$/, '/index.html');
      const mounted = [...mounts].find(([at]) => path.startsWith(at));
      if (mounted) return void getRequestListener(mounted[1])(request, response);
      const document = documents.get(path);
      if (document)
        return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...document.headers }).end(document.html);
      const [, family = '', font = ''] = FONTS.exec(path) ?? [];
      const [, fixture = '', inFixture = ''] = /^\/fixtures\/([\w-]+)\/(.*)/.exec(normalize(path)) ?? [];
      const file = fixture ? join(inject('fixtures'), fixture, 'dist', inFixture) : join(FILES, normalize(path));
      readFile(family ? join('node_modules/@fontsource', family, 'files', font) : file).then(
        (file) => response.writeHead(200, { 'content-type': TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain' }).end(file),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    stage.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const engine = inject('engine');
    if (engine !== 'webkit') stage.browser = await launch(engine, isWhole ? findBrowser(engine) : inject('executablePath'), preferences);
    stage.api = await startApi();
  });

  // A context has a storage of its own, as a new profile has.
  beforeEach(async () => {
    await stage.api.reset();
    context = await stage.browser?.createBrowserContext();
  });

  afterEach(async () => {
    await context?.close();
    expect((await stage.api.state()).violations).toEqual([]);
  });

  afterAll(async () => {
    await stage.browser?.close();
    await stage.api.stop();
    server.close();
  });

  stage.script = (attributes = 'data-get-token="getFeedbackToken"') =>
    `<script src="/clarifeye-feedback.js" data-project-id="${PROJECT_ID}" data-base-url="${stage.api.baseUrl}" ${attributes}></script>`;

  stage.newPage = () => context.newPage();

  stage.mount = (path, handler) => void mounts.set(path, handler);

  stage.serve = (body, headers = {}) => {
    const path = `/page-${documents.size}.html`;
    // A whole document is served as it is.
    const html = /^<!doctype/i.test(body)
      ? body
      : `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
    documents.set(path, { html, headers });
    return stage.origin + path;
  };

  stage.open = async (body, { page: reused, headers } = {}) => {
    const page = reused ?? (await context.newPage());
    const log: string[] = [];
    page.on('console', (message) => log.push(message.text()));
    page.on('pageerror', (error) => log.push(`uncaught: ${error instanceof Error ? error.message : error}`));
    await page.goto(stage.serve(body, headers));
    return { page, log };
  };

  return stage;
}

/** Finds by role and name as assistive technology does, through shadow roots. */
export async function find(page: Page, role: string, name: string): Promise<ElementHandle> {
  const handle =
    inject('engine') === 'chromium'
      ? await page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`)
      : ((await page.waitForFunction(findByRole, {}, role, name)).asElement() as ElementHandle | null);
  if (!handle) throw new Error(`There is no ${role} called "${name}".`);
  return handle;
}

/** The same in the page, for a browser whose protocol does not look into shadow roots. */
function findByRole(role: string, name: string): Element | undefined {
  const selectors: Record<string, string> = { button: 'button', textbox: 'textarea', group: '[role=group]' };
  const nameOf = (element: Element) =>
    element.ariaLabel ?? (element instanceof HTMLTextAreaElement ? element.labels[0] : element)?.textContent?.trim() ?? '';
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
  return roots.flatMap((root) => [...root.querySelectorAll(selectors[role] ?? role)]).find((element) => !name || nameOf(element) === name);
}

export async function click(page: Page, name: string): Promise<void> {
  await (await find(page, 'button', name)).click();
}

/** Waits until the status region says this. */
export async function says(page: Page, text: string): Promise<void> {
  const read = () =>
    page.evaluate(() =>
      [document, ...[...document.querySelectorAll('clarifeye-feedback')].map((host) => host.shadowRoot)]
        .flatMap((root) => [...(root?.querySelectorAll('[aria-live=polite], [role=alert]') ?? [])])
        .map((region) => region.textContent)
        .join(''),
    );
  await expect.poll(read).toBe(text);
}

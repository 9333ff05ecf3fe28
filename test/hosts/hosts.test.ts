import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import { setStage } from '../support/pages';
import { PROJECT_ID } from '../support/people';

/** How a person uses the chat of a host. */
interface Host {
  /** Where to write the question; Enter sends it. */
  readonly input: string;
  /** The page, if it is not that of the host's name. */
  readonly page?: string;
  /** How htmx puts what it has loaded into the page. */
  readonly swap?: string;
  /** Whether the chat has a button that asks for another answer, and others that go back and forth between them. */
  readonly regenerates?: boolean;
  readonly hasBranches?: boolean;
  /** Whether the widget comes only when the answer is complete. */
  readonly showsWidgetLate?: boolean;
}

const HOSTS: Readonly<Record<string, Host>> = {
  'ai-sdk': { input: 'input', regenerates: true },
  'assistant-ui': { input: 'textarea', regenerates: true, hasBranches: true },
  botframework: { input: '[data-id="webchat-sendbox-input"]' },
  // It draws a footer only under an answer that is complete.
  carbon: { input: '>>> [contenteditable=true]', showsWidgetLate: true },
  'deep-chat': { input: '>>> #text-input' },
  'vue-advanced-chat': { input: '>>> textarea' },
  'Turbo, which morphs': { page: 'turbo', input: 'input' },
  ...Object.fromEntries(
    ['innerHTML', 'outerHTML', 'innerMorph', 'outerMorph'].map((swap) => [`htmx with ${swap}`, { page: 'htmx', input: 'input', swap }]),
  ),
  chatscope: { input: '[contenteditable=true]' },
};

describe.each(Object.entries(HOSTS))('in a page of %s', (name, host) => {
  const stage = setStage();

  async function open({ isDark = false, width = 1280, html = '' } = {}) {
    const page = await stage.newPage();
    await page.setViewport({ width, height: 800 });
    const setting = { projectId: PROJECT_ID, baseUrl: stage.api.baseUrl };
    const source = readFileSync(join(inject('fixtures'), 'pages/dist', `${host.page ?? name}.html`), 'utf8')
      .replace(
        '<script src="/setting.js"></script>',
        `<script>setting = ${JSON.stringify(setting)}; isDark = ${isDark}; swap = '${host.swap}'</script>`,
      )
      .replace('<html lang="en">', `<html lang="en" ${html}>`);
    return stage.open(source, { page });
  }
  /** What the console says of the widget. */
  const ofWidget = (log: readonly string[]) => log.filter((line) => /clarifeye/i.test(line));
  const records = async () =>
    (await stage.api.state()).records
      .map(({ context, is_positive, feedback }) => [context.query_id, is_positive, feedback])
      .sort(([a], [b]) => Number(a) - Number(b));

  /** All widgets of the page, in any shadow root, the oldest answer first. */
  const all = (page: Page) =>
    page.evaluateHandle(() => {
      const roots: (Document | ShadowRoot)[] = [document];
      for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
      // The one whose query id is not known yet is the newest.
      const order = (element: Element) => Number(element.getAttribute('query-id') ?? Number.POSITIVE_INFINITY);
      return roots.flatMap((root) => [...root.querySelectorAll('clarifeye-feedback')]).sort((a, b) => order(a) - order(b));
    });
  const widgets = async (page: Page) => (await all(page)).evaluate((elements) => elements.length);
  /** The element of a widget: that of the newest answer, or an earlier one. */
  const widget = async (page: Page, fromEnd = 1) => {
    await expect.poll(() => widgets(page)).toBeGreaterThanOrEqual(fromEnd);
    const element = await (await all(page)).evaluateHandle((elements, fromEnd) => elements.at(-fromEnd), fromEnd);
    return element.asElement() as ElementHandle<HTMLElement>;
  };
  /**
   * Presses a button where it is, once it has come to rest and nothing covers it. Text that is still being typed, or a box that opens, may move it from under
   * the pointer in that moment: then neither it nor, in a widget, one that has replaced it has heard `event`, and it is pressed again, as a person does.
   */
  const hit = async (page: Page, findButton: () => Promise<ElementHandle<Element> | null>, event: 'pointerdown' | 'click') => {
    const press = async () => {
      const button = await findButton();
      const attempt = await button?.evaluateHandle(async (button, event) => {
        const find = () => {
          const { x, y, width, height } = button.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        };
        button.scrollIntoView({ block: 'nearest' });
        const before = find();
        await new Promise((resolve) => setTimeout(resolve, 100));
        const { x, y } = find();
        const root = button.getRootNode() as Document | ShadowRoot;
        const isUncovered = button.contains(root.elementFromPoint?.(x, y) ?? null);
        const attempt = { isReady: isUncovered && x === before.x && y === before.y, x, y, isHeard: false };
        const part = button.getAttribute('part');
        const isMeant = (node: EventTarget) => node === button || (part && (node as Element).getAttribute?.('part') === part);
        const listener = (heard: Event) => {
          attempt.isHeard = heard.composedPath().some((node) => isMeant(node));
        };
        ('host' in root ? root.host : button).addEventListener(event, listener, { once: true, capture: true });
        return attempt;
      }, event);
      const { isReady, x, y } = (await attempt?.jsonValue()) ?? {};
      if (!attempt || !isReady) return false;
      await page.mouse.click(Number(x), Number(y));
      return attempt.evaluate(({ isHeard }) => isHeard);
    };
    await expect.poll(press).toBe(true);
  };
  const press = (page: Page, part: string, fromEnd = 1) =>
    hit(page, async () => (await widget(page, fromEnd)).$(`>>> [part~=${part}]`), 'pointerdown');
  const state = async (page: Page, fromEnd = 1) =>
    (await widget(page, fromEnd)).evaluate((element) => ({
      phase: element.dataset['phase'],
      pressed: element.shadowRoot?.querySelector('[aria-pressed=true].cf-rating')?.getAttribute('part') ?? null,
      status: element.shadowRoot?.querySelector('[aria-live=polite]')?.textContent,
    }));
  const ask = async (page: Page, question: string) => {
    // Some chats are ready to be typed in only later than they look so.
    await expect
      .poll(async () => {
        const input = (await page.waitForSelector(host.input)) as ElementHandle<HTMLElement>;
        await input.click();
        await page.keyboard.down('Control');
        await page.keyboard.press('KeyA');
        await page.keyboard.up('Control');
        await page.keyboard.type(question);
        return input.evaluate((field) => (field as HTMLInputElement).value ?? field.textContent);
      })
      .toContain(question);
    await page.keyboard.press('Enter');
  };
  const finish = async (page: Page) => {
    await page.waitForFunction(() => 'finish' in globalThis);
    await page.evaluate(() => (globalThis as unknown as { finish: () => void }).finish());
  };

  it('a person does the whole job', async () => {
    const { page, log } = await open();
    // Rated while it streams.
    await ask(page, 'When does water boil?');
    if (host.showsWidgetLate) await finish(page);
    await press(page, 'down');
    if (!host.showsWidgetLate) {
      await expect.poll(() => state(page)).toMatchObject({ phase: 'waiting', pressed: 'down' });
      expect(await records()).toEqual([]);
      await finish(page);
    }
    await expect.poll(records).toEqual([[0, false, '']]);
    await expect.poll(() => state(page)).toEqual({ phase: 'saved', pressed: 'down', status: 'Thanks for your feedback!' });
    // Words.
    const box = await (await widget(page)).waitForSelector('>>> textarea');
    await box?.type('Too long');
    await press(page, 'send');
    await expect.poll(records).toEqual([[0, false, 'Too long']]);
    // The next answer.
    await ask(page, 'And on a mountain?');
    await finish(page);
    await expect.poll(() => widgets(page)).toBe(2);
    await press(page, 'up');
    await expect.poll(async () => (await state(page)).phase).toBe('saved');
    const both = [
      [0, false, 'Too long'],
      [1, true, ''],
    ];
    await expect.poll(records).toEqual(both);
    expect((await state(page, 2)).pressed).toBe('down');
    // The host draws its chat anew.
    await page.evaluate(() => (globalThis as unknown as { remount: () => void }).remount());
    await expect.poll(async () => (await state(page)).pressed).toBe('up');
    await expect.poll(async () => (await state(page, 2)).pressed).toBe('down');
    expect(await records()).toEqual(both);
    expect(ofWidget(log)).toEqual([]);
  });

  if (host.regenerates)
    it('gives a rating to no answer that is generated again, and back', async () => {
      const { page, log } = await open();
      await ask(page, 'When does water boil?');
      await press(page, 'up');
      await finish(page);
      await expect.poll(records).toEqual([[0, true, '']]);
      const button = (label: string) => hit(page, () => page.$(`::-p-aria(${label}[role="button"])`), 'click');
      await button('Regenerate');
      await expect.poll(async () => (await state(page)).pressed).toBeNull();
      await press(page, 'down');
      await expect.poll(async () => (await state(page)).phase).toBe('waiting');
      await finish(page);
      const both = [
        [0, true, ''],
        [1, false, ''],
      ];
      await expect.poll(records).toEqual(both);
      expect(ofWidget(log)).toEqual([]);
      if (!host.hasBranches) return;
      await button('‹');
      await expect.poll(async () => (await state(page)).pressed).toBe('up');
      await button('›');
      await expect.poll(async () => (await state(page)).pressed).toBe('down');
      expect([await records(), ofWidget(log)]).toEqual([both, []]);
    });

  it.each([
    ['light, wide', { width: 1280 }],
    ['dark, wide', { width: 1280, isDark: true }],
    ['light, narrow', { width: 390 }],
    ['dark, narrow, from right to left', { width: 390, isDark: true, html: 'dir="rtl"' }],
  ])('the widget is at home: %s', async (look, setting) => {
    const { page, log } = await open(setting);
    await ask(page, 'When does water boil?');
    await finish(page);
    await expect.poll(async () => await (await widget(page)).evaluate((element) => element.getAttribute('query-id'))).toBe('0');
    await press(page, 'down');
    await expect.poll(async () => (await state(page)).phase).toBe('saved');
    const edges = await (await widget(page)).evaluate((element) =>
      [...(element.shadowRoot?.querySelectorAll('.cf-group, .cf-panel, [aria-live=polite]') ?? [])].flatMap((part) => {
        const { left, right } = part.getBoundingClientRect();
        return [left, right];
      }),
    );
    expect(edges.every((edge) => edge >= 0 && edge <= setting.width)).toBe(true);
    const [textEnd, boxStart] = await (await widget(page)).evaluate((element) => [
      element.shadowRoot?.querySelector('.cf-text')?.getBoundingClientRect().bottom ?? 0,
      element.shadowRoot?.querySelector('.cf-panel')?.getBoundingClientRect().top ?? 0,
    ]);
    expect(boxStart).toBeGreaterThanOrEqual(textEnd ?? 0);
    const { ink, host: around } = await (await widget(page)).evaluate((element) => ({
      ink: getComputedStyle(element.shadowRoot?.querySelector('[part=up]') ?? element).color,
      host: getComputedStyle(element).color,
    }));
    expect(ink).toBe(around);
    expect([(await records()).length, ofWidget(log)]).toEqual([1, []]);
    if (process.env['SCREENS']) await page.screenshot({ path: `${process.env['SCREENS']}/${name} ${look}.png` as `${string}.png` });
  });
});

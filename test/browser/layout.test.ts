import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { openGallery } from '../support/gallery';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { findSnippet } from '../support/snippets';

interface Shift {
  readonly value: number;
  readonly isAfterInput: boolean;
}

// https://developer.mozilla.org/docs/Web/API/LayoutShift: what moves within 500 ms of a click is expected by the person who clicked.
const OBSERVER = `<script>
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) shifts.push({ value, isAfterInput: hadRecentInput });
  }).observe({ type: 'layout-shift', buffered: true });
</script>`;
const RESERVED = `<style>${findSnippet('theming-no-shift-while-the-script-loads')}</style>`;
const TURNS = Array.from({ length: 50 }, (_, index) => {
  const widget = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="${index}"><span slot="disclaimer">No names.</span></clarifeye-feedback>`;
  return `<p>Question ${index}</p><p>An answer of some words.</p>${widget}`;
}).join('');

describe('layout', () => {
  const stage = setStage();

  const shifts = async (page: Page) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
  };
  const unexpected = async (page: Page) => (await shifts(page)).filter(({ isAfterInput }) => !isAfterInput);

  it.each([
    320, 1280,
  ])('does not shift outside a click while 50 widgets upgrade, a box opens and thanks come late, %i px wide', async (width) => {
    // The answers come when a click no longer excuses what moves.
    await stage.api.meet({ method: 'POST', delayMs: 1000 }, { method: 'PATCH', delayMs: 1000 });
    const page = await stage.newPage();
    await page.setViewport({ width, height: 900 });
    await stage.open(`${OBSERVER}<script>getFeedbackToken = () => 'ada-token'</script>${RESERVED}${TURNS}`, { page });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await page.evaluate((html) => {
      const { attributes } = new DOMParser().parseFromString(html, 'text/html').scripts[0] as HTMLScriptElement;
      const script = document.createElement('script');
      for (const { name, value } of attributes) script.setAttribute(name, value);
      document.head.append(script);
    }, stage.script());
    await find(page, 'group', 'Rate answer 1');
    expect(await shifts(page)).toEqual([]);
    await click(page, 'Bad response');
    await says(page, 'Thanks for your feedback!');
    expect(await unexpected(page)).toEqual([]);
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Too long');
    await click(page, 'Send');
    await new Promise((resolve) => setTimeout(resolve, 700));
    await says(page, 'Thanks for your feedback!');
    expect(await unexpected(page)).toEqual([]);
    // The observer sees what the clicks moved.
    expect((await shifts(page)).length).toBeGreaterThan(0);
  });

  it.each([
    ['320 px', ':root {}'],
    ['320 px and text at 200 %', ':root { font-size: 200%; }'],
  ])('needs no scrolling to the side in any state: %s', async (_, css) => {
    const page = await stage.newPage();
    await openGallery(page, stage.origin, 'theme=light&dir=ltr', 320);
    await page.addStyleTag({ content: css });
    const tooWide = await page.$$eval('.specimen', (specimens) =>
      specimens
        .filter((specimen) => specimen.scrollWidth > specimen.clientWidth)
        .map((specimen) => (specimen as HTMLElement).dataset['state']),
    );
    expect(tooWide).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  // https://www.w3.org/TR/WCAG22/#text-spacing
  it('cuts no text that a reader spaces out', async () => {
    const page = await stage.newPage();
    await openGallery(page, stage.origin, 'theme=light&dir=ltr', 320);
    const cut = await page.$$eval('clarifeye-feedback', (hosts) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }');
      return hosts.flatMap(({ shadowRoot }) => {
        if (!shadowRoot) return ['no shadow root'];
        shadowRoot.adoptedStyleSheets.push(sheet);
        const boxes = [...shadowRoot.querySelectorAll<HTMLElement>('button, label, p, span, .cf-quote')];
        return boxes.filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0).map((box) => box.textContent);
      });
    });
    expect(cut).toEqual([]);
  });

  it('shows no more than the beginning of long words, so that what follows stays in sight', async () => {
    const { page } = await stage.open(`<script>getFeedbackToken = () => 'ada-token'</script>${TURNS}${stage.script()}`);
    await page.setViewport({ width: 600, height: 600 });
    await click(page, 'Bad response');
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    await box.evaluate((element) => {
      (element as HTMLTextAreaElement).value = 'Long words, '.repeat(330);
      element.dispatchEvent(new Event('input'));
    });
    await click(page, 'Send');
    await says(page, 'Thanks for your feedback!');
    expect(await page.$eval('clarifeye-feedback', ({ offsetHeight }) => offsetHeight)).toBeLessThan(300);
  });

  it.each([
    ['a mouse', false, 32, 24],
    ['a finger', true, 44, 44],
  ])('has targets that are large enough for %s', async (_, hasTouch, least, leastSmall) => {
    const page = await stage.newPage();
    await openGallery(page, stage.origin, 'theme=light&dir=ltr', 400);
    // Chromium loads the page again.
    await page.setViewport({ width: 400, height: 900, hasTouch, isMobile: hasTouch });
    await page.waitForSelector('html[data-ready]');
    expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(hasTouch);
    const small = await page.$$eval(
      'clarifeye-feedback',
      (hosts, least, leastSmall) =>
        hosts.flatMap((host) =>
          [...(host.shadowRoot?.querySelectorAll('button') ?? [])]
            .map((button) => ({ name: button.ariaLabel ?? button.textContent, ...button.getBoundingClientRect().toJSON() }))
            .filter(({ width, height }) => Math.min(width, height) < (host.getAttribute('size') === 'sm' ? leastSmall : least))
            .map(({ name, width, height }) => `${name}: ${width} x ${height}`),
        ),
      least,
      leastSmall,
    );
    expect(small).toEqual([]);
    expect(await page.$$eval('clarifeye-feedback >>> button', (buttons) => buttons.length)).toBeGreaterThan(100);
  });

  it('draws every border in full where the person asks for more contrast', async () => {
    const page = await stage.newPage();
    const session = await page.createCDPSession();
    const bordersIn = (contrast: string) =>
      session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-contrast', value: contrast }] }).then(() =>
        page.$$eval('clarifeye-feedback', (hosts) =>
          hosts.flatMap((host) =>
            [...(host.shadowRoot?.querySelectorAll('[class^=cf-]') ?? [])].flatMap((part) => {
              const { borderTopColor, borderTopWidth, color, opacity } = getComputedStyle(part);
              return Number.parseFloat(borderTopWidth) ? [borderTopColor === color && opacity === '1'] : [];
            }),
          ),
        ),
      );
    await openGallery(page, stage.origin, 'theme=light&dir=ltr', 900);
    expect(new Set(await bordersIn('no-preference'))).toEqual(new Set([true, false]));
    const borders = await bordersIn('more');
    expect(borders.length).toBeGreaterThan(40);
    expect(borders.every(Boolean)).toBe(true);
  });

  it.each([390, 1280])('wraps a reason that is longer than the row, inside its border, %i px wide', async (width) => {
    const page = await stage.newPage();
    await page.setViewport({ width, height: 800 });
    const reason = 'It answers another question than the one that I have asked, '.repeat(4).trim();
    await stage.open(
      `<script>getFeedbackToken = () => 'ada-token'; clarifeyeFeedbackConfig = { reasons: { down: [${JSON.stringify(reason)}, 'Wrong'] } }</script>
      <main style="max-width: 700px">${TURNS}</main>${stage.script()}`,
      { page },
    );
    await click(page, 'Bad response');
    const chip = await find(page, 'button', reason);
    const { inside, lines } = await chip.evaluate((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const [text, box] = [range.getBoundingClientRect(), node.getBoundingClientRect()];
      const { lineHeight, fontSize } = getComputedStyle(node);
      const room = [text.left - box.left, box.right - text.right, text.top - box.top, box.bottom - text.bottom];
      return { inside: Math.min(...room), lines: text.height / (Number.parseFloat(lineHeight) || Number.parseFloat(fontSize) * 1.2) };
    });
    expect(lines).toBeGreaterThan(1.5);
    expect(inside).toBeGreaterThanOrEqual(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('zooms into no box and leaves no hover behind a finger', async () => {
    const { page } = await stage.open(`<meta name="viewport" content="width=device-width">
      <script>getFeedbackToken = () => 'ada-token'</script>${TURNS}${stage.script()}`);
    await page.setViewport({ width: 390, height: 800, hasTouch: true, isMobile: true });
    await page.waitForFunction(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('[part=down]'));
    const backgroundOf = async (name: string) => {
      const button = await find(page, 'button', name);
      await button.tap();
      return button.evaluate((node) => getComputedStyle(node).backgroundColor);
    };
    const clear = 'rgba(0, 0, 0, 0)';
    expect(await backgroundOf('Good response')).toBe(clear);
    expect(await backgroundOf('Bad response')).toBe(clear);
    // iOS zooms into a field with smaller text.
    const box = await find(page, 'textbox', 'What went wrong? (optional)');
    expect(Number.parseFloat(await box.evaluate((node) => getComputedStyle(node).fontSize))).toBeGreaterThanOrEqual(16);
  });

  it('scrolls no container that only clips, because nobody could scroll it back', async () => {
    const { page } =
      await stage.open(`<style>html, body { margin: 0; height: 100%; overflow: hidden } #shell { height: 100vh; overflow: hidden }
      header { height: 60px } main { height: 100vh; overflow: auto }</style><script>getFeedbackToken = () => 'ada-token'</script>
      <div id="shell"><header>Chat</header><main><div style="height: 1500px"></div>${TURNS}</main></div>${stage.script()}`);
    await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 10_000));
    await click(page, 'Bad response');
    await find(page, 'textbox', 'What went wrong? (optional)');
    expect(await page.evaluate(() => [document.querySelector('#shell')?.scrollTop, document.documentElement.scrollTop])).toEqual([0, 0]);
  });

  it.each([
    ['hidden', 'hidden'],
    ['a style of its own, as v-show of Vue sets', 'style="display: none;"'],
    ['the same as HTML has it', 'style="color: red; display:none"'],
  ])('is hidden in a toolbar by %s', async (_, attribute) => {
    const { page } = await stage.open(
      `<div style="display: flex; flex-wrap: wrap"><clarifeye-feedback layout="toolbar" ${attribute} conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback></div>${stage.script()}`,
    );
    const display = () => page.evaluate(() => getComputedStyle(document.querySelector('clarifeye-feedback') as Element).display);
    expect(await display()).toBe('none');
    await page.evaluate(() => {
      const element = document.querySelector('clarifeye-feedback') as HTMLElement;
      element.hidden = false;
      element.style.display = '';
    });
    expect(await display()).toBe('contents');
  });

  it('keeps the box above the keyboard of a phone', async () => {
    const { page } =
      await stage.open(`<meta name="viewport" content="width=device-width"><script>getFeedbackToken = () => 'ada-token'</script>
      <main style="height: 600px; overflow: auto">${TURNS}<div style="height: 900px"></div></main>${stage.script()}`);
    await page.setViewport({ width: 390, height: 600, hasTouch: true, isMobile: true });
    await click(page, 'Bad response');
    await (await find(page, 'textbox', 'What went wrong? (optional)')).focus();
    // The keyboard covers the lower part of the page, which the layout does not notice.
    const bottom = await page.evaluate(() => {
      const main = document.querySelector('main') as HTMLElement;
      const box = () =>
        document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('.cf-panel')?.getBoundingClientRect().bottom ?? 0;
      main.scrollTop = 0;
      main.prepend(Object.assign(document.createElement('div'), { style: `height: ${Math.max(0, 580 - box())}px` }));
      Object.defineProperties(window.visualViewport, { height: { value: 300 }, offsetTop: { value: 0 } });
      window.visualViewport?.dispatchEvent(new Event('resize'));
      return box();
    });
    expect(bottom).toBeLessThanOrEqual(300);
  });

  it.each([
    ['display: flex', '.bar > * { display: flex; align-items: center }'],
    ['display: inline-block', '.bar * { display: inline-block }'],
  ])('moves no button of a bar that sets its items to %s', async (_, css) => {
    const { page } =
      await stage.open(`<style>.bar { display: flex; flex-wrap: wrap } ${css}</style><script>getFeedbackToken = () => 'ada-token'</script>
      <div class="bar"><button>Copy</button><clarifeye-feedback layout="toolbar" conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback><button>Again</button></div>${stage.script()}`);
    const places = () => page.$$eval('.bar > button', (buttons) => buttons.map((button) => JSON.stringify(button.getBoundingClientRect())));
    await find(page, 'button', 'Bad response');
    const before = await places();
    await click(page, 'Bad response');
    await find(page, 'textbox', 'What went wrong? (optional)');
    await says(page, 'Thanks for your feedback!');
    expect(await places()).toEqual(before);
  });

  it.each([
    ['none', 1],
    ['20rem', 20 * 16],
    ['90%', 0.9],
  ])('begins a line with the box, of whatever width the page gives its part: %s', async (maxWidth, expected) => {
    const { page } = await stage.open(`<style>clarifeye-feedback::part(panel) { max-width: ${maxWidth}; }</style>
      <script>getFeedbackToken = () => 'ada-token'</script>${TURNS}${stage.script()}`);
    await page.setViewport({ width: 1280, height: 900 });
    await click(page, 'Bad response');
    await find(page, 'textbox', 'What went wrong? (optional)');
    const [width, whole, isBelow] = await page.$eval('clarifeye-feedback', ({ shadowRoot, offsetWidth }) => {
      const rect = (part: string) => shadowRoot?.querySelector(`[part=${part}]`)?.getBoundingClientRect() as DOMRect;
      return [rect('panel').width, offsetWidth, rect('panel').top >= rect('group').bottom] as const;
    });
    expect([Math.round(width), isBelow]).toEqual([Math.round(expected > 1 ? expected : whole * expected), true]);
  });

  it("takes nothing but colour and font from the page's own text styles, and nothing is printed", async () => {
    const page = await stage.newPage();
    await openGallery(page, stage.origin, 'theme=light&dir=ltr', 400);
    // What the host puts into a slot is the host's, and so is the room that it takes.
    const measure = () =>
      page.$$eval('clarifeye-feedback', (hosts) =>
        hosts.flatMap((host) =>
          [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.cf-group, button, textarea, label, p, span, .cf-quote') ?? [])].map(
            (element) => {
              const { width, height } = element.getBoundingClientRect();
              return [element.className, Math.round(width), Math.round(height), getComputedStyle(element).textTransform].join();
            },
          ),
        ),
      );
    const before = await measure();
    await page.addStyleTag({
      content: `body { font: italic 700 30px/3 system-ui, sans-serif; letter-spacing: 4px; text-transform: uppercase; text-indent: 40px;
        white-space: nowrap; word-spacing: 9px; text-align: end; hyphens: auto; list-style: square; cursor: crosshair; user-select: none; }
        * { margin: 0; } button { display: none; } .clarifeye-feedback { border: 9px solid; } span { font-size: 40px; }`,
    });
    const host = await page.$eval('.specimen', (specimen) => getComputedStyle(specimen).textTransform);
    expect(host).toBe('uppercase');
    expect(await measure()).toEqual(before);
    await page.emulateMediaType('print');
    expect(await page.$$eval('clarifeye-feedback', (hosts) => Math.max(...hosts.map(({ offsetHeight }) => offsetHeight)))).toBe(0);
  });

  it("takes nothing from the page's rules for element types in an app without a shadow root, and the page nothing from it", async () => {
    const open = async (css: string) => {
      const setting = JSON.stringify({ projectId: PROJECT_ID, baseUrl: stage.api.baseUrl, conversationId: CONVERSATION_ID });
      const { page } = await stage.open(
        `<style>${css}</style><link rel="stylesheet" href="/app/preact-app.css"><div class="cf">A clearfix.</div><div id="app"></div>
        <script type="application/json" id="setting">${setting}</script><script type="module" src="/app/preact-app.js"></script>`,
      );
      await click(page, 'Bad response');
      await says(page, 'Thanks for your feedback!');
      const sizes = await page.$$eval('.clarifeye-feedback *', (elements) =>
        elements.map((element) => {
          const { width, height } = element.getBoundingClientRect();
          return [element.tagName, Math.round(width), Math.round(height), getComputedStyle(element).textTransform].join();
        }),
      );
      return { page, sizes };
    };
    const { sizes } = await open('');
    const hostile = `svg { display: block; } button { min-width: 120px; width: 100%; text-transform: uppercase; box-shadow: 0 0 9px; padding: 20px; }
      span, p { font-size: 30px; margin: 9px; } label { display: none; } form { border: 5px solid; } textarea { height: 300px; } * { letter-spacing: 3px; }`;
    const { page, sizes: now } = await open(`body { font: 20px Georgia; color: red; } ${hostile}`);
    expect(now).toEqual(sizes);
    expect(await page.$eval('.cf', (element) => [getComputedStyle(element).fontFamily, getComputedStyle(element).color])).toEqual([
      'Georgia',
      'rgb(255, 0, 0)',
    ]);
    await page.emulateMediaType('print');
    expect(await page.$eval('.cf', (element) => getComputedStyle(element).display)).toBe('block');
  });
});

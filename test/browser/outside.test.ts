import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { createFeedbackProxy } from '../../src/server';
import { click, find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const stage = setStage();
const records = async () => (await stage.api.state()).records;
const THANKS = 'Thanks for your feedback!';
const TOKEN = "<script>window.getFeedbackToken = () => 'ada-token'</script>";
const USER_ID = 'aaaaaaaa-0000-4000-8000-000000000000';

const widget = (attributes: string) => `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" ${attributes}></clarifeye-feedback>`;

/** A page with the script and these widgets, and options set in JavaScript. */
const open = (widgets: string, options = '') =>
  stage.open(`<script>window.clarifeyeFeedbackConfig = {${options}};</script>${TOKEN}${stage.script()}<main>${widgets}</main>`);

/** A page with the Preact app, whose widget gets more props, and whose client gets options. */
const openApp = (script: string) =>
  stage.open(
    `<script>${script}</script><div id="app"></div><script type="application/json" id="setting">${JSON.stringify({
      projectId: PROJECT_ID,
      baseUrl: stage.api.baseUrl,
      conversationId: CONVERSATION_ID,
    })}</script><script type="module" src="/app/preact-app.js"></script>`,
  );

/** Presses a rating of the nth widget as a script does, wherever it stands. */
const press = (page: Page, part: string, index = 0) =>
  page.evaluate(
    (part, index) =>
      document.querySelectorAll('clarifeye-feedback')[index]?.shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`)?.click(),
    part,
    index,
  );

const phases = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('clarifeye-feedback')].map((element) => element.getAttribute('data-phase')));

/** What the project has of each answer: `is_positive` by query id. */
const votes = async () => Object.fromEntries((await records()).map(({ context, is_positive }) => [context.query_id, is_positive]));

/** Long enough for a request that should not be made. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 400));

const html = (status: number, method = 'POST') => ({
  method,
  status,
  body: '<html><h1>Access denied</h1></html>',
  headers: { 'content-type': 'text/html' },
});

describe('a rating without a query id', () => {
  /** Replaces the only answer of the list in one task, and rates the new one where a part is given. */
  const replace = async (page: Page, attributes: string, part = '') => {
    await page.evaluate((html) => {
      const list = document.querySelector('main');
      if (list) list.innerHTML = html;
    }, widget(attributes));
    if (part) await press(page, part);
    await settle();
  };

  it('goes to no answer that takes the place of its element, as on "regenerate" and back', async () => {
    const { page } = await open(widget('query-id="0"'));
    await press(page, 'up');
    await expect.poll(votes).toEqual({ 0: true });
    await replace(page, '', 'down');
    await replace(page, 'query-id="0"');
    expect([await votes(), await phases(page)]).toEqual([{ 0: true }, ['saved']]);
    expect(await stage.api.methods()).toEqual(['POST']);
  });

  it('goes to no new answer either that takes the place of its element', async () => {
    const { page } = await open(widget(''));
    await press(page, 'down');
    await expect.poll(() => phases(page)).toEqual(['waiting']);
    await replace(page, 'query-id="4"');
    expect([await votes(), await phases(page)]).toEqual([{}, ['idle']]);
  });

  it('goes to no answer that was on the page before, where the page reuses its element', async () => {
    const { page, log } = await open(widget('query-id="0"'));
    await press(page, 'up');
    await expect.poll(votes).toEqual({ 0: true });
    const set = (id: string | null) =>
      page.evaluate((id) => {
        const element = document.querySelector('clarifeye-feedback');
        if (id === null) element?.removeAttribute('query-id');
        else element?.setAttribute('query-id', id);
      }, id);
    await set(null);
    await press(page, 'down');
    await expect.poll(() => phases(page)).toEqual(['waiting']);
    await set('0');
    await settle();
    expect([await votes(), await phases(page)]).toEqual([{ 0: true }, ['saved']]);
    expect(log.filter((text) => text.startsWith('clarifeye-feedback'))).toHaveLength(1);
  });

  it('goes to no answer that came before it was given, although another rating was given and taken back before that', async () => {
    const { page } = await open(widget(''));
    await press(page, 'up');
    await press(page, 'up');
    await page.evaluate((html) => document.querySelector('main')?.insertAdjacentHTML('beforeend', html), widget('query-id="5"'));
    await press(page, 'down');
    await page.evaluate(() => document.querySelector('clarifeye-feedback')?.setAttribute('query-id', '5'));
    await settle();
    expect(await votes()).toEqual({});
  });

  it('goes to no answer of another conversation, where the page reuses its element', async () => {
    const { page } = await open(widget(''));
    await press(page, 'down');
    await expect.poll(() => phases(page)).toEqual(['waiting']);
    await page.evaluate(() => {
      const element = document.querySelector('clarifeye-feedback');
      element?.setAttribute('conversation-id', '99999999-0000-4000-8000-000000000000');
      element?.setAttribute('query-id', '0');
    });
    await settle();
    expect([await votes(), await phases(page)]).toEqual([{}, ['idle']]);
  });

  it('is sent by the next element with its key where the page removes the one that was pressed when it hears of it', async () => {
    const { page } = await open(widget('answer-key="a"'));
    await page.evaluate(() => {
      document.addEventListener('feedback-change', ({ target }) => (target as Element).remove(), { once: true });
    });
    await (await page.waitForSelector('clarifeye-feedback >>> [part~=down]'))?.click();
    await page.waitForFunction(() => !document.querySelector('clarifeye-feedback'));
    await page.evaluate(
      (html) => document.querySelector('main')?.insertAdjacentHTML('beforeend', html),
      widget('answer-key="a" query-id="4"'),
    );
    await expect.poll(votes).toEqual({ 4: false });
    await expect.poll(() => phases(page)).toEqual(['saved']);
  });

  it('goes to the answer in whose widget it was pressed, where all have one key and get their ids at random', async () => {
    const { page } = await open(widget('answer-key="a"').repeat(3));
    await (await page.$$('clarifeye-feedback >>> [part~=up]'))[1]?.click();
    await expect.poll(() => phases(page)).toEqual(['waiting', 'waiting', 'waiting']);
    for (const index of [2, 0, 1]) {
      await page.evaluate((index) => document.querySelectorAll('clarifeye-feedback')[index]?.setAttribute('query-id', `${index}`), index);
      await settle();
      expect(await votes()).toEqual(index === 1 ? { 1: true } : {});
    }
  });

  it('is sent once its own element gets the id, also where the answer is shown twice', async () => {
    const { page } = await open(widget('') + widget(''));
    await press(page, 'down', 1);
    await expect.poll(() => phases(page)).toEqual(['idle', 'waiting']);
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('clarifeye-feedback')) element.setAttribute('query-id', '7');
    });
    await expect.poll(votes).toEqual({ 7: false });
    await expect.poll(() => phases(page)).toEqual(['saved', 'saved']);
  });
});

describe('a wrong value', () => {
  it('of an attribute makes its own widget unavailable, with one line, and leaves the others alone', async () => {
    const { page, log } = await open(
      `<clarifeye-feedback conversation-id="abc" query-id="0"></clarifeye-feedback>${widget('query-id="1"')}`,
    );
    await press(page, 'up', 1);
    await expect.poll(votes).toEqual({ 1: true });
    await says(page, `Feedback isn't available here.${THANKS}`);
    expect(log).toEqual([expect.stringMatching(/conversation-id attribute: got "abc", needs a UUID/)]);
  });

  it.each([
    'conversationId: 123',
    'queryId: "first"',
    'value: { rating: "sideways" }',
    'client: {}',
  ])('of a prop makes its own widget unavailable, with one line, and leaves the app alone: %s', async (prop) => {
    const { page, log } = await openApp(`window.widgetProps = {${prop}};`);
    await find(page, 'button', 'Good response');
    expect(await page.$eval('main p', (element) => element.textContent)).toBe('An answer.');
    await says(page, "Feedback isn't available here.");
    expect(log).toHaveLength(1);
    expect(log[0]).toContain(prop.split(':')[0]);
  });
});

describe('a choice that changes while beforeSend is asked', () => {
  const SLOW = 'beforeSend: (feedback) => new Promise((resolve) => { (window.asked ??= []).push(() => resolve(null)); })';
  const answer = (page: Page) => page.evaluate(() => (window as unknown as { asked: (() => void)[] }).asked.splice(0).map((go) => go()));
  const asked = (page: Page) => expect.poll(() => page.evaluate(() => (window as { asked?: unknown[] }).asked?.length ?? 0)).toBe(1);

  async function sayWords(page: Page): Promise<void> {
    await click(page, 'Bad response');
    await says(page, THANKS);
    await (await find(page, 'textbox', 'What went wrong? (optional)')).type('Too slow');
    await click(page, 'Send');
    await asked(page);
  }

  it('is recorded as it was last', async () => {
    const { page } = await open(widget('query-id="0"'), SLOW);
    await sayWords(page);
    await press(page, 'up');
    await answer(page);
    // The words leave with their rating, so nothing is asked again.
    await expect.poll(votes).toEqual({ 0: true });
    await expect.poll(() => phases(page)).toEqual(['saved']);
  });

  it('is removed where it was taken back', async () => {
    const { page } = await open(widget('query-id="0"'), SLOW);
    await sayWords(page);
    await press(page, 'down');
    await answer(page);
    await expect.poll(votes).toEqual({});
    await expect.poll(() => phases(page)).toEqual(['idle']);
  });
});

describe('code of the host that throws', () => {
  it.each(['onError', 'onChange', 'onSaved'])('in %s is reported and stops no delivery', async (handler) => {
    await stage.api.meet({ method: 'POST', status: 429 });
    const { page, log } = await openApp(`window.widgetProps = { ${handler}() { throw new Error('of the host'); } };`);
    await click(page, 'Good response');
    await says(page, THANKS);
    expect(await votes()).toEqual({ 0: true });
    await expect.poll(() => log.filter((text) => text.includes('of the host')).length).toBeGreaterThan(0);
  });

  it('leaves Retry at work', async () => {
    await stage.api.meet({ method: 'POST', status: 400, body: { feedback: ['No.'] } });
    const { page } = await openApp("window.widgetProps = { onError() { throw new Error('of the host'); } };");
    await click(page, 'Good response');
    await says(page, 'No.');
    await click(page, 'Bad response');
    await says(page, THANKS);
    expect(await votes()).toEqual({ 0: false });
  });
});

describe('a record without an author', () => {
  it.each([
    ['null', null],
    ['without an id', { email: 'someone@example.com' }],
    ['of another shape', 'someone'],
  ])('in the list, as %s, stops no delivery and leaves one record', async (_, given_by) => {
    const at = new Date().toISOString();
    const record = {
      id: '5c90c3cc-0d44-4b50-8888-8dd25736052a',
      created_at: at,
      updated_at: at,
      given_by,
      status: 'to_review',
      feedback: '',
    };
    const results = [{ ...record, context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: false }];
    await stage.api.meet(
      { method: 'POST', drop: 'after' },
      { method: 'GET', status: 200, body: { count: 1, next: null, previous: null, results } },
    );
    const { page } = await open(widget('query-id="0"'));
    await press(page, 'up');
    await expect.poll(() => phases(page), { timeout: 60_000 }).toEqual(['saved']);
    await expect.poll(async () => (await records()).map(({ is_positive }) => is_positive)).toEqual([true]);
  });
});

describe('a page of a gateway', () => {
  it.each([400, 403, 404, 410, 413])('in answer to a first vote, with status %i, loses it not', async (status) => {
    await stage.api.meet(html(status));
    const { page } = await open(widget('query-id="0"'));
    await page.evaluate(() =>
      document
        .querySelector('clarifeye-feedback')
        ?.addEventListener('feedback-error', (event) => Object.assign(window, { told: event.detail })),
    );
    await press(page, 'up');
    await says(page, 'Not sent yet. Trying again.');
    expect(await page.evaluate(() => (window as unknown as { told: { willRetry: boolean } }).told.willRetry)).toBe(true);
    expect(await phases(page)).toEqual(['queued']);
  });

  it('in answer to a change does not make the page forget its record', async () => {
    const { page } = await open(widget('query-id="0"'));
    await press(page, 'up');
    await expect.poll(votes).toEqual({ 0: true });
    await stage.api.meet(html(404, 'PATCH'));
    await press(page, 'down');
    await expect.poll(votes, { timeout: 60_000 }).toEqual({ 0: false });
    expect((await stage.api.methods()).filter((method) => method === 'POST')).toEqual(['POST']);
  });

  it('behind the server proxy is no refusal either', async () => {
    await stage.api.meet(html(403));
    const { page } = await openBehindProxy();
    await press(page, 'up');
    await says(page, 'Not sent yet. Trying again.');
  });
});

/** A page whose widget speaks to the proxy on its own origin, as Ada. */
function openBehindProxy() {
  stage.mount(
    '/api/clarifeye',
    createFeedbackProxy({
      projectId: PROJECT_ID,
      baseUrl: stage.api.baseUrl,
      token: 'admin-token',
      authorize: () => ({ email: 'ada@example.com' }),
    }),
  );
  return stage.open(
    `<script src="/clarifeye-feedback.js" data-project-id="${PROJECT_ID}" data-base-url="/api/clarifeye"></script>${widget('query-id="0"')}`,
  );
}

describe('taking back through the server proxy', () => {
  it('ends once the record is gone, although the answer to it was lost', async () => {
    const { page } = await openBehindProxy();
    await press(page, 'up');
    await expect.poll(votes).toEqual({ 0: true });
    await stage.api.meet({ method: 'DELETE', drop: 'after' });
    await press(page, 'up');
    await expect.poll(() => phases(page), { timeout: 60_000 }).toEqual(['idle']);
    await says(page, 'Your feedback was removed.');
    expect(await votes()).toEqual({});
  });
});

describe('nodes of others in the shadow root', () => {
  const addStyle = (where: 'prepend' | 'append', name: string) =>
    `document.querySelector('clarifeye-feedback').shadowRoot.${where}(Object.assign(document.createElement('${name}'), { className: 'theirs' }))`;
  const theirs = (page: Page) =>
    page.evaluate(() => document.querySelector('clarifeye-feedback')?.shadowRoot?.querySelector('.theirs')?.className);

  it.each([
    ['prepend', 'style'],
    ['prepend', 'div'],
    ['append', 'style'],
  ] as const)('are left alone, and the first click counts: %s a <%s>', async (where, name) => {
    const { page, log } = await open(widget('query-id="0"'));
    await page.evaluate(addStyle(where, name));
    await click(page, 'Good response');
    await says(page, THANKS);
    expect([await votes(), await theirs(page)]).toEqual([{ 0: true }, 'theirs']);
    await (await find(page, 'textbox', 'What did you like? (optional)')).type('All');
    await click(page, 'Send');
    await expect.poll(async () => (await records())[0]?.feedback).toBe('All');
    expect(log).toEqual([]);
  });

  it('are left alone when an option changes at rest, and when the element moves', async () => {
    const { page } = await open(widget('query-id="0"'));
    await page.evaluate(addStyle('prepend', 'div'));
    await page.evaluate(() => {
      const element = document.querySelector('clarifeye-feedback');
      element?.setAttribute('size', 'sm');
      element?.setAttribute('ratings', 'up down');
      if (element) document.body.append(element);
    });
    await click(page, 'Bad response');
    await says(page, THANKS);
    expect([await votes(), await theirs(page)]).toEqual([{ 0: false }, 'theirs']);
  });

  it('take no focus from a rating that is reached by the keyboard', async () => {
    const { page } = await open(widget('query-id="0"'));
    await page.evaluate(addStyle('prepend', 'style'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says(page, THANKS);
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('part'))).toBe('up');
  });
});

describe('a getToken that gives no token', () => {
  it.each([
    ['throws', "() => { throw new Error('of the host'); }", /getToken\(\{ refresh: false \}\) failed/],
    ['rejects', "() => Promise.reject(new Error('of the host'))", /getToken\(\{ refresh: false \}\) failed/],
    ['returns nothing', '() => {}', /getToken\(\{ refresh: false \}\) returned undefined, needs a string/],
    ['returns an object', "() => ({ token: 'secret' })", /getToken\(\{ refresh: false \}\) returned object, needs a string/],
  ])('is named in the console, in one line, where it %s', async (what, code, line) => {
    const { page, log } = await open(widget('query-id="0"'), `getToken: ${code}`);
    await press(page, 'up');
    await says(page, 'Sign in to send your feedback. It is kept.');
    expect(log.filter((text) => text.startsWith('clarifeye-feedback'))).toEqual([expect.stringMatching(line)]);
    await expect.poll(() => log.some((text) => text.includes('of the host'))).toBe(/throws|rejects/.test(what));
    expect(log.join()).not.toContain('secret');
  });
});

describe('a list that shifts while it is read', () => {
  it('shows a record twice that is one, and it is kept', async () => {
    await stage.api.meet({ method: 'POST', drop: 'after' });
    const { page } = await open(widget('query-id="0"'), `userKey: 'ada', userId: '${USER_ID}'`);
    await press(page, 'up');
    await expect.poll(async () => (await records()).length).toBe(1);
    const results = await records();
    const body = { count: 2, next: null, previous: null, results: [...results, ...results] };
    await stage.api.meet({ method: 'GET', status: 200, body });
    await expect.poll(() => phases(page), { timeout: 60_000 }).toEqual(['saved']);
    await settle();
    expect([await votes(), await stage.api.methods()]).toEqual([{ 0: true }, ['POST', 'GET']]);
  });
});

describe('a vote that was given up', () => {
  /** Waits that are so many times as short, because twelve tries take minutes; the deadlines of a request and a token stay. */
  const FAST = `<script>{
    const wait = setTimeout;
    window.setTimeout = (go, ms, ...rest) => wait(go, ms === 15_000 || ms === 10_000 ? ms : ms / 200, ...rest);
  }</script>`;

  it.each([
    ['the tab is shown', 'document.dispatchEvent(new Event("visibilitychange"))'],
    ['the network is back', 'window.dispatchEvent(new Event("online"))'],
    ['the page comes back', 'window.dispatchEvent(new Event("pageshow"))'],
  ])('is sent when %s', async (_, event) => {
    await stage.api.meet(...Array.from({ length: 12 }, () => ({ method: 'POST', status: 429 })));
    const { page } = await stage.open(`${FAST}${TOKEN}${stage.script()}${widget('query-id="0"')}`);
    await press(page, 'up');
    await says(page, 'Not sent yet.');
    expect(await phases(page)).toEqual(['failed']);
    await page.evaluate(event);
    await says(page, THANKS);
    expect(await votes()).toEqual({ 0: true });
  });

  it('is sent when that of another answer gets through', async () => {
    await stage.api.meet(...Array.from({ length: 12 }, () => ({ method: 'POST', status: 429 })));
    const { page } = await stage.open(`${FAST}${TOKEN}${stage.script()}${widget('query-id="0"')}${widget('query-id="1"')}`);
    await press(page, 'up');
    await says(page, 'Not sent yet.');
    await press(page, 'down', 1);
    await expect.poll(votes).toEqual({ 0: true, 1: false });
  });
});

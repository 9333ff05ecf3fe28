import { describe, expect, it } from 'vitest';
import { setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';

const SELECTORS = [
  '.answer',
  'main .answer:not(.user)',
  '[data-role="assistant"]',
  '.answer:has(b)',
  'main > .answer + .answer, main > .answer:first-child',
  'section > .answer',
];
const SEEDS = 2;
const ROUNDS = 150;

/** Changes the page at random and returns, after each task, what is wrong with the widgets in it. */
async function play(selector: string, seed: number, rounds: number): Promise<string[]> {
  let state = seed;
  const random = (below: number) => {
    // mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const main = document.querySelector('main') as HTMLElement;
  const all = (names: string) => [main, ...main.querySelectorAll<HTMLElement>(names)];
  let lastId = 0;
  const make = (): HTMLElement => {
    const node = document.createElement(pick(['div', 'section', 'p', 'b']));
    if (random(2)) node.className = pick(['answer', 'answer user', 'other']);
    if (random(3) === 0) node.dataset['role'] = pick(['assistant', 'user']);
    if (random(2)) node.dataset['queryId'] = String(++lastId);
    if (random(6) === 0) node.dataset['conversationId'] = `conversation-${++lastId}`;
    node.append(`text ${++lastId}`);
    return node;
  };
  const changes: (() => void)[] = [
    () => pick(all('div, section, p, b')).append(` word${++lastId}`),
    () => pick(all('div, section, p')).append(make()),
    () => pick(all('div, section, p')).prepend(make()),
    () => {
      const [node, target] = [pick(all('div, section, p, b')), pick(all('div, section, p'))];
      if (node !== main && !node.contains(target)) target.append(node);
    },
    () => {
      const node = pick(all('div, section, p, b'));
      if (node !== main) node.remove();
    },
    () => {
      const node = pick(all('div, section, p'));
      if (node !== main) node.innerHTML = `<p>Anew</p>${random(2) ? `<div class="answer" data-query-id="${++lastId}">Inner</div>` : ''}`;
    },
    () => {
      const node = pick(all('div, section, p, b'));
      if (node !== main) node.classList.toggle(pick(['answer', 'user']));
    },
    () => {
      const node = pick(all('div, section, p, b'));
      if (random(2)) node.dataset['queryId'] = String(++lastId);
      else delete node.dataset['queryId'];
    },
    () => pick(all('div, section, p, b')).setAttribute('data-conversation-id', `conversation-${++lastId}`),
  ];
  const isWidget = (node: Node | null): node is Element => node instanceof Element && node.localName === 'clarifeye-feedback';
  const valueAround = (node: Element, name: string) => node.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;
  const wrong: string[] = [];
  const check = (round: number) => {
    const note = (what: string, node: Element) =>
      wrong.push(`${selector}, seed ${seed}, round ${round}: ${what}: ${node.outerHTML.slice(0, 200)}`);
    const matches = new Set(document.querySelectorAll(selector));
    for (const node of matches) {
      const own = [...node.children].filter(isWidget);
      // One that holds answers with widgets already gets none.
      if (!own.length && node.querySelector('clarifeye-feedback')) continue;
      if (own.length !== 1) note(`has ${own.length} widgets`, node);
      if (own.length === 1 && node.lastChild !== own[0]) note('its widget is not last', node);
      for (const name of ['query-id', 'conversation-id'])
        if (own[0] && own[0].getAttribute(name) !== valueAround(node, name)) note(`${name} is ${own[0].getAttribute(name)}`, node);
    }
    for (const widget of document.querySelectorAll('clarifeye-feedback'))
      if (!matches.has(widget.parentElement as Element)) note('has a widget and is no answer', widget.parentElement as Element);
  };
  for (let round = 0; round < rounds && !wrong.length; round += 1) {
    for (let left = 1 + random(3); left > 0; left -= 1) pick(changes)();
    if (main.querySelectorAll('*').length > 150) main.replaceChildren(make(), make());
    await new Promise((resolve) => setTimeout(resolve));
    check(round);
  }
  return wrong;
}

describe('attach, in a page that changes at random', () => {
  const stage = setStage();

  it.each(SELECTORS)('has one widget, last and with the ids around it, in every match of %s', async (selector) => {
    const { page } = await stage.open(`<main data-conversation-id="${CONVERSATION_ID}"></main>${stage.script()}`);
    await page.evaluate((selector) => void (globalThis as never as typeof window).ClarifeyeFeedback?.attach(selector), selector);
    for (let seed = 1; seed <= SEEDS; seed += 1) expect(await page.evaluate(play, selector, seed, ROUNDS)).toEqual([]);
  });
});

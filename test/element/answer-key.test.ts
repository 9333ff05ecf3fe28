import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import type { Rating } from '../../src/domain/feedback';
import { attach, type ClarifeyeFeedbackElement, clear, init } from '../../src/entries/element';
import { createDice } from '../simulation/random';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { createTestApi } from '../support/test-api';
import { waitFor } from '../support/testing-library';

type Attributes = Readonly<Record<string, string | number | undefined>>;

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, String(value));
  }
}

function make(attributes: Attributes): ClarifeyeFeedbackElement {
  const element = document.createElement('clarifeye-feedback') as ClarifeyeFeedbackElement;
  set(element, { 'conversation-id': CONVERSATION_ID, ...attributes });
  return element;
}

function mount(attributes: Attributes): ClarifeyeFeedbackElement {
  const element = make(attributes);
  document.body.append(element);
  return element;
}

const press = (element: Element, rating: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part=${rating}]`)?.click();
const statusOf = (element: Element) => element.shadowRoot?.querySelector('[aria-live=polite]')?.textContent;
const wait = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

/** `npm run test:lists` makes 20,000 in all. */
const STEPS = Number(process.env['LIST_STEPS'] ?? 200);

describe('<clarifeye-feedback> before its query id is known', () => {
  let server: ReturnType<typeof createTestApi>;
  const votes = () => Object.fromEntries(server.records().map(({ context, is_positive }) => [context.query_id, is_positive]));

  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    // One tab needs no more of Web Locks, which happy-dom does not have.
    Object.defineProperty(navigator, 'locks', { value: { request: (_: string, run: () => unknown) => run() }, configurable: true });
    server = createTestApi();
    init({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: server.fetch }) });
  });

  afterEach(async () => {
    document.body.replaceChildren();
    clear();
    await wait();
    vi.restoreAllMocks();
  });

  it('keeps a rating and the words of its box under its key while a virtualised list has no element for it', async () => {
    const first = mount({ 'answer-key': 'a' });
    press(first, 'down');
    await waitFor(() => expect(statusOf(first)).toBe('Will be sent when the answer is complete.'));
    const box = first.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement;
    box.value = 'Half a sent';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    first.remove();
    await wait(200);
    const second = mount({ 'answer-key': 'a' });
    await wait();
    expect([second.phase, second.shadowRoot?.querySelector('textarea')?.value]).toEqual(['waiting', 'Half a sent']);
    second.queryId = 4;
    await waitFor(() => expect([second.phase, votes()]).toEqual(['saved', { 4: false }]));
    expect(second.shadowRoot?.querySelector('textarea')?.value).toBe('Half a sent');
  });

  it('rates no other answer when one is generated again and the page then goes back to the first', async () => {
    const answer = () => make({ 'query-id': 0, 'answer-key': 'first' });
    const shown = answer();
    document.body.append(shown);
    press(shown, 'up');
    await waitFor(() => expect(votes()).toEqual({ 0: true }));
    const again = make({ 'answer-key': 'second' });
    shown.replaceWith(again);
    press(again, 'down');
    await wait();
    const back = answer();
    again.replaceWith(back);
    await waitFor(() => expect(back.phase).toBe('saved'));
    expect(votes()).toEqual({ 0: true });
    back.replaceWith(make({ 'query-id': 1, 'answer-key': 'second' }));
    await waitFor(() => expect(votes()).toEqual({ 0: true, 1: false }));
  });

  it('goes on under its key when a list without keys of its own shows another answer in the same element', async () => {
    const [one, two] = [mount({ 'answer-key': 'a' }), mount({ 'answer-key': 'b' })];
    press(one, 'up');
    press(two, 'down');
    await wait();
    set(one, { 'answer-key': 'b' });
    set(two, { 'answer-key': 'c', 'query-id': 3 });
    await wait();
    expect([one.phase, two.phase]).toEqual(['waiting', 'idle']);
    set(one, { 'query-id': 2 });
    await waitFor(() => expect(votes()).toEqual({ 2: false }));
    mount({ 'answer-key': 'a', 'query-id': 1 });
    await waitFor(() => expect(votes()).toEqual({ 1: true, 2: false }));
  });

  describe('and the same key for two answers', () => {
    it('records a rating on the answer in whose widget it was pressed, whichever id comes first', async () => {
      const [one, two] = [mount({ 'answer-key': 'a' }), mount({ 'answer-key': 'a' })];
      press(one, 'up');
      await wait();
      two.queryId = 1;
      await wait(300);
      expect([one.phase, two.phase, votes()]).toEqual(['waiting', 'idle', {}]);
      press(two, 'down');
      one.queryId = 0;
      await waitFor(() => expect([one.phase, two.phase, votes()]).toEqual(['saved', 'saved', { 0: true, 1: false }]));
    });

    it('records what was pressed last on the answer in whose widget that was', async () => {
      const [one, two] = [mount({ 'answer-key': 'a' }), mount({ 'answer-key': 'a' })];
      press(one, 'up');
      press(two, 'down');
      await wait();
      two.queryId = 1;
      one.queryId = 0;
      await waitFor(() => expect([one.phase, two.phase, votes()]).toEqual(['idle', 'saved', { 1: false }]));
      press(one, 'neutral');
      await waitFor(() => expect(votes()).toEqual({ 0: null, 1: false }));
    });

    it('takes no rating to another conversation that has the key, too', async () => {
      const first = mount({ 'conversation-id': undefined, 'answer-key': '1' });
      press(first, 'up');
      await wait();
      mount({ 'answer-key': '1', 'query-id': 5 });
      await wait(50);
      expect([first.phase, server.methods()]).toEqual(['waiting', []]);
      const other = '99999999-2222-4333-8444-555555555555';
      set(first, { 'conversation-id': other, 'query-id': 0 });
      await waitFor(() => expect(server.records().map(({ context }) => [context.conversation_id, context.query_id])).toEqual([[other, 0]]));
    });

    it('records the rating on its own answer where attach finds the key on what is around all answers', async () => {
      const chat = document.createElement('main');
      set(chat, { 'data-conversation-id': CONVERSATION_ID, 'data-answer-key': 'chat' });
      chat.innerHTML = '<p class="answer"></p><p class="answer"></p>';
      document.body.append(chat);
      const { dispose } = attach('.answer');
      const [one, two] = [...chat.children] as [Element, Element];
      press(one.lastElementChild as Element, 'down');
      await wait();
      set(two, { 'data-query-id': 1 });
      await wait(150);
      expect(server.methods()).toEqual([]);
      set(one, { 'data-query-id': 0 });
      await waitFor(() => expect(votes()).toEqual({ 0: false }));
      dispose();
    });

    it.each([
      ['added before the former one is removed', 0],
      ['added while the former one fades out', 300],
    ])('goes on in the element of the same answer that is %s', async (_, fadeMs) => {
      const former = mount({ 'answer-key': 'a' });
      press(former, 'up');
      await wait();
      const element = mount({ 'answer-key': 'a', 'query-id': 3 });
      if (fadeMs) await wait(fadeMs);
      former.remove();
      await waitFor(() => expect([element.phase, votes()]).toEqual(['saved', { 3: true }]));
    });
  });

  describe('and without a key', () => {
    it('promises nothing, and tells element and page that the rating is lost when it is removed', async () => {
      const element = mount({});
      const told: unknown[] = [];
      const listener = (event: Event) => told.push([(event.currentTarget as Node).nodeName, (event as CustomEvent).detail]);
      element.addEventListener('feedback-error', listener);
      document.addEventListener('feedback-error', listener);
      press(element, 'up');
      await waitFor(() => expect(statusOf(element)).toBe('Not sent yet.'));
      element.remove();
      await waitFor(() => expect(told).toHaveLength(2));
      document.removeEventListener('feedback-error', listener);
      const detail = {
        answer: null,
        feedback: { rating: 'up' },
        error: expect.objectContaining({ kind: 'unclaimed' }),
        willRetry: false,
      };
      expect(told).toMatchObject([
        ['CLARIFEYE-FEEDBACK', detail],
        ['#document', detail],
      ]);
      expect(console.warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/answer-key/));
      document.body.append(element);
      element.queryId = 3;
      await wait(20);
      expect([element.phase, server.methods()]).toEqual(['idle', []]);
    });

    it.each([
      ['an answer with a key', { 'query-id': 5, 'answer-key': 'other' }],
      ['an answer that was there before', { 'query-id': 9 }],
      ['another conversation', { 'conversation-id': '11111111-2222-4333-8444-555555555555', 'query-id': 5 }],
    ])('loses its rating, and says so, when its element shows %s', async (_, attributes) => {
      mount({ 'query-id': 9 });
      const element = mount({});
      const kinds: string[] = [];
      element.addEventListener('feedback-error', ({ detail }) => kinds.push(detail.error.kind));
      press(element, 'up');
      await wait();
      set(element, attributes);
      await waitFor(() => expect(kinds).toEqual(['unclaimed']));
      await wait(20);
      expect(server.methods()).toEqual([]);
    });

    it('says nothing when nothing was said to it', async () => {
      const element = mount({});
      element.addEventListener('feedback-error', () => expect.unreachable());
      press(element, 'up');
      press(element, 'up');
      await wait();
      element.remove();
      await wait(150);
      expect(console.warn).not.toHaveBeenCalled();
    });
  });

  describe('in a list that the page changes at random', () => {
    const RATINGS = { up: true, neutral: null, down: false } as const;
    type Vote = boolean | null | 'removed';
    interface Message {
      readonly key: string | undefined;
      readonly id: number;
      queryId: number | undefined;
    }

    it.each([
      ['keys', 'a framework with keys', () => true, true],
      ['no keys', 'a framework with keys', () => false, true],
      ['keys for some', 'a framework with keys', (random: number) => random < 0.5, true],
      ['keys', 'a framework without keys', () => true, false],
      ['no keys', 'a framework without keys', () => false, false],
      ['keys for some', 'a framework without keys', (random: number) => random < 0.5, false],
    ] as const)(
      // Without any key, what was said before there were ids belongs to the element, which a framework without keys may give to another answer.
      'puts no rating on another answer, with %s, in %s',
      async (_, __, hasKey, isKeyed) => {
        const dice = createDice(7);
        const said = new Map<number, Vote>();
        /** What was said to an element that had neither key nor id, and the ids that it was given next. */
        const saidToElement = new Map<Element, Vote>();
        const given = new Map<number, Set<Vote>>();
        /** What the last press has changed the rating to. */
        let isRated: Vote | undefined;
        const note = ({ detail }: CustomEvent) => {
          isRated = detail.feedback ? RATINGS[detail.feedback.rating as Rating] : 'removed';
        };
        document.addEventListener('feedback-change', note as EventListener);
        const elements = new Map<number, Element>();
        let messages: Message[] = [];
        const former: Message[] = [];
        let last = 0;

        const create = (): Message => {
          const id = ++last;
          return { id, key: hasKey(dice.next()) ? `m${id}` : undefined, queryId: dice.chance(0.5) ? id : undefined };
        };

        /** Renders the list as a framework does: an element for each message, or the elements in the order in which they are there. */
        function render(): void {
          const places = [...document.body.children];
          const shown = messages.map(({ id, key, queryId }, index) => {
            const element = (isKeyed ? elements.get(id) : places[index]) ?? make({});
            elements.set(id, element);
            set(element, { 'answer-key': key, 'query-id': queryId });
            const vote = saidToElement.get(element);
            if (!isKeyed && vote !== undefined && queryId && !key) given.set(queryId, new Set(given.get(queryId)).add(vote));
            return element;
          });
          for (const { id } of former) if (isKeyed && !messages.some((message) => message.id === id)) elements.delete(id);
          document.body.replaceChildren(...shown);
        }

        for (let step = 0; step < STEPS; step += 1) {
          const index = Math.floor(dice.next() * messages.length);
          const message = messages[index];
          const action = dice.next();
          if (!message || (action < 0.2 && messages.length < 8)) messages = [...messages, create()];
          else if (action < 0.3) {
            former.push(message);
            messages = messages.filter((one) => one !== message);
          } else if (action < 0.36) messages = messages.map((one) => (one === message ? create() : one));
          else if (action < 0.42) messages = [...messages].sort(() => dice.next() - 0.5);
          else if (action < 0.5 && former.length) {
            // A branch switch, or a virtualised list.
            const back = former.splice(Math.floor(dice.next() * former.length), 1);
            messages = [...messages.slice(0, 7), ...back];
          } else if (action < 0.6) {
            for (const one of [message, ...former]) if (dice.chance(0.5)) one.queryId = one.id;
          } else {
            isRated = undefined;
            const element = document.body.children[index] as Element;
            press(element, dice.pick(Object.keys(RATINGS) as (keyof typeof RATINGS)[]));
            const isLone = !isKeyed && !message.key && !message.queryId;
            if (isRated !== undefined && isLone) saidToElement.set(element, isRated);
            else if (isRated !== undefined) said.set(message.id, isRated);
          }
          render();
          // Some changes come in one task.
          if (dice.chance(0.3)) {
            await wait(dice.chance(0.02) ? 120 : 0);
            for (const [element] of saidToElement) if (element.hasAttribute('query-id')) saidToElement.delete(element);
          }
        }
        await wait(300);
        document.removeEventListener('feedback-change', note as EventListener);
        const isRight = (queryId: number, vote: Vote) => said.get(queryId) === vote || given.get(queryId)?.has(vote);
        await waitFor(() => {
          const wrong = Object.entries<Vote>(votes()).filter(([queryId, vote]) => !isRight(Number(queryId), vote));
          expect(wrong).toEqual([]);
        });
        expect(Object.keys(votes()).length).toBeGreaterThan(STEPS / 50);
      },
      120_000,
    );
  });
});

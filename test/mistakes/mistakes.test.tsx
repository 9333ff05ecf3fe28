import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { createFeedbackClient } from '../../src/client/feedback-client';
import { defaults } from '../../src/client/page-defaults';
import type { AnswerIds } from '../../src/domain';
import { attach, type ClarifeyeFeedbackElement, clear, init } from '../../src/entries/element';
import { english } from '../../src/i18n/strings';
import { toAttribute, told as toldOnce } from '../../src/platform/report';
import { FeedbackWidget as ReactWidget } from '../../src/react';
import { createFeedbackProxy } from '../../src/server';
import { FeedbackWidget } from '../../src/widget/feedback-widget';
import { useFeedback } from '../../src/widget/use-feedback';
import { ANSWER, CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';
import { createTestApi } from '../support/test-api';
import { cleanup, render, screen, waitFor } from '../support/testing-library';
import { WRONG_ATTRIBUTES, WRONG_CLIENT_OPTIONS, WRONG_PROPS, type WrongOption } from './wrong-options';

const HEADINGS = [...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
const LINK = /https:\/\/unpkg\.com\/clarifeye-feedback\/docs\/troubleshooting\.md#([\w-]+)$/;
const LINE = new RegExp(`^clarifeye-feedback: (.*) ${LINK.source}`);

/** What this package has written to the console: each line's text, and the paragraph that it links to. */
const told = () =>
  [console.error, console.warn, console.info].flatMap((method) =>
    vi.mocked(method).mock.calls.flatMap(([message]) => {
      const [, text, anchor] = LINE.exec(String(message)) ?? [];
      return text ? [{ text, anchor }] : [];
    }),
  );

function silence(): void {
  for (const method of ['error', 'warn', 'info'] as const) vi.spyOn(console, method).mockImplementation(() => {});
}

/** Expects one line about a subject, in these words, with a link to a paragraph that exists. */
async function expectLine(anchor: string, ...words: readonly string[]): Promise<void> {
  // After a failure, the next request of the page waits a moment.
  await waitFor(() => expect(told()).toHaveLength(1));
  const [line] = told();
  for (const word of words) expect(line?.text).toContain(word);
  expect(line?.anchor).toBe(anchor);
  expect(HEADINGS).toContain(anchor);
}

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}

const wait = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
const said = ({ shown, needed }: WrongOption) => [`got ${shown}, needs `, needed];
const unset = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, undefined]));

/** A page's own thumb. */
function Hooked({ client }: { client: ReturnType<typeof createFeedbackClient> }) {
  return <p>{useFeedback(client, ANSWER).state.phase}</p>;
}

describe('a mistake is told in one line, in the words of the entry point', () => {
  let submitter: ReturnType<typeof createSubmitter>;

  beforeEach(() => {
    silence();
    toldOnce.clear();
    vi.stubGlobal('reportError', () => {});
    submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
    init({ submitter });
  });

  afterEach(async () => {
    cleanup();
    document.body.replaceChildren();
    clear();
    init(unset(Object.keys(defaults.peek())));
    await wait(0);
    sessionStorage.clear();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const mount = (attributes: Readonly<Record<string, string>>) => {
    const element = document.createElement('clarifeye-feedback') as ClarifeyeFeedbackElement;
    for (const [name, value] of Object.entries({ 'conversation-id': CONVERSATION_ID, 'query-id': '0', ...attributes }))
      element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  const showPreact = (props: object) => render(<FeedbackWidget submitter={submitter} {...ANSWER} {...props} />);
  const showReact = (props: object) => {
    const root = document.body.appendChild(document.createElement('div'));
    createRoot(root).render(createElement(ReactWidget, { submitter, ...ANSWER, ...props }));
  };

  describe('of the element', () => {
    it.each(WRONG_ATTRIBUTES)('attribute $name: $shown', async (wrong) => {
      mount({ [toAttribute(wrong.name)]: String(wrong.value) });
      await expectLine(toAttribute(wrong.name), `${toAttribute(wrong.name)} attribute: `, ...said(wrong));
    });

    it.each([...WRONG_ATTRIBUTES, ...WRONG_PROPS])('property $name: $shown', async (wrong) => {
      Object.assign(mount({}), { [wrong.name]: wrong.value });
      await expectLine(toAttribute(wrong.name), `${wrong.name} prop: `, ...said(wrong));
    });

    it.each(['query_id', 'queryid', 'data-query-id'])('the name %s in place of query-id', async (name) => {
      document.body.innerHTML = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" ${name}="0"></clarifeye-feedback>`;
      await expectLine('query-id', `query-id attribute: got "${name}", needs the name "query-id"`);
    });

    it.each([
      ['get-token', 'get-token attribute: got "get-token", needs the property "getToken" of a widget'],
      ['strings', 'strings attribute: got "strings", needs the property "strings" of a widget'],
      ['user-key', 'user-key attribute: got "user-key", needs "userKey" in init'],
      ['storage', 'storage attribute: got "storage", needs "storage" in init'],
    ])('the attribute %s, which is none', async (name, words) => {
      document.body.innerHTML = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" ${name}="x"></clarifeye-feedback>`;
      await expectLine(name, words);
    });

    it.each([
      'before-send',
      'user-key',
      'user-id',
      'beforesend',
    ])('the attribute %s, which would protect a person: the widget is not available then', async (name) => {
      document.body.innerHTML = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" ${name}="x"></clarifeye-feedback>`;
      await waitFor(() =>
        expect(document.querySelector('clarifeye-feedback')?.shadowRoot?.textContent).toContain("Feedback isn't available here."),
      );
    });

    it.each(['data-user-id', 'data-storage'])('nothing for the attribute %s, which may be for something else', async (name) => {
      document.body.innerHTML = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" ${name}="x"></clarifeye-feedback>`;
      await wait();
      expect(told()).toEqual([]);
    });

    it('no project', async () => {
      init({ submitter: undefined, getToken: () => 'ada-token' });
      mount({});
      await expectLine('project-id', 'projectId prop (or in init): got nothing, needs the UUID of a Clarifeye project');
    });

    it('no token', async () => {
      init({ submitter: undefined, projectId: PROJECT_ID });
      mount({});
      await expectLine('get-token', 'getToken prop (or in init): got nothing, needs a function that returns the access token');
    });

    it('no token, and an API that is not of this origin', async () => {
      init({ submitter: undefined, projectId: PROJECT_ID, baseUrl: 'http://localhost:9/api/clarifeye' });
      mount({});
      const origin = `or a baseUrl of this page's origin, ${location.origin}`;
      await expectLine('get-token', `getToken prop (or in init): got nothing, needs a function that returns the access token, ${origin}.`);
    });

    it.each([
      ['value', { is_positive: true }, 'it has no rating'],
      ['value', { rating: 'good' }, 'its rating is "good"'],
      ['value', { rating: 'up', id: 7 }, 'its id is a value of type number'],
      ['value', { rating: 'up', comment: ['x'] }, 'its comment is a value of type object'],
      ['reasons', { bad: ['Wrong'] }, 'it has the name "bad"'],
      ['reasons', { down: 'Wrong' }, 'down is "Wrong"'],
      ['reasons', { up: ['Clear'], down: ['Wrong', 'Wrong'] }, 'down has "Wrong"'],
      ['reasons', { down: ['Wrong '] }, 'down has "Wrong "'],
    ])('the part of %s that is wrong: %j', async (name, value, part) => {
      Object.assign(mount({}), { [name]: value });
      await expectLine(name, `, but ${part}.`);
    });

    it('content that it hides', async () => {
      document.body.innerHTML = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"/> The next paragraph.`;
      await expectLine('slot', 'got hidden content: the end tag is missing, or slot="disclaimer"');
      // Once for a page.
      document.body.innerHTML += document.body.innerHTML;
      await wait();
      await expectLine('slot');
    });

    it.each([
      ':query-id="answer.id"',
      'data-theme="dark"',
      'query_id="1" query-id="1"',
      'data-user-id="42"',
    ])('nothing where a library or the page has %s', async (attribute) => {
      document.body.innerHTML = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0" ${attribute}><style></style></clarifeye-feedback>`;
      await wait();
      expect(told()).toEqual([]);
    });

    it('a rating without ids, whose element is removed', async () => {
      const element = mount({ 'query-id': '' });
      element.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
      await wait();
      element.remove();
      await expectLine('answer-key', 'answer-key: got nothing, so a rating was lost with its widget. In code: answerKey.');
    });

    it('a rating that waits for its ids for 20 s', async () => {
      vi.useFakeTimers();
      const element = mount({ 'query-id': '' });
      element.shadowRoot?.querySelector<HTMLElement>('[part=up]')?.click();
      await vi.advanceTimersByTimeAsync(19_000);
      expect(told()).toEqual([]);
      await vi.advanceTimersByTimeAsync(2_000);
      vi.useRealTimers();
      await expectLine(
        'query-id',
        'query-id or conversation-id: got nothing for 20 s, so a rating waits. In code: queryId, conversationId.',
      );
      element.queryId = 3;
      await wait();
      await expectLine('query-id');
    });

    it('a lang that there are no texts for', async () => {
      document.documentElement.lang = 'tlh';
      mount({});
      document.documentElement.lang = 'en';
      await expectLine('lang', 'there are no texts for "tlh", so English is used');
    });
  });

  describe('of init', () => {
    it.each(
      [...WRONG_ATTRIBUTES, ...WRONG_PROPS, ...WRONG_CLIENT_OPTIONS].filter(
        ({ name }) => !/^(conversationId|queryId|answerKey|value)$/.test(name),
      ),
    )('$name: $shown', async (wrong) => {
      init({ submitter: undefined, projectId: PROJECT_ID, getToken: () => 'ada-token', [wrong.name]: wrong.value });
      mount({});
      await expectLine(toAttribute(wrong.name), `${wrong.name} in init: `, ...said(wrong));
    });

    it.each([
      ['projectID', 'project-id', 'projectId in init: got "projectID", needs the name "projectId"'],
      ['base-url', 'base-url', 'baseUrl in init: got "base-url", needs the name "baseUrl"'],
      ['colour', 'init', 'init: got "colour", needs an option of a page'],
      ['queryId', 'query-id', 'queryId in init: got "queryId", needs the property "queryId" of a widget'],
      ['token', 'init', 'init: got "token", needs an option of a page, which is getToken for a token'],
      ['onSaved', 'init', 'init: got "onSaved", needs an option of a page, which has no handlers: listen for the events'],
    ])('the name %s', async (name, anchor, words) => {
      init({ [name]: 'x' } as object);
      await expectLine(anchor, words);
    });

    it.each([
      ['a text', 'my-project', 'init: got "my-project", needs an object'],
      ['nothing', undefined, 'init: got nothing, needs an object'],
      ['a list', [{ projectId: PROJECT_ID }], 'init: got a list, needs an object'],
      ['a promise', Promise.resolve({ projectId: PROJECT_ID }), 'init: got an object, needs an object, but it is a promise'],
    ])('%s in place of the options', async (_, options, words) => {
      init(options as never);
      await expectLine('init', words);
    });

    it.each([
      [
        'user-key',
        { storage: 'local' },
        'userKey in init: got nothing, needs a text of its own for each person, because storage is "local"',
      ],
      ['user-id', { restore: 'server' }, 'userId in init: got nothing, needs the id of the person'],
    ] as const)('%s, which another option needs', async (anchor, options, words) => {
      init(options);
      mount({});
      await expectLine(anchor, words);
    });
  });

  describe('of a component', () => {
    const cases = [...WRONG_ATTRIBUTES, ...WRONG_PROPS].filter(({ name }) => name !== 'locale');

    it.each(cases)('of Preact: the prop $name: $shown', async (wrong) => {
      showPreact({ submitter: wrong.name === 'client' ? undefined : submitter, [wrong.name]: wrong.value });
      await expectLine(toAttribute(wrong.name), `${wrong.name} prop: `, ...said(wrong));
    });

    it.each(cases)('of React: the prop $name: $shown', async (wrong) => {
      showReact({ submitter: wrong.name === 'client' ? undefined : submitter, [wrong.name]: wrong.value });
      await expectLine(toAttribute(wrong.name), `${wrong.name} prop: `, ...said(wrong));
    });

    it.each([
      ['submitter', {}, 'submitter prop: got nothing, needs what createSubmitter() returns'],
      ['get-token', { projectId: PROJECT_ID }, 'getToken prop: got nothing, needs a function'],
      ['answer-key', { submitter: 1, answerkey: 'a' }, 'answerKey prop: got "answerkey", needs the name "answerKey"'],
      ['locale', { submitter: 1, locale: 'fr' }, 'locale prop: got "fr", needs a language imported from clarifeye-feedback/locales'],
      [
        'ratings',
        { submitter: 1, ratings: 'up down' },
        'ratings prop: got "up down", needs one or more of "up neutral down", each once, in a list',
      ],
    ])('of Preact: %s', async (anchor, props, words) => {
      showPreact({ ...props, submitter: 'submitter' in props ? submitter : undefined });
      await expectLine(anchor, words);
    });

    it.each([
      ['project-id', { getToken: () => 'x' }, 'projectId prop (or in init): got nothing, needs the UUID of a Clarifeye project'],
      ['get-token', { projectId: PROJECT_ID }, 'getToken prop (or in init): got nothing, needs a function'],
    ])('of React: %s', async (anchor, props, words) => {
      init({ submitter: undefined });
      showReact({ ...props, submitter: undefined });
      await expectLine(anchor, words);
    });

    it.each([
      ['query-id', { 'query-id': 0 }, 'queryId prop: got "query-id", needs the name "queryId"'],
      [
        'conversation-id',
        { conversation_id: 'x', conversationId: undefined },
        'conversationId prop: got "conversation_id", needs the name',
      ],
      ['get-token', { get_token: () => 'x' }, 'getToken prop: got "get_token", needs the name "getToken".'],
      ['get-token', { token: 'x' }, 'getToken prop: got "token", needs the name "getToken", and a function.'],
      ['submit-on', { submiton: 'send' }, 'submitOn prop: got "submiton", needs the name "submitOn"'],
      ['storage', { storage: 'local' }, 'storage prop: got "storage", needs "storage" in init or createFeedbackClient'],
      ['handler', { onSaved: 'track' }, 'handler onSaved: got "track", needs a function'],
      ['strings', { strings: { sumbit: 'Senden' } }, 'strings prop: got "sumbit", needs the names of texts, such as "send"'],
      ['strings', { strings: { send: 5 } }, 'strings prop: got 5, needs a text as "send"'],
    ])('of React and of Preact: the prop %s, which has no effect', async (anchor, props, words) => {
      const given = { queryId: 'query-id' in props ? undefined : 0, ...props };
      showPreact(given);
      await expectLine(anchor, words);
      vi.mocked(console.warn).mockClear();
      showReact(given);
      await expectLine(anchor, words);
    });

    it('of Preact: a handler that nothing calls', async () => {
      showPreact({ queryId: 0, onClick: () => {} });
      await expectLine('handler', 'handler: got "onClick", needs one of onChange, onSaved, ');
    });

    it.each([
      ['the component', () => createElement(FeedbackWidget as never, { submitter, ...ANSWER }), 'FeedbackWidget'],
      ['the hook', () => createElement(() => useFeedback(createFeedbackClient({ submitter }), ANSWER).state.phase), 'useFeedback'],
    ])('of React: %s of Preact', async (_, make, name) => {
      createRoot(document.body.appendChild(document.createElement('div'))).render(make());
      await expectLine('react', `react: got ${name} outside of a render by Preact, needs that of clarifeye-feedback/react in React`);
    });

    it.each([
      [
        'a component',
        (client: ReturnType<typeof createFeedbackClient>) => <FeedbackWidget client={client} {...ANSWER} />,
        'client prop: got a new client in every render',
        'client',
      ],
      [
        'a hook',
        (client: ReturnType<typeof createFeedbackClient>) => <Hooked client={client} />,
        'useFeedback: got a new client in every render',
        'use-feedback',
      ],
    ])('of Preact: a new client for %s in each render, however long ago the last one was', async (_, draw, words, anchor) => {
      const { rerender } = render(draw(createFeedbackClient({ submitter })));
      for (let time = 1; time < 5; time += 1) {
        vi.spyOn(performance, 'now').mockReturnValue(10_000 + time * 60_000);
        rerender(draw(createFeedbackClient({ submitter })));
      }
      await expectLine(anchor, words);
    });

    it('nothing in Preact where the page has texts of its own', async () => {
      document.documentElement.lang = 'de';
      showPreact({ strings: { lang: 'de', up: 'Gut' } });
      document.documentElement.lang = 'en';
      await wait();
      expect(told()).toEqual([]);
    });

    it.each([
      ['another person signs in and out', (time: number) => ({ userKey: ['ada', 'nobody', 'bob'][time % 3] as string }), 0],
      ['a hot update makes it anew', () => ({}), 1200],
    ])('nothing in Preact where %s', async (_, options, pauseMs) => {
      const { rerender } = render(null);
      for (let time = 0; time < 6; time += 1) {
        vi.spyOn(performance, 'now').mockReturnValue(10_000 + time * pauseMs);
        const client = createFeedbackClient({ submitter, ...options(time) });
        await undefined;
        rerender(<FeedbackWidget client={client} {...ANSWER} />);
      }
      await wait();
      expect(told()).toEqual([]);
    });

    it.each([
      ['handler', { onSave: () => {} }, 'handler: got "onSave", needs the name "onSaved"'],
      ['handler', { onFeedbackRemoved: () => {} }, 'handler: got "onFeedbackRemoved", needs the name "onRemoved"'],
      ['handler', { onerror: () => {} }, 'handler: got "onerror", needs the name "onError"'],
      ['locale', { locale: { default: english } }, 'locale prop: got an object, needs the default export of a language imported'],
      ['style', { class: 'mine' }, 'style: got "class", needs to be set on an element around the component'],
      ['style', { style: { margin: 0 } }, 'style: got "style", needs to be set on an element around the component'],
    ])('of Preact: %s %j', async (anchor, props, words) => {
      showPreact(props);
      await expectLine(anchor, words);
    });

    it('of Preact: a submitter beside a client', async () => {
      showPreact({ client: createFeedbackClient({ submitter }) });
      await expectLine('submitter', 'submitter prop: got an object, needs to be left out, because the client has its own');
    });

    it('nothing in Preact where a client is made anew now and then, with renders in between', async () => {
      const { rerender } = render(null);
      for (let time = 0; time < 6; time += 1) {
        vi.spyOn(performance, 'now').mockReturnValue(10_000 + time * 60_000);
        const client = createFeedbackClient({ submitter });
        for (const size of ['sm', 'md'] as const) rerender(<FeedbackWidget client={client} size={size} {...ANSWER} />);
      }
      await wait();
      expect(told()).toEqual([]);
    });

    it('nothing in Preact where a page switches between two clients', async () => {
      const clients = [createFeedbackClient({ submitter }), createFeedbackClient({ submitter })];
      const { rerender } = render(<FeedbackWidget client={clients[0]} {...ANSWER} />);
      for (let time = 1; time < 8; time += 1) rerender(<FeedbackWidget client={clients[time % 2]} {...ANSWER} />);
      await wait();
      expect(told()).toEqual([]);
    });

    it('of Preact: a page in a language whose texts are not imported', async () => {
      document.documentElement.lang = 'fr-CA';
      showPreact({});
      document.documentElement.lang = 'en';
      await expectLine(
        'locale',
        'locale prop: got nothing on a page in "fr-CA", so English is used; import clarifeye-feedback/locales/fr.',
      );
    });

    it('of Preact: a hook without a client', async () => {
      const Thumb = () => <p>{useFeedback(undefined as never, ANSWER).state.phase}</p>;
      render(<Thumb />);
      await expectLine('client', 'useFeedback: client: got nothing, needs what createFeedbackClient() returns');
    });

    it('of Preact: a hook with ids one by one', async () => {
      const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x' }) });
      const Thumb = () => <p>{useFeedback(client, CONVERSATION_ID as never).state.phase}</p>;
      render(<Thumb />);
      await expectLine('ids', `useFeedback: ids: got "${CONVERSATION_ID}", needs an object with conversationId and queryId`);
    });
  });

  describe('of the host code', () => {
    it.each<[string, string, object, string]>([
      [
        'get-token',
        'that throws',
        {
          getToken: () => {
            throw new Error('x');
          },
        },
        'getToken({ refresh: false }) failed',
      ],
      ['get-token', 'that gives nothing', { getToken: () => undefined }, 'getToken({ refresh: false }) returned undefined, needs a string'],
      ['get-token', 'that gives an empty text', { getToken: () => '' }, 'returned nothing, needs a string'],
      ['get-token', 'that gives an object', { getToken: () => ({ token: 'secret' }) }, 'returned object, needs a string'],
      [
        'get-token',
        'that gives a header',
        { getToken: () => 'Bearer abc' },
        'returned a string with more than the token, needs the token alone, without Bearer',
      ],
      [
        'before-send',
        'that throws',
        {
          beforeSend: () => {
            throw new Error('x');
          },
        },
        'beforeSend failed; the words are not sent',
      ],
      [
        'before-send',
        'that gives nothing',
        { beforeSend: () => {} },
        'beforeSend returned no comment, needs { rating, comment } or null; the words are not sent',
      ],
      [
        'before-send',
        'that gives a text',
        { beforeSend: () => 'words' },
        'beforeSend returned no comment, needs { rating, comment } or null; the words are not sent',
      ],
    ])('%s %s', async (anchor, _, options, words) => {
      const { fetch } = createTestApi();
      const own = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch, ...options });
      const client = createFeedbackClient({ submitter: own, ...('beforeSend' in options ? (options as object) : {}) });
      client.answer(ANSWER).rate('up', 'Words');
      await expectLine(anchor, words);
      expect(told()[0]?.text).not.toContain('secret');
      client.dispose();
    });
  });

  describe('of the API', () => {
    it.each([
      ['auth', 401, { detail: 'No.' }, `POST https://eu.app.clarifeye.ai/api/v1/projects/${PROJECT_ID}/feedbacks/ got a 401 response: No.`],
      ['forbidden', 403, { error: 'No.' }, 'got a 403 response: No.'],
      ['not-found', 404, { error: 'No project.' }, `/projects/${PROJECT_ID}/feedbacks/ got a 404 response: No project.`],
      ['invalid', 400, { context: { query_id: ['Unknown.'] } }, 'got a 400 response: context.query_id: Unknown.'],
      ['response', 200, 'A page of a gateway', 'got a 200 response that is not from the feedbacks API'],
      ['server', 503, 'A page of a gateway', 'got a 503 response'],
    ] as const)('%s', async (anchor, status, body, words) => {
      const { fetch, meet } = createTestApi();
      const answer = () => (typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status }));
      meet(answer(), answer());
      const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch }) });
      client.answer(ANSWER).rate('up');
      await expectLine(anchor, `${anchor}: `, words);
      client.dispose();
    });

    it('a change of what another person has said, where the page has not told of a sign-out', async () => {
      let person = 'ada';
      const { fetch } = createTestApi();
      const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => `${person}-token`, fetch });
      render(<FeedbackWidget submitter={submitter} {...ANSWER} />);
      (await screen.findByRole('button', { name: /Good response/ })).click();
      await screen.findByText('Thanks for your feedback!');
      person = 'bob';
      screen.getByRole('button', { name: /Bad response/ }).click();
      await screen.findByText('Your change could not be made.');
      await expectLine(
        'user-key',
        'user-key: got a record that this person may not change: where somebody else has signed in, call clear()',
      );
    });

    it('nothing where a person may not rate at all', async () => {
      const { fetch, meet } = createTestApi();
      meet(Response.json({ error: 'No.' }, { status: 403 }));
      const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch });
      render(<FeedbackWidget submitter={submitter} {...ANSWER} queryId={77} />);
      (await screen.findByRole('button', { name: /Good response/ })).click();
      await screen.findByText("You can't rate this answer.");
      expect(told().map(({ anchor }) => anchor)).toEqual(['forbidden']);
    });

    it('network', async () => {
      const { fetch, meet } = createTestApi();
      meet(() => Promise.reject(new TypeError('Failed to fetch')));
      const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch }) });
      client.answer(ANSWER).rate('up');
      await expectLine('network', 'network: POST https://eu.app.clarifeye.ai/api/v1/', 'got no answer: no network, a redirect, or CORS');
      expect(told()[0]?.text).not.toContain('fetch()');
      client.dispose();
    });

    it.each([
      ['throws', () => Promise.reject(new Error('no user')), 'fetch() failed: Error: no user'],
      ['returns parsed JSON', () => Promise.resolve({ count: 0 } as never), 'fetch() failed: TypeError: '],
    ])('network, with what an interceptor has said that %s', async (_, answer, words) => {
      const { fetch, meet } = createTestApi();
      meet(answer);
      const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch }) });
      client.answer(ANSWER).rate('up');
      await expectLine('network', 'got no answer: no network, a redirect, or CORS.', words);
      client.dispose();
    });

    it.each([
      [[ANSWER, 'up'], 'feedback: got "up", needs an object with rating and comment'],
      [[CONVERSATION_ID, 0], `answer: got "${CONVERSATION_ID}", needs an object with conversationId and queryId`],
    ])('nothing of what submit() was given, whose error names it: %j', async (given, words) => {
      const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
      const error = await Reflect.apply(submitter.submit, submitter, given);
      expect((error as Error).message).toContain(words);
    });
  });
});

it('a page may pass more than the ids of an answer, and have one object for several functions', () => {
  const options = { projectId: PROJECT_ID, getToken: () => 'x', storage: 'none', theme: 'dark', comment: 'off' } as const;
  const client = createFeedbackClient({ ...options, submitter: createSubmitter(options) });
  expect(client.answer({ ...ANSWER, comment: 'x', source: 'Chat', size: 5 } as never).state.phase).toBe('idle');
});

it('clear() also clears a client that the page has created itself', async () => {
  const submitter = createSubmitter({ projectId: PROJECT_ID, getToken: () => 'ada-token', fetch: createTestApi().fetch });
  const client = createFeedbackClient({ submitter, userKey: 'a' });
  client.answer(ANSWER).rate('up');
  clear();
  expect(client.answer(ANSWER).state.rating).toBe(null);
  client.dispose();
});

describe('a name that is no option of a call', () => {
  const getToken = () => 'x';
  const right = { projectId: PROJECT_ID, getToken };

  beforeEach(silence);
  afterEach(() => void vi.restoreAllMocks());

  it.each<[string, (more: object) => unknown, string, string]>([
    ['createSubmitter', (more) => createSubmitter({ ...right, ...more }), 'submitter', 'createSubmitter() got the option'],
    [
      'createFeedbackClient',
      (more) => createFeedbackClient({ submitter: createSubmitter(right), ...more }).dispose(),
      'client',
      'createFeedbackClient() got the option',
    ],
    [
      'createFeedbackProxy',
      (more) => createFeedbackProxy({ projectId: PROJECT_ID, token: 'x', authorize: () => null, ...more }),
      'server-proxy',
      'got the option',
    ],
  ])('is told once by %s, with those that are', (_, create, anchor, words) => {
    for (let count = 0; count < 3; count += 1) create({ apiUrl: 'https://x.example' });
    expect(told()).toEqual([{ text: expect.stringMatching(/: .*got the option apiUrl, needs one of .*[a-z]+, [a-zA-Z]+\.$/), anchor }]);
    expect(told()[0]?.text).toContain(words);
    expect(HEADINGS).toContain(anchor);
  });

  it.each([
    ['userKey', { userKey: 'ada' }],
    ['beforeSend', { beforeSend: () => null }],
  ])('is told by createSubmitter where it would protect a person: %s', async (name, options) => {
    createSubmitter({ ...right, ...options } as never);
    await expectLine(
      'submitter',
      `createSubmitter() got the option ${name}, needs it in createFeedbackClient(), because it has no effect here`,
    );
  });

  it('is not told where it is an option of the other call, as where a page has one object for both', async () => {
    const options = { ...right, storage: 'local', userId: USERS['ada-token'].id, userKey: 'ada', theme: 'dark' } as const;
    createFeedbackClient({ ...options, submitter: createSubmitter(options) }).dispose();
    await wait();
    expect(told()).toEqual([]);
  });

  it.each([
    ['beforeSend', () => ({ beforeSend: () => null })],
    ['storage', () => ({ storage: 'none' })],
  ])('is told by attach where it belongs to the page: %s', (name, options) => {
    attach('.nothing', options() as never).dispose();
    expect(told()).toEqual([
      { text: expect.stringContaining(`${name} in attach: got "${name}", needs "${name}" in init`), anchor: toAttribute(name) },
    ]);
  });

  it.each([
    [
      'the names of the API',
      { conversation_id: CONVERSATION_ID, query_id: 0 },
      'conversation-id',
      'got "conversation_id", needs the name "conversationId"',
    ],
    ['the names of attributes', { conversationId: CONVERSATION_ID, 'query-id': 0 }, 'query-id', 'got "query-id", needs the name "queryId"'],
    [
      'a promise',
      Promise.resolve({ conversationId: CONVERSATION_ID, queryId: 0 }),
      'ids',
      'ids of attach: got "a promise", needs an object with',
    ],
    ['a text', 'answer-1', 'ids', 'ids of attach: got "answer-1", needs an object with conversationId and queryId, or null'],
  ])('is told once by attach where it is in what ids returns: %s', (_, ids, anchor, text) => {
    document.body.innerHTML = '<p class="named">One</p><p class="named">Two</p>';
    attach('.named', { ids: () => ids as never }).dispose();
    expect(told()).toContainEqual({ text: expect.stringContaining(text), anchor });
    expect(new Set(told().map(({ text }) => text)).size).toBe(told().length);
    expect(HEADINGS).toContain(anchor);
    document.body.replaceChildren();
  });

  it.each([
    ['an option that attach does not have', { onSaved: () => {} }, 'attach', 'attach: got "onSaved", needs one of root, ids, projectId,'],
    ['a misspelt one', { sise: 'sm' }, 'attach', 'attach: got "sise", needs one of root, ids,'],
    ['the id of one answer', { queryId: 3 }, 'query-id', 'queryId in attach: got 3, needs it in what ids returns'],
  ])('is told once by attach: %s', (_, options, anchor, text) => {
    attach('.nothing', options as never).dispose();
    attach('.nothing', options as never).dispose();
    expect(told()).toEqual([{ text: expect.stringContaining(text), anchor }]);
    expect(HEADINGS).toContain(anchor);
  });

  it.each([
    'query-id',
    'data-queryid',
    'conversationid',
    'data-query_id',
    'answer-key',
  ])('is told once by attach where it is an attribute of an answer: %s', (name) => {
    document.body.innerHTML = `<p class="named" ${name}="1">One</p><p class="named" ${name}="2">Two</p>`;
    attach('.named').dispose();
    expect(told()).toEqual([
      {
        text: expect.stringMatching(`^attach: got "${name}", needs data-(query-id|conversation-id|answer-key) on the answers`),
        anchor: 'attach',
      },
    ]);
    document.body.replaceChildren();
  });

  it('is nothing to tell where an answer has attributes of the page beside the right ones', () => {
    document.body.innerHTML = `<p class="named" data-query-id="1" query-id="x" data-conversation="c" data-key="k">One</p>`;
    attach('.named').dispose();
    expect(told()).toEqual([]);
    document.body.replaceChildren();
  });
});

describe('a mistake in a function call is thrown, and names the option', () => {
  const getToken = () => 'x';
  const right = { projectId: PROJECT_ID, token: 'x', authorize: () => null };
  const submitterWith = (options: object) => () => createSubmitter({ projectId: PROJECT_ID, getToken, ...options });
  const proxyWith = (options: object) => () => createFeedbackProxy({ ...right, ...options });
  const answer = (ids: AnswerIds) => createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken }) }).answer(ids);
  it.each<[string, () => unknown, string]>([
    ['createSubmitter without a project', () => createSubmitter({ getToken } as never), 'projectId: got nothing, needs a UUID'],
    [
      'createSubmitter with a misspelt URL',
      () => createSubmitter({ projectId: PROJECT_ID, getToken, baseURL: 'https://x.example' } as never),
      'baseUrl: got "baseURL", needs the name "baseUrl"',
    ],
    [
      'createFeedbackClient with a misspelt key',
      () => createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken }), user_key: 'ada' } as never),
      'userKey: got "user_key", needs the name "userKey"',
    ],
    [
      'createFeedbackProxy with a misspelt project',
      () => createFeedbackProxy({ ...right, projectId: undefined, project_id: PROJECT_ID } as never),
      'projectId: got "project_id", needs the name "projectId"',
    ],
    ['createSubmitter without a token', () => createSubmitter({ projectId: PROJECT_ID } as never), 'getToken: got nothing, needs'],
    [
      'createSubmitter with a token',
      () => createSubmitter({ projectId: PROJECT_ID, getToken: 'secret' as never }),
      'getToken: got a string, needs',
    ],
    [
      'createFeedbackClient without a submitter',
      () => createFeedbackClient({} as never),
      'submitter: got nothing, needs what createSubmitter() returns',
    ],
    [
      'createFeedbackProxy without a token',
      () => createFeedbackProxy({ ...right, token: '' }),
      'token: got nothing, needs the service token',
    ],
    [
      'createFeedbackProxy without authorize',
      () => createFeedbackProxy({ ...right, authorize: undefined as never }),
      'authorize: got nothing, needs a function',
    ],
    [
      'createFeedbackProxy with a wrong URL',
      () => createFeedbackProxy({ ...right, baseUrl: 'ftp://x' }),
      'baseUrl: got "ftp://x", needs an https URL',
    ],
    [
      'createFeedbackProxy with an origin that is none',
      () => createFeedbackProxy({ ...right, allowedOrigins: ['example.com'] }),
      'allowedOrigins: got "example.com", needs a list of origins',
    ],
    ['createSubmitter with a wrong scheme', submitterWith({ authScheme: 'Basic' }), 'authScheme: got "Basic", needs "Bearer" or "Token"'],
    ['createSubmitter with a wrong email', submitterWith({ impersonateEmail: 'ada' }), 'impersonateEmail: got "ada", needs one email'],
    ['createSubmitter with a wrong time limit', submitterWith({ timeoutMs: '15s' }), 'timeoutMs: got "15s", needs milliseconds'],
    ['createFeedbackProxy with a wrong scheme', proxyWith({ authScheme: 'Basic' }), 'authScheme: got "Basic", needs "Bearer" or "Token"'],
    ['createFeedbackProxy with a wrong length', proxyWith({ maxLength: -1 }), 'maxLength: got -1, needs a number of code points'],
    ['createFeedbackProxy with a wrong time limit', proxyWith({ timeoutMs: 0.5 }), 'timeoutMs: got 0.5, needs milliseconds'],
    ['createFeedbackProxy with a log that is none', proxyWith({ onEvent: 'log' }), 'onEvent: got "log", needs a function'],
    ['createFeedbackProxy with a wrong fetch', proxyWith({ fetch: 'undici' }), 'fetch: got "undici", needs a function'],
    ['createSubmitter with a time limit that is text', submitterWith({ timeoutMs: '15' }), 'timeoutMs: got "15", needs milliseconds'],
    ['createSubmitter with a fetch that is none', submitterWith({ fetch: {} }), 'fetch: got an object, needs a function like the fetch'],
    [
      'createSubmitter with a proxy of another origin',
      () => createSubmitter({ projectId: PROJECT_ID, baseUrl: 'http://127.0.0.1:1/api/clarifeye' }),
      'getToken: got nothing, needs a function that returns the access token, or a baseUrl of the origin of this page',
    ],
    [
      'createFeedbackClient with the submitter alone',
      () => createFeedbackClient(createSubmitter({ projectId: PROJECT_ID, getToken }) as never),
      'submitter: got nothing, needs what createSubmitter() returns, as in { submitter }',
    ],
    [
      'createFeedbackProxy with a project alone',
      () => createFeedbackProxy(PROJECT_ID as never),
      `projectId: got "${PROJECT_ID}", needs an object with it`,
    ],
    [
      'createFeedbackProxy with a visitor in place of authorize',
      proxyWith({ authorize: { email: 'ada@example.com' } }),
      'authorize: got an object, needs a function',
    ],
    ['createFeedbackProxy with the path of a proxy', proxyWith({ baseUrl: '/api/x' }), 'baseUrl: got "/api/x", needs an absolute URL'],
    [
      'createFeedbackProxy with a final slash of an origin',
      proxyWith({ allowedOrigins: ['https://www.example.com/'] }),
      'allowedOrigins: got "https://www.example.com/", needs a list of origins as browsers send them',
    ],
    ['attach with a wrong selector', () => attach('..answer'), 'selector: got "..answer", needs a CSS selector'],
    ['attach with a wrong root', () => attach('.answer', { root: '#chat' as never }), 'root: got "#chat", needs the document, an element'],
    ['attach with wrong ids', () => attach('.answer', { ids: {} as never }), 'ids: got an object, needs a function that returns the ids'],
    ['answer without ids', () => answer({}), 'conversationId: got nothing, needs a UUID'],
    ['answer with an empty conversation id', () => answer({ conversationId: '', queryId: 0 }), 'conversationId: got nothing, needs a UUID'],
    [
      'answer with ids one by one',
      () => answer(CONVERSATION_ID as never),
      `ids: got "${CONVERSATION_ID}", needs an object with conversationId and queryId`,
    ],
    ['answer with one id', () => answer({ conversationId: CONVERSATION_ID }), 'queryId: got nothing, needs an integer, or an answerKey'],
    ['a rating that is none', () => answer(ANSWER).rate('good' as never), 'rating: got "good", needs'],
    ['words that are none', () => answer(ANSWER).comment(5 as never), 'comment: got 5, needs a text'],
    ['a listener that is none', () => answer(ANSWER).subscribe({} as never), 'listener: got an object, needs a function'],
  ])('%s', (_, call, words) => {
    const error = catchError(call);
    const [, anchor] = LINK.exec(error.message) ?? [];
    expect(error).toMatchObject({ kind: 'config', message: expect.stringContaining(words) });
    expect(anchor).toBe(toAttribute(words.split(':')[0] ?? ''));
    expect(HEADINGS).toContain(anchor);
  });
});

describe('ids of attach', () => {
  beforeEach(() => {
    silence();
    document.body.innerHTML = '<p class="named">One</p><p class="named">Two</p>';
  });
  afterEach(() => {
    document.body.replaceChildren();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const changeOften = async () => {
    for (let time = 0; time < 5; time += 1) {
      document.body.append(document.createElement('i'));
      await wait(5);
    }
  };

  it('that throw are told and reported once, however often the page changes', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const attached = attach('.named', {
      ids: (element) => ({ conversationId: CONVERSATION_ID, queryId: (element as unknown as { message: { id: number } }).message.id }),
    });
    await changeOften();
    expect(told()).toEqual([
      { text: expect.stringMatching(/^ids of attach: got an error, needs a function that does not throw\.$/), anchor: 'ids' },
    ]);
    expect(reported).toHaveBeenCalledOnce();
    attached.dispose();
  });

  it('that reject leave no error behind for each change of the page', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    const attached = attach('.named', { ids: (async () => Promise.reject(new Error('No session'))) as never });
    await changeOften();
    expect(rejected).not.toHaveBeenCalled();
    attached.dispose();
    process.off('unhandledRejection', rejected);
  });

  it('are not asked for with a selector that can match nothing', () => {
    expect(catchError(() => attach('.named::after')).message).toContain('selector: got ".named::after", needs a CSS selector');
  });
});

describe('what a value is', () => {
  const client = createFeedbackClient({ submitter: createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x' }) });
  const messageOf = (run: () => unknown) => catchError(run).message;

  it.each<[string, () => unknown, string]>([
    [
      'a client in place of a submitter',
      () => createFeedbackClient({ submitter: client as never }),
      'submitter: got an object, needs what createSubmitter() returns, but it is a client.',
    ],
    [
      'a promise of one',
      () => createFeedbackClient({ submitter: Promise.resolve() as never }),
      'needs what createSubmitter() returns, but it is a promise.',
    ],
    [
      'the event of a click',
      () => client.answer(ANSWER).rate(new MouseEvent('click') as never),
      'rating: got an object, needs "up" or "neutral" or "down", but it is an event.',
    ],
    [
      'an id in place of options',
      () => createSubmitter(PROJECT_ID as never),
      'projectId: got "11111111-2222-4333-8444-555555555555", needs an object with it, such as { projectId, getToken }.',
    ],
  ])('is in the message: %s', (_, run, words) => {
    expect(messageOf(run)).toContain(words);
  });

  it('is in the line about a prop', async () => {
    silence();
    render(<FeedbackWidget {...ANSWER} client={createSubmitter({ projectId: PROJECT_ID, getToken: () => 'x' }) as never} />);
    await expectLine('client', 'client prop: got an object, needs what createFeedbackClient() returns, but it is a submitter.');
    vi.restoreAllMocks();
  });
});

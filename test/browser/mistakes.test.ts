import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toAttribute } from '../../src/platform/report';
import { WRONG_ATTRIBUTES } from '../mistakes/wrong-options';
import { find, says, setStage } from '../support/pages';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const stage = setStage();
const HEADINGS = [...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
const WIDGET = `<clarifeye-feedback conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
const TOKEN = "<script>var getFeedbackToken = () => 'ada-token'</script>";
const SRC = '<script src="/clarifeye-feedback.js"';
const project = `data-project-id="${PROJECT_ID}"`;
const token = 'data-get-token="getFeedbackToken"';

/** Expects one line of the console about a subject, in these words, with a link to a paragraph that exists. */
async function expectLine(log: readonly string[], anchor: string, ...words: readonly string[]): Promise<void> {
  const lines = () => log.filter((text) => text.startsWith('clarifeye-feedback: '));
  await expect.poll(lines).toHaveLength(1);
  for (const word of words) expect(lines()[0]).toContain(word);
  expect(lines()[0]).toMatch(new RegExp(` https://\\S+/docs/troubleshooting\\.md#${anchor}( |$)`));
  expect(HEADINGS).toContain(anchor);
}

describe('a mistake on the script tag is told in one line', () => {
  it.each(WRONG_ATTRIBUTES.filter(({ name }) => !/Id$|^answerKey$/.test(name) || name === 'projectId'))('$name: $shown', async ({
    name,
    value,
    shown,
    needed,
  }) => {
    const attribute = `data-${toAttribute(name)}`;
    const tag = `${SRC} ${name === 'projectId' ? '' : project} ${token} ${attribute}="${value}"></script>`;
    const { log } = await stage.open(`${TOKEN}${tag}${WIDGET}`);
    await expectLine(log, toAttribute(name), `${attribute} on the script tag: got ${shown}, needs `, needed);
  });

  it.each([
    ['project-id', `${SRC} ${token}></script>`, 'data-project-id on the script tag: got nothing, needs the UUID of a Clarifeye project'],
    [
      'get-token',
      `${SRC} ${project}></script>`,
      'data-get-token on the script tag: got nothing, needs a function that returns the access token',
    ],
    [
      'attach',
      `${SRC} ${project} ${token} data-attach=".answer["></script>`,
      'data-attach on the script tag: selector: got ".answer[", needs a CSS selector',
    ],
    ['script', `${SRC} ${project} ${token}></script>${SRC}></script>`, 'is already on this page'],
  ])('%s in %s', async (anchor, tag, words) => {
    const { log } = await stage.open(`${TOKEN}${tag}${WIDGET}`);
    await expectLine(log, anchor, words);
  });

  it.each([
    ['a const', '<script>const getFeedbackToken = () => "ada-token"</script>', 'getFeedbackToken'],
    ['a name in a module', '<script type="module">function getFeedbackToken() { return "ada-token" }</script>', 'getFeedbackToken'],
    ['a call', TOKEN, 'getFeedbackToken()'],
    ['the id of an element', '<p id="getFeedbackToken"></p>', 'getFeedbackToken'],
    ['a path that leads nowhere', '<script>auth = {}</script>', 'auth.session.token'],
  ])('where data-get-token names %s', async (_, before, name) => {
    const { page, log } = await stage.open(`${before}${SRC} ${project} data-get-token="${name}"></script>${WIDGET}`);
    await (await find(page, 'button', 'Good response')).click();
    await says(page, 'Sign in to send your feedback. It is kept.');
    await expectLine(log, 'get-token', `got "${name}", needs the name of a function of window (no const), without parentheses`);
  });

  it.each([
    [
      'data-before-send="redact"',
      '',
      'data-before-send on the script tag: got "data-before-send", needs "beforeSend" in init.',
      'before-send',
    ],
    ['', 'before-send="redact"', 'before-send attribute: got "before-send", needs "beforeSend" in init.', 'before-send'],
    ['', 'user-key="ada"', 'user-key attribute: got "user-key", needs "userKey" in init.', 'user-key'],
  ])('and lets no words out, where what protects them has no effect: %s %s', async (onTag, onElement, words, anchor) => {
    const { page, log } = await stage.open(
      `${TOKEN}${SRC} ${project} ${token} ${onTag}></script>${WIDGET.replace('></', ` ${onElement}></`)}`,
    );
    await says(page, "Feedback isn't available here.");
    await expectLine(log, anchor, words);
  });

  it.each([
    ['a text', '<script>ClarifeyeFeedback.init("text")</script>', 'init', 'init: got "text", needs an object.'],
    ['a list', '<script>ClarifeyeFeedback.init([1])</script>', 'init', 'init: got a list, needs an object.'],
  ])('in one line where init gets %s', async (_, script, anchor, words) => {
    const { log } = await stage.open(`${TOKEN}${SRC.replace(' async', '')} ${project} ${token}></script>${script}${WIDGET}`);
    await expectLine(log, anchor, words);
  });

  it('where an index was not found', async () => {
    const { page, log } = await stage.open(
      `${TOKEN}${SRC} ${project} ${token}></script>${WIDGET.replace('query-id="0"', 'query-id="-1"')}`,
    );
    await says(page, "Feedback isn't available here.");
    await expectLine(log, 'query-id', 'query-id attribute: got "-1", needs an integer of at least 0.');
  });

  it('where a token still has the quotes of JSON', async () => {
    const { page, log } = await stage.open(
      `<script>window.getFeedbackToken = () => '"ada-token"'</script>${SRC} ${project} ${token}></script>${WIDGET}`,
    );
    await (await find(page, 'button', 'Good response')).click();
    await says(page, 'Sign in to send your feedback. It is kept.');
    await expectLine(log, 'get-token', 'returned a string with more than the token, needs the token alone');
    expect(log.join()).not.toContain('ada-token');
  });

  it('where the proxy is of another origin, and no token is given', async () => {
    const { log } = await stage.open(
      `${SRC} data-project-id="${PROJECT_ID}" data-base-url="http://localhost:9/api/clarifeye"></script>${WIDGET}`,
    );
    await expectLine(log, 'get-token', 'got nothing, needs a function that returns the access token');
  });

  it.each(['<p>No names, please.</p>', 'No names, please.'])('where a note has no slot: %s', async (note) => {
    const { log } = await stage.open(`${TOKEN}${SRC} ${project} ${token}></script>${WIDGET.replace('></', `>${note}</`).repeat(3)}`);
    await expectLine(log, 'slot', 'got hidden content');
  });

  it('without the token that somebody has pasted in place of a name', async () => {
    const pasted = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2VjcmV0';
    const { page, log } = await stage.open(`${SRC} ${project} data-get-token="${pasted}"></script>${WIDGET}`);
    await (await find(page, 'button', 'Good response')).click();
    await says(page, 'Sign in to send your feedback. It is kept.');
    await expectLine(log, 'get-token', 'needs the name of a function of window');
    expect(log.join()).not.toContain('eyJ');
  });

  it.each([
    ['data-before-send="redact"', 'before-send', 'got "data-before-send", needs "beforeSend" in init'],
    ['data-conversation-id="c1"', 'conversation-id', 'got "data-conversation-id", needs property "conversationId" of a widget'],
    ['data-getToken="getFeedbackToken"', 'get-token', 'got "data-gettoken", needs the name "data-get-token"'],
  ])('where %s is set, beside what is missing then', async (attribute, anchor, words) => {
    const own = anchor === 'get-token' ? '' : token;
    const { log } = await stage.open(`${TOKEN}${SRC} ${project} ${own} ${attribute}></script>${WIDGET}`);
    const line = `clarifeye-feedback: data-${anchor} on the script tag: ${words}`;
    await expect.poll(() => log.filter((text) => text.includes(line) && text.endsWith(`#${anchor}`))).toHaveLength(1);
  });

  it('where a name is misspelt, beside the line about what is missing then', async () => {
    const { log } = await stage.open(`${TOKEN}${SRC} data-projectid="${PROJECT_ID}" ${token}></script>${WIDGET}`);
    await expect
      .poll(() => log)
      .toEqual([
        expect.stringContaining('data-project-id on the script tag: got "data-projectid", needs the name "data-project-id"'),
        expect.stringContaining('data-project-id on the script tag: got nothing, needs the UUID of a Clarifeye project'),
      ]);
  });

  it('not at all where the configuration comes after an async script that has run already', async () => {
    const { page, log } = await stage.open(
      `${SRC}></script>${WIDGET}<script>clarifeyeFeedbackConfig = { projectId: '${PROJECT_ID}', baseUrl: '${stage.api.baseUrl}', getToken: () => 'ada-token' }</script>`,
    );
    await (await find(page, 'button', 'Good response')).click();
    await says(page, 'Thanks for your feedback!');
    expect(log).toEqual([]);
  });
});

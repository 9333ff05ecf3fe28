import { describe, expect, it } from 'vitest';
import { createSubmitter } from '../../src/api/submitter';
import { RATINGS } from '../../src/domain/feedback';
import { toFeedbacksUrl } from '../../src/options/project';
import { readAttributes, readValues, resolve } from '../../src/options/resolve';
import { OPTION_NAMES, optionOf } from '../../src/options/schema';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';

const tag = (attributes: Record<string, string>) => ({
  getAttribute: (name: string) => attributes[name] ?? null,
  getAttributeNames: () => Object.keys(attributes),
});

describe('options', () => {
  it('reads every attribute into its option', () => {
    const { values, warnings } = readAttributes(
      tag({
        'conversation-id': CONVERSATION_ID,
        'query-id': '0',
        'project-id': PROJECT_ID,
        'base-url': 'https://api.example.com/api/v1/',
        region: 'us',
        source: 'HelpCenter',
        theme: 'dark',
        size: 'sm',
        ratings: 'down up',
        comment: 'always',
        'submit-on': 'send',
        'max-length': '200',
        disabled: '',
      }),
    );
    expect(warnings).toEqual([]);
    expect(values).toEqual({
      conversationId: CONVERSATION_ID,
      queryId: 0,
      projectId: PROJECT_ID,
      baseUrl: 'https://api.example.com/api/v1/',
      region: 'us',
      source: 'HelpCenter',
      theme: 'dark',
      size: 'sm',
      ratings: ['down', 'up'],
      comment: 'always',
      submitOn: 'send',
      maxLength: 200,
      disabled: true,
    });
  });

  it('leaves the default where an attribute is missing or empty', () => {
    expect(readAttributes(tag({ 'query-id': ' ', theme: '' }))).toEqual({ values: {}, warnings: [] });
  });

  it.each([
    ['query-id', '1.5', 'query-id attribute: got "1.5", needs an integer of at least 0.'],
    ['query-id', '1e3', 'query-id attribute: got "1e3", needs an integer of at least 0.'],
    [
      'query-id',
      '99999999999999999999',
      'query-id attribute: got "99999999999999999999", needs an integer of at least 0 and at most 9007199254740991.',
    ],
    [
      'query-id',
      '9007199254740992',
      'query-id attribute: got "9007199254740992", needs an integer of at least 0 and at most 9007199254740991.',
    ],
    ['conversation-id', 'abc', 'conversation-id attribute: got "abc", needs a UUID such as 00000000-0000-4000-8000-000000000000.'],
    ['project-id', 'abc', 'project-id attribute: got "abc", needs a UUID such as 00000000-0000-4000-8000-000000000000.'],
    ['region', 'mars', 'region attribute: got "mars", needs "eu" or "us".'],
  ])('refuses %s="%s" with words that name it', (name, given, message) => {
    const { values } = readAttributes(tag({ [name]: given }));
    expect(Object.values(values)).toEqual([expect.objectContaining({ kind: 'config', message })]);
  });

  it('warns of a wrong look and uses the default for it', () => {
    const { values, warnings } = readAttributes(tag({ theme: 'purple', ratings: 'up up', 'max-length': '0' }));
    expect(values).toEqual({});
    expect(warnings.map((warning) => warning.message)).toEqual([
      'theme attribute: got "purple", needs "auto" or "light" or "dark".',
      `ratings attribute: got "up up", needs one or more of "${RATINGS.join(' ')}", each once.`,
      'max-length attribute: got "0", needs an integer of at least 1.',
    ]);
  });

  it('reads a prefixed tag and names the prefixed attribute', () => {
    const { values } = readAttributes(tag({ 'data-project-id': 'x' }), 'data-');
    expect(String(values.projectId)).toMatch(/data-project-id on the script tag: got "x"/);
  });

  it.each(['nullmann@example.com', 'undefined-behaviour', 'a {{ b'])('takes %s for a key', (text) => {
    expect(readValues({ answerKey: text, userKey: text })).toMatchObject({ values: { answerKey: text, userKey: text }, warnings: [] });
  });

  it('checks what JavaScript gives as values, and names the option', () => {
    const { values, warnings } = readValues({
      ratings: ['up', 'down'],
      maxLength: '10',
      disabled: true,
      size: 'xl',
      projectId: 7,
      theme: undefined,
      reasons: 5,
    });
    expect(values).toEqual({
      ratings: ['up', 'down'],
      disabled: true,
      theme: undefined,
      projectId: expect.objectContaining({ message: expect.stringMatching(/^projectId: got 7, needs a UUID/) }),
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      'size: got "xl", needs "sm" or "md".',
      'maxLength: got "10", needs an integer of at least 1.',
      `reasons: got 5, needs lists of different texts of one line, under ${RATINGS.join(', ')}.`,
    ]);
  });

  it('joins layers, the last one over the others, over the defaults', () => {
    const { options, answer, error } = resolve([
      readValues({ theme: 'dark', size: 'sm', projectId: PROJECT_ID }).values,
      readAttributes(tag({ theme: 'light', 'conversation-id': CONVERSATION_ID, 'query-id': '0' })).values,
    ]);
    expect(options).toMatchObject({ theme: 'light', size: 'sm', maxLength: 4000, projectId: PROJECT_ID });
    expect([answer?.key, error]).toEqual([`${CONVERSATION_ID}/0`, undefined]);
  });

  it('keeps the answer the same object while its ids are the same', () => {
    const values = { conversationId: CONVERSATION_ID, queryId: 0 };
    const { answer } = resolve([values]);
    expect(resolve([values], answer).answer).toBe(answer);
    expect(resolve([{ ...values, queryId: 1 }], answer).answer?.queryId).toBe(1);
  });

  it('gives the error of a wrong vital option, which a right one over it mends', () => {
    const wrong = readAttributes(tag({ 'project-id': 'x' }), '').values;
    expect(resolve([wrong])).toMatchObject({
      options: { projectId: undefined },
      error: { message: expect.stringMatching(/^project-id attribute: got "x"/) },
    });
    expect(resolve([wrong, readValues({ projectId: PROJECT_ID }).values]).error).toBeUndefined();
  });

  it.each(OPTION_NAMES)('has a right default for %s, if any', (name) => {
    const { default: value, accepts } = optionOf(name);
    if (value !== undefined) expect(accepts(value)).toBe(true);
  });

  it('knows both regions and a base URL with or without its final slash', () => {
    const path = `/projects/${PROJECT_ID}/feedbacks/`;
    expect(toFeedbacksUrl({ projectId: PROJECT_ID })).toBe(`https://eu.app.clarifeye.ai/api/v1${path}`);
    expect(toFeedbacksUrl({ projectId: PROJECT_ID, region: 'us' })).toBe(`https://us.app.clarifeye.ai/api/v1${path}`);
    for (const slash of ['', '/', '//'])
      expect(toFeedbacksUrl({ projectId: PROJECT_ID, baseUrl: `https://x.example/api/v1${slash}` })).toBe(
        `https://x.example/api/v1${path}`,
      );
  });

  it.each([
    'http://localhost:8080/api/v1',
    'http://127.0.0.1/api/v1',
    'http://[::1]:3000/api/v1',
    'http://dev.localhost/api/v1',
  ])('lets http through on this machine: %s', (url) =>
    expect(toFeedbacksUrl({ projectId: PROJECT_ID, baseUrl: url })).toBe(`${url}/projects/${PROJECT_ID}/feedbacks/`));

  it.each([
    'http://example.com/api/v1',
    'http://localhost.example.com',
    'ftp://x.example',
    'https://u:p@x.example',
    'https://x.example/?a=1',
    'nonsense',
  ])('refuses %s', (url) =>
    expect(() => createSubmitter({ projectId: PROJECT_ID, baseUrl: url, getToken: () => 'x' })).toThrow(
      /^baseUrl: got .* needs an https URL/,
    ));

  it('refuses a region that only the prototype has', () => {
    expect(() => createSubmitter({ projectId: PROJECT_ID, region: 'constructor' as 'eu', getToken: () => 'x' })).toThrow(/^region/);
  });
});

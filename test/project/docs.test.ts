import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BACKOFF_UNIT_MS, MAX_TRIES, OFFLINE_PROBE_MS, RECHECK_AFTER_MS } from '../../src/delivery/policy';
import { FAILURES, type FeedbackErrorKind, failureOf } from '../../src/domain/failures';
import { RATINGS } from '../../src/domain/feedback';
import { LANGUAGES, type Language } from '../../src/i18n/languages';
import { ATTRIBUTE_OPTIONS, ELEMENT_OPTIONS, OPTION_NAMES } from '../../src/options/schema';
import { toAttribute } from '../../src/platform/report';
import { findRequestFault } from '../support/contract';
import { PROJECT_ID } from '../support/people';
import { readSnippets } from '../support/snippets';

const read = (path: string) => readFileSync(path, 'utf8');
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
/** The names in backticks in the first column of every table. */
const firstColumn = (text: string) =>
  [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

describe('docs/theming.md', () => {
  const css = read('src/widget/feedback-widget.css');
  const theming = read('docs/theming.md');
  const [properties = '', parts = ''] = theming.split('## Parts');

  it('lists every custom property', () => {
    const used = [...css.matchAll(/var\(--(cf-[\w-]+)/g)].map(([, name = '']) => `--${name}`);
    expect(sorted(firstColumn(properties))).toEqual(sorted(used));
  });

  it('gives the colours that are built in', () => {
    const built = [...css.matchAll(/var\(--cf-(?:text|accent|on-accent), (#\w+)\)/g)].map(([, colour = '']) => colour);
    expect(sorted([...theming.matchAll(/`(#\w{3,6})`/g)].map(([, colour = '']) => colour))).toEqual(sorted(built));
  });

  it('lists every part', () => {
    const sources = readdirSync('src/widget')
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => read(`src/widget/${name}`))
      .join('');
    const used = [...sources.matchAll(/part="(\w+)"/g)].map(([, name = '']) => name);
    expect(sorted(firstColumn(parts))).toEqual(sorted([...used, ...RATINGS, 'status']));
  });
});

describe('docs', () => {
  const delivery = read('docs/delivery.md');
  const seconds = (ms: number) => `${ms / 1000} s`;

  it('tell when the list is read again', () => {
    const told = [delivery, ...['docs/http-api.md', 'docs/security.md', 'README.md'].map(read)].flatMap((text) => [
      ...text.matchAll(/(?:GET` |again |exist for |more than |and |within |words \| |posting again\. )(\d{3,} s)/g),
    ]);
    expect(told.map(([, time]) => time)).toEqual(Array(9).fill(seconds(RECHECK_AFTER_MS)));
  });

  it('tell how often and how fast requests are tried again', () => {
    expect(delivery).toContain(`| ${MAX_TRIES} failed attempts on one page |`);
    expect(delivery).toContain(`one request is tried after ${seconds(OFFLINE_PROBE_MS)}`);
    expect(delivery).toContain(`Attempts are ${BACKOFF_UNIT_MS / 1000} to ${seconds(2 * BACKOFF_UNIT_MS)} apart at first`);
    const [network, timeout] = (['network', 'timeout'] as const).map((kind) => failureOf(kind).quarantineMs ?? 0);
    expect(delivery).toContain(`reads the list after ${seconds(network ?? 0)} (network error) or ${seconds(timeout ?? 0)}`);
  });
});

describe('docs/troubleshooting.md', () => {
  const headings = [...read('docs/troubleshooting.md').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);

  it('has a paragraph for every option', () => {
    expect(OPTION_NAMES.map(toAttribute).filter((name) => !headings.includes(name))).toEqual([]);
  });

  it('has a paragraph for every failure that the console is told of', () => {
    // The first has the name of an option in the console, the second, too: it is about the answer-key.
    const kinds = (Object.keys(FAILURES) as FeedbackErrorKind[]).filter((kind) => !/^(config|unclaimed)$/.test(kind));
    expect(kinds.filter((kind) => !failureOf(kind).isRoutine && !headings.includes(kind))).toEqual([]);
  });
});

describe('custom-elements.json', () => {
  const [
    {
      declarations: [declared],
    },
  ] = JSON.parse(read('custom-elements.json')).modules;
  const names = (list: readonly { name: string }[]) => sorted(list.map(({ name }) => name));

  it('lists what the element has', () => {
    expect(names(declared.attributes)).toEqual(sorted(ATTRIBUTE_OPTIONS.map(toAttribute)));
    expect(names(declared.members)).toEqual(sorted([...ELEMENT_OPTIONS, 'phase']));
    expect(names(declared.cssProperties)).toEqual(sorted(firstColumn(read('docs/theming.md').split('## Parts')[0] ?? '')));
    expect(names(declared.cssParts)).toEqual(sorted(firstColumn(read('docs/theming.md').split('## Parts')[1] ?? '')));
    expect(names(declared.events)).toEqual(sorted([...read('README.md').matchAll(/^\| `(feedback-\w+)`/gm)].map(([, name = '']) => name)));
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('lists every option', () => {
    const tables = readme.split('## Options')[1]?.split('## Events')[0] ?? '';
    const attributes: readonly string[] = ATTRIBUTE_OPTIONS;
    const expected = OPTION_NAMES.map((name) => (attributes.includes(name) ? toAttribute(name) : name));
    expect(sorted(firstColumn(tables))).toEqual(sorted(expected));
  });

  it('names every language', () => {
    const NAMES: Partial<Record<Language, string>> = {
      zh: 'Chinese (simplified and traditional)',
      'zh-hant': 'Chinese (simplified and traditional)',
      nb: 'Norwegian',
      pt: 'Portuguese (of Brazil and European)',
      'pt-pt': 'Portuguese (of Brazil and European)',
    };
    const names = new Intl.DisplayNames('en', { type: 'language' });
    const told = readme.split('## Languages')[1] ?? '';
    for (const language of LANGUAGES) expect(told).toContain(NAMES[language] ?? names.of(language));
  });
});

describe('docs/http-api.md and docs/start.md', () => {
  it('show bodies that the contract takes', () => {
    const bodies = readSnippets().flatMap(({ language, code }) => (language === 'json' ? [JSON.parse(code)] : []));
    const record = '3c90c3cc-0d44-4b50-8888-8dd25736052a/';
    const url = (path: string) => new URL(`https://eu.app.clarifeye.ai/api/v1/projects/${PROJECT_ID}/feedbacks/${path}`);
    const headers = new Headers({ authorization: 'Bearer x', 'content-type': 'application/json' });
    expect(bodies).toHaveLength(3);
    expect(findRequestFault('POST', url(''), headers, bodies[0])).toBeUndefined();
    expect(findRequestFault('POST', url(''), headers, bodies[2])).toBeUndefined();
    expect(findRequestFault('PATCH', url(record), headers, bodies[1])).toBeUndefined();
    expect(findRequestFault('POST', url(''), headers, bodies[1])).toBeDefined();
  });
});

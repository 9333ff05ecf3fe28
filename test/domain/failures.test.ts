import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAILURES, type FeedbackErrorKind, failureOf, kindOfStatus } from '../../src/domain/failures';
import { english } from '../../src/i18n/strings';

const kinds = Object.keys(FAILURES) as FeedbackErrorKind[];
const delivery = readFileSync('docs/delivery.md', 'utf8');
const source = readFileSync('src/domain/failures.ts', 'utf8');

describe.each(kinds)('the failure %s', (kind) => {
  const { text, changeText, statuses = [], retry, quarantineMs } = failureOf(kind);

  it('has its texts in the table of docs/delivery.md', () => {
    const own = kind === 'invalid' ? [] : [text, changeText].filter((name) => name != null);
    for (const name of own) expect(delivery).toContain(`| ${english[name]} |`);
  });

  it('is explained where code branches on it', () => {
    expect(source.split('export type FeedbackErrorKind')[0]).toMatch(new RegExp(`^ \\* - .*\`${kind}\``, 'm'));
  });

  it('is the only one of its statuses', () => {
    expect(statuses.map(kindOfStatus)).toEqual(statuses.map(() => kind));
  });

  it('leaves no write uncertain that is not tried again', () => {
    expect(quarantineMs === undefined || retry === 'auto').toBe(true);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Where text would become markup or code, or an element would be put outside the widget: https://www.w3.org/TR/trusted-types/#injection-sinks */
const SINKS =
  /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|srcdoc|createContextualFragment|setHTML|parseFromString|parseHTML|\beval\b|\bFunction\(|javascript:|document\.(head|body)\b|createElement\('(script|style|link|iframe)|set(Timeout|Interval)\(['"`]|setAttribute\('on/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  // That one takes a sink out of Preact.
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('slim-preact.ts'))
  .map((name) => join('src', name));

describe('the sources', () => {
  it('have no HTML sink, no eval, and put nothing outside the widget', () => {
    const found = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*\*)/.test(line) && SINKS.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    'element.innerHTML = x',
    'eval(x)',
    "document.createElement('script')",
    'document.body.append(x)',
    "setTimeout('x')",
  ])('would be caught with %s', (line) => expect(SINKS.test(line)).toBe(true));
});

import { transformWithOxc } from 'vite';
import { afterEach, expect, it, vi } from 'vitest';
import * as element from '../../src/entries/element';
import * as index from '../../src/entries/index';
import { findSnippet } from '../support/snippets';

const MODULES: Readonly<Record<string, object>> = { 'clarifeye-feedback': index, 'clarifeye-feedback/element': element };

/** Runs the code of a page of the docs, with the modules that it imports. */
async function run(name: string, ...given: readonly unknown[]): Promise<unknown> {
  const { code } = await transformWithOxc(findSnippet(name), 'snippet.ts');
  const body = code
    .replace(/^import (\{.*?\}) from ["'](.*?)["'];$/gm, 'const $1 = modules["$2"];')
    .replace(/^export \{.*\};?$/gm, '')
    .replace('export async', 'async');
  const call = /function (\w+)\(/.exec(body)?.[1];
  return new Function('modules', 'given', `${body}\nreturn ${call}(...given);`)(MODULES, given);
}

afterEach(() => {
  document.body.replaceChildren();
  element.clear();
  vi.restoreAllMocks();
});

it('the unit test of docs/testing.md sees the rating that it gives', async () => {
  expect(await run('testing-in-a-unit-test')).toEqual([true]);
});

it('the one for buttons of the page waits for what it has rated', async () => {
  const times = { created_at: new Date().toISOString(), updated_at: new Date().toISOString() };
  const fetch = async (_: unknown, { body }: RequestInit) =>
    Response.json({ ...JSON.parse(String(body)), ...times, id: crypto.randomUUID(), given_by: null, status: 'to_review' }, { status: 201 });
  expect(await run('testing-in-a-unit-test-2', fetch)).toBe('up');
});

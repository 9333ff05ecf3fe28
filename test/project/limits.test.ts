import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const FILE_LINES = 260;
const FUNCTION_LINES = 150;
const FOLDER_FILES = 10;
/** Folders of many small files of one kind. */
const LARGE_FOLDERS = ['widget', 'locales'];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const linesOf = (text: string) => text.trimEnd().split('\n');
const sources = files.map((name) => [name, linesOf(readFileSync(join('src', name), 'utf8'))] as const);

/** The lengths of the functions and classes at the top level of a file, which begin and end without indentation. */
function blocksOf(lines: readonly string[]): number[] {
  const starts = lines.flatMap((line, index) =>
    /^(export )?(default )?(async )?(function|const|class)\b.*[({[]$/.test(line) ? [index] : [],
  );
  return starts.map(
    (start) => lines.findIndex((line, index) => index > start && /^[)}\]]/.test(line) && !/^\) *(:.*)?\{$/.test(line)) - start + 1,
  );
}

it('no file is longer than a reader can keep in mind', () => {
  expect(sources.filter(([, lines]) => lines.length > FILE_LINES).map(([name, lines]) => `${name}: ${lines.length} lines`)).toEqual([]);
});

it('no function is longer than a few screens', () => {
  const functions = sources.filter(([name]) => name !== 'element/element.ts');
  expect(functions.flatMap(([, lines]) => blocksOf(lines)).length).toBeGreaterThan(200);
  expect(functions.filter(([, lines]) => blocksOf(lines).some((length) => length > FUNCTION_LINES)).map(([name]) => name)).toEqual([]);
});

it('no folder has more files than one sees at a glance', () => {
  const folders = [...new Set(files.map((name) => dirname(name)))];
  const countIn = (folder: string) => files.filter((name) => dirname(name) === folder).length;
  const large = folders.filter((folder) => !LARGE_FOLDERS.includes(basename(folder)) && countIn(folder) > FOLDER_FILES);
  expect(large).toEqual([]);
});

it('finds a function that is too long', () => {
  const body = Array<string>(FUNCTION_LINES).fill('  run();');
  expect(blocksOf(['export function long(', '  given: string,', '): void {', ...body, '}', 'const short = () => {', '};'])).toEqual([
    154, 2,
  ]);
});

import { transformWithOxc } from 'vite';
import { afterEach, expect, it } from 'vitest';
import { choose, switches } from '../../demo/options';
import { snippetFor, WAYS_IN } from '../../demo/snippets';

const ACCESSES = ['token', 'server'] as const;
const CHOSEN = { theme: 'dark', 'max-length': '200', ratings: 'up down', locale: 'fr' };

function chooseAll(): void {
  for (const [name, value] of Object.entries(CHOSEN)) choose(name, value);
  for (const isOn of Object.values(switches)) isOn.value = true;
}

afterEach(() => {
  for (const name of Object.keys(CHOSEN)) choose(name, '');
  for (const isOn of Object.values(switches)) isOn.value = false;
});

it.each(ACCESSES)('the snippet sets options before the script that reads them: %s', (access) => {
  switches.reasons.value = true;
  const snippet = snippetFor('HTML', access);
  expect(snippet.indexOf('clarifeyeFeedbackConfig')).toBeGreaterThan(0);
  expect(snippet.indexOf('clarifeyeFeedbackConfig')).toBeLessThan(snippet.indexOf('src="/clarifeye-feedback.js"'));
});

it('the snippet behind the server proxy has no script but that of the widget where nothing is set', () => {
  expect(snippetFor('HTML', 'server').match(/<script/g)).toHaveLength(1);
});

it.each(
  WAYS_IN.flatMap((way) => ACCESSES.map((access) => [way, access] as const)),
)('the code for %s with a %s is valid', async (way, access) => {
  for (const prepare of [() => {}, chooseAll]) {
    prepare();
    const code = snippetFor(way, access);
    const script = /<script[^>]*>\n([\s\S]*?)<\/script>/.exec(code)?.[1] ?? (code.startsWith('import') ? code : '');
    await expect(transformWithOxc(script, 'snippet.tsx')).resolves.toBeTruthy();
  }
});

it.each([
  ['HTML', ['theme="dark"', 'max-length="200"', 'ratings="up down"', 'locale="fr"', 'disabled', 'reasons: {', 'slot="disclaimer"']],
  [
    'Preact',
    ['theme="dark"', 'maxLength={200}', "ratings={['up', 'down']}", 'locale={texts}', 'disabled', 'reasons={REASONS}', 'disclaimer={<p>'],
  ],
  [
    'React',
    ['theme="dark"', 'maxLength={200}', "ratings={['up', 'down']}", 'locale="fr"', 'disabled', 'reasons={REASONS}', 'disclaimer={<p>'],
  ],
  ['Vue', ['theme="dark"', 'max-length="200"', 'ratings="up down"', 'locale="fr"', 'disabled', 'reasons: {', 'slot="disclaimer"']],
  ['Svelte', ['theme="dark"', 'max-length="200"', 'ratings="up down"', 'locale="fr"', 'disabled', 'reasons: {', 'slot="disclaimer"']],
] as const)('the code for %s has everything that is chosen', (way, parts) => {
  chooseAll();
  for (const part of parts) expect(snippetFor(way, 'token')).toContain(part);
});

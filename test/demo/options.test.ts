import { transformWithOxc } from 'vite';
import { afterEach, expect, it } from 'vitest';
import { choose, STYLES, style, switches } from '../../demo/options';
import { projectId, region, snippetFor, WAYS_IN } from '../../demo/snippets';

const ACCESSES = ['token', 'server'] as const;
const CHOSEN = { theme: 'dark', layout: 'toolbar', 'max-length': '200', ratings: 'up down', locale: 'fr' };

function chooseAll(): void {
  for (const [name, value] of Object.entries(CHOSEN)) choose(name, value);
  for (const isOn of Object.values(switches)) isOn.value = true;
  style('--cf-accent', '#0f766e');
}

afterEach(() => {
  for (const name of Object.keys(CHOSEN)) choose(name, '');
  for (const isOn of Object.values(switches)) isOn.value = false;
  for (const name of Object.keys(STYLES)) style(name, '');
  projectId.value = '';
  region.value = 'eu';
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
    const script = /<script[^>]*>\n([\s\S]*?)<\/script>/.exec(code)?.[1] ?? (code.includes('<script') ? '' : code);
    if (way !== 'HTML') expect(script).toContain('import');
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

const IN_PAGES = WAYS_IN.filter((way) => way !== 'Server');

it.each(IN_PAGES)('the code for %s names an answer before it has its query id', (way) => {
  expect(snippetFor(way, 'server')).toMatch(/answer-key="MESSAGE-ID"|answer-key=[{"]|answerKey=/);
  expect(snippetFor(way, 'server')).toContain('While the answer is streamed');
  expect(snippetFor(way, 'server')).toMatch(/npm install clarifeye-feedback|From the folder dist/);
});

it.each(IN_PAGES)('the code for %s has a bar that wraps around a toolbar', (way) => {
  expect(snippetFor(way, 'server')).not.toContain('<div');
  choose('layout', 'toolbar');
  expect(snippetFor(way, 'server')).toMatch(/flex-wrap: wrap|flexWrap: 'wrap'/);
});

it.each(IN_PAGES)('the code for %s sets the chosen colour, with one for the text on it, where the widget reads it', (way) => {
  style('--cf-accent', '#a3beff');
  const selector = way === 'Preact' ? '.clarifeye-feedback' : 'clarifeye-feedback';
  const [, rule = ''] = snippetFor(way, 'server').split(`${selector} {`);
  expect(
    rule
      .split('}')[0]
      ?.trim()
      .split(/\s*\n\s*/),
  ).toEqual(['--cf-accent: #a3beff;', '--cf-on-accent: #10182b;']);
});

it.each(WAYS_IN)('the code for %s has the project and the region of who pastes it', (way) => {
  expect(snippetFor(way, 'token')).toContain('YOUR-PROJECT-ID');
  projectId.value = '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11';
  region.value = 'us';
  expect(snippetFor(way, 'token')).toContain(projectId.value);
  expect(snippetFor(way, 'token')).toMatch(/data-region="us"|region: 'us'/);
  projectId.value = `"></script><script>alert('x')</script>`;
  expect(snippetFor(way, 'token')).toContain('YOUR-PROJECT-ID');
  expect(snippetFor(way, 'token')).not.toContain('alert');
});

it.each(IN_PAGES)('the code for %s asks for a fresh token after a refusal', (way) => {
  expect(snippetFor(way, 'token')).toContain('({ refresh }) => fetchToken(refresh)');
});

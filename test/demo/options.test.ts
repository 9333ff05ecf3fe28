import { afterEach, expect, it } from 'vitest';
import { snippetFor, switches } from '../../demo/options';

afterEach(() => {
  switches.reasons.value = false;
});

it.each(['token', 'server'] as const)('the snippet sets options before the script that reads them: %s', (access) => {
  switches.reasons.value = true;
  const snippet = snippetFor(access);
  expect(snippet.indexOf('clarifeyeFeedbackConfig')).toBeGreaterThan(0);
  expect(snippet.indexOf('clarifeyeFeedbackConfig')).toBeLessThan(snippet.indexOf('src="clarifeye-feedback.js"'));
});

it('the snippet has no script but that of the widget where nothing is set', () => {
  switches.reasons.value = false;
  expect(snippetFor('token').match(/<script/g)).toHaveLength(1);
});

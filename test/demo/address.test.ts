import { afterEach, expect, it } from 'vitest';
import { readQuery, toQuery } from '../../demo/address';
import { BACKGROUNDS, background, choose, chosen, GROUPS, meaningOf, style, styles, switches } from '../../demo/options';
import { projectId, region, tokenPlace, WAYS_IN, wayIn } from '../../demo/snippets';
import { ATTRIBUTE_OPTIONS, optionOf } from '../../src/options/schema';
import { toAttribute } from '../../src/platform/report';

afterEach(() => {
  chosen.value = {};
  for (const isOn of Object.values(switches)) isOn.value = false;
  background.value = BACKGROUNDS[0] ?? '';
  wayIn.value = WAYS_IN[0];
  styles.value = {};
  tokenPlace.value = 'on your server';
  projectId.value = '';
  region.value = 'eu';
});

it('the address of the demo is plain where nothing is chosen', () => {
  expect(toQuery()).toBe('');
});

it('an address has everything that was chosen, and a page that opens it has it chosen', () => {
  choose('theme', 'dark');
  choose('ratings', 'up down');
  switches['right to left'].value = true;
  background.value = 'a muted bar';
  wayIn.value = 'Vue';
  style('--cf-accent', '#0f766e');
  tokenPlace.value = 'in the page';
  projectId.value = '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11';
  region.value = 'us';
  const query = toQuery();
  expect(query).toBe(
    '?theme=dark&ratings=up+down&cf-accent=%230f766e&right+to+left&background=a+muted+bar&code=Vue&token=in+the+page&project=5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11&region=us',
  );
  chosen.value = {};
  styles.value = {};
  projectId.value = '';
  switches['right to left'].value = false;
  readQuery(query);
  expect(chosen.value).toEqual({ theme: 'dark', ratings: 'up down' });
  expect(switches['right to left'].value).toBe(true);
  expect([styles.value, projectId.value]).toEqual([{ '--cf-accent': '#0f766e' }, '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11']);
});

it('an address takes a language in any case', () => {
  readQuery('?locale=PT-PT');
  expect(chosen.value).toEqual({ locale: 'pt-pt' });
});

it.each([
  '?theme=pink',
  '?ratings=<b>',
  '?unknown=1',
  '?project=<script>',
  '?cf-accent=red&cf-radius=1px&region=mars&token=nowhere',
  '?background=red&code=Perl',
  '?theme=auto',
  '?disabled=0',
  '?reasons=false',
])('%s chooses nothing', (query) => {
  readQuery(query);
  expect(toQuery()).toBe('');
});

it('every option of the view has a control, with its explanation', () => {
  const shown = Object.values(GROUPS).flat();
  const options = ATTRIBUTE_OPTIONS.filter((name) => optionOf(name).scope === 'view').map(toAttribute);
  expect(shown).toEqual(expect.arrayContaining(options));
  for (const name of shown) expect(meaningOf(name), name).toMatch(/\.$/);
});

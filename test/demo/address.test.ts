import { afterEach, expect, it } from 'vitest';
import { readQuery, toQuery } from '../../demo/address';
import { BACKGROUNDS, background, choose, chosen, GROUPS, meaningOf, switches } from '../../demo/options';
import { WAYS_IN, wayIn } from '../../demo/snippets';
import { ATTRIBUTE_OPTIONS, optionOf } from '../../src/options/schema';
import { toAttribute } from '../../src/platform/report';

afterEach(() => {
  chosen.value = {};
  for (const isOn of Object.values(switches)) isOn.value = false;
  background.value = BACKGROUNDS[0] ?? '';
  wayIn.value = WAYS_IN[0];
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
  const query = toQuery();
  expect(query).toBe('?theme=dark&ratings=up+down&right+to+left&background=a+muted+bar&code=Vue');
  chosen.value = {};
  switches['right to left'].value = false;
  readQuery(query);
  expect(chosen.value).toEqual({ theme: 'dark', ratings: 'up down' });
  expect(switches['right to left'].value).toBe(true);
});

it('an address takes a language in any case', () => {
  readQuery('?locale=PT-PT');
  expect(chosen.value).toEqual({ locale: 'pt-pt' });
});

it.each([
  '?theme=pink',
  '?ratings=<b>',
  '?unknown=1',
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

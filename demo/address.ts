import { effect } from '@preact/signals';
import { isUuid } from '../src/domain/feedback';
import { BACKGROUNDS, background, CHOICES, choose, chosen, STYLES, style, styles, switches } from './options';
import { projectId, REGIONS, region, TOKEN_PLACES, tokenPlace, WAYS_IN, wayIn } from './snippets';

/** What is chosen, as the query of an address, such as `?theme=dark&reasons`. */
export function toQuery(): string {
  const pairs = [
    ...Object.entries(chosen.value),
    ...Object.entries(styles.value).map(([name, value]) => [name.slice(2), value]),
    ...Object.entries(switches).flatMap(([name, isOn]) => (isOn.value ? [[name, '']] : [])),
    ...(background.value === BACKGROUNDS[0] ? [] : [['background', background.value]]),
    ...(wayIn.value === WAYS_IN[0] ? [] : [['code', wayIn.value]]),
    ...(tokenPlace.value === TOKEN_PLACES[0] ? [] : [['token', tokenPlace.value]]),
    ...(isUuid(projectId.value) ? [['project', projectId.value]] : []),
    ...(region.value === REGIONS[0] ? [] : [['region', region.value]]),
  ];
  const query = pairs.map(([name = '', value = '']) => (value ? `${encode(name)}=${encode(value)}` : encode(name))).join('&');
  return query && `?${query}`;
}

const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');

/** Chooses what the query of an address says. Unknown names and values are left out. */
export function readQuery(query: string): void {
  const given = new URLSearchParams(query);
  for (const [name, values] of Object.entries(CHOICES)) {
    const value = values.find((each) => each.toLowerCase() === given.get(name)?.toLowerCase());
    if (value) choose(name, value);
  }
  for (const [name, isOn] of Object.entries(switches)) isOn.value ||= given.get(name) === '';
  background.value = BACKGROUNDS.find((name) => name === given.get('background')) ?? background.value;
  for (const [name, values] of Object.entries(STYLES)) style(name, values.find((value) => value === given.get(name.slice(2))) ?? '');
  tokenPlace.value = TOKEN_PLACES.find((name) => name === given.get('token')) ?? tokenPlace.value;
  if (isUuid(given.get('project'))) projectId.value = given.get('project') ?? '';
  region.value = REGIONS.find((name) => name === given.get('region')) ?? region.value;
  wayIn.value = WAYS_IN.find((name) => name === given.get('code')) ?? wayIn.value;
}

/** Keeps the address at what is chosen, so that it can be reloaded, bookmarked and sent to others. */
export function followAddress(): void {
  readQuery(location.search);
  effect(() => history.replaceState(null, '', location.pathname + toQuery() + location.hash));
}

import { effect } from '@preact/signals';
import { BACKGROUNDS, background, CHOICES, choose, chosen, switches } from './options';
import { TOKEN_PLACES, tokenPlace, WAYS_IN, wayIn } from './snippets';

/** What is chosen, as the query of an address, such as `?theme=dark&reasons`. */
export function toQuery(): string {
  const pairs = [
    ...Object.entries(chosen.value),
    ...Object.entries(switches).flatMap(([name, isOn]) => (isOn.value ? [[name, '']] : [])),
    ...(background.value === BACKGROUNDS[0] ? [] : [['background', background.value]]),
    ...(wayIn.value === WAYS_IN[0] ? [] : [['code', wayIn.value]]),
    ...(tokenPlace.value ? [['token', tokenPlace.value]] : []),
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
  tokenPlace.value = TOKEN_PLACES.find((name) => name === given.get('token'));
  wayIn.value = WAYS_IN.find((name) => name === given.get('code')) ?? wayIn.value;
}

/** Keeps the address at what is chosen, so that it can be reloaded, bookmarked and sent to others. */
export function followAddress(): void {
  readQuery(location.search);
  effect(() => history.replaceState(null, '', location.pathname + toQuery() + location.hash));
}

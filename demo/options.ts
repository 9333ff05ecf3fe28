import { computed, signal } from '@preact/signals';
import manifest from '../custom-elements.json';
import type { Reasons } from '../src/domain/comment';
import { RATINGS } from '../src/domain/feedback';
import { LANGUAGES } from '../src/i18n/languages';
import { ATTRIBUTE_OPTIONS, optionOf } from '../src/options/schema';
import { toAttribute } from '../src/platform/report';

/** Values to choose from where the schema names none. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  ratings: [RATINGS.join(' '), 'up down', 'down up', 'up'],
  maxLength: ['4000', '200', '20'],
  locale: ['', 'en', ...LANGUAGES],
};

const viewOptions = ATTRIBUTE_OPTIONS.filter((name) => optionOf(name).scope === 'view');
const isSwitch = (name: (typeof viewOptions)[number]) => typeof optionOf(name).default === 'boolean';

/** The widget's view attributes with the values to choose from, the default first; none for free text. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  viewOptions
    .filter((name) => !isSwitch(name))
    .map((name) => {
      const { words = EXAMPLES[name] ?? [], default: standard } = optionOf(name);
      return [toAttribute(name), [...words].sort((a, b) => Number(b === standard) - Number(a === standard))];
    }),
);

/** The chosen values by attribute; only those that differ from the default. */
export const chosen = signal<Readonly<Record<string, string>>>({});

/** The backgrounds of the chat, each a rule in demo.css. */
export const BACKGROUNDS = ['of the demo', 'white', 'black', 'a tinted bubble', 'a muted bar'];
export const background = signal('of the demo');

/** The background to show: a theme that is forced is for a place of its colours. */
export const shownBackground = computed(() => {
  const { theme = '' } = chosen.value;
  return background.value === 'of the demo' ? ({ light: 'white', dark: 'black' }[theme] ?? background.value) : background.value;
});

/** What can be turned on or off: the boolean attributes, and the rest of the demo. */
const flags = Object.fromEntries(viewOptions.filter(isSwitch).map((name) => [toAttribute(name), signal(false)]));
export const switches = {
  ...flags,
  reasons: signal(false),
  disclaimer: signal(false),
  'right to left': signal(false),
};

/** Colours to choose from, with their names: four for light pages and two for dark ones. */
export const COLOURS: Readonly<Record<string, string>> = {
  '#1c47b8': 'blue',
  '#0f766e': 'teal',
  '#7c2d92': 'violet',
  '#b4232c': 'red',
  '#a3beff': 'light blue',
  '#5eead4': 'light teal',
};

/** The custom properties with values to choose from; an empty one is the default. */
export const STYLES: Readonly<Record<string, readonly string[]>> = {
  '--cf-accent': ['', ...Object.keys(COLOURS)],
  '--cf-radius': ['0', '', '18px'],
  '--cf-font-size': ['13px', '', '18px'],
};

/** The chosen values by custom property; only those that differ from the default. */
export const styles = signal<Readonly<Record<string, string>>>({});

export function style(name: string, value: string): void {
  const { [name]: _, ...others } = styles.value;
  styles.value = value ? { ...others, [name]: value } : others;
}

/** The text on Send that can be read on an accent. */
const textOn = (accent: string) => (['#a3beff', '#5eead4'].includes(accent) ? '#10182b' : '#fff');

/** The custom properties to set. */
export const customProperties = computed((): Readonly<Record<string, string>> => {
  const { '--cf-accent': accent } = styles.value;
  return { ...styles.value, ...(accent && { '--cf-on-accent': textOn(accent) }) };
});

/** The controls by what they are about, in the order in which they are shown. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Look: ['theme', 'layout', 'size', 'locale'],
  Style: Object.keys(STYLES),
  Behaviour: ['ratings', 'comment', 'submit-on', 'reasons', 'disclaimer', 'max-length', 'disabled'],
};

const described = manifest.modules.flatMap(({ declarations }) => declarations.flatMap(({ attributes }) => attributes));

/** What an option means, in the words of its documentation. */
const MEANINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(described.map(({ name, description }) => [name, description])),
  reasons: 'Reasons to choose from in the comment box.',
  disclaimer: 'A note beside the comment box.',
  '--cf-accent': 'Colour of the chosen rating, the focus ring and Send: dark ones for light pages, light ones for dark pages.',
  '--cf-radius': 'Corner radius of buttons and box.',
  '--cf-font-size': 'Font size. All other sizes follow.',
};
export const meaningOf = (name: string): string => MEANINGS[name] ?? '';

export const REASONS: Reasons = {
  up: ['Clear', 'Complete', 'Saved me time'],
  down: ['Wrong', 'Incomplete', 'Out of date', 'Not what I asked'],
};
export const DISCLAIMER = 'Leave out names and order numbers.';

/** The attributes to set: only those that differ from the default. */
export const attributes = computed((): Readonly<Record<string, string>> => {
  const on = Object.entries(flags).flatMap(([name, isOn]) => (isOn.value ? [[name, '']] : []));
  return { ...chosen.value, ...Object.fromEntries(on) };
});

export function choose(name: string, value: string): void {
  const { [name]: _, ...others } = chosen.value;
  chosen.value = value === (CHOICES[name]?.[0] ?? '') ? others : { ...others, [name]: value };
}

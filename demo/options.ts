import { computed, signal } from '@preact/signals';
import type { Reasons } from '../src/domain/comment';
import { LANGUAGES } from '../src/i18n/languages';

/** The widget's attributes that the demo's controls set, with what can be chosen; the first is the default. */
export const CHOICES = {
  theme: ['auto', 'light', 'dark'],
  size: ['md', 'sm'],
  ratings: ['up neutral down', 'up down', 'down up', 'up'],
  comment: ['after-rating', 'always', 'off'],
  'submit-on': ['rating', 'send'],
  'max-length': ['4000', '200', '20'],
  locale: ['en', ...LANGUAGES],
} as const;

export type Choice = keyof typeof CHOICES;

export const chosen = signal<Readonly<Partial<Record<Choice, string>>>>({});
/** What is on or off. */
export const switches = {
  disabled: signal(false),
  reasons: signal(true),
  disclaimer: signal(true),
  'right to left': signal(false),
};

export const REASONS: Reasons = {
  up: ['Clear', 'Complete', 'Saved me time'],
  down: ['Wrong', 'Incomplete', 'Out of date', 'Not what I asked'],
};
export const DISCLAIMER = 'Leave out names and order numbers.';

/** The attributes to set: only those that differ from the default. */
export const attributes = computed(() => ({ ...chosen.value, ...(switches.disabled.value ? { disabled: '' } : {}) }));

export function choose(name: Choice, value: string): void {
  const { [name]: _, ...others } = chosen.value;
  chosen.value = value === CHOICES[name][0] ? others : { ...others, [name]: value };
}

const REASONS_SNIPPET = `

<script>
  clarifeyeFeedbackConfig = { reasons: ${JSON.stringify(REASONS, null, 2).replaceAll('\n', '\n  ')} };
</script>`;
const DISCLAIMER_SNIPPET = `
  <span slot="disclaimer">${DISCLAIMER}</span>
`;

/** How the page's feedback gets to the API. */
export type Door = 'token' | 'server';

const DOOR_ATTRIBUTES: Readonly<Record<Door, string>> = {
  token: `data-region="eu"
    data-get-token="getFeedbackToken"`,
  server: 'data-base-url="/api/clarifeye"',
};

/** What a page would paste for what the demo shows. */
export function snippetFor(door: Door): string {
  const set = Object.entries(attributes.value).map(([name, value]) => (value ? `\n    ${name}="${value}"` : `\n    ${name}`));
  return `<script async src="clarifeye-feedback.js"
    data-project-id="YOUR-PROJECT-ID"
    ${DOOR_ATTRIBUTES[door]}></script>

<clarifeye-feedback
    conversation-id="CONVERSATION-ID"
    query-id="0"${set.join('')}>${switches.disclaimer.value ? DISCLAIMER_SNIPPET : ''}</clarifeye-feedback>${switches.reasons.value ? REASONS_SNIPPET : ''}`;
}

import { computed, signal } from '@preact/signals';

/** The widget's attributes that the demo's controls set, with what can be chosen; the first is the default. */
export const CHOICES = {
  theme: ['auto', 'light', 'dark'],
  size: ['md', 'sm'],
  ratings: ['up neutral down', 'up down', 'down up', 'up'],
  comment: ['after-rating', 'always', 'off'],
  'submit-on': ['rating', 'send'],
  'max-length': ['4000', '200', '20'],
} as const;

export type Choice = keyof typeof CHOICES;

export const chosen = signal<Readonly<Partial<Record<Choice, string>>>>({});
export const isDisabled = signal(false);

/** The attributes to set: only those that differ from the default. */
export const attributes = computed(() => ({ ...chosen.value, ...(isDisabled.value ? { disabled: '' } : {}) }));

export function choose(name: Choice, value: string): void {
  const { [name]: _, ...others } = chosen.value;
  chosen.value = value === CHOICES[name][0] ? others : { ...others, [name]: value };
}

/** What a page would paste for what the demo shows. */
export const snippet = computed(() => {
  const set = Object.entries(attributes.value).map(([name, value]) => (value ? `\n    ${name}="${value}"` : `\n    ${name}`));
  return `<script async src="clarifeye-feedback.js"
    data-project-id="YOUR-PROJECT-ID"
    data-region="eu"
    data-get-token="getFeedbackToken"></script>

<clarifeye-feedback
    conversation-id="CONVERSATION-ID"
    query-id="0"${set.join('')}></clarifeye-feedback>`;
});

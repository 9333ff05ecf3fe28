import { signal } from '@preact/signals';
import { OPTION_NAMES, type OptionName, optionOf } from '../src/options/schema';
import { toAttribute } from '../src/platform/report';
import { attributes, DISCLAIMER, REASONS, switches } from './options';

/** How the page's feedback gets to the API. */
export type Access = 'token' | 'server';

/** The ways in, as they are called in the demo. */
export const WAYS_IN = ['HTML', 'Preact', 'React', 'Vue', 'Svelte', 'Server'] as const;

export type WayIn = (typeof WAYS_IN)[number];

/** Where the code of each belongs. */
export const FILES: Readonly<Record<WayIn, string>> = {
  HTML: 'index.html',
  Preact: 'feedback.tsx',
  React: 'feedback.tsx',
  Vue: 'Feedback.vue',
  Svelte: 'Feedback.svelte',
  Server: 'server.ts',
};

/** The way in that is shown, as code and in the chat. */
export const wayIn = signal<WayIn>('HTML');

/** Where the token is, in the code that is shown. */
export const TOKEN_PLACES = ['on your server', 'in the page'] as const;

/** The chosen place; undefined for that of the demo's page. */
export const tokenPlace = signal<(typeof TOKEN_PLACES)[number] | undefined>(undefined);

const PROJECT = 'YOUR-PROJECT-ID';
const indent = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);
const listAsCode = (values: readonly string[] = []) => `[${values.map((value) => `'${value}'`).join(', ')}]`;
const reasonsAsCode = (by: string) =>
  indent(
    `{\n${Object.entries(REASONS)
      .map(([rating, reasons]) => `  ${rating}: ${listAsCode(reasons)},\n`)
      .join('')}}`,
    by,
  );

/** The chosen options by name, with the values that JavaScript takes. */
export function chosenOptions(): readonly (readonly [name: OptionName, value: unknown])[] {
  return OPTION_NAMES.flatMap((name) => {
    const text = attributes.value[toAttribute(name)];
    return text === undefined ? [] : [[name, text === '' ? true : optionOf(name).parse?.(text)] as const];
  });
}

const attributeLines = (by: string) =>
  Object.entries(attributes.value)
    .map(([name, value]) => (value ? `\n${by}${name}="${value}"` : `\n${by}${name}`))
    .join('');

const access: Readonly<Record<Access, { readonly tag: string; readonly options: string }>> = {
  token: { tag: 'data-region="eu"\n    data-get-token="getFeedbackToken"', options: 'getToken: () => fetchToken()' },
  server: { tag: 'data-base-url="/api/clarifeye"', options: "baseUrl: '/api/clarifeye'" },
};

/** What the page's own code has to bring, before the script. */
function ownCode(by: Access): string {
  const lines = [
    ...(by === 'token' ? ['// Returns the token of the person who is signed in.', 'window.getFeedbackToken = () => fetchToken();'] : []),
    ...(switches.reasons.value ? [`clarifeyeFeedbackConfig = { reasons: ${reasonsAsCode('  ')} };`] : []),
  ];
  return lines.length ? `<script>\n  ${lines.join('\n  ')}\n</script>\n` : '';
}

const html = (by: Access) => `${ownCode(by)}<script async src="/clarifeye-feedback.js"
    data-project-id="${PROJECT}"
    ${access[by].tag}></script>

<clarifeye-feedback
    conversation-id="CONVERSATION-ID"
    query-id="0"${attributeLines('    ')}>${switches.disclaimer.value ? `\n  <span slot="disclaimer">${DISCLAIMER}</span>\n` : ''}</clarifeye-feedback>`;

function jsx(by: Access, isReact: boolean): string {
  const language = chosenOptions().find(([name]) => name === 'locale')?.[1];
  const isImported = !isReact && language && language !== 'en';
  const props = chosenOptions().flatMap(([name, value]) => {
    if (name === 'locale' && !isReact) return isImported ? ['locale={texts}'] : [];
    if (value === true) return [name];
    return [
      typeof value === 'string' ? `${name}="${value}"` : `${name}={${JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ')}}`,
    ];
  });
  const lines = [
    'submitter={submitter}',
    'conversationId={conversationId}',
    'queryId={queryId}',
    ...props,
    ...(switches.reasons.value ? ['reasons={REASONS}'] : []),
    ...(switches.disclaimer.value ? [`disclaimer={<p>${DISCLAIMER}</p>}`] : []),
  ];
  return `import { createSubmitter, FeedbackWidget } from 'clarifeye-feedback${isReact ? '/react' : ''}';
${isImported ? `import texts from 'clarifeye-feedback/locales/${language}';\n` : ''}${isReact ? '' : "import 'clarifeye-feedback/style.css';\n"}
const submitter = createSubmitter({
  projectId: '${PROJECT}',
  ${access[by].options},
});
${switches.reasons.value ? `const REASONS = ${reasonsAsCode('')};\n` : ''}
<FeedbackWidget
  ${lines.join('\n  ')}
/>;`;
}

/** The set-up for the element in a bundler. */
const setUp = (by: Access) => `import { init } from 'clarifeye-feedback/element';

  init({
    projectId: '${PROJECT}',
    ${access[by].options},${
      switches.reasons.value
        ? `
    reasons: ${reasonsAsCode('    ')},`
        : ''
    }
  });`;

const note = (by: string) => (switches.disclaimer.value ? `\n${by}<span slot="disclaimer">${DISCLAIMER}</span>\n` : '');

const vue = (by: Access) => `<!-- In the options of the Vue plugin: isCustomElement: (tag) => tag === 'clarifeye-feedback' -->
<script>
  // Once, not for each component.
  ${setUp(by)}
</script>

<script setup>
  defineProps(['conversationId', 'queryId']);
</script>

<template>
  <clarifeye-feedback
    :conversation-id="conversationId"
    :query-id="queryId"${attributeLines('    ')}
  >${note('    ')}${switches.disclaimer.value ? '  ' : ''}</clarifeye-feedback>
</template>`;

const svelte = (by: Access) => `<!-- Svelte 5 -->
<script module>
  // Once, not for each component.
  ${setUp(by)}
</script>

<script>
  let { conversationId, queryId } = $props();
</script>

<clarifeye-feedback
  conversation-id={conversationId}
  query-id={queryId}${attributeLines('  ')}
>${note('  ')}</clarifeye-feedback>`;

const server = () => `import { createFeedbackProxy } from 'clarifeye-feedback/server';

// A fetch-style handler: mount it under /api/clarifeye, for GET, POST, PATCH and DELETE.
export const handle = createFeedbackProxy({
  projectId: '${PROJECT}',
  token: () => process.env.CLARIFEYE_TOKEN ?? '',
  // { email } of the visitor who is signed in, or null.
  authorize: ({ headers }) => readSession(headers.get('cookie')),
});`;

/** What one would paste for what the demo shows. */
export function snippetFor(way: WayIn, by: Access): string {
  if (way === 'HTML') return html(by);
  if (way === 'Vue') return vue(by);
  if (way === 'Svelte') return svelte(by);
  return way === 'Server' ? server() : jsx(by, way === 'React');
}

import { signal } from '@preact/signals';
import { isUuid } from '../src/domain/feedback';
import { OPTION_NAMES, type OptionName, optionOf, SCHEMA } from '../src/options/schema';
import { toAttribute } from '../src/platform/report';
import { attributes, customProperties, DISCLAIMER, REASONS, switches } from './options';

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
export const tokenPlace = signal<(typeof TOKEN_PLACES)[number]>('on your server');

/** The project of whoever pastes the code; empty where it was not entered. */
export const projectId = signal('');

export const REGIONS = SCHEMA.region.words ?? [];
export const region = signal(SCHEMA.region.default as string);

/** Anything but an id could be code, which somebody else has put into an address. */
const project = () => (isUuid(projectId.value) ? projectId.value : 'YOUR-PROJECT-ID');
/** The line of the region, which may be left out. */
const regionLine = (by: string) => (region.value === SCHEMA.region.default ? '' : `${by}region: '${region.value}',\n`);
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

/** How the script tag, and code, get to the API. */
const access: Readonly<Record<Access, { readonly tag: () => string; readonly options: (by: string) => string }>> = {
  token: {
    tag: () => `${region.value === SCHEMA.region.default ? '' : `data-region="${region.value}"\n    `}data-get-token="getFeedbackToken"`,
    options: (by) =>
      `${regionLine(by)}${by}// You write fetchToken: it returns the token of the person who is signed in.\n${by}getToken: ({ refresh }) => fetchToken(refresh),`,
  },
  server: { tag: () => 'data-base-url="/api/clarifeye"', options: (by) => `${by}baseUrl: '/api/clarifeye',` },
};

/** The rule for the chosen custom properties; empty for none. */
function rule(by: string): string {
  const lines = Object.entries(customProperties.value).map(([name, value]) => `\n${by}  ${name}: ${value};`);
  return lines.length ? `${by}clarifeye-feedback {${lines.join('')}\n${by}}` : '';
}

const styleTag = () => (rule('') ? `<style>\n${rule('  ')}\n</style>` : '');

/** A bar around the widget that is a part of one. */
function inBar(code: string, isJsx = false): string {
  if (attributes.value['layout'] !== 'toolbar') return code;
  const style = isJsx
    ? "style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 4 }}"
    : 'style="display: flex; flex-wrap: wrap; align-items: center; gap: 4px"';
  return `<div ${style}>\n  <button type="button">Copy</button>\n  ${indent(code, '  ')}\n</div>`;
}

/** What to do until the answer is complete. */
const late = (name: string, key: string) => `While the answer is streamed, leave out ${name}. ${key} is your id of the message.`;

/** What the page's own code has to bring, before the script. */
function ownCode(by: Access): string {
  const lines = [
    ...(by === 'token'
      ? [
          '// You write fetchToken: it returns the token of the person who is signed in.',
          'window.getFeedbackToken = ({ refresh }) => fetchToken(refresh);',
        ]
      : []),
    ...(switches.reasons.value ? [`window.clarifeyeFeedbackConfig = { reasons: ${reasonsAsCode('  ')} };`] : []),
  ];
  return lines.length ? `<script>\n  ${lines.join('\n  ')}\n</script>\n` : '';
}

const note = (by: string) => (switches.disclaimer.value ? `\n${by}<span slot="disclaimer">${DISCLAIMER}</span>\n` : '');

const html = (by: Access) => `<!-- From the folder dist of the package: clarifeye-feedback.js, and beside it locales and diagnose.js. -->
${styleTag() && `${styleTag()}\n`}${ownCode(by)}<script async src="/clarifeye-feedback.js"
    data-project-id="${project()}"
    ${access[by].tag()}></script>

<!-- ${late('query-id', 'MESSAGE-ID')} -->
${inBar(`<clarifeye-feedback
    conversation-id="CONVERSATION-ID"
    answer-key="MESSAGE-ID"
    query-id="0"${attributeLines('    ')}>${note('  ')}</clarifeye-feedback>`)}`;

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
    'answerKey={messageId}',
    'queryId={queryId}',
    ...props,
    ...(switches.reasons.value ? ['reasons={REASONS}'] : []),
    ...(switches.disclaimer.value ? [`disclaimer={<p>${DISCLAIMER}</p>}`] : []),
  ];
  // The component of Preact has no element of that name.
  const css = rule('') && (isReact ? '' : '.') + rule('');
  return `// npm install clarifeye-feedback preact @preact/signals
import { createSubmitter, FeedbackWidget } from 'clarifeye-feedback${isReact ? '/react' : ''}';
${isImported ? `import texts from 'clarifeye-feedback/locales/${language}';\n` : ''}${isReact ? '' : "import 'clarifeye-feedback/style.css';\n"}
const submitter = createSubmitter({
  projectId: '${project()}',
${access[by].options('  ')}
});
${switches.reasons.value ? `\nconst REASONS = ${reasonsAsCode('')};\n` : ''}
interface Ids {
  conversationId: string;
  messageId: string;
  queryId?: number;
}

// ${late('queryId', 'messageId')}
export function Feedback({ conversationId, messageId, queryId }: Ids) {
  return (
    ${indent(inBar(`<FeedbackWidget\n  ${lines.join('\n  ')}\n/>`, true), '    ')}
  );
}${css && `\n\n/* In a style sheet:\n${css}\n*/`}`;
}

/** The set-up for the element in a bundler. */
const setUp = (by: Access) => `// npm install clarifeye-feedback preact @preact/signals
  import { init } from 'clarifeye-feedback/element';

  init({
    projectId: '${project()}',
${access[by].options('    ')}${switches.reasons.value ? `\n    reasons: ${reasonsAsCode('    ')},` : ''}
  });`;

const vue = (by: Access) => `<!-- In the options of the Vue plugin: isCustomElement: (tag) => tag === 'clarifeye-feedback' -->
<script>
  // Once, not for each component.
  ${setUp(by)}
</script>

<script setup>
  // ${late('queryId', 'messageId')}
  defineProps(['conversationId', 'queryId', 'messageId']);
</script>

<template>
  ${indent(
    inBar(`<clarifeye-feedback
  :conversation-id="conversationId"
  :answer-key="messageId"
  :query-id="queryId"${attributeLines('  ')}
>${note('  ')}</clarifeye-feedback>`),
    '  ',
  )}
</template>${styleTag() && `\n\n${styleTag()}`}`;

const svelte = (by: Access) => `<!-- Svelte 5 -->
<script module>
  // Once, not for each component.
  ${setUp(by)}
</script>

<script>
  // ${late('queryId', 'messageId')}
  let { conversationId, queryId, messageId } = $props();
</script>

${inBar(`<clarifeye-feedback
  conversation-id={conversationId}
  answer-key={messageId}
  query-id={queryId}${attributeLines('  ')}
>${note('  ')}</clarifeye-feedback>`)}${styleTag() && `\n\n${styleTag()}`}`;

const server = () => `// npm install clarifeye-feedback
import { createFeedbackProxy } from 'clarifeye-feedback/server';

// A fetch-style handler: mount it under /api/clarifeye, for GET, POST, PATCH and DELETE.
export const handle = createFeedbackProxy({
  projectId: '${project()}',
${regionLine('  ')}  token: () => process.env.CLARIFEYE_TOKEN ?? '',
  // You write readSession: it returns { email } of the visitor who is signed in, or null.
  authorize: ({ headers }) => readSession(headers.get('cookie')),
});`;

/** What one would paste for what the demo shows. */
export function snippetFor(way: WayIn, by: Access): string {
  if (way === 'HTML') return html(by);
  if (way === 'Vue') return vue(by);
  if (way === 'Svelte') return svelte(by);
  return way === 'Server' ? server() : jsx(by, way === 'React');
}

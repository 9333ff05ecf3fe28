import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import extractor from '@microsoft/api-extractor';
import { load, OPTIONS, withDescriptions, withElementOptions, withTables } from './option-docs.mjs';

const { Extractor, ExtractorConfig } = extractor;
const { FAILURES } = await load('./src/domain/failures.ts');
const { RATINGS } = await load('./src/domain/feedback.ts');

const union = (names) => names.map((name) => `'${name}'`).join(' | ');

const MEMBERS = /Property|Method|CallSignature/;
/** What only the browser calls or reads in an element. */
const LIFECYCLE = /Callback$|^observedAttributes$/;

const EXAMPLES_FILE = 'test/fixtures/docs/snippets/api-examples.tsx';
/** The example for each name, which the packed tests compile. */
const EXAMPLES = new Map(
  [...readFileSync(EXAMPLES_FILE, 'utf8').matchAll(/^\/\/ #region (\w+)\n([\s\S]*?)\n\/\/ #endregion/gm)].map(([, name, code]) => [
    name,
    code,
  ]),
);

/** The id that GitHub and npm give a heading. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\d\s_-]/gu, '')
    .replaceAll(' ', '-');

/** The entry points that have an API, by what is imported. */
const ENTRY_POINTS = {
  'clarifeye-feedback': 'index',
  'clarifeye-feedback/element': 'element',
  'clarifeye-feedback/react': 'react',
  'clarifeye-feedback/server': 'server',
};

/** Writes the generated parts of the docs: the API reference, the option tables, and the script's integrity and size. `--check` only reports what is out of date. */
const isCheck = process.argv.includes('--check');
const [{ 'clarifeye-feedback.js': sum }] = [JSON.parse(readFileSync('dist/sri.json', 'utf8'))];
const size = (brotliCompressSync(readFileSync('dist/clarifeye-feedback.js')).length / 1000).toFixed(1);
const withSum = (path) =>
  readFileSync(path, 'utf8')
    .replace(/integrity="sha384-[^"]*"/g, `integrity="${sum}"`)
    .replace(/[\d.]+ kB \(brotli\)/, `${size} kB (brotli)`);
const { english } = await load('./src/i18n/strings.ts');
const made = {
  'docs/api.md': makeReference(),
  'docs/texts.md': withTexts(readFileSync('docs/texts.md', 'utf8')),
  'README.md': withTables(withSum('README.md')),
  'docs/options.md': withDescriptions(readFileSync('docs/options.md', 'utf8')),
  'docs/security.md': withSum('docs/security.md'),
  'docs/screen-reader.md': withTranscripts(readFileSync('docs/screen-reader.md', 'utf8')),
  'docs/integrations.md': withRegions(readFileSync('docs/integrations.md', 'utf8')),
  'custom-elements.json': withElementOptions(readFileSync('custom-elements.json', 'utf8')),
};
for (const name of readdirSync('docs').filter((name) => name.endsWith('.md'))) {
  const path = `docs/${name}`;
  made[path] = withContents(made[path] ?? readFileSync(path, 'utf8'));
}
for (const [path, text] of Object.entries(made)) {
  if (readOr(path, '') === text) continue;
  if (!isCheck) writeFileSync(path, text);
  else {
    console.error(`${path} is out of date: npm run build && npm run docs`);
    process.exitCode = 1;
  }
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

/** Puts what the screen reader has said behind the last heading of the page. */
function withTranscripts(text) {
  const transcripts = JSON.parse(readFileSync('test/screenreader/transcripts.json', 'utf8'));
  const browsers = Object.keys(transcripts);
  const scenes = Object.keys(transcripts[browsers[0]]).map((scene) => {
    const steps = transcripts[browsers[0]][scene].map(([step], index) => {
      const spoken = browsers.map((browser) => transcripts[browser][scene]?.[index]?.[1].map((line) => `“${line}”`).join(' ') ?? '');
      return `| ${[step, ...spoken].join(' | ')} |`;
    });
    const names = browsers.map((name) => name[0].toUpperCase() + name.slice(1));
    return [
      `### A person ${scene}`,
      [`| the person | ${names.join(' | ')} |`, `|---|${'---|'.repeat(names.length)}`, ...steps].join('\n'),
    ].join('\n\n');
  });
  return `${text.split('\n## Transcripts\n')[0]}\n## Transcripts\n\n${scenes.join('\n\n')}\n`;
}

/** Lists the sections of a long page between `<!-- contents -->` and `<!-- end -->`, each with its subsections. */
function withContents(text) {
  const counts = new Map();
  const link = (heading) => {
    const id = anchor(heading);
    const count = counts.get(id) ?? 0;
    counts.set(id, count + 1);
    return `[${heading.replaceAll('`', '')}](#${id}${count ? `-${count}` : ''})`;
  };
  const sections = text
    .replace(/^```[\s\S]*?^```$/gm, '')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading] = section.split('\n');
      const below = [...section.matchAll(/^### (.*)$/gm)].map(([, name]) => link(name));
      return `- ${link(heading)}${below.length ? `: ${below.join(', ')}` : ''}`;
    });
  return text.replace(/(<!-- contents -->\n)[\s\S]*?(<!-- end -->)/, (_, start, end) => `${start}\n${sections.join('\n')}\n\n${end}`);
}

/** Lists the texts with their English words and the comments of their source, between `<!-- texts -->` and `<!-- end -->`. */
function withTexts(text) {
  const source = readFileSync('src/i18n/strings.ts', 'utf8');
  const places = new Map([...source.matchAll(/^ {2}\/\*\* (.*) \*\/\n {2}(\w+):/gm)].map(([, place, name]) => [name, place]));
  const missing = Object.keys(english).filter((name) => !places.has(name));
  if (missing.length) throw new Error(`src/i18n/strings.ts does not say where these texts are: ${missing.join(', ')}.`);
  const rows = Object.entries(english).map(([name, words]) => `| \`${name}\` | ${words} | ${places.get(name)} |`);
  const table = ['| name | English | where |', '|---|---|---|', ...rows].join('\n');
  return text.replace(/(<!-- texts -->\n)[\s\S]*?(<!-- end -->)/, (_, start, end) => `${start}\n${table}\n\n${end}`);
}

/** Puts the regions of the host pages below the comments that name them. */
function withRegions(text) {
  return text.replace(/(<!-- code: (\S+) -->\n)(\n```[\s\S]*?\n```\n)?/g, (_, comment, path) => {
    const source = readFileSync(`test/hosts/pages/${path}`, 'utf8');
    const [, region = source] = /#region\n([\s\S]*?)\n\s*\/\/ #endregion/.exec(source) ?? [];
    const margin = /^ */.exec(region)?.[0] ?? '';
    const code = region.replaceAll(new RegExp(`^${margin}`, 'gm'), '').trimEnd();
    const imports = region === source ? '' : importsOf(source, code);
    return `${comment}\n\`\`\`${path.split('.').at(-1)}\n${imports}${code}\n\`\`\`\n`;
  });
}

/** What the code needs of the packages that its page imports. */
function importsOf(source, code) {
  const lines = [...source.matchAll(/^import (type )?\{\s*([^}]*?),?\s*\} from '([^.'][^']*)';$/gm)].flatMap(
    ([, type = '', names, from]) => {
      const used = names.split(/,\s*/).filter((name) => new RegExp(`\\b${name.replace('type ', '')}\\b`).test(code));
      return used.length ? [`import ${type}{ ${used.join(', ')} } from '${from}';`] : [];
    },
  );
  return lines.length ? `${lines.join('\n')}\n\n` : '';
}

function makeReference() {
  const seen = new Map();
  const parts = Object.entries(ENTRY_POINTS).map(([name, entry]) => {
    const names = readEntryPoint(entry).map((item) => {
      const text = describe(item);
      const former = seen.get(item.name);
      // Another entry point may have something else of the same name, as React has a component of its own; a class may be an interface, too.
      const isKnown = former?.entry === entry || !!former?.texts.has(text);
      seen.set(item.name, { entry, texts: new Set([...(former?.texts ?? []), text]) });
      return { item, text, isKnown };
    });
    const again = [...new Set(names.filter(({ isKnown }) => isKnown).map(({ item }) => `\`${item.name}\``))];
    return [
      `## \`${name}\``,
      ...names.filter(({ isKnown }) => !isKnown).map(({ text }) => text),
      ...(again.length ? [`Also ${again.join(', ')}.`] : []),
    ].join('\n\n');
  });
  const introduction = readFileSync('docs/api.md', 'utf8').split('\n## `clarifeye-feedback`\n')[0].trim();
  return `${[introduction, ...parts].join('\n\n')}\n`;
}

/** What an entry point exports, as the model of its declarations. */
function readEntryPoint(entry) {
  const path = `${process.cwd()}/dist/types/entries/${entry}.d.ts`;
  const compilerOptions = {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    skipLibCheck: true,
    types: ['vite/client'],
  };
  const apiJsonFilePath = `${process.cwd()}/node_modules/.cache/api/${entry}.json`;
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: process.cwd(),
      mainEntryPointFilePath: path,
      compiler: { overrideTsconfig: { compilerOptions, files: [path] } },
      apiReport: { enabled: false },
      docModel: { enabled: true, apiJsonFilePath },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
    configObjectFullPath: `${process.cwd()}/api-extractor.json`,
    packageJsonFullPath: `${process.cwd()}/package.json`,
  });
  const messageCallback = (message) => {
    message.handled = message.logLevel !== 'error';
  };
  if (!Extractor.invoke(config, { localBuild: true, messageCallback }).succeeded) throw new Error(`${path} could not be read.`);
  return JSON.parse(readFileSync(apiJsonFilePath, 'utf8')).members[0].members;
}

function describe(item) {
  const members = (item.members ?? []).filter(({ kind, name = '' }) => MEMBERS.test(kind) && !LIFECYCLE.test(name));
  const lines = [`### ${item.name}`, ...[read(item.docComment)].filter(Boolean), `\`\`\`ts\n${signature(item)}\n\`\`\``];
  const example = EXAMPLES.get(item.name);
  if (!example) throw new Error(`${item.name} has no example in ${EXAMPLES_FILE}.`);
  lines.push(`\`\`\`tsx\n${example}\n\`\`\``);
  if (members.length) lines.push(['| member | what |', '|---|---|', ...members.map(row)].join('\n'));
  return lines.join('\n\n');
}

function signature({ excerptTokens }) {
  const text = excerptTokens.map((token) => token.text).join('');
  // `clear` and `resume` have other names where they are declared.
  return text
    .replace(/^export (declare )?/, '')
    .replace(/\b(clear|resume)All\b/, '$1')
    .replace('keyof typeof FAILURES', union(Object.keys(FAILURES)))
    .replace('(typeof RATINGS)[number]', union(RATINGS))
    .replace(
      /OptionsOf<(.*?)>/,
      (_, scopes) => `Pick<Options, ${union(OPTIONS.filter(({ scope }) => scopes.includes(`'${scope}'`)).map(({ name }) => name))}>`,
    )
    .trim();
}

function cell(text) {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

function row(member) {
  return `| \`${cell(signature(member).replace(/;$/, ''))}\` | ${cell(read(member.docComment))} |`;
}
/** The words of a comment, with its tags as words. */
function read(comment = '') {
  return comment
    .replace(/^\/\*\*|\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\{@link (\S+?)\}/g, '`$1`')
    .replace(/@defaultValue|@default/g, 'Default:')
    .replace(/\n{2,}/g, '\n\n')
    .trim();
}

import { readFileSync } from 'node:fs';
import { runnerImport } from 'vite';

export const load = async (path) => (await runnerImport(path, { configFile: false, logLevel: 'error' })).module;
const { optionOf } = await load('./src/options/schema.ts');
const { toAttribute } = await load('./src/platform/report.ts');

/** All options for the docs: the rows of the schema, with the sentence and the type from its source. */
export const OPTIONS = readOptions(readFileSync('src/options/schema.ts', 'utf8'));

function readOptions(source) {
  const rows = [...source.matchAll(/^ {2}\/\*\*([^*]*)\*\/\n {2}(\w+): (\w+\((?:[^\n]+|[^\n]*\n[\s\S]*?\n {2}\}?)\),)$/gm)];
  return rows.map(([, comment, name, row]) => {
    const { scope, default: standard, parse, words } = optionOf(name);
    return {
      name,
      attribute: parse && scope !== 'client' ? toAttribute(name) : undefined,
      scope,
      words,
      type: words ? words.map((word) => `'${word}'`).join(' | ') : readType(row),
      standard: Array.isArray(standard) ? standard.join(' ') : standard === undefined || standard === false ? '' : `${standard}`,
      sentence: comment.replace(/\s+/g, ' ').trim(),
    };
  });
}

function readType(row) {
  const [, generic] = /\b(?:kind|parsed)<(.*?)>\(/.exec(row) ?? [];
  return generic ?? (row.includes('integer(') ? 'number' : 'string');
}

const cell = (text) => text.replaceAll('|', '\\|');

function table(header, rows) {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

function valuesOf({ words, type, name }) {
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  return /Id$/.test(name) && type === 'string' ? 'UUID' : ({ number: 'integer', boolean: '', string: 'text' }[type] ?? '');
}

const standardOf = ({ standard }) => (standard ? `\`${standard}\`` : '');

/** The tables of the docs, by the name in their markers. */
export const TABLES = {
  attributes: table(
    ['attribute', 'meaning', 'values', 'default'],
    OPTIONS.filter(({ attribute }) => attribute).map((option) => [
      `\`${option.attribute}\``,
      option.sentence,
      option.name === 'ratings' ? 'words' : valuesOf(option),
      standardOf(option),
    ]),
  ),
  properties: table(
    ['property', 'meaning'],
    OPTIONS.filter(({ attribute, scope }) => !attribute && scope !== 'client').map(({ name, sentence }) => [`\`${name}\``, sentence]),
  ),
  client: table(
    ['option', 'meaning', 'values', 'default'],
    OPTIONS.filter(({ scope }) => scope === 'client').map((option) => [
      `\`${option.name}\``,
      option.sentence,
      valuesOf(option),
      standardOf(option),
    ]),
  ),
};

/** Replaces the tables between markers such as `<!-- options: attributes -->` and `<!-- end -->`. */
export function withTables(text) {
  return text.replace(/(<!-- options: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => `${start}\n${TABLES[name]}\n\n${end}`);
}

const list = (names) => names.map((name) => `\`${name}\``).join(', ');

/** Where an option can be set. */
function placesOf({ name, attribute, scope }) {
  const { parse } = optionOf(name);
  const onTag = parse ? `, or as \`data-${toAttribute(name)}\` on the script tag` : '';
  if (scope === 'client') return `Set it in \`init\` or \`createFeedbackClient\`${onTag}.`;
  const page = scope === 'answer' ? [] : [...(attribute ? [`data-${attribute}`] : []), 'init'];
  const one = [...new Set([...(attribute ? [attribute] : []), name])];
  return `${attribute ? 'Attribute, and property or prop' : 'Property or prop'}: ${list(one)}.${page.length ? ` For the page: ${list(page)}.` : ''}`;
}

/** A type, with a link if it is one of the package's. */
const linkTo = (type) => (/^[A-Z]\w+$/.test(type) ? `[\`${type}\`](api.md#${type.toLowerCase()})` : `\`${type}\``);

/** What stands below the heading of an option: its sentence, its values and where it can be set. */
function describeOption(name) {
  const option = OPTIONS.find((one) => one.name === name);
  const { words, type, standard, sentence } = option;
  const values = words ? words.map((word) => `\`${word}\``).join(' or ') : name === 'ratings' ? 'words' : linkTo(type);
  return [sentence, `Value: ${values}${standard ? `, by default \`${standard}\`` : ''}. ${placesOf(option)}`].join('\n\n');
}

/** Fills in the descriptions below the headings of options, between `<!-- option -->` and `<!-- end -->`. */
export function withDescriptions(text) {
  return text.replace(
    /(### (\w+)\n\n<!-- option -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start, name, end) => `${start}\n${describeOption(name)}\n\n${end}`,
  );
}

/** Replaces the attributes and the option fields in `custom-elements.json`. */
export function withElementOptions(text) {
  const manifest = JSON.parse(text);
  const [declared] = manifest.modules[0].declarations;
  const common = ({ type, standard, sentence }, isOptional) => ({
    type: { text: isOptional ? `${type} | undefined` : type },
    ...(standard ? { default: type === 'number' ? standard : `'${standard}'` } : {}),
    description: sentence,
  });
  const ofElement = OPTIONS.filter(({ scope }) => scope !== 'client');
  declared.attributes = ofElement
    .filter(({ attribute }) => attribute)
    .map((option) => ({ name: option.attribute, fieldName: option.name, ...common(option, false) }));
  const others = declared.members.filter(({ name }) => !OPTIONS.some((option) => option.name === name));
  const fields = ofElement.map((option) => ({
    kind: 'field',
    name: option.name,
    ...(option.attribute ? { attribute: option.attribute, reflects: true } : {}),
    ...common(option, true),
  }));
  declared.members = [...fields, ...others];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

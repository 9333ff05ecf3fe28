import { readdirSync, readFileSync } from 'node:fs';

/** A block of code in the docs. */
export interface Snippet {
  /** The document and its heading, such as `server-express`; a second block under one heading is `…-2`. */
  readonly name: string;
  /** The language, or empty. */
  readonly language: string;
  readonly code: string;
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');

/** Every block of code in README.md and docs/, as it is written; the API reference is made. */
export function readSnippets(): Snippet[] {
  const docs = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter(
    (path) => !/\/api\.md$/.test(path) && path.endsWith('.md'),
  );
  return docs.flatMap((path) => {
    const found: Snippet[] = [];
    const counts = new Map<string, number>();
    let heading = '';
    let open: { language: string; lines: string[] } | undefined;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const [, fence] = /^```(.*)/.exec(line) ?? [];
      if (open && fence !== undefined) {
        const base = slug(`${path.replace(/^docs\/|\.md$/g, '')} ${heading}`);
        const count = (counts.get(base) ?? 0) + 1;
        counts.set(base, count);
        found.push({ name: count > 1 ? `${base}-${count}` : base, language: open.language, code: open.lines.join('\n') });
        open = undefined;
      } else if (open) open.lines.push(line);
      else if (fence !== undefined) open = { language: fence, lines: [] };
      else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    }
    return found;
  });
}

export const findSnippet = (name: string): string => {
  const snippet = readSnippets().find((one) => one.name === name);
  if (!snippet) throw new Error(`The docs have no block of code called ${name}.`);
  return snippet.code;
};

/** The examples for a plain page, which html-examples.test.ts opens. */
export const HTML_EXAMPLES = /^((options|recipes|texts)-|theming-examples)/;

/** Whether the code runs on a server. */
export const isServer = ({ name, code }: Pick<Snippet, 'name' | 'code'>) => /^(server|start)-/.test(name) && code.startsWith('import');

const PROJECT = "projectId: '5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11'";

/** The same for a test's own API, and with a component that it ends in as the module's default. */
export function toModule({ name, code }: Snippet): string {
  const where = isServer({ name, code })
    ? "projectId: '11111111-2222-4333-8444-555555555555', baseUrl: process.env.BASE_URL ?? ''"
    : 'projectId: setting.projectId, baseUrl: setting.baseUrl';
  const pragma = /-react-/.test(name) ? '/** @jsxImportSource react */\n' : '';
  return (
    pragma +
    code
      .replaceAll(PROJECT, where)
      .replace(/'\.{1,2}\/(\.\.\/)*session(\.mjs)?'/, "'./session.js'")
      .replace(/^(?=<FeedbackWidget\b)/m, 'export default () => ')
  );
}

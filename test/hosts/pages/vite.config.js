import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { defineConfig } from 'vite';

/** What the pages share is no page. */
const SHARED = ['assistant-ui-model.ts', 'chat.ts', 'html.ts'];
const scripts = readdirSync('.').filter((name) => /\.tsx?$/.test(name) && !SHARED.includes(name));
const nameOf = (file) => basename(file, extname(file));

/** The page around a script. The test puts its setting in. */
const toPage = (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,">
    <title>${nameOf(script)}</title>
    <script src="/setting.js"></script>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="${script}"></script>
  </body>
</html>
`;

/** A page for each script, all of one form, so that none of them is a file. */
const pages = {
  name: 'pages',
  enforce: 'pre',
  resolveId: (id) => (scripts.some((script) => id.endsWith(`${nameOf(script)}.html`)) ? `${process.cwd()}/${basename(id)}` : null),
  load(id) {
    const script = scripts.find((name) => `${nameOf(name)}.html` === basename(id));
    return script ? toPage(script) : null;
  },
};

export default defineConfig({
  plugins: [pages],
  build: { target: 'esnext', rolldownOptions: { input: scripts.map((name) => `${nameOf(name)}.html`) } },
});

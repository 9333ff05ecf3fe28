import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { eachMapping, TraceMap } from '@jridgewell/trace-mapping';
import { build, loadConfigFromFile } from 'vite';
import { loadPeers } from './peer-sizes.mjs';

/** Bytes in brotli that a build may have at most; docs/benchmarks.md says what was aimed at. */
const LIMITS = { script: 29_999, npm: 28_600 };

process.env.NODE_ENV = 'production';
const sizes = {
  script: await bundle('script'),
  'its floor: preact, signals, fetch': await bundle('script', 'test/bench/floor.ts'),
  'npm entry point without peers and ofetch': await bundle('npm'),
  // What a page loads in all, from each entry point of the package.
  'page with the element': await load('element'),
  'page with the React component, React there': await load('react', /^react($|\/)/),
  'page with the Preact component, Preact there': await load('index', /^preact($|\/)/, 'src/widget/feedback-widget.css'),
};
// Installing them takes a while, and theirs is no limit of ours.
const peers = process.argv.includes('--peers') ? await loadPeers() : {};
console.log('| build | minified | gzip | brotli |\n|---|---:|---:|---:|');
for (const [name, { code }] of Object.entries({ ...sizes, ...peers })) console.log(`| ${name} | ${measure(code).join(' | ')} |`);

const { code, map } = sizes['script'];
console.log('\n| module of the script | minified | share |\n|---|---:|---:|');
const modules = Object.entries(attribute(code, map)).sort(([, a], [, b]) => b - a);
for (const [name, bytes] of modules) console.log(`| ${name} | ${bytes} | ${((bytes / code.length) * 100).toFixed(1)} % |`);

for (const [limit, build] of [
  ['script', 'script'],
  ['npm', 'npm entry point without peers and ofetch'],
]) {
  const [, , brotli] = measure(sizes[build].code);
  if (brotli <= LIMITS[limit]) continue;
  console.error(`\nThe ${build} has ${brotli} bytes, ${brotli - LIMITS[limit]} more than the limit of ${LIMITS[limit]}.`);
  process.exitCode = 1;
}

const told = readFileSync('docs/benchmarks.md', 'utf8');
for (const [name, { code }] of Object.entries(sizes)) {
  const row = told.split('\n').find((line) => line.startsWith(`| ${name}`)) ?? '';
  const figures = row
    .split('|')
    .slice(2, 5)
    .map((cell) => Number(cell.replaceAll(',', '')));
  const isTrue = measure(code).every((bytes, index) => Math.abs(bytes / figures[index] - 1) < 0.01);
  if (isTrue) continue;
  console.error(`\ndocs/benchmarks.md has other figures for the ${name}: ${figures.join(', ')}.`);
  process.exitCode = 1;
}

/** One build as it is shipped, or from another entry, in one file. */
async function bundle(mode, entry = 'src/entries/script.ts') {
  const { config } = await loadConfigFromFile({ command: 'build', mode });
  const lib = mode === 'npm' ? { entry: 'src/entries/index.ts', formats: ['es'] } : { ...config.build.lib, entry };
  const { output = {} } = config.build.rolldownOptions ?? {};
  const result = await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    plugins: config.plugins.filter(({ name }) => !/^(integrity|style-sheet)$/.test(name)),
    build: {
      ...config.build,
      lib,
      write: false,
      // What bundles the npm entry points drops their comments.
      sourcemap: 'hidden',
      minify: 'terser',
      terserOptions: config.build.terserOptions ?? { compress: { passes: 3 }, module: true },
      rolldownOptions: { ...config.build.rolldownOptions, output: { ...output, preserveModules: false } },
    },
  });
  const [chunk] = [result].flat()[0].output;
  return chunk;
}

/** What a bundler makes of all that an entry point exports, with its libraries and style sheet, but for what the page has already. */
async function load(entry, external = [], style = '') {
  const { config } = await loadConfigFromFile({ command: 'build', mode: 'npm' });
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: config.define,
    build: {
      target: 'es2022',
      lib: { entry: `src/entries/${entry}.ts`, formats: ['es'] },
      write: false,
      minify: 'terser',
      terserOptions: { compress: { passes: 3 }, module: true },
      rolldownOptions: { external, output: { chunkFileNames: '[name].js' } },
    },
  });
  // The languages and diagnose() are loaded when they are needed.
  const [chunk] = [result].flat()[0].output.filter(({ isEntry }) => isEntry);
  return { code: chunk.code + (style && readFileSync(style, 'utf8')) };
}

function measure(text) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return [Buffer.byteLength(text), gzipSync(text, { level: 9 }).length, brotliCompressSync(text, { params }).length];
}

/** Bytes of the code by the module that they came from. */
function attribute(text, map) {
  const lines = text.split('\n');
  const marks = [];
  eachMapping(new TraceMap(map), ({ generatedLine, generatedColumn, source }) =>
    marks.push({ line: generatedLine - 1, column: generatedColumn, source }),
  );
  const bytes = {};
  marks.forEach(({ line, column, source }, index) => {
    const next = marks[index + 1];
    const end = next?.line === line ? next.column : (lines[line]?.length ?? 0);
    const name =
      source?.replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+).*$/, '$1').replace(/^.*\/?src\//, 'src/') ?? 'style sheet and helpers';
    bytes[name] = (bytes[name] ?? 0) + end - column;
  });
  return bytes;
}

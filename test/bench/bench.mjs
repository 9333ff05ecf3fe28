import { runnerImport } from 'vite';

const PARTS = {
  widgets: ['widgets', 'benchWidgets'],
  clicks: ['clicks', 'benchClicks'],
  streaming: ['streaming', 'benchStreaming'],
  attach: ['streaming', 'benchAttach'],
  peers: ['peers', 'benchPeers'],
  server: ['server', 'benchServer'],
};

/** `npm run bench` runs every part, `npm run bench -- server` one. */
const [only] = process.argv.slice(2);
for (const [part, [file, run]] of Object.entries(PARTS)) {
  if (only && only !== part) continue;
  const { module } = await runnerImport(`./test/bench/${file}.ts`, { configFile: false, logLevel: 'error' });
  console.log(`\n## ${part}\n`);
  for (const line of await module[run]()) console.log(line);
}

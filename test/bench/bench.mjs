import { runnerImport } from 'vite';

const PARTS = { widgets: 'benchWidgets', clicks: 'benchClicks', streaming: 'benchStreaming', peers: 'benchPeers', server: 'benchServer' };

/** `npm run bench` runs every part, `npm run bench -- server` one. */
const [only] = process.argv.slice(2);
for (const [part, run] of Object.entries(PARTS)) {
  if (only && only !== part) continue;
  const { module } = await runnerImport(`./test/bench/${part}.ts`, { configFile: false, logLevel: 'error' });
  console.log(`\n## ${part}\n`);
  for (const line of await module[run]()) console.log(line);
}

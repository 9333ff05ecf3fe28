import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'vite';

const BUNDLE = new URL('../../node_modules/.cache/simulation/run.mjs', import.meta.url);
const CHUNK = 2000;

if (isMainThread) await main();
else {
  const { runSeeds } = await import(BUNDLE.href);
  parentPort.on('message', async ({ first, count }) => parentPort.postMessage(await runSeeds(first, count, workerData)));
}

/**
 * `--seed N` replays one schedule and prints what happens in it, with `--events` every event and state too. `--seeds N` runs so many from `--from`. `--off RULE` turns a rule off, `--only FAULT` leaves
 * out all other faults of the table in faults.ts, `--without FAULT` leaves out one.
 */
async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '2000' },
      from: { type: 'string', default: '1' },
      off: { type: 'string' },
      only: { type: 'string' },
      without: { type: 'string' },
      events: { type: 'boolean' },
    },
  });
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: 'test/simulation/run.ts',
      outDir: 'node_modules/.cache/simulation',
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'run.mjs' } },
    },
    ssr: { noExternal: true },
  });
  const { replay, toLines } = await import(BUNDLE.href);
  if (values.seed) {
    const { tally, failing } = await replay(Number(values.seed), values, values.events);
    console.log(toLines(tally));
    process.exitCode = failing.length;
    return;
  }
  const from = Number(values.from);
  const total = Number(values.seeds);
  const start = performance.now();
  const { tally, failing } = await runAll(from, total, values);
  const seconds = (performance.now() - start) / 1000;
  for (const seed of failing.sort((a, b) => a - b).slice(0, 20)) console.log(`npm run simulate -- --seed ${seed}`);
  console.log(toLines(tally));
  console.log(`${total} seeds in ${seconds.toFixed(1)} s, ${Math.round(total / seconds)} a second`);
  if (failing.length) process.exitCode = 1;
}

function runAll(from, total, { off, only, without }) {
  const tally = {};
  const failing = [];
  let next = from;
  const end = from + total;
  const run = async () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { off, only, without } });
    while (next < end) {
      const first = next;
      const count = Math.min(CHUNK, end - first);
      next += count;
      const outcome = await new Promise((resolve, reject) => {
        worker.removeAllListeners();
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage({ first, count });
      });
      for (const [kind, number] of Object.entries(outcome.tally)) tally[kind] = (tally[kind] ?? 0) + number;
      failing.push(...outcome.failing);
    }
    await worker.terminate();
  };
  return Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.ceil(total / CHUNK)) }, run)).then(() => ({
    tally,
    failing,
  }));
}

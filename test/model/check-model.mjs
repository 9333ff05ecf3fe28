import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'vite';

const BUNDLE = new URL('../../node_modules/.cache/model/search.mjs', import.meta.url);

if (isMainThread) await main();
else {
  const { search, settingOf } = await import(BUNDLE.href);
  const { presses, faults, most, off } = workerData;
  parentPort.on('message', (name) => parentPort.postMessage(search(settingOf(name, presses, faults, off), most)));
}

/**
 * Visits every state of a small world that runs the shipped transitions, the nearest first. `--presses` and `--faults` bound what happens in it, `--most`
 * the states per setting, `--setting TEXT` takes the settings with that text in their name. `--off RULE` turns a rule off and prints the shortest way to what
 * goes wrong without it, where that shows soonest.
 */
async function main() {
  const { values } = parseArgs({
    options: {
      presses: { type: 'string', default: '2' },
      faults: { type: 'string', default: '2' },
      most: { type: 'string', default: '200000' },
      setting: { type: 'string', default: '' },
      off: { type: 'string' },
    },
  });
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: 'test/model/search.ts',
      outDir: 'node_modules/.cache/model',
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'search.mjs' } },
    },
    ssr: { noExternal: true },
  });
  const { SETTINGS, SHOWN_IN } = await import(BUNDLE.href);
  if (values.off && !SHOWN_IN[values.off])
    throw new RangeError(`--off: got ${values.off}, needs one of ${Object.keys(SHOWN_IN).join(', ')}.`);
  const [setting, presses, faults] = SHOWN_IN[values.off] ?? [values.setting, Number(values.presses), Number(values.faults)];
  const names = Object.keys(SETTINGS).filter((name) => name.includes(setting));
  const start = performance.now();
  const found = await searchAll(names, {
    presses,
    faults,
    most: Number(values.most),
    off: values.off,
  });
  const seconds = (performance.now() - start) / 1000;
  const sum = (count) => found.reduce((total, one) => total + one[count], 0);
  const wrong = found.filter((one) => one.wrong).sort((a, b) => a.trace.length - b.trace.length);
  for (const one of values.off ? wrong.slice(0, 1) : wrong) console.log([`${one.name}: ${one.wrong}`, ...one.trace].join('\n  '));
  console.log(`${sum('states')} states, ${sum('steps')} steps, ${sum('schedules')} schedules in ${seconds.toFixed(1)} s`);
  if (values.off ? !wrong.length : wrong.length) process.exitCode = 1;
}

async function searchAll(names, limits) {
  const found = [];
  const left = [...names];
  const run = async () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: limits, resourceLimits: { maxOldGenerationSizeMb: 6000 } });
    for (let name = left.shift(); name; name = left.shift()) {
      const one = await new Promise((resolve, reject) => {
        worker.removeAllListeners();
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage(name);
      });
      found.push({ name, ...one });
      const { states, steps, schedules, isComplete } = one;
      console.log(`${name}: ${states} states${isComplete ? ', which are all' : ''}, ${steps} steps, ${schedules} schedules`);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), names.length) }, run));
  return found;
}

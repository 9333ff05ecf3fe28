import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** The demo as `npm start` serves it, in a process of its own. */
export interface DemoProcess {
  readonly origin: string;
  stop(): Promise<void>;
}

export async function startDemo(): Promise<DemoProcess> {
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--port', '0', '--host', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development', VITEST: '' },
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  try {
    return { origin: await readOrigin(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const START_MS = 30_000;

function readOrigin(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    setTimeout(() => reject(new Error(`The demo told no address: ${told}`)), START_MS).unref();
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}.`)));
    child.stdout?.on('data', (data: Uint8Array) => {
      told += String(data);
      // Where colours are forced, the port is in bold.
      const origin = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(stripVTControlCharacters(told))?.[1];
      if (origin) resolve(origin);
    });
  });
}

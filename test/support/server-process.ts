import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** A web server in a process of its own. */
export interface ServerProcess {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The demo as `npm start` serves it. */
export const startDemo = (): Promise<ServerProcess> =>
  startServer(['node_modules/vite/bin/vite.js', '--port', '0', '--host', '127.0.0.1'], { NODE_ENV: 'development', VITEST: '' });

/** Starts a server in Node, and waits until it has told its address. */
export async function startServer(args: readonly string[], env: Readonly<Record<string, string>>, cwd = '.'): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
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
    setTimeout(() => reject(new Error(`The server told no address: ${told}`)), START_MS).unref();
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${told}`)));
    child.stdout?.on('data', (data: Uint8Array) => {
      told += String(data);
      // Where colours are forced, the port is in bold.
      const origin = /(http:\/\/127\.0\.0\.1:\d+)\b/.exec(stripVTControlCharacters(told))?.[1];
      if (origin) resolve(origin);
    });
  });
}

import { type ChildProcess, spawn } from 'node:child_process';

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
  return {
    origin: await readOrigin(child),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function readOrigin(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}.`)));
    child.stdout?.on('data', (data: Uint8Array) => {
      told += String(data);
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
      if (origin) resolve(origin);
    });
  });
}

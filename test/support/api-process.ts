import { type ChildProcess, spawn } from 'node:child_process';
import type { FeedbackRecord } from '../../src/domain/feedback';
import type { ServerCall, ServerFault } from './api-server';

interface State {
  readonly records: readonly FeedbackRecord[];
  readonly calls: readonly ServerCall[];
  readonly violations: readonly string[];
}

/** The stand-in API in a process, and so on an origin, of its own. */
export interface ApiProcess {
  /** The URL up to and including `/api/v1`. */
  readonly baseUrl: string;
  meet(...faults: ServerFault[]): Promise<void>;
  state(): Promise<State>;
  /** The methods of the calls so far, without preflights. */
  methods(): Promise<string[]>;
  /** Lets those requests go on that a fault holds. */
  release(): Promise<void>;
  /** Forgets every record, call and fault. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the stand-in API on a free port of this machine, or on the given one. */
export async function startApi(port = 0): Promise<ApiProcess> {
  const child = spawn(process.execPath, ['test/support/api-server.mjs', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const origin = `http://127.0.0.1:${await readPort(child)}`;
  const control = async (faults?: readonly ServerFault[]): Promise<State> => {
    const response = await fetch(`${origin}/control`, faults ? { method: 'POST', body: JSON.stringify(faults) } : {});
    return (await response.json()) as State;
  };
  return {
    baseUrl: `${origin}/api/v1`,
    async meet(...faults) {
      await control(faults);
    },
    state: () => control(),
    async methods() {
      return (await control()).calls.map(({ method }) => method).filter((method) => method !== 'OPTIONS');
    },
    async release() {
      await fetch(`${origin}/control`, { method: 'PUT' });
    },
    async reset() {
      await fetch(`${origin}/control`, { method: 'DELETE' });
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The API server ended with ${code}.`)));
    child.stdout?.on('data', (data: Uint8Array) => {
      const port = /listening on (\d+)/.exec(String(data))?.[1];
      if (port) resolve(Number(port));
    });
  });
}

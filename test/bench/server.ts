import { type ChildProcess, fork } from 'node:child_process';
import autocannon from 'autocannon';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { median } from './figures';

const ROUNDS = 7;
const SECONDS = 2;
const CONNECTIONS = 16;
const NEW = { context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: true };
const LOADS = { POST: NEW, GET: undefined, PATCH: { is_positive: false } } as const;
const WAYS = ['handler', 'proxy', 'alone'] as const;

/** Requests per second through the server proxy and through Hono's `proxy()`, in turns in one run, and their ratio. */
export async function benchServer(): Promise<string[]> {
  const children: ChildProcess[] = [];
  const start = async (module: string, env = {}) => {
    const child = fork('test/bench/run-module.mjs', [module], { env: { ...process.env, NODE_ENV: 'production', ...env } });
    children.push(child);
    return `http://127.0.0.1:${await new Promise((resolve, reject) => child.once('message', resolve).once('exit', reject))}`;
  };
  try {
    const upstream = await start('./test/bench/stand-in.ts');
    const server = await start('./test/bench/proxies.ts', { UPSTREAM: upstream });
    const origins = { handler: `${server}/handler`, proxy: `${server}/proxy`, alone: `${upstream}/api/v1` };
    const lines = ['| call | server proxy | `proxy()` of Hono | ratio | the upstream alone |', '|---|---:|---:|---:|---:|'];
    for (const [method, body] of Object.entries(LOADS)) {
      const rates = { handler: [] as number[], proxy: [] as number[], alone: [] as number[] };
      for (let round = -1; round < ROUNDS; round += 1)
        for (const way of WAYS) {
          await fetch(`${upstream}/reset`);
          const url = `${origins[way]}/projects/${PROJECT_ID}/feedbacks/`;
          const headers = {
            'content-type': 'application/json',
            ...(way === 'handler'
              ? { cookie: 'session=ada' }
              : { authorization: 'Bearer admin-token', 'x-impersonate-email': 'ada@example.com' }),
          };
          const { id } = (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(NEW) })).json()) as { id: string };
          const { requests, errors, non2xx } = await autocannon({
            url: method === 'PATCH' ? `${url}${id}/` : url,
            method: method as keyof typeof LOADS,
            ...(body ? { body: JSON.stringify(body) } : {}),
            headers,
            connections: CONNECTIONS,
            duration: SECONDS,
          });
          if (errors || non2xx) throw new Error(`${method} ${way}: ${errors} errors and ${non2xx} other answers`);
          // The first round warms up.
          if (round >= 0) rates[way].push(requests.average);
        }
      const [handler, proxy, alone] = WAYS.map((way) => median(rates[way])) as [number, number, number];
      lines.push(
        `| ${method} | ${handler.toFixed(0)}/s | ${proxy.toFixed(0)}/s | ${(handler / proxy).toFixed(2)} | ${alone.toFixed(0)}/s |`,
      );
    }
    return lines;
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

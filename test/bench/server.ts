import { type ChildProcess, fork } from 'node:child_process';
import { connect } from 'node:net';
import autocannon from 'autocannon';
import { CONVERSATION_ID, PROJECT_ID } from '../support/people';
import { median } from './figures';

const ROUNDS = 7;
const SECONDS = 2;
const CONNECTIONS = 16;
const NEW = { context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: true };
const LOADS = { POST: NEW, GET: undefined, PATCH: { is_positive: false } } as const;
const WAYS = ['handler', 'proxy', 'twice', 'alone'] as const;
const SLOW_BODIES = 2000;

const answerOf = (child: ChildProcess) => new Promise((resolve, reject) => child.once('message', resolve).once('exit', reject));

/** Bytes of JavaScript memory that a server needs for each request whose body is slow to come. */
async function weighSlowBodies(server: ChildProcess, origin: string, path: string): Promise<number> {
  const ask = async () => {
    server.send('memory');
    return (await answerOf(server)) as number;
  };
  const head = [`POST ${path} HTTP/1.1`, 'host: localhost', 'content-type: application/json', 'content-length: 999'];
  let answered = 0;
  const before = await ask();
  const sockets = await Promise.all(
    Array.from({ length: SLOW_BODIES }, async (_, index) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      socket.once('data', () => (answered += 1));
      socket.write(`${head.join('\r\n')}\r\ncookie: session=ada${index}\r\n\r\n{"feedback": "`);
      return socket;
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const after = await ask();
  if (answered) throw new Error(`${answered} slow bodies were answered.`);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return (after - before) / SLOW_BODIES;
}

/** Requests per second through the server proxy and through handlers of Hono, in turns in one run, and their ratio. */
export async function benchServer(): Promise<string[]> {
  const children: ChildProcess[] = [];
  const start = async (module: string, env = {}) => {
    const settings = { env: { ...process.env, NODE_ENV: 'production', ...env }, execArgv: ['--expose-gc'] };
    const child = fork('test/bench/run-module.mjs', [module], settings);
    children.push(child);
    return `http://127.0.0.1:${await answerOf(child)}`;
  };
  try {
    const upstream = await start('./test/bench/stand-in.ts');
    const server = await start('./test/bench/proxies.ts', { UPSTREAM: upstream });
    const origins = { handler: `${server}/handler`, proxy: `${server}/proxy`, twice: `${server}/twice`, alone: `${upstream}/api/v1` };
    const lines = [
      '| call | server proxy | `proxy()` of Hono | ratio | the same calls in Hono | ratio | the upstream alone |',
      '|---|---:|---:|---:|---:|---:|---:|',
    ];
    for (const [method, body] of Object.entries(LOADS)) {
      const rates = { handler: [] as number[], proxy: [] as number[], twice: [] as number[], alone: [] as number[] };
      // Only a PATCH makes two calls.
      const ways = WAYS.filter((way) => way !== 'twice' || method === 'PATCH');
      for (let round = -1; round < ROUNDS; round += 1)
        for (const way of ways) {
          await fetch(`${upstream}/reset`);
          const url = `${origins[way]}/projects/${PROJECT_ID}/feedbacks/`;
          const headers = {
            'content-type': 'application/json',
            ...(way === 'handler'
              ? { cookie: 'session=ada' }
              : { authorization: 'Bearer admin-token', 'x-impersonate-email': 'ada@example.com' }),
          };
          const { id } = (await (
            await fetch(url.replace('/twice', '/proxy'), { method: 'POST', headers, body: JSON.stringify(NEW) })
          ).json()) as { id: string };
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
      const handler = median(rates.handler);
      const beside = (others: number[]) =>
        others.length ? `${median(others).toFixed(0)}/s | ${(handler / median(others)).toFixed(2)}` : ' | ';
      lines.push(
        `| ${method} | ${handler.toFixed(0)}/s | ${beside(rates.proxy)} | ${beside(rates.twice)} | ${median(rates.alone).toFixed(0)}/s |`,
      );
    }
    const proxies = children[1] as ChildProcess;
    // The first time warms up.
    for (const path of ['/text', `/handler/projects/${PROJECT_ID}/feedbacks/`]) await weighSlowBodies(proxies, server, path);
    const ours = await weighSlowBodies(proxies, server, `/handler/projects/${PROJECT_ID}/feedbacks/`);
    const text = await weighSlowBodies(proxies, server, '/text');
    const [kib, other] = [ours, text].map((bytes) => (bytes / 1024).toFixed(1));
    lines.push(
      '',
      `JavaScript memory for each of ${SLOW_BODIES} slow bodies: ${kib} KiB, and ${other} KiB in a handler of Hono that only reads the text.`,
    );
    return lines;
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

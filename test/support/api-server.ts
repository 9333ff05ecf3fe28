import { createServer, type IncomingMessage } from 'node:http';
import { createApi } from '../../demo/api';
import { findAnswerFault, findRequestFault } from './contract';
import { PROJECT_ID, USERS } from './people';

/** What the next matching request meets on the server. */
export interface ServerFault {
  /** Only a request with this method; any without it. A preflight is OPTIONS. */
  readonly method?: string;
  /** Answers with this status and body in place of the stand-in. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Cuts the connection before the stand-in saw the request, or after it did it. */
  readonly drop?: 'before' | 'after';
  /** Waits so long before anything else. */
  readonly delayMs?: number;
  /** Waits until all that is held is released before anything else. */
  readonly isHeld?: boolean;
}

export interface ServerCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const OPEN = { 'access-control-allow-origin': '*' };
// On a connection that it used before, Chromium repeats a request by itself when the connection breaks.
const ONCE = { connection: 'close' };

/** The stand-in API as a server of its own, with faults and a log, and everything held against the contract. */
export function startApiServer(port: number): void {
  let api = createApi({ users: USERS });
  let calls: ServerCall[] = [];
  let violations: string[] = [];
  let faults: ServerFault[] = [];
  let held: (() => void)[] = [];
  const release = () => {
    for (const goOn of held) goOn();
    held = [];
  };

  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming;
    const text = await readBody(incoming);
    if (url.startsWith('/control')) {
      if (method === 'DELETE') {
        api = createApi({ users: USERS });
        calls = [];
        violations = [];
        faults = [];
        release();
      }
      if (method === 'PUT') release();
      if (method === 'POST') faults.push(...(JSON.parse(text) as ServerFault[]));
      outgoing.end(JSON.stringify({ records: api.records(PROJECT_ID), calls, violations }));
      return;
    }
    const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]));
    const full = new URL(url, `http://${incoming.headers.host}`);
    const body = text ? JSON.parse(text) : undefined;
    calls.push({ method, path: url, headers: Object.fromEntries(headers), body });
    const note = (fault: string | undefined) => fault && violations.push(fault);
    if (method !== 'OPTIONS') note(findRequestFault(method, full, headers, body));

    const at = faults.findIndex((fault) => !fault.method || fault.method === method);
    const [fault = {}] = at < 0 ? [] : faults.splice(at, 1);
    if (fault.isHeld) await new Promise<void>((resolve) => held.push(resolve));
    if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.drop === 'before') return void incoming.socket.destroy();
    if (fault.status) {
      outgoing.writeHead(fault.status, { ...OPEN, ...ONCE, 'content-type': 'application/json', ...fault.headers });
      outgoing.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? { error: 'No.' }));
      return;
    }
    const response = await api.handle(new Request(full, { method, headers, ...(text ? { body: text } : {}) }));
    const answer = await response.text();
    if (method !== 'OPTIONS') note(findAnswerFault(method, full, response.status, answer ? JSON.parse(answer) : undefined));
    if (fault.drop === 'after') return void incoming.socket.destroy();
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...ONCE });
    outgoing.end(answer || undefined);
  });

  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`listening on ${typeof address === 'object' ? address?.port : port}\n`);
  });
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

import { expect } from 'vitest';
import { createApi } from '../../demo/api';
import { findAnswerFault, findRequestFault } from './contract';
import { PROJECT_ID, USERS } from './people';

/** What the next request meets: an answer in place of the stand-in's, or a function that does anything. */
export type Fault = Response | ((handle: () => Promise<Response>) => Promise<Response>);

export interface TestCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly init: RequestInit;
}

/** The stand-in API behind a `fetch`, which holds every request and every answer of the stand-in against the contract. */
export function createTestApi(now: () => number = Date.now) {
  let lastId = 0;
  const createId = () => `00000000-0000-4000-8000-${String(++lastId).padStart(12, '0')}`;
  const api = createApi({ users: USERS, createId, now });
  const calls: TestCall[] = [];
  const faults: Fault[] = [];

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const { method = 'GET', body, signal } = init;
    const headers = new Headers(init.headers);
    const json = body ? JSON.parse(String(body)) : undefined;
    calls.push({ method, url: url.href, headers, body: json, init });
    expect(findRequestFault(method, url, headers, json)).toBeUndefined();
    const handle = async () => {
      const response = await api.handle(new Request(url, { method, headers, ...(body ? { body } : {}) }));
      const text = await response.clone().text();
      expect(findAnswerFault(method, url, response.status, text ? JSON.parse(text) : undefined)).toBeUndefined();
      return response;
    };
    const fault = faults.shift();
    const answer = fault instanceof Response ? Promise.resolve(fault) : (fault ?? ((go) => go()))(handle);
    const aborted = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    return Promise.race([answer, aborted]);
  };

  return {
    fetch,
    calls,
    api,
    /** The faults that the next requests meet, in this order. */
    meet: (...next: Fault[]) => void faults.push(...next),
    records: () => api.records(PROJECT_ID),
    methods: () => calls.map(({ method }) => method),
  };
}

export const refuse = (status: number, body: unknown = { error: 'No.' }, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });

/** The connection breaks, before the server got the request or after it did it. */
export const dropBefore: Fault = () => Promise.reject(new TypeError('Failed to fetch'));
export const dropAfter: Fault = async (handle) => {
  await handle();
  throw new TypeError('Failed to fetch');
};

/** A fault that holds the request until `open` is called. */
export function createHold() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fault: Fault = async (handle) => {
    await opened;
    return handle();
  };
  return { fault, open };
}

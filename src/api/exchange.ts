import { createFetch } from 'ofetch';
import { ownProperties } from '../domain/index.js';

/** A response with its whole body as text. */
export interface Exchanged {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** Undefined or empty if there is no body. */
  readonly text: string | undefined;
}

/** Makes one HTTP request. Rejects with what `fetch` threw; a status is no reason to. */
export type Exchange = (url: string, init: RequestInit) => Promise<Exchanged>;

/** Options that ofetch would otherwise read from a polluted prototype. */
const UNUSED = {
  baseURL: undefined,
  params: undefined,
  query: undefined,
  onRequest: undefined,
  onRequestError: undefined,
  onResponse: undefined,
  onResponseError: undefined,
  parseResponse: undefined,
  duplex: undefined,
} as unknown as object;

/** Creates an {@link Exchange} on top of a `fetch`. */
export function createExchange(fetch: typeof globalThis.fetch): Exchange {
  // fetch reads its options with their prototype.
  const { raw } = createFetch({ fetch: (input, init) => fetch(input, ownProperties(init ?? {})) });
  return async (url, init) => {
    try {
      const response = await raw<unknown, 'text'>(url, { ...init, responseType: 'text', ignoreResponseError: true, retry: 0, ...UNUSED });
      return { status: response.status, headers: response.headers, text: response._data as string | undefined };
    } catch (thrown) {
      // The error of ofetch holds the request with its token, so only its cause is used: what fetch threw.
      throw (thrown as Error).cause ?? thrown;
    }
  };
}

import * as library from 'ofetch';
import { describe, expect, it } from 'vitest';
import * as own from '../../src/script/fetch';

const OPTIONS = {
  method: 'POST',
  body: '{}',
  headers: { accept: 'application/json' },
  responseType: 'text',
  ignoreResponseError: true,
  retry: 0,
} as const;

describe.each([
  ['ofetch', library.createFetch],
  ['the fetch of the script', own.createFetch],
] as const)('%s', (_, create) => {
  const createFetch = create as typeof own.createFetch;

  it.each([
    ['JSON', new Response('{"a":1}', { status: 201, headers: { 'retry-after': '7' } }), '{"a":1}'],
    ['a refusal', new Response('No.', { status: 403 }), 'No.'],
    ['HTML', new Response('<html>', { status: 502 }), '<html>'],
  ])('returns status, headers and text of %s', async (_, response, text) => {
    const { status, headers, _data } = await createFetch({ fetch: async () => response }).raw('https://api.example/', OPTIONS);
    expect([status, headers.get('retry-after'), _data]).toEqual([response.status, response.headers.get('retry-after'), text]);
  });

  it('returns no text for an empty body', async () => {
    const { status, _data } = await createFetch({ fetch: async () => new Response(null, { status: 204 }) }).raw(
      'https://api.example/',
      OPTIONS,
    );
    expect([status, _data || undefined]).toEqual([204, undefined]);
  });

  it('passes URL, method, body and headers on', async () => {
    const calls: [unknown, RequestInit | undefined][] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      calls.push([input, init]);
      return new Response('');
    };
    await createFetch({ fetch }).raw('https://api.example/', OPTIONS);
    const [[url, init] = []] = calls;
    expect([url, init?.method, init?.body, new Headers(init?.headers).get('accept')]).toEqual([
      'https://api.example/',
      'POST',
      '{}',
      'application/json',
    ]);
  });

  it.each([
    ['a network error', async () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'a truncated body',
      async () => ({ status: 200, headers: new Headers(), body: {}, text: () => Promise.reject(new TypeError('terminated')) }) as never,
    ],
  ])('rejects with the cause of %s', async (_, fetch) => {
    const thrown = await createFetch({ fetch })
      .raw('https://api.example/', OPTIONS)
      .catch((error: unknown) => error);
    expect((thrown as Error).cause ?? thrown).toBeInstanceOf(TypeError);
  });
});

import { describe, expect, it } from 'vitest';
import { createExchange as ofOfetch } from '../../src/api/exchange';
import { createExchange as ofScript } from '../../src/script/exchange';

const OPTIONS = { method: 'POST', body: '{}', headers: { accept: 'application/json' } } as const;

describe.each([
  ['ofetch', ofOfetch],
  ['the script', ofScript],
] as const)('a request by %s', (_, createExchange) => {
  it.each([
    ['JSON', new Response('{"a":1}', { status: 201, headers: { 'retry-after': '7' } }), '{"a":1}'],
    ['a refusal', new Response('No.', { status: 403 }), 'No.'],
    ['HTML', new Response('<html>', { status: 502 }), '<html>'],
  ])('returns status, headers and text of %s', async (_, response, text) => {
    const { status, headers, text: body } = await createExchange(async () => response)('https://api.example/', OPTIONS);
    expect([status, headers.get('retry-after'), body]).toEqual([response.status, response.headers.get('retry-after'), text]);
  });

  it('returns no text for an empty body', async () => {
    const { status, text } = await createExchange(async () => new Response(null, { status: 204 }))('https://api.example/', OPTIONS);
    expect([status, text || undefined]).toEqual([204, undefined]);
  });

  it('passes URL, method, body and headers on', async () => {
    const calls: [unknown, RequestInit | undefined][] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      calls.push([input, init]);
      return new Response('');
    };
    await createExchange(fetch)('https://api.example/', OPTIONS);
    const [[url, init] = []] = calls;
    expect([url, init?.method, init?.body, new Headers(init?.headers).get('accept')]).toEqual([
      'https://api.example/',
      'POST',
      '{}',
      'application/json',
    ]);
  });

  it('reads no options from a polluted prototype', async () => {
    const polluted = Object.prototype as { credentials?: string; baseURL?: string };
    Object.assign(polluted, { credentials: 'include', baseURL: 'https://elsewhere.example/' });
    try {
      const calls: [unknown, RequestInit | undefined][] = [];
      await createExchange(async (input, init) => {
        calls.push([input, init]);
        return new Response('');
      })('https://api.example/', OPTIONS);
      expect(calls.map(([url, init]) => [url, init?.credentials])).toEqual([['https://api.example/', undefined]]);
    } finally {
      delete polluted.credentials;
      delete polluted.baseURL;
    }
  });

  it.each([
    ['a network error', async () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'a truncated body',
      async () => ({ status: 200, headers: new Headers(), body: {}, text: () => Promise.reject(new TypeError('terminated')) }) as never,
    ],
  ])('rejects with the cause of %s', async (_, fetch) => {
    await expect(createExchange(fetch)('https://api.example/', OPTIONS)).rejects.toBeInstanceOf(TypeError);
  });
});

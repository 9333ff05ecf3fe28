// @vitest-environment node
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../demo/api';
import { createFeedbackProxy } from '../../src/server';
import { findRequestFault } from '../support/contract';
import { CONVERSATION_ID, PROJECT_ID, USERS } from '../support/people';

const PATH = `/api/clarifeye/projects/${PROJECT_ID}/feedbacks/`;
const BODY = JSON.stringify({ context: { conversation_id: CONVERSATION_ID, query_id: 0, source: 'x' }, is_positive: true });
const LENGTH = `Content-Length: ${BODY.length}`;
const CHUNKED = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
const POST = `POST ${PATH} HTTP/1.1`;
const HEAD = ['Host: app.example', 'Cookie: session=ada', 'Content-Type: application/json', 'Connection: close'];
const text = (lines: readonly string[], body = BODY) => `${lines.join('\r\n')}\r\n\r\n${body}`;
/** A whole request that its sender hides in the body of another. */
const HIDDEN = text([`DELETE ${PATH}00000000-0000-4000-8000-000000000001/ HTTP/1.1`, 'Host: app.example', 'Cookie: session=bob'], '');

describe('the server door, on a bare socket', () => {
  let server: Server;
  let api: ReturnType<typeof createApi>;
  let reached: Request[];

  beforeEach(async () => {
    api = createApi({ users: USERS });
    reached = [];
    const handle = createFeedbackProxy({
      projectId: PROJECT_ID,
      baseUrl: 'https://api.example/api/v1',
      token: 'admin-token',
      authorize: ({ headers }) => (headers.get('cookie') === 'session=ada' ? { email: 'ada@example.com' } : null),
      fetch(input, init) {
        const request = new Request(input, init);
        reached.push(request);
        expect(
          findRequestFault(request.method, new URL(request.url), request.headers, JSON.parse(String(init?.body ?? '{}'))),
        ).toBeUndefined();
        return api.handle(request);
      },
    });
    await new Promise<void>((resolve) => {
      server = serve({ fetch: handle, port: 0, hostname: '127.0.0.1' }, () => resolve()) as Server;
    });
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** The statuses of what the server answers to these bytes, until it closes or says nothing more. */
  const send = (bytes: string): Promise<number[]> =>
    new Promise((resolve, reject) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
      let answer = '';
      socket.setTimeout(500, () => socket.destroy());
      socket.on('data', (data) => {
        answer += data;
      });
      socket.on('close', () => resolve([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))));
      socket.on('error', (error) => (/ECONNRESET|EPIPE/.test(String(error)) ? undefined : reject(error)));
    });

  it('takes a plain request, so that the others mean something', async () => {
    expect(await send(text([POST, ...HEAD, LENGTH]))).toEqual([201]);
    expect(await send(text([POST, ...HEAD, 'Transfer-Encoding: chunked'], CHUNKED))).toEqual([201]);
    expect(api.records(PROJECT_ID)).toHaveLength(2);
  });

  it.each([
    ['two lengths', text([POST, ...HEAD, LENGTH, 'Content-Length: 0'], BODY + HIDDEN)],
    ['a length in a list', text([POST, ...HEAD, `Content-Length: ${BODY.length}, 0`], BODY + HIDDEN)],
    ['a length and chunks', text([POST, ...HEAD, 'Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['chunks that are none', text([POST, ...HEAD, 'Transfer-Encoding: xchunked'], CHUNKED + HIDDEN)],
    ['chunks twice', text([POST, ...HEAD, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], CHUNKED + HIDDEN)],
    ['a space before the colon', text([POST, ...HEAD, `Content-Length : ${BODY.length}`], BODY + HIDDEN)],
    ['a length with a sign', text([POST, ...HEAD, `Content-Length: +${BODY.length}`], BODY + HIDDEN)],
    ['a NUL in a header', text([POST, ...HEAD, LENGTH, 'X-A: a\0b'])],
    ['a bare line feed in a header', text([POST, ...HEAD, LENGTH, 'X-A: a\nX-Impersonate-Email: eve@example.com'])],
    ['two hosts', text([POST, ...HEAD, LENGTH, 'Host: evil.example'])],
    ['two types', text([POST, ...HEAD, LENGTH, 'Content-Type: text/plain'])],
    ['two sessions', text([POST, ...HEAD, LENGTH, 'Cookie: session=bob'])],
    ['two origins', text([POST, ...HEAD, LENGTH, 'Origin: http://app.example', 'Origin: https://evil.example'])],
    ['two sites', text([POST, ...HEAD, LENGTH, 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'])],
    ['an absolute target', text([`GET https://evil.example/${PATH} HTTP/1.1`, 'Host: app.example', 'Connection: close'], '')],
  ])('does nothing for anyone but the visitor where a request has %s', async (_, bytes) => {
    const statuses = await send(bytes);
    for (const request of reached) {
      expect(request.url).toBe(`https://api.example/api/v1/projects/${PROJECT_ID}/feedbacks/`);
      expect([request.method, request.headers.get('authorization'), request.headers.get('x-impersonate-email')]).toEqual([
        'POST',
        'Bearer admin-token',
        'ada@example.com',
      ]);
    }
    // One answer for what was sent, and none of a hidden request's own.
    expect(reached.length).toBeLessThanOrEqual(1);
    expect(statuses.length).toBeLessThanOrEqual(2);
    expect(statuses.filter((status) => status < 400)).toHaveLength(reached.length);
  });

  it.each([
    ['Authorization', ['Authorization: Bearer stolen', 'Authorization: Bearer stolen-too']],
    ['X-Impersonate-Email', ['X-Impersonate-Email: eve@example.com', 'x-impersonate-email: bob@example.com']],
    ['Forwarded', ['Forwarded: for=1.2.3.4;host=evil.example', 'X-Forwarded-Host: evil.example', 'X-HTTP-Method-Override: DELETE']],
    ['a folded header', ['X-A: a', ' Authorization: Bearer stolen']],
  ])('passes no header of the client on: %s', async (_, headers) => {
    await send(text([POST, ...HEAD, LENGTH, ...headers]));
    for (const request of reached)
      expect(Object.fromEntries(request.headers)).toEqual({
        accept: 'application/json',
        authorization: 'Bearer admin-token',
        'content-type': 'application/json',
        'x-impersonate-email': 'ada@example.com',
      });
    expect(api.records(PROJECT_ID).every(({ given_by }) => given_by?.email === 'ada@example.com')).toBe(true);
  });

  it.each([
    '/api/clarifeye/../../projects/x/feedbacks/',
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks/../../users/`,
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks/%2e%2e/users/`,
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks/%2E%2E%2Fusers/`,
    `/api/clarifeye/projects/${PROJECT_ID}//feedbacks/`,
    `//evil.example/projects/x/feedbacks/`,
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks;x=1/`,
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks/;/`,
    `/api/clarifeye/projects/${PROJECT_ID}/%46eedbacks/`,
    `/api/clarifeye/projects/${PROJECT_ID}/FEEDBACKS%2F`,
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks/..%5c..%5cusers/`,
    `/api/clarifeye/projects/${PROJECT_ID}/feedbacks`,
    'http://169.254.169.254/latest/meta-data/',
    '*',
  ])('answers 4xx to the path %s, and asks the API nothing', async (path) => {
    const statuses = await send(text([`GET ${path} HTTP/1.1`, ...HEAD], ''));
    expect(statuses).toHaveLength(1);
    expect(statuses[0]).toBeGreaterThanOrEqual(400);
    expect(statuses[0]).toBeLessThan(500);
    expect(reached).toEqual([]);
  });
});

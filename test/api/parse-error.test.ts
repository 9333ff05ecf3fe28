import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../src/api/parse-error';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const read = (status: number, body: unknown = { error: 'No.' }, retryAfter: string | null = null) =>
  readRefusal('POST /x/', status, body, retryAfter, NOW);

describe('refusal', () => {
  it.each([
    [200, 'response'],
    [302, 'response'],
    [400, 'invalid'],
    [401, 'auth'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [408, 'server'],
    [409, 'server'],
    [413, 'too-large'],
    [415, 'invalid'],
    [422, 'invalid'],
    [425, 'busy'],
    [429, 'busy'],
    [500, 'server'],
    [503, 'server'],
  ])('calls %i %s', (status, kind) => expect(read(status)).toMatchObject({ kind, status }));

  it.each([
    ['HTML', '<html><h1>403 Forbidden</h1></html>'],
    ['nothing', undefined],
    ['a text', 'Forbidden'],
    ['a list', ['No.']],
    ['an object without messages', {}],
    ['an empty message', { detail: '' }],
    ['the message of an API gateway', { message: 'Forbidden' }],
    ['problem details', { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'Access denied' }],
    ['the error of a web framework', { statusCode: 403, message: 'Forbidden', error: 'Forbidden' }],
    ['the errors of a content network', { success: false, errors: [{ code: 1020, message: 'Access denied' }] }],
  ])('takes %s for the answer of something in between, whatever its status, but where its status is enough', (_, body) => {
    for (const status of [400, 403, 404, 408, 409, 410, 413, 415, 418, 422, 451])
      expect(readRefusal('POST /x/', status, body, null, NOW)).toMatchObject({ kind: 'response', uncertain: true, status });
    for (const [status, kind] of [
      [401, 'auth'],
      [425, 'busy'],
      [429, 'busy'],
    ] as const)
      expect(readRefusal('POST /x/', status, body, null, NOW).kind).toBe(kind);
  });

  it.each([
    { error: 'No.' },
    { detail: 'No.', code: 'token_not_valid' },
    { feedback: ['Too long.'] },
    { context: { query_id: ['A valid integer is required.'] } },
    { non_field_errors: ['No.'] },
    { feedback: 'Too long.' },
  ])('takes %o for a refusal of the API', (body) => expect(read(403, body).kind).toBe('forbidden'));

  it("flattens every shape of Django's answers", () => {
    expect(read(400, { context: { query_id: ['A valid integer is required.'] }, feedback: ['Too long.', 'Too rude.'] }).fields).toEqual({
      'context.query_id': ['A valid integer is required.'],
      feedback: ['Too long.', 'Too rude.'],
    });
    expect(read(400, { error: 'No.' }).fields).toEqual({ error: ['No.'] });
    expect(read(403, { detail: 'No.' }).message).toBe('POST /x/ got a 403 response: No.');
    expect(read(400, ['No.']).fields).toEqual({ error: ['No.'] });
  });

  it('takes nothing from a page that is no JSON object', () => {
    expect(read(500, '<html>secret</html>')).toMatchObject({ fields: {}, message: 'POST /x/ got a 500 response.' });
  });

  it('keeps a field called __proto__ a plain name', () => {
    const { fields } = read(400, JSON.parse('{"__proto__": {"polluted": ["x"]}}'));
    expect(Object.keys(fields)).toEqual(['__proto__.polluted']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(read(429, {}, '7').retryAfterMs).toBe(7000);
    expect(read(429, {}, 'Thu, 01 Jan 2026 00:00:30 GMT').retryAfterMs).toBe(30_000);
    expect(read(429, {}, 'Wed, 31 Dec 2025 00:00:00 GMT').retryAfterMs).toBe(0);
    expect(read(429, {}, 'soon').retryAfterMs).toBeUndefined();
    expect(read(429).retryAfterMs).toBeUndefined();
  });
});

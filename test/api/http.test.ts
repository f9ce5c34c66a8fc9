/** HTTP around GraphQL: accepted requests, and refusals before the body is read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';

const LISTED = 'https://shop.example';
const CREATE = 'mutation { createProduct(input: { name: "Sneaked in" }) { __typename } }';

let t: TestApp;
let apiKey: string;
beforeAll(async () => {
  t = await openTestApp({ corsOrigins: [LISTED, 'http://localhost:5173'] });
  ({ apiKey } = await t.company());
});
afterAll(() => t.close());

const send = (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
  t.app.fetch(new Request(`${PUBLIC_URL}${path}`, init));
const graphql = (init: RequestInit & { duplex?: 'half' } = {}, search = '') =>
  send(`/graphql${search}`, { ...init, headers: { authorization: `Bearer ${apiKey}`, ...init.headers } });
const products = () => t.db.prisma.product.count();

describe('mutations over HTTP', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json ; charset=utf-8',
    'Application/JSON',
    'application/graphql+json',
  ])('a mutation by POST with content type %s runs', async (type) => {
    const before = await products();
    const response = await graphql({
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ query: CREATE }),
    });
    expect(await response.json()).toEqual({ data: { createProduct: { __typename: 'CreateProductSuccess' } } });
    expect(await products()).toBe(before + 1);
  });

  const form = () => {
    const data = new FormData();
    data.set('operations', JSON.stringify({ query: CREATE }));
    data.set('map', '{}');
    return data;
  };
  test.each<[string, string | null, () => BodyInit]>([
    ['a form', 'application/x-www-form-urlencoded', () => new URLSearchParams({ query: CREATE })],
    ['a multipart form', null, form],
    ['plain text', 'text/plain', () => JSON.stringify({ query: CREATE })],
    ['plain text that looks like JSON', 'text/plain; application/json', () => JSON.stringify({ query: CREATE })],
    ['bytes of no type', '', () => Buffer.from(JSON.stringify({ query: CREATE }))],
    ['a bare document', 'application/graphql', () => CREATE],
    ['JSON of another kind', 'application/vnd.api+json', () => JSON.stringify({ query: CREATE })],
    ['a longer type', 'application/jsonp', () => JSON.stringify({ query: CREATE })],
    ['two types', 'text/plain, application/json', () => JSON.stringify({ query: CREATE })],
  ])('a mutation sent as %s is refused with 415 and has no effect', async (_name, type, body) => {
    const before = await products();
    const response = await graphql({
      method: 'POST',
      headers: type === null ? {} : { 'content-type': type },
      body: body(),
    });
    expect(response.status).toBe(415);
    expect(await products()).toBe(before);
  });

  test.each(['application/json', 'application/graphql-response+json', 'text/event-stream', 'multipart/mixed', '*/*'])(
    'a mutation by GET with Accept: %s is refused with 405 and has no effect',
    async (accept) => {
      const before = await products();
      const response = await graphql({ headers: { accept } }, `?query=${encodeURIComponent(CREATE)}`);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await products()).toBe(before);
    },
  );

  test('a query by GET runs', async () => {
    const response = await graphql({}, '?query={__typename}');
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])(
    'the method %s is refused with 405 and has no effect',
    async (method) => {
      const before = await products();
      const response = await graphql({ method }, `?query=${encodeURIComponent(CREATE)}`);
      expect(response.status).toBe(405);
      expect(await products()).toBe(before);
    },
  );
});

describe('request body limit', () => {
  const LIMIT = 256 * 1024;
  const padded = (bytes: number) => JSON.stringify({ query: '{ __typename }' }).padEnd(bytes, ' ');
  const json = { 'content-type': 'application/json' };
  /** A body of unknown length that counts how many bytes of it were read. */
  const stream = (bytes: number, text?: string) => {
    const read = { bytes: 0 };
    const whole = Buffer.from(text ?? '{'.repeat(bytes));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = whole.subarray(read.bytes, read.bytes + 64 * 1024);
        read.bytes += chunk.byteLength;
        if (chunk.byteLength > 0) controller.enqueue(new Uint8Array(chunk));
        else controller.close();
      },
    });
    return { body, read };
  };

  test('a body of 256 KiB with Content-Length is accepted and one byte more is refused with 413', async () => {
    for (const [bytes, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const headers = { ...json, 'content-length': String(bytes) };
      expect((await graphql({ method: 'POST', headers, body: padded(bytes) })).status).toBe(status);
    }
  });

  test('a body of 256 KiB without Content-Length is accepted and one byte more is refused with 413', async () => {
    for (const [bytes, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const { body } = stream(0, padded(bytes));
      expect((await graphql({ method: 'POST', headers: json, body, duplex: 'half' })).status).toBe(status);
    }
  });

  test('a body of 10 MB with Content-Length is refused without being read', async () => {
    const { body, read } = stream(10_000_000);
    const headers = { ...json, 'content-length': '10000000' };
    const response = await graphql({ method: 'POST', headers, body, duplex: 'half' });
    expect(response.status).toBe(413);
    expect(read.bytes).toBeLessThanOrEqual(64 * 1024);
  });

  test('a body of 10 MB without Content-Length is refused after the limit is read', async () => {
    const { body, read } = stream(10_000_000);
    const response = await graphql({ method: 'POST', headers: json, body, duplex: 'half' });
    expect([response.status, (await response.json()).errors[0].message]).toEqual([413, 'The body is too large.']);
    expect(read.bytes).toBeLessThan(LIMIT + 256 * 1024);
  });

  test.each(['-1', '1e9', 'many', '5, 5', '0x10'])('a Content-Length of %s is refused with 400', async (length) => {
    const headers = { ...json, 'content-length': length };
    expect((await graphql({ method: 'POST', headers, body: padded(100) })).status).toBe(400);
  });
});

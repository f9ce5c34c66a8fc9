/** The general limit of requests: callers without a valid credential by network, portal sessions by session. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClientLimitSettings } from '../../src/api/clientLimits.ts';
import { DEFAULT_CLIENT_LIMITS } from '../../src/api/clientLimits.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';

/** A rate so low that no points are regained during a test. */
const SLOW = 1 / 1000;
const LIMITS: ClientLimitSettings = {
  client: { points: 10, perSecond: SLOW },
  site: { points: 16, perSecond: SLOW },
  organization: { points: 24, perSecond: SLOW },
  session: { points: 20, perSecond: SLOW },
};

let t: TestApp;
let apiKey: string;
let session: string;
beforeEach(async () => {
  t = await openTestApp({ clientLimits: LIMITS, trustedProxyHops: 1 });
  const company = await t.company();
  apiKey = company.apiKey;
  const customerId = await makeCustomer(company.merchant);
  // The sign-in of this session is the one request without a credential from this address.
  ({ token: session } = await t.signIn(company.merchant, customerId));
});
afterEach(() => t.close());

const query = '{ __typename }';
const FORGED = `sk_test_${'x'.repeat(43)}`;
const from = (address: string, credential?: string) => ({
  'x-forwarded-for': address,
  ...(credential ? { authorization: `Bearer ${credential}` } : {}),
});
/** The number of 60 requests that are served before the first refusal. */
async function served(address: (index: number) => string, credential?: string, body: object = { query }) {
  for (let index = 0; index < 60; index++) {
    const { status } = await t.post(body, from(address(index), credential));
    if (status === 429) return index;
  }
  return 60;
}

describe('callers without a valid credential', () => {
  test('each IPv4 address has a rate limit of its own', async () => {
    // A request costs a point, and one for each thousand characters begun.
    expect(await served(() => '192.0.2.1')).toBe(5);
    expect(await served(() => '192.0.2.1')).toBe(0);
    expect(await served(() => '192.0.2.2')).toBe(5);
  });

  test('a caller over its rate limit gets status 429 and the time at which to retry', async () => {
    await served(() => '192.0.2.1');
    const { status, headers, body } = await t.post({ query }, from('192.0.2.1'));
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(body.errors).toEqual([
      {
        message: 'Too many requests. Try again later.',
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: Number(headers.get('retry-after')) },
      },
    ]);
  });

  test('a request of more than 3 kB uses more rate-limit points than a small one', async () => {
    const large = { query, variables: { a: 'x'.repeat(3500) } };
    expect(await served(() => '192.0.2.1', undefined, large)).toBe(2);
  });

  test('rotating addresses within one /64, /56 or /48 allows no more requests than the limit of that network', async () => {
    expect(await served((index) => `2001:db8:0:0:${index}::1`)).toBe(5);
    expect(await served((index) => `2001:db8:1:${(index + 1).toString(16)}::1`)).toBe(8);
    expect(await served((index) => `2001:db8:2:${(index + 1).toString(16)}00::1`)).toBe(12);
  });

  test.each([
    ['a forged API key', FORGED],
    ['a malformed API key', 'sk_x'],
    ['a forged session', 'eyJhbGciOiJIUzI1NiJ9.e30.x'],
  ])('a request with %s uses more rate-limit points than one without a credential', async (_name, credential) => {
    expect(await served(() => '192.0.2.1', credential)).toBe(2);
  });

  test('requests by GET are counted together with those by POST', async () => {
    await served(() => '192.0.2.1');
    const url = `http://portal.test/graphql?query=${encodeURIComponent(query)}`;
    expect((await t.app.fetch(new Request(url, { headers: from('192.0.2.1') }))).status).toBe(429);
  });
});

describe('callers with a valid credential', () => {
  test('an API key has no limit', async () => {
    expect(await served(() => '192.0.2.1', apiKey)).toBe(60);
  });

  test('a session has one rate limit, from whatever address it is used', async () => {
    expect(await served((index) => `192.0.2.${index}`, session)).toBe(10);
  });

  test('valid credentials are served while their network sends too many forged ones', async () => {
    for (const credential of [apiKey, session]) await t.post({ query }, from('192.0.2.9', credential));
    await served(() => '192.0.2.1', FORGED);
    expect((await t.post({ query }, from('192.0.2.1', apiKey))).status).toBe(200);
    expect((await t.post({ query }, from('192.0.2.1', session))).status).toBe(200);
    expect((await t.post({ query }, from('192.0.2.1', FORGED))).status).toBe(429);
  });
});

test('the default limits let a customer of a large office sign in, and stop a flood', () => {
  const { client, site, organization } = DEFAULT_CLIENT_LIMITS;
  // A sign-in on the page costs about twelve points.
  expect(client.points / 12).toBeGreaterThanOrEqual(20);
  expect([client, site, organization].map(({ perSecond }) => perSecond)).toEqual([5, 10, 40]);
});

test('exports with forged keys use up the points of their network, and a valid key goes on', async () => {
  const get = (key: string) =>
    t.app.fetch(
      new Request(`${PUBLIC_URL}/exports/customers.csv`, {
        headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': '203.0.113.77' },
      }),
    );
  await (await get(apiKey)).text();
  const forged = `sk_test_${'x'.repeat(43)}`;
  const statuses: number[] = [];
  for (let n = 0; n < 5; n++) statuses.push((await get(forged)).status);
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  expect(Number((await get(forged)).headers.get('retry-after'))).toBeGreaterThan(0);
  const valid = await get(apiKey);
  expect(valid.status).toBe(200);
  await valid.text();
});

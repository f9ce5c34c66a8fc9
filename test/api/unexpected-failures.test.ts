/** Unexpected failures are masked in responses and in the log. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { withTimeout } from '../../src/kernel/withTimeout.ts';
import { openTestApp, PUBLIC_URL } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { openTestDb } from '../support/database.ts';

/** Marks SQL, file paths, stacks and values, which must not leave the server. */
const CANARY = `canary-${randomBytes(4).toString('hex')}`;
const secret = () =>
  Object.assign(
    new Error(
      `insert or update on table "customer" violates SELECT * FROM customer WHERE email = '${CANARY}'\n    at ${CANARY} (/srv/portico/src/${CANARY}.ts:1:1)`,
    ),
    { code: `${CANARY} 23505`, detail: CANARY, query: `SELECT '${CANARY}'` },
  );

function expectNothingTold(text: string, logged: readonly string[]): void {
  expect(text).not.toMatch(
    /SELECT|INSERT|UPDATE "|prisma|pglite|postgres|node_modules|\/work|\/srv|\.ts\b|\n\s+at |stack/i,
  );
  expect(text).not.toContain(CANARY);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('')).not.toContain(CANARY);
  expect(logged.join('')).not.toContain('SELECT');
}

describe('unexpected failures', () => {
  const ONLY_MASK = [
    { message: 'Something went wrong on our side. It was recorded.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ];

  const ONLY_UNAVAILABLE = [
    {
      message: 'This service is unavailable at the moment. Try again later.',
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 5 },
    },
  ];

  test('a lost database connection is masked in every response and in the log', async () => {
    // Closing a shared test database empties it for the next test; an observed one is not shared and really closes.
    const broken = await openTestApp({ db: await openTestDb({ onStatement() {} }) });
    const { apiKey: key, merchant } = await broken.company();
    const customerId = await makeCustomer(merchant);
    const { token } = await broken.signIn(merchant, customerId);
    await broken.db.close();
    broken.logged.length = 0;
    for (const [credential, query] of [
      [key, `{ customers(email: "${CANARY}@example.com") { nodes { id } } }`],
      [key, `mutation { createCustomer(input: { email: "${CANARY}@example.com" }) { __typename } }`],
      [token, '{ currentCustomer { email } }'],
      [undefined, `mutation { consumePortalLink(input: { token: "${CANARY}" }) { __typename } }`],
      [
        undefined,
        `mutation { requestPortalLink(input: { companyId: "co_x", email: "${CANARY}@example.com" }) { __typename } }`,
      ],
    ] as const) {
      const { status, headers, body } = await broken.post(
        { query },
        credential ? { authorization: `Bearer ${credential}` } : {},
      );
      expect([status, headers.get('retry-after')], query).toEqual([503, '5']);
      expect(body).not.toHaveProperty('data');
      expect(body.errors, query).toMatchObject(ONLY_UNAVAILABLE);
      expect(body.errors).toHaveLength(1);
      expectNothingTold(JSON.stringify(body), broken.logged);
    }
    const pdf = await broken.app.fetch(new Request(`${PUBLIC_URL}/invoices/in_x.pdf?token=${CANARY}`));
    expectNothingTold(await pdf.text(), broken.logged);
    const ready = await broken.app.fetch(new Request(`${PUBLIC_URL}/ready`));
    expect([ready.status, await ready.text()]).toEqual([503, '{"status":"unavailable","reason":"database"}']);
    expect(ready.headers.get('x-content-type-options')).toBe('nosniff');
    const health = await broken.app.fetch(new Request(`${PUBLIC_URL}/health`));
    expect(health.status).toBe(200);
    await broken.app.close().catch(() => {});
  });

  test('an error with SQL and secrets thrown by a resolver is masked', async () => {
    const faulty = await openTestApp();
    try {
      const { merchant, apiKey: key } = await faulty.company();
      await makeCustomer(merchant);
      const thrower = new Proxy({}, { get: () => () => Promise.reject(secret()) });
      const prisma = faulty.db.prisma as unknown as Record<string, unknown>;
      const real = prisma.coupon;
      Object.defineProperty(prisma, 'coupon', { value: thrower, configurable: true });
      faulty.logged.length = 0;
      const { body } = await faulty.post(
        { query: '{ coupon(id: "coupon_x") { id } customers { nodes { id } } }' },
        { authorization: `Bearer ${key}` },
      );
      Object.defineProperty(prisma, 'coupon', { value: real, configurable: true });
      expect(body.errors).toMatchObject([{ ...ONLY_MASK[0], path: ['coupon'] }]);
      expectNothingTold(JSON.stringify(body), faulty.logged);
    } finally {
      await faulty.close();
    }
  });

  test('an error with SQL and secrets thrown by the payment provider is masked', async () => {
    const faulty = await openTestApp();
    try {
      const { merchant, apiKey: key } = await faulty.company();
      const customerId = await makeCustomer(merchant, { token: null });
      for (const name of Object.keys(faulty.real))
        Object.assign(faulty.provider, { [name]: () => Promise.reject(secret()) });
      faulty.logged.length = 0;
      const { body } = await faulty.post(
        {
          query: `mutation ($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) { __typename ... on UserError { code message } } }`,
          variables: { input: { customerId, token: 'tok_visa' } },
        },
        { authorization: `Bearer ${key}` },
      );
      expect(body.errors).toMatchObject(ONLY_MASK);
      expectNothingTold(JSON.stringify(body), faulty.logged);
    } finally {
      await faulty.close();
    }
  });

  test('an operation that exceeds its time limit returns 503', async () => {
    const slow = await openTestApp({ operationTimeoutMs: 50 });
    try {
      const { apiKey: key } = await slow.company();
      const prisma = slow.db.prisma as unknown as Record<string, unknown>;
      const real = prisma.coupon;
      let release: (row: null) => void = () => {};
      const waiting = new Promise((resolve) => {
        release = resolve;
      });
      Object.defineProperty(prisma, 'coupon', { value: { findFirst: () => waiting }, configurable: true });
      const { status, body, headers } = await slow.post(
        { query: '{ coupon(id: "coupon_x") { id } }' },
        { authorization: `Bearer ${key}` },
      );
      expect([status, body.errors[0].extensions.code]).toEqual([503, 'TIMEOUT']);
      expect(headers.get('cache-control')).toBe('no-store');
      release(null);
      Object.defineProperty(prisma, 'coupon', { value: real, configurable: true });
    } finally {
      await slow.close();
    }
  });

  test('a deadline returns the result or error of work that ends first, and the fallback otherwise', async () => {
    expect(await withTimeout(10_000, Promise.resolve('done'), () => 'late')).toBe('done');
    await expect(withTimeout(10_000, Promise.reject(new Error('failed')), () => 'late')).rejects.toThrow('failed');
    expect(await withTimeout(5, new Promise<string>(() => {}), () => 'late')).toBe('late');
  });
});

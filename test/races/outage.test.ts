/**
 * A database that is unreachable, overloaded, or locked: every entry point reports it by status, code and Retry-After.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { openDb } from '../../src/db/open.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { type DatabaseProxy, openDatabaseProxy } from '../support/databaseProxy.ts';

const SPEC = 'application/graphql-response+json';

postgresOnly('a database that is away', () => {
  let direct: Db;
  let url: string;
  let proxy: DatabaseProxy;
  let t: TestApp;
  let key: string;
  let subscriptionId: string;
  let pdf: string;
  const page = {
    index: '<html lang="%PORTICO_LANG%"><head></head></html>',
    sandboxFields: '',
    assets: new Map(),
    embed: new Map(),
    operations: new Map(),
    preloads: { languages: {}, screens: {} },
  };

  beforeAll(async () => {
    ({ db: direct, url } = await openPostgresTestDb());
    proxy = await openDatabaseProxy(url);
    t = await openTestApp({ db: await openDb({ url: proxy.url, poolSize: 5 }), page });
    const company = await t.company();
    key = company.apiKey;
    const customerId = await makeCustomer(company.merchant);
    const { priceId } = await makePrice(company.merchant, { amount: 1000 });
    const made = await makeSubscription(company.merchant, customerId, priceId);
    subscriptionId = made.subscription.id;
    const { createInvoicePdfLink } = await company.merchant.request<{ createInvoicePdfLink: { url: string } }>(
      `mutation ($id: ID!) { createInvoicePdfLink(input: { invoiceId: $id }) { ... on CreateInvoicePdfLinkSuccess { url } } }`,
      { id: (await t.db.prisma.invoice.findFirstOrThrow()).id },
    );
    pdf = createInvoicePdfLink.url;
  });
  afterAll(async () => {
    await t.close();
    await proxy.close();
    await direct.close();
  });

  const query = () => t.post({ query: '{ customers { nodes { id } } }' }, { authorization: `Bearer ${key}` });
  const mutation = () =>
    t.post(
      {
        query: `mutation ($id: ID!) { cancelSubscription(input: { subscriptionId: $id, mode: PERIOD_END }) { __typename } }`,
        variables: { id: subscriptionId },
      },
      { authorization: `Bearer ${key}`, accept: SPEC },
    );
  const fetched = (path: string, headers: Record<string, string> = {}) =>
    t.app.fetch(new Request(path.startsWith('http') ? path : `${PUBLIC_URL}${path}`, { headers }));
  const unavailable = { status: 503, code: 'SERVICE_UNAVAILABLE', retryAfter: '5', data: false };
  const facts = ({ status, body, headers }: Awaited<ReturnType<typeof query>>) => ({
    status,
    code: body.errors?.[0].extensions.code,
    retryAfter: headers.get('retry-after'),
    data: 'data' in body,
  });

  test('without a connection, queries, mutations, PDFs and pages get 503 with Retry-After, and later work again', async () => {
    const { companyId } = await direct.prisma.customer.findFirstOrThrow();
    await proxy.cut();
    expect(facts(await query())).toEqual(unavailable);
    expect(facts(await mutation())).toEqual(unavailable);
    const file = await fetched(pdf);
    expect([file.status, file.headers.get('retry-after'), await file.json()]).toMatchObject([
      503,
      '5',
      { code: 'SERVICE_UNAVAILABLE' },
    ]);
    const html = await fetched(`/portal/${companyId}`, { accept: 'text/html', 'accept-language': 'de' });
    const text = await html.text();
    expect([html.status, html.headers.get('retry-after'), text]).toEqual([
      503,
      '5',
      expect.stringContaining('Der Server ist nicht erreichbar'),
    ]);
    expect(text).toContain('http-equiv="refresh"');
    expect((await fetched('/ready')).status).toBe(503);
    await proxy.restore();
    expect((await query()).body.data.customers.nodes).toHaveLength(1);
    expect((await fetched(pdf)).status).toBe(200);
    expect((await fetched('/ready')).status).toBe(200);
  });

  test('a request whose database connection PostgreSQL terminates succeeds or gets 503 with Retry-After, never an internal error', async () => {
    const answers: unknown[] = [];
    const working = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let n = 0; n < 12; n++) answers.push(facts(n % 2 ? await query() : await mutation()));
      }),
    );
    const ending = (async () => {
      for (let n = 0; n < 10; n++) {
        await direct.raw.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        await pause(5);
      }
    })();
    await Promise.all([working, ending]);
    for (const answer of answers)
      expect([unavailable, { status: 200, code: undefined, retryAfter: null, data: true }]).toContainEqual(answer);
    expect(answers).toContainEqual(unavailable);
  });

  test('an operation that waits too long for a locked table gets 503 and Retry-After', async () => {
    const impatient = await openTestApp({ db: await openDb({ url: `${url}?options=-c%20lock_timeout%3D200` }) });
    try {
      await direct.prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe('LOCK TABLE customer IN ACCESS EXCLUSIVE MODE');
        const answer = await impatient.post(
          { query: '{ customers { nodes { id } } }' },
          { authorization: `Bearer ${key}` },
        );
        expect(facts(answer)).toEqual(unavailable);
      });
    } finally {
      await impatient.close();
    }
  });
});

/** Export and erasure of one customer: everything of that customer, nothing of anyone else, and only documents remain. */
import { beforeEach, describe, expect, test } from 'vitest';
import { EXPORTED } from '../../src/modules/privacy/exportCustomer.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';
import { digest } from './digest.ts';

let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
let priceId: string;
/** A customer with personal data wherever such data are stored. */
interface Person {
  mark: string;
  customerId: string;
  token: string;
}
let ada: Person;
let bob: Person;

async function live(mark: string): Promise<Person> {
  const { merchant } = company;
  const customerId = await makeCustomer(merchant, { email: `${mark}@example.com` });
  await mutate(
    merchant,
    'updateCustomer',
    { customerId, name: `Name ${mark}`, externalId: `ext ${mark}`, metadata: { note: `meta ${mark}` } },
    '__typename',
  );
  const { token, portal } = await t.signIn(merchant, customerId);
  const billing = {
    ...{ phone: '+49 30 1234567', taxId: { type: 'de_other', value: `TIN${mark}` } },
    address: {
      line1: `Street ${mark}`,
      line2: `Floor ${mark}`,
      city: `City ${mark}`,
      state: `State ${mark}`,
      // No form of the postal codes of this country is known, so the mark is accepted.
      postalCode: `P-${mark}`.slice(0, 20),
      country: 'AE',
    },
  };
  await mutate(portal, 'updateBillingInformation', billing, '__typename');
  const { subscription } = await makeSubscription(merchant, customerId, priceId);
  const subscriptionId = subscription.id;
  await mutate(
    merchant,
    'updateSubscription',
    { subscriptionId, externalId: `sub ${mark}`, metadata: { a: `m ${mark}` } },
    '__typename',
  );
  await mutate(
    merchant,
    'adjustCredit',
    {
      customerId,
      amount: { amount: 100, currency: 'EUR' },
      description: `Credit ${mark}`,
      idempotencyKey: `key-${mark}`,
    },
    '__typename',
  );
  const amount = { description: `Line ${mark}`, unitAmount: 500, quantity: 1 };
  await mutate(
    merchant,
    'createInvoice',
    { customerId, currency: 'EUR', lines: [amount], memo: `Draft ${mark}` },
    '__typename',
  );
  const input = { subscriptionId, mode: 'IMMEDIATELY', reason: `Reason ${mark}`, comment: `Comment ${mark}` };
  await mutate(merchant, 'cancelSubscription', input, '__typename');
  await mutate(merchant, 'createPortalLink', { customerId, destination: 'HOME' }, 'url');
  await mutate(
    t.client(),
    'requestPortalLink',
    { companyId: company.companyId, email: `${mark}@example.com` },
    '__typename',
  );
  await t.app.fetch(
    new Request('http://portal.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ currentCustomer { id } }' }),
    }),
  );
  await t.db.raw.query(
    `UPDATE portal_session SET user_agent = 'Agent ${mark}' WHERE customer_id = '${customerId}'`,
    [],
  );
  await t.db.raw.query(`UPDATE security_event SET address = '203.0.113.77' WHERE customer_id = '${customerId}'`, []);
  return { mark, customerId, token };
}

beforeEach(async () => {
  t = await openTestApp();
  company = await t.company();
  ({ priceId } = await makePrice(company.merchant, { amount: 3000 }));
  ada = await live('qqadaqq');
  bob = await live('qqbobqq');
  await t.app.tick();
  return () => t.close();
});

/** Every row of every table as text, by table; documents without their printed parties and lines if `documents` is false. */
async function dump({ documents }: { documents: boolean }): Promise<Map<string, string[]>> {
  const { rows: tables } = await t.db.raw.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`,
    [],
  );
  const found = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await t.db.raw.query(`SELECT to_jsonb(t)::text AS row FROM ${name} t`, []);
    found.set(
      String(name),
      rows.map(({ row }) => String(row)),
    );
  }
  if (documents) return found;
  const kept = await t.db.raw.query(
    `SELECT (to_jsonb(i) - 'snapshot' - 'memo')::text AS row FROM invoice i WHERE status <> 'DRAFT'
     UNION ALL SELECT to_jsonb(i)::text FROM invoice i WHERE status = 'DRAFT'`,
    [],
  );
  return found.set(
    'public.invoice',
    kept.rows.map(({ row }) => String(row)),
  );
}
const places = (tables: Map<string, string[]>, text: string) =>
  [...tables]
    .filter(([, rows]) => rows.some((row) => row.toLowerCase().includes(text)))
    .map(([name]) => name)
    .sort();

// biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
const exported = async ({ customerId }: Person): Promise<any> =>
  mutate(company.merchant, 'exportCustomer', { customerId }, 'customerId exportedAt data');
const erase = (customerId: string) =>
  mutate(company.merchant, 'eraseCustomer', { customerId }, 'erasedCustomerId erasedAt');

describe('export', () => {
  test('the export has every kind of record, and nothing of another customer', async () => {
    const { data } = await exported(ada);
    const text = JSON.stringify(data);
    for (const part of [
      'Name',
      'ext',
      'meta',
      'Street',
      'City',
      'TIN',
      'Credit',
      'Line',
      'Draft',
      'Reason',
      'Comment',
      'Agent',
    ])
      expect(text, part).toContain(`${part}${part === 'TIN' ? '' : ' '}${ada.mark}`);
    expect(text).not.toContain(bob.mark);
    expect(text).not.toContain(bob.customerId);
    for (const kind of [
      'paymentMethods',
      'subscriptions',
      'subscriptionItems',
      'invoices',
      'invoiceLines',
      'payments',
      'creditEntrys',
      'portalLinks',
      'portalSessions',
      'events',
      'securityEvents',
    ])
      expect([kind, data[kind].length > 0]).toEqual([kind, true]);
    for (const secret of ['Hash', 'codeSalt', 'providerRef', 'providerKey', 'companyId'])
      expect(text).not.toContain(secret);
  });

  test('the export of each record has the same ids as the tables', async () => {
    const { data } = await exported(bob);
    for (const [kind, table] of [
      ['invoices', 'invoice'],
      ['events', 'event'],
      ['payments', 'payment'],
      ['portalSessions', 'portal_session'],
    ] as const) {
      const { rows } = await t.db.raw.query(`SELECT id FROM ${table} WHERE customer_id = $1 ORDER BY id`, [
        bob.customerId,
      ]);
      expect(data[kind].map(({ id }: { id: string }) => id)).toEqual(rows.map(({ id }) => id));
    }
  });

  test('the export covers every table with customers', async () => {
    const { rows } = await t.db.raw.query(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name IN ('customer_id', 'subscription_id') GROUP BY 1`,
      [],
    );
    expect(rows.length).toBeGreaterThanOrEqual(10);
    expect(rows.map(({ name }) => String(name)).filter((name) => !(name in EXPORTED))).toEqual([]);
  });

  test('an export changes nothing but the security log', async () => {
    const { security_event: _before, ...before } = await digest(t.db);
    await exported(ada);
    const { security_event: _after, ...after } = await digest(t.db);
    expect(after).toEqual(before);
    const [entry] = await t.db.prisma.securityEvent.findMany({ where: { kind: 'CUSTOMER_EXPORTED' } });
    expect(entry).toMatchObject({ customerId: ada.customerId, actorKind: 'MERCHANT', address: '127.0.0.1' });
  });
});

describe('erasure', () => {
  test('no trace of the customer is left outside of finalized documents', async () => {
    const before = await dump({ documents: true });
    expect(places(before, ada.mark)).toEqual(
      [
        'credit_entry',
        'customer',
        'event',
        'idempotency_record',
        'invoice',
        'invoice_line',
        'portal_session',
        'subscription',
      ].map((name) => `public.${name}`),
    );
    const documents = await t.db.prisma.invoice.findMany({
      where: { customerId: ada.customerId, status: { not: 'DRAFT' } },
      include: { lines: true },
    });
    expect(documents.length).toBeGreaterThan(0);
    await erase(ada.customerId);
    await t.app.tick();
    const after = await dump({ documents: false });
    expect(places(after, ada.mark)).toEqual([]);
    const remaining = await t.db.prisma.securityEvent.findMany({
      where: { customerId: ada.customerId, address: '203.0.113.77' },
    });
    expect(remaining).toEqual([]);
    expect(
      await t.db.prisma.invoice.findMany({ where: { customerId: ada.customerId }, include: { lines: true } }),
    ).toEqual(documents);
    expect(t.logged.join('\n')).not.toContain(ada.mark);
  });

  test('the data of another customer are not changed', async () => {
    const before = (await exported(bob)).data;
    await erase(ada.customerId);
    const { securityEvents, ...after } = (await exported(bob)).data;
    expect(securityEvents.length).toBe(before.securityEvents.length + 1);
    expect({ ...after, securityEvents: before.securityEvents }).toEqual(before);
  });

  test('sessions end, links do not work, and no mail is sent', async () => {
    const { url } = await mutate(company.merchant, 'createPortalLink', { customerId: ada.customerId }, 'url');
    await erase(ada.customerId);
    const me = await t.post({ query: '{ currentCustomer { id } }' }, { authorization: `Bearer ${ada.token}` });
    expect(me.body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    const consume = `mutation { consumePortalLink(input: { token: "${url.split('#token=')[1]}" }) { __typename } }`;
    expect((await t.post({ query: consume })).body.data.consumePortalLink.__typename).toBe('InvalidPortalLinkError');
    const mails = t.mailbox.list().length;
    await mutate(
      t.client(),
      'requestPortalLink',
      { companyId: company.companyId, email: `${ada.mark}@example.com` },
      '__typename',
    );
    await t.app.tick();
    expect(t.mailbox.list()).toHaveLength(mails);
  });

  test('erasing a deleted customer again changes nothing', async () => {
    await mutate(company.merchant, 'deleteCustomer', { customerId: ada.customerId }, '__typename');
    const first = await erase(ada.customerId);
    await t.app.tick();
    const before = await digest(t.db);
    t.clock.advance(1000);
    expect(await erase(ada.customerId)).toEqual(first);
    expect(await digest(t.db)).toEqual(before);
  });

  test('a customer with a running subscription is not erased', async () => {
    await makeSubscription(company.merchant, bob.customerId, priceId);
    const before = await digest(t.db);
    await expect(erase(bob.customerId)).rejects.toThrow('has a subscription that has not ended');
    expect(await digest(t.db)).toEqual(before);
  });

  test('events and entries of credit stay append-only outside an erasure', async () => {
    await expect(t.db.raw.query(`UPDATE event SET data = '{}'`, [])).rejects.toThrow();
    await expect(t.db.raw.query(`UPDATE credit_entry SET amount = 1`, [])).rejects.toThrow();
  });
});

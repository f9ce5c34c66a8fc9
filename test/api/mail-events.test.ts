/** Postmark's reports about mail that bounced after it had been accepted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { APRIL, openShop, type Shop } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

const SECRET = 'a password of twenty characters';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL, postmarkWebhookSecret: SECRET });
  shop = await openShop(t);
});
afterAll(() => t.close());

const basic = (password: string) => `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`;

async function report(body: unknown, authorization: string | null = basic(SECRET), method = 'POST'): Promise<number> {
  const headers = { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) };
  const sent = method === 'POST' ? { body: JSON.stringify(body) } : {};
  return (await t.app.fetch(new Request(`${PUBLIC_URL}/mail-events/postmark`, { method, headers, ...sent }))).status;
}

const bouncedOf = async (id: string) =>
  (await t.db.prisma.customer.findUniqueOrThrow({ where: { id } })).bouncedEmails ?? [];

/** A record as Postmark documents it (postmarkapp.com/developer/webhooks/bounce-webhook), with more than is read. */
const bounce = (customer: string, Email: string, more: object = {}) => ({
  ...{ RecordType: 'Bounce', ID: 42, Type: 'HardBounce', TypeCode: 1, Tag: 'invoice', MessageID: 'm', ServerID: 23 },
  ...{
    Description: 'The server was unable to deliver your message.',
    From: 'no-reply@portico.example',
    Inactive: true,
  },
  ...{ Email, Metadata: { company: shop.companyId, customer }, ...more },
});

test('a late bounce marks the address of its customer once, and no more mail is sent there', async () => {
  const customerId = await makeCustomer(shop.merchant, { email: 'ada@example.com', token: null });
  await mutate(
    shop.merchant,
    'updateCustomer',
    { customerId, billingEmails: ['ledger@example.com'] },
    'customer { id }',
  );
  for (let n = 0; n < 2; n++) expect(await report(bounce(customerId, 'ledger@example.com'))).toBe(204);
  expect(await bouncedOf(customerId)).toEqual(['ledger@example.com']);
  const events = await t.db.prisma.event.findMany({ where: { objectId: customerId, type: 'customer.email_bounced' } });
  expect(events.map(({ data }) => data)).toEqual([{ kind: 'invoice' }]);
  const lines = [{ description: 'Work', unitAmount: 100 }];
  const { invoice } = await mutate(
    shop.merchant,
    'createInvoice',
    { customerId, currency: 'EUR', lines },
    'invoice { id }',
  );
  await mutate(shop.merchant, 'finalizeInvoice', { invoiceId: invoice.id }, 'invoice { id }');
  await mutate(shop.merchant, 'sendInvoiceEmail', { invoiceId: invoice.id }, 'invoice { id }');
  await t.app.tick();
  expect(t.mailbox.list().map(({ to }) => to)).not.toContain('ledger@example.com');
  expect(
    await report({ ...bounce(customerId, 'ada@example.com'), RecordType: 'SpamComplaint', Inactive: undefined }),
  ).toBe(204);
  expect(await bouncedOf(customerId)).toEqual(['ledger@example.com', 'ada@example.com']);
});

test('reports without the password, and of other customers, addresses and types, mark nothing', async () => {
  const customerId = await makeCustomer(shop.merchant, { email: 'bea@example.com', token: null });
  const other = await openShop(t);
  const full = bounce(customerId, 'bea@example.com');
  for (const authorization of [null, basic('wrong'), basic(''), `Bearer ${SECRET}`, 'Basic !', `Basic ${SECRET}`])
    expect(await report(full, authorization)).toBe(401);
  expect(await report(full, basic(SECRET), 'GET')).toBe(405);
  for (const record of [
    ...[
      { ...full, Inactive: false, Type: 'SoftBounce' },
      { ...full, RecordType: 'Delivery' },
      { ...full, Metadata: {} },
    ],
    ...[
      { ...full, Email: 'stranger@example.com' },
      { ...full, Metadata: { company: other.companyId, customer: customerId } },
    ],
    ...[{ ...full, Metadata: { company: 'co_unknown', customer: 'cus_unknown' } }, null, [], 'text'],
  ])
    expect(await report(record)).toBe(204);
  expect(await bouncedOf(customerId)).toEqual([]);
  expect(await report(full)).toBe(204);
  expect(await bouncedOf(customerId)).toEqual(['bea@example.com']);
});

test('without a password the address does not exist', async () => {
  const without = await openTestApp({ db: t.db });
  const request = new Request(`${PUBLIC_URL}/mail-events/postmark`, {
    method: 'POST',
    headers: { authorization: basic(SECRET) },
  });
  expect((await without.app.fetch(request)).status).toBe(404);
  await without.app.close();
});

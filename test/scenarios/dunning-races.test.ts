/** Dunning by concurrent workers on PostgreSQL: one charge and one mail, even if a worker is killed. */
import { beforeEach, expect, test } from 'vitest';
import { openDb } from '../../src/db/open.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { closeGate } from '../support/atOnce.ts';
import { openShop, payWith, type Shop, subscribe } from '../support/billing.ts';
import { makeSubscription } from '../support/catalog.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { mutate } from '../support/world.ts';

const START = '2026-04-01T00:00:00.000Z';
const CUSTOMERS = 6;

postgresOnly('dunning with two apps on one database', () => {
  let apps: [TestApp, TestApp];
  let shop: Shop;
  beforeEach(async () => {
    const { db, url } = await openPostgresTestDb();
    const first = await openTestApp({ db, now: START });
    const second = await openTestApp({ db: await openDb({ url, poolSize: 10 }), now: START });
    apps = [first, second];
    shop = await openShop(first);
    return async () => {
      await second.close();
      await first.close();
    };
  }, 60_000);

  /** Advances the clocks of all apps, and runs several ticks of each concurrently. */
  async function until(instant: string): Promise<void> {
    for (const { clock } of apps) clock.advanceTo(instant);
    await Promise.all([...apps, ...apps].map(({ app }) => app.tick()));
    // Jobs that the other app had claimed when this one finished.
    for (const { app } of apps) await app.tick();
  }
  const captured = (customerId: string) =>
    apps.flatMap(({ sandbox }) =>
      [...sandbox.payments.values()].filter(
        ({ request, state }) =>
          request.customerRef === `sbx_${customerId}` && state !== 'CANCELED' && state !== 'FAILED',
      ),
    );
  const mails = (tag: string) => apps.flatMap(({ mailbox }) => mailbox.list().filter((mail) => mail.tag === tag));
  const failuresOf = async (customerId: string) =>
    (
      await apps[0].db.prisma.event.findMany({
        where: { customerId, type: 'invoice.payment_failed' },
        orderBy: { createdAt: 'asc' },
      })
    ).map(({ data }) => (data as { attempt: number }).attempt);

  test('concurrent workers count and mail each failure once and charge each debt once', async () => {
    const [t] = apps;
    const customers = [];
    for (let n = 0; n < CUSTOMERS; n++) {
      const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
      await payWith(shop.merchant, customerId, 'tok_charge_declined');
      customers.push({ customerId, subscriptionId });
    }
    await until('2026-05-01T00:00:00.000Z');
    expect(mails('payment-failed')).toHaveLength(CUSTOMERS);
    await until('2026-05-04T00:00:00.000Z');
    expect(mails('payment-failed')).toHaveLength(2 * CUSTOMERS);
    for (const { customerId } of customers) expect(await failuresOf(customerId)).toEqual([1, 2]);

    // The retry of 6 May, the retry for the new card and the customer's payment run concurrently.
    for (const { clock } of apps) clock.advanceTo('2026-05-06T00:00:00.000Z');
    await Promise.all([
      ...customers.map(async ({ customerId }) => {
        await payWith(shop.merchant, customerId, 'tok_visa');
        await mutate(shop.merchant, 'payPastDueInvoices', { customerId }, 'paid { id } failed { reason }');
      }),
      ...[...apps, ...apps].map(({ app }) => app.tick()),
    ]);
    await until('2026-05-06T00:00:01.000Z');
    for (const { customerId, subscriptionId } of customers) {
      const invoices = await t.db.prisma.invoice.findMany({ where: { customerId } });
      expect(invoices.map(({ status, amountPaid }) => [status, amountPaid])).toEqual([
        ['PAID', 3000n],
        ['PAID', 3000n],
      ]);
      expect(captured(customerId)).toHaveLength(2);
      expect(await t.db.prisma.subscription.findUnique({ where: { id: subscriptionId } })).toMatchObject({
        status: 'ACTIVE',
      });
    }
  }, 120_000);

  test('a collection job that is repeated after a kill neither skips a retry nor counts an attempt twice', async () => {
    const [t] = apps;
    const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until('2026-05-03T00:00:00.000Z');
    expect(await failuresOf(customerId)).toEqual([1]);
    const invoice = await t.db.prisma.invoice.findFirstOrThrow({ where: { subscriptionId, status: 'OPEN' } });
    // A job whose worker was killed runs again, finished or not. The repetition must not count as another attempt.
    const job = { companyId: shop.companyId, invoiceId: invoice.id, attempt: 0 };
    for (let n = 0; n < 10; n++) await t.app.queue.enqueueNow('invoice.collect', job);
    await until('2026-05-03T00:00:01.000Z');
    expect(await failuresOf(customerId)).toEqual([1]);
    for (let n = 0; n < 10; n++) await t.app.queue.enqueueNow('invoice.collect', { ...job, attempt: 1 });
    await until('2026-05-03T00:00:02.000Z');
    expect(await failuresOf(customerId)).toEqual([1, 2]);
    await until('2026-05-06T00:00:00.000Z');
    expect(await failuresOf(customerId)).toEqual([1, 2, 3]);
  }, 120_000);

  test('a new card pays several debts at once although their collections share one credit', async () => {
    const [t] = apps;
    const { customerId } = await subscribe(t, shop, shop.small);
    for (let n = 0; n < 2; n++) await makeSubscription(shop.merchant, customerId, shop.small);
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until('2026-05-01T00:00:00.000Z');
    await mutate(shop.merchant, 'adjustCredit', { customerId, amount: { amount: 100, currency: 'EUR' } }, '__typename');
    await payWith(shop.merchant, customerId, 'tok_visa');
    // Two batches of collections read the credit before the first of them may use it.
    const gate = await closeGate(t.db, 'customer');
    const ticking = t.app.tick();
    await gate.untilWaiting(2);
    await gate.open();
    await ticking;
    const debts = await t.db.prisma.invoice.findMany({ where: { customerId, dueAt: new Date('2026-05-01') } });
    expect(debts.map(({ status }) => status)).toEqual(['PAID', 'PAID', 'PAID']);
  }, 120_000);

  test('concurrent workers send the warning about an expiring card once', async () => {
    await until('2034-12-05T00:00:00.000Z');
    const { customerId } = await subscribe(apps[0], shop, shop.yearly);
    await until('2034-12-06T00:00:00.000Z');
    expect(await apps[0].db.prisma.event.count({ where: { customerId, type: 'payment_method.expiring' } })).toBe(1);
    const { email } = await apps[0].db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    expect(mails('card-expiring').filter(({ to }) => to === email)).toHaveLength(1);
  }, 120_000);
});

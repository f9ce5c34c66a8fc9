/** Dunning by several workers at the same moment, on PostgreSQL: one charge and one mail, whoever is killed. */
import { beforeEach, expect, test } from 'vitest';
import { openDb } from '../../src/db/client.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { openShop, payWith, type Shop, subscribe } from '../support/billing.ts';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';
import { mutate } from '../support/world.ts';

const START = '2026-04-01T00:00:00.000Z';
const CUSTOMERS = 6;

postgresOnly('two apps on one database', () => {
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

  /** All apps reach an instant, and each of them ticks several times at once. */
  async function until(instant: string): Promise<void> {
    for (const { clock } of apps) clock.advanceTo(instant);
    await Promise.all([...apps, ...apps].map(({ app }) => app.tick()));
    // What the other one had taken when this one stopped looking.
    for (const { app } of apps) await app.tick();
  }
  const captured = (customerId: string) =>
    apps.flatMap(({ gateway }) =>
      [...gateway.authorizations.values()].filter(
        ({ request, state }) => request.customerRef === `sbx_${customerId}` && state !== 'canceled',
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

  test('each failure is counted and mailed once, and each debt charged once', async () => {
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

    // The retry of 6 May, the new card's own retry and the customer's own hand, all at once.
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

  test('a worker that is killed after its claim, or after the answer of the bank, costs neither the retry nor a second count', async () => {
    const [t] = apps;
    const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    await until('2026-05-03T00:00:00.000Z');
    expect(await failuresOf(customerId)).toEqual([1]);
    const invoice = await t.db.prisma.invoice.findFirstOrThrow({ where: { subscriptionId, status: 'OPEN' } });
    // The job of a killed worker comes back: it ran to the end, or not at all; either way it is the same attempt.
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

  test('a card that expires is told of once', async () => {
    await until('2034-12-05T00:00:00.000Z');
    const { customerId } = await subscribe(apps[0], shop, shop.yearly);
    await until('2034-12-06T00:00:00.000Z');
    expect(await apps[0].db.prisma.event.count({ where: { customerId, type: 'payment_method.expiring' } })).toBe(1);
    const { email } = await apps[0].db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    expect(mails('card-expiring').filter(({ to }) => to === email)).toHaveLength(1);
  }, 120_000);
});

/** Signals of one dispute that are handled at the same moment, beside a customer who pays: the money moves once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DisputeStatus } from '../../src/db/generated/client/enums.ts';
import { followFoundDispute } from '../../src/modules/charge/dispute/followDispute.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { atOnce } from '../support/atOnce.ts';
import { APRIL, expectBooksToBalance, openShop, type Shop, subscribe } from '../support/billing.ts';
import { postgresOnly } from '../support/database.ts';
import { PayInvoiceDocument } from '../support/graphql/graphql.ts';
import { repetitions } from '../support/repetition.ts';

postgresOnly('concurrent signals of a dispute', () => {
  let t: TestApp;
  let shop: Shop;
  beforeAll(async () => {
    t = await openTestApp({ now: APRIL });
    shop = await openShop(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  }, 60_000);

  test('four signals at one moment make one dispute and take the money back once, and winning it gives it back once', async () => {
    const { companyId } = shop;
    for (let round = 0; round < repetitions(3, 10); round++) {
      const { customerId } = await subscribe(t, shop, shop.small);
      const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'SUCCEEDED' } });
      const paymentId = payment.id;
      const invoiceId = payment.invoiceId ?? '';
      const disputeRef = `dp_race_${round}`;
      let state: DisputeStatus = 'OPEN';
      t.provider.readDispute = async (ref) => ({
        ...{ ref, paymentRef: payment.providerRef ?? '', amount: 3000n, currency: 'EUR', state },
        ...{ reason: 'fraudulent', evidenceDueAt: null },
      });
      const parts = { db: t.db, queue: t.app.queue, clock: t.clock, providerOf: t.providerOf };
      const signal = () => followFoundDispute(parts, { companyId, paymentId, disputeRef });
      const settled = async () =>
        (await t.db.prisma.invoiceSettlement.findMany({ where: { paymentId } })).map(({ amount }) => amount).sort();
      await atOnce(t.db, 'customer', [signal, signal, signal, signal]);
      expect(await settled()).toEqual([-3000n, 3000n]);
      expect(await t.db.prisma.dispute.findMany({ where: { paymentId } })).toMatchObject([{ withdrawn: 3000n }]);
      expect(await t.db.prisma.event.count({ where: { customerId, type: 'dispute.created' } })).toBe(1);
      // The customer pays at the moment at which the dispute is won: what comes in twice is credit.
      state = 'WON';
      await atOnce(t.db, 'customer', [
        signal,
        signal,
        () => shop.merchant.request(PayInvoiceDocument, { input: { invoiceId } }),
      ]);
      expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } })).toMatchObject({
        ...{ status: 'PAID', amountDue: 0n, disputePending: false, disputedAt: null },
      });
      const credit = await t.db.prisma.creditEntry.findMany({ where: { customerId } });
      const taken = await t.db.prisma.payment.findMany({ where: { customerId, status: 'SUCCEEDED' } });
      const sum = (rows: { amount: bigint }[]) => rows.reduce((all, { amount }) => all + amount, 0n);
      expect(sum(credit)).toBe(sum(taken) - 3000n);
      expect(await t.db.prisma.dispute.findMany({ where: { paymentId } })).toMatchObject([
        { status: 'WON', withdrawn: 0n },
      ]);
      delete t.provider.readDispute;
    }
  }, 60_000);
});

/** Several credit notes of one invoice at once: together they credit no more than was billed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { atOnce } from '../support/atOnce.ts';
import { APRIL, accountOf, expectBooksToBalance, openShop, type Shop } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { postgresOnly } from '../support/database.ts';
import { chargeTax, mutate, ok } from '../support/taxes.ts';

postgresOnly('credit notes at once', () => {
  let t: TestApp;
  let shop: Shop;
  beforeAll(async () => {
    t = await openTestApp({ now: APRIL });
    shop = await openShop(t);
    await chargeTax(shop.merchant, 'DE');
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  }, 60_000);

  async function billed(): Promise<{ invoiceId: string; customerId: string; lineId: string }> {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    await ok(merchant, 'updateCustomer', { customerId, address: { country: 'DE' } });
    const lines = [{ description: 'Work', quantity: 3, unitAmount: 3333 }];
    const select = 'invoice { id lines { id } }';
    const { invoice } = await ok(merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, select);
    const { id, lines: made } = invoice as { id: string; lines: { id: string }[] };
    await ok(merchant, 'finalizeInvoice', { invoiceId: id });
    return { customerId, invoiceId: id, lineId: made[0]?.id ?? '' };
  }

  const credited = async (invoiceId: string) => {
    const found = await t.db.prisma.invoiceCorrection.findMany({ where: { invoiceId } });
    return found.reduce((sum, { amount }) => sum + amount, 0n);
  };

  test('one of several concurrent credit notes over the whole invoice is issued, and the others find nothing left', async () => {
    const { invoiceId, customerId } = await billed();
    const whole = () => mutate(shop.merchant, 'createCreditNote', { invoiceId, reason: 'GOODWILL' }, '__typename');
    const answers = await atOnce(t.db, 'customer', [whole, whole, whole]);
    expect(answers.map(({ code = 'SUCCESS' }) => code).sort()).toEqual(['CONFLICT', 'CONFLICT', 'SUCCESS']);
    const { total, amountDue } = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } });
    expect([await credited(invoiceId), amountDue]).toEqual([total, 0n]);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  });

  test('concurrent credits of parts of one line add up to at most the line, and so does their tax', async () => {
    const { invoiceId, lineId } = await billed();
    const part = () => {
      const lines = [{ lineId, amount: 4000 }];
      return mutate(shop.merchant, 'createCreditNote', { invoiceId, reason: 'GOODWILL', lines }, '__typename');
    };
    const answers = await atOnce(t.db, 'customer', [part, part, part]);
    expect(answers.filter(({ code }) => code === undefined)).toHaveLength(2);
    await ok(shop.merchant, 'createCreditNote', { invoiceId, reason: 'GOODWILL' });
    const line = await t.db.prisma.invoiceLine.findUniqueOrThrow({ where: { id: lineId } });
    const credits = await t.db.prisma.invoiceLine.findMany({ where: { creditsLineId: lineId } });
    const sum = (of: (credit: (typeof credits)[number]) => bigint) => credits.reduce((all, one) => all + of(one), 0n);
    expect([-sum(({ amount }) => amount), -sum(({ taxAmount }) => taxAmount ?? 0n)]).toEqual([
      line.amount,
      line.taxAmount,
    ]);
  });

  test('a credit note and a payment at once leave neither a debt nor an unexplained credit', async () => {
    const { invoiceId, customerId } = await billed();
    const credit = () => mutate(shop.merchant, 'createCreditNote', { invoiceId, reason: 'GOODWILL' }, '__typename');
    const pay = () => mutate(shop.merchant, 'payInvoice', { invoiceId }, '__typename');
    await atOnce(t.db, 'customer', [credit, pay]);
    await t.app.tick();
    const { status, amountDue } = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } });
    expect([status, amountDue]).toEqual(['PAID', 0n]);
    const taken = await t.db.prisma.payment.findMany({ where: { invoiceId, status: 'SUCCEEDED' } });
    const paid = taken.reduce((sum, { capturedAmount }) => sum + capturedAmount, 0n);
    expect(BigInt((await accountOf(shop.merchant, customerId)).balance)).toBe(paid);
  });
});

/** Concurrent billing: one legal history, typed conflicts for the other callers, and books that balance. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConflictError } from '../../src/kernel/errors.ts';
import { transact } from '../../src/operation/operation.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { atOnce, closeGate } from '../support/atOnce.ts';
import {
  APRIL,
  accountOf,
  cancel,
  charges,
  expectBooksToBalance,
  importSubscription,
  MAY,
  openShop,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { postgresOnly } from '../support/database.ts';
import {
  AddPaymentMethodDocument,
  AdjustCreditDocument,
  CreateInvoiceDocument,
  CreateSubscriptionDocument,
  FinalizeInvoiceDocument,
  ImportSubscriptionDocument,
  PayInvoiceDocument,
  RemovePaymentMethodDocument,
  SetDefaultPaymentMethodDocument,
  VoidInvoiceDocument,
} from '../support/graphql/graphql.ts';
import { repetitions } from '../support/repetition.ts';

/** Each call succeeded or returned a conflict. */
function expectLegal(answers: readonly { __typename?: string; code?: string }[], ...codes: string[]): number {
  const lost = answers.filter((answer) => answer.code !== undefined);
  for (const { code } of lost) expect(['CONFLICT', ...codes]).toContain(code);
  return answers.length - lost.length;
}
const times = <T>(count: number, call: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

postgresOnly('concurrent billing', () => {
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

  test('each successful one of twenty concurrent plan switches is paid, and the others leave no authorization', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const answers = await times<{ __typename?: string; code?: string }>(20, (index) =>
      index % 2
        ? switchPlan(merchant, { subscriptionId, priceId: shop.large, prorationBehavior: 'FULL_DIFFERENCE' })
        : updateQuantity(merchant, { subscriptionId, quantity: 2 + index, prorationBehavior: 'FULL_DIFFERENCE' }),
    );
    const won = expectLegal(answers, 'VALIDATION_FAILED');
    expect(won).toBeGreaterThanOrEqual(1);
    const { version } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    expect(version).toBe(1 + won);
    await t.app.tick();
    expect(charges(t, customerId).filter(([state]) => state === 'HELD')).toEqual([]);
    // The paid total equals the current price of the item: full differences add up.
    const { items } = await subscriptionOf(merchant, subscriptionId);
    const price = items[0]?.price.id === shop.large ? 9000 : 3000;
    const { balance, invoices } = await accountOf(merchant, customerId);
    const billed = invoices.reduce((sum, { total }) => sum + total.amount, 0);
    expect(billed).toBe(price * (items[0]?.quantity ?? 0));
    expect(balance).toBeGreaterThanOrEqual(0);
  }, 60_000);

  test('concurrent canceling and switching never changes an ended subscription or credits unpaid money', async () => {
    const { merchant } = shop;
    for (let round = 0; round < repetitions(6, 20); round++) {
      const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
      const [ended, ...switched] = await atOnce(t.db, 'subscription', [
        () => cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true }),
        () => switchPlan(merchant, { subscriptionId, priceId: shop.large }),
        () => switchPlan(merchant, { subscriptionId, priceId: shop.free }),
      ]);
      expectLegal([ended, ...switched] as { code?: string }[]);
      if ('code' in ended) throw new Error('A cancellation must succeed.');
      await t.app.tick();
      expect((await subscriptionOf(merchant, subscriptionId)).status).toBe('CANCELED');
      // The whole period was left, so everything paid is credited.
      const paid = charges(t, customerId).reduce(
        (sum, [state, amount]) => sum + (state === 'SUCCEEDED' ? Number(amount) : 0),
        0,
      );
      expect((await accountOf(merchant, customerId)).balance).toBe(paid);
    }
  }, 120_000);

  test('one of ten concurrent payments of an invoice succeeds, and the invoice is charged once', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { createInvoice } = await merchant.request(CreateInvoiceDocument, {
      input: { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 700 }] },
    });
    const invoiceId = success(createInvoice).invoice.id;
    success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
    const answers = await times(
      10,
      async () => (await merchant.request(PayInvoiceDocument, { input: { invoiceId } })).payInvoice,
    );
    expect(expectLegal(answers as { code?: string }[])).toBe(1);
    await t.app.tick();
    expect(charges(t, customerId).filter(([state]) => state === 'SUCCEEDED')).toEqual([['SUCCEEDED', 700]]);
    expect(charges(t, customerId).filter(([state]) => state === 'HELD')).toEqual([]);
  });

  test('concurrent paying and voiding of one invoice pays or voids it without a deadlock', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    for (let round = 0; round < repetitions(5, 10); round++) {
      const { createInvoice } = await merchant.request(CreateInvoiceDocument, {
        input: { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 700 }] },
      });
      const invoiceId = success(createInvoice).invoice.id;
      success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
      const [paid, withdrawn] = await atOnce(t.db, 'invoice', [
        () => merchant.request(PayInvoiceDocument, { input: { invoiceId } }),
        () => merchant.request(VoidInvoiceDocument, { input: { invoiceId } }),
      ]);
      expect(expectLegal([paid.payInvoice, withdrawn.voidInvoice] as { code?: string }[])).toBe(1);
    }
  });

  test('concurrent recording of a payment and charging of the invoice take the amount once', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const won = new Set<string>();
    for (let round = 0; round < repetitions(6, 20); round++) {
      const { createInvoice } = await merchant.request(CreateInvoiceDocument, {
        input: { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 700 }] },
      });
      const invoiceId = success(createInvoice).invoice.id;
      success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
      const before = charges(t, customerId).length;
      const amount = { amount: 700, currency: 'EUR' };
      const pay = () => merchant.request(PayInvoiceDocument, { input: { invoiceId } });
      const record = () =>
        merchant.request<{ recordPayment: { __typename: string; code?: string } }>(
          `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { __typename ... on UserError { code } } }`,
          { input: { invoiceId, amount, method: 'CASH' } },
        );
      // Both orders of arrival at the lock.
      const gate = await closeGate(t.db, 'customer');
      const payment = round % 2 ? pay() : null;
      if (payment) await gate.untilWaiting(1);
      const recording = record();
      await gate.untilWaiting(payment ? 2 : 1);
      const late = payment ?? pay();
      await gate.untilWaiting(2);
      await gate.open();
      const [paid, recorded] = await Promise.all([late, recording]);
      expect(expectLegal([paid.payInvoice, recorded.recordPayment] as { code?: string }[])).toBe(1);
      const charged = charges(t, customerId).length - before;
      expect(charged).toBe(recorded.recordPayment.code === undefined ? 0 : 1);
      won.add(charged === 1 ? 'charge' : 'record');
      expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } })).toMatchObject({
        ...{ status: 'PAID', amountPaid: 700n, amountDue: 0n },
      });
    }
    expect(won.size).toBe(2);
  }, 60_000);

  test('concurrent voiding of an invoice and canceling of its subscription gives no credit for the voided invoice', async () => {
    const { merchant } = shop;
    for (let round = 0; round < repetitions(6, 20); round++) {
      const customerId = await makeCustomer(merchant, { token: null });
      const { subscription, invoice } = await importSubscription(merchant, {
        customerId,
        items: [{ priceId: shop.small }],
        status: 'ACTIVE',
        anchor: APRIL,
        currentPeriodStart: APRIL,
        currentPeriodEnd: MAY,
        paid: false,
      });
      const [withdrawn, ended] = await atOnce(t.db, 'invoice', [
        () => merchant.request(VoidInvoiceDocument, { input: { invoiceId: invoice?.id ?? '' } }),
        () => cancel(merchant, { subscriptionId: subscription.id, mode: 'IMMEDIATELY', prorate: true }),
      ]);
      expectLegal([withdrawn.voidInvoice, ended] as { code?: string }[]);
      expect((await accountOf(merchant, customerId)).balance).toBe(0);
    }
  }, 60_000);

  test('concurrent voiding of an invoice and a plan switch that credits it creates no money', async () => {
    const { merchant } = shop;
    for (let round = 0; round < repetitions(6, 20); round++) {
      const customerId = await makeCustomer(merchant, { token: null });
      const { subscription, invoice } = await importSubscription(merchant, {
        customerId,
        items: [{ priceId: shop.large }],
        status: 'ACTIVE',
        anchor: APRIL,
        currentPeriodStart: APRIL,
        currentPeriodEnd: MAY,
        paid: false,
      });
      const [withdrawn, switched] = await atOnce(t.db, 'invoice', [
        () => merchant.request(VoidInvoiceDocument, { input: { invoiceId: invoice?.id ?? '' } }),
        () => switchPlan(merchant, { subscriptionId: subscription.id, priceId: shop.free }),
      ]);
      expectLegal([withdrawn.voidInvoice, switched] as { code?: string }[]);
      expect((await accountOf(merchant, customerId)).balance).toBe(0);
    }
  }, 60_000);

  test('twenty concurrent invoices get consecutive numbers even if some transactions fail', async () => {
    const { merchant } = shop;
    const customers = await times(10, () => makeCustomer(merchant));
    const before = await t.db.prisma.company.findUniqueOrThrow({ where: { id: shop.companyId } });
    const answers = await times(20, async (index) => {
      const input = {
        customerId: customers[index % 10] ?? '',
        items: [{ priceId: shop.small }],
        // Half of the transactions fail at the end because the external id is taken.
        externalId: index < 10 ? null : 'taken',
      };
      return (await merchant.request(CreateSubscriptionDocument, { input })).createSubscription;
    });
    expect(expectLegal(answers as { code?: string }[])).toBe(11);
    await t.app.tick();
    const invoices = await t.db.prisma.invoice.findMany({
      where: { companyId: shop.companyId, sequence: { gte: before.nextInvoiceSequence } },
      orderBy: { sequence: 'asc' },
    });
    expect(invoices.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 11 }, (_, index) => before.nextInvoiceSequence + index),
    );
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(11);
  }, 60_000);

  test('concurrent createSubscription calls for one customer all succeed', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const answers = await times(6, async () => {
      const input = { customerId, items: [{ priceId: shop.small }] };
      return (await merchant.request(CreateSubscriptionDocument, { input })).createSubscription;
    });
    for (const answer of answers) success(answer);
  });

  test('concurrent uses of a credit balance spend it once', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    await merchant.request(AdjustCreditDocument, { input: { customerId, amount: { amount: 4000, currency: 'EUR' } } });
    const answers = await times(6, async () => {
      const input = { customerId, items: [{ priceId: shop.small }] };
      return (await merchant.request(CreateSubscriptionDocument, { input })).createSubscription;
    });
    const made = expectLegal(answers as { code?: string }[]);
    await t.app.tick();
    const paid = charges(t, customerId).reduce(
      (sum, [state, amount]) => sum + (state === 'SUCCEEDED' ? Number(amount) : 0),
      0,
    );
    const { balance } = await accountOf(merchant, customerId);
    expect(paid + 4000 - balance).toBe(made * 3000);
    const taken = await times(10, async () => {
      const input = { customerId, amount: { amount: -1, currency: 'EUR' } };
      return (await merchant.request(AdjustCreditDocument, { input })).adjustCredit;
    });
    expect(expectLegal(taken as { code?: string }[])).toBe(Math.min(10, balance));
  });

  test('concurrent removing and setting as default never leaves a removed payment method as the default', async () => {
    const { merchant } = shop;
    for (let round = 0; round < repetitions(6, 20); round++) {
      const customerId = await makeCustomer(merchant);
      const { addPaymentMethod } = await merchant.request(AddPaymentMethodDocument, {
        input: { customerId, token: 'tok_amex' },
      });
      const paymentMethodId = success(addPaymentMethod).paymentMethod.id;
      const [removed, chosen] = await atOnce(t.db, 'payment_method', [
        () => merchant.request(RemovePaymentMethodDocument, { input: { paymentMethodId } }),
        () => merchant.request(SetDefaultPaymentMethodDocument, { input: { paymentMethodId } }),
      ]);
      success(removed.removePaymentMethod);
      expectLegal([chosen.setDefaultPaymentMethod] as { code?: string }[], 'NOT_FOUND');
      const { methods } = await accountOf(merchant, customerId);
      expect(methods).toMatchObject([{ isDefault: true }]);
    }
  }, 60_000);

  test('concurrent removal of both payment methods leaves one while a subscription needs it', async () => {
    const { merchant } = shop;
    for (let round = 0; round < repetitions(5, 10); round++) {
      const { customerId } = await subscribe(t, shop, shop.small);
      await merchant.request(AddPaymentMethodDocument, { input: { customerId, token: 'tok_amex' } });
      const { methods } = await accountOf(merchant, customerId);
      const answers = await Promise.all(
        methods.map(({ id }) => merchant.request(RemovePaymentMethodDocument, { input: { paymentMethodId: id } })),
      );
      const won = answers.filter(({ removePaymentMethod }) => !('code' in removePaymentMethod));
      expect(won).toHaveLength(1);
      expect((await accountOf(merchant, customerId)).methods).toMatchObject([{ isDefault: true }]);
    }
  }, 60_000);

  test('exactly one of several concurrent imports with the same invoice number succeeds', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const answers = await times(5, async () => {
      const input = {
        customerId,
        items: [{ priceId: shop.small }],
        status: 'ACTIVE' as const,
        anchor: APRIL,
        currentPeriodStart: APRIL,
        currentPeriodEnd: MAY,
        invoiceNumber: 'OLD-1',
      };
      return (await merchant.request(ImportSubscriptionDocument, { input })).importSubscription;
    });
    expect(expectLegal(answers as { code?: string }[])).toBe(1);
  });

  test('a deadlock of two transactions ends as a typed conflict for one of them', async () => {
    const { merchant, companyId } = shop;
    const [a, b] = [await makeCustomer(merchant), await makeCustomer(merchant)];
    const ctx = { db: t.db, queue: t.app.queue, now: t.clock.now(), principal: { kind: 'system', companyId } as const };
    let reached = 0;
    const both = Promise.withResolvers<void>();
    const crossing = (first: string, second: string) =>
      transact(ctx, async (op) => {
        await op.tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${first} FOR NO KEY UPDATE`;
        if (++reached === 2) both.resolve();
        await both.promise;
        await op.tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${second} FOR NO KEY UPDATE`;
      });
    const ended = await Promise.allSettled([crossing(a, b), crossing(b, a)]);
    const reasons = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(reasons).toEqual([expect.any(ConflictError)]);
  });
});

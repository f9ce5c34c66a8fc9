/** Billing at the same moment (ASSURANCE 42): one legal history, typed conflicts for the others, and books that balance. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConflictError } from '../../src/kernel/errors.ts';
import { transact } from '../../src/op.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
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
import { makeCustomer } from '../support/catalogue.ts';
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

/** Either it happened, or its caller was told that somebody else was faster. */
function expectLegal(answers: readonly { __typename?: string; code?: string }[], ...codes: string[]): number {
  const lost = answers.filter((answer) => answer.code !== undefined);
  for (const { code } of lost) expect(['CONFLICT', ...codes]).toContain(code);
  return answers.length - lost.length;
}
const times = <T>(count: number, call: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

postgresOnly('at the same moment', () => {
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

  test('twenty switches of one subscription: each that happened was paid, no other left money reserved', async () => {
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
    expect(charges(t, customerId).filter(([state]) => state === 'authorized')).toEqual([]);
    // What was paid is what the item costs now: full differences add up.
    const { items } = await subscriptionOf(merchant, subscriptionId);
    const price = items[0]?.price.id === shop.large ? 9000 : 3000;
    const { balance, invoices } = await accountOf(merchant, customerId);
    const billed = invoices.reduce((sum, { total }) => sum + total.amount, 0);
    expect(billed).toBe(price * (items[0]?.quantity ?? 0));
    expect(balance).toBeGreaterThanOrEqual(0);
  }, 60_000);

  test('cancelling and switching, twenty rounds: never a change after the end, never credit for what was not paid', async () => {
    const { merchant } = shop;
    for (let round = 0; round < 20; round++) {
      const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
      const [ended, ...switched] = await Promise.all([
        cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true }),
        switchPlan(merchant, { subscriptionId, priceId: shop.large }),
        switchPlan(merchant, { subscriptionId, priceId: shop.free }),
      ]);
      expectLegal([ended, ...switched] as { code?: string }[]);
      if ('code' in ended) throw new Error('Nothing may stand in the way of a cancellation.');
      await t.app.tick();
      expect((await subscriptionOf(merchant, subscriptionId)).status).toBe('CANCELED');
      // The whole period was left, so all that was paid is credit again.
      const paid = charges(t, customerId).reduce(
        (sum, [state, amount]) => sum + (state === 'captured' ? Number(amount) : 0),
        0,
      );
      expect((await accountOf(merchant, customerId)).balance).toBe(paid);
    }
  }, 120_000);

  test('two payments of one invoice: one is taken, the other given back', async () => {
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
    expect(charges(t, customerId).filter(([state]) => state === 'captured')).toEqual([['captured', 700]]);
    expect(charges(t, customerId).filter(([state]) => state === 'authorized')).toEqual([]);
  });

  test('paying and withdrawing one invoice, ten rounds: it is paid or withdrawn, and nobody waits for a deadlock', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    for (let round = 0; round < 10; round++) {
      const { createInvoice } = await merchant.request(CreateInvoiceDocument, {
        input: { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 700 }] },
      });
      const invoiceId = success(createInvoice).invoice.id;
      success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
      const [paid, withdrawn] = await Promise.all([
        merchant.request(PayInvoiceDocument, { input: { invoiceId } }),
        merchant.request(VoidInvoiceDocument, { input: { invoiceId } }),
      ]);
      expect(expectLegal([paid.payInvoice, withdrawn.voidInvoice] as { code?: string }[])).toBe(1);
    }
  });

  test('withdrawing an unpaid invoice and cancelling its subscription, twenty rounds: no credit for what was withdrawn', async () => {
    const { merchant } = shop;
    for (let round = 0; round < 20; round++) {
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
      const [withdrawn, ended] = await Promise.all([
        merchant.request(VoidInvoiceDocument, { input: { invoiceId: invoice?.id ?? '' } }),
        cancel(merchant, { subscriptionId: subscription.id, mode: 'IMMEDIATELY', prorate: true }),
      ]);
      expectLegal([withdrawn.voidInvoice, ended] as { code?: string }[]);
      expect((await accountOf(merchant, customerId)).balance).toBe(0);
    }
  }, 60_000);

  test('withdrawing an unpaid invoice while a switch that credits it is under way, twenty rounds: no money is made', async () => {
    const { merchant } = shop;
    for (let round = 0; round < 20; round++) {
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
      const [withdrawn, switched] = await Promise.all([
        merchant.request(VoidInvoiceDocument, { input: { invoiceId: invoice?.id ?? '' } }),
        switchPlan(merchant, { subscriptionId: subscription.id, priceId: shop.free }),
      ]);
      expectLegal([withdrawn.voidInvoice, switched] as { code?: string }[]);
      expect((await accountOf(merchant, customerId)).balance).toBe(0);
    }
  }, 60_000);

  test('twenty invoices have twenty numbers without a gap, also when some of their transactions fail', async () => {
    const { merchant } = shop;
    const customers = await times(10, () => makeCustomer(merchant));
    const before = await t.db.prisma.company.findUniqueOrThrow({ where: { id: shop.companyId } });
    const answers = await times(20, async (index) => {
      const input = {
        customerId: customers[index % 10] ?? '',
        items: [{ priceId: shop.small }],
        // Half of them fail at the last moment: the external id is taken.
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

  test('several subscriptions of one customer are all made', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const answers = await times(6, async () => {
      const input = { customerId, items: [{ priceId: shop.small }] };
      return (await merchant.request(CreateSubscriptionDocument, { input })).createSubscription;
    });
    for (const answer of answers) success(answer);
  });

  test('credit is spent once, however many ask for it', async () => {
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
      (sum, [state, amount]) => sum + (state === 'captured' ? Number(amount) : 0),
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

  test('removing a payment method and making it the default, twenty rounds: the default is never one that is gone', async () => {
    const { merchant } = shop;
    for (let round = 0; round < 20; round++) {
      const customerId = await makeCustomer(merchant);
      const { addPaymentMethod } = await merchant.request(AddPaymentMethodDocument, {
        input: { customerId, token: 'tok_amex' },
      });
      const paymentMethodId = success(addPaymentMethod).paymentMethod.id;
      const [removed, chosen] = await Promise.all([
        merchant.request(RemovePaymentMethodDocument, { input: { paymentMethodId } }),
        merchant.request(SetDefaultPaymentMethodDocument, { input: { paymentMethodId } }),
      ]);
      success(removed.removePaymentMethod);
      expectLegal([chosen.setDefaultPaymentMethod] as { code?: string }[], 'NOT_FOUND');
      const { methods } = await accountOf(merchant, customerId);
      expect(methods).toMatchObject([{ isDefault: true }]);
    }
  }, 60_000);

  test('both of two payment methods removed: one stays while a subscription needs it', async () => {
    const { merchant } = shop;
    for (let round = 0; round < 10; round++) {
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

  test('imports with one number from elsewhere: one has it', async () => {
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

  test('two transactions that wait for each other end as a typed conflict for one of them', async () => {
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

/** Idempotency keys (ASSURANCE 40, 41): the first answer again, other input refused, each caller and operation for itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUSEKEEPING_JOB } from '../../src/later.ts';
import { digest } from '../isolation/digest.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  cancel,
  charges,
  expectBooksToBalance,
  openShop,
  payWith,
  type Shop,
  subscribe,
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
  PayInvoiceDocument,
} from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

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
const records = () => t.db.prisma.idempotencyRecord.count();

describe('the same key and input', () => {
  test('gives the first answer again and does nothing again, also when the caller could no longer do it', async () => {
    const { subscriptionId, portal, customerId } = await subscribe(t, shop, shop.small);
    const input = {
      subscriptionId,
      priceId: shop.large,
      prorationBehavior: 'FULL_DIFFERENCE' as const,
      idempotencyKey: 'once',
    };
    const first = success(await switchPlan(shop.merchant, input));
    await t.app.tick();
    const [state, charged] = [await digest(t.db), charges(t, customerId)];
    for (let call = 0; call < 3; call++) {
      const again = success(await switchPlan(shop.merchant, input));
      expect(again.invoice?.id).toBe(first.invoice?.id);
    }
    expect([await digest(t.db), charges(t, customerId)]).toEqual([state, charged]);

    const ended = success(await cancel(portal, { subscriptionId, idempotencyKey: 'end' }));
    const endedAgain = success(await cancel(portal, { subscriptionId, idempotencyKey: 'end' }));
    expect(endedAgain).toEqual(ended);
    expect(await cancel(portal, { subscriptionId, idempotencyKey: 'end-2' })).toMatchObject({ code: 'CONFLICT' });
  });

  test('answers a declined payment with the decline and asks the bank nothing; another key asks again', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_insufficient_funds');
    let asked = 0;
    const { authorize } = t.gateway;
    t.gateway.authorize = async (request) => {
      asked++;
      return authorize(request);
    };
    const input = {
      subscriptionId,
      quantity: 2,
      prorationBehavior: 'FULL_DIFFERENCE' as const,
      idempotencyKey: 'declined',
    };
    const declined = await updateQuantity(shop.merchant, input);
    expect(declined).toMatchObject({ code: 'PAYMENT_DECLINED' });
    await payWith(shop.merchant, customerId, 'tok_visa');
    expect(await updateQuantity(shop.merchant, input)).toEqual(declined);
    expect(asked).toBe(1);
    success(await updateQuantity(shop.merchant, { ...input, idempotencyKey: 'declined-2' }));
    expect(asked).toBe(2);
    t.gateway.authorize = authorize;
  });

  test('a provider that did not answer is not an answer: the key can be tried again', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_provider_unavailable');
    const input = { subscriptionId, quantity: 2, idempotencyKey: 'down' };
    expect(await updateQuantity(shop.merchant, input)).toMatchObject({ code: 'PAYMENT_PROVIDER_UNAVAILABLE' });
    await payWith(shop.merchant, customerId, 'tok_visa');
    success(await updateQuantity(shop.merchant, input));
  });

  test('holds for everything that creates or charges', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const key = { idempotencyKey: 'all' };
    const twice = async <Answer>(call: () => Promise<Answer>) => {
      const first = await call();
      const state = await digest(t.db);
      expect(await call()).toEqual(first);
      expect(await digest(t.db)).toEqual(state);
      return first;
    };
    const { createInvoice } = await twice(() =>
      merchant.request(CreateInvoiceDocument, {
        input: { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 100 }], ...key },
      }),
    );
    const invoiceId = success(createInvoice).invoice.id;
    success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
    success((await twice(() => merchant.request(PayInvoiceDocument, { input: { invoiceId, ...key } }))).payInvoice);
    success(
      (
        await twice(() =>
          merchant.request(CreateSubscriptionDocument, {
            input: { customerId, items: [{ priceId: shop.small }], ...key },
          }),
        )
      ).createSubscription,
    );
    success(
      (
        await twice(() =>
          merchant.request(AdjustCreditDocument, {
            input: { customerId, amount: { amount: 5, currency: 'EUR' }, ...key },
          }),
        )
      ).adjustCredit,
    );
    success(
      (
        await twice(() =>
          merchant.request(AddPaymentMethodDocument, { input: { customerId, token: 'tok_amex', ...key } }),
        )
      ).addPaymentMethod,
    );
  });
});

describe('a key', () => {
  test('with another input is refused, and nothing happens', async () => {
    const { subscriptionId } = await subscribe(t, shop, shop.small);
    const input = { subscriptionId, quantity: 2, idempotencyKey: 'reused' };
    success(await updateQuantity(shop.merchant, input));
    const state = await digest(t.db);
    for (const other of [{ quantity: 3 }, { quantity: 2, prorationBehavior: 'NONE' as const }])
      expect(await updateQuantity(shop.merchant, { ...input, ...other })).toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
        path: ['input', 'idempotencyKey'],
      });
    expect(await digest(t.db)).toEqual(state);
  });

  test('is not stored by what was refused, so that it can be used with what is right', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const before = await records();
    const key = { idempotencyKey: 'second-try' };
    for (const wrong of [{ priceId: 'price_none' }, { priceId: shop.small }, { priceId: shop.large, quantity: 0 }])
      expect(await switchPlan(shop.merchant, { subscriptionId, ...wrong, ...key })).toHaveProperty('code');
    expect(await switchPlan(shop.merchant, { subscriptionId: 'sub_none', priceId: shop.large, ...key })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await records()).toBe(before);
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...key }));
    expect(await records()).toBe(before + 1);
    for (const idempotencyKey of ['', ' ', 'with space', 'é', 'x'.repeat(256)])
      expect(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small, idempotencyKey })).toMatchObject({
        code: 'VALIDATION_FAILED',
        path: ['input', 'idempotencyKey'],
      });
    expect(charges(t, customerId)).toHaveLength(2);
  });

  test('of one caller means nothing to another, nor in another operation', async () => {
    const [first, second] = [await subscribe(t, shop, shop.small), await subscribe(t, shop, shop.small)];
    const key = { quantity: 2, idempotencyKey: 'mine' };
    success(await updateQuantity(first.portal, { subscriptionId: first.subscriptionId, ...key }));
    success(await updateQuantity(second.portal, { subscriptionId: second.subscriptionId, ...key }));
    const foreign = await openShop(t);
    const theirs = await subscribe(t, foreign, foreign.small);
    success(
      await updateQuantity(shop.merchant, {
        subscriptionId: first.subscriptionId,
        quantity: 3,
        idempotencyKey: 'mine',
      }),
    );
    success(await updateQuantity(foreign.merchant, { subscriptionId: theirs.subscriptionId, ...key }));
    success(
      await switchPlan(first.portal, {
        subscriptionId: first.subscriptionId,
        priceId: shop.large,
        idempotencyKey: 'mine',
      }),
    );
    // A customer's key never shows what a merchant did under it.
    expect(
      await updateQuantity(second.portal, { subscriptionId: first.subscriptionId, quantity: 3, idempotencyKey: 'x' }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a key', () => {
  test.each([
    ['years ago', '2020-01-01T00:00:00.000Z', '2020-01-03T00:00:00.001Z'],
    ['years ahead', '2040-01-01T00:00:00.000Z', '2040-01-03T00:00:00.001Z'],
  ])('is kept in its company’s time, also where a test clock stands %s', async (_when, frozenTime, later) => {
    const { merchant, companyId } = await t.company();
    await mutate(merchant, 'createTestClock', { frozenTime }, '__typename');
    const customerId = await makeCustomer(merchant);
    const input = { customerId, amount: { amount: 500, currency: 'EUR' }, idempotencyKey: 'once' };
    const grant = async () => {
      await t.app.queue.enqueueNow(HOUSEKEEPING_JOB, {});
      await t.app.queue.tick();
      await mutate(merchant, 'adjustCredit', input, '__typename');
      return (await accountOf(merchant, customerId)).balance;
    };
    await grant();
    expect(await grant()).toBe(500);
    const { count } = await t.db.prisma.company.updateMany({ where: { id: companyId }, data: { testClockAt: later } });
    expect(count).toBe(1);
    expect(await grant(), 'after 48 hours it is a new request').toBe(1000);
  });
});

postgresOnly('fifty calls at the same moment with one key', () => {
  test('switching takes effect once, is charged once, and all are given its answer', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const input = {
      subscriptionId,
      priceId: shop.large,
      prorationBehavior: 'FULL_DIFFERENCE' as const,
      idempotencyKey: 'fifty',
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => switchPlan(shop.merchant, input)));
    const invoices = new Set(answers.map((answer) => success(answer).invoice?.id));
    expect(invoices.size).toBe(1);
    await t.app.tick();
    const states = charges(t, customerId).map(([state]) => state);
    expect(states.filter((state) => state === 'captured')).toHaveLength(2);
    expect(states.filter((state) => state === 'authorized')).toEqual([]);
    expect((await accountOf(shop.merchant, customerId)).invoices).toHaveLength(2);
  }, 60_000);

  test('subscribing makes one subscription', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const input = { customerId, items: [{ priceId: shop.small }], idempotencyKey: 'fifty' };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.merchant.request(CreateSubscriptionDocument, { input })),
    );
    const made = new Set(answers.map(({ createSubscription }) => success(createSubscription).subscription.id));
    expect(made.size).toBe(1);
    await t.app.tick();
    expect(await t.db.prisma.subscription.count({ where: { customerId } })).toBe(1);
    expect(charges(t, customerId).filter(([state]) => state === 'captured')).toHaveLength(1);
  }, 60_000);

  test('with a declining card all are given the decline, and nothing is left behind', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    const input = { subscriptionId, priceId: shop.large, idempotencyKey: 'fifty-declined' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => switchPlan(shop.merchant, input)));
    for (const answer of answers)
      expect(answer).toMatchObject({ code: 'PAYMENT_DECLINED', declineCode: 'card_declined' });
    expect(await t.db.prisma.idempotencyRecord.count({ where: { key: 'fifty-declined' } })).toBe(1);
  }, 60_000);
});

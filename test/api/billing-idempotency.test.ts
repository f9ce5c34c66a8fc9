/** Idempotency keys: the first response is replayed, other input is refused, and a key belongs to caller and operation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUSEKEEPING_JOB } from '../../src/schedule.ts';
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
import { makeCustomer } from '../support/catalog.ts';
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

describe('idempotency key with the same input', () => {
  test('repeating a request with its key returns the first response without effect, even after the state changed', async () => {
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

  test('repeating a declined payment with its key returns the decline without a charge, and a new key charges again', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_insufficient_funds');
    let asked = 0;
    const { pay } = t.real;
    t.provider.pay = async (request) => {
      asked++;
      return pay(request);
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
    delete t.provider.pay;
  });

  test('a request that failed because the provider was unavailable can be retried with the same key', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_provider_unavailable');
    const input = { subscriptionId, quantity: 2, idempotencyKey: 'down' };
    expect(await updateQuantity(shop.merchant, input)).toMatchObject({ code: 'PAYMENT_PROVIDER_UNAVAILABLE' });
    await payWith(shop.merchant, customerId, 'tok_visa');
    success(await updateQuantity(shop.merchant, input));
  });

  test('every mutation that creates or charges replays its response under the same key', async () => {
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

describe('idempotency key with other input', () => {
  test('reusing a key with other input is refused and changes nothing', async () => {
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

  test('a refused request does not store its key, so the key can be used with corrected input', async () => {
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

  test('the same key of another caller or operation is a different key', async () => {
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
    // A customer's key never replays the response of a merchant.
    expect(
      await updateQuantity(second.portal, { subscriptionId: first.subscriptionId, quantity: 3, idempotencyKey: 'x' }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('idempotency keys of mutations that create without charging', () => {
  test.each([
    ['createCustomer', { email: 'twice@example.com', name: 'Twice' }, 'customer { id }', 'customer', { name: 'Other' }],
    ['createApiKey', { name: 'Twice' }, 'apiKey { id } secret', 'apiKey', { name: 'Other' }],
    [
      'createWebhookEndpoint',
      { url: 'http://127.0.0.1:9/hook' },
      'webhookEndpoint { id } secret',
      'webhookEndpoint',
      { description: 'Other' },
    ],
  ] as const)(
    '%s with the same key returns the same record and secret, and creates it once',
    async (name, input, select, table, other) => {
      const { merchant, companyId } = await t.company();
      const call = (more: object) => mutate(merchant, name, { ...input, ...more }, select);
      const count = () => (t.db.prisma[table].count as (query: object) => Promise<number>)({ where: { companyId } });
      const before = await count();
      const first = await call({ idempotencyKey: 'create' });
      expect(await call({ idempotencyKey: 'create' })).toEqual(first);
      expect(await count()).toBe(before + 1);
      const stored = await t.db.prisma.idempotencyRecord.findMany({ where: { companyId } });
      expect(stored).toHaveLength(1);
      if ('secret' in first) expect(JSON.stringify(stored)).not.toContain(first.secret);
      const changed = call({ ...other, idempotencyKey: 'create' });
      await expect(changed).rejects.toThrow('This idempotency key was used before with another input.');
    },
  );

  test('a repeated createApiKey returns a secret that works', async () => {
    const { merchant } = await t.company();
    const input = { name: 'Program', idempotencyKey: 'key' };
    await mutate(merchant, 'createApiKey', input, 'secret');
    const { secret } = (await mutate(merchant, 'createApiKey', input, 'secret')) as { secret: string };
    const answer = await t.app.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify({ query: '{ company { id } }' }),
      }),
    );
    expect(await answer.json()).toMatchObject({ data: { company: {} } });
  });

  test('a repeated resumption with its key returns the first invoice and bills once', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await mutate(shop.merchant, 'pauseSubscription', { subscriptionId }, '__typename');
    const { currentPeriodEnd } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    t.clock.advanceTo(currentPeriodEnd.toISOString());
    await t.app.tick();
    const resume = () =>
      mutate(shop.merchant, 'resumeSubscription', { subscriptionId, idempotencyKey: 'resume' }, 'invoice { id }');
    const first = await resume();
    expect(first).toMatchObject({ invoice: { id: expect.stringMatching(/^in_/) } });
    expect(await resume()).toEqual(first);
    await t.app.tick();
    expect(await t.db.prisma.invoice.count({ where: { customerId } })).toBe(2);
  });
});

describe('idempotency key retention', () => {
  test.each([
    ['in the past', '2020-01-01T00:00:00.000Z', '2020-01-03T00:00:00.001Z'],
    ['in the future', '2040-01-01T00:00:00.000Z', '2040-01-03T00:00:00.001Z'],
  ])('a key expires 48 hours later in the company’s time, with a test clock %s', async (_when, frozenTime, later) => {
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

postgresOnly('fifty concurrent calls with one idempotency key', () => {
  test('fifty concurrent switches with one key switch and charge once and return the same response', async () => {
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
    expect(states.filter((state) => state === 'SUCCEEDED')).toHaveLength(2);
    expect(states.filter((state) => state === 'HELD')).toEqual([]);
    expect((await accountOf(shop.merchant, customerId)).invoices).toHaveLength(2);
  }, 60_000);

  test('fifty concurrent createSubscription calls with one key create one subscription', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const input = { customerId, items: [{ priceId: shop.small }], idempotencyKey: 'fifty' };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.merchant.request(CreateSubscriptionDocument, { input })),
    );
    const made = new Set(answers.map(({ createSubscription }) => success(createSubscription).subscription.id));
    expect(made.size).toBe(1);
    await t.app.tick();
    expect(await t.db.prisma.subscription.count({ where: { customerId } })).toBe(1);
    expect(charges(t, customerId).filter(([state]) => state === 'SUCCEEDED')).toHaveLength(1);
  }, 60_000);

  test('fifty concurrent switches with a declined card all return the decline and store one record', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    const input = { subscriptionId, priceId: shop.large, idempotencyKey: 'fifty-declined' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => switchPlan(shop.merchant, input)));
    for (const answer of answers)
      expect(answer).toMatchObject({ code: 'PAYMENT_DECLINED', declineCode: 'card_declined' });
    expect(await t.db.prisma.idempotencyRecord.count({ where: { key: 'fifty-declined' } })).toBe(1);
  }, 60_000);
});

/** Payments that a lost response, an outage or a dead process left unfinished: the sweep finishes or undoes each once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentFacts } from '../../src/modules/payment/port.ts';
import { ProviderDown } from '../../src/modules/payment/port.ts';
import { transact } from '../../src/operation/operation.ts';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  charges,
  expectBooksToBalance,
  openShop,
  payWith,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
} from '../support/billing.ts';
import { PayInvoiceDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FULL = { prorationBehavior: 'FULL_DIFFERENCE' } as const;
let t: TestApp;
let shop: Shop;

beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterEach(async () => {
  for (const name of Object.keys(t.provider)) delete t.provider[name as keyof typeof t.provider];
  await pass(2 * HOUR, 40 * MINUTE);
  await expectBooksToBalance(t);
  const held = [...t.sandbox.payments.values()].filter(({ state }) => state === 'HELD');
  expect(held, 'no money stays held').toEqual([]);
  await t.close();
});

/** Lets time pass in steps in which every sweep runs. */
async function pass(milliseconds: number, step = 10 * MINUTE): Promise<void> {
  for (let left = milliseconds; left > 0; left -= step) {
    t.clock.advance(Math.min(step, left));
    await t.app.tick();
  }
}

/** The provider acts on a call, and its response is lost. */
function loseAnswer(name: 'pay' | 'capture' | 'cancel', times = 1): void {
  let left = times;
  const real = t.real[name] as (...args: unknown[]) => Promise<PaymentFacts>;
  Object.assign(t.provider, {
    async [name](...args: unknown[]) {
      const facts = await real(...args);
      if (left-- > 0) throw new ProviderDown('MAYBE');
      return facts;
    },
  });
}

const paymentsOf = (customerId: string) =>
  t.db.prisma.payment.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
const told = (type: string, customerId: string) => t.db.prisma.event.count({ where: { type, customerId } });
const lastInvoice = async (customerId: string) => (await accountOf(shop.merchant, customerId)).invoices[0];

async function debtor(amount = 5000) {
  const { customerId, subscriptionId, portal } = await subscribe(t, shop, shop.free);
  const lines = [{ description: 'Work', unitAmount: amount }];
  const draft = await mutate(shop.merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, 'invoice { id }');
  const invoiceId = draft.invoice.id as string;
  await mutate(shop.merchant, 'finalizeInvoice', { invoiceId }, 'invoice { id }');
  const pay = async (idempotencyKey?: string) =>
    (await portal.request(PayInvoiceDocument, { input: { invoiceId, idempotencyKey } })).payInvoice;
  return { customerId, subscriptionId, portal, invoiceId, pay };
}

describe('a lost response', () => {
  test('a hold whose response is lost changes nothing, and the money is released within minutes', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    loseAnswer('pay');
    const refused = await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL });
    expect(refused).toMatchObject({ code: 'PAYMENT_PROVIDER_UNAVAILABLE' });
    expect(charges(t, customerId).at(-1)).toEqual(['HELD', 6000]);
    await pass(3 * MINUTE, MINUTE);
    expect(charges(t, customerId).at(-1)).toEqual(['CANCELED', 6000]);
    expect((await paymentsOf(customerId)).at(-1)).toMatchObject({ status: 'CANCELED', invoiceId: null });
    expect((await subscriptionOf(shop.merchant, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
  });

  test('a repeated request continues the hold whose response was lost, and charges once', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    loseAnswer('pay');
    const input = { subscriptionId, priceId: shop.large, ...FULL, idempotencyKey: 'switch' };
    expect(await switchPlan(shop.merchant, input)).toMatchObject({ code: 'PAYMENT_PROVIDER_UNAVAILABLE' });
    expect(success(await switchPlan(shop.merchant, input)).invoice).toMatchObject({ status: 'PAID' });
    expect(charges(t, customerId).slice(1)).toEqual([['SUCCEEDED', 6000]]);
    expect(await paymentsOf(customerId)).toHaveLength(2);
  });

  test('a direct charge whose response is lost is under way until the sweep finds that it has succeeded', async () => {
    const { customerId, invoiceId, pay } = await debtor();
    loseAnswer('pay');
    expect(success(await pay('pay')).invoice).toMatchObject({ status: 'OPEN' });
    expect(await pay('another')).toMatchObject({ code: 'CONFLICT' });
    await pass(2 * MINUTE, MINUTE);
    expect(await lastInvoice(customerId)).toMatchObject({ id: invoiceId, status: 'PAID' });
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 5000]]);
    expect(success(await pay('pay')).invoice).toMatchObject({ status: 'PAID' });
    expect(await told('invoice.paid', customerId)).toBeGreaterThan(0);
    expect(await told('payment.succeeded', customerId)).toBe(1);
  });

  test('a capture whose response is lost is recorded without a second capture', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    loseAnswer('capture');
    const { invoice } = success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
    expect(invoice).toMatchObject({ status: 'OPEN', amountDue: { amount: 6000 } });
    expect(await told('invoice.paid', customerId)).toBe(1);
    await pass(2 * MINUTE, MINUTE);
    expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID', amountDue: { amount: 0 } });
    expect(charges(t, customerId).slice(1)).toEqual([['SUCCEEDED', 6000]]);
    expect(await told('payment.succeeded', customerId)).toBe(2);
  });

  test('a release whose response is lost is repeated, and no money stays held', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    loseAnswer('cancel');
    const { pay } = t.real;
    t.provider.pay = async (request) => {
      const facts = await pay(request);
      await t.db.prisma.subscription.update({ where: { id: subscriptionId }, data: { version: { increment: 1 } } });
      return facts;
    };
    const refused = await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL });
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect((await paymentsOf(customerId)).at(-1)?.status).toBe('RELEASING');
    await pass(2 * MINUTE, MINUTE);
    expect((await paymentsOf(customerId)).at(-1)?.status).toBe('CANCELED');
  });

  test('a payment is searched, not sent again, after a day, when the provider has forgotten its key', async () => {
    const { customerId, pay } = await debtor();
    loseAnswer('pay', 1);
    success(await pay('pay'));
    const sent: string[] = [];
    t.provider.pay = async (request) => {
      sent.push(request.paymentId);
      throw new ProviderDown('MAYBE');
    };
    await pass(20 * MINUTE);
    expect(sent.length, 'repeated with the same key while the provider knows it').toBeGreaterThan(0);
    const repeated = sent.length;
    t.clock.advance(DAY);
    await t.app.tick();
    expect(sent, 'searched, not sent').toHaveLength(repeated);
    expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID' });
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 5000]]);
  });
});

describe('an outage', () => {
  test('an outage of a day during captures ends with one capture', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    let asked = 0;
    t.provider.capture = async () => {
      asked++;
      throw new ProviderDown('NO');
    };
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
    await pass(DAY, 30 * MINUTE);
    expect((await paymentsOf(customerId)).at(-1)?.status).toBe('TAKING');
    expect(asked, 'asked less and less often').toBeLessThan(30);
    delete t.provider.capture;
    await pass(HOUR + MINUTE, 30 * MINUTE);
    expect((await paymentsOf(customerId)).at(-1)?.status).toBe('SUCCEEDED');
    expect(await told('payment.succeeded', customerId)).toBe(2);
  }, 60_000);

  test('an outage before anything is sent leaves nothing, and the invoice can be paid at once afterwards', async () => {
    const { customerId, pay } = await debtor();
    t.provider.pay = async () => {
      throw new ProviderDown('NO');
    };
    expect(await pay()).toMatchObject({ code: 'PAYMENT_PROVIDER_UNAVAILABLE' });
    expect((await paymentsOf(customerId)).at(-1)?.status).toBe('ABANDONED');
    delete t.provider.pay;
    expect(success(await pay()).invoice).toMatchObject({ status: 'PAID' });
  });
});

describe('held money', () => {
  test('a capture that the provider had already made is recorded when the payment is looked up again', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    const { capture } = t.real;
    t.provider.capture = async (ref, amount, key) => {
      await capture(ref, amount, key);
      throw new Error('payment_intent_unexpected_state');
    };
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
    delete t.provider.capture;
    await pass(2 * MINUTE, MINUTE);
    expect((await paymentsOf(customerId)).at(-1)).toMatchObject({ status: 'SUCCEEDED', capturedAmount: 6000n });
    expect(await told('payment.succeeded', customerId)).toBe(2);
  });

  test('the capture takes only the amount that is still due when credit comes in before it', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    t.provider.capture = async () => {
      throw new ProviderDown('NO');
    };
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
    const amount = { amount: 2500, currency: 'EUR' };
    await mutate(shop.merchant, 'adjustCredit', { customerId, amount }, '__typename');
    delete t.provider.capture;
    await pass(2 * MINUTE, MINUTE);
    expect((await paymentsOf(customerId)).at(-1)).toMatchObject({ amount: 6000n, capturedAmount: 3500n });
    expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID', amountPaid: { amount: 6000 } });
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  });

  test('held money is released when nothing is due any longer', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    t.provider.capture = async () => {
      throw new ProviderDown('NO');
    };
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
    const amount = { amount: 7000, currency: 'EUR' };
    await mutate(shop.merchant, 'adjustCredit', { customerId, amount }, '__typename');
    delete t.provider.capture;
    await pass(2 * MINUTE, MINUTE);
    expect((await paymentsOf(customerId)).at(-1)).toMatchObject({ status: 'CANCELED', capturedAmount: 0n });
    expect(charges(t, customerId).at(-1)).toEqual(['CANCELED', 6000]);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(1000);
  });

  test('the invoice of a hold that has expired is charged directly, and dunning is untouched', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    t.provider.capture = async () => {
      throw new ProviderDown('NO');
    };
    success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
    const payment = (await paymentsOf(customerId)).at(-1);
    const { cancel } = t.real;
    await cancel(payment?.providerRef ?? '', 'expired');
    delete t.provider.capture;
    await pass(2 * MINUTE, MINUTE);
    expect((await paymentsOf(customerId)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'LOST', 'SUCCEEDED']);
    expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID' });
    expect(await told('invoice.payment_failed', customerId)).toBe(0);
    expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('ACTIVE');
    expect(t.mailbox.list().filter(({ tag }) => tag === 'payment-failed')).toEqual([]);
  });
});

describe('one payment at a time', () => {
  test('two tabs that pay one invoice at the same moment charge it once', async () => {
    const { customerId, pay } = await debtor();
    const answers = await Promise.all([pay(), pay(), pay()]);
    const paid = answers.filter((answer) => answer.__typename === 'PayInvoiceSuccess');
    expect(paid.length).toBeGreaterThan(0);
    for (const answer of answers)
      if (answer.__typename !== 'PayInvoiceSuccess') expect(answer).toMatchObject({ code: 'CONFLICT' });
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 5000]]);
  });

  test('a payment method refused for good is not charged again, and another one is charged at once', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    await payWith(shop.merchant, customerId, 'tok_stolen');
    const asked: string[] = [];
    const { pay } = t.real;
    t.provider.pay = async (request) => {
      asked.push(request.methodRef.split('_').slice(1, 3).join('_'));
      return pay(request);
    };
    await pass(36 * DAY, DAY);
    expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('PAST_DUE');
    expect(asked).toEqual(['tok_stolen']);
    expect(await told('invoice.payment_failed', customerId)).toBeGreaterThan(1);
    await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    expect(asked).toEqual(['tok_stolen', 'tok_visa']);
    expect((await subscriptionOf(shop.merchant, subscriptionId)).status).toBe('ACTIVE');
  }, 60_000);

  test('an invoice with a payment under way cannot be voided', async () => {
    const { invoiceId, pay } = await debtor();
    loseAnswer('pay');
    success(await pay());
    const answer = await shop.merchant.request<{ voidInvoice: object }>(
      'mutation ($id: ID!) { voidInvoice(input: { invoiceId: $id }) { ... on ConflictError { reason } } }',
      { id: invoiceId },
    );
    expect(answer.voidInvoice).toEqual({ reason: 'PAYMENT_IN_PROGRESS' });
  });
});

test('a call to the provider inside a transaction is refused', async () => {
  const principal = { kind: 'system', companyId: shop.companyId } as const;
  const { askProvider } = await import('../../src/modules/payment/callProvider.ts');
  const ctx = { db: t.db, queue: t.app.queue, now: t.clock.now(), principal };
  const inside = transact(ctx, async () => askProvider(() => t.real.read('sbx_pay_none')));
  await expect(inside).rejects.toThrow('inside a transaction');
});

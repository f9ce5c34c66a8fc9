/** Debits of bank accounts: days under way, then paid, failed or returned. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  charges,
  configure,
  expectBooksToBalance,
  openShop,
  payWith,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
} from '../support/billing.ts';
import { mutate } from '../support/world.ts';

const DAY = 86_400_000;
const FULL = { prorationBehavior: 'FULL_DIFFERENCE' } as const;
let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
});
afterEach(async () => {
  await expectBooksToBalance(t);
  await t.close();
});

async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day++) {
    t.clock.advance(DAY);
    await t.app.tick();
  }
}
const lastInvoice = async (customerId: string) => (await accountOf(shop.merchant, customerId)).invoices[0];
const told = async (customerId: string) =>
  (await t.db.prisma.event.findMany({ where: { customerId }, orderBy: { id: 'asc' } })).map(({ type }) => type);
const mails = () => t.mailbox.list().filter(({ tag }) => tag === 'payment-failed');
const statusOf = async (id: string) => (await subscriptionOf(shop.merchant, id)).status;

async function progressOf(invoiceId: string) {
  const document = `query ($id: ID!) { invoice(id: $id) { pastDue paymentInProgress { status expectedAt } } }`;
  const { invoice } = await shop.merchant.request<{
    invoice: { pastDue: boolean; paymentInProgress: { status: string; expectedAt: string } | null };
  }>(document, { id: invoiceId });
  return invoice;
}

/** A subscription whose first renewal is by debit. */
async function debited(token: string) {
  const made = await subscribe(t, shop, shop.small);
  await payWith(shop.merchant, made.customerId, token);
  await days(30);
  const invoice = await lastInvoice(made.customerId);
  return { ...made, invoiceId: invoice?.id ?? '' };
}

test('a renewal by debit is under way for days without a mail or a second charge, and is then paid', async () => {
  const { customerId, subscriptionId, invoiceId } = await debited('tok_sepa_debit');
  expect(await progressOf(invoiceId)).toEqual({
    pastDue: false,
    paymentInProgress: { status: 'PROCESSING', expectedAt: '2026-05-06T00:00:00.000Z' },
  });
  await days(4);
  expect(await lastInvoice(customerId)).toMatchObject({ status: 'OPEN' });
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  const paying = { invoiceId };
  await expect(mutate(shop.merchant, 'payInvoice', paying, 'invoice { id }')).rejects.toThrow();
  expect(await told(customerId)).not.toContain('invoice.payment_failed');
  await days(2);
  expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID' });
  expect((await told(customerId)).slice(-3)).toEqual(['payment.processing', 'payment.succeeded', 'invoice.paid']);
  expect((await progressOf(invoiceId)).paymentInProgress).toBeNull();
  expect(charges(t, customerId).slice(1)).toEqual([['SUCCEEDED', 3000]]);
  expect(mails()).toEqual([]);
}, 60_000);

test('a debit that fails late makes the subscription past due, and is retried by its own days', async () => {
  const { customerId, subscriptionId } = await debited('tok_sepa_debit_fails');
  await days(4);
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  await days(2);
  expect(await statusOf(subscriptionId)).toBe('PAST_DUE');
  expect(mails()).toHaveLength(1);
  const invoice = await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, status: 'OPEN' } });
  const failed = invoice.firstFailedAt?.getTime() ?? 0;
  expect(invoice.nextAttemptAt?.getTime(), 'five days, the default of debits').toBe(failed + 5 * DAY);
  await payWith(shop.merchant, customerId, 'tok_visa');
  await t.app.tick();
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
}, 60_000);

test('a debit that the bank returns opens its invoice, which is not charged again by itself', async () => {
  const { customerId, subscriptionId, invoiceId } = await debited('tok_sepa_debit_returned');
  await days(6);
  expect(await lastInvoice(customerId)).toMatchObject({ id: invoiceId, status: 'PAID' });
  // The next renewals are paid by card.
  await payWith(shop.merchant, customerId, 'tok_visa');
  await days(42);
  const { invoices } = await accountOf(shop.merchant, customerId);
  const returned = invoices.find(({ id }) => id === invoiceId);
  expect(returned).toMatchObject({ status: 'OPEN', amountDue: { amount: 3000 }, amountPaid: { amount: 0 } });
  expect(await told(customerId)).toContain('payment.returned');
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  expect(invoices.filter(({ status }) => status === 'OPEN')).toHaveLength(1);
}, 60_000);

test('a change paid by a debit is made at once, and its invoice is open until the debit has settled', async () => {
  const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
  await payWith(shop.merchant, customerId, 'tok_sepa_debit');
  const { invoice } = success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL }));
  expect(invoice).toMatchObject({ status: 'OPEN', amountDue: { amount: 6000 } });
  expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  await days(6);
  expect(await lastInvoice(customerId)).toMatchObject({ id: invoice?.id, status: 'PAID' });
}, 60_000);

test('a portal that accepts no debits for changes refuses a change that a debit would pay', async () => {
  const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
  await configure(shop.merchant, { debitChanges: 'REFUSE' });
  await payWith(shop.merchant, customerId, 'tok_sepa_debit');
  const refused = await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large, ...FULL });
  expect(refused).toMatchObject({ code: 'CONFLICT' });
  expect((await subscriptionOf(shop.merchant, subscriptionId)).items).toMatchObject([{ price: { id: shop.small } }]);
  expect(charges(t, customerId)).toHaveLength(1);
});

test('credit that comes in during a debit leaves the rest of the debit as credit', async () => {
  const { customerId } = await debited('tok_sepa_debit');
  const amount = { amount: 1000, currency: 'EUR' };
  await mutate(shop.merchant, 'adjustCredit', { customerId, amount }, '__typename');
  expect(await lastInvoice(customerId)).toMatchObject({ amountDue: { amount: 2000 } });
  await days(6);
  expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID', amountPaid: { amount: 3000 } });
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(1000);
}, 60_000);

test('canceling the subscription or removing the payment method does not affect a debit under way', async () => {
  const { customerId, subscriptionId } = await debited('tok_sepa_debit');
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.free, effective: 'PERIOD_END' }));
  await payWith(shop.merchant, customerId, 'tok_visa');
  const { id: paymentMethodId } = await t.db.prisma.paymentMethod.findFirstOrThrow({
    where: { customerId, kind: 'SEPA_DEBIT' },
  });
  await mutate(shop.merchant, 'removePaymentMethod', { paymentMethodId }, '__typename');
  const canceling = { subscriptionId, mode: 'IMMEDIATELY', prorate: false };
  await mutate(shop.merchant, 'cancelSubscription', canceling, '__typename');
  await days(6);
  expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID' });
  expect(charges(t, customerId).slice(1)).toEqual([['SUCCEEDED', 3000]]);
}, 60_000);

test('advancing a test clock settles the debits of the sandbox', async () => {
  const { merchant } = shop;
  await mutate(merchant, 'createTestClock', { frozenTime: APRIL }, '__typename');
  const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
  await payWith(merchant, customerId, 'tok_sepa_debit');
  success(await switchPlan(merchant, { subscriptionId, priceId: shop.large, ...FULL }));
  await mutate(merchant, 'advanceTestClock', { frozenTime: '2026-04-07T00:00:00.000Z' }, '__typename');
  await t.app.tick();
  expect(await lastInvoice(customerId)).toMatchObject({ status: 'PAID' });
});

test.each([
  ['settles', 'tok_sepa_debit', 'SUCCEEDED', { status: 'PAID', amountPaid: 3000n }],
  ['fails', 'tok_sepa_debit_fails', 'FAILED', { status: 'OPEN', attemptCount: 0, nextAttemptAt: null }],
] as const)(
  'for a customer who was deleted while it was under way, a debit %s without a mail or another charge',
  async (_how, token, result, invoice) => {
    const { customerId, subscriptionId, invoiceId } = await debited(token);
    await mutate(shop.merchant, 'cancelSubscription', { subscriptionId, mode: 'IMMEDIATELY' }, '__typename');
    await mutate(shop.merchant, 'deleteCustomer', { customerId }, '__typename');
    await days(18);
    const payments = await t.db.prisma.payment.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
    expect(payments.map(({ status }) => status)).toEqual(['SUCCEEDED', result]);
    expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } })).toMatchObject(invoice);
    expect(mails()).toEqual([]);
    expect(await told(customerId)).not.toContain('payment.unexpected');
  },
  60_000,
);

test('a debit that is returned after a part was refunded is due again in full, and the books balance', async () => {
  const { customerId, invoiceId } = await debited('tok_sepa_debit_returned');
  await days(6);
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, invoiceId, status: 'SUCCEEDED' } });
  const part = { paymentId: payment.id, amount: { amount: 1000, currency: 'EUR' } };
  await mutate(shop.merchant, 'refundPayment', part, 'refund { id }');
  await payWith(shop.merchant, customerId, 'tok_visa');
  await days(42);
  const invoice = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoiceId } });
  expect(invoice).toMatchObject({ status: 'OPEN', amountDue: 3000n, amountPaid: 0n });
}, 60_000);

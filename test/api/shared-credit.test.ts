/** Credit of a customer with several subscriptions: each upcoming invoice shows the credit that it will really get. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  cancel,
  expectBooksToBalance,
  MAY,
  MIDDLE,
  openShop,
  previewSwitch,
  type Shop,
  subscribe,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makePrice, makeSubscription } from '../support/catalog.ts';
import { pause, uncancel, until, upcomingOf } from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t, { pauseEnabled: true });
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const grant = (customerId: string, amount: number, currency = 'EUR') =>
  mutate(shop.merchant, 'adjustCredit', { customerId, amount: { amount, currency } }, '__typename');

interface Promised {
  id: string;
  creditApplied: { amount: number };
  amountDue: { amount: number };
}

/** Upcoming invoices read in one request for all subscriptions equal those read one by one. */
async function expectSaidTogether(customerId: string, promised: readonly Promised[]) {
  const { customer } = await shop.merchant.request<{
    customer: { subscriptions: { id: string; upcomingInvoice: Omit<Promised, 'id'> | null }[] };
  }>(
    `query ($id: ID!) { customer(id: $id) { subscriptions {
      id upcomingInvoice { creditApplied { amount } amountDue { amount } } } } }`,
    { id: customerId },
  );
  const together = new Map(customer.subscriptions.map(({ id, upcomingInvoice }) => [id, upcomingInvoice]));
  for (const { id, creditApplied, amountDue } of promised)
    expect(together.get(id)).toEqual({
      creditApplied: { amount: creditApplied.amount },
      amountDue: { amount: amountDue.amount },
    });
}

/** The credit and the charge of each upcoming invoice, after a check that the real invoices have the same amounts. */
async function promisedAndKept(customerId: string, subscriptionIds: readonly string[]) {
  const promised = [];
  for (const id of subscriptionIds) {
    const next = await upcomingOf(shop.merchant, id);
    if (next) promised.push({ id, ...next });
  }
  await expectSaidTogether(customerId, promised);
  const kept = [];
  for (const { id, billsAt: at } of promised.toSorted(
    (one, other) => Date.parse(one.billsAt) - Date.parse(other.billsAt),
  )) {
    if (Date.parse(at) > Number(t.clock.now())) await until(t, at);
    const invoice = await t.db.prisma.invoice.findFirstOrThrow({
      where: { customerId, subscriptionId: id, dueAt: new Date(at) },
      include: { settlements: true },
    });
    const settled = (kind: string) =>
      Number(invoice.settlements.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.amount, 0n));
    kept.push([id, settled('CREDIT_BALANCE'), settled('PAYMENT')]);
  }
  const said = promised.map(({ id, creditApplied, amountDue }) => [id, creditApplied.amount, amountDue.amount]);
  expect(kept.toSorted()).toEqual(said.toSorted());
  return said.map(([, credit, due]) => [credit, due]);
}

test('the first of two renewals at the same instant uses the credit, and the second uses the rest', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const other = await makeSubscription(shop.merchant, customerId, shop.small);
  await t.app.tick();
  await grant(customerId, 4000);
  expect(await promisedAndKept(customerId, [subscriptionId, other.subscription.id])).toEqual([
    [3000, 0],
    [1000, 2000],
  ]);
});

test('the upcoming yearly invoice shows the credit that the monthly renewals before it leave', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.yearly);
  await until(t, MIDDLE);
  const monthly = await makeSubscription(shop.merchant, customerId, shop.small);
  await t.app.tick();
  // Eleven renewals, 16 May to 16 March, take 330.00.
  await grant(customerId, 40_000);
  const next = await upcomingOf(shop.merchant, subscriptionId);
  expect(next).toMatchObject({ creditApplied: { amount: 7000 }, amountDue: { amount: 29_000 } });
  expect(await promisedAndKept(customerId, [subscriptionId, monthly.subscription.id])).toEqual([
    [7000, 29_000],
    [3000, 0],
  ]);
}, 60_000);

test('credit that the renewal of one subscription will create is applied to a later renewal of another', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
  await until(t, MIDDLE);
  const other = await makeSubscription(shop.merchant, customerId, shop.small);
  const terms = { prorationBehavior: 'FULL_DIFFERENCE', chargeTiming: 'PERIOD_END' } as const;
  success(await switchPlan(shop.merchant, { subscriptionId, priceId: shop.small, ...terms }));
  await t.app.tick();
  // −60.00 and 30.00 on 1 May: a credit note of 30.00. It pays the other one on 16 May.
  expect(await promisedAndKept(customerId, [subscriptionId, other.subscription.id])).toEqual([
    [0, 0],
    [3000, 0],
  ]);
});

test('an ending subscription uses credit only for its pending lines, and a paused one none before it resumes', async () => {
  const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
  const ending = await makeSubscription(shop.merchant, customerId, shop.small);
  const paused = await makeSubscription(shop.merchant, customerId, shop.large);
  const terms = { prorationBehavior: 'FULL_DIFFERENCE', chargeTiming: 'PERIOD_END' } as const;
  success(await updateQuantity(shop.merchant, { subscriptionId: ending.subscription.id, quantity: 2, ...terms }));
  success(await cancel(shop.merchant, { subscriptionId: ending.subscription.id, mode: 'PERIOD_END' }));
  const resumesAt = '2026-05-20T00:00:00.000Z';
  success(await pause(shop.merchant, { subscriptionId: paused.subscription.id, resumesAt }));
  await t.app.tick();
  await until(t, MIDDLE);
  const later = await makeSubscription(shop.merchant, customerId, shop.small);
  await t.app.tick();
  await grant(customerId, 10_000);
  // 1 May: 30.00 for the first, 30.00 that waited on the one that ends. 16 May: 30.00. 20 May: 10.00 are left of 90.00.
  const ids = [subscriptionId, later.subscription.id, paused.subscription.id];
  expect(await promisedAndKept(customerId, ids)).toEqual([
    [3000, 0],
    [3000, 0],
    [1000, 8000],
  ]);
});

test('a quote accounts for the customer’s other subscriptions, but not for other customers and currencies', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
  await makeSubscription(shop.merchant, customerId, shop.large);
  await subscribe(t, shop, shop.large);
  const dollars = await makePrice(shop.merchant, { amount: 9000, currency: 'USD' });
  await makeSubscription(shop.merchant, customerId, dollars.priceId);
  await t.app.tick();
  // The other subscription is newer: at the same instant it renews second.
  await grant(customerId, 9500);
  const shown = success(await previewSwitch(portal, { subscriptionId, quantity: 3, priceId: shop.yearly }));
  // 1080.00 less 30.00 now: all the credit is used. The year from next April is charged.
  expect(shown).toMatchObject({ creditApplied: { amount: 9500 }, nextInvoice: { creditApplied: { amount: 0 } } });
  const plain = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
  // 60.00 now, 35.00 of the 90.00 on 1 May.
  expect(plain).toMatchObject({
    creditApplied: { amount: 6000 },
    nextInvoice: { creditApplied: { amount: 3500 }, amountDue: { amount: 5500 } },
  });
  success(await switchPlan(portal, { subscriptionId, priceId: shop.large, quote: plain.quote.token }));
  expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ creditApplied: { amount: 3500 } });
  await until(t, MAY);
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
});

test('undoing a cancellation requires a payment method if another subscription will use up the credit', async () => {
  const customer = await subscribe(t, shop, shop.small);
  const { customerId, portal, subscriptionId } = customer;
  const other = await makeSubscription(shop.merchant, customerId, shop.small);
  await t.app.tick();
  const ids = [subscriptionId, other.subscription.id];
  for (const id of ids) success(await cancel(portal, { subscriptionId: id }));
  const { methods } = await accountOf(shop.merchant, customerId);
  await mutate(portal, 'removePaymentMethod', { paymentMethodId: methods[0]?.id }, 'removedPaymentMethodId');
  await grant(customerId, 3000);
  success(await uncancel(portal, subscriptionId));
  expect(await uncancel(portal, other.subscription.id)).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
});

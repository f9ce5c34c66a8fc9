/** A pending credit for an unpaid period reduces the unpaid invoice and does not become balance. */
import { afterEach, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  cancel,
  expectBooksToBalance,
  importSubscription,
  MAY,
  MIDDLE,
  openShop,
  switchPlan,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';

let t: TestApp;
afterEach(() => t.close());

test.each([
  ['renews', false],
  ['ends', true],
])('pending credit of an unpaid period reduces its invoice when the subscription %s', async (_what, ends) => {
  t = await openTestApp({ now: MIDDLE });
  const { merchant, large, free } = await openShop(t);
  const customerId = await makeCustomer(merchant);
  const { subscription, invoice } = await importSubscription(merchant, {
    customerId,
    items: [{ priceId: large }],
    status: 'ACTIVE',
    anchor: APRIL,
    currentPeriodStart: APRIL,
    currentPeriodEnd: MAY,
    paid: false,
  });
  const subscriptionId = subscription.id;
  success(
    await switchPlan(merchant, {
      subscriptionId,
      priceId: free,
      prorationBehavior: 'PRORATE',
      chargeTiming: 'PERIOD_END',
    }),
  );
  if (ends) success(await cancel(merchant, { subscriptionId, mode: 'PERIOD_END' }));
  t.clock.advanceTo(MAY);
  await t.app.tick();
  const { balance, invoices } = await accountOf(merchant, customerId);
  expect(balance).toBe(0);
  expect(invoices.find(({ isCreditNote }) => isCreditNote)?.total.amount).toBe(-4500);
  expect(invoices.find(({ id }) => id === invoice?.id)?.settlements[0]).toMatchObject({
    kind: 'CREDIT_NOTE',
    amount: { amount: 4500 },
  });
  await expectBooksToBalance(t);
});

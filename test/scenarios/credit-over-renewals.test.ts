/** A credit balance larger than three invoices. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { accountOf, charges, expectBooksToBalance, openShop, type Shop, subscribe } from '../support/billing.ts';
import { until, upcomingOf } from '../support/changes.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

test('a credit balance of 100.00 pays three renewals of 30.00 and 10.00 of the fourth', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
  const amount = { amount: 10_000, currency: 'EUR' };
  await mutate(shop.merchant, 'adjustCredit', { customerId, amount }, '__typename');
  /** The amount due of each renewal, and the balance after it. */
  const expected: [string, number, number][] = [
    ['2026-05-01', 0, 7000],
    ['2026-06-01', 0, 4000],
    ['2026-07-01', 0, 1000],
    // 30.00 − 10.00.
    ['2026-08-01', 2000, 0],
    ['2026-09-01', 3000, 0],
  ];
  for (const [date, due, left] of expected) {
    const next = await upcomingOf(portal, subscriptionId);
    expect(next).toMatchObject({
      total: { amount: 3000 },
      amountDue: { amount: due },
      creditApplied: { amount: 3000 - due },
    });
    await until(t, date);
    const { balance, invoices } = await accountOf(shop.merchant, customerId);
    expect(balance).toBe(left);
    expect(invoices[0]).toMatchObject({ status: 'PAID', amountPaid: { amount: 3000 } });
    const paid = invoices[0]?.settlements.map(({ kind, amount: settled }) => [kind, settled.amount]);
    expect(paid).toEqual([
      ...(due < 3000 ? [['CREDIT_BALANCE', 3000 - due]] : []),
      ...(due > 0 ? [['PAYMENT', due]] : []),
    ]);
  }
  expect(charges(t, customerId).map(([, charged]) => charged)).toEqual([3000, 2000, 3000]);
}, 60_000);

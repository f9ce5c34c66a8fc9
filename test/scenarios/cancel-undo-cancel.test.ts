/** Canceled at period end, undone, and canceled again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { cancel, charges, expectBooksToBalance, openShop, type Shop, subscribe } from '../support/billing.ts';
import { billedTo, standingOf, toldOf, uncancel, until, upcomingOf } from '../support/changes.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-01-31T09:30:00.000Z' });
  shop = await openShop(t);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

test('a subscription whose cancellation is undone renews as before, and a second cancellation ends it', async () => {
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
  await until(t, '2026-02-10');
  success(await cancel(portal, { subscriptionId }));
  expect(await upcomingOf(portal, subscriptionId)).toBeNull();
  await until(t, '2026-02-28T09:29:59.999Z');
  success(await uncancel(portal, subscriptionId));
  expect(await upcomingOf(portal, subscriptionId)).toMatchObject({ billsAt: '2026-02-28T09:30:00.000Z' });
  await until(t, '2026-02-28T09:30:00.000Z');
  // Counted from the anchor: 31 January, 28 February, 31 March.
  expect(await standingOf(portal, subscriptionId)).toMatchObject({
    status: 'ACTIVE',
    currentPeriodEnd: '2026-03-31T09:30:00.000Z',
  });
  expect(await uncancel(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
  success(await cancel(portal, { subscriptionId }));
  await until(t, '2026-03-31T09:30:00.000Z');
  expect(await uncancel(portal, subscriptionId)).toMatchObject({ code: 'CONFLICT' });
  await until(t, '2026-06-01');
  const { status, endedAt } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  expect([status, endedAt]).toEqual(['CANCELED', new Date('2026-03-31T09:30:00.000Z')]);
  expect(await billedTo(t, subscriptionId)).toEqual([
    ['2026-01-31', 3000, [3000]],
    ['2026-02-28', 3000, [3000]],
  ]);
  expect(charges(t, customerId)).toHaveLength(2);
  expect(await toldOf(t, subscriptionId)).toEqual([
    ...['created', 'cancellation_scheduled', 'cancellation_undone', 'renewed', 'cancellation_scheduled', 'canceled'],
  ]);
}, 60_000);

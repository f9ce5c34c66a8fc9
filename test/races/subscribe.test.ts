/** Customers who come back, or redeem a code, several at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { atOnce } from '../support/atOnce.ts';
import {
  APRIL,
  cancel,
  charges,
  expectBooksToBalance,
  makeCoupon,
  openShop,
  type Shop,
  subscribe,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { postgresOnly } from '../support/database.ts';
import { ComeBackDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

postgresOnly('coming back at once', () => {
  let t: TestApp;
  let shop: Shop;
  beforeAll(async () => {
    t = await openTestApp({ now: APRIL });
    shop = await openShop(t, { subscriptionCreateEnabled: true });
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  }, 60_000);

  test('one of several concurrent requests to come back starts a subscription, and only that one is paid', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.small);
    success(await cancel(shop.merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: false }));
    const { portal } = await t.signIn(shop.merchant, customerId);
    const comeBack = async () =>
      (await portal.request(ComeBackDocument, { input: { subscriptionId } })).subscribe as { code?: string };
    const answers = await atOnce(t.db, 'subscription', [comeBack, comeBack, comeBack]);
    expect(answers.map(({ code = 'SUCCESS' }) => code).sort()).toEqual(['CONFLICT', 'CONFLICT', 'SUCCESS']);
    await t.app.tick();
    const [, ...back] = charges(t, customerId).filter(([state]) => state === 'SUCCEEDED');
    expect(back).toEqual([['SUCCEEDED', 3000]]);
    expect(charges(t, customerId).filter(([state]) => state === 'HELD')).toEqual([]);
    expect(await t.db.prisma.subscription.count({ where: { customerId } })).toBe(2);
  });

  test('one of several concurrent customers gets the last redemption of a code, and the others are not charged', async () => {
    const { merchant } = shop;
    const couponId = await makeCoupon(merchant, { basisPointsOff: 5000, duration: 'ONCE' });
    const made = { couponId, code: 'LAST', maxRedemptions: 1 };
    const { promotionCode } = await mutate(merchant, 'createPromotionCode', made, 'promotionCode { id }');
    const customers = await Promise.all([1, 2, 3, 4].map(() => makeCustomer(merchant)));
    const calls = await Promise.all(
      customers.map(async (customerId) => {
        const { portal } = await t.signIn(merchant, customerId);
        const input = { items: [{ priceId: shop.small }], promotionCode: 'last' };
        return async () => (await portal.request(ComeBackDocument, { input })).subscribe as { code?: string };
      }),
    );
    const answers = await atOnce(t.db, 'subscription', calls);
    expect(answers.map(({ code = 'SUCCESS' }) => code).sort()).toEqual([
      'SUCCESS',
      ...['VALIDATION_FAILED', 'VALIDATION_FAILED', 'VALIDATION_FAILED'],
    ]);
    await t.app.tick();
    const paid = customers.flatMap((customerId) => charges(t, customerId));
    expect(paid.filter(([state]) => state === 'SUCCEEDED')).toEqual([['SUCCEEDED', 1500]]);
    expect(paid.filter(([state]) => state === 'HELD')).toEqual([]);
    const { timesRedeemed } = await t.db.prisma.promotionCode.findUniqueOrThrow({ where: { id: promotionCode.id } });
    expect(timesRedeemed).toBe(1);
    expect(await t.db.prisma.subscription.count({ where: { customerId: { in: customers } } })).toBe(1);
  });
});

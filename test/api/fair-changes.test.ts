/** Customers cannot use more than they pay for by switching there and back, whatever the portal is set to. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  configure,
  expectBooksToBalance,
  MAY,
  openShop,
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { billedTo, standingOf, until } from '../support/changes.ts';

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

const quantityOf = async (client: GraphQLClient, id: string) => (await subscriptionOf(client, id)).items[0]?.quantity;

test("a downgrade with FULL_DIFFERENCE takes effect at the period's end for customers, and at once for merchants", async () => {
  await configure(shop.merchant, {
    subscriptionProrationBehavior: 'FULL_DIFFERENCE',
    subscriptionChargeTiming: 'IMMEDIATELY',
  });
  const { subscriptionId, customerId, portal } = await subscribe(t, shop, shop.small);
  success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
  await until(t, '2026-04-29');
  expect(success(await previewSwitch(portal, { subscriptionId, priceId: shop.free }))).toMatchObject({
    direction: 'DOWNGRADE',
    effective: 'PERIOD_END',
    effectiveAt: MAY,
    lines: [],
    total: { amount: 0 },
  });
  success(await switchPlan(portal, { subscriptionId, priceId: shop.free }));
  await until(t, MAY);
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 6000, 0]);
  expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);

  const other = await subscribe(t, shop, shop.large);
  const { invoice } = success(
    await switchPlan(shop.merchant, { subscriptionId: other.subscriptionId, priceId: shop.small }),
  );
  expect(invoice?.total.amount).toBe(-6000);
});

test('the full credit of a year does not pay for months: a switch to a shorter, cheaper interval waits for the period’s end', async () => {
  await configure(shop.merchant, { subscriptionProrationBehavior: 'FULL_DIFFERENCE' });
  const { subscriptionId, portal } = await subscribe(t, shop, shop.yearly);
  // 90.00 a month are more than 360.00 a year.
  const up = success(await previewSwitch(portal, { subscriptionId, priceId: shop.large }));
  expect(up).toMatchObject({ direction: 'UPGRADE', effective: 'PERIOD_END' });
  const even = success(await previewSwitch(portal, { subscriptionId, priceId: shop.small }));
  expect(even).toMatchObject({ direction: 'NEUTRAL', effective: 'PERIOD_END' });
});

async function takeUpgradeBack({ quoted }: { quoted: boolean }) {
  await configure(shop.merchant, { subscriptionProrationBehavior: 'NONE', subscriptionChargeTiming: 'IMMEDIATELY' });
  const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
  const next = (await subscriptionOf(portal, subscriptionId)).currentPeriodEnd;
  success(await updateQuantity(portal, { subscriptionId, quantity: 1000 }));
  expect(await quantityOf(portal, subscriptionId)).toBe(1000);
  // Up and down again in between does not hide it.
  success(await updateQuantity(portal, { subscriptionId, quantity: 1001 }));
  const { effective, effectiveAt, nextInvoice, quote } = success(
    await previewSwitch(portal, { subscriptionId, priceId: shop.small, quantity: 1 }),
  );
  expect(effective).toBe('PERIOD_END');
  expect(nextInvoice?.total.amount).toBe(1001 * 3000);
  // A confirmed quote has the same terms as a change without one.
  success(
    quoted
      ? await switchPlan(portal, { subscriptionId, priceId: shop.small, quantity: 1, quote: quote.token })
      : await updateQuantity(portal, { subscriptionId, quantity: 1 }),
  );
  const [waiting] = (await standingOf(portal, subscriptionId)).scheduledChanges;
  expect(waiting?.effectiveAt).toBe(effectiveAt);
  expect(Date.parse(effectiveAt)).toBeGreaterThan(Date.parse(next));
  await until(t, next);
  expect(await quantityOf(portal, subscriptionId)).toBe(1001);
  await until(t, effectiveAt);
  expect(await quantityOf(portal, subscriptionId)).toBe(1);
  expect((await billedTo(t, subscriptionId)).map(([, total]) => total)).toEqual([3000, 1001 * 3000, 3000]);
  // After the renewal nothing is held against the customer.
  success(await updateQuantity(shop.merchant, { subscriptionId, quantity: 2, prorationBehavior: 'PRORATE' }));
  success(await updateQuantity(portal, { subscriptionId, quantity: 1 }));
  expect(await quantityOf(portal, subscriptionId)).toBe(1);
}

test('an upgrade without charge takes effect at once, and undoing it waits until the renewal has billed it', () =>
  takeUpgradeBack({ quoted: false }));

test('undoing an upgrade without charge by a quote waits as well', () => takeUpgradeBack({ quoted: true }));

test('saving terms by which switching there and back would gain or cost money returns a warning for each combination', async () => {
  const warned = async (input: object) => {
    const query = `mutation ($input: UpdatePortalConfigInput!) { updatePortalConfig(input: $input) {
      ... on UpdatePortalConfigSuccess { warnings { setting message } } } }`;
    type Answer = { updatePortalConfig: { warnings: { setting: string; message: string }[] } };
    const { updatePortalConfig } = await shop.merchant.request<Answer>(query, { input });
    return updatePortalConfig.warnings.map(({ setting }) => setting);
  };
  const general = { subscriptionProrationBehavior: 'PRORATE', upgradeEffective: null, downgradeEffective: null };
  const none = { upgradeProrationBehavior: null, downgradeProrationBehavior: null };
  expect(await warned({ ...general, ...none })).toEqual([]);
  expect(await warned({ upgradeProrationBehavior: 'FULL_DIFFERENCE' })).toEqual(['downgradeProrationBehavior']);
  expect(await warned({ downgradeProrationBehavior: 'FULL_DIFFERENCE' })).toEqual(['downgradeEffective']);
  expect(await warned({ upgradeProrationBehavior: 'PRORATE' })).toEqual([
    'downgradeProrationBehavior',
    'downgradeEffective',
  ]);
  expect(await warned({ downgradeEffective: 'PERIOD_END' })).toEqual([]);
  expect(await warned({ upgradeProrationBehavior: 'NONE' })).toEqual(['upgradeProrationBehavior']);
});

/** Which prices customers may choose, and at which quantities: limits of prices, add-ons, groups, rules and directions. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  configure,
  importSubscription,
  openShop,
  previewQuantity,
  previewSwitch,
  type Shop,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makeCustomer, makePrice } from '../support/catalog.ts';
import { CreateSubscriptionDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let merchant: GraphQLClient;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t);
  ({ merchant } = shop);
});
afterAll(() => t.close());

interface Prices {
  subscription: {
    availablePrices: { id: string }[];
    items: { id: string; availablePrices: { id: string }[] }[];
  };
}
const AVAILABLE = `query ($id: ID!) { subscription(id: $id) {
  availablePrices { id } items { id availablePrices { id } } } }`;
/** The ids of the prices that the portal offers, as the customer reads them. */
async function offered(client: GraphQLClient, id: string): Promise<string[]> {
  const { subscription } = await client.request<Prices>(AVAILABLE, { id });
  const ids = subscription.availablePrices.map((price) => price.id);
  if (subscription.items.length === 1)
    expect(subscription.items[0]?.availablePrices.map((price) => price.id)).toEqual(ids);
  return ids;
}

const limit = (priceId: string, adjustableQuantity: object | null) =>
  mutate(merchant, 'updatePrice', { priceId, adjustableQuantity }, 'price { id }');
const refusedAt = (...path: string[]) => ({ code: 'VALIDATION_FAILED', path: ['input', ...path] });

describe('the quantities of a price', () => {
  test('createPrice and updatePrice store the limits of quantities, null restores the defaults, and impossible ones are refused at their field', async () => {
    const { productId } = await makePrice(merchant, { amount: 100 });
    const selection = 'price { id adjustableQuantity { enabled minimum maximum step } }';
    const unitAmount = { amount: 100, currency: 'EUR' };
    const create = (adjustableQuantity: object) =>
      mutate(merchant, 'createPrice', { productId, unitAmount, interval: 'MONTH', adjustableQuantity }, selection);
    const made = await create({ enabled: true, minimum: 5, maximum: 50, step: 5 });
    expect(made.price.adjustableQuantity).toEqual({ enabled: true, minimum: 5, maximum: 50, step: 5 });
    const { price } = await mutate(
      merchant,
      'updatePrice',
      { priceId: made.price.id, adjustableQuantity: null },
      selection,
    );
    expect(price.adjustableQuantity).toEqual({ enabled: true, minimum: 1, maximum: null, step: 1 });
    for (const [wrong, field] of [
      [{ enabled: true, minimum: 5, maximum: 4 }, 'maximum'],
      [{ enabled: true, step: 0 }, 'step'],
      [{ enabled: false, minimum: 2 }, 'minimum'],
      [{ enabled: true, maximum: 1_000_001 }, 'maximum'],
    ] as const) {
      const input = { productId, unitAmount, interval: 'MONTH', adjustableQuantity: wrong };
      const { createPrice } = await merchant.request<{ createPrice: object }>(
        'mutation ($input: CreatePriceInput!) { createPrice(input: $input) { ... on UserError { code path } } }',
        { input },
      );
      expect(createPrice).toEqual(refusedAt('adjustableQuantity', field));
    }
  });

  test('merchants and customers are refused quantities at which the price is not sold, in previews and in changes', async () => {
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    await limit(priceId, { enabled: true, minimum: 2, maximum: 10, step: 2 });
    const { subscriptionId, portal } = await subscribe(t, shop, priceId, { quantity: 4 });
    for (const quantity of [1, 5, 12])
      for (const client of [portal, merchant]) {
        expect(await previewQuantity(client, { subscriptionId, quantity })).toMatchObject(refusedAt('quantity'));
        expect(await updateQuantity(client, { subscriptionId, quantity })).toMatchObject(refusedAt('quantity'));
      }
    success(await updateQuantity(portal, { subscriptionId, quantity: 10 }));
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId: await makeCustomer(merchant), items: [{ priceId: shop.small }, { priceId, quantity: 3 }] },
    });
    expect(createSubscription).toMatchObject(refusedAt('items', '1', 'quantity'));
  });

  test('a new subscription without a quantity has the minimum, and an imported one retains its quantity', async () => {
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    await limit(priceId, { enabled: true, minimum: 3 });
    const { subscriptionId } = await subscribe(t, shop, priceId);
    expect((await subscriptionOf(merchant, subscriptionId)).items[0]?.quantity).toBe(3);
    const { subscription } = await importSubscription(merchant, {
      customerId: await makeCustomer(merchant),
      items: [{ priceId, quantity: 2 }],
      status: 'ACTIVE',
      anchor: '2026-04-01T00:00:00.000Z',
      currentPeriodStart: '2026-04-01T00:00:00.000Z',
      currentPeriodEnd: '2026-05-01T00:00:00.000Z',
    });
    expect((await subscriptionOf(merchant, subscription.id)).items[0]?.quantity).toBe(2);
  });

  test('a switch without a quantity moves to one at which the new price is sold, and never to fewer units', async () => {
    await configure(merchant, { allowQuantityUpdates: false });
    const flat = await makePrice(merchant, { amount: 20_000 });
    const inFives = await makePrice(merchant, { amount: 4000 });
    const few = await makePrice(merchant, { amount: 5000 });
    await limit(flat.priceId, { enabled: false });
    await limit(inFives.priceId, { enabled: true, minimum: 5, step: 5 });
    await limit(few.priceId, { enabled: true, maximum: 2 });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { quantity: 3 });
    const preview = async (priceId: string) =>
      (
        await portal.request<{ previewSwitchPlan: object }>(
          `query ($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) {
            ... on UserError { code path } ... on SubscriptionChangePreview { quantity } } }`,
          { input: { subscriptionId, priceId } },
        )
      ).previewSwitchPlan;
    expect(await preview(flat.priceId)).toEqual({ quantity: 1 });
    expect(await preview(inFives.priceId)).toEqual({ quantity: 5 });
    expect(await preview(few.priceId)).toEqual(refusedAt('quantity'));
    const quoted = success(await previewSwitch(portal, { subscriptionId, priceId: flat.priceId }));
    success(await switchPlan(portal, { subscriptionId, priceId: flat.priceId, quote: quoted.quote.token }));
    expect((await subscriptionOf(merchant, subscriptionId)).items[0]?.quantity).toBe(1);
    await configure(merchant, { allowQuantityUpdates: true });
  });
});

describe('the plans that the portal offers', () => {
  test('no plan is offered an add-on, and an add-on can change only to prices of its own product', async () => {
    const seat = await makePrice(merchant, { name: 'Seat', amount: 500 });
    const volume = await makePrice(merchant, { productId: seat.productId, amount: 400 });
    await mutate(merchant, 'updateProduct', { productId: seat.productId, kind: 'ADD_ON' }, 'product { id }');
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    expect(await offered(portal, subscriptionId)).not.toContain(seat.priceId);
    const refused = { code: 'NOT_FOUND', path: ['input', 'priceId'] };
    expect(await previewSwitch(portal, { subscriptionId, priceId: seat.priceId })).toMatchObject(refused);
    const own = await subscribe(t, shop, seat.priceId);
    expect(await offered(own.portal, own.subscriptionId)).toEqual([volume.priceId]);
    expect(await switchPlan(own.portal, { subscriptionId: own.subscriptionId, priceId: shop.small })).toMatchObject(
      refused,
    );
    success(await switchPlan(own.portal, { subscriptionId: own.subscriptionId, priceId: volume.priceId }));
  });

  test('each item of a subscription is offered prices of its own', async () => {
    const seat = await makePrice(merchant, { name: 'Seat', amount: 500 });
    const volume = await makePrice(merchant, { productId: seat.productId, amount: 400 });
    await mutate(merchant, 'updateProduct', { productId: seat.productId, kind: 'ADD_ON' }, 'product { id }');
    const customerId = await makeCustomer(merchant);
    const { createSubscription } = await merchant.request(CreateSubscriptionDocument, {
      input: { customerId, items: [{ priceId: shop.small }, { priceId: seat.priceId }] },
    });
    const { subscription } = await merchant.request<Prices>(AVAILABLE, {
      id: success(createSubscription).subscription.id,
    });
    const [plan, addOn] = subscription.items.map((item) => item.availablePrices.map(({ id }) => id));
    expect(plan).toContain(shop.large);
    expect(plan).not.toContain(shop.yearly);
    expect(plan).not.toContain(volume.priceId);
    expect(addOn).toEqual([volume.priceId]);
    expect(subscription.availablePrices.map(({ id }) => id).sort()).toEqual([...(plan ?? []), volume.priceId].sort());
  });

  test('plan groups, rules, and settings for downgrades and free plans restrict the list, the preview, the change and the quote alike', async () => {
    const pro = await makePrice(merchant, { name: 'Pro', amount: 6000 });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.large);
    const everywhere = [shop.small, pro.priceId, shop.free, shop.yearly];
    const open = { planGroups: [], planRules: [], allowPlanDowngrades: true, allowFreePlans: true };
    const { small, large } = shop.productIds;
    const notFound = { code: 'NOT_FOUND', path: ['input', 'priceId'] };
    const disabled = (setting: string) => ({ code: 'PORTAL_FEATURE_DISABLED', setting });
    const quotes = await Promise.all(
      everywhere.map(async (priceId) => success(await previewSwitch(portal, { subscriptionId, priceId })).quote.token),
    );
    for (const [settings, refusals] of [
      [
        { planGroups: [{ productIds: [large, pro.productId] }] },
        { [shop.small]: notFound, [shop.free]: notFound, [shop.yearly]: notFound },
      ],
      [
        { planRules: [{ fromProductId: large, toProductIds: [small] }] },
        { [pro.priceId]: notFound, [shop.free]: notFound },
      ],
      [
        { planRules: [{ fromProductId: large, toProductIds: [] }] },
        Object.fromEntries(everywhere.map((id) => [id, notFound])),
      ],
      [{ planRules: [{ fromProductId: small, toProductIds: [] }] }, {}],
      [
        { allowPlanDowngrades: false },
        Object.fromEntries(everywhere.map((id) => [id, disabled('allowPlanDowngrades')])),
      ],
      [{ allowFreePlans: false }, { [shop.free]: disabled('allowFreePlans') }],
    ] as const) {
      await configure(merchant, { ...open, ...settings } as never);
      const shown = await offered(portal, subscriptionId);
      for (const [index, priceId] of everywhere.entries()) {
        const refusal = (refusals as Record<string, object>)[priceId];
        expect(shown.includes(priceId)).toBe(refusal === undefined);
        const preview = await previewSwitch(portal, { subscriptionId, priceId });
        if (!refusal) {
          success(preview);
          continue;
        }
        expect(preview).toMatchObject(refusal);
        expect(await switchPlan(portal, { subscriptionId, priceId })).toMatchObject(refusal);
        // A quote from before the setting does not outlive it.
        expect(await switchPlan(portal, { subscriptionId, priceId, quote: quotes[index] })).toMatchObject(refusal);
        // The portal settings do not restrict merchants.
        success(await previewSwitch(merchant, { subscriptionId, priceId }));
      }
    }
    await configure(merchant, open);
  });

  test('a portal without downgrades still lets customers upgrade and be billed less often', async () => {
    await configure(merchant, { allowPlanDowngrades: false });
    const saver = await makePrice(merchant, { productId: shop.productIds.small, amount: 30_000, interval: 'YEAR' });
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small, { quantity: 2 });
    const shown = await offered(portal, subscriptionId);
    expect(shown).toEqual(expect.arrayContaining([saver.priceId, shop.large, shop.yearly]));
    expect(shown).not.toContain(shop.free);
    // A price that is not sold by units is compared with the two units that it replaces.
    const flat = await makePrice(merchant, { amount: 5000 });
    await limit(flat.priceId, { enabled: false });
    expect(await offered(portal, subscriptionId)).not.toContain(flat.priceId);
    // Lowering the quantity is no change of plan.
    success(await previewQuantity(portal, { subscriptionId, quantity: 1 }));
    await configure(merchant, { allowPlanDowngrades: true });
  });

  test('unknown products, products of other companies and add-ons are refused in plan groups and rules by their index', async () => {
    const foreign = await openShop(t);
    const addOn = await makePrice(merchant, { name: 'Seat', amount: 500 });
    await mutate(merchant, 'updateProduct', { productId: addOn.productId, kind: 'ADD_ON' }, 'product { id }');
    const update = async (input: object) =>
      (
        await merchant.request<{ updatePortalConfig: { issues?: { path: string[] }[] } }>(
          `mutation ($input: UpdatePortalConfigInput!) { updatePortalConfig(input: $input) {
            ... on ValidationError { issues { path } } } }`,
          { input },
        )
      ).updatePortalConfig.issues?.map(({ path }) => path.join('.'));
    const { small } = shop.productIds;
    expect(await update({ planGroups: [{ productIds: [small, foreign.productIds.small, addOn.productId] }] })).toEqual([
      'input.planGroups.0.productIds.1',
      'input.planGroups.0.productIds.2',
    ]);
    expect(
      await update({
        planRules: [
          { fromProductId: small, toProductIds: ['prod_none'] },
          { fromProductId: small, toProductIds: [] },
        ],
      }),
    ).toEqual(['input.planRules.1']);
    expect(await update({ planRules: [{ fromProductId: 'prod_none', toProductIds: [small] }] })).toEqual([
      'input.planRules.0.fromProductId',
    ]);
    await configure(merchant, {
      planGroups: [{ productIds: [small] }],
      planRules: [{ fromProductId: small, toProductIds: [shop.productIds.large] }],
    });
    const { portalConfig } = await merchant.request<{ portalConfig: object }>(
      '{ portalConfig { planGroups { products { id } } planRules { fromProduct { id } toProducts { id } } } }',
    );
    expect(portalConfig).toEqual({
      planGroups: [{ products: [{ id: small }] }],
      planRules: [{ fromProduct: { id: small }, toProducts: [{ id: shop.productIds.large }] }],
    });
    await configure(merchant, { planGroups: [], planRules: [] });
  });
});

describe('the saving of a price', () => {
  const SAVING =
    '{ saving { amount { amount currency } basisPoints freePeriods comparedWith { id product { name } } } }';
  const saving = async (client: GraphQLClient, subscriptionId: string, priceId: string) => {
    const { subscription } = await client.request<{
      subscription: { availablePrices: { id: string; saving: object | null }[] };
    }>(`query ($id: ID!) { subscription(id: $id) { availablePrices { id ...S } } } fragment S on Price ${SAVING}`, {
      id: subscriptionId,
    });
    return subscription.availablePrices.find(({ id }) => id === priceId)?.saving;
  };

  test('a yearly price is compared with the monthly one of its product, currency and tax behavior', async () => {
    const monthly = await makePrice(merchant, { name: 'Studio', amount: 900 });
    const { productId } = monthly;
    const yearly = await makePrice(merchant, { productId, amount: 9000, interval: 'YEAR' });
    await makePrice(merchant, { productId, amount: 100, currency: 'USD' });
    const unitAmount = { amount: 100, currency: 'EUR' };
    const inclusive = { productId, unitAmount, interval: 'MONTH', taxBehavior: 'INCLUSIVE' };
    await mutate(merchant, 'createPrice', inclusive, 'price { id }');
    const { subscriptionId, portal } = await subscribe(t, shop, shop.small);
    expect(await saving(portal, subscriptionId, yearly.priceId)).toEqual({
      amount: { amount: 1800, currency: 'EUR' },
      basisPoints: 1666,
      freePeriods: 2,
      comparedWith: { id: monthly.priceId, product: { name: 'Studio' } },
    });
    expect(await saving(portal, subscriptionId, monthly.priceId)).toBeNull();
    // A price that is no longer sold is not compared with.
    await mutate(merchant, 'updatePrice', { priceId: monthly.priceId, active: false }, 'price { id }');
    expect(await saving(portal, subscriptionId, yearly.priceId)).toBeNull();
  });
});

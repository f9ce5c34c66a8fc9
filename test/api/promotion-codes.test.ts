/** Promotion codes: who can redeem them, what they save, and what guessing finds out. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  amounts,
  cancel,
  charges,
  configure,
  expectBooksToBalance,
  makeCoupon,
  openShop,
  payWith,
  type Shop,
  subscribe as started,
  visitor,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { billedTo, until } from '../support/changes.ts';
import { ComeBackDocument, PreviewComeBackDocument, type SubscribeInput } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let merchant: GraphQLClient;
let half: string;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t, { subscriptionCreateEnabled: true, promotionCodes: ['SUBSCRIBE', 'SWITCH_PLAN'] });
  ({ merchant } = shop);
  half = await makeCoupon(merchant, { basisPointsOff: 5000, duration: 'ONCE' });
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const subscribe = async (client: GraphQLClient, input: SubscribeInput) =>
  (await client.request(ComeBackDocument, { input })).subscribe;
const preview = async (client: GraphQLClient, input: SubscribeInput) =>
  (await client.request(PreviewComeBackDocument, { input })).previewSubscribe;
const SELECT = 'promotionCode { id code timesRedeemed active }';
const makeCode = async (input: object = {}) =>
  (await mutate(merchant, 'createPromotionCode', { couponId: half, ...input }, SELECT)).promotionCode;
/** The error for the merchant. */
const refusedCode = async (input: object) => {
  const { createPromotionCode } = await merchant.request<{ createPromotionCode: object }>(
    `mutation ($input: CreatePromotionCodeInput!) { createPromotionCode(input: $input) {
      ... on UserError { code path } ... on ConflictError { reason } } }`,
    { input: { couponId: half, ...input } },
  );
  return createPromotionCode;
};
const redeemed = async (id: string) =>
  (
    await merchant.request<{ promotionCode: { timesRedeemed: number } }>(
      'query ($id: ID!) { promotionCode(id: $id) { timesRedeemed } }',
      { id },
    )
  ).promotionCode.timesRedeemed;
const newcomer = async () => {
  const customerId = await makeCustomer(merchant);
  return { customerId, portal: visitor(t, merchant, customerId) };
};
const small = (promotionCode: string): SubscribeInput => ({ items: [{ priceId: shop.small }], promotionCode });
const UNUSABLE = { code: 'VALIDATION_FAILED', path: ['input', 'promotionCode'] };

describe('the codes of a merchant', () => {
  test('a code is unique in any case, and one that is not given cannot be guessed', async () => {
    await makeCode({ code: 'Spring-26' });
    expect(await refusedCode({ code: 'SPRING-26' })).toEqual({
      ...{ code: 'CONFLICT', reason: 'PROMOTION_CODE_TAKEN' },
      path: ['input', 'code'],
    });
    expect((await makeCode()).code).toMatch(/^[2-9A-Z]{12}$/);
    const { promotionCodes } = await merchant.request<{ promotionCodes: { nodes: { code: string }[] } }>(
      '{ promotionCodes(first: 5, code: "spring-26") { nodes { code } } }',
    );
    expect(promotionCodes.nodes).toEqual([{ code: 'Spring-26' }]);
  });

  test.each([
    [{ code: 'a b' }, 'code'],
    [{ maxRedemptions: 0 }, 'maxRedemptions'],
    [{ expiresAt: '2026-03-01T00:00:00.000Z' }, 'expiresAt'],
    [{ couponId: 'coup_01k00000000000000000000000' }, 'couponId'],
    [{ customerId: 'cus_01k00000000000000000000000' }, 'customerId'],
  ])('%j is refused at its field', async (input, field) => {
    expect(await refusedCode(input)).toMatchObject({ path: ['input', field] });
  });
});

describe('redeeming when subscribing', () => {
  test('the preview shows the saving, the quote binds it, and the code is redeemed once per customer', async () => {
    const { id } = await makeCode({ code: 'WELCOME' });
    const { customerId, portal } = await newcomer();
    const quoted = success(await preview(portal, small(' welcome ')));
    expect(quoted).toMatchObject({
      coupon: { basisPointsOff: 5000 },
      total: { amount: 1500 },
      nextInvoice: { amountDue: { amount: 3000 } },
    });
    expect(await redeemed(id)).toBe(0);
    const quote = quoted.quote.token;
    // Without the code, or with another, it is another purchase.
    expect(await subscribe(portal, { items: [{ priceId: shop.small }], quote })).toMatchObject({
      path: ['input', 'quote'],
    });
    const { subscription } = success(await subscribe(portal, { ...small('WELCOME'), quote }));
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 1500]]);
    expect(await redeemed(id)).toBe(1);
    expect(await subscribe(portal, small('WELCOME'))).toMatchObject(UNUSABLE);
    const event = await t.db.prisma.event.findFirstOrThrow({
      where: { type: 'promotion_code.redeemed', objectId: id },
    });
    expect([event.customerId, event.data]).toEqual([customerId, { couponId: half, subscriptionId: subscription.id }]);
  });

  test('a code that cannot be used is refused in the same words, whatever the reason', async () => {
    const { customerId: other } = await newcomer();
    const dollars = await makeCoupon(merchant, { amountOff: { amount: 100, currency: 'USD' }, duration: 'ONCE' });
    const large = await makeCoupon(merchant, {
      ...{ basisPointsOff: 1000, duration: 'ONCE' },
      productIds: [shop.productIds.large],
    });
    const off = await makeCoupon(merchant, { basisPointsOff: 1000, duration: 'ONCE' });
    await makeCode({ code: 'SOMEBODY', customerId: other });
    await makeCode({ code: 'EXPIRED', expiresAt: '2026-04-01T00:00:00.001Z' });
    await makeCode({ code: 'MINIMUM', minimumAmount: { amount: 3001, currency: 'EUR' } });
    await makeCode({ code: 'CURRENCY', minimumAmount: { amount: 1, currency: 'USD' } });
    await makeCode({ code: 'DOLLARS', couponId: dollars });
    await makeCode({ code: 'PRODUCT', couponId: large });
    await makeCode({ code: 'INACTIVE', active: false });
    await makeCode({ code: 'NO-COUPON', couponId: off });
    await mutate(merchant, 'updateCoupon', { couponId: off, active: false }, 'coupon { id }');
    t.clock.advance(10);
    const { customerId, portal } = await newcomer();
    const answers = [];
    for (const code of 'UNKNOWN SOMEBODY EXPIRED MINIMUM CURRENCY DOLLARS PRODUCT INACTIVE NO-COUPON'.split(' '))
      answers.push(await subscribe(portal, small(code)));
    expect(answers[0]).toMatchObject(UNUSABLE);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(charges(t, customerId)).toEqual([]);
    const bought = { items: [{ priceId: shop.large }], promotionCode: 'PRODUCT' };
    expect(success(await preview(portal, bought))).toMatchObject({ total: { amount: 8100 } });
    expect(success(await preview(portal, { ...bought, promotionCode: 'MINIMUM' }))).toMatchObject({
      total: { amount: 4500 },
    });
  });

  test('a code for new customers is refused after the first invoice, and the last redemption is the last', async () => {
    await makeCode({ code: 'FIRST', firstTimeTransaction: true });
    const regular = await started(t, shop, shop.small);
    expect(await subscribe(regular.portal, small('FIRST'))).toMatchObject(UNUSABLE);
    success(await subscribe((await newcomer()).portal, small('FIRST')));
    await makeCode({ code: 'ONE', maxRedemptions: 1 });
    success(await subscribe((await newcomer()).portal, small('ONE')));
    expect(await subscribe((await newcomer()).portal, small('ONE'))).toMatchObject(UNUSABLE);
  });

  test('a first period for nothing needs a payment method for the next one', async () => {
    const couponId = await makeCoupon(merchant, { basisPointsOff: 10_000, duration: 'ONCE' });
    await makeCode({ couponId, code: 'FREE-MONTH' });
    const customerId = await makeCustomer(merchant, { token: null });
    const portal = visitor(t, merchant, customerId);
    expect(success(await preview(portal, small('FREE-MONTH')))).toMatchObject({
      amountDue: { amount: 0 },
      paymentMethodRequired: true,
    });
    expect(await subscribe(portal, small('FREE-MONTH'))).toMatchObject({ code: 'PAYMENT_METHOD_REQUIRED' });
    await payWith(merchant, customerId, 'tok_visa');
    success(await subscribe(portal, small('FREE-MONTH')));
    expect(charges(t, customerId)).toEqual([]);
  });

  test('a declined payment redeems nothing', async () => {
    const { id } = await makeCode({ code: 'DECLINED' });
    const customerId = await makeCustomer(merchant, { token: 'tok_charge_declined' });
    const portal = visitor(t, merchant, customerId);
    expect(await subscribe(portal, small('DECLINED'))).toMatchObject({ code: 'PAYMENT_DECLINED' });
    expect(await redeemed(id)).toBe(0);
  });

  test('a customer who comes back redeems a code, and one who tries many is stopped', async () => {
    await makeCode({ code: 'AGAIN' });
    const { subscriptionId, portal, customerId } = await started(t, shop, shop.small);
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: false }));
    success(await subscribe(portal, { subscriptionId, promotionCode: 'again' }));
    expect(charges(t, customerId)[1]).toEqual(['SUCCEEDED', 1500]);
    const guesses = [];
    for (let guess = 0; guess < 45; guess++)
      guesses.push(await preview(portal, small(`GUESS-${guess}`)).catch((error: unknown) => String(error)));
    expect(guesses.at(0)).toMatchObject(UNUSABLE);
    expect(guesses.at(-1)).toContain('Too many attempts');
    // A right code is refused as well by then.
    expect(String(await preview(portal, small('WELCOME')).catch(String))).toContain('Too many attempts');
  });

  test('a portal that takes no codes refuses them before it looks for one', async () => {
    await configure(merchant, { promotionCodes: [] });
    const { portal } = await newcomer();
    for (const code of ['WELCOME', 'UNKNOWN'])
      expect(await preview(portal, small(code))).toMatchObject({ setting: 'promotionCodes' });
    await configure(merchant, { promotionCodes: ['SUBSCRIBE', 'SWITCH_PLAN'] });
  });
});

describe('redeeming with a change of plan', () => {
  const PREVIEW = `query ($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) {
    ... on UserError { code path } ... on ConflictError { reason } ... on PortalFeatureDisabledError { setting }
    ... on SubscriptionChangePreview { coupon { id } amountDue { amount } lines { kind amount { amount } }
      nextInvoice { total { amount } } quote { token } } } }`;
  // biome-ignore lint/suspicious/noExplicitAny: the union of the preview.
  const previewSwitch = async (client: GraphQLClient, input: object): Promise<any> =>
    (await client.request<{ previewSwitchPlan: object }>(PREVIEW, { input })).previewSwitchPlan;
  const SWITCH = `mutation ($input: SwitchPlanInput!) { switchPlan(input: $input) {
    ... on UserError { code path } ... on SwitchPlanSuccess { subscription { coupon { id } } } } }`;
  const switchPlan = async (client: GraphQLClient, input: object) =>
    (await client.request<{ switchPlan: object }>(SWITCH, { input })).switchPlan;

  test('within an interval the discount begins with the next period, as the preview shows', async () => {
    const { id } = await makeCode({ code: 'UPGRADE' });
    const { subscriptionId, portal } = await started(t, shop, shop.small);
    const input = { subscriptionId, priceId: shop.large, promotionCode: 'upgrade' };
    const quoted = await previewSwitch(portal, input);
    expect(quoted).toMatchObject({ coupon: { id: half }, nextInvoice: { total: { amount: 4500 } } });
    expect(amounts(quoted.lines).map(([kind]) => kind)).toEqual(['CREDIT', 'CHARGE']);
    const quote = quoted.quote.token;
    const { promotionCode: _, ...without } = input;
    expect(await switchPlan(portal, { ...without, quote })).toMatchObject(UNUSABLE);
    expect(await switchPlan(portal, { ...input, quote })).toEqual({ subscription: { coupon: { id: half } } });
    expect(await redeemed(id)).toBe(1);
    await until(t, '2026-05-02');
    expect((await billedTo(t, subscriptionId)).at(-1)?.[1]).toBe(4500);
  });

  test('with a new interval the discount begins at once', async () => {
    await makeCode({ code: 'YEARLY' });
    const { subscriptionId, portal } = await started(t, shop, shop.small);
    const input = { subscriptionId, priceId: shop.yearly, promotionCode: 'YEARLY' };
    const quoted = await previewSwitch(portal, input);
    expect(amounts(quoted.lines)).toContainEqual(['PERIOD', 18_000]);
    expect(await switchPlan(portal, { ...input, quote: quoted.quote.token })).toMatchObject({
      subscription: { coupon: { id: half } },
    });
  });

  test('a subscription with a discount, a merchant, and a portal without it are refused', async () => {
    await makeCode({ code: 'TWICE' });
    const discounted = await started(t, shop, shop.small, { couponId: half });
    const input = { subscriptionId: discounted.subscriptionId, priceId: shop.large, promotionCode: 'TWICE' };
    expect(await previewSwitch(discounted.portal, input)).toMatchObject({ reason: 'DISCOUNT_EXISTS' });
    const plain = await started(t, shop, shop.small);
    const own = { ...input, subscriptionId: plain.subscriptionId };
    expect(await previewSwitch(merchant, own)).toMatchObject(UNUSABLE);
    await configure(merchant, { promotionCodes: ['SUBSCRIBE'] });
    expect(await previewSwitch(plain.portal, own)).toMatchObject({ setting: 'promotionCodes' });
    await configure(merchant, { promotionCodes: ['SUBSCRIBE', 'SWITCH_PLAN'] });
  });
});

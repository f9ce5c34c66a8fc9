/** Coming back after a subscription has ended, and starting another one, in the portal. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { success } from '../support/app.ts';
import { cancel, configure, expectBooksToBalance, makeCoupon, payWith, subscribe } from '../support/billing.ts';
import { mutate } from '../support/world.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { enterCard, type OpenShop, openPortalShop, speaks, taken } from './support/shop.ts';
import { AT_A_DESK, IN_ARABIC, ON_A_PHONE } from './support/ways.ts';

inBrowser('subscribing in the portal', () => {
  let t: OpenShop;
  const made: Record<string, Awaited<ReturnType<typeof subscribe>>> = {};

  beforeAll(async () => {
    t = await openPortalShop();
    const features = ['20 projects', 'Email support'];
    await mutate(
      t.shop.merchant,
      'updateProduct',
      { productId: t.shop.productIds.small, marketingFeatures: features },
      'product { id }',
    );
    for (const name of ['desk', 'phone', 'arabic', 'keyboard', 'bank'])
      made[name] = await ended(name === 'desk' ? 2 : 1);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  /** A customer whose only subscription has ended. */
  async function ended(quantity: number) {
    const customer = await subscribe(t, t.shop, t.shop.small, { quantity });
    const { subscriptionId } = customer;
    success(await cancel(t.shop.merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: false }));
    return customer;
  }
  const customer = (name: string) => made[name] as NonNullable<(typeof made)[string]>;

  test.each([
    ['desk', AT_A_DESK, 2],
    ['phone', ON_A_PHONE, 1],
    ['arabic', IN_ARABIC, 1],
  ] as const)('on the %s a customer comes back from the overview to the same plan', async (name, way, units) => {
    const { customerId } = customer(name);
    const { say } = way;
    if (name === 'arabic') await speaks(t.shop, customerId, 'ar');
    const before = await taken(t, customerId);
    const { page, leave } = await t.visit(customerId, {
      way: name === 'arabic' ? { ...way, window: { ...way.window, colorScheme: 'dark' } } : way,
    });
    await picture(page, `no-plan-${name}`);
    await page.getByRole('link', { name: say('action.resubscribe') }).click();
    await page.getByRole('heading', { level: 1, name: say('subscribe.againTitle') }).waitFor();
    const confirm = page.locator('.review-bar .button');
    await confirm.waitFor();
    expect(await page.locator('input[type=radio]:checked').count()).toBeGreaterThanOrEqual(1);
    const { bottom } = await confirm.evaluate((element) => element.getBoundingClientRect().toJSON());
    expect(bottom).toBeLessThanOrEqual(way.window.viewport?.height ?? 0);
    expect(await violations(page)).toEqual([]);
    if (way.narrow) expect(await misfits(page)).toEqual([]);
    await picture(page, `resubscribe-${name}`);
    await confirm.click();
    await page.locator('.done').waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, `resubscribed-${name}`);
    expect((await taken(t, customerId)) - before).toBe(units * 3000);
    await page.getByRole('link', { name: say('switch.toSubscription') }).click();
    await page.getByText(say('status.active'), { exact: true }).waitFor();
    await leave();
  });

  test('by keyboard a customer comes back to another plan, after the bank has confirmed the payment', async () => {
    const { customerId, subscriptionId } = customer('keyboard');
    await payWith(t.shop.merchant, customerId, 'tok_authentication_required');
    const { page, go, leave } = await t.visit(customerId);
    await go(`/subscriptions/${subscriptionId}`);
    await page.getByRole('link', { name: 'Subscribe again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: /^Small/ }).focus();
    await page.keyboard.press('ArrowDown');
    const pay = page.getByRole('button', { name: 'Subscribe and pay €90.00' });
    await pay.focus();
    await page.keyboard.press('Enter');
    const bank = page.getByRole('button', { name: 'Confirm payment' });
    await bank.waitFor();
    await bank.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your subscription has started: Large' }).waitFor();
    // A second visit of the old address leads to the new subscription.
    await go(`/subscriptions/${subscriptionId}/resubscribe`);
    await page.getByText('You’ve already subscribed again.').waitFor();
    await leave();
  });

  test.each([
    ['desk', AT_A_DESK],
    ['arabic', IN_ARABIC],
  ] as const)('on the %s a promotion code is entered, refused, corrected and redeemed', async (name, way) => {
    const { merchant } = t.shop;
    const couponId = await makeCoupon(merchant, { basisPointsOff: 2000, duration: 'FOREVER' });
    const code = `BACK-${name}`;
    await mutate(merchant, 'createPromotionCode', { couponId, code }, 'promotionCode { id }');
    const { customerId, subscriptionId } = await ended(1);
    if (name === 'arabic') await speaks(t.shop, customerId, 'ar');
    const { say } = way;
    const before = await taken(t, customerId);
    const { page, go, leave } = await t.visit(customerId, { way });
    await go(`/subscriptions/${subscriptionId}/resubscribe`);
    await page.getByRole('button', { name: say('promotion.add') }).click();
    const field = page.getByLabel(say('promotion.code'));
    await field.fill('NOTHING');
    await page.getByRole('button', { name: say('promotion.apply') }).click();
    await page.getByText(say('promotion.wrong')).waitFor();
    // The price and the button remain: the customer may go on without the code.
    await page.locator('.review-bar .button').waitFor();
    expect(await page.locator('.lines').count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    if (way.narrow) expect(await misfits(page)).toEqual([]);
    await picture(page, `promotion-wrong-${name}`);
    await field.fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator('.promotion-applied').waitFor();
    await page.locator('.review-bar .button').waitFor();
    if (way.narrow) expect(await misfits(page)).toEqual([]);
    await picture(page, `promotion-${name}`);
    await page.locator('.review-bar .button').click();
    await page.locator('.done').waitFor();
    expect((await taken(t, customerId)) - before).toBe(2400);
    await leave();
  });

  test('a promotion code on a change of plan shows from when the discount applies', async () => {
    const { merchant } = t.shop;
    const couponId = await makeCoupon(merchant, { basisPointsOff: 2000, duration: 'FOREVER' });
    await mutate(merchant, 'createPromotionCode', { couponId, code: 'MOVE-UP' }, 'promotionCode { id }');
    await configure(merchant, { promotionCodes: ['SUBSCRIBE', 'SWITCH_PLAN'] });
    const { customerId, subscriptionId } = await subscribe(t, t.shop, t.shop.small);
    const { page, go, leave } = await t.visit(customerId);
    await go(`/subscriptions/${subscriptionId}/switch`);
    await page.getByRole('radio', { name: /^Large/ }).check();
    await page.getByRole('button', { name: 'Add promotion code' }).click();
    await page.getByLabel('Promotion code').fill('move-up');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The discount starts with your next billing period.').waitFor();
    await page.getByText('€72.00').waitFor();
    await picture(page, 'promotion-switch');
    await page.locator('.review-bar .button').click();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    await leave();
  });

  test('a customer without a payment method adds one in the middle, and the quote remains', async () => {
    const { customerId, subscriptionId } = customer('bank');
    const { page, go, leave } = await t.visit(customerId);
    await go('/payment-methods');
    await page.getByRole('button', { name: /Remove/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('You haven’t added a payment method yet.').waitFor();
    await go(`/subscriptions/${subscriptionId}/resubscribe`);
    await page.getByRole('button', { name: 'Add payment method' }).click();
    await enterCard(page, '5555555555554444');
    await page.getByRole('button', { name: 'Subscribe and pay €30.00' }).click();
    await page.locator('.done').waitFor();
    await leave();
  });

  test('another subscription is started from the list, if the portal allows it', async () => {
    const { customerId } = customer('desk');
    const { page, go, leave } = await t.visit(customerId);
    await go('/subscriptions');
    expect(await page.getByRole('link', { name: 'Start a subscription' }).count()).toBe(0);
    await go('/subscribe');
    await page.getByText('This section isn’t available.').waitFor();
    await configure(t.shop.merchant, { subscriptionCreateEnabled: true });
    await go('/subscriptions');
    await page.getByRole('link', { name: 'Start a subscription' }).click();
    await page.getByText('Choose a plan to see the price.').waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'start-subscription');
    await page.getByRole('radio', { name: /^Large/ }).check();
    await page.getByRole('button', { name: 'Add one' }).click();
    await page.getByRole('button', { name: 'Subscribe and pay €180.00' }).click();
    await page.getByRole('heading', { name: 'Your subscription has started: 2 × Large' }).waitFor();
    await leave();
    await configure(t.shop.merchant, { subscriptionCreateEnabled: false });
  });

  test('a plan that is no longer sold is replaced by another, or the screen has only a notice', async () => {
    const { subscriptionId, customerId } = await ended(1);
    await configure(t.shop.merchant, { subscriptionProductIds: [t.shop.productIds.large] });
    const { page, go, leave } = await t.visit(customerId);
    await go(`/subscriptions/${subscriptionId}/resubscribe`);
    await page.getByText('Choose a plan to see the price.').waitFor();
    await configure(t.shop.merchant, { allowPlanSwitch: false });
    await go(`/subscriptions/${subscriptionId}/resubscribe`);
    await page.getByText('This plan is no longer available.').waitFor();
    await leave();
    await configure(t.shop.merchant, { allowPlanSwitch: true, subscriptionProductIds: [] });
  });
});

/** Choosing a plan: the saving of a year, quantities by units, and only what the portal allows. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure, expectBooksToBalance, subscribe, subscriptionOf } from '../support/billing.ts';
import { makePrice } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { type OpenShop, openPortalShop, speaks, taken, untilMiddle, type Visit } from './support/shop.ts';
import { AT_A_DESK, IN_ARABIC, ON_A_PHONE, type Way } from './support/ways.ts';

/** Three plans with yearly prices, seats in fives, and seats as an add-on. Monthly prices. */
async function sellPlans({ merchant }: OpenShop['shop']) {
  const plan = async (name: string, amount: number, yearly: number, adjustableQuantity: object, features: string[]) => {
    const { priceId, productId } = await makePrice(merchant, { name, amount });
    const year = await makePrice(merchant, { productId, amount: yearly, interval: 'YEAR' });
    for (const id of [priceId, year.priceId])
      await mutate(merchant, 'updatePrice', { priceId: id, adjustableQuantity }, 'price { id }');
    await mutate(merchant, 'updateProduct', { productId, marketingFeatures: features }, 'product { id }');
    return { priceId, productId, yearly: year.priceId };
  };
  const flat = { enabled: false };
  const starter = await plan('Starter', 900, 9000, flat, ['3 projects', 'Email support']);
  const team = await plan('Team', 3000, 30_000, flat, ['20 projects', 'Email support', 'Chat support']);
  const crew = await plan('Crew', 600, 6200, { enabled: true, minimum: 5, maximum: 20, step: 5 }, ['Shared workspace']);
  const seat = await makePrice(merchant, { name: 'Seat', amount: 500 });
  await mutate(merchant, 'updateProduct', { productId: seat.productId, kind: 'ADD_ON' }, 'product { id }');
  return { starter, team, crew };
}

inBrowser('choosing a plan on the page', () => {
  let t: OpenShop;
  let plans: Awaited<ReturnType<typeof sellPlans>>;
  const made: Record<string, Awaited<ReturnType<typeof subscribe>>> = {};

  beforeAll(async () => {
    t = await openPortalShop();
    plans = await sellPlans(t.shop);
    const subscriptionProductIds = [plans.starter, plans.team, plans.crew].map(({ productId }) => productId);
    await configure(t.shop.merchant, { subscriptionProductIds });
    for (const name of ['desk', 'phone', 'arabic', 'units', 'keyboard', 'rules'])
      made[name] = await subscribe(t, t.shop, plans.starter.priceId);
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  async function at(
    name: string,
    way: Way = AT_A_DESK,
  ): Promise<Visit & { subscriptionId: string; customerId: string }> {
    const { customerId, subscriptionId } = made[name] as NonNullable<(typeof made)[string]>;
    const visit = await t.visit(customerId, {
      way,
      destination: 'SWITCH_PLAN',
      destinationContext: subscriptionId,
    });
    await visit.page.getByRole('heading', { level: 1, name: way.say('switch.title') }).waitFor();
    return { ...visit, subscriptionId, customerId };
  }
  const names = (page: Page) => page.locator('.choice .choice-name').allInnerTexts();

  test.each([
    ['desk', AT_A_DESK],
    ['phone', ON_A_PHONE],
    ['arabic', IN_ARABIC],
  ] as const)(
    'on the %s the yearly prices show their saving, and a switch to one of them is confirmed',
    async (name, way) => {
      const { say } = way;
      if (name === 'arabic') await speaks(t.shop, made.arabic?.customerId ?? '', 'ar');
      const { page, customerId, leave } = await at(name, way);
      // Sorted by price; the add-on is no plan.
      expect((await names(page)).map((text) => text.replace(/[\u2066-\u2069]|\n.*/g, '').trim())).toEqual([
        'Crew',
        'Starter',
        'Team',
      ]);
      await page.getByRole('radio', { name: say('price.every', { interval: 'YEAR', count: 1 }) }).check();
      const savings = await page.locator('.choice-saving').allInnerTexts();
      const percent = new Intl.NumberFormat(way.locale === 'ar-EG' ? 'ar-u-nu-latn' : way.locale, { style: 'percent' });
      // 62.00 instead of 72.00 is 13.88 %, and never rounded up to 14 %.
      expect(savings.map((text) => text.replace(/[\u2066-\u2069]/g, ''))).toEqual([
        say('saving.percent', { percent: percent.format(0.13) }),
        say('saving.months', { months: 2 }),
        say('saving.months', { months: 2 }),
      ]);
      await page.getByRole('radio', { name: /^Team/ }).check();
      const confirm = page.locator('.review-bar .button');
      await confirm.waitFor();
      expect(await page.getByLabel(say('switch.quantity')).count()).toBe(0);
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
      const { top, bottom } = await confirm.evaluate((element) => element.getBoundingClientRect().toJSON());
      expect(top).toBeGreaterThan(0);
      expect(bottom).toBeLessThanOrEqual(way.window.viewport?.height ?? 0);
      expect(await violations(page)).toEqual([]);
      if (way.narrow) expect(await misfits(page)).toEqual([]);
      await picture(page, `plan-choice-${name}`);
      await confirm.click();
      await page.getByRole('heading', { name: say('switch.done', { plan: 'Team' }) }).waitFor();
      // Half of the month is credited: 300.00 − 4.50, and 9.00 before.
      expect(await taken(t, customerId)).toBe(900 + 30_000 - 450);
      await leave();
    },
  );

  test('switching to a price that is sold in fives sets the quantity to five, steps by five, and shows the limits', async () => {
    const { page, subscriptionId, customerId, leave } = await at('units');
    await page.getByRole('radio', { name: /^Crew/ }).check();
    const field = page.getByLabel('Quantity');
    expect(await field.inputValue()).toBe('5');
    await page.getByText('Sold in steps of 5: 5, 10 and so on.').waitFor();
    const confirm = (amount: string) => page.getByRole('button', { name: `Confirm and pay ${amount}` });
    // Half of 5 × 6.00, less half of 9.00.
    await confirm('€10.50').waitFor();
    await page.getByRole('button', { name: 'Add one' }).click();
    await confirm('€25.50').waitFor();
    expect(await field.inputValue()).toBe('10');
    await field.fill('12');
    await page.getByRole('alert').getByText('Enter a whole number from 5 to 20.').waitFor();
    expect(await page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await picture(page, 'plan-choice-units');
    await page.getByRole('button', { name: 'Add one' }).click();
    expect(await field.inputValue()).toBe('15');
    await page.getByRole('button', { name: 'Remove one' }).click();
    await confirm('€25.50').click();
    await page.getByRole('heading', { name: 'You now have 10 × Crew' }).waitFor();
    expect((await subscriptionOf(t.shop.merchant, subscriptionId)).items[0]?.quantity).toBe(10);
    expect(await taken(t, customerId)).toBe(900 + 2550);
    await leave();
  });

  test('the cycle, the plan and the confirmation are reached by keyboard, and screen readers announce the price', async () => {
    const { page, customerId, leave } = await at('keyboard');
    const { keyboard } = page;
    const reach = async (name: RegExp, role: 'radio' | 'button') => {
      for (let stop = 0; stop < 40; stop++) {
        await keyboard.press('Tab');
        const focused = await page
          .getByRole(role, { name })
          .evaluateAll((found) => found.some((element) => element === document.activeElement));
        if (focused) return;
      }
      throw new Error(`Tab does not lead to ${name}.`);
    };
    await reach(/monthly/, 'radio');
    await keyboard.press('ArrowRight');
    await page.getByRole('radio', { name: /yearly/, checked: true }).waitFor();
    await reach(/^(Crew|Starter|Team)/, 'radio');
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /^Starter/, checked: true }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Due now: €85.50' }).waitFor({ state: 'attached' });
    await reach(/^Confirm and pay €85\.50/, 'button');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You now have Starter' }).waitFor();
    expect(await taken(t, customerId)).toBe(900 + 8550);
    await leave();
  });

  test('only plans that groups and rules allow are shown, and a notice appears if there is none', async () => {
    const { merchant } = t.shop;
    const { starter, team, crew } = plans;
    await configure(merchant, { planGroups: [{ productIds: [starter.productId, team.productId] }] });
    const { page, leave } = await at('rules');
    expect(await page.getByRole('radio', { name: /^Team/ }).count()).toBe(1);
    expect(await page.getByRole('radio', { name: /^Crew/ }).count()).toBe(0);
    // No other plan, no other cycle, and nothing that is sold by units.
    await configure(merchant, { planGroups: [], subscriptionProductIds: [crew.productId] });
    await configure(merchant, { planRules: [{ fromProductId: starter.productId, toProductIds: [] }] });
    await page.reload();
    await page.getByText('You can’t change this subscription right now.').waitFor();
    expect(await page.getByRole('main').getByRole('radio').count()).toBe(0);
    await leave();
  });
});

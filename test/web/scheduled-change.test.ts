/** Downgrades that wait for the end of the period: shown, counted in the next invoice, and taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectBooksToBalance, subscribe, subscriptionOf } from '../support/billing.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { euros, fact, invoicesOf, type OpenShop, openPortalShop, shownLines, untilMiddle } from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { ON_A_PHONE } from './support/ways.ts';

inBrowser('a scheduled change', () => {
  let t: OpenShop;
  let large: Awaited<ReturnType<typeof subscribe>>;

  beforeAll(async () => {
    t = await openPortalShop({ downgradeEffective: 'PERIOD_END' });
    large = await subscribe(t, t.shop, t.shop.large);
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  test('a change at the end of the period is marked before it is confirmed, affects the next invoice, and can be revoked', async () => {
    const { page, leave } = await t.visit(large.customerId, {
      destination: 'SWITCH_PLAN',
      destinationContext: large.subscriptionId,
    });
    await page.getByRole('radio', { name: /^Small/ }).check();
    await page.locator('.notice-title', { hasText: 'The change takes effect on 1 May 2026' }).waitFor();
    await page.getByText('You won’t be charged for the change now').waitFor();
    expect(await shownLines(page)).toEqual([]);
    expect(await fact(page, 'Due now').innerText()).toBe(euros(0));
    expect(await fact(page, 'Next invoice, 1 May 2026').innerText()).toBe(euros(3000));
    await picture(page, 'money-scheduled-quote');
    await page.getByRole('button', { name: 'Schedule change' }).click();
    await page.getByRole('heading', { name: 'You’ll switch to Small on 1 May 2026' }).waitFor();
    expect(await invoicesOf(t, large.customerId)).toHaveLength(1);

    await page.getByRole('link', { name: 'View subscription' }).click();
    await page.getByText('Your plan changes on 1 May 2026').waitFor();
    await page.getByText('Small, €30.00 per month').waitFor();
    expect(await fact(page, 'You’ll be charged').innerText()).toBe(euros(3000));
    expect((await shownLines(page)).map(([, , amount]) => amount)).toEqual([euros(3000)]);
    await picture(page, 'money-scheduled');
    expect((await subscriptionOf(large.portal, large.subscriptionId)).items[0]?.price.id).toBe(t.shop.large);

    await page.getByRole('button', { name: 'Keep current plan' }).click();
    await page.getByText('You’re keeping your current plan.').waitFor();
    await expect.poll(() => fact(page, 'You’ll be charged').innerText()).toBe(euros(9000));
    expect(await page.getByText('Your plan changes on').count()).toBe(0);
    await leave();
  });

  test('a scheduled change takes effect at the end of the period, and the overview shows it until then, on a phone', async () => {
    const { page, leave } = await t.visit(large.customerId, {
      way: ON_A_PHONE,
      destination: 'SWITCH_PLAN',
      destinationContext: large.subscriptionId,
    });
    await page.getByRole('radio', { name: /^Small/ }).check();
    await page.getByRole('button', { name: 'Schedule change' }).tap();
    await page.getByRole('heading', { name: 'You’ll switch to Small on 1 May 2026' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).first().tap();
    await page.getByText('Your plan changes on 1 May 2026').waitFor();
    await expect.poll(() => page.locator('.plan-next-amount').innerText()).toBe(euros(3000));
    expect(await standsOut(page)).toBe(false);
    await leave();
    t.clock.advanceTo('2026-05-01T00:00:00.000Z');
    await t.app.tick();
    expect((await invoicesOf(t, large.customerId))[0]?.total).toBe(3000n);
  });
});

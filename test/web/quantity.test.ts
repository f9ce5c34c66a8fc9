/** Changing the quantity with the stepper: only the quantity in the field can be confirmed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure, expectBooksToBalance, subscribe, subscriptionOf } from '../support/billing.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import {
  euros,
  fact,
  invoicesOf,
  type OpenShop,
  openPortalShop,
  shownLines,
  taken,
  untilMiddle,
} from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { ON_A_PHONE } from './support/ways.ts';

inBrowser('changing the quantity on the page', () => {
  let t: OpenShop;
  let seats: Awaited<ReturnType<typeof subscribe>>;

  beforeAll(async () => {
    t = await openPortalShop({ allowPlanSwitch: false });
    seats = await subscribe(t, t.shop, t.shop.small, { quantity: 2 });
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  const visit = (options: Parameters<OpenShop['visit']>[1] = {}) =>
    t.visit(seats.customerId, {
      destination: 'SWITCH_PLAN',
      destinationContext: seats.subscriptionId,
      ...options,
    });
  const quantity = async () => (await subscriptionOf(seats.portal, seats.subscriptionId)).items[0]?.quantity;

  test('a higher quantity is quoted and charged for exactly the number in the stepper', async () => {
    const { page, leave } = await visit();
    await page.getByText('Change the quantity to see the price.').waitFor();
    expect(await page.getByRole('main').getByRole('radio').count()).toBe(0);
    const more = page.getByRole('button', { name: 'Add one' });
    await more.click();
    const confirm = page.getByRole('button', { name: 'Confirm and pay €15.00' });
    await confirm.waitFor();
    // While the next number is being chosen, the old one can no longer be confirmed.
    await more.click();
    expect(await page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).waitFor();
    await page.getByLabel('Quantity').fill('0');
    await page.getByText('Enter a whole number, 1 or more.').waitFor();
    expect(await page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
    await page.getByLabel('Quantity').fill('4');
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).waitFor();
    await picture(page, 'money-quantity');

    expect(await page.locator('.side').allInnerTexts()).toEqual([
      expect.stringContaining('2 × Small'),
      expect.stringContaining('4 × Small'),
    ]);
    const shown = (await shownLines(page)).map(([, , amount]) => amount);
    expect(await fact(page, 'Next invoice, 1 May 2026').innerText()).toBe(euros(12000));
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).click();
    await page.getByRole('heading', { name: 'You now have 4 × Small' }).waitFor();
    const [invoice] = await invoicesOf(t, seats.customerId);
    expect(invoice?.lines.map(({ amount }) => euros(amount))).toEqual(shown);
    expect(invoice?.total).toBe(3000n);
    expect(await quantity()).toBe(4);
    expect(await taken(t, seats.customerId)).toBe(9000);
    await leave();
  });

  test('a lower quantity gives credit, on a phone too', async () => {
    const { page, leave } = await visit({ way: ON_A_PHONE });
    const fewer = page.getByRole('button', { name: 'Remove one' });
    for (let n = 0; n < 3; n++) await fewer.tap();
    expect(await page.getByLabel('Quantity').inputValue()).toBe('1');
    expect(await fewer.getAttribute('aria-disabled')).toBe('true');
    await expect.poll(() => fact(page, 'Credited now').innerText()).toBe(euros(4500));
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-quantity-phone');
    await page.getByRole('button', { name: 'Confirm change' }).tap();
    await page.getByRole('heading', { name: 'You now have Small' }).waitFor();
    expect(await quantity()).toBe(1);
    expect((await invoicesOf(t, seats.customerId))[0]?.total).toBe(-4500n);
    await leave();
  });

  test('a portal that forbids changing the quantity shows no quantity field', async () => {
    await configure(t.shop.merchant, { allowPlanSwitch: true, allowQuantityUpdates: false });
    const { page, leave } = await visit();
    await page.getByRole('radio', { name: /^Large/ }).waitFor();
    expect(await page.getByLabel('Quantity').count()).toBe(0);
    await leave();
  });
});

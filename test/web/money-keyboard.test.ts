/** Switching plan and canceling with nothing but Tab, Enter, Space and the arrows. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { expectBooksToBalance, subscribe, subscriptionOf } from '../support/billing.ts';
import { inBrowser } from './support/portal.ts';
import { type OpenShop, openPortalShop, taken, untilMiddle } from './support/shop.ts';

/** More Tab stops than any screen has. */
const MOST_STOPS = 60;

const hasFocus = (target: Locator) =>
  target.evaluateAll((found) => found.some((element) => element === document.activeElement));

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (!(await hasFocus(target))) continue;
    const outline = await page.evaluate(() => {
      const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement as Element);
      const label = document.activeElement?.closest('label');
      return [outlineStyle, boxShadow, label ? getComputedStyle(label).outlineStyle : 'none'];
    });
    expect(outline.some((style) => style !== 'none')).toBe(true);
    return;
  }
  throw new Error(`Tab does not lead to ${target}.`);
}

inBrowser('using the keyboard alone', () => {
  let t: OpenShop;
  let customer: Awaited<ReturnType<typeof subscribe>>;

  beforeAll(async () => {
    t = await openPortalShop({
      cancellationMode: 'PERIOD_END',
      cancellationReasonsEnabled: true,
      cancellationReasons: ['Too expensive', 'I do not need it'],
    });
    customer = await subscribe(t, t.shop, t.shop.small);
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  test('a customer signs in, switches plan, cancels with a reason and revokes the cancellation by keyboard', async () => {
    const { customerId, subscriptionId, portal } = customer;
    const { url } = await handedOver(t.shop.merchant, customerId);
    const { page, context, problems } = await t.window();
    const { keyboard } = page;
    const press = async (target: Locator, key = 'Enter') => {
      await tabTo(page, target);
      await keyboard.press(key);
    };
    const button = (name: string) => page.getByRole('button', { name });
    const link = (name: string) => page.getByRole('link', { name });
    await page.goto(url);
    await press(button('Sign in'));

    await press(link('Change plan'));
    await page.getByRole('heading', { level: 1, name: 'Change plan' }).waitFor();
    await tabTo(page, page.getByRole('radio', { name: /^Small/ }));
    await keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /^Large/, checked: true }).waitFor();
    await press(button('Add one'), 'Space');
    await press(page.getByRole('button', { name: 'Confirm and pay €75.00' }), 'Space');
    const done = page.getByRole('heading', { name: 'You now have 2 × Large' });
    await done.waitFor();
    // A screen reader announces the result at once.
    expect(await hasFocus(done)).toBe(true);
    expect((await subscriptionOf(portal, subscriptionId)).items).toMatchObject([
      { price: { id: t.shop.large }, quantity: 2 },
    ]);
    expect(await taken(t, customerId)).toBe(3000 + 7500);

    await press(link('View subscription'));
    await press(link('Cancel subscription'));
    await tabTo(page, page.getByRole('radio', { name: 'Too expensive' }));
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: 'I do not need it', checked: true }).waitFor();
    await tabTo(page, page.getByLabel('Anything else you’d like to tell us?'));
    await keyboard.type('No thanks');
    await press(button('Continue'));
    await page.getByRole('heading', { name: 'What happens when you cancel' }).waitFor();
    await press(button('Cancel subscription'));
    const ending = page.getByRole('heading', { name: 'Your subscription ends on 1 May 2026' });
    await ending.waitFor();
    expect(await hasFocus(ending)).toBe(true);
    expect(await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).toMatchObject({
      cancelAtPeriodEnd: true,
      cancellationReason: 'I do not need it',
      cancellationComment: 'No thanks',
    });
    await press(button('Keep my plan'));
    await page.getByText('Your subscription will continue.').waitFor();
    await expect.poll(async () => (await subscriptionOf(portal, subscriptionId)).cancelAtPeriodEnd).toBe(false);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a dialog takes the focus, closes with Escape, and returns the focus', async () => {
    const { page, leave } = await t.visit(customer.customerId, { destination: 'PAYMENT_METHODS' });
    const add = page.getByRole('button', { name: 'Add payment method' });
    await tabTo(page, add);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await page.frameLocator('iframe[title="Payment details"]').getByLabel('Card number').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(add)).toBe(true);
    await leave();
  });
});

/** Switching plan in the browser: the amounts shown before the click are charged by it exactly. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { success } from '../support/app.ts';
import {
  configure,
  expectBooksToBalance,
  payWith,
  subscribe,
  subscriptionOf,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import { makePrice } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import {
  enterCard,
  euros,
  fact,
  invoicesOf,
  type OpenShop,
  openPortalShop,
  shownLines,
  speaks,
  taken,
  untilMiddle,
  type Visit,
} from './support/shop.ts';
import { standsOut } from './support/visit.ts';
import { IN_ARABIC, ON_A_PHONE } from './support/ways.ts';

/** Chooses a price by its name; the amounts appear by themselves. */
async function choose(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('radio', { name }).check();
  await page.getByRole('heading', { name: 'Your change' }).waitFor();
}

inBrowser('switching plan on the page', () => {
  let t: OpenShop;
  type Customer = Awaited<ReturnType<typeof subscribe>>;
  const made: Record<string, Customer> = {};

  beforeAll(async () => {
    t = await openPortalShop();
    const { shop } = t;
    for (const [name, price, token] of [
      ['upgrade', shop.small],
      ['downgrade', shop.large],
      ['free', shop.free, null],
      ['yearly', shop.small],
      ['declined', shop.small],
      ['expired', shop.small],
      ['waiting', shop.small],
      ['twice', shop.small],
      ['phone', shop.small],
      ['sight', shop.small],
      ['arabic', shop.small],
      ['offered', shop.small],
      ['pending', shop.small],
    ] as [string, string, (string | null)?][])
      made[name] = await subscribe(t, shop, price, { token });
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  async function at(name: string, options?: Parameters<OpenShop['visit']>[1]): Promise<Visit & Customer> {
    const customer = made[name];
    if (!customer) throw new Error(`There is no customer for ${name}.`);
    const { customerId, subscriptionId } = customer;
    const visit = await t.visit(customerId, {
      destination: 'SWITCH_PLAN',
      destinationContext: subscriptionId,
      ...options,
    });
    await visit.page.getByRole('heading', { level: 1, name: 'Change plan' }).waitFor();
    return { ...visit, ...customer };
  }
  const priceOf = async ({ portal, subscriptionId }: Customer) =>
    (await subscriptionOf(portal, subscriptionId)).items[0]?.price.id;

  test('a plan lists its features, and a change shows the ones that it gains and loses', async () => {
    const features = { [t.shop.small]: ['Boards', 'Email support'], [t.shop.large]: ['Boards', 'Phone support'] };
    for (const [priceId, marketingFeatures] of Object.entries(features))
      await t.db.prisma.product.updateMany({
        where: { prices: { some: { id: priceId } } },
        data: { marketingFeatures },
      });
    const { page, leave } = await at('sight');
    const card = page.locator('.choice', { has: page.getByRole('radio', { name: /^Large/ }) });
    expect(await card.locator('.feature').allInnerTexts()).toEqual(features[t.shop.large]);
    await choose(page, /^Large/);
    expect(await page.locator('.feature-gained').allInnerTexts()).toEqual([
      expect.stringMatching(/You’ll get\s+Phone support/),
    ]);
    expect(await page.locator('.feature-lost').allInnerTexts()).toEqual([
      expect.stringMatching(/You’ll lose\s+Email support/),
    ]);
    await leave();
  });

  test('an upgrade shows both plans side by side, each line with its reason, and charges exactly what was shown', async () => {
    const visit = await at('upgrade');
    const { page, customerId } = visit;
    await choose(page, /^Large/);
    await picture(page, 'money-switch-quote');
    expect(await page.locator('.side').allInnerTexts()).toEqual([
      expect.stringMatching(/^Now\s+Small\s+€30\.00 per month$/),
      expect.stringMatching(/^New\s+Large\s+€90\.00 per month$/),
    ]);
    const lines = await shownLines(page);
    expect(lines.map(([, , amount]) => amount)).toEqual([euros(-1500), euros(4500)]);
    expect(lines.map(([, reason]) => reason)).toEqual([
      'Credit for unused time on Small, 16 – 30 April 2026 (15 of 30 days of the €30.00 billed): -€15.00',
      '15 of 30 days of Large (€90.00), 16 – 30 April 2026: €45.00',
    ]);
    expect(await fact(page, 'Due now').innerText()).toBe(euros(3000));
    expect(await fact(page, 'Next invoice, 1 May 2026').innerText()).toBe(euros(9000));
    await page.getByText('We’ll charge Visa •••• 4242.').waitFor();

    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).click();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    await picture(page, 'money-switch-done');
    expect(await fact(page, 'Paid now').innerText()).toBe(euros(3000));
    expect(await fact(page, 'Next invoice, 1 May 2026').innerText()).toBe(euros(9000));

    const [invoice, first] = await invoicesOf(t, customerId);
    expect(invoice).toMatchObject({ total: 3000n, status: 'PAID', amountDue: 0n });
    expect(invoice?.lines.map(({ amount }) => euros(amount))).toEqual(lines.map(([, , amount]) => amount));
    expect(await taken(t, customerId)).toBe(Number((invoice?.total ?? 0n) + (first?.total ?? 0n)));

    await page.getByRole('link', { name: 'View invoice' }).click();
    await page.getByRole('heading', { level: 1, name: `Invoice ${invoice?.number}` }).waitFor();
    expect(await shownLines(page)).toEqual(lines);
    await visit.leave();
  });

  test('a downgrade gives the difference as credit, which pays the next invoice', async () => {
    const visit = await at('downgrade');
    const { page, customerId } = visit;
    await choose(page, /^Small/);
    expect(await fact(page, 'Credited now').innerText()).toBe(euros(3000));
    expect(await fact(page, 'Next invoice, 1 May 2026').innerText()).toBe(euros(0));
    await page.getByText('We’ll use your credit first on upcoming invoices.').waitFor();
    await page.getByRole('button', { name: 'Confirm change' }).click();
    await page.getByRole('heading', { name: 'You now have Small' }).waitFor();
    expect(await fact(page, 'Credited').innerText()).toBe(euros(3000));
    expect(await taken(t, customerId)).toBe(9000);

    const [note] = await invoicesOf(t, customerId);
    await page.getByRole('link', { name: 'View credit note' }).click();
    await page.getByRole('heading', { level: 1, name: `Credit note ${note?.number}` }).waitFor();
    await visit.go('/credit');
    await page.getByText('Credit balance').waitFor();
    expect(await page.locator('.plan-next-amount').innerText()).toBe(euros(3000));
    await visit.leave();
  });

  test('switching from a free plan requires a payment method, and charges the rest of the month', async () => {
    const visit = await at('free');
    await choose(visit.page, /^Large/);
    await visit.page.getByText('Add a payment method to continue.').waitFor();
    expect(await visit.page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0);
    await visit.page.getByRole('button', { name: 'Add payment method' }).click();
    await enterCard(visit.page, '4242 4242 4242 4242');
    await visit.page.getByRole('button', { name: 'Confirm and pay €45.00' }).click();
    await visit.page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    expect(await taken(t, visit.customerId)).toBe(4500);
    await visit.leave();
  });

  test('switching to yearly billing starts the year today, and credits the rest of the month', async () => {
    const visit = await at('yearly');
    const { page, customerId } = visit;
    await page.getByRole('radio', { name: 'yearly' }).check();
    await choose(page, /^Small.*per year/);
    expect((await shownLines(page)).map(([, , amount]) => amount)).toEqual([euros(-1500), euros(36000)]);
    expect(await fact(page, 'Next invoice, 16 April 2027').innerText()).toBe(euros(36000));
    await page.getByRole('button', { name: 'Confirm and pay €345.00' }).click();
    await page.getByRole('heading', { name: 'You now have Small' }).waitFor();
    expect(await taken(t, customerId)).toBe(3000 + 34500);
    await visit.leave();
  });

  test('a declined card changes nothing, and the page shows the reason and the remedy', async () => {
    const { shop } = t;
    const visit = await at('declined');
    const { page, customerId } = visit;
    await payWith(shop.merchant, customerId, 'tok_insufficient_funds');
    await choose(page, /^Large/);
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('Your account has insufficient funds.').waitFor();
    await picture(page, 'money-switch-declined');
    expect(await invoicesOf(t, customerId)).toHaveLength(1);
    expect(await priceOf(visit)).toBe(shop.small);
    expect(await taken(t, customerId)).toBe(3000);

    // The problem is resolved on the same screen, with the choice preserved.
    await alert.getByRole('button', { name: 'Update payment method' }).click();
    await enterCard(page, '5555 5555 5555 4444');
    await page.getByText('We’ll charge Mastercard •••• 4444.').waitFor();
    expect(await alert.count()).toBe(0);
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).click();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    expect(await taken(t, customerId)).toBe(6000);
    await visit.leave();
  });

  test('a quote that expires on the screen is renewed by itself', async () => {
    const customer = made.waiting as Customer;
    const { page, context, problems } = await t.window();
    await page.clock.install();
    await t.enter(page, t.shop.merchant, {
      customerId: customer.customerId,
      destination: 'SWITCH_PLAN',
      destinationContext: customer.subscriptionId,
    });
    await choose(page, /^Large/);
    await page.getByText('Price guaranteed for 10 minutes.').waitFor();
    await page.clock.fastForward('09:00');
    await page.getByText(/Price guaranteed for \d+ seconds\./).waitFor();
    await page.clock.fastForward('01:01');
    await page.getByText('The price has been updated').waitFor();
    await page.getByText('Price guaranteed for 10 minutes.').waitFor();
    expect(await invoicesOf(t, customer.customerId)).toHaveLength(1);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a double click on confirm makes one invoice', async () => {
    const visit = await at('twice');
    const { page, customerId } = visit;
    await choose(page, /^Large/);
    await page.getByRole('button', { name: /^Confirm and pay/ }).dblclick();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    const invoices = await invoicesOf(t, customerId);
    expect(invoices.map(({ status }) => status)).toEqual(['PAID', 'PAID']);
    expect(await taken(t, customerId)).toBe(Number(invoices.reduce((sum, { total }) => sum + total, 0n)));
    await visit.leave();
  });

  test('a plan that the portal does not allow is not offered', async () => {
    const { shop } = t;
    const { productId } = await makePrice(shop.merchant, { name: 'Secret', amount: 1000 });
    const visit = await at('offered');
    const { page } = visit;
    await page.getByRole('radio', { name: /^Secret/ }).waitFor();
    const subscriptionProductIds = [shop.productIds.small, shop.productIds.large];
    await configure(shop.merchant, { subscriptionProductIds });
    await page.reload();
    await page.getByRole('radio', { name: /^Large/ }).waitFor();
    expect(await page.getByRole('radio', { name: /Secret|Free/ }).count()).toBe(0);
    // The server refuses a request for it as well.
    const refused = await switchPlan(visit.portal, { subscriptionId: visit.subscriptionId, priceId: shop.free });
    expect(refused).toMatchObject({ code: 'NOT_FOUND' });
    await configure(shop.merchant, { subscriptionProductIds: [] });
    await mutate(shop.merchant, 'updateProduct', { productId, active: false }, 'product { id }');
    await visit.leave();
  });

  test('pending lines that are settled with the change are listed with its lines', async () => {
    const { shop } = t;
    const visit = await at('pending');
    const { page, subscriptionId, customerId } = visit;
    const chargeTiming = 'PERIOD_END';
    success(await updateQuantity(shop.merchant, { subscriptionId, quantity: 2, chargeTiming }));
    await page.reload();
    await page.getByRole('radio', { name: 'yearly' }).check();
    await choose(page, /^Small.*per year/);
    const shown = (await shownLines(page)).map(([, , amount]) => amount);
    const due = await fact(page, 'Due now').innerText();
    await page.getByRole('button', { name: `Confirm and pay ${due}` }).click();
    await page.getByRole('heading', { name: 'You now have 2 × Small' }).waitFor();
    const [invoice] = await invoicesOf(t, customerId);
    expect(invoice?.lines.map(({ amount }) => euros(amount))).toEqual(shown);
    expect(euros(invoice?.total ?? 0)).toBe(due);
    await visit.leave();
  });

  test('the quote does not scroll sideways on a phone 360 pixels wide', async () => {
    const visit = await at('phone', { way: ON_A_PHONE });
    const { page, customerId } = visit;
    expect(await standsOut(page)).toBe(false);
    await choose(page, /^Large/);
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-switch-quote-phone');
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).tap();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    expect(await standsOut(page)).toBe(false);
    expect(await taken(t, customerId)).toBe(6000);
    await visit.leave();
  });

  test('the price of the chosen plan and its button are in sight without scrolling, and screen readers announce the price', async () => {
    for (const size of [
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      { viewport: { width: 1280, height: 900 } },
    ]) {
      const visit = await at('sight', { way: { ...ON_A_PHONE, window: { ...size, locale: 'en-GB' } } });
      const { page } = visit;
      await choose(page, /^Large/);
      const button = page.getByRole('button', { name: 'Confirm and pay €30.00' });
      await button.waitFor();
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
      const seen = await button.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      });
      expect(seen).toBe(true);
      expect(await page.locator('.review-bar').innerText()).toContain('€30.00');
      await page.getByRole('status').filter({ hasText: 'Due now: €30.00' }).waitFor({ state: 'attached' });
      await visit.leave();
    }
  });

  test('the page shows and charges the same amounts in Arabic', async () => {
    const { say } = IN_ARABIC;
    const { customerId, subscriptionId } = made.arabic as Customer;
    await speaks(t.shop, customerId, 'ar');
    const visit = await t.visit(customerId, {
      way: IN_ARABIC,
      destination: 'SWITCH_PLAN',
      destinationContext: subscriptionId,
    });
    const { page } = visit;
    await page.getByRole('heading', { level: 1, name: say('switch.title') }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await page.getByRole('radio', { name: /^Large/ }).check();
    const amount = euros(3000, 'ar-u-nu-latn');
    const confirm = say('switch.confirmPay', { amount });
    await page.getByRole('button', { name: confirm }).waitFor();
    expect(await fact(page, say('switch.dueNow')).innerText()).toBe(amount);
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-switch-quote-arabic');
    await page.getByRole('button', { name: confirm }).tap();
    await page.getByRole('heading', { name: say('switch.done', { plan: 'Large' }) }).waitFor();
    expect(await taken(t, customerId)).toBe(6000);
    await visit.leave();
  });

  test('a quote that has expired on the server is renewed in place, and nothing is charged until it is confirmed', async () => {
    const visit = await at('expired');
    const { page, customerId } = visit;
    await choose(page, /^Large/);
    await page.getByText('Price guaranteed for 10 minutes.').waitFor();
    t.clock.advance(11 * 60_000);
    await page.getByRole('button', { name: 'Confirm and pay €30.00' }).click();
    await page.getByText('The price has been updated').waitFor();
    expect(await invoicesOf(t, customerId)).toHaveLength(1);
    // Eleven minutes later the amount is a cent or two less.
    const now = (await fact(page, 'Due now').innerText()) as string;
    expect(now).not.toBe(euros(3000));
    await page.getByRole('button', { name: `Confirm and pay ${now}` }).click();
    await page.getByRole('heading', { name: 'You now have Large' }).waitFor();
    expect(euros((await invoicesOf(t, customerId))[0]?.total ?? 0)).toBe(now);
    await visit.leave();
  });
});

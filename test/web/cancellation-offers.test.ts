/** Canceling in two steps: the reason, then the offer that fits it, which is accepted without a further question. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure, expectBooksToBalance, makeCoupon, subscribe, subscriptionOf } from '../support/billing.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import { type OpenShop, openPortalShop, speaks, untilMiddle } from './support/shop.ts';
import { AT_A_DESK, IN_ARABIC, ON_A_PHONE, type Way } from './support/ways.ts';

type Customer = Awaited<ReturnType<typeof subscribe>>;
const EXPENSIVE = 'Too expensive';
const BREAK = 'I need a break';
const MISSING = 'Missing features';
const PRICE = 'Not worth its price';

inBrowser('offers to customers who cancel', () => {
  let t: OpenShop;
  const customers: Customer[] = [];

  beforeAll(async () => {
    t = await openPortalShop({ pauseEnabled: true, pauseMaximumDays: 60, supportEmail: 'help@acme.example' });
    const couponId = await makeCoupon(t.shop.merchant, {
      basisPointsOff: 2000,
      duration: 'REPEATING',
      durationMonths: 3,
    });
    await configure(t.shop.merchant, {
      cancellationReasonsEnabled: true,
      cancellationReasons: [EXPENSIVE, BREAK, MISSING, PRICE],
      cancellationOffers: [
        { reason: EXPENSIVE, type: 'PLAN' },
        { reason: BREAK, type: 'PAUSE' },
        { reason: MISSING, type: 'CONTACT' },
        { reason: PRICE, type: 'COUPON', couponId },
      ],
    });
    for (let n = 0; n < 7; n++) customers.push(await subscribe(t, t.shop, t.shop.large));
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  async function leaving(way: Way = AT_A_DESK, locale?: string) {
    const customer = customers.pop();
    if (!customer) throw new Error('There are too few customers.');
    const { customerId, subscriptionId } = customer;
    if (locale) await speaks(t.shop, customerId, locale);
    const visit = await t.visit(customerId, {
      way,
      destination: 'CANCEL_SUBSCRIPTION',
      destinationContext: subscriptionId,
    });
    return { ...visit, ...customer };
  }
  async function choose(page: Page, reason: string, { say }: Way = AT_A_DESK): Promise<void> {
    await page.getByRole('radio', { name: reason }).check();
    await page.getByRole('button', { name: say('action.continue') }).click();
    await page.locator('.offer').waitFor();
  }
  const acceptedBy = (subscriptionId: string) =>
    t.db.prisma.event.findMany({ where: { objectId: subscriptionId, type: 'subscription.retention_offer_accepted' } });

  test.each([
    ['at a desk', AT_A_DESK],
    ['on a phone in Arabic', IN_ARABIC],
  ] as const)(
    '%s a customer for whom it is too expensive takes the cheaper plan, with its quote',
    async (name, way) => {
      const { say } = way;
      const { page, subscriptionId, leave } = await leaving(way, name.includes('Arabic') ? 'ar' : undefined);
      await page.getByRole('radio', { name: EXPENSIVE }).waitFor();
      expect(await violations(page)).toEqual([]);
      await choose(page, EXPENSIVE, way);
      await page.getByRole('button', { name: say('offer.plan.accept') }).click();
      const confirm = page.getByRole('button', { name: say('switch.confirm') });
      await confirm.waitFor();
      expect(await violations(page)).toEqual([]);
      if (way.narrow) expect(await misfits(page)).toEqual([]);
      await picture(page, `offer-plan-${way.narrow ? 'arabic' : 'desk'}`);
      await confirm.click();
      await page.getByText(say('offer.plan.accepted')).waitFor();
      await page.getByRole('heading', { level: 1, name: 'Small' }).waitFor();
      expect((await subscriptionOf(t.shop.merchant, subscriptionId)).items[0]?.price.id).toBe(t.shop.small);
      expect((await acceptedBy(subscriptionId)).map(({ data }) => data)).toMatchObject([
        { type: 'PLAN', reason: EXPENSIVE },
      ]);
      await leave();
    },
  );

  test('a cheaper plan that begins with the next period is announced with its day', async () => {
    await configure(t.shop.merchant, { downgradeEffective: 'PERIOD_END' });
    try {
      const { page, subscriptionId, leave } = await leaving();
      await choose(page, EXPENSIVE);
      await page.getByRole('button', { name: 'Review the change' }).click();
      await page.getByText('The change takes effect on 1 May 2026').first().waitFor();
      await page.getByRole('button', { name: AT_A_DESK.say('switch.confirmLater') }).click();
      await page.getByText('Thanks for staying. Your plan changes on 1 May 2026.').waitFor();
      expect((await subscriptionOf(t.shop.merchant, subscriptionId)).items[0]?.price.id).toBe(t.shop.large);
      await leave();
    } finally {
      await configure(t.shop.merchant, { downgradeEffective: null });
    }
  });

  test('on a phone a customer who needs a break pauses instead', async () => {
    const { page, subscriptionId, leave } = await leaving(ON_A_PHONE);
    await choose(page, BREAK);
    expect(await violations(page)).toEqual([]);
    expect(await misfits(page)).toEqual([]);
    await picture(page, 'offer-pause-phone');
    await page.getByRole('button', { name: 'Pause instead' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Resume on').fill('2026-06-01');
    await dialog.getByRole('button', { name: 'Pause subscription' }).click();
    await page.getByText('Pauses on 1 May 2026').first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/subscriptions\/sub_\w+$/);
    expect(await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).toMatchObject({
      pauseAtPeriodEnd: true,
      cancelAtPeriodEnd: false,
    });
    expect(await acceptedBy(subscriptionId)).toHaveLength(1);
    await leave();
  });

  test('by keyboard a customer who misses something reaches the support, and can still cancel', async () => {
    const { page, subscriptionId, leave } = await leaving();
    const { keyboard } = page;
    const reach = async (role: 'radio' | 'button' | 'link', name: string) => {
      for (let stop = 0; stop < 40; stop++) {
        await keyboard.press('Tab');
        const found = await page
          .getByRole(role, { name, exact: true })
          .evaluateAll((all) => all.some((element) => element === document.activeElement));
        if (found) return;
      }
      throw new Error(`Tab does not lead to ${name}.`);
    };
    await reach('radio', EXPENSIVE);
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: MISSING, checked: true }).waitFor();
    await reach('button', 'Continue');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Can we help?' }).waitFor();
    await picture(page, 'offer-contact');
    await reach('link', 'Email us');
    expect(await page.getByRole('link', { name: 'Email us' }).getAttribute('href')).toBe('mailto:help@acme.example');
    await reach('button', 'Cancel subscription');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your subscription ends on 1 May 2026' }).waitFor();
    const event = await t.db.prisma.event.findFirstOrThrow({
      where: { objectId: subscriptionId, type: 'subscription.cancellation_scheduled' },
    });
    expect(event.data).toMatchObject({ reason: MISSING, retentionOffer: { type: 'CONTACT', shown: true } });
    await leave();
  });

  test('another reason shows another offer, and an accepted discount is announced', async () => {
    const { page, subscriptionId, leave } = await leaving();
    await choose(page, BREAK);
    await page.getByRole('heading', { name: 'Need a break instead?' }).waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await choose(page, PRICE);
    await page.getByRole('heading', { name: 'Stay and get 20% off for 3 months' }).waitFor();
    await page.getByRole('button', { name: 'Accept offer' }).click();
    await page.getByText('Thanks for staying. Your discount starts with your next invoice.').waitFor();
    expect((await acceptedBy(subscriptionId)).map(({ data }) => data)).toMatchObject([
      { type: 'COUPON', reason: PRICE },
    ]);
    await leave();
  });
});

/** Canceling: its exact consequences are shown in advance, and undoing it is as easy. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { success } from '../support/app.ts';
import {
  configure,
  expectBooksToBalance,
  makeCoupon,
  subscribe,
  subscriptionOf,
  updateQuantity,
} from '../support/billing.ts';
import type { UpdatePortalConfigInput } from '../support/graphql/graphql.ts';
import { picture } from './support/look.ts';
import { inBrowser } from './support/portal.ts';
import {
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

type Customer = Awaited<ReturnType<typeof subscribe>>;
const PERIOD_END: Partial<UpdatePortalConfigInput> = {
  cancellationMode: 'PERIOD_END',
  cancellationReasonsEnabled: true,
  cancellationReasons: ['Too expensive', 'I do not need it'],
  retentionCouponId: null,
};
const IMMEDIATELY: Partial<UpdatePortalConfigInput> = {
  cancellationMode: 'IMMEDIATELY',
  cancellationProrationEnabled: true,
  cancellationReasonsEnabled: false,
};

inBrowser('canceling on the page', () => {
  let t: OpenShop;
  const customers: Customer[] = [];

  beforeAll(async () => {
    t = await openPortalShop();
    for (let n = 0; n < 12; n++) customers.push(await subscribe(t, t.shop, t.shop.small));
    await untilMiddle(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  });

  /** Opens the cancellation screen as another customer, in a portal with the given settings. */
  async function leaving(
    settings: Partial<UpdatePortalConfigInput>,
    options: Parameters<OpenShop['visit']>[1] = {},
  ): Promise<Visit & Customer & { email: string; subscription(): ReturnType<typeof subscriptionOf> }> {
    const customer = customers.pop();
    if (!customer) throw new Error('There are too few customers.');
    await configure(t.shop.merchant, settings);
    const { customerId, subscriptionId } = customer;
    const visit = await t.visit(customerId, {
      destination: 'CANCEL_SUBSCRIPTION',
      destinationContext: subscriptionId,
      ...options,
    });
    const { email } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    return { ...visit, ...customer, email, subscription: () => subscriptionOf(customer.portal, subscriptionId) };
  }
  const mailTo = (email: string, subject: RegExp) =>
    t.mailbox.waitFor((mail) => mail.to === email && subject.test(mail.subject));
  const events = (subscriptionId: string, type: string) =>
    t.db.prisma.event.findMany({ where: { objectId: subscriptionId, type } });
  const cancelButton = (page: Page) => page.getByRole('button', { name: 'Cancel subscription' });

  const proceed = (page: Page) => page.getByRole('button', { name: 'Continue' });

  test('canceling again after the response was lost shows that it is canceled, and cancels once', async () => {
    const visit = await leaving({ ...PERIOD_END, cancellationReasonsEnabled: false });
    const { page, subscriptionId, subscription } = visit;
    await cancelButton(page).waitFor();
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      if (lost > 0 || !route.request().postData()?.includes('idempotencyKey')) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await cancelButton(page).click();
    await expect.poll(async () => (await subscription()).cancelAtPeriodEnd).toBe(true);
    await page.getByRole('alert').first().waitFor();
    await cancelButton(page).click();
    await page.getByRole('heading', { name: 'Your subscription ends on 1 May 2026' }).waitFor();
    expect(await events(subscriptionId, 'subscription.cancellation_scheduled')).toHaveLength(1);
    // The browser reports the response that the test has lost, and nothing else.
    const reported = visit.problems.splice(0);
    expect(reported.filter((problem) => !/graphql|ERR_CONNECTION_RESET/.test(problem))).toEqual([]);
    await visit.leave();
  });

  test('canceling at the end of the period requires a reason, shows the date, is confirmed by mail, and can be undone', async () => {
    const visit = await leaving(PERIOD_END);
    const { page, subscriptionId, customerId, email, subscription } = visit;
    await page.getByRole('heading', { level: 1, name: 'Cancel subscription' }).waitFor();
    await proceed(page).click();
    await page.getByText('Please choose a reason.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('reason');
    expect((await subscription()).cancelAtPeriodEnd).toBe(false);

    await page.getByRole('radio', { name: 'Too expensive' }).check();
    await page.getByLabel('Anything else you’d like to tell us?').fill('See you again.');
    await picture(page, 'money-cancel-why');
    await proceed(page).click();
    expect(await fact(page, 'Ends on').innerText()).toBe('1 May 2026');
    expect(await fact(page, 'Access').innerText()).toBe('You can use everything until then');
    expect(await fact(page, 'Payments').innerText()).toBe(
      'There’s no new charge, and no refund for the current period. Open invoices are still due.',
    );
    expect(await page.getByRole('button', { name: 'Accept offer' }).count()).toBe(0);
    // Nothing that was entered is lost on the way back.
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await page.getByRole('radio', { name: 'Too expensive' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Anything else you’d like to tell us?').inputValue()).toBe('See you again.');
    await proceed(page).click();
    await picture(page, 'money-cancel');
    await cancelButton(page).dblclick();
    await page.getByRole('heading', { name: 'Your subscription ends on 1 May 2026' }).waitFor();
    await page.getByText(`We’re sending a confirmation to ${email}.`).waitFor();
    await picture(page, 'money-cancel-done');
    const [event, ...more] = await events(subscriptionId, 'subscription.cancellation_scheduled');
    expect(more).toEqual([]);
    expect(event?.data).toMatchObject({ reason: 'Too expensive', comment: 'See you again.' });
    const receipt = await mailTo(email, /ends on May 1, 2026/);
    expect(receipt.text).toContain('Small');

    await page.getByRole('link', { name: 'Go to overview' }).click();
    await page.getByText('Your subscription ends on 1 May 2026').waitFor();
    await page.getByText('No further payments').waitFor();
    await page.getByRole('button', { name: 'Keep my plan' }).click();
    await page.getByText('Your subscription will continue.').waitFor();
    await expect.poll(() => page.getByText('Your subscription ends on').count()).toBe(0);
    expect((await subscription()).cancelAtPeriodEnd).toBe(false);
    await mailTo(email, /will continue/);
    expect(await taken(t, customerId)).toBe(3000);
    await visit.leave();
  });

  test.each([
    ['PAST_DUE', 1],
    ['UNPAID', 0],
  ] as const)(
    'the page and the mail about canceling a %s subscription promise its use until the end %i times',
    async (status, times) => {
      const { subscriptionId } = customers.at(-1) as Customer;
      const put = (to: typeof status | 'ACTIVE') =>
        t.db.prisma.subscription.update({ where: { id: subscriptionId }, data: { status: to } });
      await put(status);
      const { page, email, leave } = await leaving({ ...PERIOD_END, cancellationReasonsEnabled: false });
      await cancelButton(page).waitFor();
      expect(await fact(page, 'Ends on').innerText()).toBe('1 May 2026');
      expect(await fact(page, 'Access').count()).toBe(times);
      await picture(page, `money-cancel-${status.toLowerCase().replace('_', '-')}`);
      await cancelButton(page).click();
      const { text } = await mailTo(email, /ends on May 1, 2026/);
      expect(text.includes('You can use it until')).toBe(times === 1);
      await page.getByRole('link', { name: 'Go to overview' }).click();
      await page.getByText('Changed your mind? You can keep your plan.').waitFor();
      expect(await page.getByText('You can use Small until then.').count()).toBe(times);
      await put('ACTIVE');
      await leave();
    },
  );

  test('the confirmation screen can revoke the cancellation', async () => {
    const visit = await leaving({ ...PERIOD_END, cancellationReasonsEnabled: false });
    const { page, subscription } = visit;
    await cancelButton(page).click();
    await page.getByRole('button', { name: 'Keep my plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Small' }).waitFor();
    await expect.poll(async () => (await subscription()).cancelAtPeriodEnd).toBe(false);
    await visit.leave();
  });

  test('canceling immediately shows the exact amount of the credit note in advance', async () => {
    const visit = await leaving(IMMEDIATELY);
    const { page, customerId, email, subscription } = visit;
    await page.getByRole('button', { name: 'Cancel now' }).waitFor();
    expect(await fact(page, 'Ends on').innerText()).toBe('Immediately');
    expect(await fact(page, 'After that').innerText()).toBe('You’ll lose access');
    expect(await fact(page, 'Credit').innerText()).toBe(euros(1500));
    await page.getByText('How we calculated this').click();
    const lines = await shownLines(page);
    await picture(page, 'money-cancel-now');
    await page.getByRole('button', { name: 'Cancel now' }).click();
    await page.getByRole('heading', { name: 'Your subscription ended on 16 April 2026' }).waitFor();
    expect(await fact(page, 'Credit').innerText()).toBe(euros(1500));
    expect(await page.getByRole('button', { name: 'Keep my plan' }).count()).toBe(0);
    const [note] = await invoicesOf(t, customerId);
    expect(note?.total).toBe(-1500n);
    expect(note?.lines.map(({ amount }) => euros(amount))).toEqual(lines.map(([, , amount]) => amount));
    expect((await subscription()).status).toBe('CANCELED');
    const receipt = await mailTo(email, /ended/i);
    expect(receipt.text).toContain('€15.00');
    await visit.leave();
  });

  test('canceling immediately without credit shows that nothing is refunded', async () => {
    const visit = await leaving({ ...IMMEDIATELY, cancellationProrationEnabled: false });
    const { page, customerId } = visit;
    expect(await fact(page, 'Payments').innerText()).toBe(
      'There’s no new charge, and no refund for the current period. Open invoices are still due.',
    );
    await page.getByRole('button', { name: 'Cancel now' }).click();
    await page.getByRole('heading', { name: 'Your subscription ended on 16 April 2026' }).waitFor();
    expect(await invoicesOf(t, customerId)).toHaveLength(1);
    await visit.leave();
  });

  test('canceling immediately with unbilled lines shows the final invoice before and after', async () => {
    const customer = customers.at(-1) as Customer;
    const { subscriptionId } = customer;
    const more = { subscriptionId, quantity: 3, chargeTiming: 'PERIOD_END' } as const;
    success(await updateQuantity(t.shop.merchant, more));
    const visit = await leaving({ ...IMMEDIATELY, cancellationProrationEnabled: false });
    const { page, customerId } = visit;
    expect(await fact(page, 'Final invoice').innerText()).toBe(euros(3000));
    await page.getByRole('button', { name: 'Cancel now' }).click();
    await page.getByRole('heading', { name: 'Your subscription ended on 16 April 2026' }).waitFor();
    expect(await fact(page, 'Final invoice').innerText()).toBe(euros(3000));
    expect((await invoicesOf(t, customerId))[0]?.total).toBe(3000n);
    expect(await taken(t, customerId)).toBe(6000);
    await visit.leave();
  });

  test('the retention offer shows its saving, and accepting it in a portal without reasons preserves the plan', async () => {
    const retentionCouponId = await makeCoupon(t.shop.merchant, {
      basisPointsOff: 2000,
      duration: 'REPEATING',
      durationMonths: 3,
    });
    const visit = await leaving({ ...PERIOD_END, cancellationReasonsEnabled: false, retentionCouponId });
    const { page, subscriptionId, subscription } = visit;
    await page.getByRole('heading', { name: 'Stay and get 20% off for 3 months' }).waitFor();
    await page.getByText('Save €6.00 on your next invoice, and €18.00 in total over 3 invoices.').waitFor();
    await picture(page, 'money-cancel-offer');
    const take = page.getByRole('button', { name: 'Accept offer' });
    await take.click();
    await page.getByText('Thanks for staying. Your discount starts with your next invoice.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Small' }).waitFor();
    expect(await fact(page, 'Discount').innerText()).toBe('20% off for 3 months, starting 1 May 2026');
    expect(await fact(page, 'You’ll be charged').innerText()).toBe(euros(2400));
    expect((await subscription()).cancelAtPeriodEnd).toBe(false);
    const [accepted] = await events(subscriptionId, 'subscription.retention_offer_accepted');
    expect(accepted?.data).toMatchObject({ reason: null, totalSaving: '1800' });

    // The offer was made once, and is never made again for this subscription.
    await page.getByRole('link', { name: 'Cancel subscription' }).click();
    await cancelButton(page).waitFor();
    expect(await take.count()).toBe(0);
    await visit.leave();
  });

  test('a customer who ignores the offer cancels on a phone', async () => {
    const retentionCouponId = await makeCoupon(t.shop.merchant, { basisPointsOff: 5000, duration: 'FOREVER' });
    const visit = await leaving({ ...PERIOD_END, retentionCouponId }, { way: ON_A_PHONE });
    const { page, subscriptionId, subscription } = visit;
    await page.getByText('I do not need it').tap();
    await proceed(page).tap();
    await page.getByText('Save €15.00 on your next invoice, and €180.00 over the next twelve invoices.').waitFor();
    expect(await standsOut(page)).toBe(false);
    await picture(page, 'money-cancel-offer-phone');
    await cancelButton(page).tap();
    await page.getByRole('heading', { name: 'Your subscription ends on 1 May 2026' }).waitFor();
    expect(await standsOut(page)).toBe(false);
    expect((await subscription()).cancelAtPeriodEnd).toBe(true);
    const [event] = await events(subscriptionId, 'subscription.cancellation_scheduled');
    expect(event?.data).toMatchObject({ retentionOffer: { outcome: 'declined', shown: true } });
    await visit.leave();
  });

  test('in Arabic the page shows the same date, and promises no mail if none is sent', async () => {
    const { say } = IN_ARABIC;
    await speaks(t.shop, customers.at(-1)?.customerId ?? '', 'ar');
    const visit = await leaving(
      { ...PERIOD_END, cancellationReasonsEnabled: false, cancellationEmailsEnabled: false },
      { way: IN_ARABIC },
    );
    const { page, email, subscription } = visit;
    const day = new Intl.DateTimeFormat('ar-u-ca-gregory-nu-latn', { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date('2026-05-01'),
    );
    await page.getByRole('heading', { level: 1, name: say('cancel.title') }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    expect(await fact(page, say('cancel.ends')).innerText()).toBe(day);
    await picture(page, 'money-cancel-arabic');
    await page.getByRole('button', { name: say('cancel.confirm') }).tap();
    await page.getByRole('heading', { name: say('cancel.done', { date: day }) }).waitFor();
    expect(await standsOut(page)).toBe(false);
    expect(await page.getByText(say('cancel.mailed', { email })).count()).toBe(0);
    expect((await subscription()).cancelAtPeriodEnd).toBe(true);
    await configure(t.shop.merchant, { cancellationEmailsEnabled: true });
    await visit.leave();
  });

  test('a portal that forbids canceling has neither a button nor a screen for it', async () => {
    const visit = await leaving({ cancellationsEnabled: false });
    const { page, subscriptionId } = visit;
    await page.getByText('This section isn’t available.').waitFor();
    await visit.go(`/subscriptions/${subscriptionId}`);
    await page.getByRole('link', { name: 'Change plan' }).waitFor();
    expect(await page.getByRole('link', { name: 'Cancel subscription' }).count()).toBe(0);
    await visit.leave();
  });
});

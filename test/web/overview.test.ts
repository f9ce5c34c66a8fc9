/** The overview: the plans, the next payment, and alerts, for as long as they apply. */
import type { GraphQLClient } from 'graphql-request';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { success } from '../support/app.ts';
import { cancel, payWith } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import {
  AdjustCreditDocument,
  AdvanceTestClockDocument,
  CreateInvoiceDocument,
  CreateTestClockDocument,
  FinalizeInvoiceDocument,
} from '../support/graphql/graphql.ts';
import { picture } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { arrives, NO_HASTE, placeOf, signInByLink, standsOut } from './support/visit.ts';
import { AT_A_DESK, WAYS } from './support/ways.ts';
import type { MessageId } from './support/words.ts';

const { say } = AT_A_DESK;
/** As the page shows it: the calendar of invoices is the Gregorian one and UTC. */
const formats = (locale: string) => (locale.startsWith('ar') ? `${locale}-u-ca-gregory-nu-latn` : locale);
const euros = (amount: number, locale = 'en-GB') =>
  new Intl.NumberFormat(formats(locale), { style: 'currency', currency: 'EUR' }).format(amount);
const day = (date: string, locale = 'en-GB') =>
  new Intl.DateTimeFormat(formats(locale), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

const ALERTS = [
  'alert.failed.title',
  'alert.due.title',
  'alert.cardExpiring.title',
  'alert.cardExpired.title',
] as const satisfies MessageId[];

inBrowser('the overview', () => {
  let t: OpenPortal;
  let merchant: GraphQLClient;
  let pro: string;
  const people: Record<string, { customerId: string; subscriptionId: string }> = {};

  const advance = async (frozenTime: string) =>
    success((await merchant.request(AdvanceTestClockDocument, { input: { frozenTime } })).advanceTestClock);
  async function subscriber(name: string) {
    const customerId = await makeCustomer(merchant, { name });
    const { subscription } = await makeSubscription(merchant, customerId, pro);
    people[name] = { customerId, subscriptionId: subscription.id };
    return people[name];
  }
  async function bill(customerId: string, dueAt?: string): Promise<string> {
    const lines = [{ description: 'Setting up', quantity: 1, unitAmount: 4900 }];
    const made = await merchant.request(CreateInvoiceDocument, {
      input: { customerId, currency: 'EUR', lines, dueAt },
    });
    const { id: invoiceId } = success(made.createInvoice).invoice;
    success((await merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice);
    return invoiceId;
  }

  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
    ({ merchant } = await t.company());
    const frozenTime = '2030-03-01T00:00:00.000Z';
    success((await merchant.request(CreateTestClockDocument, { input: { frozenTime } })).createTestClock);
    pro = (await makePrice(merchant, { name: 'Pro', amount: 3000 })).priceId;
    for (const name of ['Fine', 'Failing', 'Expiring', 'Expired', 'Leaving', 'Billed', 'Rich']) await subscriber(name);
    await payWith(merchant, people.Failing?.customerId ?? '', 'tok_charge_declined');
    await advance('2030-04-02T00:00:00.000Z');
    for (const [name, expiryMonth] of [
      ['Expiring', 4],
      ['Expired', 3],
    ] as const)
      await t.db.prisma.paymentMethod.updateMany({
        where: { customerId: people[name]?.customerId ?? '' },
        data: { expiryMonth, expiryYear: 2030 },
      });
  });
  afterAll(() => t.close());

  async function enter(page: Page, customerId: string | undefined, way = AT_A_DESK): Promise<void> {
    const { url } = await handedOver(merchant, customerId ?? '');
    await signInByLink(page, url, way);
    await arrives(page, '/');
  }
  /** The alerts that can be seen. */
  async function alerts(page: Page): Promise<string[]> {
    const text = await page.locator('main').innerText();
    return ALERTS.filter((id) => text.includes(say(id)));
  }

  test.each(WAYS)('the overview shows plan, price and next payment with its date and method, $name', async (way) => {
    const { page, context, problems } = await t.window(way.window);
    await enter(page, people.Fine?.customerId, way);
    const plan = page.getByRole('article', { name: 'Pro' });
    await plan.getByText(way.say('status.active')).waitFor();
    const text = await plan.innerText();
    expect(text).toContain(euros(30, way.locale));
    expect(text).toContain(way.say('home.nextPayment'));
    expect(text).toContain(way.say('home.onDate', { date: day('2030-05-01', way.locale) }));
    // The digits are on one line with the brand.
    expect(text).toContain('Visa\u00A0••••\u00A04242');
    expect(await alerts(page)).toEqual([]);
    expect(await standsOut(page)).toBe(false);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('without a running subscription the overview names the last one with its end, and links it', async () => {
    const { customerId, subscriptionId } = await subscriber('Ended');
    success(await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY' }));
    const { page, context, problems } = await t.window();
    await enter(page, customerId);
    await page.getByText(say('home.noPlan')).waitFor();
    await page.getByText(say('home.lastPlan', { plan: 'Pro', date: day('2030-04-02') })).waitFor();
    await page.getByRole('link', { name: say('action.details') }).click();
    await arrives(page, `/subscriptions/${subscriptionId}`);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('dates on the overview and after it follow the region of the customer, and the window is named after the screen', async () => {
    const { customerId } = await subscriber('Regional');
    await t.db.prisma.customer.update({ where: { id: customerId }, data: { locale: 'en-US' } });
    const { page, context } = await t.window();
    await enter(page, customerId);
    const next = day('2030-05-02', 'en-US');
    await page.getByText(say('home.onDate', { date: next })).waitFor();
    expect(await page.title()).toMatch(new RegExp(`^${say('home.title')} · `));
    await page.getByRole('link', { name: say('action.details') }).click();
    await page.getByText(say('outlook.renews', { date: next })).waitFor();
    await context.close();
  });

  describe('alerts and notes', () => {
    test('the overview reports a failed payment and its retry, and links the invoice', async () => {
      const { page, context, problems } = await t.window();
      await enter(page, people.Failing?.customerId);
      expect(await alerts(page)).toEqual(['alert.failed.title']);
      const invoice = await t.db.prisma.invoice.findFirstOrThrow({
        where: { customerId: people.Failing?.customerId ?? '', status: 'OPEN' },
      });
      const main = await page.locator('main').innerText();
      expect(main).toContain(say('alert.due.one', { amount: euros(30), number: invoice.number ?? '' }));
      const nextAttempt = say('alert.nextAttempt', { date: day(invoice.nextAttemptAt?.toISOString() ?? '') });
      expect(main).toContain(nextAttempt);
      // The plan names what is owed now, and no payment after it.
      const plan = await page.getByRole('article', { name: 'Pro' }).innerText();
      for (const text of [say('home.overdue'), euros(30), nextAttempt]) expect(plan).toContain(text);
      expect(plan).not.toContain(say('home.nextPayment'));
      await page.getByRole('link', { name: say('action.payNow') }).click();
      await page.getByRole('heading', { name: say('invoice.number', { number: invoice.number ?? '' }) }).waitFor();
      expect(placeOf(page)).toBe(`/invoices/${invoice.id}`);
      expect(problems).toEqual([]);
      await context.close();
    });

    test('the overview links the unpaid invoice, or the list if there are several', async () => {
      const { page, context, problems } = await t.window();
      const { customerId } = people.Billed ?? { customerId: '' };
      const invoiceId = await bill(customerId);
      await enter(page, customerId);
      expect(await alerts(page)).toEqual(['alert.due.title']);
      await page.getByRole('link', { name: say('action.payNow') }).click();
      await arrives(page, `/invoices/${invoiceId}`);
      // Once paid, the alert disappears from the overview.
      await page.getByRole('button', { name: say('pay.one', { amount: euros(49) }) }).click();
      await page.getByText(say('pay.paid', { amount: euros(49) })).waitFor();
      await page
        .getByRole('link', { name: say('nav.home') })
        .first()
        .click();
      await page.getByRole('heading', { name: say('home.greeting', { name: 'Billed' }) }).waitFor();
      await expect.poll(() => alerts(page)).toEqual([]);

      for (let n = 0; n < 2; n++) await bill(customerId);
      await page.reload();
      await page.getByText(say('alert.due.many', { count: 2 })).waitFor();
      await page.getByRole('link', { name: say('action.payNow') }).click();
      await arrives(page, '/invoices');
      expect(problems).toEqual([]);
      await context.close();
    });

    test('several invoices that are due later have one notice with a title and no text', async () => {
      const { page, context } = await t.window();
      const customerId = await makeCustomer(merchant, { name: 'Later' });
      for (let n = 0; n < 2; n++) await bill(customerId, '2030-05-20T00:00:00.000Z');
      await enter(page, customerId);
      const notice = page.locator('.notice');
      await notice.waitFor();
      expect(await notice.locator('p').allInnerTexts()).toEqual(['You have 2 unpaid invoices']);
      await picture(page, 'overview-due-later');
      await context.close();
    });

    test.each([
      ['Expiring', 'alert.cardExpiring.title', '04/2030'],
      ['Expired', 'alert.cardExpired.title', '03/2030'],
    ] as const)(
      '%s: the overview warns about an expiring or expired card, and links the payment methods',
      async (name, title, month) => {
        const { page, context, problems } = await t.window();
        await enter(page, people[name]?.customerId);
        expect(await alerts(page)).toEqual([title]);
        const method = 'Visa\u00A0••••\u00A04242';
        const text = name === 'Expired' ? 'alert.cardExpired.text' : 'alert.card.text';
        await page.getByText(say(text, { method, month })).waitFor();
        await page.getByRole('link', { name: say('action.updateMethod') }).click();
        await arrives(page, '/payment-methods');
        await page
          .getByRole('main')
          .getByText(say(name === 'Expired' ? 'methods.expired' : 'methods.expiring'), { exact: true })
          .waitFor();
        expect(problems).toEqual([]);
        await context.close();
      },
    );

    test('the overview shows the end of a subscription without a further payment, until it is revoked', async () => {
      const { page, context, problems } = await t.window();
      const { customerId, subscriptionId } = people.Leaving ?? { customerId: '', subscriptionId: '' };
      success(await cancel(merchant, { subscriptionId, mode: 'PERIOD_END' }));
      await enter(page, customerId);
      const alert = page.getByText(say('alert.ending.title', { date: day('2030-05-01') }));
      await alert.waitFor();
      await page.getByText(say('home.noFurtherPayment')).waitFor();
      await page.getByRole('button', { name: say('action.keepPlan') }).click();
      await page.getByText(say('keepPlan.done')).waitFor();
      await alert.waitFor({ state: 'detached' });
      await page.getByText(say('home.nextPayment')).waitFor();
      expect(problems).toEqual([]);
      await context.close();
    });

    test('the overview shows the amount that credit leaves to be paid', async () => {
      const { page, context, problems } = await t.window();
      const { customerId } = people.Rich ?? { customerId: '' };
      const input = { customerId, amount: { amount: 1000, currency: 'EUR' }, description: 'For your patience' };
      success((await merchant.request(AdjustCreditDocument, { input })).adjustCredit);
      await enter(page, customerId);
      const plan = await page.getByRole('article', { name: 'Pro' }).innerText();
      expect(plan).toContain(euros(20));
      expect(plan).toContain(say('home.creditApplied', { amount: euros(10) }));
      await page.getByRole('link', { name: say('home.creditNote') }).click();
      await arrives(page, '/credit');
      await page.getByText('For your patience').waitFor();
      expect(problems).toEqual([]);
      await context.close();
    });

    test('the overview shows the end of a trial and its first payment, and an empty state without subscriptions', async () => {
      const { page, context, problems } = await t.window();
      const trying = await makeCustomer(merchant, { name: 'Trying' });
      await makeSubscription(merchant, trying, pro, { trialEnd: '2030-04-16T00:00:00.000Z' });
      await enter(page, trying);
      const plan = await page.getByRole('article', { name: 'Pro' }).innerText();
      expect(plan).toContain(say('status.trialing'));
      expect(plan).toContain(say('home.firstPayment'));
      expect(plan).toContain(say('plan.trialUntil', { date: day('2030-04-16') }));
      expect(plan).toContain(euros(30));

      await enter(page, await makeCustomer(merchant, { token: null }));
      await page.getByText(say('home.noPlan')).waitFor();
      await page.getByText(say('home.noMethod')).waitFor();
      await page.getByText(say('invoices.none')).waitFor();
      expect(await alerts(page)).toEqual([]);
      expect(problems).toEqual([]);
      await context.close();
    });
  });
});

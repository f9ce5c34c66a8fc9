/** Every kind of mail as mail programs render it: light and dark, wide and narrow, in both writing directions. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredMail } from '../../src/mail/mailbox.ts';
import { mailedLink } from '../support/access.ts';
import { cancel, payWith } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { until } from '../support/changes.ts';
import { mutate } from '../support/world.ts';
import { misfits, picture, violations } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';

const WAYS = [
  { name: 'light-desk', colorScheme: 'light', viewport: { width: 1000, height: 700 } },
  { name: 'dark-phone', colorScheme: 'dark', viewport: { width: 360, height: 700 } },
] as const;
/** Rules of axe that do not apply, because a mail is shown as a part of another document, which has the landmarks. */
const NOT_OF_A_PART = ['landmark-one-main', 'region'];
const KINDS = ['signInLink', 'paymentFailed', 'cardExpiring', 'cancellation'] as const;
/** The mails that a company switches on, by their tags. */
const NEWS = [
  ...['invoice', 'receipt', 'credit-note', 'renewal-reminder', 'trial-ending', 'plan-changed'],
  ...['payment-method-added', 'subscription-ended'],
] as const;

inBrowser('mails in a browser', () => {
  let t: OpenPortal;
  const mails = new Map<string, StoredMail>();

  beforeAll(async () => {
    t = await openPortal({ now: '2026-04-01T00:00:00.000Z' });
    const { companyId, merchant } = await t.company('Northwind Studio');
    await mutate(merchant, 'updateCompany', { supportEmail: 'help@northwind.example' }, 'company { id }');
    const { priceId } = await makePrice(merchant, { name: 'Team', amount: 2900 });
    for (const locale of ['en', 'ar']) {
      const email = `reader.${locale}@example.com`;
      const keep = (kind: (typeof KINDS)[number]) => {
        const [newest] = t.mailbox.list().filter(({ to }) => to === email);
        if (!newest) throw new Error(`There is no mail of ${kind} in ${locale}.`);
        mails.set(`${kind}.${locale}`, newest);
      };
      const customerId = await makeCustomer(merchant, { email, name: locale === 'ar' ? 'ليلى حداد' : 'Ada Lovelace' });
      await mutate(merchant, 'updateCustomer', { customerId, locale }, 'customer { id }');
      const { subscription } = await makeSubscription(merchant, customerId, priceId);
      await mailedLink(t, { companyId, email });
      keep('signInLink');
      await cancel(merchant, { subscriptionId: subscription.id, mode: 'PERIOD_END' });
      await t.app.tick();
      keep('cancellation');
      await mutate(merchant, 'uncancelSubscription', { subscriptionId: subscription.id }, 'subscription { id }');
      await t.app.tick();
      const expiring = await payWith(merchant, customerId, 'tok_insufficient_funds');
      const now = t.clock.now();
      await t.db.prisma.paymentMethod.update({
        where: { id: expiring },
        data: { expiryMonth: now.getUTCMonth() + 1, expiryYear: now.getUTCFullYear() },
      });
      await until(t, new Date(now.getTime() + 20 * 24 * 60 * 60 * 1000).toISOString());
      keep('cardExpiring');
      await until(t, new Date(now.getTime() + 31 * 24 * 60 * 60 * 1000).toISOString());
      keep('paymentFailed');
    }
  });
  beforeAll(async () => {
    const { merchant } = await t.company('Northwind Studio');
    const enabled = [
      ...['INVOICE', 'CREDIT_NOTE', 'RECEIPT', 'RENEWAL_REMINDER', 'TRIAL_ENDING', 'PLAN_CHANGED'],
      ...['PAYMENT_METHOD_ADDED', 'SUBSCRIPTION_ENDED'],
    ];
    const config = { enabled, shortPeriodReminderDays: 7 };
    await mutate(merchant, 'updateEmailConfig', config, 'emailConfig { enabled }');
    await mutate(merchant, 'updateCompany', { supportEmail: 'help@northwind.example' }, 'company { id }');
    const team = await makePrice(merchant, { name: 'Team', amount: 2900 });
    const studio = await makePrice(merchant, { name: 'Studio', amount: 9900 });
    const customers = new Map<string, string>();
    for (const locale of ['en', 'ar']) {
      const email = `news.${locale}@example.com`;
      const customerId = await makeCustomer(merchant, { email, name: locale === 'ar' ? 'ليلى حداد' : 'Ada Lovelace' });
      customers.set(locale, email);
      const input = { customerId, locale, purchaseOrder: 'PO 4711' };
      await mutate(merchant, 'updateCustomer', input, 'customer { id }');
      const { subscription } = await makeSubscription(merchant, customerId, team.priceId);
      const { id: subscriptionId } = subscription;
      await mutate(merchant, 'switchPlan', { subscriptionId, priceId: studio.priceId }, 'subscription { id }');
      const trialEnd = new Date(t.clock.now().getTime() + 5 * 86_400_000).toISOString();
      const trial = await makeSubscription(merchant, customerId, team.priceId, { trialEnd });
      await t.app.tick();
      await cancel(merchant, { subscriptionId: trial.subscription.id, mode: 'PERIOD_END' });
      const extra = await makeSubscription(merchant, customerId, studio.priceId);
      await cancel(merchant, { subscriptionId: extra.subscription.id, mode: 'IMMEDIATELY', prorate: true });
      await t.app.tick();
    }
    await until(t, new Date(t.clock.now().getTime() + 25 * 86_400_000).toISOString());
    for (const [locale, email] of customers) {
      const received = t.mailbox.list().filter(({ to }) => to === email);
      for (const tag of NEWS) {
        const newest = received.find((mail) => mail.tag === tag);
        if (!newest) throw new Error(`There is no mail of ${tag} in ${locale}.`);
        mails.set(`${tag}.${locale}`, newest);
      }
    }
  });
  afterAll(() => t.close());

  test('the mails of these tests are all different', () => {
    const different = new Set([...mails.values()].map(({ tag, language }) => `${tag} ${language}`));
    expect(different.size).toBe(2 * (KINDS.length + NEWS.length));
  });

  test.for(WAYS)('every mail fits and has enough contrast: $name', async (way) => {
    const { page, context } = await t.window(way);
    for (const [name, { html }] of mails) {
      await page.setContent(html);
      expect(await violations(page, NOT_OF_A_PART), name).toEqual([]);
      expect(await misfits(page), name).toEqual([]);
      await picture(page, `mail-${name}.${way.name}`);
    }
    await context.close();
  });
});

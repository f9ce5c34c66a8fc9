/** Invoices that are sent instead of charged: issuing, reminders, overdue subscriptions, and changes in the portal. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../../src/kernel/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  APRIL,
  charges,
  expectBooksToBalance,
  openShop,
  payWith,
  previewSwitch,
  type Shop,
  subscriptionOf,
  switchPlan,
  visitor,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

const INSTRUCTIONS = 'IBAN DE75 5121 0800 1245 1261 99\nPlease name the invoice number.';

let t: TestApp;
let shop: Shop;
let counter = 0;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  await mutate(
    shop.merchant,
    'updateCompany',
    { paymentInstructions: INSTRUCTIONS },
    'company { paymentInstructions }',
  );
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

const SUBSCRIPTION = 'subscription { id collectionMethod daysUntilDue } invoice { id status dueAt collectionMethod }';

/** A customer who gets invoices sent, due after 14 days, with a subscription to the small plan. */
async function sentTo(more: { token?: string | null; daysUntilDue?: number } = {}) {
  const email = `accounts-${++counter}@example.com`;
  const customerId = await makeCustomer(shop.merchant, { email, token: more.token ?? null });
  const terms = { collectionMethod: 'SEND_INVOICE', daysUntilDue: more.daysUntilDue ?? 14 };
  await mutate(shop.merchant, 'updateCustomer', { customerId, ...terms }, 'customer { id }');
  const input = { customerId, items: [{ priceId: shop.small }] };
  const { subscription, invoice } = await mutate(shop.merchant, 'createSubscription', input, SUBSCRIPTION);
  await t.app.tick();
  return { email, customerId, subscriptionId: subscription.id as string, subscription, invoice };
}
const mailsTo = (email: string) =>
  t.mailbox
    .list()
    .filter(({ to }) => to === email)
    .reverse();
const statusOf = async (id: string) => (await subscriptionOf(shop.merchant, id)).status;
const eventsOf = async (objectId: string, type: string) =>
  (await t.db.prisma.event.findMany({ where: { objectId, type }, orderBy: { createdAt: 'asc' } })).map(
    ({ data }) => data as Record<string, unknown>,
  );
const later = async (days: number) => {
  t.clock.advance(days * DAY);
  await t.app.tick();
};

describe('issuing', () => {
  test('a new subscription is active without a payment method, and its invoice is open, mailed and due after the agreed days', async () => {
    const { email, subscription, invoice, subscriptionId } = await sentTo();
    expect(subscription).toMatchObject({ collectionMethod: 'SEND_INVOICE', daysUntilDue: 14 });
    expect(invoice).toMatchObject({ status: 'OPEN', collectionMethod: 'SEND_INVOICE' });
    expect(invoice.dueAt).toBe('2026-04-15T00:00:00.000Z');
    expect(await statusOf(subscriptionId)).toBe('ACTIVE');
    const [mail] = mailsTo(email);
    expect(mail?.tag).toBe('invoice');
    expect(mail?.text).toContain('Please pay €30.00 by April 15, 2026.');
    expect(mail?.text).toContain('How to pay: IBAN DE75 5121 0800 1245 1261 99, Please name the invoice number.');
    expect(mail?.attachments).toHaveLength(1);
    expect(charges(t)).toEqual([]);
  });

  test('the invoice is mailed to the billing addresses even if the customer declines invoices', async () => {
    const { customerId, subscriptionId } = await sentTo();
    const billing = { customerId, billingEmails: ['ledger@example.com'], declinedEmails: ['INVOICE'] };
    await mutate(shop.merchant, 'updateCustomer', billing, 'customer { id }');
    await later(30);
    expect(mailsTo('ledger@example.com').map(({ tag }) => tag)).toEqual(['invoice']);
    expect(await statusOf(subscriptionId)).toBe('PAST_DUE');
  });

  test('a renewal is sent and not charged, also if the customer has a payment method', async () => {
    const { customerId, subscriptionId } = await sentTo({ token: 'tok_visa', daysUntilDue: 60 });
    await later(30);
    const invoices = await t.db.prisma.invoice.findMany({ where: { customerId }, orderBy: { createdAt: 'asc' } });
    expect(invoices.map(({ status, dueAt }) => [status, dueAt?.toISOString()])).toEqual([
      ['OPEN', '2026-05-31T00:00:00.000Z'],
      ['OPEN', '2026-06-30T00:00:00.000Z'],
    ]);
    expect(await statusOf(subscriptionId)).toBe('ACTIVE');
    expect(charges(t)).toEqual([]);
  });

  test('another default payment method charges no sent invoice, and the last method can be removed', async () => {
    const { customerId } = await sentTo();
    await later(20);
    const paymentMethodId = await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    expect(charges(t)).toEqual([]);
    await mutate(shop.merchant, 'removePaymentMethod', { paymentMethodId }, '__typename');
  });

  test('a subscription that is changed to invoices has its next renewal sent, and changed back it is charged', async () => {
    const customerId = await makeCustomer(shop.merchant, {});
    const input = { customerId, items: [{ priceId: shop.small }] };
    const { subscription } = await mutate(shop.merchant, 'createSubscription', input, SUBSCRIPTION);
    const change = (more: object) =>
      mutate(
        shop.merchant,
        'updateSubscription',
        { subscriptionId: subscription.id, ...more },
        'subscription { daysUntilDue }',
      );
    expect((await change({ collectionMethod: 'SEND_INVOICE' })).subscription.daysUntilDue).toBe(30);
    await later(30);
    expect(charges(t)).toHaveLength(1);
    await change({ collectionMethod: 'CHARGE_AUTOMATICALLY' });
    await later(31);
    expect(charges(t)).toHaveLength(2);
    await expect(change({ daysUntilDue: 5 })).rejects.toThrow('Only invoices that are sent are due later.');
  });

  test('an invoice that the merchant drafts for such a customer is due after the agreed days and mailed', async () => {
    const { email, customerId } = await sentTo();
    const lines = [{ description: 'Setup', unitAmount: 5000 }];
    const draft = await mutate(
      shop.merchant,
      'createInvoice',
      { customerId, currency: 'EUR', lines },
      'invoice { id }',
    );
    const final = await mutate(
      shop.merchant,
      'finalizeInvoice',
      { invoiceId: draft.invoice.id },
      'invoice { dueAt collectionMethod paymentInstructions }',
    );
    expect(final.invoice).toEqual({
      dueAt: '2026-04-15T00:00:00.000Z',
      collectionMethod: 'SEND_INVOICE',
      paymentInstructions: INSTRUCTIONS,
    });
    await t.app.tick();
    expect(mailsTo(email).map(({ tag }) => tag)).toEqual(['invoice', 'invoice']);
  });

  test('an invoice that credit pays in full is not mailed as due', async () => {
    const { email, customerId } = await sentTo();
    await mutate(
      shop.merchant,
      'adjustCredit',
      { customerId, amount: { amount: 6000, currency: 'EUR' } },
      'creditEntry { id }',
    );
    await later(30);
    expect(mailsTo(email)).toHaveLength(1);
  });
});

describe('after the due date', () => {
  test('reminders follow the configured days before and after, each once, until the invoice is paid', async () => {
    await mutate(
      shop.merchant,
      'updateEmailConfig',
      { enabled: ['PAYMENT_REMINDER'], dueReminderDays: [-3, 2] },
      'emailConfig { dueReminderDays }',
    );
    const { email, invoice, customerId } = await sentTo();
    await later(10);
    expect(mailsTo(email)).toHaveLength(1);
    await later(1);
    await t.app.tick();
    const reminders = () => mailsTo(email).filter(({ tag }) => tag === 'payment-reminder');
    expect(reminders().map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Invoice ACME\w*-0001 from .* is due on April 15, 2026$/),
    ]);
    await later(5);
    expect(reminders().map(({ subject }) => subject)[1]).toMatch(/^Invoice .* is overdue$/);
    expect(await eventsOf(invoice.id, 'invoice.payment_reminder')).toEqual([
      { dueAt: '2026-04-15T00:00:00.000Z', days: -3 },
      { dueAt: '2026-04-15T00:00:00.000Z', days: 2 },
    ]);
    await payWith(shop.merchant, customerId, 'tok_visa');
    await mutate(shop.merchant, 'payInvoice', { invoiceId: invoice.id }, 'invoice { status }');
    await later(5);
    expect(reminders()).toHaveLength(2);
  });

  test('a customer gets only the last of several reminders that were missed', async () => {
    await mutate(
      shop.merchant,
      'updateEmailConfig',
      { enabled: ['PAYMENT_REMINDER'], dueReminderDays: [-3, 1, 5] },
      'emailConfig { dueReminderDays }',
    );
    const { invoice } = await sentTo();
    await later(25);
    expect((await eventsOf(invoice.id, 'invoice.payment_reminder')).map(({ days }) => days)).toEqual([5]);
  });

  test('an unpaid invoice makes its subscription past due after the due date, and the customer pays it in the portal', async () => {
    const { customerId, subscriptionId, invoice } = await sentTo();
    await later(13);
    expect(await statusOf(subscriptionId)).toBe('ACTIVE');
    await later(1);
    expect(await statusOf(subscriptionId)).toBe('PAST_DUE');
    expect(await eventsOf(invoice.id, 'invoice.overdue')).toEqual([{ dueAt: '2026-04-15T00:00:00.000Z' }]);
    await payWith(shop.merchant, customerId, 'tok_visa');
    const portal = visitor(t, shop.merchant, customerId);
    const paid = await mutate(portal, 'payInvoice', { invoiceId: invoice.id }, 'invoice { status }');
    expect(paid.invoice.status).toBe('PAID');
    await t.app.tick();
    expect(await statusOf(subscriptionId)).toBe('ACTIVE');
    expect(charges(t)).toEqual([['SUCCEEDED', 3000]]);
  });

  test('the days until a subscription is past due and until it ends are configured', async () => {
    await mutate(
      shop.merchant,
      'updateDunningConfig',
      { sentInvoicePastDueDays: 3, sentInvoiceTerminalDays: 10, terminalAction: 'CANCEL' },
      'dunningConfig { sentInvoicePastDueDays sentInvoiceTerminalDays }',
    );
    const { subscriptionId } = await sentTo();
    await later(16);
    expect(await statusOf(subscriptionId)).toBe('ACTIVE');
    await later(1);
    expect(await statusOf(subscriptionId)).toBe('PAST_DUE');
    await later(7);
    expect(await statusOf(subscriptionId)).toBe('CANCELED');
  });

  test('without days, an overdue invoice changes no subscription, and days that contradict each other are refused', async () => {
    const set = (input: object) => mutate(shop.merchant, 'updateDunningConfig', input, 'dunningConfig { updatedAt }');
    await expect(set({ sentInvoicePastDueDays: 5, sentInvoiceTerminalDays: 4 })).rejects.toThrow('Must not be less');
    await expect(set({ sentInvoicePastDueDays: null, sentInvoiceTerminalDays: 4 })).rejects.toThrow('Must not be less');
    await set({ sentInvoicePastDueDays: null });
    const { subscriptionId } = await sentTo();
    await later(25);
    expect(await statusOf(subscriptionId)).toBe('ACTIVE');
  });

  test('a declined card in the portal schedules no charge of a sent invoice', async () => {
    const { customerId, invoice } = await sentTo();
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    const portal = visitor(t, shop.merchant, customerId);
    await expect(mutate(portal, 'payInvoice', { invoiceId: invoice.id }, 'invoice { id }')).rejects.toThrow();
    await later(20);
    expect(await t.db.prisma.payment.count({ where: { customerId } })).toBe(1);
  });
});

describe('changes in the portal', () => {
  test('an upgrade that would charge now is invoiced, due after the agreed days as the quote shows', async () => {
    const { customerId, subscriptionId } = await sentTo({ daysUntilDue: 30 });
    t.clock.advance(15 * DAY);
    const portal = visitor(t, shop.merchant, customerId);
    const input = { subscriptionId, priceId: shop.large };
    const preview = await portal.request<{ previewSwitchPlan: Record<string, unknown> }>(
      `query ($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) { ... on SubscriptionChangePreview {
         amountDue { amount } dueAt paymentMethodRequired nextInvoice { dueAt } quote { token } } } }`,
      { input },
    );
    expect(preview.previewSwitchPlan).toMatchObject({
      amountDue: { amount: 3000 },
      dueAt: '2026-05-16T00:00:00.000Z',
      paymentMethodRequired: false,
      nextInvoice: { dueAt: '2026-05-31T00:00:00.000Z' },
    });
    const { token } = preview.previewSwitchPlan.quote as { token: string };
    const { invoice } = await mutate(
      portal,
      'switchPlan',
      { ...input, quote: token },
      'invoice { status dueAt amountDue { amount } } subscription { items { price { id } } }',
    );
    expect(invoice).toEqual({ status: 'OPEN', dueAt: '2026-05-16T00:00:00.000Z', amountDue: { amount: 3000 } });
    expect(charges(t)).toEqual([]);
  });

  test('a quote is void once the collection of invoices has changed', async () => {
    const { customerId, subscriptionId } = await sentTo({ token: 'tok_visa' });
    const portal = visitor(t, shop.merchant, customerId);
    const input = { subscriptionId, priceId: shop.large };
    const preview = await previewSwitch(portal, input);
    if (preview.__typename !== 'SubscriptionChangePreview') throw new Error(preview.__typename);
    const change = { subscriptionId, collectionMethod: 'CHARGE_AUTOMATICALLY' };
    await mutate(shop.merchant, 'updateSubscription', change, 'subscription { id }');
    expect(await switchPlan(portal, { ...input, quote: preview.quote.token })).toMatchObject({
      __typename: 'QuoteExpiredError',
    });
  });

  test('a downgrade reduces the open invoice before it becomes credit', async () => {
    const { customerId, subscriptionId, invoice } = await sentTo({ daysUntilDue: 30 });
    t.clock.advance(15 * DAY);
    await switchPlan(shop.merchant, { subscriptionId, priceId: shop.free });
    expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoice.id } })).toMatchObject({
      amountDue: 1500n,
      status: 'OPEN',
    });
    expect(await t.db.prisma.creditEntry.count({ where: { customerId } })).toBe(0);
  });
});

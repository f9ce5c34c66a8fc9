/** E-mails to customers: documents with their PDFs, receipts, and news about subscriptions. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MailRejected, MailUnavailable, type OutgoingMail } from '../../src/mail/mailer.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { APRIL, cancel, configure, openShop, payWith, type Shop, subscribe, switchPlan } from '../support/billing.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { makeJobsDue } from '../support/database.ts';
import { mutate } from '../support/world.ts';

const KINDS = [
  ...['INVOICE', 'CREDIT_NOTE', 'RECEIPT', 'RENEWAL_REMINDER', 'TRIAL_ENDING'],
  ...['PLAN_CHANGED', 'PAYMENT_METHOD_ADDED', 'SUBSCRIPTION_ENDED'],
];
const DAY = 86_400_000;

let t: TestApp;
let shop: Shop;
let counter = 0;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await shopWith(KINDS);
});
afterAll(() => t.close());

async function shopWith(enabled: string[], more: object = {}): Promise<Shop> {
  const made = await openShop(t);
  await mutate(made.merchant, 'updateEmailConfig', { enabled, ...more }, 'emailConfig { enabled }');
  return made;
}
async function customerOf({ merchant }: Shop, token: string | null = 'tok_visa') {
  const email = `reader-${++counter}@example.com`;
  return { email, customerId: await makeCustomer(merchant, { email, token }) };
}
const mailsTo = (email: string) =>
  t.mailbox
    .list()
    .filter(({ to }) => to === email)
    .reverse();
/** Sorted: on PostgreSQL several jobs run at the same time. */
const tagsTo = (email: string) =>
  mailsTo(email)
    .map(({ tag }) => tag)
    .sort();
const mailOf = (email: string, kind: string) => mailsTo(email).find(({ tag }) => tag === kind);
async function manualInvoice({ merchant }: Shop, customerId: string, more: object = {}): Promise<string> {
  const lines = [{ description: 'Setup', unitAmount: 5000 }];
  const drafted = await mutate(
    merchant,
    'createInvoice',
    { customerId, currency: 'EUR', lines, ...more },
    'invoice { id }',
  );
  await mutate(merchant, 'finalizeInvoice', { invoiceId: drafted.invoice.id }, 'invoice { id }');
  return drafted.invoice.id;
}
async function downloaded({ merchant }: Shop, invoiceId: string): Promise<Buffer> {
  const { url } = await mutate(merchant, 'createInvoicePdfLink', { invoiceId }, 'url');
  const response = await t.app.fetch(new Request(url));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}
const EMAILS = 'query ($id: ID!) { invoice(id: $id) { emails { kind status attachmentHash } } }';
// biome-ignore lint/suspicious/noExplicitAny: the query selects the shape.
const emailsOf = async ({ merchant }: Shop, id: string) => (await merchant.request<any>(EMAILS, { id })).invoice.emails;

describe('documents', () => {
  test('a company sends no documents until it switches them on', async () => {
    const quiet = await openShop(t);
    const { email, customerId } = await customerOf(quiet);
    await manualInvoice(quiet, customerId);
    await t.app.tick();
    expect(tagsTo(email)).toEqual([]);
  });

  test('a finalized invoice is mailed once with the PDF that its link downloads, the amount and the due day', async () => {
    const { email, customerId } = await customerOf(shop, null);
    const invoiceId = await manualInvoice(shop, customerId, {
      dueAt: '2026-04-15T00:00:00Z',
      purchaseOrder: 'PO 4711',
    });
    await t.app.tick();
    await t.app.tick();
    const [mail, ...others] = mailsTo(email);
    expect(others).toEqual([]);
    expect(mail?.tag).toBe('invoice');
    for (const text of [
      '€50.00',
      'April 15, 2026',
      'Your reference: PO 4711',
      'attached as a PDF',
      `/pay#${invoiceId}.`,
    ])
      expect(mail?.text).toContain(text);
    const [file, ...more] = mail?.attachments ?? [];
    expect(more).toEqual([]);
    expect(file).toMatchObject({ contentType: 'application/pdf', name: expect.stringMatching(/^ACME-\d{4}\.pdf$/) });
    const attached = Buffer.from(file?.content ?? '', 'base64');
    expect(attached.equals(await downloaded(shop, invoiceId))).toBe(true);
    expect(await emailsOf(shop, invoiceId)).toEqual([
      { kind: 'INVOICE', status: 'SENT', attachmentHash: createHash('sha256').update(attached).digest('hex') },
    ]);
    const page = await t.app.fetch(new Request(`http://portal.test/mailbox/${mail?.id}/0`));
    expect(Buffer.from(await page.arrayBuffer()).equals(attached)).toBe(true);
  });

  test('a payment sends a receipt with its amount, day and card, without tax and without a file', async () => {
    const { email, customerId } = await customerOf(shop);
    await makeSubscription(shop.merchant, customerId, shop.small);
    await t.app.tick();
    expect(tagsTo(email)).toEqual(['invoice', 'payment-method-added', 'receipt']);
    const receipt = mailOf(email, 'receipt');
    for (const text of ['€30.00', 'April 1, 2026', 'Visa card ending in 4242', 'not an invoice'])
      expect(receipt?.text).toContain(text);
    expect(receipt?.text).not.toMatch(/\b(VAT|tax)\b/i);
    expect(receipt?.attachments).toBeUndefined();
    expect(mailOf(email, 'invoice')?.text).toContain('already paid');
  });

  test('a credit note is mailed with its PDF and the number of the invoice that it corrects', async () => {
    const { email, customerId } = await customerOf(shop);
    const made = await makeSubscription(shop.merchant, customerId, shop.large);
    await cancel(shop.merchant, { subscriptionId: made.subscription.id, mode: 'IMMEDIATELY', prorate: true });
    await t.app.tick();
    const mail = mailsTo(email).find(({ tag }) => tag === 'credit-note');
    const invoice = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: made.invoice?.id ?? '' } });
    expect(mail?.text).toContain(`Corrects: ${invoice.number}`);
    expect(mail?.attachments).toHaveLength(1);
  });

  test('documents of a portal without invoices lead to its overview, and name no invoice to open or pay there', async () => {
    const { email, customerId } = await customerOf(shop);
    await configure(shop.merchant, { invoiceHistoryEnabled: false });
    await makeSubscription(shop.merchant, customerId, shop.small);
    await t.app.tick();
    await configure(shop.merchant, { invoiceHistoryEnabled: true });
    for (const kind of ['invoice', 'receipt']) {
      const text = mailOf(email, kind)?.text;
      expect(text).toMatch(/Open your billing portal:\n\S+destination=HOME$/m);
      expect(text).not.toMatch(/View invoice|Pay invoice|PAY_INVOICE|INVOICES/);
    }
  });

  test('documents go to the billing addresses of the customer, everything else to its own', async () => {
    const { email, customerId } = await customerOf(shop, null);
    const billingEmails = [`ap-${counter}@example.com`, `cfo-${counter}@example.com`];
    await mutate(shop.merchant, 'updateCustomer', { customerId, billingEmails }, 'customer { billingEmails }');
    await payWith(shop.merchant, customerId, 'tok_visa');
    await makeSubscription(shop.merchant, customerId, shop.small);
    await t.app.tick();
    expect(tagsTo(email)).toEqual(['payment-method-added']);
    for (const address of billingEmails) expect(tagsTo(address)).toEqual(['invoice', 'receipt']);
  });

  test('a customer declines documents in the portal, but not what the law requires; a merchant can still send one', async () => {
    const { email, customerId } = await customerOf(shop, null);
    const { portal } = await t.signIn(shop.merchant, customerId);
    await mutate(portal, 'updateBillingInformation', { declinedEmails: ['INVOICE'] }, 'customer { declinedEmails }');
    await expect(
      mutate(portal, 'updateBillingInformation', { declinedEmails: ['PLAN_CHANGED'] }, 'customer { id }'),
    ).rejects.toThrow('declinedEmails');
    const invoiceId = await manualInvoice(shop, customerId);
    await t.app.tick();
    expect(tagsTo(email)).toEqual([]);
    expect(await emailsOf(shop, invoiceId)).toMatchObject([{ status: 'SKIPPED' }]);
    await mutate(shop.merchant, 'sendInvoiceEmail', { invoiceId }, 'invoice { id }');
    await t.app.tick();
    expect(tagsTo(email)).toEqual(['invoice']);
    expect(await t.db.prisma.event.count({ where: { objectId: invoiceId, type: 'invoice.email_requested' } })).toBe(1);
  });

  test('a draft and a void invoice cannot be sent', async () => {
    const { customerId } = await customerOf(shop, null);
    const lines = [{ description: 'Setup', unitAmount: 5000 }];
    const { invoice } = await mutate(
      shop.merchant,
      'createInvoice',
      { customerId, currency: 'EUR', lines },
      'invoice { id }',
    );
    const send = () => mutate(shop.merchant, 'sendInvoiceEmail', { invoiceId: invoice.id }, 'invoice { id }');
    await expect(send()).rejects.toThrow('Only a final invoice');
    await mutate(shop.merchant, 'finalizeInvoice', { invoiceId: invoice.id }, 'invoice { id }');
    await mutate(shop.merchant, 'voidInvoice', { invoiceId: invoice.id }, 'invoice { id }');
    await expect(send()).rejects.toThrow('Only a final invoice');
  });

  test('an invoice shows the reference of the customer, or its own, and a later change does not alter it', async () => {
    const { customerId } = await customerOf(shop, null);
    await mutate(shop.merchant, 'updateCustomer', { customerId, purchaseOrder: 'PO A' }, 'customer { id }');
    const [usual, own] = [
      await manualInvoice(shop, customerId),
      await manualInvoice(shop, customerId, { purchaseOrder: 'PO B' }),
    ];
    await mutate(shop.merchant, 'updateCustomer', { customerId, purchaseOrder: null }, 'customer { id }');
    const orders = await t.db.prisma.invoice.findMany({
      where: { id: { in: [usual, own] } },
      orderBy: { sequence: 'asc' },
    });
    expect(orders.map(({ purchaseOrder }) => purchaseOrder)).toEqual(['PO A', 'PO B']);
  });
});

describe('delivery', () => {
  /** Runs the test with a mailer that refuses some mails. */
  async function refusing(refuse: (mail: OutgoingMail) => Error | null, run: () => Promise<void>): Promise<void> {
    const { send } = t.mailbox;
    t.mailbox.send = async (mail) => {
      const refusal = refuse(mail);
      if (refusal) throw refusal;
      await send(mail);
    };
    try {
      await run();
    } finally {
      t.mailbox.send = send;
    }
  }

  test('an address that is refused for good is marked, gets nothing more, and is tried again once it is set again', async () => {
    const { email, customerId } = await customerOf(shop, null);
    const other = `second-${counter}@example.com`;
    await mutate(shop.merchant, 'updateCustomer', { customerId, billingEmails: [email, other] }, 'customer { id }');
    let attempts = 0;
    await refusing(
      ({ to }) => {
        if (to !== email) return null;
        attempts++;
        return new MailRejected('inactive_recipient', 406);
      },
      async () => {
        await manualInvoice(shop, customerId);
        await t.app.tick();
        await manualInvoice(shop, customerId);
        await t.app.tick();
      },
    );
    expect(attempts).toBe(1);
    expect(tagsTo(other)).toEqual(['invoice', 'invoice']);
    const customer = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    expect(customer.bouncedEmails).toEqual([email]);
    const events = await t.db.prisma.event.findMany({
      where: { objectId: customerId, type: 'customer.email_bounced' },
    });
    expect(events.map(({ data }) => data)).toEqual([{ kind: 'invoice' }]);
    await mutate(shop.merchant, 'updateCustomer', { customerId, billingEmails: [email] }, 'customer { id }');
    await manualInvoice(shop, customerId);
    await t.app.tick();
    expect(tagsTo(email)).toEqual(['invoice']);
  });

  test('an outage between two addresses sends each exactly one mail', async () => {
    const { email, customerId } = await customerOf(shop, null);
    const other = `second-${counter}@example.com`;
    await mutate(shop.merchant, 'updateCustomer', { customerId, billingEmails: [email, other] }, 'customer { id }');
    await refusing(
      ({ to }) => (to === other ? new MailUnavailable('network') : null),
      async () => {
        await manualInvoice(shop, customerId);
        await t.app.tick();
      },
    );
    expect([tagsTo(email), tagsTo(other)]).toEqual([['invoice'], []]);
    await makeJobsDue(t.db);
    await t.app.tick();
    expect([tagsTo(email), tagsTo(other)]).toEqual([['invoice'], ['invoice']]);
  });

  test('a deleted customer gets no mail that was still planned', async () => {
    const { email, customerId } = await customerOf(shop, null);
    const invoiceId = await manualInvoice(shop, customerId);
    await mutate(shop.merchant, 'deleteCustomer', { customerId }, 'deletedCustomerId');
    await t.app.tick();
    expect(tagsTo(email)).toEqual([]);
    expect(await emailsOf(shop, invoiceId)).toMatchObject([{ status: 'SKIPPED' }]);
  });

  test('a change that is rolled back plans no mail, because the plan commits with its event', async () => {
    const before = await t.db.prisma.customerEmail.count();
    const { customerId } = await customerOf(shop, null);
    const found = await t.db.prisma.company.findUniqueOrThrow({ where: { id: shop.companyId } });
    const event = {
      ...{
        id: 'evt_00000000000000000000000000',
        companyId: found.id,
        type: 'invoice.paid',
        actorKind: 'SYSTEM' as const,
      },
      ...{ customerId, objectId: 'in_1', data: {}, createdAt: t.clock.now() },
    } as const;
    let planned = 0;
    await t.db.prisma
      .$transaction(async (tx) => {
        await tx.event.create({ data: event });
        planned = await tx.customerEmail.count();
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(planned).toBe(before + 1);
    expect(await t.db.prisma.customerEmail.count()).toBe(before);
  });
});

describe('news about subscriptions', () => {
  test('a change of plan names both plans and the charge', async () => {
    const { customerId, subscriptionId } = await subscribe(t, shop, shop.small, { token: 'tok_visa' });
    const { email } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    await switchPlan(shop.merchant, { subscriptionId, priceId: shop.large });
    await t.app.tick();
    const mail = mailsTo(email).find(({ tag }) => tag === 'plan-changed');
    for (const text of ['Before: Small', 'Now: Large', 'Charged: €']) expect(mail?.text).toContain(text);
  });

  test('a trial that ends soon is announced with the first payment, and requests a missing payment method', async () => {
    const own = await shopWith(['TRIAL_ENDING']);
    const begin = t.clock.now();
    const trialEnd = new Date(begin.getTime() + 20 * DAY).toISOString();
    const { email, customerId } = await customerOf(own, null);
    await makeSubscription(own.merchant, customerId, own.small, { trialEnd });
    t.clock.advanceTo(new Date(begin.getTime() + 12 * DAY).toISOString());
    await t.app.tick();
    expect(tagsTo(email)).toEqual([]);
    t.clock.advanceTo(new Date(begin.getTime() + 13 * DAY + 1).toISOString());
    await t.app.tick();
    const [mail] = mailsTo(email);
    expect(mail?.tag).toBe('trial-ending');
    for (const text of ['Next payment: €30.00', 'Add a payment method', 'PAYMENT_METHODS'])
      expect(mail?.text).toContain(text);
  });

  test('a subscription that ends by itself is announced once, whether it was scheduled or not paid', async () => {
    const own = await shopWith(['SUBSCRIPTION_ENDED']);
    await mutate(own.merchant, 'updateDunningConfig', { retryDays: [], terminalAction: 'CANCEL' }, '__typename');
    const begin = t.clock.now();
    const leaving = await customerOf(own);
    const left = await makeSubscription(own.merchant, leaving.customerId, own.small);
    await cancel(own.merchant, { subscriptionId: left.subscription.id, mode: 'PERIOD_END' });
    const failing = await customerOf(own);
    await makeSubscription(own.merchant, failing.customerId, own.small);
    await payWith(own.merchant, failing.customerId, 'tok_charge_declined');
    t.clock.advanceTo(new Date(begin.getTime() + 40 * DAY).toISOString());
    await t.app.tick();
    const ended = (email: string) => mailsTo(email).filter(({ tag }) => tag === 'subscription-ended');
    expect(ended(leaving.email).map(({ text }) => text.includes('ended as scheduled'))).toEqual([true]);
    expect(ended(failing.email).map(({ text }) => text.includes('couldn’t collect a payment'))).toEqual([true]);
  });

  test('advancing a test clock sends the reminder before the renewal', async () => {
    const own = await shopWith(['RENEWAL_REMINDER'], { shortPeriodReminderDays: 7 });
    const now = t.clock.now();
    await mutate(own.merchant, 'createTestClock', { frozenTime: now.toISOString() }, '__typename');
    const { customerId } = await customerOf(own);
    await makeSubscription(own.merchant, customerId, own.small);
    const frozenTime = new Date(now.getTime() + 45 * DAY).toISOString();
    await mutate(own.merchant, 'advanceTestClock', { frozenTime }, 'completed');
    const events = await t.db.prisma.event.findMany({
      where: { companyId: own.companyId, type: { in: ['subscription.renewal_upcoming', 'subscription.renewed'] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    expect(events.map(({ type }) => type)).toEqual(['subscription.renewal_upcoming', 'subscription.renewed']);
  });
});

test('settings of e-mails have defaults, change one by one, and report every invalid value', async () => {
  const { merchant } = await t.company();
  const fields = 'enabled longPeriodReminderDays shortPeriodReminderDays trialReminderDays';
  const defaults = { enabled: [], longPeriodReminderDays: 30, shortPeriodReminderDays: 0, trialReminderDays: 7 };
  // biome-ignore lint/suspicious/noExplicitAny: the query selects the shape.
  const read = async () => (await merchant.request<any>(`{ emailConfig { ${fields} } }`)).emailConfig;
  expect(await read()).toEqual(defaults);
  const changed = { enabled: ['RECEIPT', 'INVOICE'], trialReminderDays: 3 };
  await mutate(merchant, 'updateEmailConfig', changed, `emailConfig { ${fields} }`);
  expect(await read()).toEqual({ ...defaults, enabled: ['INVOICE', 'RECEIPT'], trialReminderDays: 3 });
  const wrong = { longPeriodReminderDays: 91, shortPeriodReminderDays: -1, enabled: null };
  // biome-ignore lint/suspicious/noExplicitAny: the query selects the shape.
  const { updateEmailConfig } = await merchant.request<any>(
    'mutation ($input: UpdateEmailConfigInput!) { updateEmailConfig(input: $input) { ... on ValidationError { issues { path } } } }',
    { input: wrong },
  );
  expect(updateEmailConfig.issues.map(({ path }: { path: string[] }) => path[1]).sort()).toEqual([
    ...['enabled', 'longPeriodReminderDays', 'shortPeriodReminderDays'],
  ]);
  expect(await read()).toMatchObject({ trialReminderDays: 3, longPeriodReminderDays: 30 });
});

describe('a year ahead', () => {
  // In a database of its own: the other subscriptions of this file would renew twelve times each.
  let others: TestApp;
  beforeAll(async () => {
    others = t;
    t = await openTestApp({ now: APRIL });
  });
  afterAll(async () => {
    await t.close();
    t = others;
  });

  test('a yearly renewal is announced once, the configured days before, with its amount, and a canceled one is not', async () => {
    const own = await shopWith(['RENEWAL_REMINDER'], { longPeriodReminderDays: 30 });
    const begin = t.clock.now();
    const renewing = await customerOf(own);
    await makeSubscription(own.merchant, renewing.customerId, own.yearly);
    const leaving = await customerOf(own);
    const left = await makeSubscription(own.merchant, leaving.customerId, own.yearly);
    await cancel(own.merchant, { subscriptionId: left.subscription.id, mode: 'PERIOD_END' });
    const at = async (days: number) => {
      t.clock.advanceTo(new Date(begin.getTime() + days * DAY).toISOString());
      await t.app.tick();
      return tagsTo(renewing.email);
    };
    expect(await at(334)).toEqual([]);
    expect(await at(336)).toEqual(['renewal-reminder']);
    expect(await at(360)).toEqual(['renewal-reminder']);
    const [mail] = mailsTo(renewing.email);
    for (const text of ['Plan: Small', 'Renews on: ', 'Next payment: €360.00']) expect(mail?.text).toContain(text);
    expect(await at(366)).toEqual(['renewal-reminder']);
    expect(tagsTo(leaving.email).filter((tag) => tag === 'renewal-reminder')).toEqual([]);
  });
});

describe('sentences that depend on what follows', () => {
  const textOf = async (email: string, tag: string) => {
    await t.app.tick();
    return mailOf(email, tag)?.text ?? '';
  };

  test('the mail about a credit note announces the money of a refund, and credit otherwise', async () => {
    const { email, customerId } = await customerOf(shop);
    await makeSubscription(shop.merchant, customerId, shop.small);
    const { id: paymentId } = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId } });
    await mutate(shop.merchant, 'refundPayment', { paymentId }, 'refund { status }');
    const refunded = await textOf(email, 'credit-note');
    expect(refunded).toContain('We’re refunding it to your payment method.');
    expect(refunded).not.toContain('added to your credit');

    const leaving = await customerOf(shop);
    const { subscription } = await makeSubscription(shop.merchant, leaving.customerId, shop.large);
    await cancel(shop.merchant, { subscriptionId: subscription.id, mode: 'IMMEDIATELY', prorate: true });
    const credited = await textOf(leaving.email, 'credit-note');
    expect(credited).toContain('added to your credit');
    expect(credited).not.toContain('refunding');
  });

  test('an invoice whose charge has failed is sent again as overdue, not as one that will be charged', async () => {
    const own = await shopWith(['INVOICE']);
    const { email, customerId } = await customerOf(own);
    const made = await makeSubscription(own.merchant, customerId, own.small);
    await payWith(own.merchant, customerId, 'tok_charge_declined');
    t.clock.advanceTo(new Date(t.clock.now().getTime() + 32 * DAY).toISOString());
    await t.app.tick();
    const open = await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, status: 'OPEN' } });
    expect(open.subscriptionId).toBe(made.subscription.id);
    await mutate(own.merchant, 'sendInvoiceEmail', { invoiceId: open.id }, '__typename');
    await t.app.tick();
    const again = mailsTo(email).at(-1)?.text;
    expect(again).toContain('€30.00 is overdue. Please pay it as soon as you can.');
    expect(again).not.toContain('we’ll charge');
    expect(again).toContain(`/pay#${open.id}.`);
  });

  test.each([
    [{}, 'You can change or cancel it in the portal until then.'],
    [{ cancellationsEnabled: false }, 'You can change it in the portal until then.'],
    [{ allowPlanSwitch: false, allowQuantityUpdates: false }, 'You can cancel it in the portal until then.'],
    [{ subscriptionsEnabled: false }, null],
  ])('with the portal settings %o a reminder offers only what they allow', async (settings, sentence) => {
    const own = await shopWith(['RENEWAL_REMINDER'], { shortPeriodReminderDays: 7 });
    await configure(own.merchant, settings);
    const { email, customerId } = await customerOf(own);
    await makeSubscription(own.merchant, customerId, own.small);
    t.clock.advanceTo(new Date(t.clock.now().getTime() + 25 * DAY).toISOString());
    const text = await textOf(email, 'renewal-reminder');
    expect(text).toContain('Next payment: €30.00');
    if (sentence) expect(text).toContain(sentence);
    else expect(text).not.toMatch(/change|cancel/);
  });

  test('the mail about a scheduled end announces the final invoice, or without one that nothing more is charged', async () => {
    const own = await shopWith(['SUBSCRIPTION_ENDED']);
    const begin = t.clock.now();
    const ending = async (upgraded: boolean) => {
      const { email, customerId } = await customerOf(own);
      const { subscription } = await makeSubscription(own.merchant, customerId, own.small);
      const subscriptionId = subscription.id;
      if (upgraded) {
        t.clock.advanceTo(new Date(begin.getTime() + 10 * DAY).toISOString());
        const terms = { prorationBehavior: 'PRORATE', chargeTiming: 'PERIOD_END' } as const;
        await switchPlan(own.merchant, { subscriptionId, priceId: own.large, ...terms });
      }
      await cancel(own.merchant, { subscriptionId, mode: 'PERIOD_END' });
      return email;
    };
    const plain = await ending(false);
    const billed = await ending(true);
    t.clock.advanceTo(new Date(begin.getTime() + 32 * DAY).toISOString());
    const last = await textOf(billed, 'subscription-ended');
    expect(last).toContain('Your final invoice covers what hadn’t been billed yet.');
    expect(last).not.toContain('You won’t be charged for it again.');
    expect(await textOf(plain, 'subscription-ended')).toContain('You won’t be charged for it again.');
  });
});

/** Dunning after a failed payment, on a manual clock: retries, mails, recovery and terminal actions. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import {
  charges,
  expectBooksToBalance,
  openShop,
  payWith,
  type Shop,
  subscribe,
  updateQuantity,
} from '../support/billing.ts';
import { makeJobsDue } from '../support/database.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
const YEAR = 2026;
/** Each test starts on 1 April with a new company and database; the first renewal is on 1 May. */
async function begin(now: string): Promise<void> {
  t = await openTestApp({ now });
  shop = await openShop(t);
}
beforeEach(() => begin(at('04-01')));
afterEach(async () => {
  await expectBooksToBalance(t);
  await t.close();
});

const at = (date: string) => `${YEAR}-${date}T00:00:00.000Z`;
/** Advances the clock and runs everything that is due. */
async function until(date: string): Promise<void> {
  t.clock.advanceTo(date.includes('T') ? `${YEAR}-${date}` : at(date));
  await t.app.tick();
}
const configure = (input: object) =>
  mutate(shop.merchant, 'updateDunningConfig', input, 'dunningConfig { retryDays terminalAction }');
const read = (id: string) => t.db.prisma.subscription.findUniqueOrThrow({ where: { id } });
const openInvoice = (subscriptionId: string) =>
  t.db.prisma.invoice.findFirst({ where: { subscriptionId, status: 'OPEN' }, orderBy: { createdAt: 'desc' } });
const restartOf = async (id: string) => {
  const query = 'query ($id: ID!) { subscription(id: $id) { restartInvoice { total { amount } periodEnd } } }';
  return (await shop.merchant.request<{ subscription: { restartInvoice: object | null } }>(query, { id })).subscription
    .restartInvoice;
};
/** Adds a payment method without the retry that a new default starts. */
const addMethod = async (customerId: string, token: string): Promise<{ id: string }> =>
  (await mutate(shop.merchant, 'addPaymentMethod', { customerId, token }, 'paymentMethod { id }')).paymentMethod;
const failures = async (customerId: string) =>
  (await events(customerId, 'invoice.payment_failed')).map(({ data, createdAt }) => {
    const { paymentId, ...facts } = data as { paymentId?: string; declineCode: string };
    // Without a payment method there is no payment.
    expect(paymentId === undefined).toBe(facts.declineCode === 'payment_method_required');
    return [createdAt.toISOString().slice(5, 10), facts];
  });
const events = (customerId: string, type?: string) =>
  t.db.prisma.event.findMany({ where: { customerId, type }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
const typesOf = async (customerId: string) => (await events(customerId)).map(({ type }) => type);
const mails = (tag = 'payment-failed') =>
  t.mailbox
    .list()
    .filter((mail) => mail.tag === tag && mail.companyId === shop.companyId)
    .reverse();

/** A customer whose card is declined from the first renewal on. */
async function declined(priceId = shop.small, token = 'tok_charge_declined') {
  const customer = await subscribe(t, shop, priceId);
  await payWith(shop.merchant, customer.customerId, token);
  // The job of the new default would otherwise run beside the renewal, and try a payment that has just failed again.
  await t.app.tick();
  return customer;
}

test('a declined renewal is retried after 3, 5 and 7 days with one mail per failure, until the customer pays in the portal', async () => {
  const { customerId, subscriptionId, portal } = await declined(shop.small, 'tok_insufficient_funds');
  await until('05-01');
  expect(await read(subscriptionId)).toMatchObject({ status: 'PAST_DUE' });
  for (const date of ['05-03T23:59:59.999Z', '05-04', '05-05', '05-06']) await until(date);
  await t.app.tick();
  const code = { declineCode: 'insufficient_funds' };
  expect(await failures(customerId)).toEqual([
    ['05-01', { attempt: 1, nextAttemptAt: at('05-04'), ...code }],
    ['05-04', { attempt: 2, nextAttemptAt: at('05-06'), ...code }],
    ['05-06', { attempt: 3, nextAttemptAt: at('05-08'), ...code }],
  ]);
  expect(mails()).toHaveLength(3);
  const [first, , third] = mails();
  expect(first?.subject).toBe('Your payment to Acme failed');
  expect(first?.text).toContain('€30.00');
  expect(first?.text).toContain('For: Small');
  expect(first?.text).toContain(`Next attempt: May 4, ${YEAR}`);
  expect(first?.text).toContain(
    `Our last attempt is on May 8, ${YEAR}. If it fails too, your subscription will be suspended`,
  );
  expect(first?.text).toContain('insufficient funds');
  expect(third?.text).toContain('This is our last attempt.');
  const link = `${PUBLIC_URL}/portal/${shop.companyId}/?destination=PAYMENT_METHODS`;
  expect(first?.text.split('\n')).toContain(link);
  for (const { text, html } of mails()) expect(text + html).not.toMatch(/token/);

  await payWith(shop.merchant, customerId, 'tok_insufficient_funds');
  const { currentCustomer } = await portal.request<{ currentCustomer: { invoices: { nodes: object[] } } }>(
    '{ currentCustomer { invoices(statuses: [OPEN]) { nodes { attemptCount nextAttemptAt } } } }',
  );
  expect(currentCustomer.invoices.nodes).toEqual([{ attemptCount: 3, nextAttemptAt: at('05-08') }]);
  await payWith(shop.merchant, customerId, 'tok_visa');
  const select = 'paid { status attemptCount nextAttemptAt } failed { reason }';
  expect(await mutate(portal, 'payPastDueInvoices', {}, select)).toEqual({
    paid: [{ status: 'PAID', attemptCount: 3, nextAttemptAt: null }],
    failed: [],
  });
  await t.app.tick();
  expect(await read(subscriptionId)).toMatchObject({ status: 'ACTIVE', currentPeriodEnd: new Date(at('06-01')) });
  expect(await typesOf(customerId)).toContain('subscription.recovered');
  await until('05-31');
  expect(mails()).toHaveLength(3);
  expect(charges(t, customerId)).toEqual([
    ['SUCCEEDED', 3000],
    ['SUCCEEDED', 3000],
  ]);
}, 60_000);

describe('terminal action of dunning', () => {
  async function exhaust(action: string) {
    await configure({ terminalAction: action });
    const customer = await declined();
    for (const date of ['05-01', '05-04', '05-06', '05-08']) await until(date);
    const invoice = await openInvoice(customer.subscriptionId);
    expect(invoice).toMatchObject({ attemptCount: 4, nextAttemptAt: null });
    expect((await failures(customer.customerId)).at(-1)).toEqual([
      '05-08',
      { attempt: 4, nextAttemptAt: null, declineCode: 'card_declined' },
    ]);
    expect(mails()).toHaveLength(4);
    await until('05-30');
    expect(await openInvoice(customer.subscriptionId)).toEqual(invoice);
    return { ...customer, last: mails().at(-1)?.text ?? '' };
  }

  test('the terminal action CANCEL ends the subscription without a credit', async () => {
    const { subscriptionId, customerId, last } = await exhaust('CANCEL');
    expect(await read(subscriptionId)).toMatchObject({ status: 'CANCELED', endedAt: new Date(at('05-08')) });
    expect(last).toContain('Your subscription has ended.');
    expect((await events(customerId, 'subscription.canceled')).map(({ data }) => data)).toMatchObject([
      { cause: 'payment_failed', invoiceId: null },
    ]);
    expect(await t.db.prisma.invoice.count({ where: { customerId, total: { lt: 0n } } })).toBe(0);
    await until('07-01');
    expect(await t.db.prisma.invoice.count({ where: { customerId } })).toBe(2);
  });

  test('CANCEL bills pending lines on a final invoice, which is collected like any other', async () => {
    await configure({ terminalAction: 'CANCEL', retryDays: [1] });
    const { subscriptionId, customerId } = await declined();
    await until('04-16');
    // The line is pending, so the change itself charges nothing.
    const timing = { chargeTiming: 'PERIOD_END', prorationBehavior: 'FULL_DIFFERENCE' } as const;
    await until('05-01');
    await t.db.prisma.subscription.update({ where: { id: subscriptionId }, data: { status: 'ACTIVE' } });
    expect(await updateQuantity(shop.merchant, { subscriptionId, quantity: 3, ...timing })).toMatchObject({
      subscription: { items: [{ quantity: 3 }] },
    });
    await until('05-02');
    expect(await read(subscriptionId)).toMatchObject({ status: 'CANCELED' });
    const final = await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, reason: 'SUBSCRIPTION_CANCEL' } });
    expect(final).toMatchObject({
      total: 6000n,
      status: 'OPEN',
      attemptCount: 1,
      nextAttemptAt: new Date(at('05-03')),
    });
    await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    // Two jobs charge at the same time, each for its invoice.
    expect(charges(t, customerId).toSorted((one, other) => Number(one[1]) - Number(other[1]))).toEqual([
      ['SUCCEEDED', 3000],
      ['SUCCEEDED', 3000],
      ['SUCCEEDED', 6000],
    ]);
    expect(await read(subscriptionId)).toMatchObject({ status: 'CANCELED' });
  });

  test.each(['UNPAID', 'PAUSE'] as const)(
    'the terminal action %s suspends the subscription; paying everything after the period begins a new cycle, of an unpaid one only if requested',
    async (action) => {
      const { subscriptionId, customerId, last } = await exhaust(action);
      const status = action === 'PAUSE' ? 'PAUSED' : 'UNPAID';
      expect(await read(subscriptionId)).toMatchObject({ status });
      expect(last).toContain(
        action === 'PAUSE'
          ? 'Your subscription is paused until you pay everything overdue.'
          : 'Your subscription is suspended because of overdue payments.',
      );
      await until('07-11');
      expect(await t.db.prisma.invoice.count({ where: { subscriptionId } })).toBe(2);
      const owed = await openInvoice(subscriptionId);
      if (action === 'UNPAID') {
        const { id } = await addMethod(customerId, 'tok_visa');
        await t.db.prisma.customer.update({ where: { id: customerId }, data: { defaultPaymentMethodId: id } });
        const restart = { invoiceId: owed?.id, restartSubscription: true };
        expect(await restartOf(subscriptionId)).toEqual({ total: { amount: 3000 }, periodEnd: at('08-11') });
        await mutate(shop.merchant, 'payInvoice', restart, 'invoice { id }');
      } else await payWith(shop.merchant, customerId, 'tok_visa');
      await t.app.tick();
      expect(await read(subscriptionId)).toMatchObject({
        status: 'ACTIVE',
        anchor: new Date(at('07-11')),
        currentPeriodStart: new Date(at('07-11')),
        currentPeriodEnd: new Date(at('08-11')),
      });
      const lines = await t.db.prisma.invoiceLine.findMany({
        where: { subscriptionId },
        orderBy: { periodStart: 'asc' },
      });
      expect(lines.map(({ periodStart }) => periodStart?.toISOString().slice(5, 10))).toEqual([
        '04-01',
        '05-01',
        '07-11',
      ]);
      expect(charges(t, customerId)).toHaveLength(3);
      expect((await typesOf(customerId)).filter((type) => type.startsWith('subscription.'))).toEqual([
        'subscription.created',
        'subscription.renewed',
        'subscription.past_due',
        `subscription.${status.toLowerCase()}`,
        'subscription.recovered',
        'subscription.renewed',
      ]);
    },
  );

  test('paying the debt of an UNPAID subscription after its period charges the debt alone, and restarts nothing', async () => {
    const { subscriptionId, customerId } = await exhaust('UNPAID');
    await until('07-11');
    await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    expect(await read(subscriptionId)).toMatchObject({ status: 'UNPAID', currentPeriodEnd: new Date(at('06-01')) });
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 3000],
      ['SUCCEEDED', 3000],
    ]);
    expect(await openInvoice(subscriptionId)).toBeNull();
  });

  test.each([
    ['UNPAID', 'UNPAID'],
    ['PAUSE', 'PAUSED'],
  ] as const)(
    'voiding the unpaid invoice after the period does not restart a subscription with the terminal action %s',
    async (action, status) => {
      const { subscriptionId, customerId } = await exhaust(action);
      await until('07-11');
      const owed = await openInvoice(subscriptionId);
      await mutate(shop.merchant, 'voidInvoice', { invoiceId: owed?.id }, 'invoice { id }');
      await t.app.tick();
      expect(await read(subscriptionId)).toMatchObject({ status });
      expect(await t.db.prisma.invoice.count({ where: { customerId, status: 'OPEN' } })).toBe(0);
      expect(await t.db.prisma.invoice.count({ where: { customerId } })).toBe(2);
    },
  );

  test('an UNPAID subscription continues its period if everything is paid before the period ends', async () => {
    const { subscriptionId, customerId } = await exhaust('UNPAID');
    await payWith(shop.merchant, customerId, 'tok_visa');
    await t.app.tick();
    expect(await read(subscriptionId)).toMatchObject({
      status: 'ACTIVE',
      anchor: new Date(at('04-01')),
      currentPeriodEnd: new Date(at('06-01')),
    });
  });

  test('PAST_DUE leaves the subscription past due and continues billing', async () => {
    const { subscriptionId, last } = await exhaust('PAST_DUE');
    expect(await read(subscriptionId)).toMatchObject({ status: 'PAST_DUE' });
    expect(last).toContain('We won’t try again automatically.');
    await until('06-01');
    expect(await read(subscriptionId)).toMatchObject({ status: 'PAST_DUE', currentPeriodEnd: new Date(at('07-01')) });
    expect(await t.db.prisma.invoice.count({ where: { subscriptionId, status: 'OPEN' } })).toBe(2);
  });

  test('granted credit pays the oldest unpaid invoice first, and the subscription is active only when both are paid', async () => {
    await configure({ terminalAction: 'PAST_DUE', retryDays: [] });
    const { subscriptionId, customerId } = await declined();
    await until('05-01');
    await until('06-01');
    const unpaid = () =>
      t.db.prisma.invoice.findMany({
        where: { subscriptionId, status: 'OPEN' },
        orderBy: { dueAt: 'asc' },
        select: { dueAt: true, amountDue: true },
      });
    const grant = (amount: number) =>
      mutate(shop.merchant, 'adjustCredit', { customerId, amount: { amount, currency: 'EUR' } }, 'creditEntry { id }');
    expect((await unpaid()).map(({ amountDue }) => amountDue)).toEqual([3000n, 3000n]);
    await grant(4000);
    await t.app.tick();
    expect(await unpaid()).toEqual([{ dueAt: new Date(at('06-01')), amountDue: 2000n }]);
    expect(await read(subscriptionId)).toMatchObject({ status: 'PAST_DUE' });
    await grant(2500);
    await t.app.tick();
    expect(await unpaid()).toEqual([]);
    expect(await read(subscriptionId)).toMatchObject({ status: 'ACTIVE' });
    const { _sum } = await t.db.prisma.creditEntry.aggregate({ where: { customerId }, _sum: { amount: true } });
    expect(_sum.amount).toBe(500n);
  });
});

describe('new payment method during dunning', () => {
  test('a new default payment method is charged at once, and one that is not the default is not', async () => {
    const { customerId, subscriptionId } = await declined();
    await until('05-01');
    await mutate(shop.merchant, 'addPaymentMethod', { customerId, token: 'tok_mastercard' }, 'paymentMethod { id }');
    await t.app.tick();
    expect(await read(subscriptionId)).toMatchObject({ status: 'PAST_DUE' });
    const added = { customerId, token: 'tok_visa', makeDefault: true };
    await mutate(shop.merchant, 'addPaymentMethod', added, 'paymentMethod { id }');
    await t.app.tick();
    expect(await read(subscriptionId)).toMatchObject({ status: 'ACTIVE' });
    expect(charges(t, customerId)).toHaveLength(2);
    await until('05-20');
    expect(charges(t, customerId)).toHaveLength(2);
  });

  test('removing the default payment method charges the overdue invoice to its replacement at once', async () => {
    const { customerId, subscriptionId } = await declined();
    await until('05-01');
    const { defaultPaymentMethodId } = await t.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    await mutate(
      shop.merchant,
      'removePaymentMethod',
      { paymentMethodId: defaultPaymentMethodId },
      'removedPaymentMethodId',
    );
    await t.app.tick();
    expect(await read(subscriptionId)).toMatchObject({ status: 'ACTIVE' });
  });

  test('a declined new payment method sends a mail and does not use up a scheduled retry', async () => {
    const { customerId } = await declined();
    await until('05-01');
    await until('05-02');
    await payWith(shop.merchant, customerId, 'tok_insufficient_funds');
    await t.app.tick();
    expect((await failures(customerId)).at(-1)).toEqual([
      '05-02',
      { attempt: 2, nextAttemptAt: at('05-04'), declineCode: 'insufficient_funds' },
    ]);
    expect(mails()).toHaveLength(2);
  });

  test('a payment method that becomes the default during a declined charge is charged at once', async () => {
    const { customerId, subscriptionId } = await declined();
    const { pay } = t.real;
    t.provider.pay = async (request) => {
      delete t.provider.pay;
      await payWith(shop.merchant, customerId, 'tok_visa');
      return pay(request);
    };
    await until('05-01');
    expect(await read(subscriptionId)).toMatchObject({ status: 'ACTIVE' });
    expect(charges(t, customerId)).toHaveLength(2);
    expect(mails()).toEqual([]);
  });

  test('a new default payment method does not pay a manual invoice without a collection attempt', async () => {
    const { customerId } = await subscribe(t, shop, shop.small);
    const draft = { customerId, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 5000 }] };
    const { invoice } = await mutate(shop.merchant, 'createInvoice', draft, 'invoice { id }');
    await mutate(shop.merchant, 'finalizeInvoice', { invoiceId: invoice.id }, 'invoice { id }');
    await payWith(shop.merchant, customerId, 'tok_mastercard');
    await t.app.tick();
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 3000]]);
  });
});

test('a failed payment counts as one failed attempt, however often it is reported, and starts dunning', async () => {
  await configure({ retryDays: [2] });
  const { customerId, subscriptionId } = await declined(shop.small, 'tok_capture_fails');
  await until('05-01');
  const payment = await t.db.prisma.payment.findFirstOrThrow({ where: { customerId, status: 'FAILED' } });
  await t.app.queue.enqueueNow('payment.failed', { companyId: shop.companyId, paymentId: payment.id });
  await t.app.tick();
  expect(await read(subscriptionId)).toMatchObject({ status: 'PAST_DUE' });
  expect(await failures(customerId)).toMatchObject([['05-01', { attempt: 1, nextAttemptAt: at('05-03') }]]);
  await until('05-03');
  expect(await read(subscriptionId)).toMatchObject({ status: 'UNPAID' });
  expect(mails()).toHaveLength(2);
});

test('an unavailable provider does not count as a failed attempt, and the invoice is collected later', async () => {
  const { customerId, subscriptionId } = await declined(shop.small, 'tok_provider_unavailable');
  await until('05-01');
  for (let run = 0; run < 7; run++) {
    await makeJobsDue(t.db);
    await t.app.tick();
  }
  expect(await read(subscriptionId)).toMatchObject({ status: 'ACTIVE' });
  expect(await openInvoice(subscriptionId)).toMatchObject({
    attemptCount: 0,
    nextAttemptAt: new Date(`${YEAR}-05-01T06:00:00.000Z`),
  });
  const { id } = await t.db.prisma.paymentMethod.findFirstOrThrow({
    where: { customerId, providerRef: { contains: 'tok_visa' } },
  });
  await t.db.prisma.customer.update({ where: { id: customerId }, data: { defaultPaymentMethodId: id } });
  await until('05-01T06:00:00.000Z');
  expect(await openInvoice(subscriptionId)).toBeNull();
  expect(mails()).toEqual([]);
});

test('with mails and retries disabled, the first failure runs the terminal action without a mail', async () => {
  await configure({ emailsEnabled: false, retryDays: [] });
  const { subscriptionId } = await declined();
  await until('05-01');
  expect(await read(subscriptionId)).toMatchObject({ status: 'UNPAID' });
  expect(mails()).toEqual([]);
});

test('a collection job that runs again after its failure charges nothing and counts nothing', async () => {
  const { customerId, subscriptionId } = await declined();
  await until('05-01');
  const { pay } = t.real;
  let asked = 0;
  t.provider.pay = (request) => {
    asked++;
    return pay(request);
  };
  const invoice = await openInvoice(subscriptionId);
  const job = { companyId: shop.companyId, invoiceId: invoice?.id };
  await t.app.queue.enqueueNow('invoice.collect', job);
  await t.app.queue.enqueueNow('invoice.collect', { ...job, attempt: 0 });
  await t.app.tick();
  delete t.provider.pay;
  expect(asked).toBe(0);
  expect(await failures(customerId)).toHaveLength(1);
  expect(mails()).toHaveLength(1);
});

test('a mail outage does not delay retries, and outdated failure mails are not sent afterwards', async () => {
  const { customerId } = await declined();
  const { send } = t.mailbox;
  t.mailbox.send = async () => {
    throw new Error('down');
  };
  await until('05-01');
  await until('05-04');
  t.mailbox.send = send;
  await makeJobsDue(t.db);
  await t.app.tick();
  expect(await failures(customerId)).toHaveLength(2);
  // The second failure has replaced the first mail.
  expect(mails().map(({ text }) => /Next attempt: (.*)/.exec(text)?.[1])).toEqual([`May 6, ${YEAR}`]);
});

describe('warning about expiring cards', () => {
  const untilDay = async (instant: string) => {
    t.clock.advanceTo(`${instant}T00:00:00.000Z`);
    await t.app.tick();
  };
  test('a customer whose subscription depends on an expiring card gets one warning before it expires', async () => {
    await t.close();
    await begin('2034-06-01T00:00:00.000Z');
    const { customerId } = await subscribe(t, shop, shop.yearly);
    const without = await subscribe(t, shop, shop.free);
    await mutate(
      shop.merchant,
      'cancelSubscription',
      { subscriptionId: without.subscriptionId },
      'subscription { id }',
    );
    const bank = await subscribe(t, shop, shop.yearly, { token: 'tok_sepa_debit' });
    await untilDay('2034-12-01');
    expect(mails('card-expiring')).toEqual([]);
    await untilDay('2034-12-02');
    await t.app.tick();
    await untilDay('2034-12-20');
    const [mail, ...more] = mails('card-expiring');
    expect(more).toEqual([]);
    expect(mail?.text).toContain('Your Visa card ending in 4242 expires at the end of December 2034.');
    expect(await events(customerId, 'payment_method.expiring')).toMatchObject([
      { data: { expiryYear: 2034, expiryMonth: 12 } },
    ]);
    for (const other of [without, bank]) expect(await events(other.customerId, 'payment_method.expiring')).toEqual([]);
    // A card that is added shortly before its expiry gets its own warning; a replaced one gets none.
    await payWith(shop.merchant, customerId, 'tok_amex');
    await t.app.tick();
    expect(mails('card-expiring')).toHaveLength(2);
    await untilDay('2035-02-01');
    expect(mails('card-expiring')).toHaveLength(2);
  });
});

/** Invoices, credit notes and the credit ledger: manual invoices, paying, voiding, importing, PDF links. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  charges,
  configure,
  expectBooksToBalance,
  importSubscription,
  MAY,
  MIDDLE,
  makeCoupon,
  openShop,
  payWith,
  previewSwitch,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import {
  AdjustCreditDocument,
  CreateInvoiceDocument,
  type CreateInvoiceInput,
  CreateInvoicePdfLinkDocument,
  FinalizeInvoiceDocument,
  ImportSubscriptionDocument,
  type ImportSubscriptionInput,
  InvoiceByIdDocument,
  PayInvoiceDocument,
  VoidInvoiceDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: MIDDLE });
  shop = await openShop(t);
});
afterAll(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
}, 60_000);

const draft = async (input: Partial<CreateInvoiceInput> & { customerId: string }) =>
  (
    await shop.merchant.request(CreateInvoiceDocument, {
      input: { currency: 'EUR', lines: [{ description: 'Setting up', quantity: 2, unitAmount: 1250 }], ...input },
    })
  ).createInvoice;
const finalize = async (invoiceId: string) =>
  (await shop.merchant.request(FinalizeInvoiceDocument, { input: { invoiceId } })).finalizeInvoice;
const withdraw = async (invoiceId: string) =>
  (await shop.merchant.request(VoidInvoiceDocument, { input: { invoiceId } })).voidInvoice;
const pay = async (client: Shop['merchant'], invoiceId: string) =>
  (await client.request(PayInvoiceDocument, { input: { invoiceId } })).payInvoice;
const credit = async (customerId: string, amount: number) =>
  (
    await shop.merchant.request(AdjustCreditDocument, {
      input: { customerId, amount: { amount, currency: 'EUR' }, idempotencyKey: null },
    })
  ).adjustCredit;
const finalized = async (customerId: string) => {
  const made = success(await draft({ customerId }));
  return success(await finalize(made.invoice.id)).invoice;
};

describe('manual invoice', () => {
  test('a manual invoice is drafted without a number, finalized once, and then paid by its customer', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const { portal } = await t.signIn(shop.merchant, customerId);
    const { id } = success(await draft({ customerId, memo: 'Thank you.' })).invoice;
    expect(success(await draft({ customerId })).invoice).toMatchObject({
      status: 'DRAFT',
      number: null,
      total: { amount: 2500 },
      amountDue: { amount: 2500 },
    });
    expect((await portal.request(InvoiceByIdDocument, { id })).invoice).toBeNull();
    expect(await pay(portal, id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await pay(shop.merchant, id)).toMatchObject({ code: 'CONFLICT' });

    const { invoice } = success(await finalize(id));
    expect(invoice).toMatchObject({ status: 'OPEN', number: expect.stringMatching(/^ACME-\d{4}$/) });
    expect(await finalize(id)).toMatchObject({ code: 'CONFLICT' });
    expect(success(await pay(portal, id)).invoice).toMatchObject({
      status: 'PAID',
      amountPaid: { amount: 2500 },
      amountDue: { amount: 0 },
      lines: invoice.lines,
    });
    expect(await pay(portal, id)).toMatchObject({ code: 'CONFLICT' });
    expect(await withdraw(id)).toMatchObject({ code: 'CONFLICT' });
    await t.app.tick();
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 2500]]);
  });

  test('finalizing a manual invoice applies the credit balance, and full credit makes it paid', async () => {
    const customerId = await makeCustomer(shop.merchant);
    success(await credit(customerId, 3000));
    expect(await finalized(customerId)).toMatchObject({
      status: 'PAID',
      settlements: [{ kind: 'CREDIT_BALANCE', amount: { amount: 2500 } }],
    });
    expect(await finalized(customerId)).toMatchObject({
      status: 'OPEN',
      amountPaid: { amount: 500 },
      amountDue: { amount: 2000 },
    });
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(0);
  });

  test('a manual invoice with total zero is paid when it is finalized', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const { invoice } = success(await draft({ customerId, lines: [{ description: 'Nothing', unitAmount: 0 }] }));
    expect(success(await finalize(invoice.id)).invoice).toMatchObject({ status: 'PAID', total: { amount: 0 } });
  });

  test('a manual invoice whose total exceeds the maximum is refused', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const lines = Array.from({ length: 200 }, () => ({
      description: 'Gold',
      quantity: 1_000_000,
      unitAmount: 1_000_000_000_000,
    }));
    expect(await draft({ customerId, lines })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'lines'] });
  });
});

describe('payInvoice', () => {
  test('credit that is granted later pays an open invoice at once, and the card pays the rest', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const invoice = await finalized(customerId);
    success(await credit(customerId, 1000));
    expect(success(await pay(shop.merchant, invoice.id)).invoice).toMatchObject({
      status: 'PAID',
      settlements: [
        { kind: 'CREDIT_BALANCE', amount: { amount: 1000 } },
        { kind: 'PAYMENT', amount: { amount: 1500 } },
      ],
    });
    const second = await finalized(customerId);
    // Credit alone needs no card.
    await payWith(shop.merchant, customerId, 'tok_charge_declined');
    success(await credit(customerId, 4000));
    expect(await pay(shop.merchant, second.id)).toMatchObject({ code: 'CONFLICT' });
    expect((await accountOf(shop.merchant, customerId)).invoices.find(({ id }) => id === second.id)?.status).toBe(
      'PAID',
    );
    await t.app.tick();
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 1500]]);
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(1500);
  });

  test('a customer cannot pay an invoice if the portal disables the invoice history', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const invoice = await finalized(customerId);
    const { portal } = await t.signIn(shop.merchant, customerId);
    await configure(shop.merchant, { invoiceHistoryEnabled: false });
    expect(await pay(portal, invoice.id)).toMatchObject({ code: 'PORTAL_FEATURE_DISABLED' });
    await configure(shop.merchant, { invoiceHistoryEnabled: true });
    success(await pay(portal, invoice.id));
  });

  test('paying the invoice of another customer or company returns the same error as an unknown invoice', async () => {
    const [mine, theirs] = [await makeCustomer(shop.merchant), await makeCustomer(shop.merchant)];
    const invoice = await finalized(theirs);
    const { portal } = await t.signIn(shop.merchant, mine);
    const { merchant: stranger } = await t.company();
    const none = await pay(portal, 'in_none');
    expect(none).toMatchObject({ code: 'NOT_FOUND' });
    for (const client of [portal, stranger]) expect(await pay(client, invoice.id)).toEqual(none);
  });
});

describe('voidInvoice', () => {
  test('voiding an invoice restores the credit that had paid a part of it', async () => {
    const customerId = await makeCustomer(shop.merchant);
    success(await credit(customerId, 1000));
    const invoice = await finalized(customerId);
    expect(invoice.amountDue.amount).toBe(1500);
    expect(success(await withdraw(invoice.id)).invoice).toMatchObject({
      status: 'VOID',
      number: invoice.number,
      amountPaid: { amount: 0 },
      lines: invoice.lines,
    });
    expect((await accountOf(shop.merchant, customerId)).balance).toBe(1000);
    for (const again of [await withdraw(invoice.id), await pay(shop.merchant, invoice.id), await finalize(invoice.id)])
      expect(again).toMatchObject({ code: 'CONFLICT' });
  });

  test('voiding an invoice is refused once a credit note was applied to it', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { subscription, invoice } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: shop.large }],
      status: 'ACTIVE',
      anchor: APRIL,
      currentPeriodStart: APRIL,
      currentPeriodEnd: MAY,
      paid: false,
    });
    success(await switchPlan(merchant, { subscriptionId: subscription.id, priceId: shop.small }));
    expect(await withdraw(invoice?.id ?? '')).toMatchObject({ code: 'CONFLICT' });
  });

  test('voiding a subscription invoice expires open quotes and removes its period from later credits', async () => {
    const { merchant } = shop;
    const customerId = await makeCustomer(merchant);
    const { subscription, invoice } = await importSubscription(merchant, {
      customerId,
      items: [{ priceId: shop.large }],
      status: 'ACTIVE',
      anchor: APRIL,
      currentPeriodStart: APRIL,
      currentPeriodEnd: MAY,
      paid: false,
    });
    const input = { subscriptionId: subscription.id, priceId: shop.small };
    const {
      quote: { token: quote },
    } = success(await previewSwitch(merchant, input));
    success(await withdraw(invoice?.id ?? ''));
    expect(await switchPlan(merchant, { ...input, quote })).toMatchObject({ code: 'QUOTE_EXPIRED' });
    // Nothing is billed any longer, so nothing is credited: only the rest of the period at the new price is charged.
    expect(success(await switchPlan(merchant, input)).invoice).toMatchObject({
      total: { amount: 1500 },
      lines: [{ kind: 'CHARGE' }],
    });
    expect((await accountOf(merchant, customerId)).balance).toBe(0);
  });
});

describe('credit ledger', () => {
  test('the credit balance cannot become negative and is separate per currency', async () => {
    const customerId = await makeCustomer(shop.merchant);
    success(await credit(customerId, 500));
    expect(await credit(customerId, -501)).toMatchObject({ code: 'CONFLICT' });
    expect(await credit(customerId, 0)).toMatchObject({ code: 'VALIDATION_FAILED' });
    success(await credit(customerId, -500));
    await shop.merchant.request(AdjustCreditDocument, {
      input: { customerId, amount: { amount: 900, currency: 'USD' } },
    });
    expect((await finalized(customerId)).amountDue.amount).toBe(2500);
    expect((await accountOf(shop.merchant, customerId, 'USD')).balance).toBe(900);
  });

  test('the credit balance pays the next charge before the card', async () => {
    const { subscriptionId, customerId } = await subscribe(t, shop, shop.large);
    const { merchant } = shop;
    const input = { subscriptionId, prorationBehavior: 'FULL_DIFFERENCE' } as const;
    success(await switchPlan(merchant, { ...input, priceId: shop.small }));
    expect((await accountOf(merchant, customerId)).balance).toBe(6000);
    const { invoice } = success(await switchPlan(merchant, { ...input, priceId: shop.large, quantity: 2 }));
    await t.app.tick();
    expect(invoice).toMatchObject({
      total: { amount: 15000 },
      settlements: [
        { kind: 'CREDIT_BALANCE', amount: { amount: 6000 } },
        { kind: 'PAYMENT', amount: { amount: 9000 } },
      ],
    });
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 9000],
      ['SUCCEEDED', 9000],
    ]);
  });
});

describe('finalized invoice', () => {
  test('a finalized invoice does not change when its subscription and customer change later', async () => {
    const { merchant } = shop;
    const { subscriptionId, customerId, invoice } = await subscribe(t, shop, shop.small);
    const row = () =>
      t.db.prisma.invoice.findUniqueOrThrow({
        where: { id: invoice?.id ?? '' },
        include: { lines: { orderBy: { position: 'asc' } }, settlements: true },
      });
    const before = await row();
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.large }));
    await t.db.prisma.customer.update({ where: { id: customerId }, data: { name: 'Somebody Else' } });
    success(await switchPlan(merchant, { subscriptionId, priceId: shop.free }));
    await t.app.tick();
    expect(await row()).toEqual(before);
  });
});

describe('importSubscription', () => {
  const given = async (more: Partial<ImportSubscriptionInput> = {}): Promise<ImportSubscriptionInput> => ({
    customerId: await makeCustomer(shop.merchant),
    items: [{ priceId: shop.small }],
    status: 'ACTIVE',
    anchor: APRIL,
    currentPeriodStart: APRIL,
    currentPeriodEnd: MAY,
    ...more,
  });
  const take = async (input: ImportSubscriptionInput) =>
    (await shop.merchant.request(ImportSubscriptionDocument, { input })).importSubscription;

  test('an imported invoice charges nothing and has the given number instead of one of the company’s sequence', async () => {
    const input = await given({ invoiceNumber: 'OLD/77' });
    const { invoice } = success(await take(input));
    expect(invoice).toMatchObject({
      number: 'OLD/77',
      status: 'PAID',
      settlements: [{ kind: 'OUT_OF_BAND', amount: { amount: 3000 } }],
    });
    expect(charges(t, String(input.customerId))).toEqual([]);
    expect(await take(await given({ invoiceNumber: 'OLD/77' }))).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'invoiceNumber'],
    });
  });

  test('importing an invoice number of the company’s own sequence is refused', async () => {
    for (const invoiceNumber of ['ACME-0001', 'ACME-9999', 'ACME-00012345'])
      expect(await take(await given({ invoiceNumber }))).toMatchObject({ path: ['input', 'invoiceNumber'] });
    success(await take(await given({ invoiceNumber: 'ACME-2025-1' })));
  });

  test('the coupon of an imported trial starts with the first billed period', async () => {
    const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 5000, duration: 'ONCE' });
    const { subscription } = success(
      await take(await given({ status: 'TRIALING', anchor: MAY, trialEnd: MAY, couponId })),
    );
    const preview = success(
      await previewSwitch(shop.merchant, { subscriptionId: subscription.id, priceId: shop.large }),
    );
    expect(preview.nextInvoice?.amountDue.amount).toBe(4500);
    expect(
      await take(
        await given({ status: 'TRIALING', anchor: MAY, trialEnd: MAY, couponId, discountEnd: '2026-04-20T00:00:00Z' }),
      ),
    ).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'discountEnd'] });
  });

  test('an imported discount may end earlier than its coupon, but not later', async () => {
    const couponId = await makeCoupon(shop.merchant, {
      basisPointsOff: 5000,
      duration: 'REPEATING',
      durationMonths: 3,
    });
    const ends: [string, number][] = [
      ['2026-05-01T00:00:00.000Z', 9000],
      ['2026-05-02T00:00:00.000Z', 4500],
    ];
    for (const [discountEnd, renewal] of ends) {
      const { subscription } = success(await take(await given({ couponId, discountEnd })));
      const input = { subscriptionId: subscription.id, priceId: shop.large };
      expect(success(await previewSwitch(shop.merchant, input)).nextInvoice?.amountDue.amount).toBe(renewal);
    }
    const { subscription } = success(await take(await given({ couponId, discountEnd: '2030-01-01T00:00:00Z' })));
    const stored = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscription.id } });
    expect(stored.discountEnd?.toISOString()).toBe('2026-07-01T00:00:00.000Z');
  });

  test('inconsistent dates of an import are refused with an issue per field', async () => {
    for (const [more, field] of [
      [{ currentPeriodEnd: APRIL }, 'currentPeriodEnd'],
      [{ currentPeriodEnd: '2026-04-02T00:00:00.000Z' }, 'currentPeriodEnd'],
      [{ currentPeriodEnd: '2026-05-02T00:00:00.000Z' }, 'currentPeriodStart'],
      [{ anchor: '2026-04-03T00:00:00.000Z' }, 'currentPeriodStart'],
      [{ status: 'TRIALING' }, 'trialEnd'],
      [{ status: 'INCOMPLETE' }, 'status'],
      [{ discountEnd: APRIL }, 'discountEnd'],
      [{ currentPeriodStart: MAY, currentPeriodEnd: '2026-06-01T00:00:00.000Z' }, 'currentPeriodStart'],
    ] as const)
      expect(await take(await given(more as Partial<ImportSubscriptionInput>))).toMatchObject({
        code: 'VALIDATION_FAILED',
        issues: expect.arrayContaining([expect.objectContaining({ path: ['input', field] })]),
      });
  });
});

describe('createInvoicePdfLink', () => {
  const link = async (client: Shop['merchant'], invoiceId: string) =>
    (await client.request(CreateInvoicePdfLinkDocument, { input: { invoiceId } })).createInvoicePdfLink;
  const status = async (url: string) => (await t.app.fetch(new Request(url))).status;

  test('a PDF link works for five minutes, for its invoice only, and not with a changed token', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const [first, second] = [await finalized(customerId), await finalized(customerId)];
    const { portal } = await t.signIn(shop.merchant, customerId);
    const { url, expiresAt } = success(await link(portal, first.id));
    expect(Date.parse(expiresAt) - t.clock.now().getTime()).toBe(300_000);
    expect(await status(url)).toBe(200);
    expect(await status(url)).toBe(200);

    const token = new URL(url).searchParams.get('token') ?? '';
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = (change: object) =>
      `${head}.${Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url')}.${signature}`;
    for (const wrong of [
      url.replace(first.id, second.id),
      url.replace(token, ''),
      url.replace(token, `${token}x`),
      url.replace(token, forged({ sub: second.id })).replace(first.id, second.id),
      url.replace(token, forged({ exp: claims.exp + 3600 })),
      url.replace(/\?.*/, ''),
    ])
      expect(await status(wrong)).toBe(404);

    t.clock.advance(299_000);
    expect(await status(url)).toBe(200);
    t.clock.advance(2_000);
    expect(await status(url)).toBe(404);
  });

  test('quote and session tokens do not open a PDF, and strangers cannot create a link to it', async () => {
    const { subscriptionId, customerId, invoice } = await subscribe(t, shop, shop.small);
    const {
      quote: { token: quote },
    } = success(await previewSwitch(shop.merchant, { subscriptionId, priceId: shop.large }));
    const { token, portal } = await t.signIn(shop.merchant, customerId);
    const { url } = success(await link(portal, invoice?.id ?? ''));
    for (const other of [quote, token]) expect(await status(url.replace(/token=.*/, `token=${other}`))).toBe(404);
    const { merchant: stranger } = await t.company();
    const neighbour = await t.signIn(shop.merchant, await makeCustomer(shop.merchant));
    for (const client of [stranger, neighbour.portal])
      expect(await link(client, invoice?.id ?? '')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a customer cannot create a PDF link for a draft or if the invoice history is disabled', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const { portal } = await t.signIn(shop.merchant, customerId);
    const { invoice } = success(await draft({ customerId }));
    expect(await link(portal, invoice.id)).toMatchObject({ code: 'NOT_FOUND' });
    success(await link(shop.merchant, invoice.id));
    success(await finalize(invoice.id));
    await configure(shop.merchant, { invoiceHistoryEnabled: false });
    expect(await link(portal, invoice.id)).toMatchObject({ code: 'PORTAL_FEATURE_DISABLED' });
    success(await link(shop.merchant, invoice.id));
    await configure(shop.merchant, { invoiceHistoryEnabled: true });
  });
});

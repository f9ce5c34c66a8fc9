/** Payment links: one invoice that is seen and paid without signing in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/kernel/clock.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { APRIL, accountOf, charges, configure, expectBooksToBalance, openShop, type Shop } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t, { acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT', 'PAYPAL'] });
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

interface Billed {
  customerId: string;
  invoiceId: string;
  token: string;
  url: string;
}

/** A final invoice over 50.00, due in two weeks, and its link. */
async function billed(more: object = {}, customer: object = {}): Promise<Billed> {
  const customerId = await makeCustomer(shop.merchant, { token: null });
  await mutate(shop.merchant, 'updateCustomer', { customerId, ...customer }, 'customer { id }');
  const { invoice } = await mutate(
    shop.merchant,
    'createInvoice',
    {
      ...{ customerId, currency: 'EUR', dueAt: '2026-04-15T00:00:00.000Z', memo: 'Thank you' },
      ...{ purchaseOrder: 'PO-7', lines: [{ description: 'Work', quantity: 2, unitAmount: 2500 }], ...more },
    },
    'invoice { id }',
  );
  const made = await mutate(
    shop.merchant,
    'finalizeInvoice',
    { invoiceId: invoice.id },
    'invoice { hostedInvoiceUrl }',
  );
  const url = made.invoice.hostedInvoiceUrl as string;
  return { customerId, invoiceId: invoice.id, url, token: tokenIn(url) };
}
const tokenIn = (url: string): string => url.split('/pay#')[1] ?? '';

const SHOWN = `status number sellerName buyerName purchaseOrder memo dueAt lines { description quantity amount { amount } }
  totalExcludingTax { amount } taxes { name amount { amount } } total { amount currency } amountPaid { amount }
  amountDue { amount } expectedAt acceptedPaymentMethods`;

// biome-ignore lint/suspicious/noExplicitAny: the tests select what they compare.
async function ask(query: string, variables: object): Promise<any> {
  const { body, headers } = await t.post({ query, variables });
  expect(headers.get('set-cookie')).toBeNull();
  return body;
}

/** The invoice as everybody with the link sees it; null if the link cannot be used. */
const open = async (token: string, locale?: string) =>
  (
    await ask(
      `query Q($token: String!, $locale: String) { paymentLink(token: $token, locale: $locale) { ${SHOWN} } }`,
      {
        ...{ token, locale },
      },
    )
  ).data.paymentLink;

const ERROR = `... on UserError { code ... on ConflictError { reason } ... on PaymentDeclinedError { declineCode }
  ... on PaymentAuthenticationRequiredError { confirmation { paymentId clientSecret provider } } }`;

/** Sends a mutation without a credential. */
async function send(name: string, input: object, select = '') {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const query = `mutation M($input: ${type}Input!) { ${name}(input: $input) { __typename ... on ${type}Success { ${select || '__typename'} } ${ERROR} } }`;
  const { data, errors } = await ask(query, { input });
  return errors?.[0]?.extensions ?? data[name];
}

const pay = (token: string, methodToken = 'tok_visa', more: object = {}) =>
  send('payByPaymentLink', { token, methodToken, ...more }, 'paymentLink { status amountDue { amount } }');

const eventsOf = (objectId: string) =>
  t.db.prisma.event.findMany({ where: { objectId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });

describe('the page behind a link', () => {
  test('shows the invoice without a credential and leads to nothing else of the customer', async () => {
    const { token, url } = await billed({}, { email: 'ada@example.com' });
    expect(url).toMatch(new RegExp(`^${PUBLIC_URL}/portal/${shop.companyId}/pay#in_`));
    const { body } = await t.post({
      query: `query Q($token: String!) { paymentLink(token: $token) { ${SHOWN} sellerAddress taxNotes paymentInstructions } }`,
      variables: { token },
    });
    expect(body.data.paymentLink).toMatchObject({
      ...{ status: 'PAYABLE', number: 'ACME-0001', sellerName: 'Acme', purchaseOrder: 'PO-7', memo: 'Thank you' },
      lines: [{ description: 'Work', quantity: 2, amount: { amount: 5000 } }],
      ...{ totalExcludingTax: null, taxes: [], total: { amount: 5000, currency: 'EUR' } },
      ...{ amountPaid: { amount: 0 }, amountDue: { amount: 5000 }, dueAt: '2026-04-15T00:00:00.000Z' },
      acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'],
    });
    expect(JSON.stringify(body)).not.toMatch(/ada@example|cus_|pm_/);
  });

  test('the document of the page sets no cookie, is in no index, and can neither be framed nor tell another site', async () => {
    const { url, token } = await billed();
    await mutate(
      shop.merchant,
      'updatePortalConfig',
      {
        ...{ logoUrl: 'https://cdn.example/logo.png', darkLogoUrl: 'https://cdn.example/dark.png' },
        ...{ faviconUrl: 'https://cdn.example/icon.png', returnUrl: 'https://cdn.example/account' },
      },
      'portalConfig { logoUrl }',
    );
    const page = {
      index: '<html><head></head><body>%PORTICO_DATA%</body></html>',
      ...{
        sandboxFields: '',
        assets: new Map(),
        embed: new Map(),
        operations: new Map(),
        preloads: { languages: {}, screens: {} },
      },
    };
    const shown = await openTestApp({ db: t.db, page, frameAncestors: ['https://shop.example'] });
    await mutate(shop.merchant, 'updatePortalConfig', { embedOrigins: ['https://shop.example'] }, '__typename');
    const address = url.split('#')[0] as string;
    const portal = address.slice(0, -'/pay'.length);
    for (const place of ['/pay/', '//pay', '/PAY', '/%70ay', '/embed/pay', '/embed/Pay', '/embed//p%61y']) {
      const { headers } = await shown.app.fetch(new Request(portal + place));
      expect(headers.get('content-security-policy'), place).toMatch(/img-src 'self' data:;.*frame-ancestors 'none'/);
    }
    const response = await shown.app.fetch(new Request(address));
    const text = await response.text();
    await shown.app.close();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' },
      'content-security-policy': expect.stringMatching(/img-src 'self' data:;.*frame-ancestors 'none'/),
    });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(text).not.toContain('cdn.example');
    expect(text).not.toContain(token);
  });

  test('the page is written in the language that the visitor requests, else in that of the document', async () => {
    const { token } = await billed({}, { locale: 'de' });
    await mutate(
      shop.merchant,
      'updateCompany',
      { bankAccountHolder: 'Acme GmbH', iban: 'DE75512108001245126199' },
      'company { id }',
    );
    const next = await billed({}, { locale: 'de' });
    expect((await open(token))?.number).toBe('ACME-0001');
    const query = (locale?: string) =>
      ask(
        'query Q($token: String!, $locale: String) { paymentLink(token: $token, locale: $locale) { paymentInstructions } }',
        {
          ...{ token: next.token, locale },
        },
      );
    expect((await query()).data.paymentLink.paymentInstructions).toContain('Verwendungszweck');
    expect((await query('en')).data.paymentLink.paymentInstructions).not.toContain('Verwendungszweck');
  });

  test('always shows the present state: paid by the portal, credited, and voided', async () => {
    const paid = await billed();
    await mutate(
      shop.merchant,
      'addPaymentMethod',
      { customerId: paid.customerId, token: 'tok_visa' },
      'paymentMethod { id }',
    );
    await mutate(shop.merchant, 'payInvoice', { invoiceId: paid.invoiceId }, 'invoice { id }');
    expect(await open(paid.token)).toMatchObject({
      status: 'PAID',
      amountDue: { amount: 0 },
      acceptedPaymentMethods: [],
    });
    const credited = await billed();
    await mutate(
      shop.merchant,
      'createCreditNote',
      { invoiceId: credited.invoiceId, amount: { amount: 2000, currency: 'EUR' }, reason: 'GOODWILL' },
      'creditNote { id }',
    );
    expect(await open(credited.token)).toMatchObject({ status: 'PAYABLE', amountDue: { amount: 3000 } });
    const voided = await billed();
    await mutate(shop.merchant, 'voidInvoice', { invoiceId: voided.invoiceId }, 'invoice { id }');
    expect(await open(voided.token)).toMatchObject({
      status: 'VOID',
      amountDue: { amount: 0 },
      acceptedPaymentMethods: [],
    });
    expect(await pay(voided.token)).toMatchObject({ code: 'CONFLICT', reason: 'NOTHING_DUE' });
  });

  test('the PDF is downloaded by the link', async () => {
    const { token } = await billed();
    const { url } = await send('createPaymentLinkPdf', { token }, 'url');
    const response = await t.app.fetch(new Request(url));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('ACME-0001.pdf');
    await response.body?.cancel();
    expect(await send('createPaymentLinkPdf', { token: 'unknown' })).toMatchObject({ code: 'INVALID_PAYMENT_LINK' });
  });
});

describe('validity of links', () => {
  test('a token for another invoice, version, company or mode, or with any changed character, is refused like an unknown one', async () => {
    const { token, invoiceId } = await billed();
    const other = await billed();
    const [id, version, signature] = token.split('.') as [string, string, string];
    const changed = `${signature.slice(0, -2)}${signature.at(-2) === 'A' ? 'B' : 'A'}${signature.at(-1)}`;
    for (const forged of [
      ...[`${other.invoiceId}.${version}.${signature}`, `${id}.2.${signature}`, `${id}.${version}.${changed}`],
      ...[id, '', 'x'.repeat(5000), `${token}.`, `${token} `],
    ]) {
      expect(await open(forged), forged).toBeNull();
      expect(await pay(forged), forged).toMatchObject({ code: 'INVALID_PAYMENT_LINK' });
    }
    expect(await open(token)).not.toBeNull();
    await t.db.prisma.company.update({ where: { id: shop.companyId }, data: { testMode: false } });
    expect(await open(token), 'a link of test mode').toBeNull();
    await t.db.prisma.company.update({
      where: { id: shop.companyId },
      data: { testMode: true, disabledAt: t.clock.now() },
    });
    expect(await open(token), 'a disabled company').toBeNull();
    await t.db.prisma.company.update({ where: { id: shop.companyId }, data: { disabledAt: null } });
    expect((await t.db.prisma.payment.count({ where: { invoiceId } })) + charges(t).length).toBe(0);
  });

  test('drafts and credit notes have no link, and the same invoice always has the same one', async () => {
    const { invoiceId, url } = await billed();
    const read = async (id: string) =>
      // biome-ignore lint/suspicious/noExplicitAny: the selection is written here.
      ((await shop.merchant.request(`{ invoice(id: "${id}") { hostedInvoiceUrl hostedInvoiceUrlExpiresAt } }`)) as any)
        .invoice;
    t.clock.advance(3 * DAY);
    expect(await read(invoiceId)).toEqual({
      hostedInvoiceUrl: url,
      hostedInvoiceUrlExpiresAt: '2026-05-15T00:00:00.000Z',
    });
    const { creditNote } = await mutate(
      shop.merchant,
      'createCreditNote',
      { invoiceId, reason: 'GOODWILL' },
      'creditNote { id }',
    );
    const draft = {
      customerId: await makeCustomer(shop.merchant),
      currency: 'EUR',
      lines: [{ description: 'A', unitAmount: 1 }],
    };
    const { invoice } = await mutate(shop.merchant, 'createInvoice', draft, 'invoice { id }');
    for (const id of [creditNote.id, invoice.id])
      expect(await read(id)).toEqual({ hostedInvoiceUrl: null, hostedInvoiceUrlExpiresAt: null });
    expect(await send('revokePaymentLink', { invoiceId })).toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(
      mutate(shop.merchant, 'revokePaymentLink', { invoiceId: invoice.id }, 'invoice { id }'),
    ).rejects.toThrow();
  });

  test('a revoked link is invalid, and the new one works', async () => {
    const { token, invoiceId } = await billed();
    const revoked = await mutate(shop.merchant, 'revokePaymentLink', { invoiceId }, 'invoice { hostedInvoiceUrl }');
    const next = tokenIn(revoked.invoice.hostedInvoiceUrl);
    expect(await open(token)).toBeNull();
    expect(await open(next)).toMatchObject({ status: 'PAYABLE' });
    expect((await eventsOf(invoiceId)).map(({ type }) => type)).toContain('invoice.payment_link_revoked');
  });

  test('a link expires thirty days after the due date, and each mail with it renews it', async () => {
    const { token, invoiceId } = await billed({}, { email: 'ada@example.com' });
    t.clock.advanceTo('2026-05-15T00:00:00.000Z');
    expect(await open(token)).not.toBeNull();
    t.clock.advance(1);
    expect(await open(token)).toBeNull();
    expect(await pay(token)).toMatchObject({ code: 'INVALID_PAYMENT_LINK' });
    await mutate(shop.merchant, 'sendInvoiceEmail', { invoiceId }, 'invoice { id }');
    await t.app.tick();
    expect(t.mailbox.list()[0]?.text).toContain(`/pay#${token}`);
    t.clock.advance(30 * DAY);
    expect(await open(token)).not.toBeNull();
    t.clock.advance(DAY);
    expect(await open(token)).toBeNull();
  });

  test('the link of an erased customer is invalid', async () => {
    const { token, customerId, invoiceId } = await billed();
    await mutate(shop.merchant, 'voidInvoice', { invoiceId }, 'invoice { id }');
    await mutate(shop.merchant, 'deleteCustomer', { customerId }, 'deletedCustomerId');
    expect(await open(token)).toBeNull();
  });
});

describe('requesting a new link', () => {
  test('an expired or revoked link sends the invoice to the addresses on file, and an unknown one gets the same response', async () => {
    const { token, invoiceId } = await billed({}, { email: 'ada@example.com', billingEmails: ['ledger@example.com'] });
    await mutate(shop.merchant, 'revokePaymentLink', { invoiceId }, 'invoice { id }');
    t.clock.advance(60 * DAY);
    const answers = [];
    for (const given of [token, 'unknown', `${token.slice(0, -1)}_`])
      answers.push(await send('requestPaymentLink', { token: given }, 'accepted'));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await t.app.tick();
    const mails = t.mailbox.list();
    expect(mails.map(({ to, tag }) => [to, tag])).toEqual([['ledger@example.com', 'invoice']]);
    const next = tokenIn(/\S+\/pay#\S+/.exec(mails[0]?.text ?? '')?.[0] ?? '');
    expect(next).not.toBe(token);
    expect(await open(next)).toMatchObject({ status: 'PAYABLE' });
  });

  test('no mail is sent for an invoice that needs no payment, nor after five requests in a quarter of an hour', async () => {
    const paid = await billed();
    await pay(paid.token);
    await send('requestPaymentLink', { token: paid.token }, 'accepted');
    await t.app.tick();
    expect(t.mailbox.list()).toEqual([]);
    const { token } = await billed({}, { email: 'ada@example.com' });
    for (let n = 0; n < 7; n++)
      expect(await send('requestPaymentLink', { token }, 'accepted')).toMatchObject({ accepted: true });
    await t.app.tick();
    expect(t.mailbox.list().map(({ to }) => to)).toEqual(Array.from({ length: 5 }, () => 'ada@example.com'));
  });
});

describe('paying', () => {
  test('takes the amount once, stores no payment method, and the event names the invoice as its actor', async () => {
    const { token, customerId, invoiceId } = await billed();
    const form = await send('createPaymentLinkSetupIntent', { token }, 'provider clientSecret');
    expect(form).toMatchObject({ provider: 'sandbox' });
    expect(await pay(token)).toMatchObject({ paymentLink: { status: 'PAID', amountDue: { amount: 0 } } });
    expect(await pay(token)).toMatchObject({ code: 'CONFLICT', reason: 'NOTHING_DUE' });
    expect(charges(t)).toEqual([['SUCCEEDED', 5000]]);
    const { methods, invoices } = await accountOf(shop.merchant, customerId);
    expect([methods.length, invoices[0]?.status]).toEqual([0, 'PAID']);
    const { defaultPaymentMethodId } = await t.db.prisma.customer.findFirstOrThrow({ where: { id: customerId } });
    expect(defaultPaymentMethodId).toBeNull();
    const paid = (await eventsOf(invoiceId)).find(({ type }) => type === 'invoice.paid');
    expect(paid).toMatchObject({ actorKind: 'CUSTOMER', actorId: invoiceId });
    expect(await t.db.prisma.event.count({ where: { type: 'payment_method.attached' } })).toBe(0);
  });

  test('the payment method is detached at the provider a day later', async () => {
    const { token } = await billed();
    await pay(token);
    await t.app.tick();
    expect(t.sandbox.detached.size).toBe(0);
    t.clock.advance(DAY + HOUR);
    await t.app.tick();
    expect(t.sandbox.detached.size).toBe(1);
  });

  test('neither a form nor a card reaches the provider once the invoice is paid or void', async () => {
    const paid = await billed();
    expect(await pay(paid.token)).toMatchObject({ paymentLink: { status: 'PAID' } });
    const voided = await billed();
    await mutate(shop.merchant, 'voidInvoice', { invoiceId: voided.invoiceId }, 'invoice { id }');
    for (const { token } of [paid, voided]) {
      const nothingDue = { code: 'CONFLICT', reason: 'NOTHING_DUE' };
      expect(await send('createPaymentLinkSetupIntent', { token }, 'provider')).toMatchObject(nothingDue);
      // The provider would refuse this card.
      expect(await pay(token, 'tok_refused')).toMatchObject(nothingDue);
    }
  });

  test('a stored payment method of the customer is neither shown nor charged', async () => {
    const { token, customerId } = await billed();
    await mutate(shop.merchant, 'addPaymentMethod', { customerId, token: 'tok_mastercard' }, 'paymentMethod { id }');
    await pay(token, 'tok_visa');
    const [payment] = await t.db.prisma.payment.findMany({ include: { paymentMethod: true } });
    expect(payment?.paymentMethod).toMatchObject({ lastFour: '4242', removedAt: expect.any(Date) });
    const stored = await t.db.prisma.paymentMethod.findMany({ where: { customerId, removedAt: null } });
    expect(stored.map(({ lastFour }) => lastFour)).toEqual(['4444']);
  });

  test('a declined card leaves the invoice open for another card', async () => {
    const { token } = await billed();
    expect(await pay(token, 'tok_charge_declined')).toMatchObject({
      code: 'PAYMENT_DECLINED',
      declineCode: 'card_declined',
    });
    expect(await pay(token, 'tok_refused')).toMatchObject({ code: 'PAYMENT_DECLINED' });
    expect(await open(token)).toMatchObject({ status: 'PAYABLE' });
    expect(await pay(token, 'tok_visa')).toMatchObject({ paymentLink: { status: 'PAID' } });
    expect(charges(t)).toEqual([['SUCCEEDED', 5000]]);
  });

  test('a payment that the bank wants confirmed is completed by the same request', async () => {
    const { token } = await billed();
    const first = await pay(token, 'tok_authentication_required', { idempotencyKey: 'one' });
    expect(first).toMatchObject({ code: 'PAYMENT_AUTHENTICATION_REQUIRED', confirmation: { provider: 'sandbox' } });
    expect(await open(token), 'an unconfirmed payment blocks no other').toMatchObject({ status: 'PAYABLE' });
    const { paymentId, clientSecret } = first.confirmation;
    const confirmed = await t.app.fetch(
      new Request(`${PUBLIC_URL}/sandbox/confirmations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret: clientSecret, accepted: true }),
      }),
    );
    expect(confirmed.status).toBe(200);
    const again = { idempotencyKey: 'two', paymentId };
    expect(await pay(token, 'tok_authentication_required', again)).toMatchObject({ paymentLink: { status: 'PAID' } });
    expect(charges(t)).toEqual([['SUCCEEDED', 5000]]);
  });

  test('a debit that is under way is shown as processing, and the link takes no second payment', async () => {
    const { token } = await billed();
    expect(await pay(token, 'tok_sepa_debit')).toMatchObject({ paymentLink: { status: 'PROCESSING' } });
    expect(await open(token)).toMatchObject({ status: 'PROCESSING', expectedAt: '2026-04-06T00:00:00.000Z' });
    expect(await pay(token, 'tok_visa')).toMatchObject({ code: 'CONFLICT', reason: 'PAYMENT_IN_PROGRESS' });
    t.clock.advance(6 * DAY);
    await t.app.tick();
    expect(await open(token)).toMatchObject({ status: 'PAID' });
    expect(charges(t)).toEqual([['SUCCEEDED', 5000]]);
  });

  test('one of several payers at once pays, and the others see the payment', async () => {
    const { token } = await billed();
    const results = await Promise.all([pay(token, 'tok_visa'), pay(token, 'tok_mastercard'), pay(token, 'tok_amex')]);
    expect(results.filter(({ code }) => code === undefined)).toHaveLength(1);
    expect(results.filter(({ code }) => code === 'CONFLICT')).toHaveLength(2);
    expect(await open(token)).toMatchObject({ status: 'PAID' });
    expect(charges(t)).toEqual([['SUCCEEDED', 5000]]);
  });

  test('a repeated request with the same key returns the first result and charges once', async () => {
    const { token } = await billed();
    const key = { idempotencyKey: 'the-same' };
    const [first, second] = [await pay(token, 'tok_visa', key), await pay(token, 'tok_visa', key)];
    expect(second).toEqual(first);
    expect(await pay(token, 'tok_amex', key)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(charges(t)).toEqual([['SUCCEEDED', 5000]]);
  });

  test('kinds that the portal does not accept, and PayPal, are refused', async () => {
    const { token } = await billed();
    for (const kind of ['tok_bacs_debit', 'tok_paypal', 'tok_unknown'])
      expect(await pay(token, kind)).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(charges(t)).toEqual([]);
  });

  test('a link tries ten forms and payments an hour, also from many addresses, and leaves those of the portal alone', async () => {
    const { token, customerId } = await billed();
    for (let n = 0; n < 5; n++) {
      await send('createPaymentLinkSetupIntent', { token }, 'provider');
      expect(await pay(token, 'tok_charge_declined')).toMatchObject({ code: 'PAYMENT_DECLINED' });
    }
    expect(await pay(token)).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await send('createPaymentLinkSetupIntent', { token }, 'provider')).toMatchObject({ code: 'RATE_LIMITED' });
    const { portal } = await t.signIn(shop.merchant, customerId);
    await mutate(portal, 'addPaymentMethod', { token: 'tok_visa' }, 'paymentMethod { id }');
    t.clock.advance(HOUR + 1000);
    expect(await pay(token)).toMatchObject({ paymentLink: { status: 'PAID' } });
  });

  test('a live company without a payment provider shows the invoice and how to pay it otherwise', async () => {
    const live = await openTestApp({ now: APRIL, testCompaniesOnly: true });
    const own = await openShop(live);
    [t, shop] = [live, own];
    await mutate(
      own.merchant,
      'updateCompany',
      { iban: 'DE75512108001245126199', bankAccountHolder: 'Acme' },
      'company { id }',
    );
    await live.db.prisma.company.update({ where: { id: own.companyId }, data: { testMode: false } });
    const { token } = await billed();
    expect(await open(token)).toMatchObject({ status: 'PAYABLE', acceptedPaymentMethods: [] });
    expect(await pay(token)).toMatchObject({ code: 'PAYMENT_PROVIDER_NOT_CONNECTED' });
  });
});

describe('links in mails', () => {
  test('an invoice to be paid and its reminders lead to the page, and a paid one to the portal', async () => {
    await mutate(
      shop.merchant,
      'updateEmailConfig',
      { enabled: ['INVOICE', 'PAYMENT_REMINDER'] },
      'emailConfig { enabled }',
    );
    const customerId = await makeCustomer(shop.merchant, { email: 'ada@example.com', token: null });
    await mutate(
      shop.merchant,
      'updateCustomer',
      { customerId, collectionMethod: 'SEND_INVOICE', daysUntilDue: 14 },
      'customer { id }',
    );
    const { invoiceId, token } = await billed({ customerId, dueAt: null });
    await t.app.tick();
    t.clock.advance(12 * DAY);
    await t.app.tick();
    const [reminder, first] = t.mailbox.list();
    for (const mail of [first, reminder]) {
      expect(mail?.text).toContain(`/pay#${token}`);
      expect(mail?.text).not.toMatch(/PAY_INVOICE|INVOICES/);
    }
    expect(reminder?.tag).toBe('payment-reminder');
    await pay(token);
    await mutate(shop.merchant, 'sendInvoiceEmail', { invoiceId }, 'invoice { id }');
    await t.app.tick();
    expect(t.mailbox.list()[0]?.text).not.toContain('/pay#');
  });

  test('a failed payment leads to the page only if the portal hides invoices', async () => {
    const failed = async (email: string) => {
      const customerId = await makeCustomer(shop.merchant, { email, token: 'tok_visa' });
      await mutate(
        shop.merchant,
        'createSubscription',
        { customerId, items: [{ priceId: shop.small }] },
        'subscription { id }',
      );
      await mutate(
        shop.merchant,
        'addPaymentMethod',
        { customerId, token: 'tok_charge_declined', makeDefault: true },
        'paymentMethod { id }',
      );
      t.clock.advance(31 * DAY);
      await t.app.tick();
      return t.mailbox.list().find(({ to, tag }) => to === email && tag === 'payment-failed')?.text ?? '';
    };
    expect(await failed('ada@example.com')).toContain('PAYMENT_METHODS');
    await configure(shop.merchant, { invoiceHistoryEnabled: false });
    const text = await failed('bea@example.com');
    const token = tokenIn(/\S+\/pay#\S+/.exec(text)?.[0] ?? '');
    expect(text).toContain('You can pay this invoice right away');
    expect(await open(token)).toMatchObject({ status: 'PAYABLE', amountDue: { amount: 3000 } });
    expect(await pay(token)).toMatchObject({ paymentLink: { status: 'PAID' } });
  });
});

/** The dunning configuration, and payPastDueInvoices. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderDown } from '../../src/modules/payment/port.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { accountOf, charges, configure, openShop, payWith, type Shop, subscribe } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  shop = await openShop(t);
});
afterAll(() => t.close());

const FIELDS = 'retryDays emailsEnabled cardExpiryWarningDays paymentFailedCustomLinkUrl terminalAction';
type Client = Shop['merchant'];
// biome-ignore lint/suspicious/noExplicitAny: each test reads the fields of its own query.
const ask = (client: Client, query: string, variables?: object) => client.request<any>(query, variables);
const update = async (client: Client, input: object) =>
  (
    await ask(
      client,
      `mutation ($input: UpdateDunningConfigInput!) { updateDunningConfig(input: $input) {
        __typename ... on UpdateDunningConfigSuccess { dunningConfig { ${FIELDS} } }
        ... on ValidationError { code issues { path message } } } }`,
      { input },
    )
  ).updateDunningConfig;
const pay = async (client: Client, input: object) =>
  (
    await ask(
      client,
      `mutation ($input: PayPastDueInvoicesInput!) { payPastDueInvoices(input: $input) {
        __typename ... on PayPastDueInvoicesSuccess { paid { id status } failed { invoice { id status } reason declineCode } }
        ... on UserError { code message path } ... on PortalFeatureDisabledError { setting } } }`,
      { input },
    )
  ).payPastDueInvoices;

describe('dunning configuration', () => {
  const DEFAULTS = {
    retryDays: [3, 5, 7],
    emailsEnabled: true,
    cardExpiryWarningDays: 30,
    paymentFailedCustomLinkUrl: null,
    terminalAction: 'UNPAID',
  };

  test('a new company has default dunning settings, and an update changes only the given fields', async () => {
    const { merchant, companyId } = await t.company();
    expect((await ask(merchant, `{ dunningConfig { ${FIELDS} } }`)).dunningConfig).toEqual(DEFAULTS);
    const link = { paymentFailedCustomLinkUrl: 'https://BÜCHER.example/pay?a=1' };
    expect((await update(merchant, { ...link, retryDays: [] })).dunningConfig).toEqual({
      ...DEFAULTS,
      retryDays: [],
      paymentFailedCustomLinkUrl: 'https://xn--bcher-kva.example/pay?a=1',
    });
    const changed = { retryDays: [1, 60], terminalAction: 'CANCEL', emailsEnabled: false, cardExpiryWarningDays: 0 };
    expect((await update(merchant, { ...changed, paymentFailedCustomLinkUrl: null })).dunningConfig).toEqual({
      ...DEFAULTS,
      ...changed,
    });
    await update(merchant, changed);
    const events = await t.db.prisma.event.findMany({
      where: { companyId, type: 'dunning.config_updated' },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ data }) => data)).toEqual([
      { changed: ['retryDays', 'paymentFailedCustomLinkUrl'] },
      {
        changed: [
          'retryDays',
          'emailsEnabled',
          'cardExpiryWarningDays',
          'paymentFailedCustomLinkUrl',
          'terminalAction',
        ],
      },
    ]);
  });

  test('invalid dunning settings are refused with an issue per field and change nothing', async () => {
    const { merchant } = await t.company();
    const wrong = {
      retryDays: [3, 3],
      emailsEnabled: null,
      cardExpiryWarningDays: 91,
      paymentFailedCustomLinkUrl: 'javascript:alert(1)',
      terminalAction: null,
    };
    const { code, issues } = await update(merchant, wrong);
    expect(code).toBe('VALIDATION_FAILED');
    expect(issues.map(({ path, message }: { path: string[]; message: string }) => [path.join('.'), message])).toEqual([
      ['input.retryDays', 'Must be ascending.'],
      ['input.emailsEnabled', 'Must not be null. Omit it to leave it unchanged.'],
      ['input.cardExpiryWarningDays', 'Must be at most 90.'],
      ['input.paymentFailedCustomLinkUrl', expect.stringContaining('Must be an https address')],
      ['input.terminalAction', 'Must not be null. Omit it to leave it unchanged.'],
    ]);
    const alone = async (input: object) =>
      (await update(merchant, input)).issues?.map(({ path, message }: { path: string[]; message: string }) => [
        path.join('.'),
        message,
      ]);
    expect(await alone({ retryDays: [0, 61] })).toEqual([
      ['input.retryDays.0', 'Must be at least 1.'],
      ['input.retryDays.1', 'Must be at most 60.'],
    ]);
    expect(await alone({ retryDays: [1, 2, 3, 4, 5, 6, 7, 8, 9] })).toEqual([
      ['input.retryDays', 'Must hold at most 8 days.'],
    ]);
    expect(await alone({ retryDays: null })).toEqual([
      ['input.retryDays', 'Must not be null. Omit it to leave it unchanged.'],
    ]);
    expect(await alone({ cardExpiryWarningDays: -1 })).toEqual([
      ['input.cardExpiryWarningDays', 'Must not be negative.'],
    ]);
    for (const paymentFailedCustomLinkUrl of [
      'http://acme.example/',
      '//acme.example',
      'https://a@acme.example/',
      '/pay',
    ])
      expect(await alone({ paymentFailedCustomLinkUrl })).toHaveLength(1);
    expect((await ask(merchant, `{ dunningConfig { ${FIELDS} } }`)).dunningConfig).toEqual(DEFAULTS);
  });

  test('customers can neither read nor update the dunning configuration', async () => {
    const customerId = await makeCustomer(shop.merchant);
    const { token } = await t.signIn(shop.merchant, customerId);
    for (const query of [
      '{ dunningConfig { retryDays } }',
      'mutation { updateDunningConfig(input: {}) { __typename } }',
    ]) {
      const { body } = await t.post({ query }, { authorization: `Bearer ${token}` });
      expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    }
  });
});

describe('payPastDueInvoices', () => {
  /** Creates and finalizes a manual invoice that is due at `dueAt`. */
  async function owe(customerId: string, unitAmount: number, dueAt: string): Promise<string> {
    const draft = { customerId, currency: 'EUR', dueAt, lines: [{ description: 'Work', unitAmount }] };
    const { invoice } = await mutate(shop.merchant, 'createInvoice', draft, 'invoice { id }');
    await mutate(shop.merchant, 'finalizeInvoice', { invoiceId: invoice.id }, 'invoice { id }');
    return invoice.id;
  }

  test('payPastDueInvoices pays overdue invoices from the oldest on and leaves later ones open', async () => {
    const { customerId, portal } = await subscribe(t, shop, shop.free);
    const second = await owe(customerId, 200, '2026-03-20T00:00:00.000Z');
    const first = await owe(customerId, 100, '2026-03-10T00:00:00.000Z');
    const later = await owe(customerId, 300, '2026-04-20T00:00:00.000Z');
    expect(await pay(portal, {})).toEqual({
      __typename: 'PayPastDueInvoicesSuccess',
      paid: [
        { id: first, status: 'PAID' },
        { id: second, status: 'PAID' },
      ],
      failed: [],
    });
    await t.app.tick();
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 100],
      ['SUCCEEDED', 200],
    ]);
    expect(await pay(portal, {})).toMatchObject({ paid: [], failed: [] });
    expect(await t.db.prisma.invoice.findUnique({ where: { id: later } })).toMatchObject({ status: 'OPEN' });
  });

  test('payPastDueInvoices returns the reason for each invoice that it could not pay', async () => {
    const customerId = await makeCustomer(shop.merchant, { token: null });
    const ids = [
      await owe(customerId, 100, '2026-03-10T00:00:00.000Z'),
      await owe(customerId, 200, '2026-03-20T00:00:00.000Z'),
    ];
    const failed = (reason: string, declineCode: string | null) =>
      ids.map((id) => ({ invoice: { id, status: 'OPEN' }, reason, declineCode }));
    const reasons = [
      [null, 'PAYMENT_METHOD_REQUIRED', null],
      ['tok_insufficient_funds', 'DECLINED', 'insufficient_funds'],
      ['tok_authentication_required', 'AUTHENTICATION_REQUIRED', null],
      ['tok_provider_unavailable', 'PROVIDER_UNAVAILABLE', null],
    ] as const;
    for (const [token, reason, declineCode] of reasons) {
      if (token) await payWith(shop.merchant, customerId, token);
      expect(await pay(shop.merchant, { customerId })).toMatchObject({
        paid: [],
        failed: failed(reason, declineCode),
      });
    }
    // Credit pays the oldest of them at once, and nothing is left of it to pay.
    const credit = { customerId, amount: { amount: 100, currency: 'EUR' } };
    await mutate(shop.merchant, 'adjustCredit', credit, 'creditEntry { id }');
    expect(await pay(shop.merchant, { customerId })).toMatchObject({
      paid: [],
      failed: [{ invoice: { id: ids[1] } }],
    });
    expect((await accountOf(shop.merchant, customerId)).invoices.find(({ id }) => id === ids[0])).toMatchObject({
      status: 'PAID',
      settlements: [{ kind: 'CREDIT_BALANCE', amount: { amount: 100 } }],
    });
  });

  test('a declined payment does not keep the other invoices from being paid, and a repeated key returns the same result', async () => {
    const { customerId, portal } = await subscribe(t, shop, shop.free);
    const ids = [
      await owe(customerId, 100, '2026-03-10T00:00:00.000Z'),
      await owe(customerId, 200, '2026-03-11T00:00:00.000Z'),
      await owe(customerId, 300, '2026-03-12T00:00:00.000Z'),
    ];
    const credit = { customerId, amount: { amount: 40, currency: 'EUR' } };
    await mutate(shop.merchant, 'adjustCredit', credit, 'creditEntry { id }');
    const charge = t.real.pay;
    let asked = 0;
    t.provider.pay = async (request) => {
      asked++;
      const declined = request.amount === 200n && { methodRef: `sbx_tok_insufficient_funds_${'0'.repeat(24)}` };
      return charge({ ...request, ...declined });
    };
    const answer = await pay(portal, { idempotencyKey: 'three' });
    expect(answer).toMatchObject({
      paid: [{ id: ids[0] }, { id: ids[2] }],
      failed: [{ invoice: { id: ids[1], status: 'OPEN' }, reason: 'DECLINED', declineCode: 'insufficient_funds' }],
    });
    expect(await pay(portal, { idempotencyKey: 'three' })).toEqual(answer);
    expect(asked).toBe(3);
    await t.app.tick();
    // 0.40 of credit paid a part of the oldest one.
    expect(charges(t, customerId)).toEqual([
      ['SUCCEEDED', 60],
      ['SUCCEEDED', 300],
    ]);
    delete t.provider.pay;
    expect(await pay(portal, { idempotencyKey: 'another' })).toMatchObject({ paid: [{ id: ids[1] }], failed: [] });
    await t.app.tick();
    expect(charges(t, customerId)).toHaveLength(3);
  });

  test('after the provider becomes unavailable, payPastDueInvoices does not try the remaining invoices', async () => {
    const { customerId, portal } = await subscribe(t, shop, shop.free);
    const ids = [];
    for (const day of [10, 11, 12, 13]) ids.push(await owe(customerId, day, `2026-03-${day}T00:00:00.000Z`));
    const charge = t.real.pay;
    let asked = 0;
    t.provider.pay = async (request) => {
      if (++asked > 1) throw new ProviderDown('NO');
      return charge(request);
    };
    expect(await pay(portal, {})).toMatchObject({
      paid: [{ id: ids[0] }],
      failed: ids.slice(1).map((id) => ({ invoice: { id }, reason: 'PROVIDER_UNAVAILABLE' })),
    });
    expect(asked).toBe(2);
    delete t.provider.pay;
    expect(await pay(portal, {})).toMatchObject({ paid: ids.slice(1).map((id) => ({ id })), failed: [] });
    await t.app.tick();
    expect(charges(t, customerId).map(([, amount]) => amount)).toEqual([10, 11, 12, 13]);
  });

  test('repeating payPastDueInvoices with its key returns the first response and charges nothing', async () => {
    const { customerId, portal } = await subscribe(t, shop, shop.free);
    const id = await owe(customerId, 100, '2026-03-10T00:00:00.000Z');
    const idempotencyKey = 'once';
    const first = await pay(portal, { idempotencyKey });
    expect(first).toMatchObject({ paid: [{ id }] });
    await owe(customerId, 200, '2026-03-10T00:00:00.000Z');
    expect(await pay(portal, { idempotencyKey })).toEqual(first);
    expect(charges(t, customerId)).toHaveLength(1);
    const other = await makeCustomer(shop.merchant);
    await pay(shop.merchant, { customerId, idempotencyKey });
    expect(await pay(shop.merchant, { customerId: other, idempotencyKey })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  test('payPastDueInvoices refuses customers of another company, and customers whose portal hides invoices', async () => {
    const { portal, customerId } = await subscribe(t, shop, shop.free);
    const stranger = await makeCustomer((await t.company()).merchant);
    const unknown = { code: 'NOT_FOUND', path: ['input', 'customerId'] };
    expect(await pay(portal, { customerId: stranger })).toMatchObject(unknown);
    expect(await pay(shop.merchant, { customerId: stranger })).toMatchObject(unknown);
    expect(await pay(shop.merchant, {})).toMatchObject(unknown);
    await configure(shop.merchant, { invoiceHistoryEnabled: false });
    const { token } = await t.signIn(shop.merchant, customerId);
    expect(await pay(t.client(token), {})).toMatchObject({
      code: 'PORTAL_FEATURE_DISABLED',
      setting: 'invoiceHistoryEnabled',
    });
  });
});

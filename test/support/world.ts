/**
 * Two companies with records of every kind, for isolation tests: company A with two customers, company B with one. Every
 * text of a record contains its owner's mark, so that a leaked one is found in any response, log or table.
 */
import type { GraphQLClient } from 'graphql-request';
import { newId } from '../../src/kernel/ids.ts';
import { tokenOf } from './access.ts';
import { openTestApp, PUBLIC_URL, type TestApp, type TestAppOptions } from './app.ts';

/** The records of one customer and of its company, by their role in the tests. */
export interface Records {
  company: string;
  apiKey: string;
  domain: string;
  registration: string;
  /** A disconnected account, so that the sandbox serves the company. */
  providerAccount: string;
  product: string;
  price: string;
  largePrice: string;
  yearlyPrice: string;
  hiddenProduct: string;
  hiddenPrice: string;
  coupon: string;
  secretCoupon: string;
  promotionCode: string;
  event: string;
  webhookEndpoint: string;
  webhookDelivery: string;
  spareCustomer: string;
  customer: string;
  paymentMethod: string;
  sparePaymentMethod: string;
  removedPaymentMethod: string;
  subscription: string;
  item: string;
  /** With two items, a coupon, and pending lines. */
  wideSubscription: string;
  wideItem: string;
  secondItem: string;
  /** Canceled at the end of its period. */
  endingSubscription: string;
  endedSubscription: string;
  /** With a planned pause and a scheduled change of its item after it. */
  pausingSubscription: string;
  pausingItem: string;
  invoice: string;
  importedInvoice: string;
  openInvoice: string;
  secondOpenInvoice: string;
  thirdOpenInvoice: string;
  draft: string;
  creditNote: string;
  payment: string;
  refund: string;
  dispute: string;
  recordedPayment: string;
  creditEntry: string;
  /** Created by the merchant and not consumed. */
  link: string;
  session: string;
  quote: string;
}
export type RecordName = keyof Records;

export interface Person {
  mark: string;
  email: string;
  records: Records;
  portal: GraphQLClient;
}

interface Tenant {
  mark: string;
  companyId: string;
  merchant: GraphQLClient;
}

/** The callers of isolation tests. The credentials of the last three have ended. */
export type Caller =
  | 'nobody'
  | 'merchant A'
  | 'merchant B'
  | 'customer A1'
  | 'customer A2'
  | 'customer B1'
  | 'expired session of A1'
  | 'revoked session of A1'
  | 'revoked key of A';

export interface World {
  t: TestApp;
  A: Tenant;
  B: Tenant;
  A1: Person;
  A2: Person;
  B1: Person;
  credentials: Record<Caller, string | undefined>;
  /** Every issued token, key and code. */
  secrets: string[];
  /** The raw response of an operation. */
  ask(caller: Caller, query: string, variables?: object): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

/** Milliseconds that creating the world may take on a busy machine. */
export const WORLD_TAKES = 120_000;

const START = '2026-04-01T00:00:00.000Z';
/** Rate limits that are never reached; limits are tested separately. */
const PLENTY = { points: 1_000_000, seconds: 900 };
const NO_LIMITS = {
  openPerClient: PLENTY,
  consumePerClient: PLENTY,
  consumePerAddress: PLENTY,
  linkPerClient: PLENTY,
  linkPerAddress: PLENTY,
};

// biome-ignore lint/suspicious/noExplicitAny: the call selects the shape of the payload.
type Payload = any;

/** Runs a mutation that must succeed and returns its payload. */
export async function mutate(client: GraphQLClient, name: string, input: object, select: string): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const answer = await client.request<Record<string, Payload>>(
    `mutation M($input: ${type}Input!) { ${name}(input: $input) {
       ... on ${type}Success { ${select} } ... on UserError { message path } } }`,
    { input },
  );
  const payload = answer[name];
  if (!payload || payload.message) throw new Error(`${name}: ${JSON.stringify(payload)}`);
  return payload;
}

type CompanyRecords = Pick<
  Records,
  | 'company'
  | 'apiKey'
  | 'domain'
  | 'registration'
  | 'product'
  | 'price'
  | 'largePrice'
  | 'yearlyPrice'
  | 'hiddenProduct'
  | 'hiddenPrice'
  | 'coupon'
  | 'secretCoupon'
  | 'promotionCode'
  | 'event'
  | 'providerAccount'
  | 'webhookEndpoint'
  | 'webhookDelivery'
  | 'spareCustomer'
>;

async function makeTenant(
  t: TestApp,
  mark: string,
  secrets: string[],
): Promise<Tenant & { apiKey: string; records: CompanyRecords }> {
  const { companyId, apiKey, merchant } = await t.company(`Company ${mark}`);
  secrets.push(apiKey);
  const make = async (name: string, input: object, select: string) => mutate(merchant, name, input, select);
  await make(
    'updateCompany',
    { supportEmail: `help.${mark}@example.com`, taxId: `tax ${mark}`, address: { line1: `Street ${mark}` } },
    'company { id }',
  );
  const product = async (name: string) =>
    (await make('createProduct', { name: `${name} ${mark}`, metadata: { note: mark } }, 'product { id }')).product.id;
  const price = async (productId: string, amount: number, interval = 'MONTH') =>
    (
      await make(
        'createPrice',
        { productId, unitAmount: { amount, currency: 'EUR' }, interval, nickname: `Price ${mark}` },
        'price { id }',
      )
    ).price.id;
  const coupon = async (name: string) =>
    (
      await make(
        'createCoupon',
        { name: `${name} ${mark}`, basisPointsOff: 1000, duration: 'FOREVER' },
        'coupon { id }',
      )
    ).coupon.id;
  const couponId = await coupon('Coupon');
  const { promotionCode } = await make(
    'createPromotionCode',
    { couponId, code: `code-${mark}` },
    'promotionCode { id }',
  );
  const productId = await product('Plan');
  const hiddenProduct = await product('Hidden');
  const hiddenPrice = await price(hiddenProduct, 700);
  await make('updatePrice', { priceId: hiddenPrice, active: false }, 'price { id }');
  await make('updateProduct', { productId: hiddenProduct, active: false }, 'product { id }');
  const key = await make('createApiKey', { name: `Spare ${mark}` }, 'apiKey { id } secret');
  secrets.push(String(key.secret));
  // Nothing listens there: the attempts fail and are recorded.
  const webhook = await make(
    'createWebhookEndpoint',
    { url: `http://127.0.0.1:1/${mark}`, description: `Webhook ${mark}`, eventTypes: ['coupon.updated'] },
    'webhookEndpoint { id } secret',
  );
  secrets.push(String(webhook.secret));
  await make('sendTestWebhook', { webhookEndpointId: webhook.webhookEndpoint.id }, 'webhookEndpoint { id }');
  const domain = newId('CustomDomain', t.clock.now());
  const now = t.clock.now();
  await t.db.prisma.customDomain.create({
    data: {
      id: domain,
      companyId,
      hostname: `${mark.toLowerCase()}.example.com`,
      verificationToken: `token-of-${mark}-that-is-long-enough-to-be-one`,
      verifiedAt: now,
      checkedAt: now,
      createdAt: now,
    },
  });
  const registration = newId('TaxRegistration', now);
  const validFrom = new Date('2026-01-01T00:00:00Z');
  await t.db.prisma.taxRegistration.create({
    data: {
      ...{ id: registration, companyId, country: 'DE', scheme: 'DOMESTIC', number: `Registration ${mark}`, validFrom },
      ...{ createdAt: now, updatedAt: now },
    },
  });
  const providerAccount = newId('ProviderAccount', now);
  await t.db.prisma.providerAccount.create({
    data: {
      ...{ id: providerAccount, companyId, provider: 'stripe', live: false, accountRef: `acct_${mark}` },
      ...{ publishableKey: `pk_test_${mark}`, keyLastFour: '0000', sealedCredentials: '', sealedUnder: 'none' },
      ...{ status: 'DISCONNECTED', readAt: now, createdAt: now, updatedAt: now },
    },
  });
  await t.db.prisma.providerSignal.create({
    data: {
      ...{ id: newId('ProviderSignal', now), companyId, accountId: providerAccount, externalId: `evt_${mark}` },
      ...{ about: 'PAYMENT', ref: `pi_${mark}`, receivedAt: now, handledAt: now },
    },
  });
  await make(
    'updatePortalConfig',
    {
      allowPlanSwitch: true,
      subscriptionCreateEnabled: true,
      allowQuantityUpdates: true,
      pauseEnabled: true,
      portalHeader: `Header ${mark}`,
      returnUrl: `https://${mark.toLowerCase()}.example/account`,
    },
    'portalConfig { returnUrl }',
  );
  const records: CompanyRecords = {
    company: companyId,
    apiKey: key.apiKey.id,
    domain,
    registration,
    providerAccount,
    product: productId,
    price: await price(productId, 3000),
    largePrice: await price(productId, 9000),
    yearlyPrice: await price(productId, 60_000, 'YEAR'),
    hiddenProduct,
    hiddenPrice,
    coupon: couponId,
    promotionCode: promotionCode.id,
    secretCoupon: await coupon('Secret'),
    event: (await t.db.prisma.event.findFirstOrThrow({ where: { companyId, type: 'company.created' } })).id,
    webhookEndpoint: webhook.webhookEndpoint.id,
    webhookDelivery: (await t.db.prisma.webhookDelivery.findFirstOrThrow({ where: { companyId } })).id,
    spareCustomer: (
      await make('createCustomer', { email: `spare.${mark}@example.com`, name: `Spare ${mark}` }, 'customer { id }')
    ).customer.id,
  };
  return { mark, companyId, apiKey, merchant, records };
}

async function makePerson(
  t: TestApp,
  { merchant, records: owned }: Tenant & { records: CompanyRecords },
  mark: string,
  secrets: string[],
): Promise<Omit<Person, 'portal'>> {
  const make = (name: string, input: object, select: string) => mutate(merchant, name, input, select);
  const email = `${mark}@example.com`;
  const { id: customerId } = (
    await make(
      'createCustomer',
      {
        email,
        name: `Name ${mark}`,
        phone: `phone ${mark}`,
        externalId: `ext ${mark}`,
        metadata: { note: mark },
        address: { line1: `Street ${mark}`, city: `City ${mark}` },
        taxId: { type: 'zz_tax', value: `VAT ${mark}` },
      },
      'customer { id }',
    )
  ).customer;
  const method = async (token: string) =>
    (await make('addPaymentMethod', { customerId, token }, 'paymentMethod { id }')).paymentMethod.id;
  const paymentMethod = await method('tok_visa');
  const sparePaymentMethod = await method('tok_mastercard');
  const removedPaymentMethod = await method('tok_amex');
  await make('removePaymentMethod', { paymentMethodId: removedPaymentMethod }, 'removedPaymentMethodId');

  const subscribe = (items: object[], more: object = {}) =>
    make(
      'createSubscription',
      { customerId, items, externalId: `sub ${items.length} ${mark}`, ...more },
      'subscription { id items { id } } invoice { id settlements { payment { id } } }',
    );
  const one = await subscribe([{ priceId: owned.price }]);
  const wide = await subscribe([{ priceId: owned.price }, { priceId: owned.largePrice }], {
    couponId: owned.coupon,
    metadata: { note: mark },
  });
  const ending = await subscribe([{ priceId: owned.largePrice }], { externalId: `ending ${mark}` });
  const cancel = {
    subscriptionId: ending.subscription.id,
    mode: 'PERIOD_END',
    reason: `Reason ${mark}`,
    comment: `Comment ${mark}`,
  };
  await make('cancelSubscription', cancel, 'subscription { id }');
  const pausing = await subscribe([{ priceId: owned.largePrice }], { externalId: `pausing ${mark}` });
  await make(
    'switchPlan',
    { subscriptionId: pausing.subscription.id, priceId: owned.price, effective: 'PERIOD_END' },
    'subscription { id }',
  );
  await make(
    'pauseSubscription',
    { subscriptionId: pausing.subscription.id, reason: `Pause ${mark}` },
    'subscription { id }',
  );
  const draft = async (): Promise<string> =>
    (
      await make(
        'createInvoice',
        {
          customerId,
          currency: 'EUR',
          lines: [{ description: `Work ${mark}`, unitAmount: 500_000 }],
          memo: `Memo ${mark}`,
        },
        'invoice { id }',
      )
    ).invoice.id;
  const openInvoice = async () => {
    const { invoice } = await make('finalizeInvoice', { invoiceId: await draft() }, 'invoice { id status }');
    return invoice.id;
  };
  const open = [await openInvoice(), await openInvoice(), await openInvoice()] as const;
  // An imported unpaid invoice: a later credit note settles a part of it.
  const imported = await make(
    'importSubscription',
    {
      customerId,
      items: [{ priceId: owned.price }],
      status: 'ACTIVE',
      anchor: START,
      currentPeriodStart: START,
      currentPeriodEnd: '2026-05-01T00:00:00.000Z',
      paid: false,
      invoiceNumber: `OLD-${mark}`,
    },
    'subscription { id } invoice { id }',
  );
  t.clock.advance(60_000);
  const ended = await make(
    'cancelSubscription',
    { subscriptionId: imported.subscription.id, mode: 'IMMEDIATELY', prorate: true },
    'invoice { id }',
  );
  await make(
    'updateQuantity',
    {
      subscriptionId: wide.subscription.id,
      itemId: wide.subscription.items[0].id,
      quantity: 2,
      chargeTiming: 'PERIOD_END',
    },
    'subscription { id }',
  );
  const back = { paymentId: one.invoice.settlements[0].payment.id, amount: { amount: 3, currency: 'EUR' } };
  const cash = {
    invoiceId: open[2],
    amount: { amount: 2, currency: 'EUR' },
    method: 'CASH',
    reference: `Cash ${mark}`,
  };
  const { recordedPayment } = await make('recordPayment', cash, 'recordedPayment { id }');
  const { refund } = await make('refundPayment', back, 'refund { id }');
  const credit = { customerId, amount: { amount: 100, currency: 'EUR' }, description: `Credit ${mark}` };
  const { creditEntry } = await make('adjustCredit', credit, 'creditEntry { id }');
  const { url } = await make('createPortalLink', { customerId, destinationContext: mark }, 'url');
  secrets.push(tokenOf(String(url)));
  const link = await t.db.prisma.portalLink.findFirstOrThrow({ where: { customerId, usedAt: null } });
  await addTaxRecords(t, { mark, customerId, invoiceId: one.invoice.id });
  const records: Records = {
    ...owned,
    customer: customerId,
    paymentMethod,
    sparePaymentMethod,
    removedPaymentMethod,
    subscription: one.subscription.id,
    item: one.subscription.items[0].id,
    wideSubscription: wide.subscription.id,
    wideItem: wide.subscription.items[0].id,
    secondItem: wide.subscription.items[1].id,
    endingSubscription: ending.subscription.id,
    endedSubscription: imported.subscription.id,
    pausingSubscription: pausing.subscription.id,
    pausingItem: pausing.subscription.items[0].id,
    invoice: one.invoice.id,
    importedInvoice: imported.invoice.id,
    openInvoice: open[0],
    secondOpenInvoice: open[1],
    thirdOpenInvoice: open[2],
    draft: await draft(),
    creditNote: ended.invoice.id,
    payment: one.invoice.settlements[0].payment.id,
    refund: refund.id,
    dispute: await addDispute(t, one.invoice.settlements[0].payment.id, mark),
    recordedPayment: recordedPayment.id,
    creditEntry: creditEntry.id,
    link: link.id,
    session: '',
    quote: '',
  };
  return { mark, email, records };
}

/** An inquiry of the bank about a payment, which moves no money. */
async function addDispute(t: TestApp, paymentId: string, mark: string): Promise<string> {
  const now = t.clock.now();
  const { companyId, customerId, currency } = await t.db.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } });
  const { id } = await t.db.prisma.dispute.create({
    data: {
      ...{ id: newId('Dispute', now), companyId, customerId, paymentId, currency, amount: 5n, status: 'CLOSED' },
      ...{ reason: `Reason ${mark}`, providerRef: `dp_${mark}`, readAt: now, createdAt: now, updatedAt: now },
    },
  });
  return id;
}

/** A register's result, a piece of evidence, the tax of an invoice and an e-mail about it. */
async function addTaxRecords(t: TestApp, { mark, customerId, invoiceId }: Record<string, string>): Promise<void> {
  const now = t.clock.now();
  const { companyId } = await t.db.prisma.invoice.findFirstOrThrow({ where: { id: invoiceId ?? '' } });
  const owner = { companyId, customerId: customerId ?? '', createdAt: now };
  await t.db.prisma.taxIdCheck.create({
    data: {
      ...{ ...owner, id: newId('TaxIdCheck', now), register: 'VIES', status: 'VERIFIED', value: `VAT ${mark}` },
      ...{ name: `Registered ${mark}`, address: `Registry ${mark}` },
    },
  });
  await t.db.prisma.locationEvidence.create({
    data: { ...owner, id: newId('LocationEvidence', now), kind: 'BILLING_ADDRESS', country: 'DE' },
  });
  const [event, email] = [newId('Event', now), newId('CustomerEmail', now)];
  await t.db.prisma.customerEmail.create({
    data: {
      ...owner,
      id: email,
      kind: 'INVOICE',
      eventId: event,
      objectId: invoiceId ?? '',
      status: 'SENT',
      sentAt: now,
    },
  });
  await t.db.prisma.invoiceTax.create({
    data: {
      ...{ id: newId('InvoiceTax', now), companyId, invoiceId: invoiceId ?? '', position: 0, createdAt: now },
      ...{ category: 'S', ratePpm: 190_000, country: 'DE', base: 1000n, amount: 190n },
    },
  });
}

export async function openWorld(options: TestAppOptions = {}): Promise<World> {
  const t = await openTestApp({ now: START, limits: NO_LIMITS, ...options });
  const secrets: string[] = [];
  const A = await makeTenant(t, 'QQCOMPANYA', secrets);
  const B = await makeTenant(t, 'QQCOMPANYB', secrets);
  const people = {
    A1: await makePerson(t, A, 'QQPERSONA1', secrets),
    A2: await makePerson(t, A, 'QQPERSONA2', secrets),
    B1: await makePerson(t, B, 'QQPERSONB1', secrets),
  };
  await t.app.tick();

  const signIn = async (tenant: Tenant, person: { records: Records }) => {
    const { url } = await mutate(tenant.merchant, 'createPortalLink', { customerId: person.records.customer }, 'url');
    const token = String(url).split('#token=')[1] as string;
    const { sessionToken } = await mutate(t.client(), 'consumePortalLink', { token }, 'sessionToken');
    secrets.push(token, String(sessionToken));
    return String(sessionToken);
  };
  const expired = await signIn(A, people.A1);
  t.clock.advance(13 * 60 * 60 * 1000);
  const revokedSession = await signIn(A, people.A1);
  await mutate(t.client(revokedSession), 'signOutPortal', {}, 'endedSessions');
  const revoked = await mutate(A.merchant, 'createApiKey', { name: 'Old' }, 'apiKey { id } secret');
  await mutate(A.merchant, 'revokeApiKey', { apiKeyId: revoked.apiKey.id }, 'apiKey { id }');
  secrets.push(String(revoked.secret));

  const credentials: World['credentials'] = {
    nobody: undefined,
    'merchant A': A.apiKey,
    'merchant B': B.apiKey,
    'customer A1': await signIn(A, people.A1),
    'customer A2': await signIn(A, people.A2),
    'customer B1': await signIn(B, people.B1),
    'expired session of A1': expired,
    'revoked session of A1': revokedSession,
    'revoked key of A': String(revoked.secret),
  };
  const person = async (name: 'A1' | 'A2' | 'B1'): Promise<Person> => {
    const { mark, email, records } = people[name];
    const portal = t.client(credentials[`customer ${name}`]);
    const session = await t.db.prisma.portalSession.findFirstOrThrow({
      where: { customerId: records.customer, endedAt: null },
      orderBy: { createdAt: 'desc' },
    });
    const { previewSwitchPlan } = await portal.request<{ previewSwitchPlan: { quote: { token: string } } }>(
      `query Q($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) { ... on SubscriptionChangePreview { quote { token } } } }`,
      { input: { subscriptionId: records.subscription, priceId: records.largePrice } },
    );
    return { mark, email, portal, records: { ...records, session: session.id, quote: previewSwitchPlan.quote.token } };
  };

  return {
    t,
    A,
    B,
    A1: await person('A1'),
    A2: await person('A2'),
    B1: await person('B1'),
    credentials,
    secrets,
    async ask(caller, query, variables) {
      const credential = credentials[caller];
      const response = await t.app.fetch(
        new Request(`${PUBLIC_URL}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(credential ? { authorization: `Bearer ${credential}` } : {}),
          },
          body: JSON.stringify({ query, variables }),
        }),
      );
      return { status: response.status, text: await response.text() };
    },
    close: () => t.close(),
  };
}

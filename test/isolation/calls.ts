/**
 * The calls of all root fields that take an id. Every such field of the schema has a row here; the matrix fails for a
 * field without a row, for an id without an entry, and for a row or an entry without a field.
 */
import { kindOfId } from '../../src/kernel/ids.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { keyedHash } from '../../src/kernel/secrets.ts';
import { sealCredential } from '../../src/modules/payment/accounts/credentials.ts';
import { TEST_SECRET } from '../support/app.ts';
import type { RecordName, Records, World } from '../support/world.ts';
import type { FieldName } from './fields.ts';

/** The records that an id names, or the reason why it does not refer to a tenant's record. */
type Ids = Record<string, RecordName[] | { because: string }>;

export interface Row {
  /** Valid arguments, made of the caller's own records. */
  variables(own: Records): Record<string, unknown>;
  select: string;
  /** The ids by their paths in the arguments. */
  ids: Ids;
  /** Arguments that the owner's call needs beyond its records. */
  prepare?(world: World): Promise<object>;
}

export const cursorOf = (id: string) => Buffer.from(`GPC:S:${id}`).toString('base64');

/** The value of a record at a path: its id, or a cursor made of it. */
export function valueAt(path: string, id: string): string {
  return path === 'after' || path === 'before' ? cursorOf(id) : id;
}

/** All records with an id of their own. */
export const NAMED_RECORDS = (records: Records): RecordName[] =>
  (Object.keys(records) as RecordName[]).filter((name) => kindOfId(records[name]) !== null);

const EXTERNAL = { because: "It is the merchant's own id, a label; companies do not share its name space." };
const TAX = { because: 'It is a number of a tax authority, a text.' };
const PUBLIC = { because: 'Whose portal it is may be known to anybody; that is what the field is for.' };

/** The token of a link to an open invoice, as the server signs it. */
function paymentLinkOf({ company, thirdOpenInvoice: id }: Records): string {
  const key = createKeys(TEST_SECRET).secretFor('payment-link');
  return `${id}.1.${keyedHash(key, `${company} test ${id} 1`)}`;
}

const CATALOG_PAGE = 'nodes { id createdAt } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const CHANGED = 'subscription { id items { id } } invoice { id }';
const CHANGE_IDS: Ids = {
  'input.subscriptionId': ['subscription', 'wideSubscription', 'endedSubscription'],
  'input.itemId': ['item', 'wideItem'],
  'input.paymentId': ['payment'],
};
const SUBSCRIBE_IDS: Ids = {
  'input.subscriptionId': ['endedSubscription', 'subscription'],
  'input.items[].priceId': ['price', 'largePrice', 'hiddenPrice'],
  'input.paymentId': ['payment'],
};
const CUSTOMERS: RecordName[] = ['customer', 'spareCustomer'];
const SUBSCRIPTIONS: RecordName[] = ['subscription', 'endingSubscription', 'endedSubscription'];
const INVOICES: RecordName[] = ['invoice', 'openInvoice', 'draft', 'creditNote'];
const METHODS: RecordName[] = ['paymentMethod', 'sparePaymentMethod', 'removedPaymentMethod'];

const switched = (own: Records) => ({
  input: { subscriptionId: own.subscription, itemId: own.item, priceId: own.largePrice },
});
const requantified = (own: Records) => ({
  input: { subscriptionId: own.subscription, itemId: own.item, quantity: 3 },
});

/** In this order the owners' calls succeed one after another. */
export const CALLS: Record<FieldName, Row> = {
  'Query.apiKeys': { variables: () => ({}), select: CATALOG_PAGE, ids: { after: ['apiKey'], before: ['apiKey'] } },
  'Query.coupon': {
    variables: (own) => ({ id: own.coupon }),
    select: 'id name',
    ids: { id: ['coupon', 'secretCoupon'] },
  },
  'Query.coupons': { variables: () => ({}), select: CATALOG_PAGE, ids: { after: ['coupon'], before: ['coupon'] } },
  'Query.customer': { variables: (own) => ({ id: own.customer }), select: 'id email', ids: { id: CUSTOMERS } },
  'Query.customers': { variables: () => ({}), select: CATALOG_PAGE, ids: { after: CUSTOMERS, before: CUSTOMERS } },
  'Query.securityEvents': {
    variables: () => ({}),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], after: ['event'], before: ['event'] },
  },
  'Query.event': { variables: (own) => ({ id: own.event }), select: 'id type', ids: { id: ['event'] } },
  'Query.paymentMethod': {
    variables: (own) => ({ id: own.paymentMethod }),
    select: 'id lastFour',
    ids: { id: METHODS },
  },
  'Query.webhookEndpoint': {
    variables: (own) => ({ id: own.webhookEndpoint }),
    select: 'id url',
    ids: { id: ['webhookEndpoint'] },
  },
  'Query.events': {
    variables: () => ({}),
    select: CATALOG_PAGE,
    ids: {
      objectId: ['subscription', 'customer', 'invoice'],
      customerId: ['customer'],
      after: ['event'],
      before: ['event'],
    },
  },
  'Query.invoice': { variables: (own) => ({ id: own.invoice }), select: 'id number', ids: { id: INVOICES } },
  'Query.invoices': {
    variables: (own) => ({ customerId: own.customer }),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], subscriptionId: SUBSCRIPTIONS, after: INVOICES, before: INVOICES },
  },
  'Query.node': {
    variables: (own) => ({ id: own.customer }),
    select: 'id',
    ids: { id: [] },
  },
  'Query.nodes': {
    variables: (own) => ({ ids: [own.customer] }),
    select: 'id',
    ids: { 'ids[]': [] },
  },
  'Query.payments': {
    variables: (own) => ({ customerId: own.customer }),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], invoiceId: ['invoice'], after: ['payment'], before: ['payment'] },
  },
  'Query.recordedPayments': {
    variables: (own) => ({ customerId: own.customer }),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], after: ['recordedPayment'], before: ['recordedPayment'] },
  },
  'Query.refunds': {
    variables: (own) => ({ customerId: own.customer }),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], paymentId: ['payment'], after: ['refund'], before: ['refund'] },
  },
  'Query.disputes': {
    variables: (own) => ({ customerId: own.customer }),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], after: ['dispute'], before: ['dispute'] },
  },
  'Query.portalBranding': {
    variables: (own) => ({ companyId: own.company }),
    select: 'name',
    ids: { companyId: PUBLIC },
  },
  'Query.previewCreateCreditNote': {
    variables: (own) => ({
      input: { invoiceId: own.invoice, reason: 'GOODWILL', amount: { amount: 1, currency: 'EUR' } },
    }),
    select: 'total { amount }',
    ids: {
      'input.invoiceId': INVOICES,
      'input.lines[].lineId': {
        because: 'It is a line of the invoice that the input names, and sought among its lines.',
      },
    },
  },
  'Query.previewCancelSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.subscription } }),
    select: 'mode endsAt',
    ids: { 'input.subscriptionId': SUBSCRIPTIONS },
  },
  'Query.previewResumeSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.pausingSubscription } }),
    select: 'effectiveAt',
    ids: { 'input.subscriptionId': ['pausingSubscription', ...SUBSCRIPTIONS] },
  },
  'Query.promotionCode': {
    variables: (own) => ({ id: own.promotionCode }),
    select: 'id createdAt',
    ids: { id: ['promotionCode'] },
  },
  'Query.promotionCodes': {
    variables: (own) => ({ couponId: own.coupon, first: 1 }),
    select: CATALOG_PAGE,
    ids: { couponId: ['coupon', 'secretCoupon'], after: ['promotionCode'], before: ['promotionCode'] },
  },
  'Query.previewSubscribe': {
    variables: (own) => ({ input: { subscriptionId: own.endedSubscription, items: [{ priceId: own.price }] } }),
    select: 'total { amount } quote { token }',
    ids: SUBSCRIBE_IDS,
  },
  'Query.previewSwitchPlan': {
    variables: switched,
    select: 'total { amount } quote { token }',
    ids: { ...CHANGE_IDS, 'input.priceId': ['largePrice', 'yearlyPrice', 'hiddenPrice'] },
  },
  'Query.previewUpdateQuantity': {
    variables: requantified,
    select: 'total { amount } quote { token }',
    ids: CHANGE_IDS,
  },
  'Query.price': {
    variables: (own) => ({ id: own.price }),
    select: 'id nickname',
    ids: { id: ['price', 'hiddenPrice'] },
  },
  'Query.prices': {
    variables: (own) => ({ productId: own.product }),
    select: CATALOG_PAGE,
    ids: { productId: ['product', 'hiddenProduct'], after: ['price'], before: ['price'] },
  },
  'Query.product': {
    variables: (own) => ({ id: own.product }),
    select: 'id name',
    ids: { id: ['product', 'hiddenProduct'] },
  },
  'Query.products': { variables: () => ({}), select: CATALOG_PAGE, ids: { after: ['product'], before: ['product'] } },
  'Query.subscription': {
    variables: (own) => ({ id: own.subscription }),
    select: 'id status',
    ids: { id: SUBSCRIPTIONS },
  },
  'Query.subscriptions': {
    variables: (own) => ({ customerId: own.customer }),
    select: CATALOG_PAGE,
    ids: { customerId: ['customer'], after: SUBSCRIPTIONS, before: SUBSCRIPTIONS },
  },
  'Query.webhookEndpoints': {
    variables: () => ({}),
    select: CATALOG_PAGE,
    ids: { after: ['webhookEndpoint'], before: ['webhookEndpoint'] },
  },
  'Query.webhookDeliveries': {
    variables: () => ({}),
    select: CATALOG_PAGE,
    ids: {
      endpointId: ['webhookEndpoint'],
      eventId: ['event'],
      after: ['webhookDelivery'],
      before: ['webhookDelivery'],
    },
  },
  'Mutation.addPaymentMethod': {
    variables: (own) => ({ input: { customerId: own.customer, token: 'tok_visa' } }),
    select: 'paymentMethod { id }',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.updateWebhookEndpoint': {
    variables: (own) => ({ input: { webhookEndpointId: own.webhookEndpoint, description: 'Changed' } }),
    select: 'webhookEndpoint { id url }',
    ids: { 'input.webhookEndpointId': ['webhookEndpoint'] },
  },
  'Mutation.rotateWebhookSecret': {
    variables: (own) => ({ input: { webhookEndpointId: own.webhookEndpoint } }),
    select: 'secret webhookEndpoint { id }',
    ids: { 'input.webhookEndpointId': ['webhookEndpoint'] },
  },
  'Mutation.sendTestWebhook': {
    variables: (own) => ({ input: { webhookEndpointId: own.webhookEndpoint } }),
    select: 'webhookEndpoint { id }',
    ids: { 'input.webhookEndpointId': ['webhookEndpoint'] },
  },
  'Mutation.replayWebhookDelivery': {
    variables: (own) => ({ input: { webhookDeliveryId: own.webhookDelivery } }),
    select: 'webhookDelivery { id status }',
    ids: { 'input.webhookDeliveryId': ['webhookDelivery'] },
  },
  'Mutation.deleteWebhookEndpoint': {
    variables: (own) => ({ input: { webhookEndpointId: own.webhookEndpoint } }),
    select: 'deletedWebhookEndpointId',
    ids: { 'input.webhookEndpointId': ['webhookEndpoint'] },
  },
  'Mutation.adjustCredit': {
    variables: (own) => ({ input: { customerId: own.customer, amount: { amount: 5, currency: 'EUR' } } }),
    select: 'creditEntry { id }',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.consumePortalLink': {
    variables: (own) => ({ input: { companyId: own.company, email: 'QQPERSONA1@example.com', code: '234567' } }),
    select: 'customer { id }',
    ids: { 'input.companyId': ['company'] },
    async prepare({ t, A1 }) {
      const input = { companyId: A1.records.company, email: A1.email };
      await t.post({
        query: 'mutation M($input: RequestPortalLinkInput!) { requestPortalLink(input: $input) { __typename } }',
        variables: { input },
      });
      await t.app.tick();
      const [mail] = await t.mailbox.list();
      return { input: { ...input, code: mail?.text.match(/\b[2-9A-HJKMNP-TW-Z]{6}\b/)?.[0] } };
    },
  },
  'Mutation.createCoupon': {
    variables: (own) => ({
      input: { name: 'New', basisPointsOff: 100, duration: 'ONCE', productIds: [own.product] },
    }),
    select: 'coupon { id }',
    ids: { 'input.productIds[]': ['product', 'hiddenProduct'] },
  },
  'Mutation.createCustomer': {
    variables: () => ({ input: { email: 'new@example.com' } }),
    select: 'customer { id }',
    ids: { 'input.externalId': EXTERNAL },
  },
  'Mutation.createInvoice': {
    variables: (own) => ({
      input: { customerId: own.customer, currency: 'EUR', lines: [{ description: 'Work', unitAmount: 100 }] },
    }),
    select: 'invoice { id }',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.createInvoicePdfLink': {
    variables: (own) => ({ input: { invoiceId: own.invoice } }),
    select: 'url',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.createPortalLink': {
    variables: (own) => ({ input: { customerId: own.spareCustomer } }),
    select: 'url portalLink { id }',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.createPrice': {
    variables: (own) => ({
      input: { productId: own.product, unitAmount: { amount: 100, currency: 'EUR' }, interval: 'MONTH' },
    }),
    select: 'price { id }',
    ids: { 'input.productId': ['product', 'hiddenProduct'] },
  },
  'Mutation.createSetupIntent': {
    variables: (own) => ({ input: { customerId: own.customer } }),
    select: 'clientSecret',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.createSubscription': {
    variables: (own) => ({
      input: { customerId: own.customer, items: [{ priceId: own.price }], couponId: own.coupon },
    }),
    select: CHANGED,
    ids: {
      'input.customerId': CUSTOMERS,
      'input.items[].priceId': ['price', 'hiddenPrice'],
      'input.couponId': ['coupon', 'secretCoupon'],
      'input.externalId': EXTERNAL,
    },
  },
  'Mutation.importSubscription': {
    variables: (own) => ({
      input: {
        customerId: own.customer,
        items: [{ priceId: own.price }],
        couponId: own.coupon,
        status: 'ACTIVE',
        anchor: '2026-04-01T00:00:00.000Z',
        currentPeriodStart: '2026-04-01T00:00:00.000Z',
        currentPeriodEnd: '2026-05-01T00:00:00.000Z',
      },
    }),
    select: CHANGED,
    ids: {
      'input.customerId': CUSTOMERS,
      'input.items[].priceId': ['price', 'hiddenPrice'],
      'input.couponId': ['coupon', 'secretCoupon'],
      'input.externalId': EXTERNAL,
    },
  },
  'Mutation.payInvoice': {
    variables: (own) => ({ input: { invoiceId: own.openInvoice } }),
    select: 'invoice { id status }',
    ids: { 'input.invoiceId': INVOICES, 'input.paymentId': ['payment'] },
  },
  'Mutation.recordPayment': {
    variables: (own) => ({
      input: { invoiceId: own.thirdOpenInvoice, amount: { amount: 1, currency: 'EUR' }, method: 'CASH' },
    }),
    select: 'recordedPayment { id amount { amount } }',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.voidRecordedPayment': {
    variables: (own) => ({ input: { recordedPaymentId: own.recordedPayment } }),
    select: 'recordedPayment { id voidedAt }',
    ids: { 'input.recordedPaymentId': ['recordedPayment'] },
  },
  'Mutation.refundPayment': {
    variables: (own) => ({ input: { paymentId: own.payment } }),
    select: 'refund { id status }',
    ids: { 'input.paymentId': ['payment'] },
  },
  'Mutation.finalizeInvoice': {
    variables: (own) => ({ input: { invoiceId: own.draft } }),
    select: 'invoice { id status }',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.sendInvoiceEmail': {
    variables: (own) => ({ input: { invoiceId: own.openInvoice } }),
    select: 'invoice { id emails { kind status } }',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.reissueInvoice': {
    variables: (own) => ({ input: { invoiceId: own.openInvoice } }),
    select: 'invoice { id status } creditNote { id }',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.createCreditNote': {
    variables: (own) => ({
      input: { invoiceId: own.invoice, reason: 'GOODWILL', amount: { amount: 1, currency: 'EUR' } },
    }),
    // The others are credited, void or replaced by then.
    async prepare({ t, A1 }) {
      const replaced = { replacesInvoiceId: A1.records.openInvoice };
      const { id } = await t.db.prisma.invoice.findFirstOrThrow({ where: replaced });
      return { input: { invoiceId: id, reason: 'GOODWILL', amount: { amount: 1, currency: 'EUR' } } };
    },
    select: 'creditNote { id status }',
    ids: {
      'input.invoiceId': INVOICES,
      'input.lines[].lineId': {
        because: 'It is a line of the invoice that the input names, and sought among its lines.',
      },
    },
  },
  'Mutation.revokePaymentLink': {
    variables: (own) => ({ input: { invoiceId: own.openInvoice } }),
    select: 'invoice { id hostedInvoiceUrl }',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.payByPaymentLink': {
    variables: (own) => ({ input: { token: paymentLinkOf(own), methodToken: 'tok_visa' } }),
    select: 'paymentLink { status }',
    ids: { 'input.paymentId': ['payment'] },
  },
  'Mutation.voidInvoice': {
    variables: (own) => ({ input: { invoiceId: own.secondOpenInvoice } }),
    select: 'invoice { id status }',
    ids: { 'input.invoiceId': INVOICES },
  },
  'Mutation.payPastDueInvoices': {
    variables: (own) => ({ input: { customerId: own.customer } }),
    select: 'paid { id } failed { reason }',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.removePaymentMethod': {
    variables: (own) => ({ input: { paymentMethodId: own.sparePaymentMethod } }),
    select: 'removedPaymentMethodId customer { id }',
    ids: { 'input.paymentMethodId': METHODS },
  },
  'Mutation.setDefaultPaymentMethod': {
    variables: (own) => ({ input: { paymentMethodId: own.paymentMethod } }),
    select: 'paymentMethod { id }',
    ids: { 'input.paymentMethodId': METHODS },
  },
  'Mutation.requestPortalLink': {
    variables: (own) => ({ input: { companyId: own.company, email: 'QQPERSONA1@example.com' } }),
    select: 'expiresInMinutes',
    ids: { 'input.companyId': ['company'] },
  },
  'Mutation.revokeApiKey': {
    variables: (own) => ({ input: { apiKeyId: own.apiKey } }),
    select: 'apiKey { id revokedAt }',
    ids: { 'input.apiKeyId': ['apiKey'] },
  },
  'Mutation.revokePortalSessions': {
    variables: (own) => ({ input: { customerId: own.spareCustomer } }),
    select: 'endedSessions',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.signOutPortal': {
    variables: (own) => ({ input: { sessionId: own.session } }),
    select: 'endedSessions',
    ids: { 'input.sessionId': ['session'] },
    // Not the session of the caller, which later calls still need.
    async prepare({ t, A, A1 }) {
      await t.signIn(A.merchant, A1.records.customer);
      const { id } = await t.db.prisma.portalSession.findFirstOrThrow({
        where: { customerId: A1.records.customer, id: { not: A1.records.session }, endedAt: null },
        orderBy: { createdAt: 'desc' },
      });
      return { input: { sessionId: id } };
    },
  },
  'Mutation.switchPlan': {
    variables: switched,
    select: CHANGED,
    ids: { ...CHANGE_IDS, 'input.priceId': ['largePrice', 'yearlyPrice', 'hiddenPrice'] },
  },
  'Mutation.createPromotionCode': {
    variables: (own) => ({ input: { couponId: own.coupon, customerId: own.customer } }),
    select: 'promotionCode { id }',
    ids: { 'input.couponId': ['coupon', 'secretCoupon'], 'input.customerId': CUSTOMERS },
  },
  'Mutation.updatePromotionCode': {
    variables: (own) => ({ input: { promotionCodeId: own.promotionCode, active: true } }),
    select: 'promotionCode { id }',
    ids: { 'input.promotionCodeId': ['promotionCode'] },
  },
  'Mutation.subscribe': {
    variables: (own) => ({ input: { subscriptionId: own.endedSubscription, items: [{ priceId: own.price }] } }),
    select: CHANGED,
    ids: SUBSCRIBE_IDS,
  },
  'Mutation.updateQuantity': { variables: requantified, select: CHANGED, ids: CHANGE_IDS },
  'Mutation.cancelSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.wideSubscription } }),
    select: CHANGED,
    ids: { 'input.subscriptionId': ['wideSubscription', ...SUBSCRIPTIONS] },
  },
  'Mutation.uncancelSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.endingSubscription } }),
    select: 'subscription { id }',
    ids: { 'input.subscriptionId': SUBSCRIPTIONS },
  },
  'Mutation.cancelScheduledChange': {
    variables: (own) => ({ input: { subscriptionId: own.pausingSubscription, itemId: own.pausingItem } }),
    select: 'subscription { id scheduledChange { item { id } } }',
    ids: {
      'input.subscriptionId': ['pausingSubscription', ...SUBSCRIPTIONS],
      'input.itemId': ['pausingItem', 'item', 'wideItem'],
    },
  },
  'Mutation.resumeSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.pausingSubscription } }),
    select: 'subscription { id pausesAt }',
    ids: { 'input.subscriptionId': ['pausingSubscription', ...SUBSCRIPTIONS] },
  },
  'Mutation.pauseSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.pausingSubscription } }),
    select: 'subscription { id pausesAt }',
    ids: { 'input.subscriptionId': ['pausingSubscription', ...SUBSCRIPTIONS] },
  },
  'Mutation.updateSubscription': {
    variables: (own) => ({ input: { subscriptionId: own.subscription, couponId: own.coupon } }),
    select: 'subscription { id }',
    ids: {
      'input.subscriptionId': SUBSCRIPTIONS,
      'input.couponId': ['coupon', 'secretCoupon'],
      'input.externalId': EXTERNAL,
    },
  },
  'Mutation.endTaxRegistration': {
    variables: (own) => ({ input: { registrationId: own.registration, validUntil: '2026-12-31' } }),
    select: 'registration { id validUntil }',
    ids: { 'input.registrationId': ['registration'] },
  },
  'Mutation.updateBillingInformation': {
    variables: (own) => ({ input: { customerId: own.customer, name: 'Changed' } }),
    select: 'customer { id }',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.updateCompany': {
    variables: () => ({ input: { name: 'Changed' } }),
    select: 'company { id }',
    ids: { 'input.taxId': TAX },
  },
  'Mutation.updateCoupon': {
    variables: (own) => ({ input: { couponId: own.coupon, name: 'Changed' } }),
    select: 'coupon { id }',
    ids: { 'input.couponId': ['coupon', 'secretCoupon'] },
  },
  'Mutation.updateCustomer': {
    variables: (own) => ({ input: { customerId: own.customer, name: 'Changed' } }),
    select: 'customer { id }',
    ids: { 'input.customerId': CUSTOMERS, 'input.externalId': EXTERNAL },
  },
  'Mutation.updatePortalConfig': {
    variables: (own) => ({
      input: {
        subscriptionProductIds: [own.product],
        planGroups: [{ productIds: [own.product] }],
        planRules: [{ fromProductId: own.product, toProductIds: [own.product] }],
        retentionCouponId: own.coupon,
        cancellationOffers: [{ type: 'COUPON', couponId: own.coupon }],
        customDomainId: own.domain,
      },
    }),
    select: 'portalConfig { portalHeader }',
    ids: {
      'input.subscriptionProductIds[]': ['product', 'hiddenProduct'],
      'input.planGroups[].productIds[]': ['product', 'hiddenProduct'],
      'input.planRules[].fromProductId': ['product', 'hiddenProduct'],
      'input.planRules[].toProductIds[]': ['product', 'hiddenProduct'],
      'input.retentionCouponId': ['coupon', 'secretCoupon'],
      'input.cancellationOffers[].couponId': ['coupon', 'secretCoupon'],
      'input.customDomainId': ['domain'],
    },
  },
  'Mutation.rotatePaymentProviderKeys': {
    variables: (own) => ({
      input: { providerAccountId: own.providerAccount, publishableKey: 'pk_test_another0000000000' },
    }),
    select: 'paymentProvider { id publishableKey }',
    ids: { 'input.providerAccountId': ['providerAccount'] },
    async prepare({ t, A1 }) {
      const id = A1.records.providerAccount;
      const sealedCredentials = sealCredential(createKeys(TEST_SECRET), id, 'rk_test_0000000000000000');
      await t.db.prisma.providerAccount.update({ where: { id }, data: { status: 'CONNECTED', sealedCredentials } });
      return {};
    },
  },
  'Mutation.disconnectPaymentProvider': {
    variables: (own) => ({ input: { providerAccountId: own.providerAccount } }),
    select: 'paymentProvider { id status }',
    ids: { 'input.providerAccountId': ['providerAccount'] },
    async prepare({ t, A }) {
      const { companyId } = A;
      await t.db.prisma.payment.updateMany({ where: { companyId }, data: { status: 'SUCCEEDED' } });
      return {};
    },
  },
  'Mutation.verifyCustomDomain': {
    variables: (own) => ({ input: { customDomainId: own.domain } }),
    select: 'customDomain { id hostname verification { value } }',
    ids: { 'input.customDomainId': ['domain'] },
    async prepare({ t, A1 }) {
      const domain = await t.db.prisma.customDomain.findUniqueOrThrow({ where: { id: A1.records.domain } });
      t.dns.set(`_portico-challenge.${domain.hostname}`, [`portico-verification=${domain.verificationToken}`]);
      return {};
    },
  },
  'Mutation.deleteCustomDomain': {
    variables: (own) => ({ input: { customDomainId: own.domain } }),
    select: 'deletedCustomDomainId',
    ids: { 'input.customDomainId': ['domain'] },
  },
  'Mutation.recordRetentionOfferShown': {
    variables: (own) => ({ input: { subscriptionId: own.endingSubscription } }),
    select: 'subscription { id }',
    ids: { 'input.subscriptionId': SUBSCRIPTIONS },
  },
  'Mutation.acceptRetentionOffer': {
    variables: (own) => ({ input: { subscriptionId: own.endingSubscription } }),
    select: 'subscription { id }',
    ids: { 'input.subscriptionId': SUBSCRIPTIONS },
  },
  'Mutation.updatePrice': {
    variables: (own) => ({ input: { priceId: own.yearlyPrice, nickname: 'Changed' } }),
    select: 'price { id }',
    ids: { 'input.priceId': ['price', 'hiddenPrice'] },
  },
  'Mutation.updateProduct': {
    variables: (own) => ({ input: { productId: own.product, name: 'Changed' } }),
    select: 'product { id }',
    ids: { 'input.productId': ['product', 'hiddenProduct'] },
  },
  'Mutation.exportCustomer': {
    variables: (own) => ({ input: { customerId: own.customer } }),
    select: 'customerId data',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.deleteCustomer': {
    variables: (own) => ({ input: { customerId: own.spareCustomer } }),
    select: 'deletedCustomerId',
    ids: { 'input.customerId': CUSTOMERS },
  },
  'Mutation.eraseCustomer': {
    variables: (own) => ({ input: { customerId: own.spareCustomer } }),
    select: 'erasedCustomerId',
    ids: { 'input.customerId': CUSTOMERS },
  },
};

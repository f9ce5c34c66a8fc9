/** Events of the company, its customers, its catalog and its settings. */
import { CHANGED, event } from './describe.ts';

const PROVIDER_ACCOUNT = {
  providerAccountId: 'the account',
  provider: 'such as `stripe`',
} as const;

export const ACCOUNT_EVENTS = {
  'company.created': event('Company', 'The operator of the installation creates the company.'),
  'company.updated': event('Company', "The company's own data change.", CHANGED),
  'api_key.created': event('ApiKey', 'An API key is created.'),
  'api_key.revoked': event('ApiKey', 'An API key is revoked.'),
  'test_clock.created': event('Company', 'A company in test mode gets a test clock.', {
    frozenTime: 'the time that the clock shows',
  }),
  'customer.created': event('Customer', 'A customer is created.'),
  'customer.updated': event('Customer', 'A merchant changes a customer.', CHANGED),
  'customer.billing_information_updated': event('Customer', 'Billing information changes.', CHANGED),
  'customer.tax_id_checked': event(
    'Customer',
    "A register's result changes the status of a tax id, or needs attention.",
    {
      status: 'such as `VERIFIED`',
      before: 'the status before',
      code: 'the code of the register, such as `MS_UNAVAILABLE`; null for a confirmed number',
      consultationNumber: "the register's proof of the query",
    },
  ),
  'customer.email_bounced': event(
    'Customer',
    'Mail cannot be delivered to one of the addresses of a customer. Only sign-in links are still sent there until it is set again.',
    { kind: 'the mail that was refused, such as `invoice`' },
  ),
  'customer.deleted': event('Customer', 'A customer is deleted.'),
  'customer.erased': event(
    'Customer',
    'The personal data of a customer are erased: other systems that have them should follow.',
  ),
  'payment_method.attached': event('PaymentMethod', 'A payment method is added.', { kind: 'such as `CARD`' }),
  'payment_method.default_changed': event(
    'PaymentMethod',
    'A payment method becomes the default: it is chosen, is the first one, or follows a default that is removed.',
  ),
  'payment_method.updated': event(
    'PaymentMethod',
    'A payment method changes at the provider, for example because the network has replaced its card.',
    CHANGED,
  ),
  'payment_method.detached': event('PaymentMethod', 'A payment method is removed.', {
    cause: '`provider` if it was detached at the payment provider; absent for a removal here',
  }),
  'payment_method.expiring': event('PaymentMethod', 'A default card is about to expire.', {
    expiryYear: 'the year it expires in',
    expiryMonth: 'the month it expires in, from 1',
  }),
  'portal_link.created': event('PortalLink', 'A one-time link into the portal is created.'),
  'portal_session.created': event('PortalSession', 'A customer signs in to the portal.'),
  'portal_session.ended': event(
    ['PortalSession', 'Customer'],
    'A session ends before it expires. If all sessions of a customer end, the customer is the object.',
    { reason: 'why it ended', count: 'the number of sessions that ended' },
  ),
  'portal.config_updated': event('Company', 'The configuration of the portal changes.', CHANGED),
  'custom_domain.created': event('CustomDomain', 'A host name is registered for the portal.', {
    hostname: 'the name, in lower case and punycode',
  }),
  'custom_domain.verified': event('CustomDomain', "The DNS record proves that a host name is the company's.", {
    hostname: 'the name',
  }),
  'custom_domain.verification_failed': event('CustomDomain', 'The DNS record of a verified host name is not found.', {
    hostname: 'the name',
    reason: 'the result of the look-up',
    unverified: 'true if the portal is no longer served there',
  }),
  'custom_domain.removed': event('CustomDomain', 'A host name is removed.', { hostname: 'the name' }),
  'tax.config_updated': event('Company', 'The tax settings change.', CHANGED),
  'tax.rate_added': event('Company', 'The company adds a rate to the shipped ones.', {
    country: 'the country, as an ISO 3166-1 code',
    category: 'the category of products',
  }),
  'tax.registration_missing': event(
    'Company',
    'A line is billed for a consumer in a country in which the company owes tax and is not registered.',
    { country: 'the country, as an ISO 3166-1 code' },
  ),
  'tax.registration_added': event('Company', 'A registration for tax is added.', {
    registrationId: 'the id of the registration',
    country: 'the country',
    scheme: 'such as `OSS_UNION`',
  }),
  'tax.registration_ended': event('Company', 'A registration for tax gets its last day.', {
    registrationId: 'the id of the registration',
    validUntil: 'the last day',
  }),
  'email.config_updated': event('Company', 'The settings for e-mails to customers change.', CHANGED),
  'dunning.config_updated': event('Company', 'The dunning configuration changes.', CHANGED),
  'product.created': event('Product', 'A product is created.'),
  'product.updated': event('Product', 'A product changes.', CHANGED),
  'price.created': event('Price', 'A price is created.', { productId: 'its product' }),
  'price.updated': event('Price', 'A price changes.', CHANGED),
  'coupon.created': event('Coupon', 'A coupon is created.'),
  'coupon.updated': event('Coupon', 'A coupon changes.', CHANGED),
  'promotion_code.created': event('PromotionCode', 'A promotion code is created.', { couponId: 'its coupon' }),
  'promotion_code.updated': event('PromotionCode', 'A promotion code changes.', CHANGED),
  'promotion_code.redeemed': event('PromotionCode', 'A customer redeems a promotion code.', {
    couponId: 'the coupon that is attached',
    subscriptionId: 'the subscription that is discounted',
  }),
  'payment_provider.connected': event('Company', 'An account at a payment provider is connected.', PROVIDER_ACCOUNT),
  'payment_provider.keys_rotated': event('Company', 'Keys of a connected account are replaced.', PROVIDER_ACCOUNT),
  'payment_provider.disconnected': event(
    'Company',
    'An account at a payment provider is disconnected.',
    PROVIDER_ACCOUNT,
  ),
  'payment_provider.broken': event(
    'Company',
    "The payment provider no longer accepts the account's key. Nothing is charged until it is replaced.",
    PROVIDER_ACCOUNT,
  ),
  'payment_provider.repaired': event(
    'Company',
    'The payment provider accepts the key of a broken account again.',
    PROVIDER_ACCOUNT,
  ),
  'payment_provider.webhook_silent': event(
    'Company',
    'No webhook of the payment provider has arrived for a day, although it reports changes.',
    PROVIDER_ACCOUNT,
  ),
  'payment_provider.mismatch': event(
    'Company',
    'The nightly comparison of a day finds payments that differ from those at the provider. `reconcilePayments` lists them.',
    {
      ...PROVIDER_ACCOUNT,
      from: 'the start of the day',
      to: 'its end',
      mismatches: 'the number of differences',
    },
  ),
  'webhook_endpoint.created': event('WebhookEndpoint', 'A webhook endpoint is created.', {
    eventTypes: 'the types that it receives; an empty list means all',
  }),
  'webhook_endpoint.updated': event('WebhookEndpoint', 'A webhook endpoint changes.', CHANGED),
  'webhook_endpoint.secret_rotated': event('WebhookEndpoint', 'An endpoint gets a new secret.', {
    previousSecretUntil: 'the time until which the previous secret signs too',
  }),
  'webhook_endpoint.disabled': event('WebhookEndpoint', 'Deliveries to an endpoint stop.', {
    reason: '`MERCHANT`, `GONE` (it responded with 410) or `FAILING` (for five days)',
  }),
  'webhook_endpoint.deleted': event('WebhookEndpoint', 'A webhook endpoint is deleted.'),
  'webhook_endpoint.test': event(
    'WebhookEndpoint',
    'A merchant requests a test. It is delivered to that endpoint only.',
  ),
} as const;

/** What happens to the company, its customers, its catalogue and its settings. */
import { CHANGED, event } from './describe.ts';

export const ACCOUNT_EVENTS = {
  'company.created': event('Company', 'The owner of the installation makes the company.'),
  'company.updated': event('Company', 'The company changes what it says about itself.', CHANGED),
  'api_key.created': event('ApiKey', 'An API key is made.'),
  'api_key.revoked': event('ApiKey', 'An API key is revoked.'),
  'test_clock.created': event('Company', 'A company in test mode is given a test clock.', {
    frozenTime: 'what the clock shows',
  }),
  'customer.created': event('Customer', 'A customer is created.'),
  'customer.updated': event('Customer', 'A merchant changes a customer.', CHANGED),
  'customer.billing_information_updated': event('Customer', 'Billing information changes.', CHANGED),
  'customer.deleted': event('Customer', 'A customer is deleted.'),
  'payment_method.attached': event('PaymentMethod', 'A payment method is added.', { kind: 'such as `CARD`' }),
  'payment_method.default_changed': event(
    'PaymentMethod',
    'A payment method becomes the default: it is chosen, is the first one, or follows a default that is removed.',
  ),
  'payment_method.detached': event('PaymentMethod', 'A payment method is removed.'),
  'payment_method.expiring': event('PaymentMethod', 'A default card is about to expire.', {
    expiryYear: 'the year it expires in',
    expiryMonth: 'the month it expires in, from 1',
  }),
  'portal_link.created': event('PortalLink', 'A one-time link into the portal is made.'),
  'portal_session.created': event('PortalSession', 'A customer signs in to the portal.'),
  'portal_session.ended': event(
    ['PortalSession', 'Customer'],
    'A session ends before its time, or all of a customer; then the customer is the object.',
    { reason: 'why', count: 'how many sessions ended' },
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
    reason: 'what was found instead',
    unverified: 'whether the portal is no longer served there',
  }),
  'custom_domain.removed': event('CustomDomain', 'A host name is given up.', { hostname: 'the name' }),
  'dunning.config_updated': event('Company', 'The rules of dunning change.', CHANGED),
  'product.created': event('Product', 'A product is created.'),
  'product.updated': event('Product', 'A product changes.', CHANGED),
  'price.created': event('Price', 'A price is created.', { productId: 'its product' }),
  'price.updated': event('Price', 'A price changes.', CHANGED),
  'coupon.created': event('Coupon', 'A coupon is created.'),
  'coupon.updated': event('Coupon', 'A coupon changes.', CHANGED),
  'webhook_endpoint.created': event('WebhookEndpoint', 'A webhook endpoint is made.', {
    eventTypes: 'the types it asks for; none: all',
  }),
  'webhook_endpoint.updated': event('WebhookEndpoint', 'A webhook endpoint changes.', CHANGED),
  'webhook_endpoint.secret_rotated': event('WebhookEndpoint', 'An endpoint is given a new secret.', {
    previousSecretUntil: 'until when the one before signs as well',
  }),
  'webhook_endpoint.disabled': event('WebhookEndpoint', 'Nothing is sent to an endpoint any longer.', {
    reason: '`MERCHANT`, `GONE` (it answered 410) or `FAILING` (for five days)',
  }),
  'webhook_endpoint.deleted': event('WebhookEndpoint', 'A webhook endpoint is deleted.'),
  'webhook_endpoint.test': event('WebhookEndpoint', 'A merchant asks for a test; it is sent to that endpoint alone.'),
} as const;

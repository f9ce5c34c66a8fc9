/** Verifies a key by real calls that change nothing. */
import type Stripe from 'stripe';
import { ProviderRefusedUs } from '../../port.ts';
import type { Call } from './calls.ts';
import { StripeInvalid } from './failures.ts';

type Probe = [permission: string, send: (client: Stripe, options: Stripe.RequestOptions) => Promise<unknown>];

/**
 * No object has this id: a call that would change it fails with 404 if the key has the permission, and with 403 if not.
 */
const NONE = 'none_portico_permission_check';

/** A permission by its name in Stripe's dashboard, and a call that needs it. */
const PROBES: readonly Probe[] = [
  ['Customers: write', (client, options) => client.customers.update(NONE, { description: '' }, options)],
  ['PaymentIntents: write', (client, options) => client.paymentIntents.cancel(NONE, {}, options)],
  ['SetupIntents: write', (client, options) => client.setupIntents.cancel(NONE, {}, options)],
  ['PaymentMethods: write', (client, options) => client.paymentMethods.detach(NONE, {}, options)],
  ['Refunds: write', (client, options) => client.refunds.update(NONE, { metadata: {} }, options)],
  ['Webhook Endpoints: write', (client, options) => client.webhookEndpoints.update(NONE, { description: '' }, options)],
  [
    'Payment Method Domains: write',
    (client, options) => client.paymentMethodDomains.update(NONE, { enabled: true }, options),
  ],
  ['Charges: read', (client, options) => client.charges.list({ limit: 1 }, options)],
  ['Disputes: read', (client, options) => client.disputes.list({ limit: 1 }, options)],
  ['Mandates: read', (client, options) => client.mandates.retrieve(NONE, {}, options)],
  ['Events: read', (client, options) => client.events.list({ limit: 1 }, options)],
];

async function isMissing(call: Call, [, send]: Probe): Promise<boolean> {
  try {
    await call({ lane: 'PRESENT', endpoint: 'check', send });
    return false;
  } catch (error) {
    if (error instanceof ProviderRefusedUs) return true;
    // The object was not found, as intended: the key has the permission.
    if (error instanceof StripeInvalid) return false;
    throw error;
  }
}

/** Throws `ProviderRefusedUs` if the key is not valid at all. */
export async function checkKey(call: Call, live: boolean) {
  const account = await call({
    lane: 'PRESENT',
    endpoint: 'check',
    send: (client, options) => client.accounts.retrieveCurrent({}, options),
  });
  const absent = await Promise.all(PROBES.map((probe) => isMissing(call, probe)));
  return { live, accountRef: account.id, missing: PROBES.flatMap(([name], index) => (absent[index] ? [name] : [])) };
}

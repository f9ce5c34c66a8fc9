/** Customers, their payment methods, and how these are set up at Stripe. */
import type Stripe from 'stripe';
import type { CustomerFacts, MethodFacts, ProviderAccount, ProviderSession } from '../../port.ts';
import { ProviderDown, ProviderInvalid } from '../../port.ts';
import type { Call } from './calls.ts';
import { CUSTOMER_KEY, methodFacts, setupFacts } from './facts.ts';
import { typeOf, worksIn } from './kinds.ts';

type Customers = Pick<
  ProviderSession,
  'ensureCustomer' | 'updateCustomer' | 'beginSetup' | 'readSetup' | 'readMethod' | 'detach'
>;

/** The object is gone, which is a result here. */
const GONE = 'resource_missing';

const factsOf = ({ customerId, name, email }: CustomerFacts) => ({
  ...(name === null ? {} : { name }),
  ...(email === null ? {} : { email }),
  metadata: { [CUSTOMER_KEY]: customerId },
});

/**
 * Without the customer in its metadata no signal stores the method. A verification by small deposits takes days, for which
 * the payer cannot wait.
 */
const forOnePayment = (
  types: readonly string[],
): Pick<Stripe.SetupIntentCreateParams, 'usage' | 'payment_method_options'> => ({
  usage: 'on_session',
  ...(types.includes('us_bank_account')
    ? { payment_method_options: { us_bank_account: { verification_method: 'instant' } } }
    : {}),
});

export function createCustomers(account: ProviderAccount, call: Call): Customers {
  return {
    ensureCustomer: (customer, key) =>
      call({
        lane: 'PRESENT',
        endpoint: 'customers',
        send: async (client, options) =>
          (await client.customers.create(factsOf(customer), { ...options, idempotencyKey: key })).id,
      }),
    updateCustomer: (ref, customer) =>
      call({
        lane: 'BACKGROUND',
        endpoint: 'customers',
        send: async (client, options) => void (await client.customers.update(ref, factsOf(customer), options)),
      }),
    async beginSetup({ customerId, customerRef, kinds, currency, key, once = false }) {
      const types = kinds.filter((kind) => worksIn(kind, currency)).map(typeOf);
      if (types.length === 0) throw new ProviderInvalid('No accepted kind of payment method works in this currency.');
      const intent = await call({
        lane: 'PRESENT',
        endpoint: 'setup_intents',
        send: (client, options) =>
          client.setupIntents.create(
            // The only place that announces later use: on a payment it would demand a confirmation each time.
            {
              customer: customerRef,
              allowed_payment_method_types: types,
              ...(once ? forOnePayment(types) : { usage: 'off_session', metadata: { [CUSTOMER_KEY]: customerId } }),
            },
            { ...options, idempotencyKey: key },
          ),
      });
      if (intent.client_secret === null) throw new ProviderDown('MAYBE');
      return {
        provider: 'stripe',
        kind: 'CONFIRM',
        secret: intent.client_secret,
        url: null,
        publishableKey: account.publishableKey,
        onAccount: account.connectedRef,
        setupRef: intent.id,
      };
    },
    readSetup: ({ setupRef }) =>
      call({
        lane: 'PRESENT',
        endpoint: 'setup_intents',
        send: async (client, options) =>
          setupFacts(await client.setupIntents.retrieve(setupRef, { expand: ['payment_method', 'mandate'] }, options)),
      }),
    readMethod: (ref) =>
      call<MethodFacts | null>({
        lane: 'BACKGROUND',
        endpoint: 'payment_methods',
        async send(client, options) {
          const method: Stripe.PaymentMethod = await client.paymentMethods.retrieve(ref, {}, options);
          return method.customer === null ? null : methodFacts(method);
        },
        recover: ({ code }) => (code === GONE ? null : undefined),
      }),
    detach: (ref) =>
      call<true>({
        lane: 'BACKGROUND',
        endpoint: 'payment_methods',
        send: (client, options) => client.paymentMethods.detach(ref, {}, options).then(() => true as const),
        // It is detached from every customer already, or there is none.
        recover: ({ code, statusCode }) =>
          code === GONE || (statusCode === 400 && code === 'payment_method_unexpected_state') ? true : undefined,
      }).then(() => undefined),
  };
}

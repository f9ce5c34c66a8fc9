/** Payments, refunds and disputes of one account at Stripe. */
import type Stripe from 'stripe';
import {
  type ClientStep,
  type PaymentFacts,
  type PayRequest,
  type ProviderAccount,
  ProviderDown,
  type ProviderSession,
} from '../../port.ts';
import type { DisputeFacts, RefundFacts } from '../../reversals.ts';
import type { Call } from './calls.ts';
import { disputeFacts, PAYMENT_KEY, paymentFacts, REFUND_KEY, refundFacts } from './facts.ts';
import { typeOf } from './kinds.ts';
import { partToStripe, toStripe } from './stripeMoney.ts';

type Payments = Pick<
  ProviderSession,
  'pay' | 'find' | 'payments' | 'read' | 'step' | 'capture' | 'cancel' | 'refund' | 'readRefund' | 'readDispute'
>;

const EXPAND = ['latest_charge'];
const INTENTS = 'payment_intents';
/** The difference of clocks that a search by time allows for. */
const CLOCK_SKEW_S = 300;

function intentOf(request: PayRequest): Stripe.PaymentIntentCreateParams {
  const type = typeOf(request.methodKind);
  // Other kinds are confirmed by the agreement of their set-up: the customer need not be present.
  const present = request.customerPresent && type === 'card';
  return {
    amount: toStripe(request.amount, request.currency),
    currency: request.currency.toLowerCase(),
    customer: request.customerRef,
    payment_method: request.methodRef,
    // The method's own type and no other. Until the version endive this parameter was `payment_method_types`.
    allowed_payment_method_types: [type],
    // On the intent, not by type of method: a method of another type would be charged instead of held.
    capture_method: request.take === 'HOLD' ? 'manual' : 'automatic',
    confirm: true,
    ...(present ? { use_stripe_sdk: true } : { off_session: true }),
    description: request.description,
    metadata: { [PAYMENT_KEY]: request.paymentId },
    expand: EXPAND,
  };
}

/** A refusal comes as an error that contains the intent as it is. */
function refused({ statusCode, payment_intent: intent }: Stripe.errors.StripeError): PaymentFacts | undefined {
  return statusCode === 402 && intent ? paymentFacts(intent) : undefined;
}

/** The state that a call wanted to change has changed before: its facts are the result. */
const OVERTAKEN = new Set(['payment_intent_unexpected_state', 'charge_already_captured', 'charge_expired_for_capture']);

export function createPayments(account: ProviderAccount, call: Call): Payments {
  const read = (ref: string): Promise<PaymentFacts> =>
    call({
      lane: 'BACKGROUND',
      endpoint: INTENTS,
      send: async (client, options) =>
        paymentFacts(await client.paymentIntents.retrieve(ref, { expand: EXPAND }, options)),
    });

  /** Changes an intent, or reads it if the change comes too late. */
  async function change(
    ref: string,
    send: (client: Stripe, options: Stripe.RequestOptions) => Promise<Stripe.PaymentIntent>,
  ): Promise<PaymentFacts> {
    const facts = await call<PaymentFacts | null>({
      lane: 'PRESENT',
      endpoint: INTENTS,
      send: async (client, options) => paymentFacts(await send(client, options)),
      recover: ({ code }) => (OVERTAKEN.has(code ?? '') ? null : undefined),
    });
    return facts ?? (await read(ref));
  }

  async function find({ paymentId, customerRef, since }: { paymentId: string; customerRef: string; since: Date }) {
    const created = { gte: Math.floor(since.getTime() / 1000) - CLOCK_SKEW_S };
    // The search API is not consistent; lists by customer are.
    return await call<PaymentFacts | null>({
      lane: 'PRESENT',
      endpoint: INTENTS,
      async send(client, options) {
        const page = { customer: customerRef, created, limit: 100, expand: ['data.latest_charge'] };
        for await (const intent of client.paymentIntents.list(page, options))
          if (intent.metadata[PAYMENT_KEY] === paymentId) return paymentFacts(intent);
        return null;
      },
    });
  }

  return {
    read,
    find,
    payments: (span) => listPayments(call, span),
    pay: (request) =>
      call({
        lane: request.customerPresent ? 'PRESENT' : 'BACKGROUND',
        endpoint: INTENTS,
        send: async (client, options) =>
          paymentFacts(
            await client.paymentIntents.create(intentOf(request), { ...options, idempotencyKey: request.key }),
          ),
        recover: refused,
      }),
    step: (ref) =>
      call({
        lane: 'PRESENT',
        endpoint: INTENTS,
        send: async (client, options) => stepOf(account, await client.paymentIntents.retrieve(ref, {}, options)),
      }),
    capture: (ref, amount, key) =>
      change(ref, async (client, options) => {
        const { currency } = await client.paymentIntents.retrieve(ref, {}, options);
        const amount_to_capture = partToStripe(amount, currency.toUpperCase());
        return await client.paymentIntents.capture(
          ref,
          { amount_to_capture, expand: EXPAND },
          { ...options, idempotencyKey: key },
        );
      }),
    cancel: (ref, key) =>
      change(ref, (client, options) =>
        client.paymentIntents.cancel(ref, { expand: EXPAND }, { ...options, idempotencyKey: key }),
      ),
    ...createReturns(call),
  };
}

async function* listPayments(call: Call, { from, to }: { from: Date; to: Date }): AsyncGenerator<PaymentFacts> {
  const created = { gte: Math.floor(from.getTime() / 1000), lt: Math.floor(to.getTime() / 1000) };
  for (let last: string | undefined; ; ) {
    const page = { created, limit: 100, expand: ['data.latest_charge'], ...(last ? { starting_after: last } : {}) };
    const { data, has_more } = await call({
      lane: 'BACKGROUND',
      endpoint: INTENTS,
      send: (client, options) => client.paymentIntents.list(page, options),
    });
    // Other systems can use the same account.
    yield* data.filter(({ metadata }) => PAYMENT_KEY in metadata).map(paymentFacts);
    last = data.at(-1)?.id;
    if (!has_more || !last) return;
  }
}

function stepOf(account: ProviderAccount, intent: Stripe.PaymentIntent): ClientStep {
  const { next_action: next, client_secret: secret } = intent;
  const url = next?.type === 'redirect_to_url' ? (next.redirect_to_url?.url ?? null) : null;
  if (url === null && secret === null) throw new ProviderDown('NO');
  return {
    provider: 'stripe',
    kind: url === null ? 'CONFIRM' : 'REDIRECT',
    secret,
    url,
    publishableKey: account.publishableKey,
    onAccount: account.connectedRef,
  };
}

/** Money that goes back: refunds by us, disputes by the bank. */
function createReturns(call: Call): Pick<Payments, 'refund' | 'readRefund' | 'readDispute'> {
  return {
    refund: ({ refundId, key, paymentRef: ref, amount }) =>
      call<RefundFacts>({
        lane: 'PRESENT',
        endpoint: 'refunds',
        async send(client, options) {
          const { currency } = await client.paymentIntents.retrieve(ref, {}, options);
          const part = partToStripe(amount, currency.toUpperCase());
          return refundFacts(
            await client.refunds.create(
              { payment_intent: ref, amount: part, metadata: { [REFUND_KEY]: refundId } },
              { ...options, idempotencyKey: key },
            ),
          );
        },
      }),
    readRefund: (ref) =>
      call<RefundFacts>({
        lane: 'BACKGROUND',
        endpoint: 'refunds',
        send: async (client, options) => refundFacts(await client.refunds.retrieve(ref, {}, options)),
      }),
    readDispute: (ref) =>
      call<DisputeFacts>({
        lane: 'BACKGROUND',
        endpoint: 'disputes',
        send: async (client, options) => disputeFacts(await client.disputes.retrieve(ref, {}, options)),
      }),
  };
}

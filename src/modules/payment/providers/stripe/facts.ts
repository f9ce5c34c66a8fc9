/** Stripe's objects as the port's facts. Amounts become our minor units. */
import type Stripe from 'stripe';
import {
  type MandateFacts,
  type MethodFacts,
  type PaymentFacts,
  ProviderInvalid,
  type ProviderPaymentState,
  type SetupFacts,
} from '../../port.ts';
import type { DisputeFacts, RefundFacts } from '../../reversals.ts';
import { failureOf } from './declines.ts';
import { isDebit, kindOf } from './kinds.ts';
import { fromStripe } from './stripeMoney.ts';

/** Names our payment at Stripe. */
export const PAYMENT_KEY = 'portico_payment';
/** Names our refund at Stripe. */
export const REFUND_KEY = 'portico_refund';
/** Names our customer at Stripe. */
export const CUSTOMER_KEY = 'portico_customer';

const idOf = (object: string | { id: string } | null | undefined): string | null =>
  typeof object === 'string' ? object : (object?.id ?? null);

const instant = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : new Date(seconds * 1000);

const currencyOf = ({ currency }: { currency: string }): string => currency.toUpperCase();

const PAYMENT_STATES = new Map<string, ProviderPaymentState>([
  // It has never been confirmed, or the bank has refused it: only a new payment can succeed.
  ['requires_payment_method', 'FAILED'],
  ['requires_confirmation', 'NEEDS_CUSTOMER'],
  ['requires_action', 'NEEDS_CUSTOMER'],
  ['processing', 'PROCESSING'],
  ['requires_capture', 'HELD'],
  ['succeeded', 'SUCCEEDED'],
  ['canceled', 'CANCELED'],
]);

/** Canceled by Stripe rather than by us: the hold has lapsed. */
const LAPSED = new Set(['automatic', 'expired']);

function failureOfIntent(intent: Stripe.PaymentIntent, state: ProviderPaymentState): PaymentFacts['failure'] {
  if (state === 'FAILED') return failureOf(intent.last_payment_error ?? {});
  const lapsed = state === 'CANCELED' && LAPSED.has(intent.cancellation_reason ?? '');
  return lapsed ? { code: 'authorization_expired', advice: 'RETRY' } : null;
}

/** `latest_charge` should be expanded; without it nothing is known of the hold's end and of refunds. */
export function paymentFacts(intent: Stripe.PaymentIntent): PaymentFacts {
  const state = PAYMENT_STATES.get(intent.status);
  if (!state) throw new ProviderInvalid('Stripe reports an unknown state of a payment.');
  const currency = currencyOf(intent);
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge;
  const { type = '', card } = charge?.payment_method_details ?? {};
  return {
    ref: intent.id,
    amount: fromStripe(intent.amount, currency),
    captured: fromStripe(intent.amount_received, currency),
    refunded: fromStripe(charge?.amount_refunded ?? 0, currency),
    currency,
    state,
    holdUntil: state === 'HELD' ? instant(card?.capture_before) : null,
    returned: state === 'SUCCEEDED' && isDebit(type) && charge?.disputed === true,
    methodRef: idOf(intent.payment_method) ?? idOf(intent.last_payment_error?.payment_method),
    customerRef: idOf(intent.customer),
    live: intent.livemode,
    failure: failureOfIntent(intent, state),
    paymentId: intent.metadata[PAYMENT_KEY] ?? null,
  };
}

/** Throws `ProviderInvalid` for a type of method that this server does not take. */
export function methodFacts(method: Stripe.PaymentMethod, mandate: MandateFacts | null = null): MethodFacts {
  const kind = kindOf(method.type);
  if (!kind) throw new ProviderInvalid('Stripe reports a type of payment method that is not taken here.');
  const { card } = method;
  const account = method.sepa_debit ?? method.us_bank_account ?? method.bacs_debit ?? null;
  return {
    ref: method.id,
    kind,
    fingerprint: card?.fingerprint ?? account?.fingerprint ?? null,
    brand: card?.brand ?? method.us_bank_account?.bank_name ?? null,
    lastFour: card?.last4 ?? account?.last4 ?? null,
    expiryMonth: card?.exp_month ?? null,
    expiryYear: card?.exp_year ?? null,
    wallet: card?.wallet?.type ?? null,
    mandate,
  };
}

function setupState(intent: Stripe.SetupIntent): SetupFacts['state'] {
  if (intent.status === 'succeeded') return 'DONE';
  if (intent.status === 'processing') return 'PENDING';
  if (intent.status === 'canceled') return 'FAILED';
  if (intent.next_action?.type === 'verify_with_microdeposits') return 'PENDING';
  return intent.status === 'requires_payment_method' && intent.last_setup_error ? 'FAILED' : 'OPEN';
}

function mandateFacts(mandate: Stripe.SetupIntent['mandate']): MandateFacts | null {
  if (mandate === null) return null;
  if (typeof mandate === 'string') return { ref: mandate, reference: null };
  const { sepa_debit: sepa, bacs_debit: bacs } = mandate.payment_method_details;
  return { ref: mandate.id, reference: sepa?.reference ?? bacs?.reference ?? null };
}

/** `payment_method` and `mandate` must be expanded. */
export function setupFacts(intent: Stripe.SetupIntent): SetupFacts {
  const state = setupState(intent);
  const method = typeof intent.payment_method === 'string' ? null : intent.payment_method;
  const known = state === 'DONE' || state === 'PENDING';
  return {
    state,
    customerRef: idOf(intent.customer) ?? '',
    customerId: intent.metadata?.[CUSTOMER_KEY] ?? null,
    setupRef: intent.id,
    method: known && method ? methodFacts(method, mandateFacts(intent.mandate)) : null,
    code: state === 'FAILED' ? failureOf(intent.last_setup_error ?? {}).code : null,
  };
}

const REFUND_STATES = new Map<string, RefundFacts['state']>([
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['canceled', 'CANCELED'],
]);

export function refundFacts(refund: Stripe.Refund): RefundFacts {
  const currency = currencyOf(refund);
  return {
    ref: refund.id,
    paymentRef: idOf(refund.payment_intent) ?? '',
    refundId: refund.metadata?.[REFUND_KEY] ?? null,
    amount: fromStripe(refund.amount, currency),
    currency,
    state: REFUND_STATES.get(refund.status ?? '') ?? 'PENDING',
    code: refund.failure_reason ?? null,
  };
}

const DISPUTE_STATES = new Map<string, DisputeFacts['state']>([
  ['warning_needs_response', 'INQUIRY'],
  ['warning_under_review', 'INQUIRY'],
  ['warning_closed', 'CLOSED'],
  ['prevented', 'CLOSED'],
  ['under_review', 'UNDER_REVIEW'],
  ['appeal_under_review', 'UNDER_REVIEW'],
  ['won', 'WON'],
  ['lost', 'LOST'],
]);

export function disputeFacts(dispute: Stripe.Dispute): DisputeFacts {
  const currency = currencyOf(dispute);
  return {
    ref: dispute.id,
    paymentRef: idOf(dispute.payment_intent) ?? '',
    amount: fromStripe(dispute.amount, currency),
    currency,
    state: DISPUTE_STATES.get(dispute.status) ?? 'OPEN',
    reason: dispute.reason,
    evidenceDueAt: instant(dispute.evidence_details.due_by),
  };
}

/** Payment intents and refunds of the stand-in. */
import { invalid, type StandInAccount, StripeFailure } from './account.ts';
import { build, buildCharge, newRef, type StripeObject } from './objects.ts';
import type { Outcome } from './outcomes.ts';

/** Parameters as the judge has coerced them. */
// biome-ignore lint/suspicious/noExplicitAny: the OpenAPI document has checked them.
export type Parameters = Record<string, any>;

/** The days that Visa holds money without the customer present. */
const HOLD_DAYS = 4.75;
/** Types whose money can be held. */
const HOLDABLE = new Set(['card', 'link', 'paypal']);
const ZERO_DECIMALS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMALS = new Set('bhd jod kwd omr tnd'.split(' '));

const OPTIONS: Record<string, object> = {
  card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
};

const set = (intent: StripeObject, fields: object) => Object.assign(intent, fields);

function checkAmount({ amount, currency }: Parameters): void {
  if (amount > 99_999_999) throw invalid('amount_too_large', 'Amount must be no more than 99999999.');
  if (THREE_DECIMALS.has(currency) && amount % 10 !== 0)
    throw invalid('invalid_charge_amount', 'The last digit must be 0.');
  if (['isk', 'ugx'].includes(currency) && amount % 100 !== 0)
    throw invalid('invalid_charge_amount', 'There are no fractions.');
  const minimum = currency === 'jpy' || !ZERO_DECIMALS.has(currency) ? 30 : 1;
  if (amount < minimum) throw invalid('amount_too_small', 'Amount must convert to at least 50 cents.');
}

export function createIntent(account: StandInAccount, given: Parameters): StripeObject {
  checkAmount(given);
  const types = given.allowed_payment_method_types ?? given.payment_method_types ?? ['card'];
  const id = newRef('pi');
  const intent = build('payment_intent', {
    id,
    amount: given.amount,
    automatic_payment_methods: null,
    canceled_at: null,
    capture_method: given.capture_method ?? 'automatic',
    client_secret: `${id}_secret_standin`,
    created: account.now(),
    currency: given.currency,
    customer: given.customer ?? null,
    description: given.description ?? null,
    last_payment_error: null,
    livemode: account.live,
    managed_payments: null,
    metadata: given.metadata ?? {},
    next_action: null,
    payment_method_configuration_details: null,
    payment_method_options: Object.fromEntries(types.map((type: string) => [type, OPTIONS[type] ?? {}])),
    payment_method_types: types,
    allowed_payment_method_types: types,
    processing: null,
    shipping: null,
    transfer_data: null,
  });
  if (given.customer) account.get(given.customer, 'customer', 400);
  account.add(intent);
  return given.confirm ? confirmIntent(account, intent, given) : intent;
}

export function confirmIntent(account: StandInAccount, intent: StripeObject, given: Parameters): StripeObject {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status))
    throw unexpectedState(intent, 'confirmed');
  const method = account.get(given.payment_method ?? intent.payment_method, 'payment_method', 400);
  if (method.customer !== intent.customer)
    throw invalid('payment_method_unexpected_state', 'The method belongs to another customer, or to none.');
  if (!intent.payment_method_types.includes(method.type))
    throw invalid('payment_intent_incompatible_payment_method', 'The type of the method is not allowed.');
  const { outcome } = account.looksOf(method.id);
  if (outcome.kind === 'confirmation') {
    if (given.off_session)
      throw refuse(account, intent, method, {
        code: 'authentication_required',
        declineCode: 'authentication_required',
      });
    askCustomer(account, intent, method, given);
    return intent;
  }
  return settle(account, intent, method, outcome);
}

function askCustomer(account: StandInAccount, intent: StripeObject, method: StripeObject, given: Parameters): void {
  const url = 'https://hooks.stripe.com/3d_secure_2/hosted?standin';
  const next_action = given.use_stripe_sdk
    ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
    : { type: 'redirect_to_url', redirect_to_url: { return_url: given.return_url ?? null, url } };
  set(intent, { status: 'requires_action', payment_method: method.id, next_action });
  account.emit('payment_intent.requires_action', intent);
}

/** The bank's decision once nothing more is required of the customer. */
export function settle(
  account: StandInAccount,
  intent: StripeObject,
  method: StripeObject,
  outcome: Outcome,
): StripeObject {
  set(intent, { payment_method: method.id, next_action: null, last_payment_error: null });
  if (outcome.kind === 'declined') throw refuse(account, intent, method, outcome);
  if (outcome.kind === 'debit') return submitDebit(account, intent, method, outcome);
  const manual = intent.capture_method === 'manual';
  if (manual && !HOLDABLE.has(method.type)) throw invalid('payment_intent_invalid_parameter', 'It cannot be held.');
  const charge = account.add(
    buildCharge(intent, method, { captured: !manual, amount_captured: manual ? 0 : intent.amount, paid: true }),
  );
  intent.latest_charge = charge.id;
  if (!manual) {
    succeed(account, intent, intent.amount);
    if (outcome.kind === 'disputed') account.dispute(charge, 'needs_response', 'fraudulent');
    return intent;
  }
  charge.payment_method_details[method.type].capture_before = account.now() + HOLD_DAYS * 86_400;
  set(intent, { status: 'requires_capture', amount_capturable: intent.amount });
  account.emit('payment_intent.amount_capturable_updated', intent);
  account.later(HOLD_DAYS, () => {
    if (intent.status !== 'requires_capture') return;
    set(intent, { status: 'canceled', cancellation_reason: 'automatic', canceled_at: account.now() });
    intent.amount_capturable = 0;
    account.emit('payment_intent.canceled', intent);
  });
  return intent;
}

function succeed(account: StandInAccount, intent: StripeObject, amount: number): StripeObject {
  set(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0, processing: null });
  account.emit('payment_intent.succeeded', intent);
  return intent;
}

function submitDebit(
  account: StandInAccount,
  intent: StripeObject,
  method: StripeObject,
  { days, end, returnedAfterDays }: Extract<Outcome, { kind: 'debit' }>,
): StripeObject {
  if (intent.capture_method === 'manual') throw invalid('payment_intent_invalid_parameter', 'It cannot be held.');
  const charge = account.add(buildCharge(intent, method, { status: 'pending', paid: false }));
  set(intent, { status: 'processing', latest_charge: charge.id });
  account.emit('payment_intent.processing', intent);
  account.later(days, () => {
    if (end === 'fails') {
      charge.status = 'failed';
      refuse(account, intent, method, {
        code: 'payment_intent_payment_attempt_failed',
        declineCode: 'insufficient_funds',
      });
      return;
    }
    set(charge, { status: 'succeeded', paid: true, captured: true, amount_captured: intent.amount });
    succeed(account, intent, intent.amount);
    if (returnedAfterDays !== undefined)
      account.later(returnedAfterDays, () => void account.dispute(charge, 'lost', 'bank_cannot_process'));
  });
  return intent;
}

/** Marks the intent refused and makes the error that reports it. */
function refuse(
  account: StandInAccount,
  intent: StripeObject,
  method: StripeObject,
  { code, declineCode, adviceCode }: { code: string; declineCode?: string; adviceCode?: string },
): StripeFailure {
  const charge = account.add(
    buildCharge(intent, method, { status: 'failed', paid: false, captured: false, failure_code: code }),
  );
  const error = {
    type: 'card_error',
    code,
    message: 'Your card was declined.',
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    charge: charge.id,
    ...(declineCode ? { decline_code: declineCode } : {}),
    ...(adviceCode ? { advice_code: adviceCode } : {}),
    payment_method: structuredClone(method),
  };
  set(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: charge.id,
    last_payment_error: error,
    next_action: null,
    processing: null,
  });
  account.emit('payment_intent.payment_failed', intent);
  const request_log_url = 'https://dashboard.stripe.com/test/logs/req_standin';
  return new StripeFailure(402, { ...error, request_log_url, payment_intent: structuredClone(intent) });
}

const unexpectedState = (intent: StripeObject, done: string) =>
  invalid(
    'payment_intent_unexpected_state',
    `This PaymentIntent could not be ${done} because it has a status of ${intent.status}.`,
    { payment_intent: structuredClone(intent) },
  );

export function captureIntent(account: StandInAccount, intent: StripeObject, given: Parameters): StripeObject {
  if (intent.status !== 'requires_capture') throw unexpectedState(intent, 'captured');
  const amount = given.amount_to_capture ?? intent.amount;
  if (amount > intent.amount_capturable) throw invalid('amount_too_large', 'It is more than is held.');
  const charge = account.get(intent.latest_charge, 'charge');
  set(charge, { captured: true, amount_captured: amount, amount_refunded: 0 });
  return succeed(account, intent, amount);
}

export function cancelIntent(account: StandInAccount, intent: StripeObject, given: Parameters): StripeObject {
  const open = ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action'];
  if (!open.includes(intent.status)) throw unexpectedState(intent, 'canceled');
  const cancellation_reason = given.cancellation_reason ?? null;
  set(intent, { status: 'canceled', canceled_at: account.now(), amount_capturable: 0, next_action: null });
  intent.cancellation_reason = cancellation_reason;
  account.emit('payment_intent.canceled', intent);
  return intent;
}

export function createRefund(account: StandInAccount, given: Parameters): StripeObject {
  const intent = account.get(given.payment_intent, 'payment_intent', 400);
  const charge = account.get(intent.latest_charge ?? '', 'charge', 400);
  const left = charge.amount_captured - charge.amount_refunded;
  if (charge.disputed) throw invalid('charge_disputed', 'The charge is disputed.');
  if (left === 0) throw invalid('charge_already_refunded', 'The charge has been refunded.');
  const amount = given.amount ?? left;
  if (amount > left) throw invalid('amount_too_large', 'It is more than is left of the charge.');
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  const refund = account.add(
    build('refund', {
      id: newRef('re'),
      amount,
      charge: charge.id,
      created: account.now(),
      currency: intent.currency,
      metadata: given.metadata ?? {},
      payment_intent: intent.id,
    }),
  );
  account.emit('refund.created', refund);
  return refund;
}

/** Set-ups of the stand-in: the forms in which customers enter payment methods, and their mandates. */
import { invalid, type StandInAccount, StripeFailure } from './account.ts';
import { build, newRef, type StripeObject } from './objects.ts';
import { TEST_METHODS, type TestMethodName } from './outcomes.ts';
import type { Parameters } from './payments.ts';

/** A test card's name makes a new method, which belongs to no customer yet. */
export function methodOf(account: StandInAccount, name: string): StripeObject {
  const looks = TEST_METHODS[name as TestMethodName];
  return looks ? account.makeMethod(looks) : account.get(name, 'payment_method', 400);
}

export function makeSetup(account: StandInAccount, given: Parameters): StripeObject {
  account.get(given.customer, 'customer', 400);
  const types = given.allowed_payment_method_types ?? given.payment_method_types ?? ['card'];
  const id = newRef('seti');
  return account.add(
    build('setup_intent', {
      id,
      automatic_payment_methods: null,
      client_secret: `${id}_secret_standin`,
      created: account.now(),
      customer: given.customer,
      last_setup_error: null,
      livemode: account.live,
      metadata: given.metadata ?? {},
      next_action: null,
      payment_method_configuration_details: null,
      payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
      payment_method_types: types,
      allowed_payment_method_types: types,
      usage: given.usage ?? 'off_session',
    }),
  );
}

/** As the form in the browser does it; a second confirmation is the customer's answer to the bank. */
export function confirmSetup(account: StandInAccount, setup: StripeObject, given: Parameters): StripeObject {
  if (setup.status === 'succeeded') throw invalid('setup_intent_unexpected_state', 'It has succeeded.');
  const confirmed = setup.status === 'requires_action';
  const method = methodOf(account, given.payment_method ?? setup.payment_method);
  if (!setup.payment_method_types.includes(method.type))
    throw invalid('setup_intent_invalid_parameter', 'The type of the method is not allowed.');
  const { outcome, confirmSetup: asks } = account.looksOf(method.id);
  if (outcome.kind === 'declined') {
    const error = { type: 'card_error', code: outcome.code, message: 'Your card was declined.' };
    const reason = outcome.declineCode ? { decline_code: outcome.declineCode } : {};
    setup.last_setup_error = { ...error, ...reason, payment_method: structuredClone(method) };
    account.emit('setup_intent.setup_failed', setup);
    throw new StripeFailure(402, { ...error, ...reason, setup_intent: structuredClone(setup) });
  }
  setup.payment_method = method.id;
  if (asks && !confirmed) {
    setup.status = 'requires_action';
    setup.next_action =
      asks === 'redirect'
        ? redirect(setup, given.return_url)
        : { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } };
    return setup;
  }
  method.customer = setup.customer;
  Object.assign(setup, { status: 'succeeded', next_action: null, last_setup_error: null });
  if (method.type !== 'card' && method.type !== 'paypal') setup.mandate = makeMandate(account, method).id;
  account.emit('setup_intent.succeeded', setup);
  return setup;
}

/** The customer is sent away, and returns to `return_url`. */
const redirect = ({ id }: StripeObject, return_url: string | undefined) => ({
  type: 'redirect_to_url',
  redirect_to_url: { return_url: return_url ?? null, url: `https://hooks.stripe.com/redirect/authenticate/${id}` },
});

function makeMandate(account: StandInAccount, method: StripeObject): StripeObject {
  const details =
    method.type === 'sepa_debit' ? { reference: newRef('MNDT'), url: 'https://hooks.stripe.com/mandate' } : {};
  return account.add(
    build('mandate', {
      id: newRef('mandate'),
      livemode: account.live,
      payment_method: method.id,
      payment_method_details: { type: method.type, [method.type]: details },
    }),
  );
}

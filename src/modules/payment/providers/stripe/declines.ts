/**
 * The remedy for a refused payment: Stripe's advice where the card network gives one, otherwise by the decline code
 * (docs.stripe.com/declines/codes). Card networks fine repeated attempts on codes that never succeed.
 */
import type { FailureAdvice, PaymentFailure } from '../../port.ts';

const BY_ADVICE = new Map<string, FailureAdvice>([
  ['do_not_try_again', 'NEVER'],
  ['confirm_card_data', 'NEW_DETAILS'],
  ['try_again_later', 'RETRY'],
]);

const BY_CODE = new Map<string, FailureAdvice>([
  ...(
    [
      'approve_with_id',
      'call_issuer',
      'card_decline_rate_limit_exceeded',
      'card_velocity_exceeded',
      'do_not_honor',
      'duplicate_transaction',
      'generic_decline',
      'insufficient_funds',
      'issuer_not_available',
      'no_action_taken',
      'processing_error',
      'reenter_transaction',
      'service_not_allowed',
      'try_again_later',
      'withdrawal_count_limit_exceeded',
      'debit_authorization_not_match',
      'payment_method_provider_timeout',
    ] as const
  ).map((code) => [code, 'RETRY'] as const),
  ...(
    [
      'expired_card',
      'incorrect_address',
      'incorrect_cvc',
      'incorrect_number',
      'incorrect_pin',
      'incorrect_zip',
      'invalid_account',
      'invalid_cvc',
      'invalid_expiry_month',
      'invalid_expiry_year',
      'invalid_number',
      'new_account_information_available',
      'bank_account_restricted',
      'account_closed',
      'no_account',
      'bank_account_unusable',
    ] as const
  ).map((code) => [code, 'NEW_DETAILS'] as const),
  ...(
    [
      'card_not_supported',
      'currency_not_supported',
      'fraudulent',
      'highest_risk_level',
      'invalid_amount',
      'lost_card',
      'merchant_blacklist',
      'not_permitted',
      'pickup_card',
      'restricted_card',
      'revocation_of_all_authorizations',
      'revocation_of_authorization',
      'security_violation',
      'stolen_card',
      'stop_payment_order',
      'testmode_decline',
      'transaction_not_allowed',
      'debit_not_authorized',
      'payment_intent_mandate_invalid',
      'refer_to_customer',
      'bank_ownership_changed',
    ] as const
  ).map((code) => [code, 'NEVER'] as const),
  ...(
    [
      'authentication_required',
      'authentication_not_handled',
      'mobile_device_authentication_required',
      'offline_pin_required',
      'online_or_offline_pin_required',
      'payment_intent_authentication_failure',
      'setup_intent_authentication_failure',
    ] as const
  ).map((code) => [code, 'CUSTOMER'] as const),
]);

const CODE = /^[a-z0-9_]{1,64}$/;

/** The parts of Stripe's error that name a refusal. */
export interface StripeRefusal {
  code?: string | null | undefined;
  decline_code?: string | null | undefined;
  advice_code?: string | null | undefined;
}

/**
 * The failure that a refusal amounts to. Of the two codes `code` is general (`card_declined`) and `decline_code` is the
 * bank's reason, except that `authentication_required` counts wherever it is given.
 */
export function failureOf({ code, decline_code: reason, advice_code: advice }: StripeRefusal): PaymentFailure {
  const needsCustomer = code === 'authentication_required' || reason === 'authentication_required';
  const name = needsCustomer ? 'authentication_required' : (reason ?? code ?? 'unknown');
  const byNetwork = needsCustomer ? undefined : BY_ADVICE.get(advice ?? '');
  return {
    code: CODE.test(name) ? name : 'unknown',
    advice: byNetwork ?? BY_CODE.get(name) ?? BY_CODE.get(code ?? '') ?? null,
  };
}

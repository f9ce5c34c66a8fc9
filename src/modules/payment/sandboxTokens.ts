/** The tokens of the sandbox provider's form, and the behavior of the payment methods that they attach. */
import type { AttachedMethod } from './gateway.ts';

export type Behavior =
  | 'success'
  | 'decline'
  | 'insufficient_funds'
  | 'authentication'
  | 'unavailable'
  | 'capture_fails';

export interface SandboxMethod extends Omit<AttachedMethod, 'ref' | 'fingerprint'> {
  behavior: Behavior;
  /** The decline code with which attaching it fails. */
  refused?: string;
}

const card = (brand: string, lastFour: string, behavior: Behavior = 'success', refused?: string): SandboxMethod => ({
  kind: 'CARD',
  brand,
  lastFour,
  expiryMonth: 12,
  expiryYear: 2034,
  behavior,
  ...(refused ? { refused } : {}),
});
const bank = (kind: 'SEPA_DEBIT' | 'US_BANK_ACCOUNT' | 'BACS_DEBIT', lastFour: string): SandboxMethod => ({
  ...card(kind.toLowerCase(), lastFour),
  kind,
  brand: null,
  expiryMonth: null,
  expiryYear: null,
});

export const SANDBOX_TOKENS: Readonly<Record<string, SandboxMethod>> = {
  tok_visa: card('visa', '4242'),
  tok_mastercard: card('mastercard', '4444'),
  tok_amex: card('amex', '0005'),
  tok_sepa_debit: bank('SEPA_DEBIT', '3000'),
  tok_us_bank_account: bank('US_BANK_ACCOUNT', '6789'),
  tok_bacs_debit: bank('BACS_DEBIT', '2345'),
  tok_paypal: { ...card('paypal', ''), kind: 'PAYPAL', lastFour: null, expiryMonth: null, expiryYear: null },
  /** Can be attached; every payment is declined. */
  tok_charge_declined: card('visa', '0341', 'decline'),
  tok_insufficient_funds: card('visa', '9995', 'insufficient_funds'),
  /** Every payment requires the customer's authentication. */
  tok_authentication_required: card('visa', '3155', 'authentication'),
  /** Every payment fails because the provider is unavailable. */
  tok_provider_unavailable: card('visa', '0119', 'unavailable'),
  /** Payments are authorized and lost at their capture. */
  tok_capture_fails: card('visa', '0259', 'capture_fails'),
  /** Refused when it is attached. */
  tok_refused: card('visa', '0002', 'decline', 'card_declined'),
};

const METHOD_REF = /^sbx_(tok_[a-z_]+)_[0-9a-f]{24}$/;

/** The behavior of an attached method. Its reference contains its token, so the sandbox need not store methods. */
export const behaviorOf = (methodRef: string): Behavior | undefined =>
  SANDBOX_TOKENS[METHOD_REF.exec(methodRef)?.[1] ?? '']?.behavior;

/** The tokens of the sandbox provider's form, and the behavior of the payment methods that they attach. */
import type { MethodFacts } from '../../port.ts';

export type Behavior =
  | 'success'
  | 'decline'
  | 'insufficient_funds'
  /** The bank refuses this card for good. */
  | 'stolen'
  /** Every payment needs the customer's confirmation. */
  | 'authentication'
  | 'unavailable'
  /** A hold is lost before its capture, and charging directly is declined. */
  | 'capture_fails'
  /** A hold is lost before its capture, and charging directly succeeds. */
  | 'hold_expires'
  /** A debit fails on the day on which it would settle. */
  | 'fails_late'
  /** A debit settles, and is returned weeks later. */
  | 'returned'
  /** Payments succeed, and the bank takes no refund. */
  | 'refund_fails'
  /** Payments succeed, and the customer disputes each at once. */
  | 'dispute_won'
  | 'dispute_lost';

export interface SandboxMethod extends Omit<MethodFacts, 'ref' | 'fingerprint'> {
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
  wallet: null,
  mandate: null,
  behavior,
  ...(refused ? { refused } : {}),
});
type BankKind = 'SEPA_DEBIT' | 'US_BANK_ACCOUNT' | 'BACS_DEBIT';
const bank = (kind: BankKind, lastFour: string, behavior: Behavior = 'success'): SandboxMethod => ({
  ...card(kind.toLowerCase(), lastFour, behavior),
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
  tok_sepa_debit_fails: bank('SEPA_DEBIT', '3001', 'fails_late'),
  tok_sepa_debit_returned: bank('SEPA_DEBIT', '3002', 'returned'),
  /** Can be attached; every payment is declined. */
  tok_charge_declined: card('visa', '0341', 'decline'),
  tok_insufficient_funds: card('visa', '9995', 'insufficient_funds'),
  /** Every payment is declined, and the bank advises never to try the card again. */
  tok_stolen: card('visa', '9979', 'stolen'),
  tok_authentication_required: card('visa', '3155', 'authentication'),
  /** Every payment fails because the provider is unavailable. */
  tok_provider_unavailable: card('visa', '0119', 'unavailable'),
  tok_capture_fails: card('visa', '0259', 'capture_fails'),
  tok_hold_expires: card('visa', '0267', 'hold_expires'),
  tok_refund_fails: card('visa', '5126', 'refund_fails'),
  /** Payments succeed and are disputed at once; two weeks later the bank decides for the merchant, or the customer. */
  tok_dispute_won: card('visa', '1998', 'dispute_won'),
  tok_dispute_lost: card('visa', '1976', 'dispute_lost'),
  /** Refused when it is attached. */
  tok_refused: card('visa', '0002', 'decline', 'card_declined'),
};

const METHOD_REF = /^sbx_(tok_[a-z_]+)_[0-9a-f]{24}$/;

/** An attached method by its reference, which contains its token, so that the sandbox need not store methods. */
export const methodOf = (methodRef: string): SandboxMethod | undefined =>
  SANDBOX_TOKENS[METHOD_REF.exec(methodRef)?.[1] ?? ''];

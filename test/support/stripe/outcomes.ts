/**
 * The behavior of the banks behind the stand-in's payment methods. The names of cards are those of Stripe's test cards.
 */
import type { MethodLooks } from './objects.ts';

export type Outcome =
  | { kind: 'succeeds' }
  /** The payment succeeds, and its customer disputes it at once. */
  | { kind: 'disputed' }
  | { kind: 'declined'; code: string; declineCode?: string; adviceCode?: string }
  /** The customer must confirm: each payment, or only payments at which the customer is present. */
  | { kind: 'confirmation' }
  /** A debit: processing for days, then its end. `returnedAfterDays` counts from its success. */
  | { kind: 'debit'; days: number; end: 'succeeds' | 'fails'; returnedAfterDays?: number };

export interface TestMethod extends MethodLooks {
  outcome: Outcome;
  /** Whether the set-up itself requires the customer's confirmation: in a dialog, or at another site. */
  confirmSetup?: boolean | 'redirect';
}

const declined = (code: string, declineCode?: string, adviceCode?: string): Outcome => ({
  kind: 'declined',
  code,
  ...(declineCode ? { declineCode } : {}),
  ...(adviceCode ? { adviceCode } : {}),
});

/** Test cards and accounts, as the browser's form would send them instead of a number. */
export const TEST_METHODS = {
  pm_card_visa: { type: 'card', outcome: { kind: 'succeeds' } },
  pm_card_visa_applepay: { type: 'card', wallet: 'apple_pay', outcome: { kind: 'succeeds' } },
  pm_card_visa_chargeDeclined: {
    type: 'card',
    lastFour: '0002',
    outcome: declined('card_declined', 'generic_decline', 'try_again_later'),
  },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    type: 'card',
    lastFour: '9995',
    outcome: declined('card_declined', 'insufficient_funds', 'try_again_later'),
  },
  pm_card_visa_chargeDeclinedLostCard: {
    type: 'card',
    lastFour: '9987',
    outcome: declined('card_declined', 'lost_card', 'do_not_try_again'),
  },
  pm_card_chargeDeclinedExpiredCard: {
    type: 'card',
    lastFour: '0069',
    outcome: declined('expired_card', undefined, 'confirm_card_data'),
  },
  pm_card_chargeCustomerFail: {
    type: 'card',
    lastFour: '0341',
    outcome: declined('card_declined', 'generic_decline', 'try_again_later'),
  },
  pm_card_createDispute: { type: 'card', lastFour: '0259', outcome: { kind: 'disputed' } },
  pm_card_authenticationRequired: {
    type: 'card',
    lastFour: '3184',
    outcome: { kind: 'confirmation' },
    confirmSetup: true,
  },
  pm_card_authenticationRequiredOnSetup: {
    type: 'card',
    lastFour: '3155',
    outcome: { kind: 'succeeds' },
    confirmSetup: true,
  },
  pm_paypal: { type: 'paypal', outcome: { kind: 'succeeds' }, confirmSetup: 'redirect' },
  pm_sepa_success: { type: 'sepa_debit', lastFour: '3201', outcome: { kind: 'debit', days: 8, end: 'succeeds' } },
  pm_sepa_failure: { type: 'sepa_debit', lastFour: '2202', outcome: { kind: 'debit', days: 5, end: 'fails' } },
  pm_sepa_returned: {
    type: 'sepa_debit',
    lastFour: '5902',
    outcome: { kind: 'debit', days: 8, end: 'succeeds', returnedAfterDays: 35 },
  },
  pm_usBankAccount_success: {
    type: 'us_bank_account',
    lastFour: '6789',
    outcome: { kind: 'debit', days: 4, end: 'succeeds' },
  },
} as const satisfies Record<string, TestMethod>;

export type TestMethodName = keyof typeof TEST_METHODS;

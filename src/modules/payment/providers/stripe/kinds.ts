/** Our kinds of payment methods and Stripe's types. */
import type { PaymentMethodKind } from '../../../../db/generated/client/enums.ts';
import type { Capability } from '../../port.ts';

export type StripeType = 'card' | 'sepa_debit' | 'us_bank_account' | 'bacs_debit' | 'paypal';

const TYPES: Record<PaymentMethodKind, StripeType> = {
  CARD: 'card',
  SEPA_DEBIT: 'sepa_debit',
  US_BANK_ACCOUNT: 'us_bank_account',
  BACS_DEBIT: 'bacs_debit',
  PAYPAL: 'paypal',
};
const KINDS = new Map(Object.entries(TYPES).map(([kind, type]) => [type as string, kind as PaymentMethodKind]));

const AT_ONCE: Capability = { settles: 'AT_ONCE', holds: true, offSession: true, mandate: false, usualDays: 0 };
const debit = (usualDays: number): Capability => ({
  settles: 'LATER',
  holds: false,
  offSession: true,
  mandate: true,
  usualDays,
});

const CAPABILITIES: Record<PaymentMethodKind, Capability> = {
  CARD: AT_ONCE,
  PAYPAL: AT_ONCE,
  SEPA_DEBIT: debit(8),
  US_BANK_ACCOUNT: debit(4),
  BACS_DEBIT: debit(4),
};

/** Bank debits exist in one currency. */
const ONLY_IN: Partial<Record<PaymentMethodKind, string>> = {
  SEPA_DEBIT: 'EUR',
  US_BANK_ACCOUNT: 'USD',
  BACS_DEBIT: 'GBP',
};

const DEBITS = new Set<string>(['sepa_debit', 'us_bank_account', 'bacs_debit']);

export const typeOf = (kind: PaymentMethodKind): StripeType => TYPES[kind];

/** Null for a type that this server does not take. */
export const kindOf = (type: string): PaymentMethodKind | null => KINDS.get(type) ?? null;

export const isDebit = (type: string): boolean => DEBITS.has(type);

export const worksIn = (kind: PaymentMethodKind, currency: string): boolean => (ONLY_IN[kind] ?? currency) === currency;

export const capability = (kind: PaymentMethodKind): Capability => CAPABILITIES[kind];

/**
 * The port to a payment provider. An adapter lives in `providers/<name>`; only this file is known to the rest.
 *
 * Money is taken in one of two ways: HOLD reserves it and a later capture takes it (cards, wallets); NOW takes it in one
 * call, which for a bank debit is a submission that settles days later. A refusal of the bank is a result
 * (`PaymentFacts`), an outage is an exception. Every call that moves money carries a key: repeating the call with it
 * moves no more money. Amounts are minor units as this server counts them; the adapter converts.
 */
import type { PaymentMethodKind } from '../../db/generated/client/enums.ts';
import type { DisputeFacts, RefundFacts, RefundRequest } from './reversals.ts';

/** The abilities of a kind of payment method in a currency. */
export interface Capability {
  /** `AT_ONCE`: the result is known within seconds. `LATER`: a debit, whose result comes days after its submission. */
  settles: 'AT_ONCE' | 'LATER';
  /** Whether an amount can be held and captured later. */
  holds: boolean;
  /** Whether it can be charged without the customer. */
  offSession: boolean;
  /** Whether the customer agrees to a mandate. */
  mandate: boolean;
  /** The days until a debit usually settles; 0 if it settles at once. */
  usualDays: number;
}

/** The amounts that can be charged in a currency, in minor units. */
export interface Chargeable {
  /** Amounts must be multiples of this. */
  step: bigint;
  minimum: bigint;
  maximum: bigint;
}

/** The remedy for a refusal: retry later, never retry, other card data, or the customer's confirmation. */
export type FailureAdvice = 'RETRY' | 'NEVER' | 'NEW_DETAILS' | 'CUSTOMER';

export interface PaymentFailure {
  /** The provider's code, such as `insufficient_funds`. */
  code: string;
  advice: FailureAdvice | null;
}

/**
 * - `NEEDS_CUSTOMER`: the bank requires the customer's confirmation, see `ProviderSession.step`.
 * - `PROCESSING`: a debit is under way.
 * - `HELD`: the money is reserved until `holdUntil`.
 * - `SUCCEEDED`: the money is taken.
 * - `FAILED`: refused; a debit also fails late.
 * - `CANCELED`: released by us, or the hold has lapsed.
 */
export type ProviderPaymentState = 'NEEDS_CUSTOMER' | 'PROCESSING' | 'HELD' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

/** All that a provider reports of a payment, whether as a response, after a webhook or in a sweep. */
export interface PaymentFacts {
  /** The payment's id at the provider. */
  ref: string;
  amount: bigint;
  /** Zero until money is taken; less than `amount` if less was captured. */
  captured: bigint;
  refunded: bigint;
  currency: string;
  state: ProviderPaymentState;
  /** Until when the hold lasts; null if nothing is held or the provider does not report it. */
  holdUntil: Date | null;
  /** True if the bank took a settled debit back. Disputes of cards are reported by `readDispute`. */
  returned: boolean;
  /** The disputes of the payment, by a provider that has no signals for them. */
  disputeRefs?: readonly string[];
  methodRef: string | null;
  customerRef: string | null;
  /** False for test payments. */
  live: boolean;
  /** Null unless the state is `FAILED`, or `CANCELED` by the bank. */
  failure: PaymentFailure | null;
  /** Our id, from the provider's metadata. It names the payment to people and to `find`; it never selects a row. */
  paymentId: string | null;
}

/** The means with which the page has the customer confirm a payment or enter a payment method. */
export interface ClientStep {
  provider: string;
  /** `CONFIRM`: the provider's script confirms with `secret`. `REDIRECT`: the customer is sent to `url`. */
  kind: 'CONFIRM' | 'REDIRECT';
  secret: string | null;
  url: string | null;
  publishableKey: string;
  /** The connected account that the script must name; null for the account of the key. */
  onAccount: string | null;
}

export interface PayRequest {
  /** Our id; stored in the provider's metadata. */
  paymentId: string;
  /** The idempotency key of this payment. */
  key: string;
  customerRef: string;
  methodRef: string;
  methodKind: PaymentMethodKind;
  /** Positive. */
  amount: bigint;
  currency: string;
  take: 'HOLD' | 'NOW';
  /** Whether the customer can confirm now. If not, a demand for confirmation is a failure with the advice `CUSTOMER`. */
  customerPresent: boolean;
  /** Shown to the merchant at the provider. */
  description: string;
}

export interface CustomerFacts {
  customerId: string;
  name: string | null;
  email: string | null;
}

export interface MethodFacts {
  ref: string;
  kind: PaymentMethodKind;
  /** The same instrument has the same fingerprint. */
  fingerprint: string | null;
  brand: string | null;
  lastFour: string | null;
  expiryMonth: number | null;
  expiryYear: number | null;
  /** The wallet that holds the card, such as `apple_pay`. */
  wallet: string | null;
  mandate: MandateFacts | null;
}

/** The customer's agreement to be debited. */
export interface MandateFacts {
  /** Its id at the provider. */
  ref: string;
  /** The reference on the customer's bank statement; null where the scheme has none. */
  reference: string | null;
}

export interface SetupRequest {
  /** Our id; stored in the provider's metadata. */
  customerId: string;
  customerRef: string;
  /** The accepted kinds of payment methods. */
  kinds: readonly PaymentMethodKind[];
  currency: string;
  key: string;
}

/**
 * - `OPEN`: the customer has not finished.
 * - `PENDING`: the bank has yet to confirm, for example by micro-deposits.
 * - `DONE`: the method can be charged.
 * - `FAILED`: refused with `code`.
 */
export interface SetupFacts {
  state: 'OPEN' | 'PENDING' | 'DONE' | 'FAILED';
  customerRef: string;
  /** Our id of the customer, from the provider's metadata; null for a set-up that was not made by Portico. */
  customerId: string | null;
  /** The set-up, if it makes one payment method; null for a token that makes another method with each use. */
  setupRef: string | null;
  method: MethodFacts | null;
  code: string | null;
}

/** A hint that an object at the provider has changed. Its state is read, never believed from the hint. */
export interface Signal {
  /** Unique in the account; deliveries of one signal share it. */
  id: string;
  about: 'payment' | 'setup' | 'method' | 'refund' | 'dispute' | 'mandate' | 'account';
  /** The object's id at the provider. */
  ref: string;
  live: boolean;
  at: Date;
  /** The place in the provider's list from which `signals` continues. */
  cursor: string;
}

/** An account with its unsealed credentials. */
export interface ProviderAccount {
  /** Our id of the account. */
  id: string;
  companyId: string;
  live: boolean;
  secretKey: string;
  publishableKey: string;
  /** The connected account that the key acts for; null for the key's own account. */
  connectedRef: string | null;
}

/** An account as its dashboard names it. */
export interface DashboardAccount {
  live: boolean;
  /** The account that has the objects, at the provider. */
  accountRef: string;
}

/** A provider's adapter. */
export interface Provider {
  readonly name: string;
  capability(kind: PaymentMethodKind, currency: string): Capability;
  /** Null if nothing can be charged in the currency. */
  chargeable(currency: string): Chargeable | null;
  /** The address of an object in the provider's dashboard; null if it has none. */
  dashboardUrl(account: DashboardAccount, about: 'payment' | 'dispute', ref: string): string | null;
  /** One session per account; it obeys the provider's limit of requests. */
  open(account: ProviderAccount): ProviderSession;
}

/**
 * The calls on one account. They throw `ProviderDown`, `ProviderRefusedUs` and `ProviderInvalid`; those that charge also
 * `AmountNotChargeable`. Each returns or throws within ten seconds.
 */
export interface ProviderSession {
  /** Verifies the credentials by real calls; `missing` names the permissions that are absent. */
  check(): Promise<{ live: boolean; accountRef: string; missing: string[] }>;
  /** Creates the customer, or returns the one that the key has created; returns its reference. */
  ensureCustomer(customer: CustomerFacts, key: string): Promise<string>;
  updateCustomer(ref: string, customer: CustomerFacts): Promise<void>;
  /** Prepares the form for a payment method; with `once`, it is for one payment, and no signal stores the method. */
  beginSetup(request: SetupRequest & { once?: boolean }): Promise<ClientStep & { setupRef: string }>;
  /** The state of a form. The caller compares `customerRef`. */
  readSetup(request: { setupRef: string; customerRef: string }): Promise<SetupFacts>;
  /** Holds or takes money. A refusal is a result, not an exception. */
  pay(request: PayRequest): Promise<PaymentFacts>;
  /**
   * Finds a payment whose response was lost, by our id in its metadata; null if the provider has none. Consistent: it
   * sees a payment as soon as the provider has made it.
   */
  find(request: { paymentId: string; customerRef: string; since: Date }): Promise<PaymentFacts | null>;
  /** The payments of this server that the account has made from `from` to before `to`, in any order. */
  payments(span: { from: Date; to: Date }): AsyncIterable<PaymentFacts>;
  /** Throws `ProviderInvalid` if the account has no such payment. */
  read(ref: string): Promise<PaymentFacts>;
  /** The means by which the customer confirms a payment that `NEEDS_CUSTOMER`. Secrets are fetched, never stored. */
  step(ref: string): Promise<ClientStep>;
  /** Takes held money, at most what is held; the rest is released. Returns `SUCCEEDED` if it was taken before. */
  capture(ref: string, amount: bigint, key: string): Promise<PaymentFacts>;
  /** Releases held money or abandons a confirmation. Returns the facts as they are if it is too late. */
  cancel(ref: string, key: string): Promise<PaymentFacts>;
  /** Refunds a payment. A refusal is a result; throws `ProviderInvalid` if the payment has less left. */
  refund(request: RefundRequest): Promise<RefundFacts>;
  readRefund(ref: string): Promise<RefundFacts>;
  readDispute(ref: string): Promise<DisputeFacts>;
  /** Null if the method is detached. */
  readMethod(ref: string): Promise<MethodFacts | null>;
  /** Detaches a method. Safe to repeat. */
  detach(ref: string): Promise<void>;
  /** The signals after a cursor, oldest first; with null those of the last days. */
  signals(since: string | null): AsyncIterable<Signal>;
  /** Registers an address for webhooks; null if the merchant must do it. */
  watch(url: string): Promise<{ ref: string; secret: string } | null>;
  unwatch(ref: string): Promise<void>;
  /** Registers a host for wallets. */
  allowHost(host: string): Promise<void>;
}

/** Verifies a webhook by any of the secrets and reads its signals; null if it is forged, too old or no secret is given. */
export type ReadWebhook = (
  secrets: readonly string[],
  headers: Headers,
  body: Uint8Array,
  now: Date,
) => Signal[] | null;

/** The provider did not respond in time, or failed. */
export class ProviderDown extends Error {
  /** `NO` if the request has certainly not been acted upon. */
  readonly sent: 'NO' | 'MAYBE';
  /** The wait that the provider requests, in milliseconds; null if it requests none. */
  readonly retryAfterMs: number | null;
  constructor(sent: 'NO' | 'MAYBE', retryAfterMs: number | null = null) {
    super('The payment provider is unavailable.');
    this.sent = sent;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The provider refused our credentials: the account is broken until the merchant acts. */
export class ProviderRefusedUs extends Error {}

/** The provider refused the request as invalid: a bug of ours, or a setting of the merchant. */
export class ProviderInvalid extends Error {}

/** The amount is below the provider's minimum, above its maximum, or no multiple of its step. */
export class AmountNotChargeable extends Error {}

/**
 * The port to a payment provider. A payment method is attached by a token that the provider's own form issues; money is
 * first authorized (reserved) and then captured; authorizations carry an idempotency key.
 *
 * Authorize and capture are separate because a change of a subscription and its payment must both happen or neither. Money
 * is reserved before the transaction and captured by a job that commits with it. If the process dies in between, the
 * reservation lapses at the provider and the customer is not charged.
 */
import type { PaymentMethodKind } from '../../db/generated/client/enums.ts';

export interface AttachedMethod {
  /** The method's id at the provider. */
  ref: string;
  kind: PaymentMethodKind;
  fingerprint: string | null;
  brand: string | null;
  lastFour: string | null;
  expiryMonth: number | null;
  expiryYear: number | null;
}

export type AuthorizationResult =
  | { outcome: 'authorized'; ref: string }
  | { outcome: 'declined'; declineCode: string }
  /** The bank requires the customer's authentication; the provider's form performs it with this secret. */
  | { outcome: 'authentication_required'; clientSecret: string };

export interface AuthorizationRequest {
  customerRef: string;
  methodRef: string;
  /** In minor units, positive. */
  amount: bigint;
  currency: string;
  /** Repeating a request with the same key returns the same authorization. */
  idempotencyKey: string;
  /** True if the customer is present and can authenticate the payment. */
  onSession: boolean;
}

/** The credentials with which the provider's form in the browser collects a payment method. */
export interface SetupIntent {
  clientSecret: string;
  /** The public key of the provider's form. */
  publishableKey: string;
}

/** The state of a reservation: held, captured, released, or failed, for example because it lapsed. */
type AuthorizationState = { state: 'authorized' | 'captured' | 'canceled' } | { state: 'failed'; declineCode: string };

export interface PaymentGateway {
  readonly name: string;
  /** True if it moves no real money and this is production: only companies in test mode may use it. */
  readonly testCompaniesOnly?: boolean;
  /** Creates the customer at the provider, or finds it by our id. */
  createCustomer(input: { customerId: string }): Promise<{ ref: string }>;
  createSetupIntent(input: { customerRef: string; kinds: readonly PaymentMethodKind[] }): Promise<SetupIntent>;
  /** Exchanges the form's token for a payment method. Throws `GatewayDeclined` or `GatewayTokenInvalid`. */
  attachMethod(input: { customerRef: string; token: string }): Promise<AttachedMethod>;
  detachMethod(methodRef: string): Promise<void>;
  authorize(request: AuthorizationRequest): Promise<AuthorizationResult>;
  /** Captures the reserved money. Safe to repeat. */
  capture(authorizationRef: string): Promise<{ outcome: 'captured' } | { outcome: 'failed'; declineCode: string }>;
  /** Reads the state of a reservation whose capture had no known outcome. */
  authorizationState(authorizationRef: string): Promise<AuthorizationState>;
  /** Releases the reserved money. Safe to repeat. */
  cancelAuthorization(authorizationRef: string): Promise<void>;
}

/** The provider refused the payment method. */
export class GatewayDeclined extends Error {
  readonly declineCode: string;
  constructor(declineCode: string) {
    super('The payment provider refused the payment method.');
    this.declineCode = declineCode;
  }
}

/** The token is unknown, used, or not for a payment method. */
export class GatewayTokenInvalid extends Error {}

/** The provider did not respond in time, or failed. */
export class GatewayUnavailable extends Error {}

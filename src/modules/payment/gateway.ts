/**
 * The port to a payment provider. Shaped like the providers of the field: an instrument is attached by a token that
 * the provider's own form made, money is first authorized (reserved) and then captured, every call carries an
 * idempotency key, and what happens later comes back as signed webhooks.
 *
 * Why authorize and capture: a change of a subscription and its payment must happen both or not at all. The money is
 * reserved before the transaction and captured by a job that commits with it; should the process die in between, the
 * reservation lapses by itself and nobody was charged for something that never happened.
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
  /** The bank wants the customer to confirm; the hosted fields do so with this secret. */
  | { outcome: 'authentication_required'; clientSecret: string };

export interface AuthorizationRequest {
  customerRef: string;
  methodRef: string;
  /** In minor units, positive. */
  amount: bigint;
  currency: string;
  /** The same key gives the same authorization, however often it is asked for. */
  idempotencyKey: string;
  /** Whether the customer is at the screen and could confirm. */
  onSession: boolean;
}

/** What the provider's own form in the browser needs to collect an instrument. */
export interface SetupIntent {
  clientSecret: string;
  /** The public key of the provider's form. */
  publishableKey: string;
}

/** How a reservation stands: still reserved, taken, given back, or lost (lapsed, say). */
export type AuthorizationState =
  | { state: 'authorized' | 'captured' | 'canceled' }
  | { state: 'failed'; declineCode: string };

export type GatewayEvent =
  | { type: 'payment.captured' | 'payment.failed'; authorizationRef: string; declineCode?: string }
  | { type: 'method.updated'; method: AttachedMethod }
  | { type: 'method.detached'; methodRef: string };

export interface PaymentGateway {
  readonly name: string;
  /** Makes (or finds, by our id) the customer at the provider. */
  createCustomer(input: { customerId: string }): Promise<{ ref: string }>;
  createSetupIntent(input: { customerRef: string; kinds: readonly PaymentMethodKind[] }): Promise<SetupIntent>;
  /** Exchanges the form's token for an instrument of the customer. Throws `GatewayDeclined` or `GatewayTokenInvalid`. */
  attachMethod(input: { customerRef: string; token: string }): Promise<AttachedMethod>;
  detachMethod(methodRef: string): Promise<void>;
  authorize(request: AuthorizationRequest): Promise<AuthorizationResult>;
  /** Takes the reserved money; repeating it changes nothing. */
  capture(authorizationRef: string): Promise<{ outcome: 'captured' } | { outcome: 'failed'; declineCode: string }>;
  /** How a reservation stands, for those whose capture nobody heard the end of. */
  authorizationState(authorizationRef: string): Promise<AuthorizationState>;
  /** Gives the reserved money back; repeating it changes nothing. */
  cancelAuthorization(authorizationRef: string): Promise<void>;
  /** Verifies and reads a webhook; null when its signature is wrong. */
  readWebhook(request: { headers: Headers; body: string }): Promise<GatewayEvent | null>;
}

/** The provider refused the instrument. */
export class GatewayDeclined extends Error {
  readonly declineCode: string;
  constructor(declineCode: string) {
    super('The payment provider refused the instrument.');
    this.declineCode = declineCode;
  }
}

/** The token is unknown, used or of another kind. */
export class GatewayTokenInvalid extends Error {}

/** The provider did not answer in time, or with an error of its own. */
export class GatewayUnavailable extends Error {}

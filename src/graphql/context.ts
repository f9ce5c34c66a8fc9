/** What every resolver is handed: who is calling, the operation's instant, and the parts of the app it may use. */

import type { Keys } from '../kernel/keys.ts';
import type { Limits } from '../modules/access/limits.ts';
import type { EventStreams } from '../modules/event/streams.ts';
import type { PaymentGateway } from '../modules/payment/gateway.ts';
import type { WebhookPolicy } from '../modules/webhook/target.ts';
import type { OpContext, Principal, SignedIn } from '../op.ts';

export interface Context<P extends Principal = Principal> extends OpContext<P> {
  /** The real time, also where `now` is that of a test clock: signing in and signed addresses live by it. */
  readonly wallNow: Date;
  readonly log: { error(fact: object, message: string): void };
  readonly gateway: PaymentGateway;
  readonly keys: Keys;
  readonly limits: Limits;
  readonly eventStreams: EventStreams;
  /** Where webhooks may go. */
  readonly webhookPolicy: WebhookPolicy;
  /** Where customers reach this server; never taken from a request header. */
  readonly publicUrl: string;
  /** The caller's network address as far as configured proxies can be trusted; for limits only. */
  readonly clientAddress: string;
  readonly userAgent: string | null;
}

export type SignedInContext = Context<SignedIn>;

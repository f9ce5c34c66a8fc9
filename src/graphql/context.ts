/** The context of every resolver: the caller, the operation's instant, and the parts of the app that it may use. */

import type { Keys } from '../kernel/keys.ts';
import type { EventStreams } from '../modules/event/streams.ts';
import type { Adapters } from '../modules/payment/accounts/createAdapters.ts';
import type { AccountSessions } from '../modules/payment/accounts/openAccount.ts';
import type { ProviderOf } from '../modules/payment/providerOf.ts';
import type { Limits } from '../modules/signIn/rateLimits.ts';
import type { WebhookPolicy } from '../modules/webhook/target.ts';
import type { OpContext, Principal, SignedIn } from '../operation/operation.ts';

/** The changes that a response makes to the session cookie of the hosted page. */
export interface SessionCookie {
  /** Sets the cookie, which the browser sends until the session ends. */
  keep(companyId: string, session: { token: string; expiresAt: Date }, now: Date): void;
  /** Deletes the cookie. */
  forget(companyId: string): void;
}

export interface Context<P extends Principal = Principal> extends OpContext<P> {
  /** The real time, also where `now` is that of a test clock: signing in and signed addresses live by it. */
  readonly wallNow: Date;
  readonly log: { error(fact: object, message: string): void };
  readonly providerOf: ProviderOf;
  /** The payment providers that companies can connect, and sessions on their accounts. */
  readonly adapters: Adapters;
  readonly accountSessions: AccountSessions;
  readonly keys: Keys;
  readonly limits: Limits;
  readonly eventStreams: EventStreams;
  /** The addresses to which webhooks may be sent. */
  readonly webhookPolicy: WebhookPolicy;
  /** The address at which customers reach this server; never taken from a request header. */
  readonly publicUrl: string;
  /** The company whose own domain the request came to; null on the server's public address. */
  readonly hostCompanyId: string | null;
  /** Looks TXT records up. */
  readonly resolveTxt: (name: string) => Promise<string[][]>;
  /** The caller's network address as far as configured proxies can be trusted; for limits only. */
  readonly clientAddress: string;
  readonly userAgent: string | null;
  /** The header `Accept-Language`, for texts of the merchant. */
  readonly acceptLanguage: string | null;
  /** Takes over writes that the response does not wait for. */
  readonly background: (work: Promise<unknown>) => void;
  /** The session cookie of the hosted page, for opening and ending a session. */
  readonly sessionCookie: SessionCookie;
  /** The time limit of an operation, in milliseconds, after which its caller gets a timeout error. */
  readonly operationTimeoutMs: number;
}

export type SignedInContext = Context<SignedIn>;

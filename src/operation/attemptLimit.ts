/** The outcome of counting an attempt against a limit, and its refusal. */
import type { Db } from '../db/client.ts';
import { TooManyAttempts } from '../kernel/errors.ts';
import type { CustomerPrincipal } from './operation.ts';
import { noteSecurityEvent } from './securityLog.ts';

/** `first` is true for the first refusal of a window, so that a flood is logged once. */
export type Verdict = { allowed: true } | { allowed: false; limit: string; retryAfterMs: number; first: boolean };

interface LimitedContext {
  db: Db;
  principal: CustomerPrincipal;
  clientAddress: string;
  wallNow: Date;
}

/** Throws `TooManyAttempts` if the limit of a customer is reached, and notes the first time. */
export async function requireAllowed(
  { db, principal, clientAddress, wallNow }: LimitedContext,
  verdict: Verdict,
): Promise<void> {
  if (verdict.allowed) return;
  const { companyId, customerId, sessionId } = principal;
  const actor = { kind: 'CUSTOMER', id: sessionId } as const;
  const entry = { kind: 'RATE_LIMIT_REACHED', address: clientAddress, detail: verdict.limit, actor } as const;
  if (verdict.first) await noteSecurityEvent(db, companyId, wallNow, { ...entry, customerId });
  throw new TooManyAttempts(verdict.retryAfterMs);
}

/** Limits for customers who add payment methods: card testers try thousands of stolen cards where each is checked for free. */
import type { Db, Tx } from '../../db/client.ts';
import { ConflictError, TooManyAttempts } from '../../kernel/errors.ts';
import type { CustomerPrincipal, SignedIn } from '../../operation/operation.ts';
import { noteSecurityEvent } from '../../operation/securityLog.ts';

/** More payment methods than any customer uses. */
export const MAXIMUM_METHODS = 20;

export type Verdict = { allowed: true } | { allowed: false; limit: string; retryAfterMs: number; first: boolean };

interface AttemptContext {
  db: Db;
  principal: SignedIn;
  limits: {
    allowPaymentMethod(owner: { companyId: string; customerId: string; sessionId: string }): Promise<Verdict>;
  };
  clientAddress: string;
  wallNow: Date;
}

/** Counts an attempt of a customer; merchants have no limit. Throws `TooManyAttempts`. */
export async function countAttempt({ db, principal, limits, clientAddress, wallNow }: AttemptContext): Promise<void> {
  if (principal.kind !== 'customer') return;
  const { companyId, customerId, sessionId } = principal;
  await requireAllowed(
    { db, principal, clientAddress, wallNow },
    await limits.allowPaymentMethod({ companyId, customerId, sessionId }),
  );
}

/** Throws `TooManyAttempts` if the limit of a customer is reached, and notes the first time. */
export async function requireAllowed(
  {
    db,
    principal,
    clientAddress,
    wallNow,
  }: Omit<AttemptContext, 'limits' | 'principal'> & { principal: CustomerPrincipal },
  verdict: Verdict,
): Promise<void> {
  if (verdict.allowed) return;
  const { companyId, customerId, sessionId } = principal;
  const actor = { kind: 'CUSTOMER', id: sessionId } as const;
  const entry = { kind: 'RATE_LIMIT_REACHED', address: clientAddress, detail: verdict.limit, actor } as const;
  if (verdict.first) await noteSecurityEvent(db, companyId, wallNow, { ...entry, customerId });
  throw new TooManyAttempts(verdict.retryAfterMs);
}

/** Throws `ConflictError` if the customer has as many payment methods as a customer may have. */
export async function refuseMoreMethods(
  tx: Pick<Tx, 'paymentMethod'>,
  owner: { companyId: string; customerId: string },
): Promise<void> {
  if ((await tx.paymentMethod.count({ where: { ...owner, removedAt: null } })) >= MAXIMUM_METHODS)
    throw new ConflictError(
      'LIMIT_REACHED',
      `A customer has at most ${MAXIMUM_METHODS} payment methods. Remove one first.`,
    );
}

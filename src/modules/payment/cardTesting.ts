/** Limits for customers who add payment methods: card testers try thousands of stolen cards where each is checked for free. */
import type { Db, Tx } from '../../db/client.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { requireAllowed, type Verdict } from '../../operation/attemptLimit.ts';
import type { SignedIn } from '../../operation/operation.ts';

/** More payment methods than any customer uses. */
export const MAXIMUM_METHODS = 20;

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

import type { Db } from '../../db/client.ts';
import { requireAllowed, type Verdict } from '../../operation/attemptLimit.ts';
import type { OpenLink } from './openPaymentLink.ts';

interface Limited {
  db: Db;
  wallNow: Date;
  clientAddress: string;
  limits: {
    allowPaymentMethod(owner: { companyId: string; customerId: string; sessionId: string }): Promise<Verdict>;
  };
}

/**
 * Counts a form or a payment of a link. The limit is that of a portal session for payment methods, but the tries of a link
 * are counted by its invoice: a stranger with the link cannot use up those of the customer. Throws `TooManyAttempts`.
 */
export async function limitTries(ctx: Limited, { principal, invoice }: OpenLink): Promise<void> {
  const { db, wallNow, clientAddress, limits } = ctx;
  const { companyId } = principal;
  const verdict = await limits.allowPaymentMethod({ companyId, customerId: invoice.id, sessionId: invoice.id });
  await requireAllowed({ db, wallNow, clientAddress, principal }, verdict);
}

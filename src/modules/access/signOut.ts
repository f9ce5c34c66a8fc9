/** Ending sessions: by the customer, and by the merchant. */
import { type CustomerPrincipal, type MerchantPrincipal, type OpContext, transact } from '../../op.ts';
import { loadCustomer } from '../customer/customer.ts';
import { endSessionsOf } from '../customer/endSessions.ts';

/** Ends the session that is calling, or every session of its customer. */
export async function signOutPortal(
  ctx: OpContext<CustomerPrincipal>,
  { allSessions }: { allSessions?: boolean | null },
): Promise<{ endedSessions: number }> {
  const { customerId, sessionId } = ctx.principal;
  return transact(ctx, async (op) => ({
    endedSessions: await endSessionsOf(op, customerId, 'signed_out', allSessions ? undefined : { sessionId }),
  }));
}

/** Ends every session of a customer. */
export async function revokePortalSessions(
  ctx: OpContext<MerchantPrincipal>,
  { customerId }: { customerId: string },
): Promise<{ endedSessions: number }> {
  return transact(ctx, async (op) => {
    await loadCustomer(op, customerId);
    return { endedSessions: await endSessionsOf(op, customerId, 'revoked') };
  });
}

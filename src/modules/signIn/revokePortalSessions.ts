import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { endSessionsOf } from '../customer/endSessions.ts';
import { loadCustomer } from '../customer/loadCustomer.ts';

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

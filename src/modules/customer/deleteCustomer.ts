import { ConflictError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { endSessionsOf } from './endSessions.ts';
import { loadCustomer } from './loadCustomer.ts';

/**
 * Deletes a customer: its address can no longer sign in, and its sessions end immediately. Its invoices stay, because
 * the law requires them. Refused while a subscription is active.
 */
export async function deleteCustomer(ctx: OpContext<MerchantPrincipal>, customerId: string): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    await loadCustomer(op, customerId);
    const running = await op.tx.subscription.count({
      where: { companyId: op.principal.companyId, customerId, status: { not: 'CANCELED' } },
    });
    if (running > 0)
      throw new ConflictError(
        'SUBSCRIPTION_NOT_ENDED',
        'The customer has a subscription that has not ended. Cancel it first.',
      );
    await op.tx.customer.update({
      where: { id: customerId },
      data: { deletedAt: op.now, signInKey: null, externalId: null, updatedAt: op.now },
    });
    await endSessionsOf(op, customerId, 'customer_deleted');
    op.emit('customer.deleted', { objectId: customerId, customerId });
    return { id: customerId };
  });
}

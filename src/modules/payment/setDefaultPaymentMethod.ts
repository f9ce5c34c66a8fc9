import type { Db } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client/client.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { type Op, transact, visibleTo } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { lockCustomer } from './lockCustomer.ts';
import type { MethodContext } from './providerCustomer.ts';

/** Follows a change of the default method, to retry overdue invoices; handled in collection/retry.ts. */
export const DEFAULT_CHANGED_JOB = 'payment-method.default-changed';

/** Payment methods that live where the company is charged at present. */
const AT_PRESENT_ACCOUNT: Prisma.PaymentMethodWhereInput = {
  OR: [
    { account: { status: { not: 'DISCONNECTED' } } },
    { accountId: null, company: { providers: { none: { status: { not: 'DISCONNECTED' } } } } },
  ],
};

/** Whether the customer has a payment method that an immediate charge uses. */
export async function hasDefaultMethod(db: Db, owner: { companyId: string; customerId: string }): Promise<boolean> {
  const { companyId, customerId: id } = owner;
  const where = { id, companyId, defaultPaymentMethod: { removedAt: null, ...AT_PRESENT_ACCOUNT } };
  return (await db.prisma.customer.count({ where })) === 1;
}

export async function makeDefault(op: Op, customerId: string, paymentMethodId: string): Promise<void> {
  await op.tx.customer.update({
    where: { id: customerId },
    data: { defaultPaymentMethodId: paymentMethodId, updatedAt: op.now },
  });
  await defaultChanged(op, customerId, paymentMethodId);
}

/** Emits that another method is charged from now on, and has overdue invoices retried. */
export async function defaultChanged(op: Op, customerId: string, paymentMethodId: string): Promise<void> {
  await op.enqueue(DEFAULT_CHANGED_JOB, { companyId: op.principal.companyId, customerId });
  op.emit('payment_method.default_changed', { objectId: paymentMethodId, customerId });
}

export async function loadMethod(op: Op, id: string) {
  const method = await op.tx.paymentMethod.findFirst({ where: { id, removedAt: null, AND: visibleTo(op.principal) } });
  if (!method) throw new NotFoundError('payment method', ['input', 'paymentMethodId']);
  return method;
}

/** Makes a payment method the default, which future invoices are charged to. Throws `NotFoundError`. */
export async function setDefaultPaymentMethod(
  ctx: MethodContext,
  { paymentMethodId }: { paymentMethodId: string },
): Promise<{ id: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  return transact(ctx, async (op) => {
    const { id, customerId } = await loadMethod(op, paymentMethodId);
    await lockCustomer(op, customerId);
    // Read again under the lock: it may have been removed meanwhile.
    await loadMethod(op, paymentMethodId);
    await makeDefault(op, customerId, id);
    return { id };
  });
}

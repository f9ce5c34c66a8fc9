import { ConflictError, PaymentMethodRequiredError } from '../../kernel/errors.ts';
import { max } from '../../kernel/money.ts';
import { requireFreshCode } from '../../operation/freshCode.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { callProvider } from './callProvider.ts';
import { lockCustomer } from './lockCustomer.ts';
import type { MethodContext } from './providerCustomer.ts';
import type { Charging } from './providerOf.ts';
import { defaultChanged, loadMethod } from './setDefaultPaymentMethod.ts';

/** Detaches a removed method at the provider; handled in schedule.ts. */
export const DETACH_JOB = 'payment-method.detach';

/** Subscriptions whose invoices are sent need no payment method. */
const CHARGED = { collectionMethod: 'CHARGE_AUTOMATICALLY' } as const;

/**
 * Throws `PaymentMethodRequiredError` as long as the last method will be charged: by a renewal, by the final invoice of a
 * subscription that ends, or by the next attempt to collect an open invoice.
 */
async function refuseWhileCharged(op: Op, owner: { companyId: string; customerId: string }): Promise<void> {
  const running = await op.tx.subscription.count({
    where: { ...owner, ...CHARGED, status: { not: 'CANCELED' }, cancelAtPeriodEnd: false },
  });
  if (running > 0 || (await finalInvoiceDue(op, owner)))
    throw new PaymentMethodRequiredError('A subscription needs this payment method. Add another one first.');
  const open = await op.tx.invoice.count({
    where: { ...owner, status: 'OPEN', amountDue: { gt: 0n }, nextAttemptAt: { not: null } },
  });
  if (open > 0)
    throw new PaymentMethodRequiredError('An open invoice will be charged to this payment method. Pay it first.');
}

/** True if the pending lines of subscriptions that end cost more than the customer's credit pays. */
async function finalInvoiceDue(op: Op, owner: { companyId: string; customerId: string }): Promise<boolean> {
  const pending = await op.tx.invoiceLine.groupBy({
    by: ['currency', 'subscriptionId'],
    where: {
      ...{ ...owner, invoiceId: null },
      subscription: { ...CHARGED, cancelAtPeriodEnd: true, status: { not: 'CANCELED' } },
    },
    _sum: { amount: true },
  });
  const due = new Map<string, bigint>();
  for (const { currency, _sum } of pending) due.set(currency, (due.get(currency) ?? 0n) + max(0n, _sum.amount ?? 0n));
  for (const [currency, amount] of due) {
    const credit = await op.tx.creditEntry.aggregate({ where: { ...owner, currency }, _sum: { amount: true } });
    if (amount > (credit._sum.amount ?? 0n)) return true;
  }
  return false;
}

/**
 * Removes a payment method; the newest remaining one succeeds a removed default. Throws `PaymentMethodRequiredError` for
 * the last method as long as it will be charged, and `FreshCodeRequiredError` if the portal protects that.
 */
export async function removePaymentMethod(
  ctx: MethodContext & { wallNow?: Date },
  { paymentMethodId }: { paymentMethodId: string },
): Promise<{ id: string; customerId: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  return transact(ctx, async (op) => {
    const { customerId } = await loadMethod(op, paymentMethodId);
    await lockCustomer(op, customerId);
    const { id, providerRef } = await loadMethod(op, paymentMethodId);
    const owner = { companyId: op.principal.companyId, customerId };
    const successor = await op.tx.paymentMethod.findFirst({
      where: { ...owner, removedAt: null, id: { not: id } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    if (!successor) {
      await refuseWhileCharged(op, owner);
      const { wallNow = ctx.now } = ctx;
      await requireFreshCode({ ...op, wallNow }, 'REMOVE_LAST_PAYMENT_METHOD');
    }
    const followed = await op.tx.customer.updateMany({
      where: { id: customerId, companyId: owner.companyId, defaultPaymentMethodId: id },
      data: { defaultPaymentMethodId: successor?.id ?? null, updatedAt: op.now },
    });
    const { count } = await op.tx.paymentMethod.updateMany({
      where: { id, removedAt: null },
      data: { removedAt: op.now, updatedAt: op.now },
    });
    if (count !== 1)
      throw new ConflictError('CHANGED_CONCURRENTLY', 'This payment method was removed by another request.');
    // A job detaches it at the provider, so that an outage of the provider does not prevent the removal.
    await op.enqueue(DETACH_JOB, { companyId: owner.companyId, providerRef });
    op.emit('payment_method.detached', { objectId: id, customerId });
    if (successor && followed.count === 1) await defaultChanged(op, customerId, successor.id);
    return { id, customerId };
  });
}

/** The handler of `DETACH_JOB`. */
export async function detachMethod(
  { providerOf }: Charging,
  { companyId, providerRef }: { companyId: string; providerRef: string },
): Promise<void> {
  const { session } = await providerOf(companyId);
  await callProvider(() => session.detach(providerRef));
}

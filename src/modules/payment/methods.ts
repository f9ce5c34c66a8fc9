/** Payment methods of a customer: choosing the default, removing. */
import type { Db } from '../../db/client.ts';
import type { Customer, Prisma } from '../../db/generated/client/client.ts';
import { ConflictError, NotFoundError, PaymentMethodRequiredError } from '../../kernel/errors.ts';
import { max } from '../../kernel/money.ts';
import { requireFreshCode } from '../../operation/freshCode.ts';
import { type Op, type OpContext, type SignedIn, transact, visibleTo } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { askProvider, callProvider } from './callProvider.ts';
import type { ProviderSession } from './port.ts';
import type { Charging } from './providerOf.ts';

export type MethodContext = OpContext<SignedIn> & Charging;

/** Detaches a removed method at the provider; handled in schedule.ts. */
export const DETACH_JOB = 'payment-method.detach';
/** Follows a change of the default method, to retry overdue invoices; handled in collection/retry.ts. */
export const DEFAULT_CHANGED_JOB = 'payment-method.default-changed';

/** The customer's id at the provider, which is created when it is first needed, and the session that knows it. */
export async function providerCustomer(
  ctx: MethodContext,
  customer: Pick<Customer, 'id' | 'name' | 'email' | 'providerCustomerRef' | 'providerAccountId'>,
): Promise<{ session: ProviderSession; customerRef: string; accountId: string | null }> {
  const { session, accountId } = await ctx.providerOf(ctx.principal.companyId);
  const { providerCustomerRef: known, providerAccountId } = customer;
  if (known && providerAccountId === accountId) return { session, customerRef: known, accountId };
  const { id: customerId, name, email } = customer;
  const ref = await askProvider(() => session.ensureCustomer({ customerId, name, email }, `customer-${customerId}`));
  await ctx.db.prisma.customer.updateMany({
    // Unless another request has stored one meanwhile.
    where: { id: customer.id, companyId: ctx.principal.companyId, providerCustomerRef: known, providerAccountId },
    data: { providerCustomerRef: ref, providerAccountId: accountId },
  });
  const stored = await ctx.db.prisma.customer.findUniqueOrThrow({ where: { id: customer.id } });
  return { session, customerRef: stored.providerCustomerRef ?? ref, accountId };
}

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

/**
 * Locks the customer's row, so that decisions about all of its payment methods or its credit run one at a time. Locks are
 * taken in the order subscription, customer, invoice, company. NO KEY UPDATE, because inserting a row that refers to the
 * customer locks its key: two transactions that have each inserted one would deadlock with FOR UPDATE.
 */
export async function lockCustomer(op: Op, customerId: string): Promise<void> {
  const { companyId } = op.principal;
  await op.tx
    .$queryRaw`SELECT 1 FROM customer WHERE company_id = ${companyId} AND id = ${customerId} FOR NO KEY UPDATE`;
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

async function loadMethod(op: Op, id: string) {
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

/**
 * Throws `PaymentMethodRequiredError` as long as the last method will be charged: by a renewal, by the final invoice of a
 * subscription that ends, or by the next attempt to collect an open invoice.
 */
async function refuseWhileCharged(op: Op, owner: { companyId: string; customerId: string }): Promise<void> {
  const running = await op.tx.subscription.count({
    where: { ...owner, status: { not: 'CANCELED' }, cancelAtPeriodEnd: false },
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
    where: { ...owner, invoiceId: null, subscription: { cancelAtPeriodEnd: true, status: { not: 'CANCELED' } } },
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

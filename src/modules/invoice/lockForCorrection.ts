/** Locks for changing which of a subscription's invoices and lines stand. */
import type { Invoice } from '../../db/generated/client/client.ts';
import type { Op } from '../../operation/operation.ts';
import { lockInvoice } from './lockInvoice.ts';

/**
 * Invalidates the quotes of the invoice's subscription, and locks the subscription, the customer and the invoice, in this
 * order. Credit for unused time depends on which lines stand: a change that was planned on the old ones must fail. Throws
 * `NotFoundError`.
 */
export async function lockForCorrection(op: Op, invoiceId: string): Promise<Invoice> {
  await invalidateQuotes(op, invoiceId);
  return lockInvoice(op, invoiceId);
}

/** Locks the invoice's subscription, if it has one, and invalidates its quotes. */
export async function invalidateQuotes(op: Pick<Op, 'tx' | 'now' | 'principal'>, invoiceId: string): Promise<void> {
  const { companyId } = op.principal;
  const owner = await op.tx.invoice.findFirst({
    where: { id: invoiceId, companyId },
    select: { subscriptionId: true },
  });
  if (!owner?.subscriptionId) return;
  await op.tx.subscription.updateMany({
    where: { id: owner.subscriptionId, companyId },
    data: { version: { increment: 1 }, updatedAt: op.now },
  });
}

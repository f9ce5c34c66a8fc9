import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

/**
 * Revokes the links to an invoice that were given out, and makes a new one. Throws `NotFoundError`, and `ConflictError` for
 * a draft.
 */
export async function revokePaymentLink(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  const { companyId } = ctx.principal;
  return transact(ctx, async (op) => {
    const invoice = await op.tx.invoice.findFirst({ where: { id: invoiceId, companyId } });
    const path = ['input', 'invoiceId'];
    if (!invoice) throw new NotFoundError('invoice', path);
    if (invoice.status === 'DRAFT') throw new ConflictError('INVOICE_NOT_FINAL', 'A draft has no payment link.', path);
    await op.tx.invoice.update({
      where: { id: invoiceId },
      data: { paymentLinkVersion: { increment: 1 }, updatedAt: op.now },
    });
    op.emit('invoice.payment_link_revoked', { objectId: invoiceId, customerId: invoice.customerId });
    return { id: invoiceId };
  });
}

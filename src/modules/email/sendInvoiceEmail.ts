/** Sends an invoice or credit note by e-mail on a merchant's request. */
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

/**
 * Plans the e-mail, also if the company has switched it off or the customer has declined it. Throws `NotFoundError`, and
 * `ConflictError` for a draft or a void invoice.
 */
export async function sendInvoiceEmail(
  ctx: OpContext<MerchantPrincipal>,
  { invoiceId }: { invoiceId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const invoice = await op.tx.invoice.findFirst({ where: { id: invoiceId, companyId: op.principal.companyId } });
    if (!invoice) throw new NotFoundError('invoice', ['input', 'invoiceId']);
    const { id, status, number, total, customerId } = invoice;
    if (!number || status === 'VOID')
      throw new ConflictError('INVOICE_NOT_FINAL', 'Only a final invoice that is not void can be sent.', [
        'input',
        'invoiceId',
      ]);
    op.emit('invoice.email_requested', {
      ...{ objectId: id, customerId, data: { kind: total < 0n ? 'CREDIT_NOTE' : 'INVOICE' } },
    });
    return { id };
  });
}

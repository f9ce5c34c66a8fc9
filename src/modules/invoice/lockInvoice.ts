import type { Invoice } from '../../db/generated/client/client.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import type { Op } from '../../operation/operation.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';

/**
 * Locks an invoice after its customer and returns it, or throws `NotFoundError`. Locks are taken in the order
 * subscription, customer, invoice, company.
 */
export async function lockInvoice(op: Op, id: string): Promise<Invoice> {
  const { companyId } = op.principal;
  const where = { id, companyId };
  const owner = await op.tx.invoice.findFirst({ where, select: { customerId: true } });
  if (!owner) throw new NotFoundError('invoice', ['input', 'invoiceId']);
  await lockCustomer(op, owner.customerId);
  await op.tx.$queryRaw`SELECT 1 FROM invoice WHERE company_id = ${companyId} AND id = ${id} FOR NO KEY UPDATE`;
  return op.tx.invoice.findFirstOrThrow({ where });
}

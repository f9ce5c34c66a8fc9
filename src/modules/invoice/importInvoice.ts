/** An invoice from another system: it has the number from there and takes none of the company's sequence. */
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';
import { writeTaxes } from './invoiceTax.ts';
import { type LineFields, writeLines } from './lines.ts';
import { taxTotal, totalOf } from './lineTax.ts';
import { snapshotParties } from './parties.ts';
import { recordSettlement } from './settle.ts';

/** Refuses a number that another invoice has, or that the company's own sequence will reach. */
async function refuseTakenNumber(op: Op, number: string): Promise<void> {
  const path = ['input', 'invoiceNumber'];
  const { companyId } = op.principal;
  // Locked until the transaction ends, so that the second of two concurrent imports sees the first.
  const [company] = await op.tx.$queryRaw<
    { prefix: string }[]
  >`SELECT invoice_prefix AS prefix FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
  if (company && number.startsWith(`${company.prefix}-`) && /^\d+$/.test(number.slice(company.prefix.length + 1)))
    throw ValidationError.at(path, "Must not have the form of the company's own invoice numbers.");
  const taken = await op.tx.invoice.count({ where: { companyId, number } });
  if (taken > 0) throw new ConflictError('INVOICE_NUMBER_TAKEN', 'Another invoice has this number.', path);
}

/**
 * Inserts a finalized invoice, paid out of band or open; nothing is charged. Throws `ValidationError` or `ConflictError` for
 * its number.
 */
export async function importInvoice(
  op: Op,
  request: {
    customerId: string;
    subscriptionId: string;
    currency: string;
    lines: readonly LineFields[];
    number: string | null;
    paid: boolean;
    issuedAt: Date;
  },
): Promise<string> {
  const { customerId, subscriptionId, currency, lines, number, issuedAt } = request;
  const id = newId('Invoice', op.now);
  const total = totalOf(lines);
  const paid = request.paid || total === 0n;
  if (number !== null) await refuseTakenNumber(op, number);
  await op.tx.invoice.create({
    data: {
      id,
      companyId: op.principal.companyId,
      customerId,
      subscriptionId,
      reason: 'IMPORT',
      status: paid ? 'PAID' : 'OPEN',
      number,
      currency,
      total,
      taxAmount: taxTotal(lines),
      amountPaid: paid ? total : 0n,
      amountDue: paid ? 0n : total,
      ...(await snapshotParties(op, customerId)),
      dueAt: issuedAt,
      finalizedAt: issuedAt,
      paidAt: paid ? issuedAt : null,
      createdAt: op.now,
      updatedAt: op.now,
    },
  });
  await writeLines(op, lines, { customerId, subscriptionId, currency, invoiceId: id });
  await writeTaxes(op, id, lines);
  if (paid && total !== 0n) await recordSettlement(op, id, 'OUT_OF_BAND', total);
  return id;
}

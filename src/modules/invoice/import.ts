/** An invoice that was made elsewhere: it keeps the number it has there and takes none of the company's own. */

import type { Prisma } from '../../db/generated/client/client.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../op.ts';
import { snapshotParties } from './finalize.ts';
import { recordSettlement } from './issue.ts';
import { type NewLine, sumOf, writeLines } from './lines.ts';

/** No two invoices of a company have one number, neither today nor when the company's own count gets there. */
async function refuseNumber(op: Op, number: string): Promise<void> {
  const path = ['input', 'invoiceNumber'];
  const { companyId } = op.principal;
  // Held until the end, so that of two imports at the same moment the second sees the first.
  const [company] = await op.tx.$queryRaw<
    { prefix: string }[]
  >`SELECT invoice_prefix AS prefix FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
  if (company && number.startsWith(`${company.prefix}-`) && /^\d+$/.test(number.slice(company.prefix.length + 1)))
    throw ValidationError.at(path, 'Numbers of this form are given out here.');
  const taken = await op.tx.invoice.count({ where: { companyId, number } });
  if (taken > 0) throw new ConflictError('Another invoice has this number.', path);
}

export async function importInvoice(
  op: Op,
  request: {
    customerId: string;
    subscriptionId: string;
    currency: string;
    lines: readonly NewLine[];
    number: string | null;
    paid: boolean;
    issuedAt: Date;
  },
): Promise<string> {
  const { customerId, subscriptionId, currency, lines, number, issuedAt } = request;
  const id = newId('Invoice', op.now);
  const total = sumOf(lines);
  const paid = request.paid || total === 0n;
  if (number !== null) await refuseNumber(op, number);
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
      amountPaid: paid ? total : 0n,
      amountDue: paid ? 0n : total,
      snapshot: (await snapshotParties(op, customerId)) as unknown as Prisma.InputJsonObject,
      dueAt: issuedAt,
      finalizedAt: issuedAt,
      paidAt: paid ? issuedAt : null,
      createdAt: op.now,
      updatedAt: op.now,
    },
  });
  await writeLines(op, lines, { customerId, subscriptionId, currency, invoiceId: id });
  if (paid && total !== 0n) await recordSettlement(op, id, 'OUT_OF_BAND', total);
  return id;
}

/** An invoice that was made elsewhere: it keeps the number it has there and takes none of the company's own. */

import type { Prisma } from '../../db/generated/client/client.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../op.ts';
import { snapshotParties } from './finalize.ts';
import { recordSettlement } from './issue.ts';
import { type NewLine, sumOf, writeLines } from './lines.ts';

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
  if (number !== null) {
    const taken = await op.tx.invoice.count({ where: { companyId: op.principal.companyId, number } });
    if (taken > 0) throw new ConflictError('Another invoice has this number.', ['input', 'invoiceNumber']);
  }
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

/** The rows that hold an invoice's tax by category, rate and place. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { insertRows } from '../../db/writeRows.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';
import { type Taxed, taxGroups } from './lineTax.ts';

/** The rows of the tax of an invoice by category, rate and place; empty without a treatment. */
export function taxRows(
  op: Pick<Op, 'now' | 'principal'>,
  invoiceId: string,
  lines: readonly Taxed[],
): Prisma.InvoiceTaxCreateManyInput[] {
  return taxGroups(lines).map(({ category, ratePpm, country, region, base, tax }, position) => ({
    id: newId('InvoiceTax', op.now),
    companyId: op.principal.companyId,
    invoiceId,
    position,
    category,
    ratePpm,
    country,
    region,
    base,
    amount: tax,
    createdAt: op.now,
  }));
}

/** Writes the tax of an invoice; nothing without a treatment. */
export async function writeTaxes(op: Op, invoiceId: string, lines: readonly Taxed[]): Promise<void> {
  await insertRows(op.tx, 'InvoiceTax', taxRows(op, invoiceId, lines));
}

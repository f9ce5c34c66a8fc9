/** The rows that hold an invoice's tax by category, rate and place. */
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';
import { type Taxed, taxGroups } from './lineTax.ts';

/** Writes the tax of an invoice by category, rate and place; nothing without a treatment. */
export async function writeTaxes(op: Op, invoiceId: string, lines: readonly Taxed[]): Promise<void> {
  const groups = taxGroups(lines);
  if (groups.length === 0) return;
  await op.tx.invoiceTax.createMany({
    data: groups.map(({ category, ratePpm, country, region, base, tax }, position) => ({
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
    })),
  });
}

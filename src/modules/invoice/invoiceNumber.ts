/** Gives finalized documents the company's gapless numbers. */
import type { Op } from '../../operation/operation.ts';
import { snapshotParties } from './parties.ts';

/**
 * Gives the invoices the company's next numbers, in their order, as the last statement of the transaction. The company's
 * row is locked from that statement to the commit, which makes numbers gapless: a rollback returns them. Other invoices of
 * the company wait for no longer than that. The invoices must exist when the transaction ends.
 */
export function numberAtCommit(op: Pick<Op, 'tx' | 'principal' | 'beforeCommit'>, invoiceIds: readonly string[]): void {
  const { companyId } = op.principal;
  op.beforeCommit(async () => {
    const numbered = await op.tx.$executeRaw`
      WITH taken AS (
        UPDATE company SET next_invoice_sequence = next_invoice_sequence + ${invoiceIds.length}::int WHERE id = ${companyId}
        RETURNING next_invoice_sequence - ${invoiceIds.length}::int AS first, invoice_prefix AS prefix),
      given AS (
        SELECT place.id, taken.prefix, (taken.first + place.index - 1)::int AS sequence
        FROM taken, unnest(${[...invoiceIds]}::text[]) WITH ORDINALITY AS place(id, index))
      UPDATE invoice SET sequence = given.sequence,
        number = given.prefix || '-' || lpad(given.sequence::text, greatest(4, length(given.sequence::text)), '0')
      FROM given WHERE invoice.company_id = ${companyId} AND invoice.id = given.id AND invoice.sequence IS NULL`;
    if (numbered !== invoiceIds.length) throw new Error('An invoice was numbered that does not exist or has a number.');
  });
}

/** The columns that are filled at finalization; the number follows at the commit. */
export async function finalColumns(op: Op, { id, customerId }: { id: string; customerId: string }) {
  numberAtCommit(op, [id]);
  return { ...(await snapshotParties(op, customerId)), finalizedAt: op.now };
}

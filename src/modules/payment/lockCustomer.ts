import type { Op } from '../../operation/operation.ts';

/**
 * Locks the customer's row, so that decisions about all of its payment methods or its credit run one at a time. Locks are
 * taken in the order subscription, customer, invoice, company. NO KEY UPDATE, because inserting a row that refers to the
 * customer locks its key: two transactions that have each inserted one would deadlock with FOR UPDATE.
 */
export async function lockCustomer(op: Op, customerId: string): Promise<void> {
  const { companyId } = op.principal;
  await op.tx
    .$queryRaw`SELECT 1 FROM customer WHERE company_id = ${companyId} AND id = ${customerId} FOR NO KEY UPDATE`;
}

/**
 * Locks the customers of the invoices, in the order of ids, and returns those whose rows it has. It does not wait for rows
 * that another transaction has: a set would hold up its other customers meanwhile.
 */
export async function lockCustomersOf(op: Op, invoiceIds: readonly string[]): Promise<string[]> {
  const { companyId } = op.principal;
  const rows = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE company_id = ${companyId}
      AND id IN (SELECT customer_id FROM invoice WHERE company_id = ${companyId} AND id = ANY(${[...invoiceIds]}))
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

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

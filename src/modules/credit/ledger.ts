/**
 * The credit ledger: append-only entries per customer and currency; the balance is their sum and never negative. A writer
 * holds the customer's row (`lockCustomer`), so that no credit is spent twice.
 */
import type { Tx } from '../../db/client.ts';
import type { CreditCause } from '../../db/generated/client/enums.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Op } from '../../operation/operation.ts';

interface Owner {
  companyId: string;
  customerId: string;
}

/** The customer's credit in a currency, in minor units. */
export async function creditBalance(tx: Pick<Tx, 'creditEntry'>, owner: Owner, currency: string): Promise<bigint> {
  const { _sum } = await tx.creditEntry.aggregate({
    where: { companyId: owner.companyId, customerId: owner.customerId, currency },
    _sum: { amount: true },
  });
  return _sum.amount ?? 0n;
}

/**
 * Appends an entry; a negative amount uses credit. The caller holds the customer's row. Throws `ConflictError` if the
 * balance would become negative.
 */
export async function appendCredit(
  op: Op,
  entry: {
    customerId: string;
    currency: string;
    amount: bigint;
    cause: CreditCause;
    invoiceId?: string | null;
    description?: string | null;
  },
): Promise<{ id: string }> {
  const { companyId } = op.principal;
  const owner = { companyId, customerId: entry.customerId };
  if (entry.amount < 0n && (await creditBalance(op.tx, owner, entry.currency)) + entry.amount < 0n)
    throw new ConflictError('CREDIT_BALANCE_TOO_LOW', "The customer's credit balance is too low.");
  const id = newId('CreditEntry', op.now);
  await op.tx.creditEntry.create({ data: { ...entry, ...owner, id, createdAt: op.now } });
  return { id };
}

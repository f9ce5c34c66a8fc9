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

/** The balances of many customers that are not zero, by `owner`. */
export async function creditBalancesOf(
  tx: Pick<Tx, 'creditEntry'>,
  companyId: string,
  customerIds: readonly string[],
): Promise<Map<string, bigint>> {
  const sums = await tx.creditEntry.groupBy({
    by: ['customerId', 'currency'],
    where: { companyId, customerId: { in: [...customerIds] } },
    _sum: { amount: true },
  });
  return new Map(
    sums.flatMap(({ customerId, currency, _sum: { amount } }) =>
      amount ? [[ownerOf(customerId, currency), amount] as const] : [],
    ),
  );
}

/** The key of a customer's balance in a currency. */
export const ownerOf = (customerId: string, currency: string): string => `${customerId} ${currency}`;

interface EntryFacts {
  customerId: string;
  currency: string;
  amount: bigint;
  cause: CreditCause;
  invoiceId?: string | null;
  description?: string | null;
}

/** The row of an entry; a negative amount uses credit. */
export const creditRow = (op: Pick<Op, 'now' | 'principal'>, entry: EntryFacts) => ({
  ...entry,
  id: newId('CreditEntry', op.now),
  companyId: op.principal.companyId,
  createdAt: op.now,
});

/**
 * Appends an entry; a negative amount uses credit. The caller holds the customer's row. Throws `ConflictError` if the
 * balance would become negative.
 */
export async function appendCredit(op: Op, entry: EntryFacts): Promise<{ id: string }> {
  const { companyId } = op.principal;
  const owner = { companyId, customerId: entry.customerId };
  if (entry.amount < 0n && (await creditBalance(op.tx, owner, entry.currency)) + entry.amount < 0n)
    throw new ConflictError('CREDIT_BALANCE_TOO_LOW', "The customer's credit balance is too low.");
  const data = creditRow(op, entry);
  await op.tx.creditEntry.create({ data });
  return { id: data.id };
}

/** Reads the credit balances of many customers by one statement per request. */
import DataLoader from 'dataloader';
import type { Db } from '../../db/client.ts';

export interface Balance {
  amount: bigint;
  currency: string;
}

const BALANCES = `SELECT customer_id AS owner, currency, sum(amount)::int8 AS amount
  FROM credit_entry WHERE company_id = $1 AND customer_id = ANY($2::text[])
  GROUP BY customer_id, currency ORDER BY currency`;

/** The balance of each customer in each currency, in minor units. */
export const readBalances = (db: Db, companyId: string, customerIds: readonly string[]) =>
  db.sql<Balance & { owner: string }>('credit_balances', BALANCES, [companyId, customerIds]);

const loaders = new WeakMap<object, DataLoader<string, Balance[]>>();

/** A customer's balances that are not zero, one per currency; `request` identifies the request whose calls are batched. */
export function creditBalances(request: { db: Db }, companyId: string, customerId: string): Promise<Balance[]> {
  let loader = loaders.get(request);
  if (!loader) {
    loader = new DataLoader(async (ids) => {
      const sums = await readBalances(request.db, companyId, ids);
      return ids.map((id) =>
        sums.flatMap(({ owner, currency, amount }) => (owner === id && amount !== 0n ? [{ currency, amount }] : [])),
      );
    });
    loaders.set(request, loader);
  }
  return loader.load(customerId);
}

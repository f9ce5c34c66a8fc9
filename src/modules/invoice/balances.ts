/** Credit balances of several customers by one statement, however many are asked for in one request. */
import DataLoader from 'dataloader';
import type { Db } from '../../db/client.ts';

export interface Balance {
  amount: bigint;
  currency: string;
}

const loaders = new WeakMap<object, DataLoader<string, Balance[]>>();

/** The balances of a customer, one for each currency that has any; `request` lives as long as the request. */
export function creditBalances(request: { db: Db }, companyId: string, customerId: string): Promise<Balance[]> {
  let loader = loaders.get(request);
  if (!loader) {
    loader = new DataLoader(async (ids) => {
      const sums = await request.db.prisma.creditEntry.groupBy({
        by: ['customerId', 'currency'],
        where: { companyId, customerId: { in: [...ids] } },
        _sum: { amount: true },
        orderBy: { currency: 'asc' },
      });
      return ids.map((id) =>
        sums.flatMap(({ customerId: owner, currency, _sum }) =>
          owner === id && _sum.amount ? [{ currency, amount: _sum.amount }] : [],
        ),
      );
    });
    loaders.set(request, loader);
  }
  return loader.load(customerId);
}

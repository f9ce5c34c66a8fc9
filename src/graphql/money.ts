/** Money on the wire. */
import { builder } from './builder.ts';

export interface MoneyShape {
  amount: bigint;
  currency: string;
}

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  description: 'An amount in a currency.',
  fields: (t) => ({
    amount: t.expose('amount', {
      type: 'SafeInt',
      description: "In the currency's minor unit: 1999 is 19.99 EUR, and 1999 JPY, which has none.",
    }),
    currency: t.expose('currency', { type: 'Currency', description: 'The currency.' }),
  }),
});

/** A field's resolver for an amount that stands in the same row as its currency. */
export function money(amount: bigint, row: { currency: string }): MoneyShape {
  return { amount, currency: row.currency };
}

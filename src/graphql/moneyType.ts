/** Money on the wire. */
import { builder } from './builder.ts';

export interface MoneyShape {
  amount: bigint;
  currency: string;
}

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.expose('amount', {
      type: 'SafeInt',
      description: "In the currency's minor unit: 1999 is 19.99 EUR, and 1999 JPY, which has none.",
    }),
    currency: t.expose('currency', { type: 'Currency', description: 'The currency of the amount.' }),
  }),
});

/** An amount with the currency of the row that it belongs to. */
export function money(amount: bigint, row: { currency: string }): MoneyShape {
  return { amount, currency: row.currency };
}

type Amounts<Name extends string> = Readonly<Record<Name, bigint>>;

/** A field for an amount whose currency is in the same row. */
export function amountOf<Name extends string>(name: Name, description: string) {
  return {
    type: Money,
    description,
    resolve: (row: Amounts<Name> & { currency: string }) => money(row[name], row),
  };
}

/** Like `amountOf`, for an amount of something planned for a subscription, which has the currency. */
export function subscriptionAmountOf<Name extends string>(name: Name, description: string) {
  return {
    type: Money,
    description,
    resolve: (row: Amounts<Name> & { subscription: { currency: string } }) => money(row[name], row.subscription),
  };
}

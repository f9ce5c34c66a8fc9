/** Money in inputs. */
import { builder } from '../../graphql/builder.ts';

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.field({
      type: 'SafeInt',
      required: true,
      description: "In the currency's minor unit: 1999 is 19.99 EUR, and 1999 JPY, which has none.",
    }),
    currency: t.field({ type: 'Currency', required: true, description: 'The currency of the amount.' }),
  }),
});

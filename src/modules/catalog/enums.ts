/** The values of the catalogue in GraphQL. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';

export const BillingInterval = builder.enumType('BillingInterval', {
  description: 'What a price recurs in, times a count.',
  values: {
    DAY: { description: 'Days.' },
    WEEK: { description: 'Weeks of seven days.' },
    MONTH: { description: 'Calendar months: what starts on the 31st recurs on the last day of shorter months.' },
    YEAR: { description: 'Calendar years.' },
  } satisfies Record<stored.BillingInterval, { description: string }>,
});

/** The enums of the catalog in GraphQL. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';

export const BillingInterval = builder.enumType('BillingInterval', {
  description: 'The unit of a billing interval, which is multiplied by `intervalCount`.',
  values: {
    DAY: { description: 'Days of 24 hours.' },
    WEEK: { description: 'Weeks of seven days.' },
    MONTH: {
      description: 'Calendar months: a subscription that starts on the 31st renews on the last day of shorter months.',
    },
    YEAR: { description: 'Calendar years: a period that starts on February 29 ends on February 28 in common years.' },
  } satisfies Record<stored.BillingInterval, { description: string }>,
});

export const ProductKind = builder.enumType('ProductKind', {
  description: 'The part that a product plays in a subscription.',
  values: {
    PLAN: { description: 'A plan: customers may switch between plans as the portal allows.' },
    ADD_ON: {
      description:
        'Sold beside a plan, such as extra seats. Customers can switch an add-on to another price of the same product only, and no plan to an add-on.',
    },
  } satisfies Record<stored.ProductKind, { description: string }>,
});

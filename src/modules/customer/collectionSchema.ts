/** How invoices are collected, in GraphQL. */
import type { CollectionMethod as Methods } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { DEFAULT_DAYS_UNTIL_DUE, MAXIMUM_DAYS_UNTIL_DUE } from './collectionTerms.ts';

export const CollectionMethod = builder.enumType('CollectionMethod', {
  description: 'How the invoices of a customer or subscription are collected.',
  values: {
    CHARGE_AUTOMATICALLY: {
      description: 'The invoices of subscriptions are charged to the default payment method when they are issued.',
    },
    SEND_INVOICE: {
      description:
        'Invoices are sent by e-mail, and the customer pays them within `daysUntilDue` days. Nothing is charged automatically.',
    },
  } satisfies Record<keyof typeof Methods, { description: string }>,
});

export const DAYS_UNTIL_DUE_DESCRIPTION =
  'The number of days after which an invoice that is sent is due; null unless `collectionMethod` is `SEND_INVOICE`.';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

export const collectionInputFields = (t: InputFields, byDefault = '`CHARGE_AUTOMATICALLY` by default') => ({
  collectionMethod: t.field({
    type: CollectionMethod,
    description: `How later invoices are collected; ${byDefault}. Invoices that are issued do not change.`,
  }),
  daysUntilDue: t.int({
    description: `The number of days after which an invoice that is sent is due, 0 to ${MAXIMUM_DAYS_UNTIL_DUE}; ${DEFAULT_DAYS_UNTIL_DUE} by default. Only with \`SEND_INVOICE\`.`,
  }),
});

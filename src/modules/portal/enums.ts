/** The values that portal settings, subscriptions and payment methods have in common, in GraphQL. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';

type Described<Values extends string> = Record<Values, { description: string }>;

export const PaymentMethodKind = builder.enumType('PaymentMethodKind', {
  description: 'What somebody pays with.',
  values: {
    CARD: { description: 'A credit or debit card.' },
    SEPA_DEBIT: { description: 'SEPA direct debit from a bank account in the euro area.' },
    US_BANK_ACCOUNT: { description: 'ACH debit from a bank account in the United States.' },
    BACS_DEBIT: { description: 'Bacs direct debit from a bank account in the United Kingdom.' },
    PAYPAL: { description: 'A PayPal account.' },
  } satisfies Described<stored.PaymentMethodKind>,
});

export const CancellationMode = builder.enumType('CancellationMode', {
  description: 'When a cancelled subscription ends.',
  values: {
    IMMEDIATELY: { description: 'At the moment of cancelling.' },
    END_OF_PERIOD: { description: 'At the end of the period that is paid for; until then it can be taken back.' },
  } satisfies Described<stored.CancellationMode>,
});

export const ProrationBehavior = builder.enumType('ProrationBehavior', {
  description: 'What a change of plan or quantity within a period costs or gives back.',
  values: {
    NONE: { description: 'Nothing: the new price applies from the next period on.' },
    PRORATE: { description: 'What was not used of the old is credited, the new is charged for the time that is left.' },
    FULL_DIFFERENCE: { description: 'The whole difference between the new and the old price, whatever the date.' },
  } satisfies Described<stored.ProrationBehavior>,
});

export const ChargeTiming = builder.enumType('ChargeTiming', {
  description: 'When the lines of a change are settled. The change itself always happens at once.',
  values: {
    IMMEDIATELY: { description: 'Now, by an invoice or a credit note of their own.' },
    PERIOD_END: { description: "They wait and are settled on the next renewal's invoice." },
  } satisfies Described<stored.ChargeTiming>,
});

export const ChangeEffective = builder.enumType('ChangeEffective', {
  description: 'When a change of price or quantity takes effect.',
  values: {
    IMMEDIATELY: {
      description: 'At the moment of the change; the rest of the period is billed as the other settings say.',
    },
    PERIOD_END: {
      description: 'With the next period: nothing is billed or credited for it, and until then it can be taken back.',
    },
  } satisfies Described<stored.ChangeEffective>,
});

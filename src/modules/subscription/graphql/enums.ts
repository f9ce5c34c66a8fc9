/** The enums of subscriptions in GraphQL. */
import type { PauseCause as Causes, SubscriptionStatus as Statuses } from '../../../db/generated/client/enums.ts';
import { builder } from '../../../graphql/builder.ts';

export const SubscriptionStatus = builder.enumType('SubscriptionStatus', {
  description: 'The status of a subscription.',
  values: {
    INCOMPLETE: {
      description: 'Not started: its first payment is missing. Reserved; no subscription has this status yet.',
    },
    TRIALING: { description: 'In its trial: usable, and not billed before the trial ends.' },
    ACTIVE: { description: 'Usable, without a failed payment.' },
    PAST_DUE: { description: 'Usable; a payment has failed and is retried.' },
    UNPAID: { description: 'Not usable, because all retries of a payment have failed.' },
    PAUSED: { description: 'Paused: neither usable nor billed until it resumes.' },
    CANCELED: { description: 'Ended. It cannot be reactivated.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

/** The description of the filter by status. */
export const STATUSES_DESCRIPTION =
  'Only subscriptions in one of these statuses; in any status by default, or if empty.';

export const PauseReason = builder.enumType('PauseReason', {
  description: 'The cause of a pause.',
  values: {
    REQUEST: { description: 'The customer or the merchant paused it.' },
    PAYMENT_FAILED: {
      description:
        'All retries of a payment have failed, or a payment is disputed. It resumes when all overdue invoices are paid, or the dispute is won.',
    },
  } satisfies Record<keyof typeof Causes, { description: string }>,
});

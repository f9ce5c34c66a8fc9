/** The e-mails to customers in GraphQL. */
import type { CustomerEmailKind as Kinds } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';

export const CustomerEmailKind = builder.enumType('CustomerEmailKind', {
  description: 'An e-mail to customers that the company can switch on.',
  values: {
    INVOICE: {
      description:
        'An invoice, with its PDF, when it becomes final. One that the customer must pay by a date (`SEND_INVOICE`) is always sent.',
    },
    CREDIT_NOTE: { description: 'A credit note, with its PDF, when it is issued.' },
    RECEIPT: {
      description:
        'A receipt, when an invoice is paid by a payment, here or outside of Portico. One that credit alone pays has none.',
    },
    PAYMENT_REMINDER: {
      description: 'A reminder of an invoice that was sent, with its PDF, on the days of `dueReminderDays`.',
    },
    RENEWAL_REMINDER: {
      description: 'A reminder before a subscription renews, by `longPeriodReminderDays` or `shortPeriodReminderDays`.',
    },
    TRIAL_ENDING: {
      description: 'A reminder before a trial ends and the first period is billed, by `trialReminderDays`.',
    },
    PLAN_CHANGED: { description: 'The new plan or quantity, when a subscription changes.' },
    PAYMENT_METHOD_ADDED: { description: 'A notice when a payment method is added.' },
    SUBSCRIPTION_ENDED: {
      description: 'A notice when a subscription ends by itself: at the end of its period, or because it was not paid.',
    },
  } satisfies Record<keyof typeof Kinds, { description: string }>,
});

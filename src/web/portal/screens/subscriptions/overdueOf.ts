import type { HomeQuery, InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';

export type DueInvoice = NonNullable<HomeQuery['currentCustomer']['due']>['nodes'][number];

/** The unpaid invoices of one subscription, whose payment failed or whose date has passed. */
export const overdueOf = (subscriptionId: string, due: readonly DueInvoice[] | null | undefined): DueInvoice[] =>
  (due ?? []).filter(
    ({ subscription, attemptCount, pastDue }) => subscription?.id === subscriptionId && (attemptCount > 0 || pastDue),
  );

/** The next date on which one of the payments is tried again; undefined if none is. */
export const nextAttemptOf = (due: readonly InvoicePartsFragment[]): string | undefined =>
  due.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []).sort()[0];

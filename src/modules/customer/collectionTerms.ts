/** How an invoice is collected: charged when it is issued, or sent to the customer and due after some days. */
import { z } from 'zod';
import { CollectionMethod } from '../../db/generated/client/enums.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { ValidationError } from '../../kernel/errors.ts';

/** The columns of customers and subscriptions; `daysUntilDue` is null unless invoices are sent. */
export interface CollectionTerms {
  collectionMethod: CollectionMethod;
  daysUntilDue: number | null;
}

export const MAXIMUM_DAYS_UNTIL_DUE = 365;
/** For invoices that are sent, if no number of days is given. */
export const DEFAULT_DAYS_UNTIL_DUE = 30;

export const collectionInput = {
  collectionMethod: z.enum(CollectionMethod, 'Must not be null. Omit it to leave it unchanged.').optional(),
  daysUntilDue: z
    .number()
    .int('Must be a whole number of days.')
    .min(0, 'Must not be negative.')
    .max(MAXIMUM_DAYS_UNTIL_DUE, `Must be at most ${MAXIMUM_DAYS_UNTIL_DUE}.`)
    .nullish(),
};

interface GivenTerms {
  collectionMethod?: CollectionMethod | undefined;
  daysUntilDue?: number | null | undefined;
}

/** The terms after a change of `before`. Throws `ValidationError` for days of invoices that are charged. */
export function collectionTerms(given: GivenTerms, before: CollectionTerms): CollectionTerms {
  const collectionMethod = given.collectionMethod ?? before.collectionMethod;
  if (collectionMethod === 'SEND_INVOICE')
    return { collectionMethod, daysUntilDue: given.daysUntilDue ?? before.daysUntilDue ?? DEFAULT_DAYS_UNTIL_DUE };
  if (given.daysUntilDue != null)
    throw ValidationError.at(['input', 'daysUntilDue'], 'Only invoices that are sent are due later.');
  return { collectionMethod, daysUntilDue: null };
}

/** The columns alone, from a row that has more. */
export const termsOf = ({ collectionMethod, daysUntilDue }: CollectionTerms): CollectionTerms => ({
  collectionMethod,
  daysUntilDue,
});

/** When an invoice that is issued at `at` must be paid by; null if it is charged then. */
export function dueDate({ collectionMethod, daysUntilDue }: CollectionTerms, at: Date): Date | null {
  return collectionMethod === 'SEND_INVOICE' ? after(at, (daysUntilDue ?? 0) * DAY) : null;
}

import type { Invoice } from '../../db/generated/client/client.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { isPayable } from '../charge/chargeInvoice.ts';
import { acceptedKinds } from './acceptedKinds.ts';
import type { OpenLink } from './openPaymentLink.ts';

/** Whether the bank has yet to decide about a payment of the invoice: it may return the money, so no other is taken. */
export const isDisputed = (invoice: Pick<Invoice, 'disputePending' | 'status' | 'amountDue'>): boolean =>
  invoice.disputePending && isPayable(invoice);

export const notByLink = () => new ConflictError('PAYMENT_CANCELED', 'This invoice cannot be paid by its link.');

/**
 * Called before the provider is: the link of a paid invoice would otherwise have cards checked for which nothing is due.
 * Throws `ConflictError` if nothing is due, while a payment is disputed, or if the portal accepts no kind of payment method that works in the page.
 */
export function requirePayable(link: OpenLink): void {
  if (!isPayable(link.invoice)) throw new ConflictError('NOTHING_DUE', 'Nothing is due on this invoice.');
  if (isDisputed(link.invoice))
    throw new ConflictError('PAYMENT_DISPUTED', 'The bank has yet to decide about a payment of this invoice.');
  if (acceptedKinds(link).length === 0) throw notByLink();
}

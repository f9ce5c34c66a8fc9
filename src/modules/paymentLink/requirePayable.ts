import { ConflictError } from '../../kernel/errors.ts';
import { isPayable } from '../charge/chargeInvoice.ts';
import { acceptedKinds } from './acceptedKinds.ts';
import type { OpenLink } from './openPaymentLink.ts';

export const notByLink = () => new ConflictError('PAYMENT_CANCELED', 'This invoice cannot be paid by its link.');

/**
 * Called before the provider is: the link of a paid invoice would otherwise have cards checked for which nothing is due.
 * Throws `ConflictError` if nothing is due, or if the portal accepts no kind of payment method that works in the page.
 */
export function requirePayable(link: OpenLink): void {
  if (!isPayable(link.invoice)) throw new ConflictError('NOTHING_DUE', 'Nothing is due on this invoice.');
  if (acceptedKinds(link).length === 0) throw notByLink();
}

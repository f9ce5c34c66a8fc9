import type { Invoice } from '../../db/generated/client/client.ts';
import type { InvoiceSnapshot } from './parties.ts';

/** How to pay an invoice that was sent, as it was printed on it; null if nothing has to be paid so. */
export function instructionsOf(
  invoice: Pick<Invoice, 'status' | 'collectionMethod' | 'amountDue' | 'snapshot'>,
): string | null {
  const { status, collectionMethod, amountDue, snapshot } = invoice;
  if (status !== 'OPEN' || collectionMethod !== 'SEND_INVOICE' || amountDue <= 0n) return null;
  return (snapshot as InvoiceSnapshot | null)?.seller.paymentInstructions ?? null;
}

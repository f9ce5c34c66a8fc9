import type { Db } from '../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import { signedPdfUrl } from '../invoice/createInvoicePdfLink.ts';
import type { OpenLink } from './openPaymentLink.ts';

/** Returns the address of the invoice's PDF, which is valid for five minutes. */
export function createPaymentLinkPdf(
  ctx: { db: Db; keys: Keys; publicUrl: string; wallNow: Date },
  { invoice }: OpenLink,
): Promise<{ url: string; expiresAt: Date }> {
  return signedPdfUrl(ctx, invoice);
}

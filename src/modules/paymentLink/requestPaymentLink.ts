/** Sending a new link for the one that has expired, to the address on file and to no other. */
import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Verdict } from '../../operation/attemptLimit.ts';
import { transact } from '../../operation/operation.ts';
import { noteSecurityEvent } from '../../operation/securityLog.ts';
import { isPayable } from '../charge/chargeInvoice.ts';
import { type LinkParts, openFormerPaymentLink } from './openPaymentLink.ts';
import { isDisputed } from './requirePayable.ts';

interface RequestParts extends LinkParts {
  db: Db;
  queue: Queue;
  clientAddress: string;
  limits: {
    allowLinkRequest(input: { companyId: string; email: string; client: string | null }): Promise<Verdict>;
  };
}

/**
 * Plans the e-mail of the invoice, which renews the link, if the token was signed here and the invoice is still to be paid.
 * The response reveals neither, and nothing of the limits.
 */
export async function requestPaymentLink(parts: RequestParts, token: string): Promise<{ accepted: true }> {
  const accepted = { accepted: true } as const;
  const link = await openFormerPaymentLink(parts, token);
  if (!link || !isPayable(link.invoice) || isDisputed(link.invoice)) return accepted;
  const { db, queue, wallNow, clientAddress, limits } = parts;
  const { id: objectId, companyId, customerId } = link.invoice;
  // The invoice takes the place of the address: requests for one are counted together.
  const verdict = await limits.allowLinkRequest({ companyId, email: objectId, client: clientAddress });
  if (!verdict.allowed) {
    const entry = { kind: 'RATE_LIMIT_REACHED', address: clientAddress, detail: verdict.limit } as const;
    if (verdict.first) await noteSecurityEvent(db, companyId, wallNow, { ...entry, customerId });
    return accepted;
  }
  await transact({ db, queue, now: link.now, principal: link.principal }, async (op) => {
    op.emit('invoice.email_requested', { objectId, customerId, data: { kind: 'INVOICE' } });
  });
  return accepted;
}

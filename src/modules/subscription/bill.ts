/** Invoices that are made here and paid by a job: what they come to is collected once they are committed. */
import type { Op } from '../../op.ts';
import { type IssueRequest, issueInvoice } from '../invoice/issue.ts';
import type { LoadedSubscription } from './load.ts';

/** Takes what an invoice comes to from the customer; enqueued with every invoice on which something is due. */
export const COLLECT_JOB = 'invoice.collect';

/** Makes an invoice or credit note, and has what is due on it collected. */
export async function bill(op: Op, request: IssueRequest): ReturnType<typeof issueInvoice> {
  const invoice = await issueInvoice(op, request);
  if (invoice.amountDue > 0n)
    await op.enqueue(COLLECT_JOB, { companyId: op.principal.companyId, invoiceId: invoice.id });
  return invoice;
}

/** What a subscription that ends still has to settle. Answers the final invoice or credit note; null when there is nothing. */
export async function billEnd(
  op: Op,
  { id: subscriptionId, customerId, currency }: LoadedSubscription,
  { lines, pending = [], corrects }: Pick<IssueRequest, 'lines' | 'pending' | 'corrects'>,
): Promise<string | null> {
  if (lines.length + pending.length === 0) return null;
  const reason = 'SUBSCRIPTION_CANCEL';
  const invoice = await bill(op, { customerId, subscriptionId, currency, reason, lines, pending, corrects });
  return invoice.id;
}

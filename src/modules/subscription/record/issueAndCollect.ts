/** Issues the invoices of a subscription; a job collects the amount due after the transaction has committed. */
import type { Op } from '../../../operation/operation.ts';
import { termsOf } from '../../customer/collectionTerms.ts';
import { type IssueRequest, issueInvoice } from '../../invoice/issueInvoice.ts';
import { issuePlainInvoices, type PlainInvoice } from '../../invoice/issueSet.ts';
import type { LoadedSubscription } from './load.ts';

/** Charges an invoice to the customer's default payment method; handled in collection/collectInvoice.ts. */
export const COLLECT_JOB = 'invoice.collect';

/** False for an invoice that is sent, which its customer pays. */
const isCharged = ({ collection }: Pick<IssueRequest, 'collection'>) => collection?.collectionMethod !== 'SEND_INVOICE';

/** Issues an invoice or credit note, and enqueues its collection if an amount is due. */
export async function issueAndCollect(op: Op, request: IssueRequest): ReturnType<typeof issueInvoice> {
  const invoice = await issueInvoice(op, request);
  if (invoice.amountDue > 0n && isCharged(request))
    await op.enqueue(COLLECT_JOB, { companyId: op.principal.companyId, invoiceId: invoice.id });
  return invoice;
}

/** Issues many plain invoices, and enqueues the collection of those with an amount due. */
export async function issueAndCollectAll(op: Op, invoices: readonly PlainInvoice[]): Promise<void> {
  const { companyId } = op.principal;
  const due = invoices.filter(({ amountDue, issued }) => amountDue > 0n && isCharged(issued));
  await op.enqueueAll(
    COLLECT_JOB,
    due.map(({ id: invoiceId }) => ({ companyId, invoiceId })),
  );
  await issuePlainInvoices(op, invoices);
}

/** Settles the lines of a subscription that ends. Returns the final invoice or credit note, or null without lines. */
export async function issueFinalInvoice(
  op: Op,
  { id: subscriptionId, customerId, currency, ...terms }: LoadedSubscription,
  { lines, pending = [], corrects }: Pick<IssueRequest, 'lines' | 'pending' | 'corrects'>,
): Promise<string | null> {
  if (lines.length + pending.length === 0) return null;
  const reason = 'SUBSCRIPTION_CANCEL';
  const invoice = await issueAndCollect(op, {
    ...{ customerId, subscriptionId, currency, reason, lines, pending, corrects },
    collection: termsOf(terms),
  });
  return invoice.id;
}

/** Everything that the page of a payment link shows: the document as it was printed, and its present state. */
import type { Db } from '../../db/client.ts';
import type { Payment } from '../../db/generated/client/client.ts';
import type { PaymentMethodKind } from '../../db/generated/client/enums.ts';
import { isPayable } from '../charge/chargeInvoice.ts';
import { invoiceDocument } from '../invoice/invoiceDocument.ts';
import type { InvoiceDocument } from '../invoice/pdf/document.ts';
import { printedInvoice } from '../invoice/printedInvoice.ts';
import { expectedAt } from '../payment/expectedAt.ts';
import { paymentsAvailable } from '../payment/liveMode.ts';
import type { ProviderOf } from '../payment/providerOf.ts';
import { IN_FLIGHT } from '../payment/status.ts';
import { acceptedKinds } from './acceptedKinds.ts';
import type { OpenLink } from './openPaymentLink.ts';
import { isDisputed } from './requirePayable.ts';

export type LinkStatus = 'PAYABLE' | 'PROCESSING' | 'DISPUTED' | 'PAID' | 'VOID';

export interface LinkView {
  document: InvoiceDocument;
  status: LinkStatus;
  /** In minor units. */
  amountPaid: bigint;
  amountDue: bigint;
  /** When a debit that is under way usually settles; null otherwise. */
  expectedAt: Date | null;
  /** Empty if the invoice cannot be paid here. */
  acceptedKinds: PaymentMethodKind[];
}

/** A payment that waits for a confirmation decides nothing: another try releases it. */
const DECIDING = IN_FLIGHT.filter((status) => status !== 'NEEDS_CUSTOMER');

function statusOf({ invoice }: OpenLink, payment: Payment | null): LinkStatus {
  if (invoice.status === 'VOID') return 'VOID';
  if (payment) return 'PROCESSING';
  if (isDisputed(invoice)) return 'DISPUTED';
  return isPayable(invoice) ? 'PAYABLE' : 'PAID';
}

/** The texts are in the language of the tag, and otherwise in that of the document. */
export async function paymentLinkView(
  { db, providerOf }: { db: Db; providerOf: ProviderOf },
  link: OpenLink,
  locale: string | null | undefined,
): Promise<LinkView> {
  const { id: invoiceId, companyId } = link.invoice;
  const printed = await printedInvoice(db, { invoiceId, companyId });
  if (!printed) throw new Error('The invoice of a payment link is gone.');
  const payment = await db.prisma.payment.findFirst({
    where: { companyId, invoiceId, status: { in: DECIDING } },
    include: { paymentMethod: { select: { kind: true } } },
  });
  const { amountPaid, amountDue } = printed;
  const current = { ...link, invoice: { ...link.invoice, status: printed.status, amountDue } };
  const status = statusOf(current, payment);
  const payable = status === 'PAYABLE' && (await paymentsAvailable(providerOf, companyId));
  return {
    document: invoiceDocument(printed, locale),
    ...{ status, amountPaid, amountDue },
    expectedAt: payment && (await expectedAt(providerOf, payment)),
    acceptedKinds: payable ? acceptedKinds(link) : [],
  };
}

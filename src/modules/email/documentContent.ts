/** The contents of e-mails about documents: invoice, credit note and receipt. */
import { creditNoteMail, type InvoiceMail, invoiceMail, paymentReminderMail } from '../../mail/templates/documents.ts';
import { receiptMail } from '../../mail/templates/receipt.ts';
import { type MailParts, type ReadyMail, type Recipient, senderOf } from '../customer/mail.ts';
import { invoicePdf } from '../invoice/invoicePdf.ts';
import { instructionsOf } from '../invoice/paymentInstructions.ts';
import { mailedPaymentUrl } from '../invoice/paymentLink.ts';
import { correctedNumbers, type PrintedInvoice, printedInvoice } from '../invoice/printedInvoice.ts';
import { IN_FLIGHT } from '../payment/status.ts';
import { portalPlace } from '../portal/baseUrl.ts';
import type { Compose } from './compose.ts';

/** Postmark accepts 10 MB for a whole message after base64; a larger file stays in the portal. */
const LARGEST_ATTACHMENT = 5 * 1024 * 1024;

interface Attached {
  attachments?: ReadyMail['attachments'];
  attachmentHash: string | null;
}

/** The PDF as an attachment. If it is too large or cannot be rendered, the mail is sent without it. */
async function attach(parts: MailParts, invoice: PrintedInvoice): Promise<Attached> {
  try {
    const { name, content, hash } = await invoicePdf(invoice);
    if (content.length > LARGEST_ATTACHMENT) return { attachmentHash: null };
    const attachment = { name, contentType: 'application/pdf', content: content.toString('base64') };
    return { attachments: [attachment], attachmentHash: hash };
  } catch {
    parts.log.warn({ companyId: invoice.companyId, invoiceId: invoice.id }, 'A PDF for a mail could not be rendered.');
    return { attachmentHash: null };
  }
}

interface Place {
  inPortal: boolean;
  byPaymentLink?: boolean;
  link: string;
}

/** Where the document is in the portal. A portal without invoices opens at its overview. */
async function placeOf(
  { db, publicUrl }: Pick<MailParts, 'db' | 'publicUrl'>,
  { companyId }: { companyId: string },
  customer: Recipient,
): Promise<Place> {
  const inPortal = customer.company.portalConfig?.invoiceHistoryEnabled ?? false;
  const destination = inPortal ? 'INVOICES' : 'HOME';
  return { inPortal, link: await portalPlace(db.prisma, publicUrl, { companyId, destination }) };
}

/** The page on which the invoice is shown and paid without signing in. The mail renews its link. */
async function payPlace({ db, keys, clock, publicUrl }: MailParts, invoice: PrintedInvoice): Promise<Place> {
  const now = invoice.company.testClockAt ?? clock.now();
  const link = await mailedPaymentUrl({ tx: db.prisma, keys, publicUrl, now }, invoice);
  return { inPortal: false, byPaymentLink: true, link };
}

/** Whether the customer must pay the invoice: subscriptions charge the default payment method until that fails. */
async function paymentOf({ db, clock }: MailParts, invoice: PrintedInvoice): Promise<InvoiceMail['payment']> {
  const { id, companyId, amountDue, status, subscriptionId, firstFailedAt, dueAt, customer, company } = invoice;
  const charged = subscriptionId !== null && invoice.collectionMethod === 'CHARGE_AUTOMATICALLY';
  if (amountDue === 0n || status === 'PAID') return 'PAID';
  const underWay = await db.prisma.payment.count({
    where: { companyId, invoiceId: id, status: { in: [...IN_FLIGHT] } },
  });
  if (underWay > 0) return 'AUTOMATIC';
  if (charged && firstFailedAt === null) return customer.defaultPaymentMethodId ? 'AUTOMATIC' : 'DUE';
  const now = company.testClockAt ?? clock.now();
  return firstFailedAt !== null || (dueAt !== null && dueAt < now) ? 'OVERDUE' : 'DUE';
}

/** The invoice. One of nothing is not sent, as in a trial; neither is one that was voided meanwhile. */
export const invoiceContent: Compose = async (parts, { companyId, objectId: invoiceId }, customer) => {
  const invoice = await printedInvoice(parts.db, { companyId, invoiceId });
  if (!invoice?.number || invoice.status === 'VOID' || invoice.total <= 0n) return null;
  const attached = await attach(parts, invoice);
  const payment = await paymentOf(parts, invoice);
  const content = invoiceMail({
    ...senderOf(customer),
    ...{ number: invoice.number, currency: invoice.currency, purchaseOrder: invoice.purchaseOrder },
    ...{ total: invoice.total, amountDue: invoice.amountDue, dueAt: invoice.dueAt, payment },
    instructions: instructionsOf(invoice),
    attached: attached.attachments !== undefined,
    ...(await (payment === 'DUE' || payment === 'OVERDUE'
      ? payPlace(parts, invoice)
      : placeOf(parts, invoice, customer))),
  });
  return { tag: 'invoice', content, ...attached };
};

/** The reminder of an invoice that was sent; none if it is paid, void or being paid by now. */
export const paymentReminderContent: Compose = async (parts, { companyId, objectId: invoiceId, data }, customer) => {
  const { db } = parts;
  const invoice = await printedInvoice(db, { companyId, invoiceId });
  if (!invoice?.number || invoice.status !== 'OPEN' || invoice.amountDue <= 0n || !invoice.dueAt) return null;
  const paying = { companyId, invoiceId, status: { in: [...IN_FLIGHT] } };
  if ((await db.prisma.payment.count({ where: paying })) > 0) return null;
  const attached = await attach(parts, invoice);
  const content = paymentReminderMail({
    ...senderOf(customer),
    ...{ number: invoice.number, currency: invoice.currency, purchaseOrder: invoice.purchaseOrder },
    ...{ amountDue: invoice.amountDue, dueAt: invoice.dueAt, late: Number(data.days) > 0 },
    instructions: instructionsOf(invoice),
    attached: attached.attachments !== undefined,
    ...(await payPlace(parts, invoice)),
  });
  return { tag: 'payment-reminder', content, ...attached };
};

export const creditNoteContent: Compose = async (parts, { companyId, objectId: invoiceId }, customer) => {
  const note = await printedInvoice(parts.db, { companyId, invoiceId });
  if (!note?.number || note.total >= 0n) return null;
  const refunds = await parts.db.prisma.refund.count({
    where: { companyId, creditNoteId: note.id, status: { in: ['PLANNED', 'PENDING', 'SUCCEEDED'] } },
  });
  const attached = await attach(parts, note);
  const content = creditNoteMail({
    ...senderOf(customer),
    ...{ number: note.number, currency: note.currency, purchaseOrder: note.purchaseOrder, credited: -note.total },
    refunded: refunds > 0,
    corrects: correctedNumbers(note),
    attached: attached.attachments !== undefined,
    ...(await placeOf(parts, note, customer)),
  });
  return { tag: 'credit-note', content, ...attached };
};

/** The receipt of what was paid by payments; an invoice that credit or money of a won dispute has paid needs none. */
export const receiptContent: Compose = async ({ db, ...parts }, { companyId, objectId: invoiceId }, customer) => {
  const invoice = await db.prisma.invoice.findFirst({
    where: { id: invoiceId, companyId, status: 'PAID' },
    include: {
      settlements: {
        where: { kind: { in: ['PAYMENT', 'OUT_OF_BAND'] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { payment: { include: { paymentMethod: true } }, recordedPayment: { select: { method: true } } },
      },
    },
  });
  const amount = invoice?.settlements.reduce((sum, settlement) => sum + settlement.amount, 0n) ?? 0n;
  if (!invoice || amount <= 0n) return null;
  const last = invoice.settlements.at(-1);
  // Money that a bank gave back after a dispute is no new payment.
  if (
    last?.paymentId &&
    invoice.settlements.some(({ id, paymentId }) => id !== last.id && paymentId === last.paymentId)
  )
    return null;
  const recorded = last?.recordedPayment?.method ?? 'OTHER';
  const content = receiptMail({
    ...senderOf(customer),
    ...{ amount, currency: invoice.currency, invoiceNumber: invoice.number },
    paidAt: invoice.paidAt ?? invoice.updatedAt,
    method: last?.payment?.paymentMethod ?? null,
    recordedMethod: recorded === 'OTHER' ? null : recorded,
    ...(await placeOf({ db, ...parts }, invoice, customer)),
  });
  return { tag: 'receipt', content, attachmentHash: null };
};

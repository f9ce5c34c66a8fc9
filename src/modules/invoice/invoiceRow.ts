/** The row of an invoice that is issued, and its events. */
import type { CollectionMethod, CreditNoteReason, InvoiceReason } from '../../db/generated/client/enums.ts';
import type { Op } from '../../operation/operation.ts';
import { type CollectionTerms, dueDate } from '../customer/collectionTerms.ts';
import type { InvoiceSnapshot } from './parties.ts';

interface Issued {
  id: string;
  customerId: string;
  subscriptionId: string | null;
  reason: InvoiceReason;
  currency: string;
  dueAt?: Date | null;
  /** Charged by default. */
  collection?: CollectionTerms;
  /** For a negative total: the invoices whose lines are credited. */
  corrects?: readonly string[];
  creditNoteReason?: CreditNoteReason | null;
  replacesInvoiceId?: string | null;
  memo?: string | null;
  /** Amounts in minor units. */
  total: bigint;
  taxAmount: bigint | null;
  amountDue: bigint;
  snapshot: InvoiceSnapshot;
  purchaseOrder: string | null;
}

/** The row of a finalized invoice; its number follows at the commit. An invoice with nothing due is paid. */
export function invoiceRow(op: Pick<Op, 'now' | 'principal'>, issued: Issued) {
  const { id, customerId, subscriptionId, reason, currency, total, taxAmount, amountDue, snapshot, collection } =
    issued;
  const paid = amountDue === 0n;
  return {
    id,
    companyId: op.principal.companyId,
    customerId,
    subscriptionId,
    correctsInvoiceId: total < 0n ? (issued.corrects?.[0] ?? null) : null,
    creditNoteReason: issued.creditNoteReason ?? null,
    replacesInvoiceId: issued.replacesInvoiceId ?? null,
    memo: issued.memo ?? null,
    reason,
    currency,
    total,
    taxAmount,
    amountPaid: total - amountDue,
    amountDue,
    status: paid ? ('PAID' as const) : ('OPEN' as const),
    paidAt: paid ? op.now : null,
    dueAt: (collection && dueDate(collection, op.now)) ?? issued.dueAt ?? op.now,
    ...(collection ? { collectionMethod: collection.collectionMethod } : {}),
    snapshot,
    purchaseOrder: issued.purchaseOrder,
    finalizedAt: op.now,
    createdAt: op.now,
    updatedAt: op.now,
  };
}

/** Emits that a document was issued, and that it is paid if nothing is due. */
export function emitIssued(op: Pick<Op, 'emit' | 'now'>, issued: Issued): void {
  const { id: objectId, customerId, reason, currency, total, taxAmount, amountDue, collection } = issued;
  const dueAt = collection ? dueDate(collection, op.now) : null;
  op.emit(total < 0n ? 'credit_note.issued' : 'invoice.finalized', {
    objectId,
    customerId,
    data: {
      ...{ reason, currency, total: total.toString(), ...eventTax(taxAmount), amountDue: amountDue.toString() },
      ...eventDue({ collectionMethod: collection?.collectionMethod, amountDue, dueAt }),
    },
  });
  if (total >= 0n && amountDue === 0n) op.emit('invoice.paid', { objectId, customerId });
}

/** In the event of an invoice that is sent for payment, which has its e-mail planned; absent in others. */
export const eventDue = ({ collectionMethod, amountDue, dueAt }: Sent) =>
  collectionMethod === 'SEND_INVOICE' && amountDue > 0n && dueAt
    ? { collectionMethod, dueAt: dueAt.toISOString() }
    : {};

interface Sent {
  collectionMethod: CollectionMethod | undefined;
  amountDue: bigint;
  dueAt: Date | null;
}

/** The tax of a document in its event; absent without tax. */
export const eventTax = (tax: bigint | null) => (tax === null ? {} : { tax: tax.toString() });

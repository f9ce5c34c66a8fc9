/**
 * Issues invoices and credit notes. Credit pays an invoice before any payment method; a credit note (negative total) first
 * reduces the amount due on the invoices it corrects, and only the rest becomes credit balance.
 */
import type { CreditNoteReason, InvoiceReason } from '../../db/generated/client/enums.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { max, min } from '../../kernel/money.ts';
import type { Op } from '../../operation/operation.ts';
import { appendCredit, creditBalance } from '../credit/ledger.ts';
import type { CollectionTerms } from '../customer/collectionTerms.ts';
import { claimMoney, type Money } from '../payment/claimMoney.ts';
import { lockCustomer } from '../payment/lockCustomer.ts';
import { writeCorrections } from './corrections.ts';
import { finalColumns } from './invoiceNumber.ts';
import { emitIssued, invoiceRow } from './invoiceRow.ts';
import { writeTaxes } from './invoiceTax.ts';
import { type LineFields, writeLines } from './lines.ts';
import { taxTotal, totalOf, withTax } from './lineTax.ts';
import { payOpenInvoices } from './payOpenInvoices.ts';
import { applyCredit, applyPayment, recordSettlement } from './settle.ts';

export interface IssueRequest {
  customerId: string;
  subscriptionId: string | null;
  reason: InvoiceReason;
  currency: string;
  /** Lines whose tax is open are taxed with this document. */
  lines: readonly LineFields[];
  /** Pending lines that this invoice settles. */
  pending?: readonly (LineFields & { id: string })[];
  /** Money for exactly the amount that will be due. The invoice is open until it is taken. */
  money?: Money | null;
  /** If lines are credited: the invoices that billed them, the most recent first. */
  corrects?: readonly string[];
  /** For a negative total: the caller uses its credit, for a refund or a new invoice, and it pays no other invoice. */
  reserved?: boolean;
  creditNoteReason?: CreditNoteReason | null;
  replacesInvoiceId?: string | null;
  memo?: string | null;
  /** The customer's reference; that of the customer's record by default. */
  purchaseOrder?: string | null;
  dueAt?: Date | null;
  /** Charged by default. */
  collection?: CollectionTerms;
}

/** The amount due after credit, in minor units. Pure: previews and invoices agree by calling it. */
export function dueAfterCredit(total: bigint, balance: bigint): { creditApplied: bigint; amountDue: bigint } {
  const creditApplied = max(0n, min(total, balance));
  return { creditApplied, amountDue: max(0n, total - creditApplied) };
}

/**
 * Issues a finalized invoice, or a credit note for a negative total, and settles it by credit. The rest is open, with the
 * money as its payment under way. Throws `ConflictError` if the money no longer matches the amount due, or if another
 * invoice took a pending line. Locks the customer.
 */
export async function issueInvoice(
  op: Op,
  request: IssueRequest,
): Promise<{ id: string; total: bigint; amountDue: bigint }> {
  const { customerId, subscriptionId, currency, pending = [], money = null } = request;
  const lines = withTax(request.lines, pending);
  const billed = [...pending, ...lines];
  const { companyId } = op.principal;
  await lockCustomer(op, customerId);
  const [total, taxAmount] = [totalOf(billed), taxTotal(billed)];
  const balance = total > 0n ? await creditBalance(op.tx, { companyId, customerId }, currency) : 0n;
  const { creditApplied, amountDue } = dueAfterCredit(total, balance);
  if (money && money.amount !== amountDue)
    throw new ConflictError(
      'CHANGED_CONCURRENTLY',
      'The amount due changed while this request was processed. Try again.',
    );

  const id = newId('Invoice', op.now);
  const final = await finalColumns(op, { id, customerId });
  const purchaseOrder = request.purchaseOrder ?? final.purchaseOrder;
  const issued = { ...request, id, total, taxAmount, amountDue, snapshot: final.snapshot, purchaseOrder };
  await op.tx.invoice.create({ data: invoiceRow(op, issued) });
  await adoptPending(op, pending, id);
  await writeLines(op, lines, { customerId, subscriptionId, currency, invoiceId: id, firstPosition: pending.length });
  await writeTaxes(op, id, billed);
  await writeCorrections(op, id, billed, request);
  await applyCredit(op, { id, customerId, currency }, creditApplied);
  if (money) await claimMoney(op, money, id);
  if (total < 0n) await applyCreditNote(op, id, request, -total);
  emitIssued(op, issued);
  return { id, total, amountDue };
}

/** Moves pending lines to the invoice. Throws `ConflictError` if another invoice has taken one. */
async function adoptPending(op: Op, pending: readonly { id: string }[], invoiceId: string): Promise<void> {
  for (const [position, { id }] of pending.entries()) {
    const { count } = await op.tx.invoiceLine.updateMany({
      where: { id, companyId: op.principal.companyId, invoiceId: null },
      data: { invoiceId, position },
    });
    if (count !== 1)
      throw new ConflictError(
        'CHANGED_CONCURRENTLY',
        'A pending line was settled while this request was processed. Try again.',
      );
  }
}

async function applyCreditNote(op: Op, creditNoteId: string, request: IssueRequest, credit: bigint): Promise<void> {
  const { customerId, currency, corrects = [] } = request;
  const unpaid = await op.tx.invoice.findMany({
    where: {
      id: { in: [...corrects] },
      companyId: op.principal.companyId,
      status: { in: ['OPEN', 'UNCOLLECTIBLE'] },
      amountDue: { gt: 0n },
    },
  });
  unpaid.sort((a, b) => corrects.indexOf(a.id) - corrects.indexOf(b.id));
  let left = credit;
  for (const invoice of unpaid) {
    const amount = min(left, invoice.amountDue);
    if (amount === 0n) break;
    await recordSettlement(op, invoice.id, 'CREDIT_NOTE', amount, { creditNoteId });
    await applyPayment(op, invoice, amount);
    if (amount === invoice.amountDue) op.emit('invoice.paid', { objectId: invoice.id, customerId });
    left -= amount;
  }
  if (left === 0n) return;
  await appendCredit(op, { customerId, currency, amount: left, cause: 'CREDIT_NOTE', invoiceId: creditNoteId });
  if (!request.reserved) await payOpenInvoices(op, { customerId, currency });
}

/**
 * The part of a credit note that remains as credit balance, after the amounts due on the invoices that it corrects and on the
 * customer's open invoices; minor units.
 */
export async function creditNoteRemainder(
  tx: Pick<Op['tx'], 'invoice'>,
  { companyId, customerId, currency }: { companyId: string; customerId: string; currency: string },
  corrects: readonly string[],
  credit: bigint,
): Promise<bigint> {
  const { _sum } = await tx.invoice.aggregate({
    where: {
      companyId,
      customerId,
      currency,
      OR: [{ status: 'OPEN' }, { id: { in: [...corrects] }, status: 'UNCOLLECTIBLE' }],
    },
    _sum: { amountDue: true },
  });
  return max(0n, credit - (_sum.amountDue ?? 0n));
}
